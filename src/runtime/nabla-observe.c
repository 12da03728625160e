/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-observer-private.h"

#include <string.h>

/* What is seen in the next step's batch. */
#define NEEDS_PROBE                                                                                \
  (NABLA_WATCH_DISTRIBUTIONS | NABLA_WATCH_SATURATION | NABLA_WATCH_UNITS                          \
   | NABLA_WATCH_BATCH_NORM | NABLA_WATCH_DECAY)

const NablaObserveOptions nabla_observe_defaults = {
  .watch = NABLA_WATCH_ALL,
  .feature_x = 0,
  .feature_y = 1,
  .grid = 100,
  .most_points = 2000,
  .map_size = 24,
  .example = -1,
  .examples_count = 50,
  .examples_split = -1,
  .wrong_first = TRUE,
  .hidden_layer = -1,
};

NablaObserver *
nabla_observer_new (NablaTrainer *trainer)
{
  g_return_val_if_fail (trainer != NULL, NULL);

  NablaObserver *self = g_new0 (NablaObserver, 1);
  self->trainer = trainer;
  self->problem = nabla_problem_ref (nabla_trainer_problem (trainer));
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    self->metrics_step[split] = -1;
  return self;
}

void
nabla_choice_clear (NablaChoice *self)
{
  g_clear_pointer (&self->examples, g_free);
  g_clear_pointer (&self->split, g_free);
}

/* Forgets what was made of data that are the trainer's no longer. */
static void
look_at_data (NablaObserver *self)
{
  if (self->problem == nabla_trainer_problem (self->trainer))
    return;
  nabla_problem_unref (self->problem);
  self->problem = nabla_problem_ref (nabla_trainer_problem (self->trainer));
  self->has_ranges = FALSE;
  g_clear_pointer (&self->field_plane.x, g_free);
  g_clear_pointer (&self->map_plane.x, g_free);
  g_clear_pointer (&self->space_plane.x, g_free);
  nabla_choice_clear (&self->choice);
  g_clear_pointer (&self->points, nabla_points_unref);
  g_clear_pointer (&self->splits, g_free);
  nabla_probe_clear (&self->probe);
  nabla_past_clear (&self->past);
}

void
nabla_observer_free (NablaObserver *self)
{
  if (self == NULL)
    return;
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    g_free (self->metrics[split].confusion);
  g_free (self->ranges.low);
  g_free (self->ranges.high);
  g_free (self->ranges.mean);
  g_free (self->field_plane.x);
  g_free (self->map_plane.x);
  g_free (self->space_plane.x);
  nabla_choice_clear (&self->choice);
  g_clear_pointer (&self->points, nabla_points_unref);
  g_free (self->splits);
  nabla_probe_clear (&self->probe);
  nabla_past_clear (&self->past);
  g_free (self->components.vectors);
  nabla_problem_unref (self->problem);
  g_free (self);
}

gboolean
nabla_observer_is_measured (const NablaObserver *self, guint n_splits)
{
  g_return_val_if_fail (self != NULL && n_splits <= NABLA_N_SPLITS, FALSE);

  for (guint split = 0; split < n_splits; split++)
    if (self->metrics_step[split] < 0
        || self->metrics_revision[split] != nabla_trainer_revision (self->trainer))
      return FALSE;
  return TRUE;
}

gboolean
nabla_observer_measure (NablaObserver *self, guint n_splits, const gint *cancel)
{
  g_return_val_if_fail (self != NULL && n_splits <= NABLA_N_SPLITS, FALSE);

  NablaMetrics fresh[NABLA_N_SPLITS];
  guint measured = 0;
  if (nabla_observer_is_measured (self, n_splits))
    return TRUE;
  while (measured < n_splits
         && nabla_evaluator_measure (nabla_trainer_evaluator (self->trainer), measured, cancel,
                                     &fresh[measured]))
    measured++;
  for (guint split = 0; split < measured; split++)
    {
      if (measured < n_splits)
        {
          g_free (fresh[split].confusion);
          continue;
        }
      g_free (self->metrics[split].confusion);
      self->metrics[split] = fresh[split];
      self->metrics_step[split] = nabla_trainer_steps (self->trainer);
      self->metrics_revision[split] = nabla_trainer_revision (self->trainer);
    }
  return measured == n_splits;
}

const NablaMetrics *
nabla_observer_metrics (const NablaObserver *self, NablaSplit split, gint64 *step)
{
  g_return_val_if_fail (self != NULL && split < NABLA_N_SPLITS, NULL);

  if (step != NULL)
    *step = self->metrics_step[split];
  return &self->metrics[split];
}

const NablaChoice *
nabla_observer_choose (NablaObserver *self, gsize most)
{
  const NablaPartition *partition = self->problem->partition;
  NablaChoice *choice = &self->choice;
  if (choice->examples != NULL && choice->most == most)
    return choice;

  gsize m = 0;
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    m += partition->sizes[split];
  gsize stride = most == 0 ? m + 1 : MAX (1, (m + most - 1) / most);
  nabla_choice_clear (choice);
  choice->most = most;
  choice->n = 0;
  choice->examples = g_new (guint32, m / stride + 1);
  choice->split = g_new (guint8, m / stride + 1);
  gsize at = 0;
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    for (gsize i = 0; most > 0 && i < partition->sizes[split]; i++)
      if (at++ % stride == 0)
        {
          choice->examples[choice->n] = partition->indices[split][i];
          choice->split[choice->n++] = split;
        }
  return choice;
}

const guint8 *
nabla_observer_splits (NablaObserver *self)
{
  if (self->splits != NULL)
    return self->splits;
  const NablaPartition *partition = self->problem->partition;
  self->splits = g_malloc (self->problem->dataset->m);
  memset (self->splits, NABLA_NO_SPLIT, self->problem->dataset->m);
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    for (gsize i = 0; i < partition->sizes[split]; i++)
      self->splits[partition->indices[split][i]] = split;
  return self->splits;
}

static void
describe (const NablaObserver *self, NablaSnapshot *snapshot)
{
  NablaTrainer *trainer = self->trainer;
  const NablaExperiment *experiment = nabla_trainer_experiment (trainer);
  const NablaDataset *data = self->problem->dataset;
  gint64 diverged_step;
  const char *diverged = nabla_trainer_diverged (trainer, &diverged_step);

  snapshot->title = g_strdup (nabla_experiment_title (experiment));
  snapshot->step = snapshot->last_step = nabla_trainer_steps (trainer);
  const NablaEarlyStopping *stopping = nabla_trainer_early_stopping (trainer);
  snapshot->best_step = stopping->best_step;
  snapshot->best_cost = stopping->best_cost;
  snapshot->stopped_step = stopping->stopped_step;
  snapshot->epoch = nabla_trainer_epoch (trainer);
  snapshot->steps_total = nabla_experiment_train (experiment)->steps;
  snapshot->learning_rate = nabla_trainer_learning_rate (trainer);
  snapshot->diverged_step = diverged != NULL ? diverged_step : -1;
  snapshot->diverged_node = g_strdup (diverged);
  snapshot->n_classes = data->task == NABLA_TASK_REGRESSION ? 0 : data->n_classes;
  snapshot->class_names = g_strdupv (data->class_names);
  snapshot->label_name = g_strdup (data->label_name);
  snapshot->feature_names = g_strdupv (data->feature_names);
  snapshot->image_height = data->image_height;
  snapshot->image_width = data->image_width;
  snapshot->image_channels = data->image_channels;
}

static void
show_metrics (const NablaObserver *self, NablaSnapshot *snapshot)
{
  gsize k = self->problem->dataset->n_classes;
  snapshot->metrics_step = self->metrics_step[NABLA_SPLIT_TRAIN];
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    {
      if (self->metrics_step[split] < 0)
        continue;
      snapshot->metrics[split] = self->metrics[split];
      snapshot->metrics[split].confusion
          = g_memdup2 (self->metrics[split].confusion, k * k * sizeof (guint64));
    }
}

NablaSnapshot *
nabla_observer_observe (NablaObserver *self, const NablaObserveOptions *options, const gint *cancel)
{
  g_return_val_if_fail (self != NULL && options != NULL, NULL);

  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  look_at_data (self);
  describe (self, snapshot);
  if (options->watch & NABLA_WATCH_METRICS)
    show_metrics (self, snapshot);
  if (((options->watch & NABLA_WATCH_FIELD)
       && !nabla_observer_field (self, options, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_LAYERS)
          && !nabla_observer_layers (self, options, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_FIT)
          && !nabla_observer_fit (self, options, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_EXAMPLE)
          && !nabla_observer_example (self, options, snapshot))
      || ((options->watch & NABLA_WATCH_EXAMPLES)
          && !nabla_observer_examples (self, options, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_DISTRIBUTIONS)
          && !nabla_observer_distributions (self, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_SATURATION)
          && !nabla_observer_saturation (self, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_UNITS)
          && !nabla_observer_units (self, options, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_BATCH_NORM)
          && !nabla_observer_batch_norm (self, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_DECAY) && !nabla_observer_decay (self, cancel, snapshot))
      || ((options->watch & NABLA_WATCH_HIDDEN_SPACE)
          && !nabla_observer_hidden_space (self, options, cancel, snapshot)))
    return NULL;
  if (options->watch & NABLA_WATCH_BATCHES)
    nabla_observer_batches (self, snapshot);
  if (!(options->watch & NEEDS_PROBE))
    nabla_probe_clear (&self->probe);
  return g_steal_pointer (&snapshot);
}

NablaSnapshot *
nabla_observe (NablaTrainer *trainer, const NablaObserveOptions *options)
{
  g_return_val_if_fail (trainer != NULL && options != NULL, NULL);

  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  if (options->watch & NABLA_WATCH_METRICS)
    nabla_observer_measure (observer, NABLA_N_SPLITS, NULL);
  return nabla_observer_observe (observer, options, NULL);
}
