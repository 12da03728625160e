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

static void
begin_split_curve (NablaRun *self, NablaSplit split)
{
  pthread_mutex_lock (&self->mutex);
  self->curves->split_cost[split] = nabla_series_new ();
  pthread_mutex_unlock (&self->mutex);
}

static void
begin_curves (NablaRun *self)
{
  NablaCostCurves *curves
      = nabla_cost_curves_new (nabla_experiment_title (nabla_trainer_experiment (self->trainer)));
  curves->cost = nabla_series_new ();
  pthread_mutex_lock (&self->mutex);
  g_clear_pointer (&self->curves, nabla_cost_curves_free);
  self->curves = curves;
  pthread_mutex_unlock (&self->mutex);
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    if (nabla_trainer_problem (self->trainer)->partition->sizes[split] > 0)
      begin_split_curve (self, split);
  self->curved_step = -1;
}

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
  if (!done || step <= self->curved_step)
    return done;
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    {
      const NablaMetrics *metrics = nabla_observer_metrics (self->observer, split, NULL);
      if (metrics->m == 0)
        continue;
      if (self->curves->split_cost[split] == NULL) /* its first points were painted now */
        begin_split_curve (self, split);
      nabla_series_append (self->curves->split_cost[split], step, metrics->cost);
    }
  self->curved_step = step;
  return TRUE;
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

/* One step; whether the run goes on. */
static gboolean
train_step (NablaRun *self)
{
  gint64 step = nabla_trainer_steps (self->trainer);
  double cost;
  switch (nabla_trainer_step (self->trainer, &self->interrupt, &cost))
    {
    case NABLA_STEP_DONE:
      nabla_series_append (self->curves->cost, step, cost);
      atomic_store (&self->steps, step + 1);
      return TRUE;
    case NABLA_STEP_DIVERGED:
      nabla_series_append (self->curves->cost, step, cost);
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
    = MAX (self->next_step_time + (gint64) (G_USEC_PER_SEC / self->speed), now - MOST_DELAY);
  return self->next_step_time > now;
}

static void
train_burst (NablaRun *self)
{
  gint64 start = g_get_monotonic_time ();
  if (self->last_burst > 0)
    atomic_fetch_add (&self->time_running, start - self->last_burst);
  self->last_burst = start;
  for (int i = 0; i < BURST; i++)
    {
      if (is_finished (self) || !train_step (self))
        return;
      if (g_atomic_int_get (&self->interrupt) || is_ahead (self)
          || (i % 8 == 7 && g_get_monotonic_time () - start > BURST_TIME))
        break;
    }
  look (self);
}

/* A run that stands at its first step begins there, with new curves. */
static void
after_change (NablaRun *self)
{
  NablaExperiment *now = (NablaExperiment *)nabla_trainer_experiment (self->trainer);
  if (now != self->experiment)
    {
      pthread_mutex_lock (&self->mutex);
      nabla_experiment_unref (self->experiment);
      self->experiment = nabla_experiment_ref (now);
      pthread_mutex_unlock (&self->mutex);
    }
  if (nabla_trainer_steps (self->trainer) == 0
      && nabla_trainer_revision (self->trainer) != self->shown.revision)
    begin_curves (self);
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
  NablaRunFork *fork = nabla_run_fork_new (self->trainer);
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
execute (NablaRun *self, NablaRunCommand *command)
{
  g_autoptr (GError) error = NULL;
  gboolean running = atomic_load (&self->state) == NABLA_RUN_RUNNING;
  switch (command->kind)
    {
    case NABLA_COMMAND_PLAY:
      play (self, command->until);
      break;
    case NABLA_COMMAND_STEP:
      play (self, nabla_trainer_steps (self->trainer) + command->until);
      break;
    case NABLA_COMMAND_PAUSE:
      if (running)
        rest (self, NABLA_RUN_PAUSED);
      break;
    case NABLA_COMMAND_RESET:
      nabla_trainer_reset (self->trainer);
      atomic_store (&self->steps, 0);
      begin_curves (self);
      rest (self, NABLA_RUN_PAUSED);
      break;
    case NABLA_COMMAND_SET:
      nabla_trainer_set (self->trainer, command->key, command->value, &error);
      after_change (self);
      break;
    case NABLA_COMMAND_CHANGE:
      nabla_trainer_change (self->trainer, command->experiment, &error);
      after_change (self);
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
  if (error == NULL)
    return;
  pthread_mutex_lock (&self->mutex);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  pthread_mutex_unlock (&self->mutex);
}

/* Sleeps until a command comes or something is to be done: takes the command. */
static NablaRunCommand *
next_command (NablaRun *self)
{
  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      gboolean running = atomic_load (&self->state) == NABLA_RUN_RUNNING;
      self->busy = running || !is_settled (self);
      if (!g_queue_is_empty (&self->commands))
        break;
      if (!self->busy)
        {
          pthread_cond_broadcast (&self->idle);
          pthread_cond_wait (&self->wake, &self->mutex);
        }
      else if (!running || self->next_step_time <= g_get_monotonic_time ())
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
  begin_curves (self);
  rest (self, NABLA_RUN_PAUSED);
  for (;;)
    {
      NablaRunCommand *command = next_command (self);
      if (command == NULL)
        {
          if (atomic_load (&self->state) == NABLA_RUN_RUNNING)
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
