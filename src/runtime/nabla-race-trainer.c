/* One racer: a trainer with its series, its own time, and states to go back to.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race-private.h"

#include <time.h>

/* Steps between two keyframes, as long as memory does not ask for more */
#define SPACING 32
/* The clock is read after a stretch of steps that takes about so many seconds, and a slice
 * ends with the first stretch that reaches the upper one. */
#define SHORT_STRETCH 0.00005
#define LONG_STRETCH 0.0002
#define MOST_STRETCH 16

/* Seconds of this thread at work, which do not count what others do with the processor. */
static double
own_time (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static void
keyframe_clear (gpointer data)
{
  g_bytes_unref (((NablaRaceKeyframe *)data)->state);
}

static void
remember (NablaRaceTrainer *self)
{
  NablaRaceKeyframe keyframe
      = { nabla_trainer_steps (self->trainer), nabla_trainer_save_state (self->trainer) };
  self->used += g_bytes_get_size (keyframe.state);
  g_array_append_val (self->keyframes, keyframe);
  if (self->used <= self->room || self->keyframes->len < 3)
    return;
  /* Every second one goes; the first stays. */
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (NablaRaceKeyframe));
  g_array_set_clear_func (kept, keyframe_clear);
  self->used = 0;
  for (guint i = 0; i < self->keyframes->len; i += 2)
    {
      NablaRaceKeyframe *old = &g_array_index (self->keyframes, NablaRaceKeyframe, i);
      NablaRaceKeyframe same = { old->step, g_bytes_ref (old->state) };
      self->used += g_bytes_get_size (same.state);
      g_array_append_val (kept, same);
    }
  g_array_unref (self->keyframes);
  self->keyframes = kept;
  self->spacing *= 2;
}

static void
begin (NablaRaceTrainer *self)
{
  const NablaPartition *partition = nabla_trainer_problem (self->trainer)->partition;
  self->cost = nabla_series_new ();
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    self->split_cost[split] = partition->sizes[split] > 0 ? nabla_series_new () : NULL;
  self->seconds = nabla_series_new ();
  nabla_series_append (self->seconds, 0, 0);
  self->time = 0;
  self->recorded = 0;
  self->measured = self->curved = -1;
  self->is_diverged = FALSE;
  self->diverged_step = -1;
  self->spacing = SPACING;
  self->stretch = 1;
  self->used = 0;
  g_array_set_size (self->keyframes, 0);
  remember (self);
}

void
nabla_race_trainer_init (NablaRaceTrainer *self,
                         const NablaRaceVariant *variant,
                         gsize room,
                         NablaTrainer *trainer)
{
  *self = (NablaRaceTrainer){
    .name = g_strdup (variant->name),
    .detail = g_strdup (variant->detail),
    .slot = variant->slot,
    .room = room,
    .trainer = trainer,
    .observer = nabla_observer_new (trainer),
    .keyframes = g_array_new (FALSE, FALSE, sizeof (NablaRaceKeyframe)),
  };
  g_array_set_clear_func (self->keyframes, keyframe_clear);
  begin (self);
}

static void
forget (NablaRaceTrainer *self)
{
  g_clear_pointer (&self->cost, nabla_series_unref);
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    g_clear_pointer (&self->split_cost[split], nabla_series_unref);
  g_clear_pointer (&self->seconds, nabla_series_unref);
  g_clear_pointer (&self->diverged_node, g_free);
}

void
nabla_race_trainer_reset (NablaRaceTrainer *self)
{
  forget (self);
  nabla_trainer_reset (self->trainer);
  begin (self);
}

void
nabla_race_trainer_clear (NablaRaceTrainer *self)
{
  forget (self);
  g_clear_pointer (&self->keyframes, g_array_unref);
  g_clear_pointer (&self->observer, nabla_observer_free);
  g_clear_pointer (&self->trainer, nabla_trainer_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->detail, g_free);
}

gint64
nabla_race_trainer_last_step (const NablaRaceTrainer *self)
{
  return nabla_experiment_train (nabla_trainer_experiment (self->trainer))->steps;
}

gboolean
nabla_race_trainer_can_go (const NablaRaceTrainer *self, gint64 until)
{
  return !self->is_diverged
         && nabla_trainer_steps (self->trainer) < MIN (until, nabla_race_trainer_last_step (self));
}

static void
diverge (NablaRaceTrainer *self)
{
  self->is_diverged = TRUE;
  if (self->diverged_node == NULL)
    self->diverged_node = g_strdup (nabla_trainer_diverged (self->trainer, &self->diverged_step));
}

/* One step; what was never made before goes to the series. Returns: whether it goes on */
static gboolean
make_step (NablaRaceTrainer *self, const gint *cancel)
{
  gint64 step = nabla_trainer_steps (self->trainer);
  double cost;
  NablaStepResult result = nabla_trainer_step (self->trainer, cancel, &cost);
  if (result != NABLA_STEP_CUT_OFF && (gsize)step == nabla_series_length (self->cost))
    nabla_series_append (self->cost, step, cost);
  if (result == NABLA_STEP_DIVERGED)
    diverge (self);
  if (result != NABLA_STEP_DONE)
    return FALSE;
  NablaRaceKeyframe *last
      = &g_array_index (self->keyframes, NablaRaceKeyframe, self->keyframes->len - 1);
  if (step + 1 >= last->step + self->spacing)
    remember (self);
  return TRUE;
}

/* Steps before @step, which were made one after another, took @seconds together. */
static void
record_time (NablaRaceTrainer *self, gint64 step, double seconds)
{
  gint64 n = step - self->recorded;
  for (gint64 i = 1; i <= n; i++)
    nabla_series_append (self->seconds, self->recorded + i, self->time + seconds * i / n);
  self->time += seconds;
  self->recorded = step;
}

void
nabla_race_trainer_run (NablaRaceTrainer *self, gint64 most, gint64 until, const gint *cancel)
{
  gint64 last = MIN (nabla_trainer_steps (self->trainer) + most, until);
  double first = own_time (), start = first;
  double now = start;
  while (nabla_race_trainer_can_go (self, last)
         && (cancel == NULL || g_atomic_int_get (cancel) == 0) && now - first < LONG_STRETCH)
    {
      gint64 stretch = MIN (nabla_trainer_steps (self->trainer) + self->stretch, last);
      while (nabla_race_trainer_can_go (self, stretch))
        if (!make_step (self, cancel))
          break;
      now = own_time ();
      if (now - start > LONG_STRETCH)
        self->stretch = MAX (1, self->stretch / 2);
      else if (now - start < SHORT_STRETCH && most > self->stretch)
        self->stretch = MIN (MOST_STRETCH, self->stretch * 2);
      gint64 step = nabla_trainer_steps (self->trainer);
      if (step > self->recorded)
        record_time (self, step, now - start);
      start = now;
    }
}

gboolean
nabla_race_trainer_seek (NablaRaceTrainer *self, gint64 step, const gint *cancel)
{
  gint64 target = CLAMP (step, 0, self->recorded);
  gint64 now = nabla_trainer_steps (self->trainer);
  guint at = self->keyframes->len - 1;
  while (g_array_index (self->keyframes, NablaRaceKeyframe, at).step > target)
    at--;
  const NablaRaceKeyframe *keyframe = &g_array_index (self->keyframes, NablaRaceKeyframe, at);
  if (now > target || now < keyframe->step)
    nabla_trainer_restore_state (self->trainer, keyframe->state);
  self->is_diverged = FALSE;
  while (nabla_trainer_steps (self->trainer) < target)
    if ((cancel != NULL && g_atomic_int_get (cancel) != 0)
        || nabla_trainer_step (self->trainer, NULL, NULL) != NABLA_STEP_DONE)
      return FALSE;
  self->is_diverged = self->diverged_node != NULL && target >= self->diverged_step;
  return TRUE;
}

double
nabla_race_trainer_seconds_at (const NablaRaceTrainer *self, gint64 step)
{
  return nabla_series_get (self->seconds, MIN (step, self->recorded)).value;
}

gint64
nabla_race_trainer_step_at (const NablaRaceTrainer *self, double seconds)
{
  gint64 low = 0, high = self->recorded + 1;
  while (high - low > 1)
    {
      gint64 middle = (low + high) / 2;
      if (nabla_series_get (self->seconds, middle).value <= seconds)
        low = middle;
      else
        high = middle;
    }
  return low;
}
