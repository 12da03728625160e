/* z before and after batch norm, in training and at test time.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_SORTED 509

enum
{
  INPUT_Z,
  INPUT_GAMMA,
  INPUT_BETA
};

static const double percentiles[NABLA_BATCH_NORM_PERCENTILES] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

/* NAN if none is finite. */
static void
find_percentiles (const NablaObserver *self, const void *row, gsize rows, float *found)
{
  float sorted[MOST_SORTED];
  gsize n = MIN (rows, MOST_SORTED), m = 0;
  for (gsize k = 0; k < n; k++)
    {
      float value = (float)nabla_observer_number (self, row, k * rows / n);
      if (isfinite (value))
        sorted[m++] = value;
    }
  qsort (sorted, m, sizeof *sorted, compare_floats);
  for (guint i = 0; i < NABLA_BATCH_NORM_PERCENTILES; i++)
    {
      double place = m > 0 ? percentiles[i] * (m - 1) : 0;
      gsize below = (gsize)place, above = MIN (below + 1, m > 0 ? m - 1 : 0);
      double t = place - below;
      found[i] = m > 0 ? (float)((1 - t) * sorted[below] + t * sorted[above]) : NAN;
    }
}

static const void *
row_of (const NablaObserver *self, const NablaWorkspace *workspace, const NablaNode *node, guint u)
{
  gsize pitch;
  const char *values = nabla_workspace_value (workspace, node, &pitch);
  return values + u * pitch * nabla_precision_size (self->problem->precision);
}

/* As the op does it: the mean first, then the mean square of what is left. */
static void
find_statistics (const NablaObserver *self, const void *row, gsize rows, NablaBatchNormUnit *unit)
{
  double mean = 0, variance = 0;
  for (gsize e = 0; e < rows; e++)
    mean += nabla_observer_number (self, row, e) / rows;
  for (gsize e = 0; e < rows; e++)
    {
      double difference = nabla_observer_number (self, row, e) - mean;
      variance += difference * difference / rows;
    }
  unit->batch_mean = (float)mean;
  unit->batch_variance = (float)variance;
}

static void
fill_layer (const NablaObserver *self,
            const NablaProbe *probe,
            const NablaNode *node,
            NablaBatchNormLayer *layer)
{
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  gsize size = nabla_precision_size (self->problem->precision);
  const void *state = (const char *)nabla_graph_states (graph) + node->state_offset * size;
  const void *gamma = nabla_workspace_value (probe->workspace, node->inputs[INPUT_GAMMA], NULL);
  const void *beta = nabla_workspace_value (probe->workspace, node->inputs[INPUT_BETA], NULL);
  int epsilon = nabla_param_find (node->op->params, "epsilon");
  layer->name = g_strdup (node->name);
  layer->n_units = node->shape.dim[0];
  layer->n_shown = MIN (layer->n_units, NABLA_BATCH_NORM_MOST_UNITS);
  layer->units = g_new0 (NablaBatchNormUnit, layer->n_shown);
  layer->epsilon = epsilon >= 0 ? node->settings[epsilon] : 0;
  for (guint u = 0; u < layer->n_shown; u++)
    {
      NablaBatchNormUnit *unit = &layer->units[u];
      const void *z = row_of (self, probe->workspace, node->inputs[INPUT_Z], u);
      find_statistics (self, z, probe->rows, unit);
      unit->moving_mean = (float)nabla_observer_number (self, state, u);
      unit->moving_variance = (float)nabla_observer_number (self, state, layer->n_units + u);
      unit->gamma = (float)nabla_observer_number (self, gamma, u);
      unit->beta = (float)nabla_observer_number (self, beta, u);
      find_percentiles (self, z, probe->rows, unit->before);
      find_percentiles (self, row_of (self, probe->workspace, node, u), probe->rows, unit->after);
    }
}

/* What the evaluator's chunks are gathered in. */
typedef struct
{
  const NablaObserver *self;
  const GPtrArray *nodes;
  gsize rows;
  guint n_y;
  double *predictions; /* rows × n_y of training mode */
  char **values;       /* of each node, n_shown × rows */
  double loss, difference, largest;
} AtTest;

static void
add_chunk_cb (const NablaWorkspace *workspace,
              const double *predictions,
              gsize first,
              gsize rows,
              gpointer data)
{
  AtTest *at_test = data;
  const NablaObserver *self = at_test->self;
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  gsize size = nabla_precision_size (self->problem->precision);
  for (guint i = 0; i < nabla_graph_n_losses (graph); i++)
    {
      double weight;
      const NablaNode *loss = nabla_graph_loss (graph, i, &weight);
      const void *values = nabla_workspace_value (workspace, loss, NULL);
      for (gsize e = 0; e < rows; e++)
        at_test->loss += weight * nabla_observer_number (self, values, e);
    }
  for (gsize i = 0; i < rows * at_test->n_y; i++)
    {
      double difference = fabs (predictions[i] - at_test->predictions[first * at_test->n_y + i]);
      at_test->difference += difference;
      /* what is not a number stays */
      at_test->largest = difference <= at_test->largest ? at_test->largest : difference;
    }
  for (guint i = 0; i < at_test->nodes->len; i++)
    {
      const NablaNode *node = at_test->nodes->pdata[i];
      guint n_shown = MIN (node->shape.dim[0], NABLA_BATCH_NORM_MOST_UNITS);
      for (guint u = 0; u < n_shown; u++)
        memcpy (at_test->values[i] + (u * at_test->rows + first) * size,
                row_of (self, workspace, node, u), rows * size);
    }
}

/* The mean loss of the probe's examples in training mode. */
static double
train_cost (const NablaObserver *self, const NablaProbe *probe)
{
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  double cost = 0;
  for (guint i = 0; i < nabla_graph_n_losses (graph); i++)
    {
      double weight;
      const NablaNode *loss = nabla_graph_loss (graph, i, &weight);
      const void *values = nabla_workspace_value (probe->workspace, loss, NULL);
      for (gsize e = 0; e < probe->rows; e++)
        cost += weight * nabla_observer_number (self, values, e) / probe->rows;
    }
  return cost;
}

static gboolean
compare_modes (NablaObserver *self,
               const NablaProbe *probe,
               const GPtrArray *nodes,
               const gint *cancel,
               NablaBatchNorm *picture)
{
  const NablaModel *model = nabla_trainer_model (self->trainer);
  gsize size = nabla_precision_size (self->problem->precision);
  guint n_y = (guint)nabla_shape_size (&model->logits->shape);
  g_autofree double *predictions = g_new (double, probe->rows *n_y);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < nodes->len; i++)
    g_ptr_array_add (values, g_malloc (picture->layers[i].n_shown * probe->rows * size));
  nabla_workspace_get_prediction (probe->workspace, model->loss, predictions);
  /* in the label's own units, as the evaluator's are */
  for (gsize i = 0; i < probe->rows * n_y; i++)
    predictions[i] = predictions[i] / self->problem->label_scale + self->problem->label_shift;
  AtTest at_test = { self, nodes, probe->rows, n_y, predictions, (char **)values->pdata, 0, 0, 0 };
  if (!nabla_evaluator_pass (nabla_trainer_evaluator (self->trainer), NULL, probe->examples,
                             probe->rows, cancel, add_chunk_cb, &at_test))
    return FALSE;
  picture->rows = probe->rows;
  picture->train_cost = train_cost (self, probe);
  picture->test_cost = at_test.loss / probe->rows;
  picture->mean_difference = at_test.difference / ((double)probe->rows * n_y);
  picture->largest_difference = at_test.largest;
  for (guint i = 0; i < nodes->len; i++)
    for (guint u = 0; u < picture->layers[i].n_shown; u++)
      find_percentiles (self, at_test.values[i] + u * probe->rows * size, probe->rows,
                        picture->layers[i].units[u].at_test);
  return TRUE;
}

gboolean
nabla_observer_batch_norm (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot)
{
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  const NablaProbe *probe = nabla_observer_probe (self, cancel);
  if (probe == NULL)
    return cancel == NULL || g_atomic_int_get (cancel) == 0;

  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  gboolean has_dropout = FALSE;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      NablaNode *node = nabla_graph_node (graph, i);
      if (g_str_equal (node->op->name, "batch_norm"))
        g_ptr_array_add (nodes, node);
      has_dropout = has_dropout || (node->op->flags & NABLA_OP_RANDOM);
    }
  snapshot->batch_norm = nabla_batch_norm_new (nodes->len);
  snapshot->batch_norm->has_dropout = has_dropout;
  if (nodes->len == 0)
    return TRUE;
  for (guint i = 0; i < nodes->len; i++)
    fill_layer (self, probe, nodes->pdata[i], &snapshot->batch_norm->layers[i]);
  return compare_modes (self, probe, nodes, cancel, snapshot->batch_norm);
}
