/* The worker's side of a race.
 *
 * It takes commands, trains in bursts between them and publishes, as the worker of a run
 * does. In lockstep a burst is some rounds; a round is never left half done, so that a
 * pause finds all racers at the same step. At full speed it is some slices, each for the
 * racer that has had the least time. To revisit a step is work of its own, which a
 * command may interrupt and which is taken up again after it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race-private.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NICE 10
#define FRAME (G_USEC_PER_SEC / 60)
/* Looking may take a sixteenth of the time. */
#define REST 15
/* So many microseconds of looking are not waited for before all else is shown. */
#define LONG_LOOK 20000
#define BURST_TIME 2000
/* Steps of a slice at most, before others have their turn */
#define SLICE 64
#define MOST_DELAY (G_USEC_PER_SEC / 10)

static gint64
steps_of (const NablaRaceTrainer *racer)
{
  return nabla_trainer_steps (racer->trainer);
}

/* What others may ask for at any time. */
static void
tell (NablaRace *self)
{
  gint64 steps = 0, recorded = 0;
  double seconds = 0, recorded_seconds = 0;
  for (guint i = 0; i < self->n; i++)
    {
      const NablaRaceTrainer *racer = &self->racers[i];
      steps = MAX (steps, steps_of (racer));
      recorded = MAX (recorded, racer->recorded);
      seconds = MAX (seconds, nabla_race_trainer_seconds_at (racer, steps_of (racer)));
      recorded_seconds = MAX (recorded_seconds, racer->time);
    }
  atomic_store (&self->steps, steps);
  atomic_store (&self->recorded, recorded);
  atomic_store (&self->seconds, seconds);
  atomic_store (&self->recorded_seconds, recorded_seconds);
}

/* Measures train and dev of a racer, and adds the costs to its series. */
static gboolean
measure (NablaRace *self, guint index)
{
  NablaRaceTrainer *racer = &self->racers[index];
  gint64 step = steps_of (racer);
  if (racer->measured == step)
    return TRUE;
  if (!nabla_observer_measure (racer->observer, NABLA_SPLIT_DEV + 1, &self->interrupt))
    return FALSE;
  racer->measured = step;
  self->revision++;
  if (step <= racer->curved)
    return TRUE;
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    if (racer->split_cost[split] != NULL)
      nabla_series_append (racer->split_cost[split], step,
                           nabla_observer_metrics (racer->observer, split, NULL)->cost);
  racer->curved = step;
  return TRUE;
}

static gboolean
publish (NablaRace *self)
{
  guint64 revision = self->revision;
  tell (self);
  NablaSnapshot *snapshot = nabla_race_observe (self, &self->interrupt);
  if (snapshot == NULL)
    return FALSE;
  NablaRaceView *view = g_new0 (NablaRaceView, 1);
  view->snapshot = snapshot;
  nabla_race_look_ahead (self, &view->moment);
  nabla_mailbox_put (self->mailbox, view);
  self->shown = revision;
  return TRUE;
}

/* What is due between two bursts: the metrics of one racer, all of them by turns, and a
 * snapshot. */
static void
look (NablaRace *self)
{
  gint64 start = g_get_monotonic_time ();
  tell (self);
  if (start - self->last_look < MAX (FRAME, REST * self->look_cost)
      || !nabla_mailbox_is_empty (self->mailbox))
    return;
  /* A race that is slow enough to be followed step by step has time for all. */
  guint most = self->next_step_time > start ? self->n : 1;
  for (guint i = 0; i < most; i++, self->next_measured = (self->next_measured + 1) % self->n)
    measure (self, self->next_measured);
  publish (self);
  self->last_look = g_get_monotonic_time ();
  self->look_cost = self->last_look - start;
}

static gboolean
is_settled (const NablaRace *self)
{
  if (self->shown != self->revision)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    if (self->racers[i].measured != steps_of (&self->racers[i]))
      return FALSE;
  return TRUE;
}

/* At rest: shows the whole of how the race stands, at once what takes no measuring. */
static void
settle (NablaRace *self)
{
  if ((self->shown == 0 || self->look_cost > LONG_LOOK) && self->shown != self->revision
      && !publish (self))
    return;
  for (guint i = 0; i < self->n; i++)
    if (!measure (self, i))
      return;
  publish (self);
}

/* Goes on with what was asked to be revisited. */
static void
seek (NablaRace *self)
{
  for (guint i = 0; i < self->n; i++)
    if (!nabla_race_trainer_seek (&self->racers[i], self->targets[i], &self->interrupt))
      return;
  self->seeking = FALSE;
  self->revision++;
  tell (self);
}

static void
finish (NablaRace *self)
{
  gboolean finished = TRUE, diverged = TRUE;
  for (guint i = 0; i < self->n; i++)
    {
      finished = finished && !nabla_race_trainer_can_go (&self->racers[i], G_MAXINT64);
      diverged = diverged && self->racers[i].is_diverged;
    }
  tell (self);
  atomic_store (&self->state, diverged   ? NABLA_RUN_DIVERGED
                              : finished ? NABLA_RUN_FINISHED
                                         : NABLA_RUN_PAUSED);
}

/* Everybody who is farthest behind makes a step. Returns: whether anybody could */
static gboolean
make_round (NablaRace *self)
{
  gint64 behind = G_MAXINT64;
  for (guint i = 0; i < self->n; i++)
    if (nabla_race_trainer_can_go (&self->racers[i], self->until[i]))
      behind = MIN (behind, steps_of (&self->racers[i]));
  for (guint i = 0; i < self->n; i++)
    if (steps_of (&self->racers[i]) == behind)
      nabla_race_trainer_run (&self->racers[i], 1, self->until[i], &self->quit);
  return behind < G_MAXINT64;
}

/* A slice for who has had the least time. Returns: whether anybody could go */
static gboolean
make_slice (NablaRace *self)
{
  int next = -1;
  double least = 0;
  for (guint i = 0; i < self->n; i++)
    {
      NablaRaceTrainer *racer = &self->racers[i];
      if (!nabla_race_trainer_can_go (racer, self->until[i]))
        continue;
      double seconds = nabla_race_trainer_seconds_at (racer, steps_of (racer));
      if (next < 0 || seconds < least)
        next = i, least = seconds;
    }
  if (next >= 0)
    nabla_race_trainer_run (&self->racers[next], SLICE, self->until[next], &self->interrupt);
  return next >= 0;
}

/* As for a run: what was missed by a short delay is caught up with. */
static gboolean
is_ahead (NablaRace *self)
{
  gint64 now = g_get_monotonic_time ();
  if (self->speed <= 0 || self->pace == NABLA_RACE_FULL_SPEED)
    return FALSE;
  if (self->next_step_time == 0)
    self->next_step_time = now;
  self->next_step_time
      = MAX (self->next_step_time + (gint64)(G_USEC_PER_SEC / self->speed), now - MOST_DELAY);
  return self->next_step_time > now;
}

static void
train_burst (NablaRace *self)
{
  gint64 start = g_get_monotonic_time ();
  do
    {
      gboolean went = self->pace == NABLA_RACE_LOCKSTEP ? make_round (self) : make_slice (self);
      self->revision++;
      if (!went)
        {
          finish (self);
          return;
        }
    }
  while (!g_atomic_int_get (&self->interrupt) && !is_ahead (self)
         && g_get_monotonic_time () - start < BURST_TIME);
  look (self);
}

static void
play (NablaRace *self, gint64 more)
{
  for (guint i = 0; i < self->n; i++)
    {
      gint64 from = self->seeking ? self->targets[i] : steps_of (&self->racers[i]);
      self->until[i] = more > 0 ? from + more : G_MAXINT64;
    }
  self->next_step_time = 0;
  atomic_store (&self->state, NABLA_RUN_RUNNING);
}

static void
begin_seek (NablaRace *self, const NablaRaceCommand *command)
{
  for (guint i = 0; i < self->n; i++)
    {
      const NablaRaceTrainer *racer = &self->racers[i];
      self->targets[i] = command->kind == NABLA_RACE_COMMAND_SEEK
                             ? MIN (command->step, racer->recorded)
                             : nabla_race_trainer_step_at (racer, command->number);
    }
  self->seeking = TRUE;
  atomic_store (&self->state, NABLA_RUN_PAUSED);
}

static void
execute (NablaRace *self, NablaRaceCommand *command)
{
  self->revision++;
  switch (command->kind)
    {
    case NABLA_RACE_COMMAND_PLAY:
    case NABLA_RACE_COMMAND_STEP:
      play (self, command->step);
      break;
    case NABLA_RACE_COMMAND_PAUSE:
      if (atomic_load (&self->state) == NABLA_RUN_RUNNING)
        atomic_store (&self->state, NABLA_RUN_PAUSED);
      break;
    case NABLA_RACE_COMMAND_RESET:
      for (guint i = 0; i < self->n; i++)
        nabla_race_trainer_reset (&self->racers[i]);
      self->seeking = FALSE;
      tell (self);
      atomic_store (&self->state, NABLA_RUN_PAUSED);
      break;
    case NABLA_RACE_COMMAND_SEEK:
    case NABLA_RACE_COMMAND_SEEK_SECONDS:
      begin_seek (self, command);
      break;
    case NABLA_RACE_COMMAND_PACE:
      self->pace = command->pace;
      self->next_step_time = 0;
      break;
    case NABLA_RACE_COMMAND_SPEED:
      self->speed = command->number;
      self->next_step_time = 0;
      break;
    case NABLA_RACE_COMMAND_WATCH:
      g_free (self->parameter);
      self->options = command->options;
      self->parameter = (char *)g_steal_pointer (&command->options.parameter);
      break;
    case NABLA_RACE_COMMAND_MEMORY:
      for (guint i = 0; i < self->n; i++)
        self->racers[i].room = command->number / self->n;
      break;
    case NABLA_RACE_COMMAND_QUIT:
      break;
    }
}

/* Sleeps until a command comes or something is to be done: takes the command. */
static NablaRaceCommand *
next_command (NablaRace *self)
{
  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      gboolean running = atomic_load (&self->state) == NABLA_RUN_RUNNING;
      self->busy = running || self->seeking || !is_settled (self);
      if (!g_queue_is_empty (&self->commands))
        break;
      if (!self->busy)
        {
          pthread_cond_broadcast (&self->idle);
          pthread_cond_wait (&self->wake, &self->mutex);
        }
      else if (!running || self->seeking || self->next_step_time <= g_get_monotonic_time ())
        break;
      else
        {
          struct timespec due = { self->next_step_time / G_USEC_PER_SEC,
                                  self->next_step_time % G_USEC_PER_SEC * 1000 };
          pthread_cond_timedwait (&self->wake, &self->mutex, &due);
        }
    }
  NablaRaceCommand *command = g_queue_pop_head (&self->commands);
  self->busy = self->busy || command != NULL;
  if (g_queue_is_empty (&self->commands))
    g_atomic_int_set (&self->interrupt, 0);
  pthread_mutex_unlock (&self->mutex);
  return command;
}

void *
nabla_race_worker_main (void *data)
{
  NablaRace *self = data;
  setpriority (PRIO_PROCESS, syscall (SYS_gettid), NICE);
  nabla_flush_denormals ();
  for (;;)
    {
      NablaRaceCommand *command = next_command (self);
      if (command == NULL)
        {
          if (self->seeking)
            seek (self);
          else if (atomic_load (&self->state) == NABLA_RUN_RUNNING)
            train_burst (self);
          else
            settle (self);
          continue;
        }
      gboolean quit = command->kind == NABLA_RACE_COMMAND_QUIT;
      execute (self, command);
      g_free ((char *)command->options.parameter);
      g_free (command);
      if (quit)
        return NULL;
    }
}
