/* The worker's side of a run.
 *
 * The thread lives as long as its run. It takes commands, trains in bursts
 * between them, and publishes: while it runs, only when nobody has left the
 * last snapshot lying, not oftener than the screen shows and never for more than
 * a sixteenth of its time; when it comes to rest, always, so that what is seen last
 * is how the run stands.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-model-file.h"
#include "nabla-run-private.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NICE 10
#define FRAME (G_USEC_PER_SEC / 60)
/* Looking may take a sixteenth of the time, since a window costs some more: so much rest
 * follows it. */
#define REST 15
/* So many microseconds of measuring are not waited for before all else is shown. */
#define LONG_MEASURE 20000
/* A clock is read after so many steps, or so few microseconds. */
#define BURST 64
#define BURST_TIME 500
/* How far a run of limited speed may fall behind and still catch up */
#define MOST_DELAY (G_USEC_PER_SEC / 10)

/* Test is looked at only where somebody watches metrics. */
static guint
n_measured_splits (NablaRun *self)
{
  return self->options.watch & NABLA_WATCH_METRICS ? NABLA_N_SPLITS : NABLA_SPLIT_DEV + 1;
}

/* Measures, and adds the costs of train and dev at this step to their series. Who is
 * interrupted has spent the time nevertheless and waits until it is due again. */
static gboolean
measure (NablaRun *self)
{
  gint64 start = g_get_monotonic_time (), step = nabla_trainer_steps (self->trainer);
  gboolean done
      = nabla_observer_measure (self->observer, n_measured_splits (self), &self->interrupt);
  self->last_measure = g_get_monotonic_time ();
  gint64 cost = self->last_measure - start;
  self->measure_cost = done ? cost : MAX (self->measure_cost, cost);
  if (done)
    nabla_worker_add_split_costs (self, step);
  return done;
}

static gboolean
publish (NablaRun *self)
{
  gint64 start = g_get_monotonic_time ();
  NablaSnapshot *snapshot
      = nabla_observer_observe (self->observer, &self->options, &self->interrupt);
  self->last_publish = g_get_monotonic_time ();
  gint64 cost = self->last_publish - start;
  self->publish_cost = snapshot != NULL ? cost : MAX (self->publish_cost, cost);
  if (snapshot == NULL)
    return FALSE;
  nabla_snapshot_add_curves (snapshot, nabla_cost_curves_share (self->curves));
  if (self->future != NULL)
    {
      snapshot->last_step = atomic_load (&self->tip);
      snapshot->best_step = self->tip_seen.best_step;
      snapshot->best_cost = self->tip_seen.best_cost;
      snapshot->stopped_step = self->tip_seen.stopped_step;
    }
  nabla_mailbox_put (self->mailbox, snapshot);
  self->shown = (NablaShown){
    .any = TRUE,
    .revision = nabla_trainer_revision (self->trainer),
    .options_revision = self->options_revision,
    .measured = nabla_observer_is_measured (self->observer, n_measured_splits (self)),
  };
  return TRUE;
}

/* What is due between two bursts. */
static void
look (NablaRun *self)
{
  gint64 now = g_get_monotonic_time (), start = now;
  if (now - self->last_measure >= MAX (FRAME, REST * 2 * self->measure_cost))
    measure (self);
  if (now - self->last_publish >= MAX (FRAME, REST * 2 * self->publish_cost)
      && nabla_mailbox_is_empty (self->mailbox))
    publish (self);
  now = g_get_monotonic_time ();
  atomic_fetch_add (&self->time_looking, now - start);
}

/* Whether the last snapshot shows all of how the run stands but for metrics. */
static gboolean
is_shown (const NablaRun *self)
{
  return self->shown.any && self->shown.options_revision == self->options_revision
         && self->shown.revision == nabla_trainer_revision (self->trainer);
}

static gboolean
is_settled (const NablaRun *self)
{
  return is_shown (self) && self->shown.measured;
}

/* At rest: shows the whole of how the run stands. A command interrupts that, and it is
 * tried again after it. Where measuring takes long, and for the first snapshot of all,
 * all else is shown before. */
static void
settle (NablaRun *self)
{
  if (!nabla_trainer_judge (self->trainer, &self->interrupt))
    return;
  if (self->future == NULL && nabla_trainer_is_stopped (self->trainer)
      && atomic_load (&self->state) == NABLA_RUN_PAUSED)
    atomic_store (&self->state, NABLA_RUN_FINISHED);
  if ((self->measure_cost > LONG_MEASURE || !self->shown.any) && !is_shown (self)
      && !nabla_observer_is_measured (self->observer, n_measured_splits (self)) && !publish (self))
    return;
  if (measure (self))
    publish (self);
}

static void
rest (NablaRun *self, NablaRunState state)
{
  atomic_store (&self->state, state);
}

gboolean
nabla_worker_train_step (NablaRun *self)
{
  gint64 step = nabla_trainer_steps (self->trainer);
  double cost;
  nabla_history_visit (self->history, self->trainer);
  switch (nabla_trainer_step (self->trainer, &self->interrupt, &cost))
    {
    case NABLA_STEP_DONE:
      nabla_worker_add_cost (self, step, cost);
      nabla_worker_follow (self);
      nabla_worker_tell_steps (self);
      if (self->future != NULL || !nabla_trainer_is_stopped (self->trainer))
        return TRUE;
      rest (self, NABLA_RUN_FINISHED);
      return FALSE;
    case NABLA_STEP_DIVERGED:
      nabla_worker_add_cost (self, step, cost);
      rest (self, NABLA_RUN_DIVERGED);
      return FALSE;
    case NABLA_STEP_CUT_OFF:
    default:
      return FALSE;
    }
}

static gint64
last_step (NablaRun *self)
{
  return nabla_experiment_train (nabla_trainer_experiment (self->trainer))->steps;
}

/* The last step may be another one while the run goes on. */
static gboolean
is_finished (NablaRun *self)
{
  gint64 until = self->until > 0 ? self->until : last_step (self);
  if (nabla_trainer_steps (self->trainer) < until)
    return FALSE;
  rest (self, until >= last_step (self) ? NABLA_RUN_FINISHED : NABLA_RUN_PAUSED);
  return TRUE;
}

/* Whether the next step of a run of limited speed has to wait. What was missed by a
 * short delay is caught up with; what was missed by a long one is not. */
static gboolean
is_ahead (NablaRun *self)
{
  gint64 now = g_get_monotonic_time ();
  if (self->speed <= 0)
    return FALSE;
  if (self->next_step_time == 0)
    self->next_step_time = now;
  self->next_step_time
      = MAX (self->next_step_time + (gint64)(G_USEC_PER_SEC / self->speed), now - MOST_DELAY);
  return self->next_step_time > now;
}

/* How long a step takes decides how close keyframes are. */
static void
measure_steps (NablaRun *self, gint64 time, gint64 n)
{
  if (n <= 0)
    return;
  double now = (double)time / G_USEC_PER_SEC / n;
  self->step_time = self->step_time > 0 ? 0.9 * self->step_time + 0.1 * now : now;
  nabla_history_set_step_time (self->history, self->step_time);
}

static void
train_burst (NablaRun *self)
{
  gint64 start = g_get_monotonic_time (), first = nabla_trainer_steps (self->trainer);
  if (self->last_burst > 0)
    atomic_fetch_add (&self->time_running, start - self->last_burst);
  self->last_burst = start;
  for (int i = 0; i < BURST; i++)
    {
      if (is_finished (self) || !nabla_worker_train_step (self))
        return;
      if (g_atomic_int_get (&self->interrupt) || is_ahead (self)
          || (i % 8 == 7 && g_get_monotonic_time () - start > BURST_TIME))
        break;
    }
  measure_steps (self, g_get_monotonic_time () - start,
                 nabla_trainer_steps (self->trainer) - first);
  look (self);
}

/* A change in the past begins a branch; one at the first step begins the run there, with
 * new curves. */
static void
after_change (NablaRun *self, guint64 revision)
{
  nabla_worker_tell_experiment (self);
  if (nabla_trainer_revision (self->trainer) == revision)
    return;
  if (self->future != NULL)
    nabla_worker_branch (self);
  else
    nabla_history_cut (self->history, nabla_trainer_steps (self->trainer));
  nabla_worker_tell_record (self);
  if (nabla_trainer_steps (self->trainer) == 0)
    nabla_worker_begin_curves (self);
}

/* Takes over options; what they point to moves along. */
static void
watch (NablaRun *self, NablaRunCommand *command)
{
  g_free (self->typed);
  self->typed = (double *)command->options.typed;
  self->options = command->options;
  command->options.typed = NULL;
  self->options_revision++;
}

static void
save (NablaRun *self, const char *path)
{
  GError *error = NULL;
  nabla_model_file_save (self->trainer, path, &error);
  pthread_mutex_lock (&self->mutex);
  g_free (self->saved_path);
  self->saved_path = g_strdup (path);
  g_clear_error (&self->save_error);
  self->save_error = error;
  pthread_mutex_unlock (&self->mutex);
}

static void
make_fork (NablaRun *self)
{
  NablaRunFork *fork = nabla_history_fork (self->history, self->trainer);
  pthread_mutex_lock (&self->mutex);
  g_clear_pointer (&self->fork, nabla_run_fork_free);
  self->fork = fork;
  pthread_mutex_unlock (&self->mutex);
}

static void
play (NablaRun *self, gint64 until)
{
  self->until = until;
  self->next_step_time = 0;
  self->last_burst = 0;
  atomic_store (&self->state, NABLA_RUN_RUNNING);
}

static void
reset (NablaRun *self)
{
  self->target = -1;
  g_clear_pointer (&self->future, g_array_unref);
  nabla_trainer_reset (self->trainer);
  nabla_history_cut (self->history, 0);
  atomic_store (&self->tip, 0);
  nabla_worker_tell_steps (self);
  nabla_worker_tell_record (self);
  nabla_worker_begin_curves (self);
  rest (self, NABLA_RUN_PAUSED);
}

/* Whether a command means the place that a seek is on its way to. */
static gboolean
wants_place (NablaCommandKind kind)
{
  switch (kind)
    {
    case NABLA_COMMAND_STEP:
    case NABLA_COMMAND_SET:
    case NABLA_COMMAND_CHANGE:
    case NABLA_COMMAND_SAVE:
    case NABLA_COMMAND_FORK:
    case NABLA_COMMAND_BRANCH:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
execute (NablaRun *self, NablaRunCommand *command)
{
  GError *error = NULL;
  guint64 revision = nabla_trainer_revision (self->trainer);
  if (self->target >= 0 && wants_place (command->kind))
    {
      nabla_worker_seek_on (self, &self->quit);
      revision = nabla_trainer_revision (self->trainer);
    }
  switch (command->kind)
    {
    case NABLA_COMMAND_PLAY:
      play (self, command->until);
      break;
    case NABLA_COMMAND_STEP:
      play (self, nabla_trainer_steps (self->trainer) + command->until);
      break;
    case NABLA_COMMAND_PAUSE:
      if (atomic_load (&self->state) == NABLA_RUN_RUNNING)
        rest (self, NABLA_RUN_PAUSED);
      break;
    case NABLA_COMMAND_RESET:
      reset (self);
      break;
    case NABLA_COMMAND_SEEK:
      nabla_worker_seek (self, command->until);
      break;
    case NABLA_COMMAND_BRANCH:
      if (self->future != NULL)
        nabla_worker_branch (self);
      break;
    case NABLA_COMMAND_SET:
      nabla_trainer_set (self->trainer, command->key, command->value, &error);
      after_change (self, revision);
      break;
    case NABLA_COMMAND_CHANGE:
      nabla_trainer_change (self->trainer, command->experiment, &error);
      after_change (self, revision);
      break;
    case NABLA_COMMAND_WATCH:
      watch (self, command);
      break;
    case NABLA_COMMAND_SAVE:
      save (self, command->key);
      break;
    case NABLA_COMMAND_FORK:
      make_fork (self);
      break;
    case NABLA_COMMAND_SPEED:
      self->speed = command->speed;
      self->next_step_time = 0;
      break;
    case NABLA_COMMAND_QUIT:
      break;
    }
  if (error != NULL)
    nabla_worker_fail (self, error);
}

/* Sleeps until a command comes or something is to be done: takes the command. */
static NablaRunCommand *
next_command (NablaRun *self)
{
  gboolean seeks = self->target >= 0;
  pthread_mutex_lock (&self->mutex);
  self->executing = seeks;
  for (;;)
    {
      gboolean running = atomic_load (&self->state) == NABLA_RUN_RUNNING;
      self->busy = running || seeks || !is_settled (self);
      if (!g_queue_is_empty (&self->commands))
        break;
      if (!self->busy)
        {
          pthread_cond_broadcast (&self->idle);
          pthread_cond_wait (&self->wake, &self->mutex);
        }
      else if (!running || seeks || self->next_step_time <= g_get_monotonic_time ())
        break;
      else
        {
          struct timespec due = { self->next_step_time / G_USEC_PER_SEC,
                                  self->next_step_time % G_USEC_PER_SEC * 1000 };
          pthread_cond_timedwait (&self->wake, &self->mutex, &due);
        }
    }
  NablaRunCommand *command = g_queue_pop_head (&self->commands);
  self->busy = self->busy || command != NULL;
  self->executing = self->executing || command != NULL;
  if (g_queue_is_empty (&self->commands))
    g_atomic_int_set (&self->interrupt, 0);
  pthread_mutex_unlock (&self->mutex);
  return command;
}

void *
nabla_worker_main (void *data)
{
  NablaRun *self = data;
  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICE);
  nabla_flush_denormals ();
  nabla_worker_begin_curves (self);
  rest (self, NABLA_RUN_PAUSED);
  for (;;)
    {
      NablaRunCommand *command = next_command (self);
      if (command == NULL)
        {
          if (self->target >= 0)
            nabla_worker_seek_on (self, &self->interrupt);
          else if (atomic_load (&self->state) == NABLA_RUN_RUNNING)
            train_burst (self);
          else
            settle (self);
          continue;
        }
      gboolean quit = command->kind == NABLA_COMMAND_QUIT;
      execute (self, command);
      nabla_run_command_free (command);
      if (quit)
        return NULL;
    }
}
