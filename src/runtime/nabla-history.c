/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-history.h"
#include "nabla-run-fork-private.h"
#include "nabla-trainer-private.h"

/* The first keyframes of a run whose step time nobody knows yet are so far apart. */
#define FIRST_INTERVAL 64
/* At least so many keyframes are kept of a whole run, however fast it is. */
#define LEAST_KEYFRAMES 64
/* What a keyframe takes beside its state. */
#define OVERHEAD 256

typedef struct
{
  gint64 step;
  guint n_changes; /* of the record, made by then */
  NablaExperiment *experiment;
  GBytes *state;
} Keyframe;

struct _NablaHistory
{
  gsize bound;
  gsize bytes;
  GArray *keyframes; /* of Keyframe, by step */
  double step_time;
  gint64 sparseness;              /* 1; doubled whenever the bound was hit */
  gint64 quiet_from, quiet_until; /* steps between these need no look */
};

static void
keyframe_clear (gpointer data)
{
  Keyframe *self = data;
  nabla_experiment_unref (self->experiment);
  g_bytes_unref (self->state);
}

static Keyframe *
keyframe (const NablaHistory *self, guint index)
{
  return &g_array_index (self->keyframes, Keyframe, index);
}

static gsize
bytes_of (const Keyframe *self)
{
  return g_bytes_get_size (self->state) + OVERHEAD;
}

NablaHistory *
nabla_history_new (gsize bound)
{
  NablaHistory *self = g_new0 (NablaHistory, 1);
  self->bound = bound;
  self->sparseness = 1;
  self->keyframes = g_array_new (FALSE, FALSE, sizeof (Keyframe));
  g_array_set_clear_func (self->keyframes, keyframe_clear);
  return self;
}

void
nabla_history_free (NablaHistory *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->keyframes);
  g_free (self);
}

/* Returns: how many keyframes stand at @step or before */
static guint
count_until (const NablaHistory *self, gint64 step)
{
  guint low = 0, high = self->keyframes->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (keyframe (self, middle)->step <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
nabla_history_set_step_time (NablaHistory *self, double seconds)
{
  g_return_if_fail (self != NULL && seconds >= 0);

  self->step_time = seconds;
  self->quiet_until = self->quiet_from;
}

gint64
nabla_history_interval (const NablaHistory *self, const NablaTrainer *trainer)
{
  g_return_val_if_fail (self != NULL && trainer != NULL, 1);

  gint64 steps = nabla_experiment_train (nabla_trainer_experiment (trainer))->steps;
  gint64 interval = FIRST_INTERVAL;
  if (self->step_time > 0)
    interval = (gint64)MIN (NABLA_HISTORY_REPLAY / self->step_time, 1e9);
  if (steps > 0)
    interval = MIN (interval, steps / LEAST_KEYFRAMES);
  return MAX (interval, 1) * self->sparseness;
}

/* Gives up every second keyframe; if there is only one, that one does not fit. */
static void
thin_once (NablaHistory *self)
{
  guint n = self->keyframes->len;
  GArray *keyframes = g_array_sized_new (FALSE, FALSE, sizeof (Keyframe), n);
  for (guint i = 0; i < n; i++)
    if (n > 1 && i % 2 == 0)
      g_array_append_val (keyframes, *keyframe (self, i));
    else
      {
        self->bytes -= bytes_of (keyframe (self, i));
        keyframe_clear (keyframe (self, i));
      }
  g_array_set_clear_func (self->keyframes, NULL);
  g_array_unref (self->keyframes);
  self->keyframes = keyframes;
  g_array_set_clear_func (self->keyframes, keyframe_clear);
}

static void
thin (NablaHistory *self)
{
  while (self->bytes > self->bound)
    {
      thin_once (self);
      self->sparseness = MIN (self->sparseness * 2, G_MAXINT32);
    }
}

void
nabla_history_keep (NablaHistory *self, const NablaTrainer *trainer)
{
  g_return_if_fail (self != NULL && trainer != NULL);

  gint64 step = nabla_trainer_steps (trainer);
  guint place = count_until (self, step);
  if (place > 0 && keyframe (self, place - 1)->step == step)
    return;
  Keyframe new = {
    .step = step,
    .n_changes = nabla_trainer_record (trainer)->len,
    .experiment = nabla_experiment_ref ((NablaExperiment *)nabla_trainer_experiment (trainer)),
    .state = nabla_trainer_save_state (trainer),
  };
  g_array_insert_val (self->keyframes, place, new);
  self->bytes += bytes_of (&new);
  thin (self);
}

/* Returns: the step from which on one more keyframe is wanted after those until now */
static gint64
next_due (const NablaHistory *self, const NablaTrainer *trainer)
{
  guint place = count_until (self, nabla_trainer_steps (trainer));
  return place > 0 ? keyframe (self, place - 1)->step + nabla_history_interval (self, trainer) : 0;
}

void
nabla_history_visit (NablaHistory *self, const NablaTrainer *trainer)
{
  g_return_if_fail (self != NULL && trainer != NULL);

  gint64 step = nabla_trainer_steps (trainer);
  if (step >= self->quiet_from && step < self->quiet_until)
    return;
  if (step >= next_due (self, trainer))
    nabla_history_keep (self, trainer);
  /* Where the bound was hit, the new keyframe may have been given up, too. */
  self->quiet_from = step;
  self->quiet_until = MAX (next_due (self, trainer), step + 1);
}

void
nabla_history_cut (NablaHistory *self, gint64 step)
{
  g_return_if_fail (self != NULL);

  guint n = count_until (self, step - 1);
  for (guint i = n; i < self->keyframes->len; i++)
    self->bytes -= bytes_of (keyframe (self, i));
  g_array_set_size (self->keyframes, n);
  self->quiet_from = self->quiet_until = 0;
  if (self->keyframes->len == 0)
    self->sparseness = 1;
}

/* Returns: (nullable): where a seek to @step restores; %NULL if it goes on from where the
 * trainer stands, or, with @rewinds, from the beginning of the run. */
static const Keyframe *
find_start (const NablaHistory *self, const NablaTrainer *trainer, gint64 step, gboolean *rewinds)
{
  gint64 now = nabla_trainer_steps (trainer);
  guint n = count_until (self, step);
  const Keyframe *nearest = n > 0 ? keyframe (self, n - 1) : NULL;
  *rewinds = FALSE;
  if (now <= step && (nearest == NULL || nearest->step <= now))
    return NULL;
  *rewinds = nearest == NULL;
  return nearest;
}

gint64
nabla_history_distance (const NablaHistory *self, const NablaTrainer *trainer, gint64 step)
{
  g_return_val_if_fail (self != NULL && trainer != NULL, 0);

  gboolean rewinds;
  const Keyframe *start = find_start (self, trainer, step, &rewinds);
  return start != NULL ? step - start->step : step - (rewinds ? 0 : nabla_trainer_steps (trainer));
}

static gboolean
start (const NablaHistory *self,
       NablaTrainer *trainer,
       const GArray *record,
       gint64 step,
       GError **error)
{
  gboolean rewinds;
  const Keyframe *from = find_start (self, trainer, step, &rewinds);
  if (rewinds)
    return nabla_trainer_rewind (trainer, error);
  if (from == NULL)
    return TRUE;
  g_autoptr (GArray) made = nabla_record_head (record, from->n_changes);
  return nabla_trainer_restore (trainer, from->experiment, made, from->state, error);
}

gboolean
nabla_history_seek (NablaHistory *self,
                    NablaTrainer *trainer,
                    const GArray *record,
                    gint64 step,
                    const gint *cancel,
                    NablaHistoryFunc func,
                    gpointer data,
                    GError **error)
{
  g_return_val_if_fail (self != NULL && trainer != NULL && record != NULL, FALSE);
  g_return_val_if_fail (record != nabla_trainer_record (trainer) && step >= 0, FALSE);

  if (!start (self, trainer, record, step, error))
    return FALSE;
  for (;;)
    {
      gint64 now = nabla_trainer_steps (trainer);
      if (func != NULL)
        func (now, data);
      if (!nabla_trainer_redo_due (trainer, record, error))
        return FALSE;
      if (now >= step)
        return TRUE;
      nabla_history_visit (self, trainer);
      if (!nabla_trainer_train_to (trainer, now + 1, cancel, error))
        return FALSE;
    }
}

NablaRunFork *
nabla_history_fork (const NablaHistory *self, const NablaTrainer *trainer)
{
  g_return_val_if_fail (self != NULL && trainer != NULL, NULL);

  gint64 now = nabla_trainer_steps (trainer);
  guint most = NABLA_RUN_FORK_MOST - 1, n = 0, chosen[NABLA_RUN_FORK_MOST];
  for (guint i = 0; i < most; i++)
    {
      guint until = count_until (self, MIN ((gint64)((double)now / most * i), now - 1));
      if (until > 0 && (n == 0 || chosen[n - 1] != until - 1))
        chosen[n++] = until - 1;
    }
  NablaRunFork *fork = nabla_run_fork_new_sized (trainer, n);
  for (guint i = 0; i < n; i++)
    {
      const Keyframe *one = keyframe (self, chosen[i]);
      nabla_run_fork_put (fork, i, one->step, one->n_changes, one->experiment, one->state);
    }
  return fork;
}

guint
nabla_history_n_keyframes (const NablaHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->keyframes->len;
}

gint64
nabla_history_keyframe_step (const NablaHistory *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->keyframes->len, 0);

  return keyframe (self, index)->step;
}

gsize
nabla_history_bytes (const NablaHistory *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->bytes;
}
