/* The threads of a search: the keeper, who has the store, and the jobs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-search-private.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>

static void *
job_cb (gpointer data)
{
  NablaSearch *self = data;
  pthread_mutex_lock (&self->mutex);
  while (!nabla_search_is_over_locked (self))
    {
      g_autoptr (NablaTrial) trial = nabla_search_take_locked (self);
      if (trial == NULL)
        {
          pthread_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      pthread_mutex_unlock (&self->mutex);
      gboolean done = nabla_trial_bench_run (self->bench, trial, &self->control);
      pthread_mutex_lock (&self->mutex);
      if (done)
        nabla_search_plan_give (self->plan, trial);
      else
        nabla_search_plan_put_back (self->plan, trial->number);
      nabla_search_look_for_end_locked (self);
    }
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

/* What makes a search the same: a random one of one round may be asked for more trials. */
static char *
make_identity (NablaSearch *self, const char *text)
{
  g_autofree char *method = nabla_search_plan_method (self->plan);
  g_autofree char *digest = nabla_trial_bench_digest (self->bench);
  NablaSearchStatus status;
  nabla_search_plan_status (self->plan, &status);
  gboolean any_number = status.rounds == 1 && g_str_equal (method, "random");
  g_autofree char *all = g_strdup_printf (
      "%s %s %u %u %s\n%s", method, self->eager ? "eager" : "-", status.rounds,
      any_number ? 0 : nabla_search_plan_trials_a_round (self->plan), digest, text);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

/* Takes what an earlier search did. */
static gboolean
recall_trials (NablaSearch *self, GError **error)
{
  g_autoptr (GPtrArray) trials
      = nabla_store_get_trials (self->store, self->stored.id, self->axes, TRUE, NULL, error);
  if (trials == NULL)
    return FALSE;
  pthread_mutex_lock (&self->mutex);
  for (guint i = 0; i < trials->len; i++)
    nabla_search_plan_recall (self->plan, g_ptr_array_index (trials, i));
  if (self->stored.boxes != NULL)
    nabla_search_boxes_recall (self->plan, self->axes, self->stored.boxes);
  pthread_mutex_unlock (&self->mutex);
  return TRUE;
}

static gboolean
open_store (NablaSearch *self, char **note, GError **error)
{
  if (self->store_path == NULL)
    return TRUE;
  self->store = nabla_store_open (self->store_path, note, error);
  if (self->store == NULL)
    return FALSE;
  g_autofree char *text = nabla_experiment_to_text (self->experiment);
  g_autofree char *identity = make_identity (self, text);
  if (self->resume)
    {
      int found = nabla_store_find_search (self->store, identity, &self->stored, error);
      if (found != 0)
        return found == 1 && recall_trials (self, error);
    }
  const char *path = nabla_experiment_path (self->experiment);
  NablaSearchStatus status;
  nabla_search_plan_status (self->plan, &status);
  self->stored = (NablaStoredSearch){
    .identity = g_steal_pointer (&identity),
    .experiment = g_steal_pointer (&text),
    .path = path != NULL ? g_canonicalize_filename (path, NULL) : NULL,
    .title = g_strdup (nabla_experiment_title (self->experiment)),
    .method = nabla_search_plan_method (self->plan),
    .stop = g_strdup (self->eager ? "eager" : ""),
    .trials = nabla_search_plan_trials_a_round (self->plan),
    .rounds = status.rounds,
    .created = g_get_real_time (),
  };
  return nabla_store_add_search (self->store, &self->stored, error);
}

static gboolean
prepare (NablaSearch *self, char **note, GError **error)
{
  NablaTrialBench *bench = nabla_trial_bench_new (self->experiment, self->data_path, self->eager,
                                                  self->reading, error);
  if (bench == NULL)
    return FALSE;
  pthread_mutex_lock (&self->mutex);
  self->bench = bench;
  pthread_mutex_unlock (&self->mutex);
  return open_store (self, note, error);
}

/* Writes the trials among @events, and what is new of the search itself. */
static gboolean
write_events (NablaSearch *self, const GPtrArray *events, GError **error)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new ();
  gboolean changed = FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      const NablaSearchEvent *event = g_ptr_array_index (events, i);
      changed |= event->kind == NABLA_SEARCH_EVENT_ROUND || event->kind == NABLA_SEARCH_EVENT_STATE;
      if ((event->kind == NABLA_SEARCH_EVENT_OVER || event->kind == NABLA_SEARCH_EVENT_RUNG)
          && !event->stored)
        g_ptr_array_add (trials, event->trial);
    }
  if (self->store == NULL)
    return TRUE;
  if (trials->len > 0
      && !nabla_store_put_trials (self->store, &self->stored, self->axes,
                                  (NablaTrial **)trials->pdata, trials->len, error))
    return FALSE;
  if (!changed)
    return TRUE;
  NablaSearchStatus status;
  pthread_mutex_lock (&self->mutex);
  g_free (self->stored.boxes);
  self->stored.boxes = nabla_search_boxes_to_text (self->plan, self->axes);
  self->stored.done = self->state == NABLA_SEARCH_DONE;
  self->stored.trials = nabla_search_plan_trials_a_round (self->plan);
  nabla_search_plan_status (self->plan, &status);
  pthread_mutex_unlock (&self->mutex);
  self->stored.rounds = status.rounds;
  return nabla_store_update_search (self->store, &self->stored, error);
}

/* Writes and publishes what is queued, until the search is freed. */
static void
keep (NablaSearch *self)
{
  pthread_mutex_lock (&self->mutex);
  while (!self->closing || self->queue->len > 0)
    {
      if (self->queue->len == 0)
        {
          pthread_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      g_autoptr (GPtrArray) events = g_steal_pointer (&self->queue);
      gboolean broken = self->state == NABLA_SEARCH_BROKEN;
      self->queue = nabla_search_new_events ();
      pthread_mutex_unlock (&self->mutex);
      GError *error = NULL;
      gboolean written = broken || write_events (self, events, &error);
      pthread_mutex_lock (&self->mutex);
      if (written)
        nabla_search_publish_locked (self, g_steal_pointer (&events));
      else
        nabla_search_break_locked (self, error);
    }
  pthread_mutex_unlock (&self->mutex);
}

void *
nabla_search_keeper_cb (void *data)
{
  NablaSearch *self = data;
  g_autofree char *note = NULL;
  GError *error = NULL;
  gboolean ready = prepare (self, &note, &error);

  pthread_mutex_lock (&self->mutex);
  if (note != NULL)
    nabla_search_queue_locked (self, NABLA_SEARCH_EVENT_NOTE, 0, NULL, FALSE, note);
  self->stored_id = self->stored.id;
  if (!ready && nabla_search_is_over_locked (self))
    g_error_free (error);
  else if (!ready)
    nabla_search_break_locked (self, error);
  else if (!nabla_search_is_over_locked (self))
    {
      gboolean held = g_atomic_int_get (&self->control.hold) != 0;
      nabla_search_plan_advance (self->plan);
      self->state = NABLA_SEARCH_RUNNING;
      nabla_search_look_for_end_locked (self);
      if (held)
        nabla_search_set_state_locked (self, NABLA_SEARCH_PAUSED);
      for (guint i = 0; i < self->n_jobs; i++)
        {
          pthread_t job;
          if (pthread_create (&job, NULL, job_cb, self) == 0)
            g_array_append_val (self->jobs, job);
        }
      if (self->jobs->len == 0)
        nabla_search_break_locked (
            self, g_error_new (NABLA_ERROR, NABLA_ERROR_IO, _("no thread could be started")));
    }
  pthread_mutex_unlock (&self->mutex);
  keep (self);

  for (guint i = 0; i < self->jobs->len; i++)
    pthread_join (g_array_index (self->jobs, pthread_t, i), NULL);
  /* what came to its end while the others left */
  g_autoptr (GPtrArray) rest = self->queue;
  self->queue = nabla_search_new_events ();
  if (ready)
    write_events (self, rest, NULL);
  g_clear_pointer (&self->store, nabla_store_free);
  return NULL;
}
