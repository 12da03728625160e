/* Ranks with MPI.
 *
 * Only the main thread calls MPI, and only what returns at once: it looks for messages
 * (MPI_Iprobe), receives those that are there, and sends without waiting (MPI_Isend). Trials
 * are trained on threads. A rank says that it lives twice a second, and rank 0 answers; a rank
 * on the same machine whose process is gone is known to be dead at once, any other when it has
 * been silent for ten seconds. If a silent one is heard again, it is taken back; a result that
 * another has delivered meanwhile is not counted twice.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-search-ranks.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <mpi.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define BEAT (G_USEC_PER_SEC / 2)
#define SILENCE (10 * G_USEC_PER_SEC)
/* A rank reads its data before its first word. */
#define FIRST_SILENCE (60 * G_USEC_PER_SEC)
#define POLL_MILLISECONDS 1
/* A rank with trials shorter than this gets some to spare, so that it does not wait for the next.
 */
#define SHORT_SECONDS 0.05
#define SPARE 4

enum
{
  TAG_BEAT,   /* both ways: Card */
  TAG_TRIAL,  /* to a rank: a trial to run */
  TAG_RESULT, /* to rank 0: a trial that is over */
  TAG_END,    /* to a rank: no more trials */
  TAG_BYE,    /* to rank 0: the answer */
  TAG_FINAL,  /* to a rank: an int, whether to call MPI_Finalize */
};

/* Who a process is. */
typedef struct
{
  char host[64];
  gint64 pid;
  guint slots; /* trials at a time; 0 while it cannot work */
} Card;

/* What is known of another rank. */
typedef struct
{
  Card card;
  gboolean known;
  gboolean dead;
  gboolean said_bye;
  gint64 heard;
  double seconds;  /* of its last trial */
  GArray *numbers; /* of trials that it has */
} Rank;

/* A message on its way. */
typedef struct
{
  MPI_Request request;
  GBytes *bytes;
} Message;

struct _NablaRanks
{
  int rank;
  int n;
  Card card;
  Rank *ranks;
  GPtrArray *messages; /* of Message */
  gint64 next_beat;
  gint64 next_look;
  gboolean ended; /* of the others: rank 0 said so, or is gone */
  gboolean alone; /* rank 0 is gone */
  int final;      /* −1 while rank 0 has not said */
};

/* Where the others train. */
typedef struct
{
  NablaTrialBench *bench;
  NablaTrialControl control;
  GAsyncQueue *trials;  /* of NablaTrial; &quit ends a thread */
  GAsyncQueue *results; /* of NablaTrial */
} Workshop;

static NablaTrial quit;

static void
message_free (gpointer data)
{
  Message *self = data;
  g_bytes_unref (self->bytes);
  g_free (self);
}

NablaRanks *
nabla_ranks_new (void)
{
  int provided;
  if (g_getenv ("OMPI_COMM_WORLD_SIZE") == NULL
      || MPI_Init_thread (NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
    return NULL;
  MPI_Comm_set_errhandler (MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  NablaRanks *self = g_new0 (NablaRanks, 1);
  MPI_Comm_rank (MPI_COMM_WORLD, &self->rank);
  MPI_Comm_size (MPI_COMM_WORLD, &self->n);
  self->final = -1;
  gethostname (self->card.host, sizeof self->card.host - 1);
  self->card.pid = getpid ();
  self->messages = g_ptr_array_new_with_free_func (message_free);
  self->ranks = g_new0 (Rank, self->n);
  for (int i = 0; i < self->n; i++)
    {
      self->ranks[i].numbers = g_array_new (FALSE, FALSE, sizeof (guint));
      self->ranks[i].heard = g_get_monotonic_time ();
    }
  return self;
}

gboolean
nabla_ranks_is_first (const NablaRanks *self)
{
  return self->rank == 0;
}

static void
send_to (NablaRanks *self, int rank, int tag, const void *bytes, gsize length)
{
  for (guint i = self->messages->len; i-- > 0;)
    {
      int sent = 0;
      Message *message = g_ptr_array_index (self->messages, i);
      if (MPI_Test (&message->request, &sent, MPI_STATUS_IGNORE) != MPI_SUCCESS || sent)
        g_ptr_array_remove_index_fast (self->messages, i);
    }
  Message *message = g_new0 (Message, 1);
  message->bytes = g_bytes_new (bytes, length);
  if (MPI_Isend (g_bytes_get_data (message->bytes, NULL), length, MPI_BYTE, rank, tag,
                 MPI_COMM_WORLD, &message->request)
      == MPI_SUCCESS)
    g_ptr_array_add (self->messages, message);
  else
    message_free (message);
}

static void
send_trial (NablaRanks *self, int rank, int tag, const NablaTrial *trial)
{
  g_autoptr (GBytes) bytes = nabla_trial_to_bytes (trial);
  send_to (self, rank, tag, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Returns: (transfer full) (nullable): the next message that has arrived */
static GByteArray *
receive (int *rank, int *tag)
{
  MPI_Status status;
  int there = 0, length = 0;
  if (MPI_Iprobe (MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status) != MPI_SUCCESS
      || !there || MPI_Get_count (&status, MPI_BYTE, &length) != MPI_SUCCESS)
    return NULL;
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_set_size (bytes, length);
  *rank = status.MPI_SOURCE;
  *tag = status.MPI_TAG;
  if (MPI_Recv (bytes->data, length, MPI_BYTE, *rank, *tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE)
      == MPI_SUCCESS)
    return bytes;
  g_byte_array_unref (bytes);
  return NULL;
}

static void
read_card (Rank *of, const GByteArray *bytes)
{
  if (bytes->len != sizeof of->card)
    return;
  memcpy (&of->card, bytes->data, sizeof of->card);
  of->known = TRUE;
}

/* Whether nothing more is to be expected of @of. */
static gboolean
is_gone (const NablaRanks *self, const Rank *of, gint64 now)
{
  if (of->known && g_str_equal (of->card.host, self->card.host) && kill (of->card.pid, 0) != 0
      && errno == ESRCH)
    return TRUE;
  return now - of->heard > (of->known ? SILENCE : FIRST_SILENCE);
}

static void
take_back (Rank *of, NablaSearch *search)
{
  for (guint i = 0; search != NULL && i < of->numbers->len; i++)
    nabla_search_put_back (search, g_array_index (of->numbers, guint, i));
  g_array_set_size (of->numbers, 0);
}

static void
look_for_dead (NablaRanks *self, NablaSearch *search)
{
  gint64 now = g_get_monotonic_time ();
  if (now < self->next_look)
    return;
  self->next_look = now + BEAT;
  for (int i = 1; i < self->n; i++)
    {
      Rank *rank = &self->ranks[i];
      if (rank->dead || rank->said_bye || !is_gone (self, rank, now))
        continue;
      rank->dead = TRUE;
      g_printerr (_("Rank %d is gone; others run what it had.\n"), i);
      take_back (rank, search);
    }
}

static void
take_result (NablaRanks *self, Rank *from, const GByteArray *bytes, NablaSearch *search)
{
  g_autoptr (NablaTrial) trial = nabla_trial_from_bytes (bytes->data, bytes->len);
  if (trial == NULL)
    return;
  from->seconds = trial->seconds;
  for (guint i = 0; i < from->numbers->len; i++)
    if (g_array_index (from->numbers, guint, i) == trial->number)
      {
        g_array_remove_index_fast (from->numbers, i);
        break;
      }
  if (search != NULL)
    nabla_search_give (search, trial);
}

/* Rank 0: what the others have to say. */
static void
listen_to_ranks (NablaRanks *self, NablaSearch *search)
{
  int number, tag;
  GByteArray *bytes;
  while ((bytes = receive (&number, &tag)) != NULL)
    {
      Rank *rank = &self->ranks[number];
      rank->heard = g_get_monotonic_time ();
      rank->dead = FALSE;
      if (tag == TAG_RESULT)
        take_result (self, rank, bytes, search);
      else if (tag == TAG_BYE)
        rank->said_bye = TRUE;
      else if (tag == TAG_BEAT)
        {
          read_card (rank, bytes);
          send_to (self, number, TAG_BEAT, &self->card, sizeof self->card);
        }
      g_byte_array_unref (bytes);
    }
}

static void
hand_out (NablaRanks *self, NablaSearch *search)
{
  for (int i = 1; i < self->n; i++)
    {
      Rank *rank = &self->ranks[i];
      gboolean is_short = rank->seconds > 0 && rank->seconds < SHORT_SECONDS;
      guint room = rank->card.slots * (is_short ? 1 + SPARE : 1);
      while (!rank->dead && rank->numbers->len < room)
        {
          g_autoptr (NablaTrial) trial = nabla_search_take (search);
          if (trial == NULL)
            return;
          g_array_append_val (rank->numbers, trial->number);
          send_trial (self, i, TAG_TRIAL, trial);
        }
    }
}

guint
nabla_ranks_poll (NablaRanks *self, NablaSearch *search)
{
  g_return_val_if_fail (self != NULL && search != NULL, POLL_MILLISECONDS);

  listen_to_ranks (self, search);
  look_for_dead (self, search);
  hand_out (self, search);
  return POLL_MILLISECONDS;
}

/* The others: says that this one lives, and hears what rank 0 says. */
static void
keep_in_touch (NablaRanks *self, Workshop *workshop)
{
  int number, tag;
  GByteArray *bytes;
  Rank *first = &self->ranks[0];
  gint64 now = g_get_monotonic_time ();
  if (now >= self->next_beat)
    {
      send_to (self, 0, TAG_BEAT, &self->card, sizeof self->card);
      self->next_beat = now + BEAT;
      /* it may be held by a debugger, or swapped out: longer than it waits for others */
      if (is_gone (self, first, first->known ? now - 2 * SILENCE : now))
        self->ended = self->alone = TRUE;
    }
  while ((bytes = receive (&number, &tag)) != NULL)
    {
      first->heard = now;
      if (tag == TAG_BEAT)
        read_card (first, bytes);
      else if (tag == TAG_END)
        self->ended = TRUE;
      else if (tag == TAG_FINAL && bytes->len == sizeof self->final)
        memcpy (&self->final, bytes->data, sizeof self->final);
      else if (tag == TAG_TRIAL && workshop != NULL)
        {
          NablaTrial *trial = nabla_trial_from_bytes (bytes->data, bytes->len);
          if (trial != NULL)
            g_async_queue_push (workshop->trials, trial);
        }
      g_byte_array_unref (bytes);
    }
}

static gpointer
work_cb (gpointer data)
{
  Workshop *self = data;
  NablaTrial *trial;
  while ((trial = g_async_queue_pop (self->trials)) != &quit)
    if (nabla_trial_bench_run (self->bench, trial, &self->control))
      g_async_queue_push (self->results, trial);
    else
      nabla_trial_free (trial);
  return NULL;
}

gboolean
nabla_ranks_serve (NablaRanks *self,
                   NablaExperiment *experiment,
                   const NablaSearchOptions *options,
                   const gint *interrupted,
                   GError **error)
{
  g_return_val_if_fail (self != NULL && experiment != NULL && options != NULL, FALSE);

  Workshop workshop = { NULL };
  workshop.bench
      = nabla_trial_bench_new (experiment, options->data_path, options->eager, NULL, error);
  if (workshop.bench == NULL)
    return FALSE;
  workshop.trials = g_async_queue_new_full ((GDestroyNotify)nabla_trial_free);
  workshop.results = g_async_queue_new_full ((GDestroyNotify)nabla_trial_free);
  nabla_trial_control_init (&workshop.control);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  for (guint i = 0; i < options->jobs; i++)
    g_ptr_array_add (threads, g_thread_new ("trial", work_cb, &workshop));
  self->card.slots = options->jobs;

  while (!self->ended && g_atomic_int_get (interrupted) == 0)
    {
      g_autoptr (NablaTrial) result
          = g_async_queue_timeout_pop (workshop.results, POLL_MILLISECONDS * 1000);
      if (result != NULL)
        send_trial (self, 0, TAG_RESULT, result);
      keep_in_touch (self, &workshop);
    }

  self->card.slots = 0;
  nabla_trial_control_set (&workshop.control, FALSE, TRUE);
  for (guint i = 0; i < threads->len; i++)
    g_async_queue_push_front (workshop.trials, &quit);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  g_async_queue_unref (workshop.trials);
  g_async_queue_unref (workshop.results);
  nabla_trial_control_clear (&workshop.control);
  nabla_trial_bench_free (workshop.bench);
  return TRUE;
}

/* Rank 0: lets the others go. Returns: whether all are there to call MPI_Finalize */
static gboolean
dismiss (NablaRanks *self)
{
  guint n_waiting;
  for (int i = 1; i < self->n; i++)
    send_to (self, i, TAG_END, "", 0);
  do
    {
      listen_to_ranks (self, NULL);
      look_for_dead (self, NULL);
      n_waiting = 0;
      for (int i = 1; i < self->n; i++)
        n_waiting += !self->ranks[i].dead && !self->ranks[i].said_bye;
      if (n_waiting > 0)
        g_usleep (POLL_MILLISECONDS * 1000);
    }
  while (n_waiting > 0);

  int all = TRUE;
  for (int i = 1; i < self->n; i++)
    all = all && !self->ranks[i].dead;
  for (int i = 1; i < self->n; i++)
    if (!self->ranks[i].dead)
      send_to (self, i, TAG_FINAL, &all, sizeof all);
  return all;
}

/* The others: waits for rank 0 to be done. Returns: whether to call MPI_Finalize */
static gboolean
take_leave (NablaRanks *self)
{
  gboolean said_bye = FALSE;
  while (!self->alone && self->final < 0)
    {
      keep_in_touch (self, NULL);
      if (self->ended && !said_bye)
        send_to (self, 0, TAG_BYE, "", 0);
      said_bye = self->ended;
      g_usleep (POLL_MILLISECONDS * 1000);
    }
  return self->final > 0;
}

void
nabla_ranks_free (NablaRanks *self)
{
  if (self == NULL)
    return;
  gboolean all = self->rank == 0 ? dismiss (self) : take_leave (self);
  if (all)
    {
      for (guint i = 0; i < self->messages->len; i++)
        MPI_Wait (&((Message *)g_ptr_array_index (self->messages, i))->request, MPI_STATUS_IGNORE);
      MPI_Finalize ();
    }
  else
    {
      /* what was sent last is given the time to leave; what is on its way to the dead stays */
      for (guint i = 0; i < 100; i++)
        {
          int there;
          MPI_Iprobe (MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, MPI_STATUS_IGNORE);
          g_usleep (1000);
        }
      g_ptr_array_set_free_func (self->messages, NULL);
    }
  for (int i = 0; i < self->n; i++)
    g_array_unref (self->ranks[i].numbers);
  g_ptr_array_unref (self->messages);
  g_free (self->ranks);
  g_free (self);
}
