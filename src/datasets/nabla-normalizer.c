/* Features brought to one scale, so that gradient descent finds no long valleys.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset.h"

#include <math.h>

const char *const nabla_normalization_names[] = { "none", "standard", "minmax", "pixels", NULL };

/* A feature with no spread, or one so small that its inverse overflows, keeps its
 * scale. */
static double
inverse (double spread)
{
  double scale = 1 / spread;
  return isnormal (scale) ? scale : 1;
}

/* Smallest and largest train value of each feature. */
static void
measure_range (const NablaDataset *dataset,
               const guint32 *train,
               gsize n_train,
               double *lowest,
               double *highest)
{
  for (guint j = 0; j < dataset->n_x; j++)
    {
      lowest[j] = INFINITY;
      highest[j] = -INFINITY;
    }
  for (gsize i = 0; i < n_train; i++)
    {
      const double *x = dataset->x + (gsize) train[i] * dataset->n_x;
      for (guint j = 0; j < dataset->n_x; j++)
        {
          lowest[j] = MIN (lowest[j], x[j]);
          highest[j] = MAX (highest[j], x[j]);
        }
    }
}

/* A power of two as large as @magnitude: dividing by it rounds nothing. */
static double
unit_of (double magnitude)
{
  return isnormal (magnitude) ? ldexp (1, ilogb (magnitude)) : 1;
}

/* μ = 1/m Σ x and σ = √(1/m Σ (x − μ)²), as in the course. Each feature is measured in
 * units of its own size, so that neither a sum nor a square leaves the range of double. */
static void
measure_moments (const NablaDataset *dataset,
                 const guint32 *train,
                 gsize n_train,
                 const double *lowest,
                 const double *highest,
                 double *mean,
                 double *deviation)
{
  guint n_x = dataset->n_x;
  g_autofree double *unit = g_new (double, n_x);
  for (guint j = 0; j < n_x; j++)
    unit[j] = unit_of (MAX (fabs (lowest[j]), fabs (highest[j])));

  for (gsize i = 0; i < n_train; i++)
    for (guint j = 0; j < n_x; j++)
      mean[j] += dataset->x[(gsize) train[i] * n_x + j] / unit[j];
  for (guint j = 0; j < n_x; j++)
    mean[j] /= n_train;

  for (gsize i = 0; i < n_train; i++)
    for (guint j = 0; j < n_x; j++)
      {
        double distance = dataset->x[(gsize) train[i] * n_x + j] / unit[j] - mean[j];
        deviation[j] += distance * distance;
      }
  for (guint j = 0; j < n_x; j++)
    {
      mean[j] *= unit[j];
      deviation[j] = sqrt (deviation[j] / n_train) * unit[j];
    }
}

NablaNormalizer *
nabla_normalizer_new (NablaNormalization kind,
                      const NablaDataset *dataset,
                      const NablaPartition *partition)
{
  g_return_val_if_fail (dataset != NULL && partition != NULL, NULL);

  guint n_x = dataset->n_x;
  NablaNormalizer *self = g_new0 (NablaNormalizer, 1);
  self->kind = kind;
  self->n_x = n_x;
  self->shift = g_new0 (double, n_x);
  self->scale = g_new0 (double, n_x);
  for (guint j = 0; j < n_x; j++)
    self->scale[j] = kind == NABLA_NORMALIZE_PIXELS ? 1 / 255.0 : 1;
  if (kind == NABLA_NORMALIZE_NONE || kind == NABLA_NORMALIZE_PIXELS)
    return self;

  const guint32 *train = partition->indices[NABLA_SPLIT_TRAIN];
  gsize n_train = partition->sizes[NABLA_SPLIT_TRAIN];
  g_autofree double *lowest = g_new (double, n_x);
  g_autofree double *highest = g_new (double, n_x);
  measure_range (dataset, train, n_train, lowest, highest);
  g_autofree double *mean = g_new0 (double, n_x);
  g_autofree double *deviation = g_new0 (double, n_x);
  if (kind == NABLA_NORMALIZE_STANDARD)
    measure_moments (dataset, train, n_train, lowest, highest, mean, deviation);

  for (guint j = 0; j < n_x; j++)
    /* The mean of equal numbers may be rounded, and their deviation then not zero. */
    if (kind == NABLA_NORMALIZE_MINMAX || lowest[j] == highest[j])
      {
        self->shift[j] = lowest[j];
        self->scale[j] = inverse (highest[j] - lowest[j]);
      }
    else
      {
        self->shift[j] = mean[j];
        self->scale[j] = inverse (deviation[j]);
      }
  return self;
}

void
nabla_normalizer_free (NablaNormalizer *self)
{
  if (self == NULL)
    return;
  g_free (self->shift);
  g_free (self->scale);
  g_free (self);
}

void
nabla_normalizer_apply (const NablaNormalizer *self, double *x)
{
  g_return_if_fail (self != NULL && x != NULL);

  for (guint j = 0; j < self->n_x; j++)
    x[j] = (x[j] - self->shift[j]) * self->scale[j];
}
