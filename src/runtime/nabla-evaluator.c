/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-evaluator.h"

#include <math.h>

/* Examples that go through the network together. */
#define CHUNK 1024

struct _NablaEvaluator {
  const NablaModel *model;
  NablaProblem *problem;
  NablaWorkspace *workspace;
  double *predictions; /* of a chunk */
};

NablaEvaluator *
nabla_evaluator_new (const NablaModel *model, NablaProblem *problem, NablaPool *pool, GError **error)
{
  g_return_val_if_fail (model != NULL && problem != NULL, NULL);

  g_autoptr (NablaEvaluator) self = g_new0 (NablaEvaluator, 1);
  self->model = model;
  self->problem = nabla_problem_ref (problem);
  self->workspace = nabla_workspace_new (model->graph, CHUNK, FALSE, pool, error);
  if (self->workspace == NULL)
    return NULL;
  self->predictions = g_new (double, CHUNK * nabla_shape_size (&model->logits->shape));
  return g_steal_pointer (&self);
}

void
nabla_evaluator_free (NablaEvaluator *self)
{
  if (self == NULL)
    return;
  g_free (self->predictions);
  nabla_workspace_free (self->workspace);
  nabla_problem_unref (self->problem);
  g_free (self);
}

guint
nabla_prediction_class (const double *prediction, guint n_y)
{
  if (n_y == 1)
    return prediction[0] > 0.5;
  guint best = 0;
  for (guint i = 1; i < n_y; i++)
    if (prediction[i] > prediction[best])
      best = i;
  return best;
}

static void
feed (NablaEvaluator *self, const void *x, const void *y)
{
  nabla_workspace_feed (self->workspace, self->model->input, x);
  if (self->model->target != NULL)
    nabla_workspace_feed (self->workspace, self->model->target, y);
}

static void
get_predictions (NablaEvaluator *self, double *predictions)
{
  if (self->model->loss != NULL)
    nabla_workspace_get_prediction (self->workspace, self->model->loss, predictions);
  else
    nabla_workspace_get_value (self->workspace, self->model->logits, predictions);
}

/* What a regression's errors are made of. */
typedef struct {
  double absolute, squared, y, y_squared;
} Sums;

static void
add_regression (Sums *sums, double prediction, double y)
{
  double error = prediction - y;
  sums->absolute += fabs (error);
  sums->squared += error * error;
  sums->y += y;
  sums->y_squared += y * y;
}

static void
finish_regression (const Sums *sums, NablaMetrics *metrics)
{
  double m = metrics->m;
  double spread = sums->y_squared - sums->y * sums->y / m;
  metrics->mae = sums->absolute / m;
  metrics->rmse = sqrt (sums->squared / m);
  metrics->r2 = spread > 0 ? 1 - sums->squared / spread : NAN;
}

gboolean
nabla_evaluator_measure (NablaEvaluator *self, NablaSplit split, const gint *cancel, NablaMetrics *metrics)
{
  g_return_val_if_fail (self != NULL && split < NABLA_N_SPLITS && metrics != NULL, FALSE);

  const NablaDataset *data = self->problem->dataset;
  const guint32 *examples = self->problem->partition->indices[split];
  guint n_y = nabla_shape_size (&self->model->logits->shape), k = data->n_classes;
  gboolean regression = data->task == NABLA_TASK_REGRESSION;
  double cost = 0;
  guint64 right = 0;
  Sums sums = { 0 };

  *metrics = (NablaMetrics) { .m = self->problem->partition->sizes[split], .cost = NAN,
                              .accuracy = NAN, .mae = NAN, .rmse = NAN, .r2 = NAN };
  if (metrics->m == 0)
    return TRUE;
  g_autofree guint64 *confusion = regression ? NULL : g_new0 (guint64, k * k);
  feed (self, self->problem->x, self->problem->y);
  for (gsize first = 0; first < metrics->m; first += CHUNK)
    {
      gsize n = MIN (CHUNK, metrics->m - first);
      if (cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      const NablaBatch batch = { .examples = examples + first, .rows = n };
      cost += n * nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
      get_predictions (self, self->predictions);
      for (gsize i = 0; i < n; i++)
        {
          double y = data->y[examples[first + i]];
          if (regression)
            add_regression (&sums, self->predictions[i * n_y], y);
          else
            {
              guint predicted = MIN (nabla_prediction_class (self->predictions + i * n_y, n_y), k - 1);
              right += predicted == (guint) y;
              confusion[(guint) y * k + predicted]++;
            }
        }
    }
  metrics->cost = cost / metrics->m;
  if (regression)
    finish_regression (&sums, metrics);
  else
    {
      metrics->accuracy = (double) right / metrics->m;
      metrics->confusion = g_steal_pointer (&confusion);
    }
  return TRUE;
}

void
nabla_evaluator_predict (NablaEvaluator *self, const void *x, gsize n, double *predictions,
                         const NablaNode *units, double *unit_values)
{
  g_return_if_fail (self != NULL && x != NULL && predictions != NULL);

  guint n_y = nabla_shape_size (&self->model->logits->shape);
  gsize n_units = units != NULL ? nabla_shape_size (&units->shape) : 0;
  feed (self, x, NULL);
  for (gsize first = 0; first < n; first += CHUNK)
    {
      const NablaBatch batch = { .first = first, .rows = MIN (CHUNK, n - first) };
      nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
      get_predictions (self, predictions + first * n_y);
      if (units != NULL)
        nabla_workspace_get_value (self->workspace, units, unit_values + first * n_units);
    }
}
