/* The worker's side of a run.
 *
 * The thread lives as long as its run. It takes commands, trains in bursts
 * between them, and publishes: while it runs, only when nobody has left the
 * last snapshot lying, not oftener than the screen shows and never for more than
 * a tenth of its time; when it comes to rest, always, so that what is seen last
 * is how the run stands.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-run-private.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NICE 10
#define FRAME (G_USEC_PER_SEC / 60)
/* Looking may take a tenth of the time: so much rest follows it. */
#define REST 9
/* A clock is read after so many steps, or so few microseconds. */
#define BURST 64
#define BURST_TIME 500

static void
begin_curves (NablaRun *self)
{
  NablaCostCurves *curves
    = nabla_cost_curves_new (nabla_experiment_title (nabla_trainer_experiment (self->trainer)));
  const NablaPartition *partition = nabla_trainer_problem (self->trainer)->partition;
  curves->cost = nabla_series_new ();
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    if (partition->sizes[split] > 0)
      curves->split_cost[split] = nabla_series_new ();
  g_clear_pointer (&self->curves, g_ptr_array_unref);
  self->curves = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_cost_curves_free);
  g_ptr_array_add (self->curves, curves);
  self->measured_step = -1;
}

static NablaCostCurves *
curves_of (NablaRun *self)
{
  return g_ptr_array_index (self->curves, 0);
}

/* A snapshot's own view of the series, which go on growing under it. */
static GPtrArray *
share_curves (NablaRun *self)
{
  NablaCostCurves *live = curves_of (self), *shared = nabla_cost_curves_new (live->title);
  GPtrArray *curves = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_cost_curves_free);
  shared->cost = nabla_series_ref (live->cost);
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    if (live->split_cost[split] != NULL)
      shared->split_cost[split] = nabla_series_ref (live->split_cost[split]);
  g_ptr_array_add (curves, shared);
  return curves;
}

/* Adds the costs of train and dev at this step to their series. */
static void
measure (NablaRun *self)
{
  gint64 start = g_get_monotonic_time (), step = nabla_trainer_steps (self->trainer);
  if (step == self->measured_step)
    return;
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    {
      NablaMetrics metrics;
      if (curves_of (self)->split_cost[split] == NULL)
        continue;
      if (!nabla_evaluator_measure (nabla_trainer_evaluator (self->trainer), split, &self->interrupt, &metrics))
        return;
      nabla_series_append (curves_of (self)->split_cost[split], step, metrics.cost);
      g_free (metrics.confusion);
    }
  self->measured_step = step;
  self->last_measure = g_get_monotonic_time ();
  self->measure_cost = self->last_measure - start;
}

static void
publish (NablaRun *self)
{
  gint64 start = g_get_monotonic_time ();
  NablaSnapshot *snapshot = nabla_observe (self->trainer, &self->options);
  snapshot->curves = share_curves (self);
  nabla_mailbox_put (self->mailbox, snapshot);
  self->shown_revision = nabla_trainer_revision (self->trainer);
  self->last_publish = g_get_monotonic_time ();
  self->publish_cost = self->last_publish - start;
}

/* What is due between two bursts. */
static void
look (NablaRun *self)
{
  gint64 now = g_get_monotonic_time ();
  if (now - self->last_measure >= MAX (FRAME, REST * 2 * self->measure_cost))
    measure (self);
  if (now - self->last_publish >= MAX (FRAME, REST * 2 * self->publish_cost)
      && nabla_mailbox_is_empty (self->mailbox))
    publish (self);
}

/* Comes to rest: the last state is shown whole. */
static void
rest (NablaRun *self, NablaRunState state)
{
  measure (self);
  atomic_store (&self->state, state);
  publish (self);
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
      nabla_series_append (curves_of (self)->cost, step, cost);
      atomic_store (&self->steps, step + 1);
      return TRUE;
    case NABLA_STEP_DIVERGED:
      nabla_series_append (curves_of (self)->cost, step, cost);
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

static gboolean
is_finished (NablaRun *self)
{
  if (nabla_trainer_steps (self->trainer) < self->until)
    return FALSE;
  rest (self, self->until >= last_step (self) ? NABLA_RUN_FINISHED : NABLA_RUN_PAUSED);
  return TRUE;
}

static void
train_burst (NablaRun *self)
{
  gint64 start = g_get_monotonic_time ();
  for (int i = 0; i < BURST; i++)
    {
      if (is_finished (self) || !train_step (self))
        return;
      if (g_atomic_int_get (&self->interrupt) || self->speed > 0
          || (i % 8 == 7 && g_get_monotonic_time () - start > BURST_TIME))
        break;
    }
  look (self);
  self->next_step_time = self->speed > 0 ? start + G_USEC_PER_SEC / self->speed : 0;
}

/* What was changed while the run stands is seen at once. */
static void
show_change (NablaRun *self)
{
  if (atomic_load (&self->state) != NABLA_RUN_RUNNING
      && nabla_trainer_revision (self->trainer) != self->shown_revision)
    publish (self);
}

static void
play (NablaRun *self, gint64 until)
{
  self->until = until;
  self->next_step_time = 0;
  atomic_store (&self->state, NABLA_RUN_RUNNING);
}

static void
execute (NablaRun *self, const NablaRunCommand *command)
{
  g_autoptr (GError) error = NULL;
  gboolean running = atomic_load (&self->state) == NABLA_RUN_RUNNING;
  switch (command->kind)
    {
    case NABLA_COMMAND_PLAY:
      play (self, command->until > 0 ? command->until : last_step (self));
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
      show_change (self);
      break;
    case NABLA_COMMAND_CHANGE:
      nabla_trainer_change (self->trainer, command->experiment, &error);
      show_change (self);
      break;
    case NABLA_COMMAND_WATCH:
      self->options = command->options;
      if (!running)
        publish (self);
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

/* Sleeps until a command comes or the next step is due; takes the command. */
static NablaRunCommand *
next_command (NablaRun *self)
{
  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      gboolean running = atomic_load (&self->state) == NABLA_RUN_RUNNING;
      self->busy = running;
      if (!g_queue_is_empty (&self->commands))
        break;
      if (!running)
        {
          pthread_cond_broadcast (&self->idle);
          pthread_cond_wait (&self->wake, &self->mutex);
        }
      else if (self->next_step_time <= g_get_monotonic_time ())
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
          train_burst (self);
          continue;
        }
      gboolean quit = command->kind == NABLA_COMMAND_QUIT;
      execute (self, command);
      nabla_run_command_free (command);
      if (quit)
        return NULL;
    }
}
