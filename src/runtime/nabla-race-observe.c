/* How a race stands, as a snapshot.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
describe (const NablaRace *self, NablaSnapshot *snapshot)
{
  const NablaRaceTrainer *first = &self->racers[0];
  const NablaExperiment *experiment = nabla_trainer_experiment (first->trainer);
  const NablaDataset *data = nabla_trainer_problem (first->trainer)->dataset;
  snapshot->title = g_strdup (nabla_experiment_title (experiment));
  snapshot->learning_rate = nabla_trainer_learning_rate (first->trainer);
  snapshot->n_classes = data->task == NABLA_TASK_REGRESSION ? 0 : data->n_classes;
  snapshot->class_names = g_strdupv (data->class_names);
  snapshot->label_name = g_strdup (data->label_name);
  snapshot->feature_names = g_strdupv (data->feature_names);
  for (guint i = 0; i < self->n; i++)
    {
      const NablaRaceTrainer *racer = &self->racers[i];
      snapshot->step = MAX (snapshot->step, nabla_trainer_steps (racer->trainer));
      snapshot->epoch = MAX (snapshot->epoch, nabla_trainer_epoch (racer->trainer));
      snapshot->steps_total = MAX (snapshot->steps_total, nabla_race_trainer_last_step (racer));
    }
}

static void
show_curves (const NablaRace *self, NablaSnapshot *snapshot)
{
  for (guint i = 0; i < self->n; i++)
    {
      const NablaRaceTrainer *racer = &self->racers[i];
      NablaCostCurves *curves = nabla_cost_curves_new (racer->name);
      curves->cost = nabla_series_ref (racer->cost);
      for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
        if (racer->split_cost[split] != NULL)
          curves->split_cost[split] = nabla_series_ref (racer->split_cost[split]);
      nabla_snapshot_add_curves (snapshot, curves);
    }
}

static gboolean
show_boundary (NablaRace *self, NablaRaceTrainer *racer, const gint *cancel, NablaRacer *shown)
{
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_FIELD;
  options.feature_x = self->options.feature_x;
  options.feature_y = self->options.feature_y;
  options.grid = self->options.grid;
  g_autoptr (NablaSnapshot) own = nabla_observer_observe (racer->observer, &options, cancel);
  if (own == NULL)
    return FALSE;
  shown->field = g_steal_pointer (&own->field);
  shown->points = g_steal_pointer (&own->points);
  return TRUE;
}

/* The cost over train as it was measured last; before that, of the last batch. */
static double
latest_cost (const NablaRaceTrainer *racer, gint64 step)
{
  const NablaMetrics *train = nabla_observer_metrics (racer->observer, NABLA_SPLIT_TRAIN, NULL);
  gsize n = nabla_series_length (racer->cost);
  if (racer->measured >= 0 && train->m > 0)
    return train->cost;
  return n > 0 && step > 0 ? nabla_series_get (racer->cost, MIN ((gsize)step, n) - 1).value : NAN;
}

static double
latest_accuracy (const NablaRaceTrainer *racer, NablaSplit split)
{
  const NablaMetrics *metrics = nabla_observer_metrics (racer->observer, split, NULL);
  return racer->measured >= 0 && metrics->m > 0 ? metrics->accuracy : NAN;
}

static void
show_racer (const NablaRaceTrainer *racer, NablaRacer *shown)
{
  shown->detail = g_strdup (racer->detail);
  shown->step = nabla_trainer_steps (racer->trainer);
  shown->seconds = nabla_race_trainer_seconds_at (racer, shown->step);
  shown->cost = latest_cost (racer, shown->step);
  shown->train_accuracy = latest_accuracy (racer, NABLA_SPLIT_TRAIN);
  shown->dev_accuracy = latest_accuracy (racer, NABLA_SPLIT_DEV);
  shown->cost_curve = nabla_series_ref (racer->cost);
  shown->time_curve = nabla_series_ref (racer->seconds);
  if (!racer->is_diverged)
    return;
  shown->state = NABLA_RACER_DIVERGED;
  shown->state_step = racer->diverged_step;
  shown->cost = NAN;
  shown->reason = g_strdup_printf (_ ("a value of %s was not finite"), racer->diverged_node);
}

static gboolean
show_race (NablaRace *self, const gint *cancel, NablaSnapshot *snapshot)
{
  NablaRacePicture *race = snapshot->race = nabla_race_picture_new (_ ("My Network"));
  race->step = snapshot->step;
  race->steps_total = snapshot->steps_total;
  race->chosen = self->options.terms < (int)self->n ? self->options.terms : -1;
  for (guint i = 0; i < self->n; i++)
    {
      NablaRaceTrainer *racer = &self->racers[i];
      NablaRacer *shown = nabla_race_picture_add (race, racer->name, racer->slot);
      show_racer (racer, shown);
      if (self->options.boundaries && !show_boundary (self, racer, cancel, shown))
        return FALSE;
    }
  return TRUE;
}

NablaSnapshot *
nabla_race_observe (NablaRace *self, const gint *cancel)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  describe (self, snapshot);
  show_curves (self, snapshot);
  if (!show_race (self, cancel, snapshot))
    return NULL;
  return g_steal_pointer (&snapshot);
}
