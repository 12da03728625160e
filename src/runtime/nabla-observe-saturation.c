/* Where pre-activations lie on the derivative of their activation.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <string.h>

/* Of wide layers fewer examples are looked at, but all units. */
#define MOST_NUMBERS 65536

static gboolean
is_known (const NablaNode *node)
{
  return node->layout == NABLA_LAYOUT_COLUMNS && (node->op->flags & NABLA_OP_ACTIVATION)
         && isfinite (nabla_activation_derivative (node->op->name, 0, 1));
}

/* The layer's name: a layer `h` with activation=tanh has the node `h/tanh`. */
static char *
layer_name (const NablaNode *node)
{
  g_autofree char *ending = g_strconcat ("/", node->op->name, NULL);
  gsize length = strlen (node->name);
  return g_str_has_suffix (node->name, ending) ? g_strndup (node->name, length - strlen (ending))
                                               : g_strdup (node->name);
}

/* Where g′ is less than NABLA_SATURATION_FLAT: at @below and less, at @above and more. */
static void
find_flat (const NablaSaturatedLayer *layer, double *below, double *above)
{
  *above = INFINITY;
  *below = -INFINITY;
  if (g_str_equal (layer->activation, "tanh"))
    *above = atanh (sqrt (1 - NABLA_SATURATION_FLAT)); /* 1 − a² */
  else if (g_str_equal (layer->activation, "sigmoid"))
    {
      double a = (1 + sqrt (1 - 4 * NABLA_SATURATION_FLAT)) / 2; /* a (1 − a) */
      *above = log (a / (1 - a));
    }
  else if (g_str_equal (layer->activation, "relu") || layer->slope < NABLA_SATURATION_FLAT)
    *below = 0;
  if (isfinite (*above))
    *below = -*above;
}

static void
find_range (
    const NablaObserver *self, const void *z, gsize pitch, gsize stride, NablaSaturatedLayer *layer)
{
  layer->low = INFINITY;
  layer->high = -INFINITY;
  for (guint u = 0; u < layer->units; u++)
    for (gsize e = 0; e < layer->rows; e++)
      {
        double value = nabla_observer_number (self, z, u * pitch + e * stride);
        if (!isfinite (value))
          continue;
        layer->low = MIN (layer->low, value);
        layer->high = MAX (layer->high, value);
      }
  if (layer->low > layer->high)
    layer->low = layer->high = 0;
}

static void
fill_layer (const NablaObserver *self,
            const NablaProbe *probe,
            const NablaNode *node,
            NablaSaturatedLayer *layer)
{
  gsize pitch;
  const void *z = nabla_workspace_value (probe->workspace, node->inputs[0], &pitch);
  int slope = nabla_param_find (node->op->params, "slope");
  layer->name = layer_name (node);
  layer->activation = g_strdup (node->op->name);
  layer->slope = slope >= 0 ? node->settings[slope] : 0;
  layer->units = (guint)nabla_shape_size (&node->shape);
  gsize most = MAX (MOST_NUMBERS / MAX (layer->units, 1), 1);
  gsize stride = (probe->rows + most - 1) / most;
  layer->rows = (probe->rows + stride - 1) / stride;
  find_range (self, z, pitch, stride, layer);

  double width = layer->high - layer->low;
  double scale = width > 0 ? NABLA_SATURATION_BINS / width : 0;
  guint64 n_flat = 0, n_finite = 0;
  gboolean is_relu = g_str_equal (layer->activation, "relu");
  double below, above;
  find_flat (layer, &below, &above);
  guint counts[NABLA_SATURATION_BINS] = { 0 };
  for (guint u = 0; u < layer->units; u++)
    {
      gsize flat = 0;
      for (gsize e = 0; e < layer->rows; e++)
        {
          double value = nabla_observer_number (self, z, u * pitch + e * stride);
          if (!isfinite (value))
            continue;
          n_finite++;
          flat += value <= below || value >= above;
          guint bin = (guint)((value - layer->low) * scale);
          counts[MIN (bin, NABLA_SATURATION_BINS - 1)]++;
        }
      n_flat += flat;
      layer->n_dead += is_relu && flat == layer->rows;
      layer->n_stuck += flat == layer->rows;
    }
  guint64 n = (guint64)layer->units * layer->rows;
  layer->share_not_finite = n > 0 ? (float)((double)(n - n_finite) / n) : 0;
  layer->share_flat = n_finite > 0 ? (float)((double)n_flat / n_finite) : 0;
  for (guint i = 0; n_finite > 0 && i < NABLA_SATURATION_BINS; i++)
    layer->bins[i] = (float)((double)counts[i] / n_finite);
}

gboolean
nabla_observer_saturation (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot)
{
  const NablaGraph *graph = nabla_trainer_model (self->trainer)->graph;
  const NablaProbe *probe = nabla_observer_probe (self, cancel);
  if (probe == NULL)
    return cancel == NULL || g_atomic_int_get (cancel) == 0;

  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    if (is_known (nabla_graph_node (graph, i)))
      g_ptr_array_add (nodes, nabla_graph_node (graph, i));
  snapshot->saturation = nabla_saturation_new (nodes->len);
  for (guint i = 0; i < nodes->len; i++)
    {
      if (cancel != NULL && g_atomic_int_get (cancel) != 0)
        return FALSE;
      fill_layer (self, probe, nodes->pdata[i], &snapshot->saturation->layers[i]);
    }
  return TRUE;
}
