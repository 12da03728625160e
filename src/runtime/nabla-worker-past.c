/* The past of a run: gone to, made again, left by a branch.
 *
 * While a past step is looked at, `future` is the whole record, of which the trainer's own
 * is the first part. It is there from the seek that leaves the tip until the tip is reached
 * again, by seeking or by training, or is given up for a branch.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-run-private.h"
#include "nabla-trainer-private.h"

/* Seconds that a seek takes without showing progress */
#define SHORT_SEEK 0.1

void
nabla_worker_fail (NablaRun *self, GError *error)
{
  pthread_mutex_lock (&self->mutex);
  g_clear_error (&self->error);
  self->error = error;
  pthread_mutex_unlock (&self->mutex);
}

static void
tell (NablaRun *self, gint64 steps)
{
  gint64 tip = MAX (atomic_load (&self->tip), steps);
  atomic_store (&self->tip, tip);
  atomic_store (&self->steps, steps);
  atomic_store (&self->looked_at, steps < tip ? steps : -1);
}

void
nabla_worker_tell_steps (NablaRun *self)
{
  tell (self, nabla_trainer_steps (self->trainer));
}

void
nabla_worker_tell_experiment (NablaRun *self)
{
  NablaExperiment *now = (NablaExperiment *)nabla_trainer_experiment (self->trainer);
  if (now == self->experiment)
    return;
  pthread_mutex_lock (&self->mutex);
  nabla_experiment_unref (self->experiment);
  self->experiment = nabla_experiment_ref (now);
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_worker_tell_record (NablaRun *self)
{
  GArray *record = nabla_record_copy (nabla_trainer_record (self->trainer));
  NablaExperiment *beginning = (NablaExperiment *)nabla_trainer_beginning (self->trainer);
  pthread_mutex_lock (&self->mutex);
  g_array_unref (self->record);
  self->record = record;
  nabla_experiment_ref (beginning);
  nabla_experiment_unref (self->beginning);
  self->beginning = beginning;
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_worker_seek (NablaRun *self, gint64 step)
{
  step = CLAMP (step, 0, atomic_load (&self->tip));
  NablaRunState state = atomic_load (&self->state);
  if (state == NABLA_RUN_RUNNING)
    atomic_store (&self->state, state = NABLA_RUN_PAUSED);
  if (self->future == NULL && step == nabla_trainer_steps (self->trainer))
    return;
  if (self->future == NULL)
    {
      self->future = nabla_record_copy (nabla_trainer_record (self->trainer));
      self->tip_state = state;
      self->tip_seen = *nabla_trainer_early_stopping (self->trainer);
      nabla_history_keep (self->history, self->trainer);
    }
  atomic_store (&self->state, NABLA_RUN_PAUSED);
  self->target = step;
  gint64 distance = nabla_history_distance (self->history, self->trainer, step);
  atomic_store (&self->seek_left, distance);
  atomic_store (&self->seek_total, distance * self->step_time > SHORT_SEEK ? distance : 0);
  tell (self, step);
}

/* The tip is reached again: the run is there as it was when it was left. */
static void
reach_tip (NablaRun *self)
{
  g_clear_pointer (&self->future, g_array_unref);
  if (atomic_load (&self->state) != NABLA_RUN_PAUSED)
    return;
  if (self->tip_state == NABLA_RUN_DIVERGED) /* the step that could not be made says why */
    nabla_worker_train_step (self);
  else
    atomic_store (&self->state, self->tip_state);
}

static gboolean
is_at_tip (const NablaRun *self)
{
  return nabla_trainer_steps (self->trainer) >= atomic_load (&self->tip)
         && nabla_trainer_record (self->trainer)->len == self->future->len;
}

static void
told_cb (gint64 step, gpointer data)
{
  NablaRun *self = data;
  atomic_store (&self->seek_left, self->target - step);
}

void
nabla_worker_seek_on (NablaRun *self, const gint *cancel)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_history_seek (self->history, self->trainer, self->future, self->target, cancel,
                           told_cb, self, &error)
      && g_error_matches (error, NABLA_ERROR, NABLA_ERROR_CANCELLED))
    return; /* goes on from where it stands, or elsewhere */
  self->target = -1;
  atomic_store (&self->seek_total, 0);
  if (error != NULL)
    nabla_worker_fail (self, g_steal_pointer (&error));
  nabla_worker_tell_steps (self);
  nabla_worker_tell_experiment (self);
  if (is_at_tip (self))
    reach_tip (self);
}

void
nabla_worker_follow (NablaRun *self)
{
  if (self->future == NULL)
    return;
  GError *error = NULL;
  if (!nabla_trainer_redo_due (self->trainer, self->future, &error))
    nabla_worker_fail (self, error);
  nabla_worker_tell_experiment (self);
  if (is_at_tip (self))
    reach_tip (self);
}

void
nabla_worker_branch (NablaRun *self)
{
  gint64 step = nabla_trainer_steps (self->trainer);
  NablaLeftBranch *left = g_new0 (NablaLeftBranch, 1);
  left->step = step;
  left->curves = nabla_cost_curves_share (self->curves);
  nabla_worker_cut_curves (self, step);
  nabla_history_cut (self->history, step);
  g_clear_pointer (&self->future, g_array_unref);
  atomic_store (&self->tip, step);
  nabla_worker_tell_steps (self);
  nabla_worker_tell_record (self);
  /* What is shown says how far the run goes. */
  self->shown.any = FALSE;
  pthread_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->branches, left);
  pthread_mutex_unlock (&self->mutex);
}
