/* A run's curves: begun, grown, cut where a branch leaves.
 *
 * Series are shared with snapshots and with whoever keeps a run's curves, and only grow; a
 * branch has new ones, which begin with a copy. What is known already, when steps of the
 * past are made again, is not added a second time.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-run-private.h"

static void
begin_split_curve (NablaRun *self, NablaSplit split)
{
  pthread_mutex_lock (&self->mutex);
  self->curves->split_cost[split] = nabla_series_new ();
  pthread_mutex_unlock (&self->mutex);
}

static void
put_curves (NablaRun *self, NablaCostCurves *curves)
{
  pthread_mutex_lock (&self->mutex);
  g_clear_pointer (&self->curves, nabla_cost_curves_free);
  self->curves = curves;
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_worker_begin_curves (NablaRun *self)
{
  NablaCostCurves *curves
      = nabla_cost_curves_new (nabla_experiment_title (nabla_trainer_experiment (self->trainer)));
  curves->cost = nabla_series_new ();
  put_curves (self, curves);
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    if (nabla_trainer_problem (self->trainer)->partition->sizes[split] > 0)
      begin_split_curve (self, split);
  self->curved_step = -1;
  self->cost_step = nabla_trainer_steps (self->trainer) - 1;
}

/* A copy of the points up to @step; in @last the step of its last one, if that is later. */
static NablaSeries *
copy_until (const NablaSeries *series, gint64 step, gint64 *last)
{
  NablaSeries *copy = nabla_series_new ();
  gsize n = nabla_series_length (series);
  for (gsize i = 0; i < n; i++)
    {
      NablaPoint point = nabla_series_get (series, i);
      if (point.step > step)
        break;
      nabla_series_append (copy, point.step, point.value);
      *last = MAX (*last, point.step);
    }
  return copy;
}

void
nabla_worker_cut_curves (NablaRun *self, gint64 step)
{
  NablaCostCurves *curves = nabla_cost_curves_new (self->curves->title);
  gint64 last = -1;
  /* The objective of a step is found by the update that follows it. */
  curves->cost = copy_until (self->curves->cost, step - 1, &last);
  self->cost_step = step - 1;
  self->curved_step = -1;
  for (int split = 0; split < NABLA_SNAPSHOT_SPLITS; split++)
    if (self->curves->split_cost[split] != NULL)
      curves->split_cost[split]
          = copy_until (self->curves->split_cost[split], step, &self->curved_step);
  put_curves (self, curves);
}

void
nabla_worker_add_cost (NablaRun *self, gint64 step, double cost)
{
  if (step <= self->cost_step)
    return;
  nabla_series_append (self->curves->cost, step, cost);
  self->cost_step = step;
}

void
nabla_worker_add_split_costs (NablaRun *self, gint64 step)
{
  if (step <= self->curved_step)
    return;
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
}
