/* The main thread's side of a run.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-run-private.h"

#include <time.h>

void
nabla_run_command_free (NablaRunCommand *self)
{
  g_free (self->key);
  g_free (self->value);
  g_free ((double *)self->options.typed);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_free (self);
}

static void
left_branch_free (NablaLeftBranch *self)
{
  g_clear_pointer (&self->curves, nabla_cost_curves_free);
  g_free (self);
}

static void
send (NablaRun *self, NablaRunCommand command)
{
  pthread_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->commands, g_memdup2 (&command, sizeof command));
  g_atomic_int_set (&self->interrupt, 1);
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->mutex);
}

NablaRun *
nabla_run_new (NablaTrainer *trainer)
{
  g_return_val_if_fail (trainer != NULL, NULL);

  NablaRun *self = g_new0 (NablaRun, 1);
  pthread_condattr_t monotonic;
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, &monotonic);
  pthread_cond_init (&self->idle, &monotonic);
  pthread_condattr_destroy (&monotonic);
  g_queue_init (&self->commands);
  g_queue_init (&self->branches);
  self->mailbox = nabla_mailbox_new ((GDestroyNotify)nabla_snapshot_unref);
  self->trainer = trainer;
  self->experiment = nabla_experiment_ref ((NablaExperiment *)nabla_trainer_experiment (trainer));
  atomic_init (&self->steps, nabla_trainer_steps (trainer));
  atomic_init (&self->tip, nabla_trainer_steps (trainer));
  atomic_init (&self->looked_at, -1);
  self->beginning = nabla_experiment_ref ((NablaExperiment *)nabla_trainer_beginning (trainer));
  self->record = nabla_record_copy (nabla_trainer_record (trainer));
  self->history = nabla_history_new (NABLA_HISTORY_BOUND);
  self->target = -1;
  self->observer = nabla_observer_new (trainer);
  self->options = nabla_observe_defaults;
  self->busy = TRUE; /* until the first snapshot is out */
  pthread_create (&self->thread, NULL, nabla_worker_main, self);
  return self;
}

void
nabla_run_free (NablaRun *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->quit, 1);
  send (self, (NablaRunCommand){ NABLA_COMMAND_QUIT });
  pthread_join (self->thread, NULL);
  g_queue_clear_full (&self->commands, (GDestroyNotify)nabla_run_command_free);
  g_clear_error (&self->error);
  g_clear_error (&self->save_error);
  g_free (self->saved_path);
  g_clear_pointer (&self->fork, nabla_run_fork_free);
  g_queue_clear_full (&self->branches, (GDestroyNotify)left_branch_free);
  nabla_experiment_unref (self->beginning);
  g_array_unref (self->record);
  g_clear_pointer (&self->future, g_array_unref);
  nabla_history_free (self->history);
  nabla_mailbox_free (self->mailbox);
  nabla_observer_free (self->observer);
  nabla_experiment_unref (self->experiment);
  nabla_trainer_free (self->trainer);
  g_clear_pointer (&self->curves, nabla_cost_curves_free);
  g_free (self->typed);
  pthread_cond_destroy (&self->idle);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

void
nabla_run_play (NablaRun *self, gint64 until)
{
  g_return_if_fail (self != NULL && until >= 0);

  send (self, (NablaRunCommand){ NABLA_COMMAND_PLAY, .until = until });
}

void
nabla_run_step (NablaRun *self, gint64 n)
{
  g_return_if_fail (self != NULL && n > 0);

  send (self, (NablaRunCommand){ NABLA_COMMAND_STEP, .until = n });
}

void
nabla_run_pause (NablaRun *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRunCommand){ NABLA_COMMAND_PAUSE });
}

void
nabla_run_reset (NablaRun *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRunCommand){ NABLA_COMMAND_RESET });
}

void
nabla_run_seek (NablaRun *self, gint64 step)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRunCommand){ NABLA_COMMAND_SEEK, .until = step });
}

void
nabla_run_branch (NablaRun *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRunCommand){ NABLA_COMMAND_BRANCH });
}

gboolean
nabla_run_take_branch (NablaRun *self, gint64 *step, NablaCostCurves **curves)
{
  g_return_val_if_fail (self != NULL && step != NULL && curves != NULL, FALSE);

  pthread_mutex_lock (&self->mutex);
  NablaLeftBranch *left = g_queue_pop_head (&self->branches);
  pthread_mutex_unlock (&self->mutex);
  if (left == NULL)
    return FALSE;
  *step = left->step;
  *curves = g_steal_pointer (&left->curves);
  left_branch_free (left);
  return TRUE;
}

void
nabla_run_set (NablaRun *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL && key != NULL);

  send (self,
        (NablaRunCommand){ NABLA_COMMAND_SET, .key = g_strdup (key), .value = g_strdup (value) });
}

void
nabla_run_change (NablaRun *self, NablaExperiment *experiment)
{
  g_return_if_fail (self != NULL && experiment != NULL);

  send (self,
        (NablaRunCommand){ NABLA_COMMAND_CHANGE, .experiment = nabla_experiment_ref (experiment) });
}

void
nabla_run_watch (NablaRun *self, const NablaObserveOptions *options)
{
  g_return_if_fail (self != NULL && options != NULL);

  NablaRunCommand command = { NABLA_COMMAND_WATCH, .options = *options };
  command.options.typed = g_memdup2 (options->typed, options->n_typed * sizeof *options->typed);
  send (self, command);
}

void
nabla_run_save (NablaRun *self, const char *path)
{
  g_return_if_fail (self != NULL && path != NULL);

  send (self, (NablaRunCommand){ NABLA_COMMAND_SAVE, .key = g_strdup (path) });
}

gboolean
nabla_run_take_saved (NablaRun *self, char **path, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  pthread_mutex_lock (&self->mutex);
  g_autofree char *saved = g_steal_pointer (&self->saved_path);
  GError *failure = g_steal_pointer (&self->save_error);
  pthread_mutex_unlock (&self->mutex);
  gboolean ended = saved != NULL;
  if (path != NULL)
    *path = g_steal_pointer (&saved);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return ended;
}

void
nabla_run_fork (NablaRun *self)
{
  g_return_if_fail (self != NULL);

  send (self, (NablaRunCommand){ NABLA_COMMAND_FORK });
}

NablaRunFork *
nabla_run_take_fork (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  NablaRunFork *fork = g_steal_pointer (&self->fork);
  pthread_mutex_unlock (&self->mutex);
  return fork;
}

void
nabla_run_set_speed (NablaRun *self, double steps_per_second)
{
  g_return_if_fail (self != NULL && steps_per_second >= 0);

  send (self, (NablaRunCommand){ NABLA_COMMAND_SPEED, .speed = steps_per_second });
}

NablaRunState
nabla_run_state (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NABLA_RUN_PAUSED);

  return atomic_load (&self->state);
}

gint64
nabla_run_steps (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->steps);
}

gint64
nabla_run_tip (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->tip);
}

gint64
nabla_run_looked_at (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return atomic_load (&self->looked_at);
}

double
nabla_run_seek_progress (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, -1);

  gint64 total = atomic_load (&self->seek_total), left = atomic_load (&self->seek_left);
  return total > 0 ? CLAMP (1 - (double)left / total, 0, 1) : -1;
}

NablaExperiment *
nabla_run_beginning (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  NablaExperiment *beginning = nabla_experiment_ref (self->beginning);
  pthread_mutex_unlock (&self->mutex);
  return beginning;
}

GArray *
nabla_run_record (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  GArray *record = g_array_ref (self->record);
  pthread_mutex_unlock (&self->mutex);
  return record;
}

double
nabla_run_looking_share (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, 0);

  gint64 running = atomic_load (&self->time_running);
  return running > 0 ? (double)atomic_load (&self->time_looking) / running : 0;
}

NablaSnapshot *
nabla_run_take_snapshot (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return nabla_mailbox_take (self->mailbox);
}

NablaCostCurves *
nabla_run_curves (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  NablaCostCurves *curves = self->curves != NULL ? nabla_cost_curves_share (self->curves) : NULL;
  pthread_mutex_unlock (&self->mutex);
  return curves;
}

NablaExperiment *
nabla_run_experiment (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  NablaExperiment *experiment = nabla_experiment_ref (self->experiment);
  pthread_mutex_unlock (&self->mutex);
  return experiment;
}

NablaExperiment *
nabla_run_agreed_experiment (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  gboolean agreed = !self->executing && g_queue_is_empty (&self->commands);
  NablaExperiment *experiment = agreed ? nabla_experiment_ref (self->experiment) : NULL;
  pthread_mutex_unlock (&self->mutex);
  return experiment;
}

GError *
nabla_run_take_error (NablaRun *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  GError *error = g_steal_pointer (&self->error);
  pthread_mutex_unlock (&self->mutex);
  return error;
}

gboolean
nabla_run_wait (NablaRun *self, int milliseconds)
{
  g_return_val_if_fail (self != NULL, FALSE);

  struct timespec end;
  clock_gettime (CLOCK_MONOTONIC, &end);
  end.tv_sec += milliseconds / 1000;
  end.tv_nsec += milliseconds % 1000 * 1000000L;
  if (end.tv_nsec >= 1000000000L)
    end.tv_sec++, end.tv_nsec -= 1000000000L;

  int late = 0;
  pthread_mutex_lock (&self->mutex);
  while (late == 0 && (self->busy || !g_queue_is_empty (&self->commands)))
    late = milliseconds < 0 ? pthread_cond_wait (&self->idle, &self->mutex)
                            : pthread_cond_timedwait (&self->idle, &self->mutex, &end);
  gboolean done = !self->busy && g_queue_is_empty (&self->commands);
  pthread_mutex_unlock (&self->mutex);
  return done;
}
