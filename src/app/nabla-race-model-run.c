/* The race model: how a race goes, in a bowl and among networks.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optimizer-terms.h"
#include "nabla-race-model-private.h"

#include <math.h>
#include <string.h>

/* A bowl at full speed: each step is to be seen, at sixty a second, or two where the race is
 * long. */
#define FULL_SPEED 60
/* After so long without a frame a bowl does not catch up. */
#define MOST_DELAY (G_USEC_PER_SEC / 5)

void
nabla_race_model_show_bowl (NablaRaceModel *self)
{
  nabla_race_model_take_snapshot (
      self, nabla_bowl_race_observe (self->bowl, (guint)self->position, self->chosen));
}

gboolean
nabla_race_model_make_bowl (NablaRaceModel *self, GError **error)
{
  NablaBowlRace *bowl = nabla_bowl_race_new (self->arena, self->settings, &self->options, error);
  if (bowl == NULL)
    return FALSE;
  g_clear_pointer (&self->bowl, nabla_bowl_race_free);
  self->bowl = bowl;
  return TRUE;
}

/* The racers of the list in the bowl, standing where they stood. */
static void
fill_bowl (NablaRaceModel *self)
{
  nabla_bowl_race_clear (self->bowl);
  for (guint i = 0; i < self->entries->len; i++)
    {
      NablaBowlRacer racer = nabla_race_entry_bowl_racer (self->entries->pdata[i]);
      nabla_bowl_race_add (self->bowl, &racer);
    }
  nabla_race_model_show_bowl (self);
}

void
nabla_race_model_set_start (NablaRaceModel *self, double w, double b)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (self->arena == NULL || !isfinite (w) || !isfinite (b))
    return;
  self->options.start = (NablaPlace){ CLAMP (w, self->arena->w_minimum, self->arena->w_maximum),
                                      CLAMP (b, self->arena->b_minimum, self->arena->b_maximum) };
  nabla_bowl_race_set_options (self->bowl, &self->options);
  nabla_race_model_show_bowl (self);
}

void
nabla_race_model_set_noise (NablaRaceModel *self, double noise)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (self->arena == NULL || noise == self->options.noise)
    return;
  self->options.noise = noise;
  nabla_bowl_race_set_options (self->bowl, &self->options);
  nabla_race_model_show_bowl (self);
  nabla_race_model_tell_changed (self);
}

/* What a thread builds: its experiment and racers, and the race. */
typedef struct
{
  NablaExperiment *base;
  GPtrArray *entries;
  guint n_threads;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;
  nabla_experiment_unref (order->base);
  g_ptr_array_unref (order->entries);
  g_free (order);
}

static void
build_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  GError *error = NULL;
  NablaRaceVariant variants[NABLA_RACE_MOST] = { 0 };
  char *details[NABLA_RACE_MOST];
  guint n = order->entries->len;
  for (guint i = 0; i < n; i++)
    {
      details[i] = nabla_race_entry_detail (order->entries->pdata[i]);
      variants[i] = nabla_race_entry_variant (order->entries->pdata[i], details[i]);
    }
  NablaRace *race = nabla_race_new (order->base, variants, n, NULL, order->n_threads, &error);
  for (guint i = 0; i < n; i++)
    g_free (details[i]);
  if (race != NULL)
    g_task_return_pointer (task, race, (GDestroyNotify)nabla_race_free);
  else
    g_task_return_error (task, error);
}

void
nabla_race_model_tell_watch (NablaRaceModel *self)
{
  if (self->race == NULL)
    return;
  nabla_race_watch (self->race, &(NablaRaceOptions){
                                    .boundaries = self->boundaries,
                                    .feature_y = 1,
                                    .grid = 64,
                                    .terms = self->chosen,
                                    .parameter = self->parameter,
                                    .element = self->element,
                                });
  nabla_race_model_tell_awake (self);
}

static void
take_race (NablaRaceModel *self, NablaRace *race)
{
  g_clear_pointer (&self->race, nabla_race_free);
  self->race = race;
  nabla_race_set_pace (race, self->pace);
  nabla_race_set_speed (race, self->speed);
  nabla_race_model_tell_watch (self);
  if (self->plays)
    nabla_race_play (race);
  self->plays = FALSE;
}

static void
built_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  NablaRaceModel *self = NABLA_RACE_MODEL (object);
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  NablaRace *race = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->building != cancellable)
    {
      /* another one is being built, or the model is gone */
      g_clear_pointer (&race, nabla_race_free);
      return;
    }
  g_clear_object (&self->building);
  if (race != NULL)
    take_race (self, race);
  else
    {
      self->plays = FALSE;
      nabla_race_model_tell_failed (self, error);
    }
  nabla_race_model_tell_state (self);
}

static void
build (NablaRaceModel *self)
{
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  self->is_stale = FALSE;
  if (self->base == NULL || self->entries->len == 0)
    return;
  Order *order = g_new0 (Order, 1);
  order->base = nabla_experiment_ref (self->base);
  order->entries
      = g_ptr_array_copy (self->entries, (GCopyFunc)(gpointer)nabla_race_entry_copy, NULL);
  g_ptr_array_set_free_func (order->entries, (GDestroyNotify)nabla_race_entry_free);
  order->n_threads = nabla_session_n_threads (self->session);
  self->building = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (self, self->building, built_cb, NULL);
  g_task_set_task_data (task, order, order_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, build_thread);
}

void
nabla_race_model_rebuild (NablaRaceModel *self)
{
  if (self->arena != NULL)
    {
      g_clear_pointer (&self->race, nabla_race_free);
      if (self->building != NULL)
        g_cancellable_cancel (self->building);
      g_clear_object (&self->building);
      self->plays = FALSE;
      self->position = MIN (self->position, self->options.steps_total);
      fill_bowl (self);
    }
  else
    {
      self->bowl_plays = FALSE;
      self->plays = self->plays
                    || (self->race != NULL && nabla_race_state (self->race) == NABLA_RUN_RUNNING);
      if (self->race != NULL)
        nabla_race_pause (self->race);
      self->is_stale = TRUE;
      if (self->base == NULL) /* figures say that there is nothing */
        nabla_race_model_take_snapshot (self, nabla_snapshot_new ());
      if (self->is_awake)
        build (self);
    }
  nabla_race_model_tell_state (self);
  nabla_race_model_tell_awake (self);
}

void
nabla_race_model_set_awake (NablaRaceModel *self, gboolean is_awake)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  self->is_awake = is_awake;
  if (!is_awake && nabla_race_model_state (self) == NABLA_RUN_RUNNING)
    nabla_race_model_pause (self);
  if (!is_awake || self->arena != NULL || !self->is_stale)
    return;
  build (self);
  nabla_race_model_tell_state (self);
}

void
nabla_race_model_watch (NablaRaceModel *self, gboolean boundaries)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (self->boundaries == boundaries)
    return;
  self->boundaries = boundaries;
  nabla_race_model_tell_watch (self);
}

static gboolean
bowl_is_done (NablaRaceModel *self)
{
  return self->position >= self->options.steps_total;
}

void
nabla_race_model_play (NablaRaceModel *self)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (self->arena != NULL)
    {
      if (bowl_is_done (self))
        self->position = 0;
      self->bowl_plays = TRUE;
      self->ticked = 0;
    }
  else if (self->building != NULL || self->is_stale)
    self->plays = TRUE;
  else if (self->race != NULL)
    {
      /* The bench's run would take half of the processor. */
      if (nabla_session_state (self->session) == NABLA_RUN_RUNNING)
        nabla_session_pause (self->session);
      NablaRunState state = nabla_race_state (self->race);
      if (state == NABLA_RUN_FINISHED || state == NABLA_RUN_DIVERGED)
        nabla_race_seek (self->race, 0);
      nabla_race_play (self->race);
    }
  nabla_race_model_tell_state (self);
  nabla_race_model_tell_awake (self);
}

void
nabla_race_model_pause (NablaRaceModel *self)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  self->bowl_plays = self->plays = FALSE;
  if (self->race != NULL)
    nabla_race_pause (self->race);
  nabla_race_model_tell_state (self);
  nabla_race_model_tell_awake (self);
}

static void
go_to (NablaRaceModel *self, double position)
{
  self->position = CLAMP (position, 0, self->options.steps_total);
  self->farthest = MAX (self->farthest, (gint64)self->position);
  nabla_race_model_show_bowl (self);
}

/* At full speed a moment of the race is one of its time: that of whoever is farthest. */
static void
seek_race (NablaRaceModel *self, gint64 step)
{
  double seconds = 0;
  gsize most = 0;
  for (guint i = 0; self->pace == NABLA_RACE_FULL_SPEED && self->snapshot != NULL
                    && self->snapshot->race != NULL && i < self->snapshot->race->racers->len;
       i++)
    {
      const NablaRacer *racer = self->snapshot->race->racers->pdata[i];
      gsize n = racer->time_curve != NULL ? nabla_series_length (racer->time_curve) : 0;
      if (n > most)
        {
          most = n;
          seconds = nabla_series_get (racer->time_curve, MIN ((gsize)step, n - 1)).value;
        }
    }
  if (self->pace == NABLA_RACE_FULL_SPEED)
    nabla_race_seek_seconds (self->race, seconds);
  else
    nabla_race_seek (self->race, step);
}

void
nabla_race_model_seek (NablaRaceModel *self, gint64 step)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  self->bowl_plays = FALSE;
  if (self->arena != NULL)
    go_to (self, step);
  else if (self->race != NULL)
    seek_race (self, CLAMP (step, 0, nabla_race_recorded (self->race)));
  nabla_race_model_tell_state (self);
  nabla_race_model_tell_awake (self);
}

void
nabla_race_model_step (NablaRaceModel *self, gint64 n)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self) && n != 0);

  if (self->arena != NULL || n < 0)
    nabla_race_model_seek (self, nabla_race_model_steps (self) + n);
  else if (self->race != NULL)
    {
      nabla_race_step (self->race, n);
      nabla_race_model_tell_awake (self);
    }
}

void
nabla_race_model_reset (NablaRaceModel *self)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  self->bowl_plays = self->plays = FALSE;
  self->farthest = 0;
  if (self->arena != NULL)
    go_to (self, 0);
  else if (self->race != NULL)
    nabla_race_reset (self->race);
  nabla_race_model_tell_state (self);
  nabla_race_model_tell_awake (self);
}

void
nabla_race_model_set_speed (NablaRaceModel *self, double steps_per_second)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self) && steps_per_second >= 0);

  self->speed = steps_per_second;
  if (self->race != NULL)
    nabla_race_set_speed (self->race, steps_per_second);
  nabla_race_model_tell_state (self);
}

double
nabla_race_model_speed (NablaRaceModel *self)
{
  return self->speed;
}

void
nabla_race_model_set_pace (NablaRaceModel *self, NablaRacePace pace)
{
  g_return_if_fail (NABLA_IS_RACE_MODEL (self));

  if (self->arena != NULL || pace == self->pace)
    return;
  self->pace = pace;
  if (self->race != NULL)
    nabla_race_set_pace (self->race, pace);
  nabla_race_model_tell_state (self);
}

NablaRacePace
nabla_race_model_pace (NablaRaceModel *self)
{
  return self->pace;
}

NablaRunState
nabla_race_model_state (NablaRaceModel *self)
{
  if (self->arena == NULL)
    return self->plays          ? NABLA_RUN_RUNNING
           : self->race != NULL ? nabla_race_state (self->race)
                                : NABLA_RUN_PAUSED;
  return self->bowl_plays      ? NABLA_RUN_RUNNING
         : bowl_is_done (self) ? NABLA_RUN_FINISHED
                               : NABLA_RUN_PAUSED;
}

gboolean
nabla_race_model_is_building (NablaRaceModel *self)
{
  return self->building != NULL;
}

gint64
nabla_race_model_steps (NablaRaceModel *self)
{
  if (self->arena != NULL)
    return (gint64)self->position;
  return self->race != NULL ? nabla_race_steps (self->race) : 0;
}

gint64
nabla_race_model_recorded (NablaRaceModel *self)
{
  if (self->arena != NULL)
    return MAX (self->farthest, (gint64)self->position);
  return self->race != NULL ? nabla_race_recorded (self->race) : 0;
}

gint64
nabla_race_model_total (NablaRaceModel *self)
{
  if (self->arena != NULL)
    return self->options.steps_total;
  gint64 total = 1;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const NablaRaceEntry *entry = self->entries->pdata[i];
      total = MAX (total, nabla_experiment_train (entry->experiment)->steps);
    }
  return total;
}

gboolean
nabla_race_model_same_start (NablaRaceModel *self)
{
  return self->arena != NULL || self->race == NULL || nabla_race_same_start (self->race);
}

gboolean
nabla_race_model_same_batches (NablaRaceModel *self)
{
  return self->arena != NULL || self->race == NULL || nabla_race_same_batches (self->race);
}

NablaRace *
nabla_race_model_race (NablaRaceModel *self)
{
  return self->race;
}

static gboolean
poll_bowl (NablaRaceModel *self, gint64 now)
{
  if (!self->bowl_plays)
    return FALSE;
  if (self->ticked > 0)
    {
      double full = MAX (FULL_SPEED, self->options.steps_total / 4.0);
      double speed = self->speed > 0 ? self->speed : full;
      double seconds = MIN (now - self->ticked, MOST_DELAY) / (double)G_USEC_PER_SEC;
      gint64 before = (gint64)self->position;
      self->position = MIN (self->position + seconds * speed, self->options.steps_total);
      if ((gint64)self->position != before)
        go_to (self, self->position);
    }
  self->ticked = now;
  if (bowl_is_done (self))
    {
      self->bowl_plays = FALSE;
      nabla_race_model_tell_state (self);
    }
  return self->bowl_plays;
}

/* The next update of the chosen weight, term by term, as a bowl tells its own. */
static void
add_terms (NablaSnapshot *snapshot, const NablaRaceMoment *moment)
{
  if (moment->racer < 0)
    return;
  NablaOptimizerMoment step = {
    .optimizer = moment->optimizer,
    .settings = moment->settings,
    .t = (guint64)moment->t,
    .learning_rate = moment->learning_rate,
    .n_weights = 1,
    .decays = { moment->decays },
    .before = { moment->before },
    .after = { moment->after },
    .gradient = { moment->gradient },
  };
  for (guint i = 0; i < NABLA_MAX_OPTIMIZER_STATES; i++)
    {
      step.states_before[i][0] = moment->states_before[i];
      step.states_after[i][0] = moment->states_after[i];
    }
  snapshot->race->terms_step = moment->t;
  /* The layer is told beside the terms. */
  const char *at = strchr (moment->weight, '@');
  snapshot->race->weight_names[0]
      = at != NULL ? g_strndup (moment->weight, at - moment->weight) : g_strdup (moment->weight);
  nabla_optimizer_terms (&step, snapshot->race);
}

gboolean
nabla_race_model_poll (NablaRaceModel *self, gint64 now)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (self), FALSE);

  if (self->arena != NULL)
    return poll_bowl (self, now);
  if (self->race == NULL)
    return self->building != NULL;
  /* The state is asked first: a snapshot that is there then is of that state or a later one. */
  NablaRunState state = nabla_race_state (self->race);
  gboolean rests = nabla_race_wait (self->race, 0);
  NablaRaceMoment moment;
  NablaSnapshot *snapshot = nabla_race_take_snapshot (self->race, &moment);
  if (snapshot != NULL)
    {
      add_terms (snapshot, &moment);
      nabla_race_model_take_snapshot (self, snapshot);
    }
  if (state != self->told)
    {
      self->told = state;
      nabla_race_model_tell_state (self);
    }
  return !rests || self->building != NULL;
}
