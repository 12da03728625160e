/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-evaluator.h"

#include <math.h>
#include <string.h>

/* Examples that go through the network together: fewer of a large network, so that
 * who wants to stop waits for some 10⁸ products at most. */
#define MOST_ROWS 1024
#define FEWEST_ROWS 32
#define PRODUCTS (1 << 27)

struct _NablaEvaluator
{
  const NablaModel *model;
  NablaProblem *problem;
  NablaWorkspace *workspace;
  double *predictions; /* of a chunk */
};

static gsize
choose_rows (const NablaModel *model)
{
  gsize products = MAX (1, nabla_graph_count_parameters (model->graph));
  return CLAMP (PRODUCTS / products, FEWEST_ROWS, MOST_ROWS);
}

NablaEvaluator *
nabla_evaluator_new (const NablaModel *model,
                     NablaProblem *problem,
                     NablaPool *pool,
                     GError **error)
{
  g_return_val_if_fail (model != NULL && problem != NULL, NULL);

  g_autoptr (NablaEvaluator) self = g_new0 (NablaEvaluator, 1);
  self->model = model;
  self->problem = nabla_problem_ref (problem);
  self->workspace = nabla_workspace_new (model->graph, choose_rows (model), FALSE, pool, error);
  if (self->workspace == NULL)
    return NULL;
  self->predictions = g_new (double, nabla_workspace_rows (self->workspace)
                                         * nabla_shape_size (&model->logits->shape));
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

/* What the network says of its last chunk, in the label's own units. */
static void
get_predictions (NablaEvaluator *self, gsize rows)
{
  const NablaModel *model = self->model;
  gsize n = rows * nabla_shape_size (&model->logits->shape);
  double shift = self->problem->label_shift, scale = self->problem->label_scale;
  if (model->loss != NULL)
    nabla_workspace_get_prediction (self->workspace, model->loss, self->predictions);
  else
    nabla_workspace_get_value (self->workspace, model->logits, self->predictions);
  if (shift != 0 || scale != 1)
    for (gsize i = 0; i < n; i++)
      self->predictions[i] = self->predictions[i] / scale + shift;
}

gboolean
nabla_evaluator_pass (NablaEvaluator *self,
                      const void *x,
                      const guint32 *examples,
                      gsize n,
                      const gint *cancel,
                      NablaEvaluatorFunc func,
                      gpointer data)
{
  g_return_val_if_fail (self != NULL && func != NULL, FALSE);
  g_return_val_if_fail (x == NULL || examples == NULL, FALSE);

  const NablaModel *model = self->model;
  gsize chunk = nabla_workspace_rows (self->workspace);
  nabla_workspace_feed (self->workspace, model->input, x != NULL ? x : self->problem->x);
  if (model->target != NULL)
    nabla_workspace_feed (self->workspace, model->target, x != NULL ? NULL : self->problem->y);
  for (gsize first = 0; first < n; first += chunk)
    {
      const NablaBatch batch = {
        .examples = examples != NULL ? examples + first : NULL,
        .first = examples != NULL ? 0 : first,
        .rows = MIN (chunk, n - first),
      };
      if (cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
      get_predictions (self, batch.rows);
      func (self->workspace, self->predictions, first, batch.rows, data);
    }
  return TRUE;
}

/* What metrics are made of. */
typedef struct
{
  const NablaEvaluator *self;
  const NablaDataset *dataset;
  const guint32 *examples;
  guint n_y;
  double cost;
  guint64 right;
  guint64 *confusion;
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
add_class (Sums *sums, const double *prediction, guint y)
{
  guint k = sums->dataset->n_classes;
  guint predicted = MIN (nabla_prediction_class (prediction, sums->n_y), k - 1);
  sums->right += predicted == y;
  sums->confusion[y * k + predicted]++;
}

/* The objective over a chunk, as nabla_workspace_forward () gives it. */
static double
sum_losses (const NablaEvaluator *self, const NablaWorkspace *workspace, gsize rows)
{
  double sum = 0;
  gboolean is_double = self->problem->precision == NABLA_DOUBLE;
  for (guint i = 0; i < nabla_graph_n_losses (self->model->graph); i++)
    {
      double weight;
      const NablaNode *loss = nabla_graph_loss (self->model->graph, i, &weight);
      const void *values = nabla_workspace_value (workspace, loss, NULL);
      for (gsize e = 0; e < rows; e++)
        sum += weight * (is_double ? ((const double *)values)[e] : ((const float *)values)[e]);
    }
  return sum;
}

static void
add_chunk_cb (const NablaWorkspace *workspace,
              const double *predictions,
              gsize first,
              gsize rows,
              gpointer data)
{
  Sums *sums = data;
  sums->cost += sum_losses (sums->self, workspace, rows);
  for (gsize i = 0; i < rows; i++)
    {
      double y = sums->dataset->y[sums->examples[first + i]];
      if (sums->confusion == NULL)
        add_regression (sums, predictions[i * sums->n_y], y);
      else
        add_class (sums, predictions + i * sums->n_y, y);
    }
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
nabla_evaluator_measure (NablaEvaluator *self,
                         NablaSplit split,
                         const gint *cancel,
                         NablaMetrics *metrics)
{
  g_return_val_if_fail (self != NULL && split < NABLA_N_SPLITS && metrics != NULL, FALSE);

  const NablaDataset *dataset = self->problem->dataset;
  gsize k = dataset->n_classes;
  *metrics = (NablaMetrics){
    .m = self->problem->partition->sizes[split],
    .cost = NAN,
    .accuracy = NAN,
    .mae = NAN,
    .rmse = NAN,
    .r2 = NAN,
  };
  if (metrics->m == 0)
    return TRUE;
  g_autofree guint64 *confusion
      = dataset->task == NABLA_TASK_REGRESSION ? NULL : g_new0 (guint64, k * k);
  Sums sums = {
    .self = self,
    .dataset = dataset,
    .examples = self->problem->partition->indices[split],
    .n_y = nabla_shape_size (&self->model->logits->shape),
    .confusion = confusion,
  };
  if (!nabla_evaluator_pass (self, NULL, sums.examples, metrics->m, cancel, add_chunk_cb, &sums))
    return FALSE;
  if (self->model->loss != NULL)
    metrics->cost = sums.cost / metrics->m;
  if (confusion == NULL)
    finish_regression (&sums, metrics);
  else
    {
      metrics->accuracy = (double)sums.right / metrics->m;
      metrics->confusion = g_steal_pointer (&confusion);
    }
  return TRUE;
}

typedef struct
{
  double *predictions;
  guint n_y;
} Copy;

static void
copy_chunk_cb (const NablaWorkspace *workspace,
               const double *predictions,
               gsize first,
               gsize rows,
               gpointer data)
{
  const Copy *copy = data;
  memcpy (copy->predictions + first * copy->n_y, predictions,
          rows * copy->n_y * sizeof *predictions);
}

void
nabla_evaluator_predict (NablaEvaluator *self, const void *x, gsize n, double *predictions)
{
  g_return_if_fail (self != NULL && x != NULL && predictions != NULL);

  Copy copy = { predictions, nabla_shape_size (&self->model->logits->shape) };
  nabla_evaluator_pass (self, x, NULL, n, NULL, copy_chunk_cb, &copy);
}
