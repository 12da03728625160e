/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-distributions-picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Percentiles are those of so many, evenly chosen: sorting more takes too long. */
#define MOST_SORTED 509

static const double percentiles[NABLA_DISTRIBUTION_PERCENTILES]
    = { 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99 };

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static void
find_percentiles (NablaDistribution *self, const float *values, guint32 n)
{
  float sorted[MOST_SORTED];
  guint32 m = 0, chosen = MIN (n, MOST_SORTED);
  for (guint32 k = 0; k < chosen; k++)
    {
      float x = values[(guint64)k * n / chosen];
      if (isfinite (x))
        sorted[m++] = x;
    }
  if (m == 0)
    return;
  qsort (sorted, m, sizeof *sorted, compare_floats);
  for (guint i = 0; i < NABLA_DISTRIBUTION_PERCENTILES; i++)
    {
      double place = percentiles[i] * (m - 1);
      guint32 below = (guint32)place, above = MIN (below + 1, m - 1);
      double t = place - below;
      self->percentiles[i] = (float)((1 - t) * sorted[below] + t * sorted[above]);
    }
}

static void
count_bins (NablaDistribution *self, const float *values, guint32 n, guint32 n_finite)
{
  float share = 1.0f / n_finite;
  double width = (double)self->high - self->low;
  double scale = width > 0 ? NABLA_DISTRIBUTION_BINS / width : 0;
  for (guint32 i = 0; i < n; i++)
    {
      float x = values[i];
      if (!isfinite (x))
        continue;
      guint bin = (guint)(((double)x - self->low) * scale);
      self->bins[MIN (bin, NABLA_DISTRIBUTION_BINS - 1)] += share;
      if (x == 0)
        continue;
      int octave = ilogbf (x) - NABLA_DISTRIBUTION_FIRST_OCTAVE;
      self->octaves[CLAMP (octave, 0, NABLA_DISTRIBUTION_OCTAVES - 1)] += share;
    }
}

void
nabla_distribution_count (NablaDistribution *self, const float *values, guint32 n)
{
  g_return_if_fail (self != NULL && (values != NULL || n == 0));

  memset (self, 0, sizeof *self);
  self->n = n;
  guint32 n_finite = 0, n_zero = 0;
  float low = INFINITY, high = -INFINITY;
  double sum = 0, squares = 0;
  for (guint32 i = 0; i < n; i++)
    {
      float x = values[i];
      if (!isfinite (x))
        continue;
      n_finite++;
      n_zero += x == 0;
      low = MIN (low, x);
      high = MAX (high, x);
      sum += x;
      squares += (double)x * x;
    }
  if (n > 0)
    {
      self->share_zero = (float)((double)n_zero / n);
      self->share_not_finite = (float)((double)(n - n_finite) / n);
    }
  if (n_finite == 0)
    return;
  double mean = sum / n_finite;
  self->low = low;
  self->high = high;
  self->mean = (float)mean;
  self->rms = (float)sqrt (squares / n_finite);
  self->deviation = (float)sqrt (MAX (squares / n_finite - mean * mean, 0));
  count_bins (self, values, n, n_finite);
  find_percentiles (self, values, n);
}

NablaDistributionColumn *
nabla_distribution_column_new (gint64 step, guint n_layers)
{
  NablaDistributionColumn *self = g_new0 (NablaDistributionColumn, 1);
  self->step = step;
  self->n_layers = n_layers;
  self->cells = g_new0 (NablaDistribution, (gsize)n_layers * NABLA_N_LAYER_QUANTITIES);
  self->ref_count = 1;
  return self;
}

NablaDistributionColumn *
nabla_distribution_column_ref (NablaDistributionColumn *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_distribution_column_unref (NablaDistributionColumn *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->cells);
  g_free (self);
}

NablaDistribution *
nabla_distribution_column_cell (const NablaDistributionColumn *self,
                                guint layer,
                                NablaLayerQuantity quantity)
{
  g_return_val_if_fail (self != NULL && layer < self->n_layers, NULL);
  g_return_val_if_fail (quantity < NABLA_N_LAYER_QUANTITIES, NULL);

  return &self->cells[layer * NABLA_N_LAYER_QUANTITIES + quantity];
}

NablaDistributions *
nabla_distributions_new (guint n_layers)
{
  NablaDistributions *self = g_new0 (NablaDistributions, 1);
  self->n_layers = n_layers;
  self->names = g_new0 (char *, n_layers + 1);
  self->activations = g_new0 (char *, n_layers + 1);
  self->units = g_new0 (guint, n_layers);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_distribution_column_unref);
  return self;
}

void
nabla_distributions_free (NablaDistributions *self)
{
  g_return_if_fail (self != NULL);

  for (guint l = 0; l < self->n_layers; l++)
    {
      g_free (self->names[l]);
      g_free (self->activations[l]);
    }
  g_free (self->names);
  g_free (self->activations);
  g_free (self->units);
  g_ptr_array_unref (self->columns);
  g_free (self);
}
