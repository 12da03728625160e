/* Which units of a layer are the same unit, and their lines in the plane of the data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observer-private.h"

#include <math.h>
#include <string.h>

/* Weights that are looked at between two glances at cancel. */
#define STRETCH (1 << 18)
#define MARGIN 0.08

/* A unit's weights and bias, to be found in a table. */
typedef struct
{
  const NablaObserver *observer;
  const void *weights, *biases;
  guint n, unit;
} UnitKey;

static double
number_of (const UnitKey *self, guint j)
{
  return j < self->n            ? nabla_observer_number (self->observer, self->weights,
                                                         (gsize)self->unit * self->n + j)
         : self->biases != NULL ? nabla_observer_number (self->observer, self->biases, self->unit)
                                : 0;
}

static guint
hash_unit (gconstpointer key)
{
  const UnitKey *self = key;
  guint64 hash = 14695981039346656037u; /* FNV-1a, eight bytes at a time */
  for (guint j = 0; j <= self->n; j++)
    {
      double value = number_of (self, j) + 0.0; /* −0 is 0 */
      guint64 bits;
      memcpy (&bits, &value, sizeof bits);
      hash = (hash ^ bits) * 1099511628211u;
      hash ^= hash >> 29;
    }
  return (guint)(hash ^ (hash >> 32));
}

static gboolean
equal_units (gconstpointer a, gconstpointer b)
{
  const UnitKey *one = a, *other = b;
  for (guint j = 0; j <= one->n; j++)
    if (number_of (one, j) != number_of (other, j))
      return FALSE;
  return TRUE;
}

static gboolean
find_groups (const NablaObserver *self,
             const void *weights,
             const void *biases,
             const gint *cancel,
             NablaUnitsLayer *layer)
{
  g_autofree UnitKey *keys = g_new (UnitKey, layer->units);
  g_autoptr (GHashTable) groups = g_hash_table_new (hash_unit, equal_units);
  layer->group = g_new (guint32, layer->units);
  gsize seen = 0;
  for (guint u = 0; u < layer->units; u++)
    {
      gpointer group;
      keys[u] = (UnitKey){ self, weights, biases, layer->n_previous, u };
      if ((seen += layer->n_previous) > STRETCH)
        {
          seen = 0;
          if (cancel != NULL && g_atomic_int_get (cancel) != 0)
            return FALSE;
        }
      if (!g_hash_table_lookup_extended (groups, &keys[u], NULL, &group))
        {
          group = GUINT_TO_POINTER (layer->n_groups++);
          g_hash_table_insert (groups, &keys[u], group);
        }
      layer->group[u] = GPOINTER_TO_UINT (group);
    }
  return TRUE;
}

static gboolean
are_zero (const NablaObserver *self, const void *numbers, gsize n)
{
  for (gsize i = 0; numbers != NULL && i < n; i++)
    if (nabla_observer_number (self, numbers, i) != 0)
      return FALSE;
  return TRUE;
}

static void
copy_shown (const NablaObserver *self,
            const void *weights,
            const void *biases,
            NablaUnitsLayer *layer)
{
  layer->n_shown = MIN (layer->units, NABLA_UNITS_MOST_SHOWN);
  layer->n_columns = MIN (layer->n_previous, NABLA_UNITS_MOST_SHOWN);
  layer->weights = g_new (float, (gsize)layer->n_shown * layer->n_columns);
  layer->biases = biases != NULL ? g_new (float, layer->n_shown) : NULL;
  for (guint u = 0; u < layer->n_shown; u++)
    {
      for (guint j = 0; j < layer->n_columns; j++)
        layer->weights[u * layer->n_columns + j]
            = (float)nabla_observer_number (self, weights, (gsize)u * layer->n_previous + j);
      if (biases != NULL)
        layer->biases[u] = (float)nabla_observer_number (self, biases, u);
    }
}

static void
compare_units (const NablaObserver *self,
               const void *weights,
               const void *biases,
               NablaUnitsLayer *layer)
{
  guint n = layer->n_shown, n_previous = layer->n_previous;
  /* Of very wide layers an even choice of the weights says as much. */
  guint stride = n_previous / 1024 + 1;
  g_autofree double *norms = g_new (double, n);
  layer->similarity = g_new (float, (gsize)n *n);
  for (guint u = 0; u < n; u++)
    for (guint v = 0; v <= u; v++)
      {
        UnitKey one = { self, weights, biases, n_previous, u };
        UnitKey other = { self, weights, biases, n_previous, v };
        double product = number_of (&one, n_previous) * number_of (&other, n_previous);
        for (guint j = 0; j < n_previous; j += stride)
          product += number_of (&one, j) * number_of (&other, j);
        if (u == v)
          norms[u] = sqrt (product);
        layer->similarity[u * n + v] = (float)product;
      }
  for (guint u = 0; u < n; u++)
    for (guint v = 0; v <= u; v++)
      {
        double norm = norms[u] * norms[v];
        double cosine = norm > 0 ? CLAMP (layer->similarity[u * n + v] / norm, -1, 1) : NAN;
        layer->similarity[u * n + v] = layer->similarity[v * n + u] = (float)cosine;
      }
}

/* w·x̂ + b = 0 with x̂ = (x − shift) · scale, in x. */
static void
find_lines (const NablaObserver *self, const NablaUnitsLayer *layer, NablaUnits *units)
{
  const NablaNormalizer *normalizer = self->problem->normalizer;
  units->lines = g_new (float, 3 * layer->n_shown);
  for (guint u = 0; u < layer->n_shown; u++)
    {
      double c = layer->biases != NULL ? layer->biases[u] : 0;
      for (guint j = 0; j < 2; j++)
        {
          double shift = normalizer->kind != NABLA_NORMALIZE_NONE ? normalizer->shift[j] : 0;
          double scale = normalizer->kind != NABLA_NORMALIZE_NONE ? normalizer->scale[j] : 1;
          double w = layer->weights[2 * u + j] * scale;
          units->lines[3 * u + j] = (float)w;
          c -= w * shift;
        }
      units->lines[3 * u + 2] = (float)c;
    }
}

static void
copy_plane (NablaObserver *self, const NablaObserveOptions *options, NablaUnits *units)
{
  const NablaDataset *data = self->problem->dataset;
  const NablaChoice *choice = nabla_observer_choose (self, options->most_points);
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
  units->n_points = choice->n;
  units->x = g_new (float, choice->n);
  units->y = g_new (float, choice->n);
  units->label = g_new (float, choice->n);
  for (gsize i = 0; i < choice->n; i++)
    {
      const double *x = data->x + 2 * (gsize)choice->examples[i];
      units->x[i] = (float)x[0];
      units->y[i] = (float)x[1];
      units->label[i] = (float)data->y[choice->examples[i]];
      for (guint j = 0; j < 2; j++)
        {
          low[j] = MIN (low[j], x[j]);
          high[j] = MAX (high[j], x[j]);
        }
    }
  for (guint j = 0; j < 2; j++)
    {
      double margin = high[j] > low[j] ? MARGIN * (high[j] - low[j]) : 1;
      low[j] = isfinite (low[j]) ? low[j] - margin : -1;
      high[j] = isfinite (high[j]) ? high[j] + margin : 1;
    }
  units->x_minimum = low[0];
  units->x_maximum = high[0];
  units->y_minimum = low[1];
  units->y_maximum = high[1];
  units->x_name = g_strdup (data->feature_names[0]);
  units->y_name = g_strdup (data->feature_names[1]);
}

gboolean
nabla_observer_units (NablaObserver *self,
                      const NablaObserveOptions *options,
                      const gint *cancel,
                      NablaSnapshot *snapshot)
{
  g_autoptr (GArray) shown = nabla_observer_shown_layers (self);
  const NablaProbe *probe = nabla_observer_probe (self, cancel);
  if (probe == NULL)
    return cancel == NULL || g_atomic_int_get (cancel) == 0;

  NablaUnits *units = snapshot->units = nabla_units_new (shown->len);
  gboolean moves = FALSE, output_bias_moves = FALSE;
  for (guint l = 0; l < shown->len; l++)
    {
      const NablaShownLayer *from = &g_array_index (shown, NablaShownLayer, l);
      NablaUnitsLayer *layer = &units->layers[l];
      gsize n = nabla_shape_size (&from->w->shape);
      const void *weights = nabla_workspace_value (probe->workspace, from->w, NULL);
      const void *biases
          = from->b != NULL ? nabla_workspace_value (probe->workspace, from->b, NULL) : NULL;
      const void *bias_gradients
          = from->b != NULL ? nabla_workspace_gradient (probe->workspace, from->b, NULL) : NULL;
      layer->name = g_strdup (from->spec->name);
      layer->units = from->z->shape.dim[0];
      layer->n_previous = (guint)(n / MAX (layer->units, 1));
      layer->weights_zero = are_zero (self, weights, n);
      layer->gradients_zero
          = are_zero (self, nabla_workspace_gradient (probe->workspace, from->w, NULL), n);
      gboolean bias_moves = !are_zero (self, bias_gradients, layer->units);
      moves = moves || !layer->gradients_zero || (bias_moves && l + 1 < shown->len);
      output_bias_moves = output_bias_moves || bias_moves;
      copy_shown (self, weights, biases, layer);
      compare_units (self, weights, biases, layer);
      if (!find_groups (self, weights, biases, cancel, layer))
        return FALSE;
    }
  units->moves = moves               ? NABLA_UNITS_MOVE
                 : output_bias_moves ? NABLA_UNITS_OUTPUT_BIAS
                                     : NABLA_UNITS_NOTHING;
  units->has_lines = shown->len > 0 && self->problem->dataset->n_x == 2
                     && g_array_index (shown, NablaShownLayer, 0).z->inputs[0]
                            == nabla_trainer_model (self->trainer)->input;
  if (units->has_lines)
    {
      find_lines (self, &units->layers[0], units);
      copy_plane (self, options, units);
    }
  return TRUE;
}
