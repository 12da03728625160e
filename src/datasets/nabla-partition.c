/* Train, dev and test: who is in which.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-random.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Room for what rounding adds to a sum such as 0.7 + 0.2 + 0.1. */
#define SLACK 1e-9

static gboolean
check_fractions (const double *fractions, GError **error)
{
  double sum = 0;
  gboolean good = TRUE;
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    {
      good = good && fractions[s] >= 0;
      sum += fractions[s];
    }
  if (good && sum <= 1 + SLACK)
    return TRUE;

  char train[NABLA_NUMBER_LENGTH], dev[NABLA_NUMBER_LENGTH], test[NABLA_NUMBER_LENGTH];
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
               _("[data] train, dev, test: found %s, %s and %s, but they are shares of all "
                 "examples: none is below 0, and their sum is at most 1"),
               nabla_number_format (fractions[NABLA_SPLIT_TRAIN], train),
               nabla_number_format (fractions[NABLA_SPLIT_DEV], dev),
               nabla_number_format (fractions[NABLA_SPLIT_TEST], test));
  return FALSE;
}

/* Where the splits of a group of @n examples end: the running sums are rounded, so
 * that fractions with a sum of 1 leave nobody out. */
static void
cut (const double *fractions, gsize n, gsize *ends)
{
  double sum = 0;
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    {
      sum += fractions[s];
      ends[s] = MIN ((gsize) round (sum * n), n);
    }
}

/* The group that example @i is cut with: its class, a last one for examples
 * without a label, or group 0 if classes do not matter. */
static guint
group_of (const NablaDataset *dataset, gboolean stratify, guint32 i)
{
  if (!stratify)
    return 0;
  double y = dataset->y[i];
  return y >= 0 && y < dataset->n_classes ? (guint) y : dataset->n_classes;
}

static void
divide (NablaPartition *self,
        const NablaDataset *dataset,
        const double *fractions,
        gboolean stratify,
        guint32 seed)
{
  g_autofree guint32 *permuted = g_new (guint32, dataset->m);
  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  nabla_random_state_permutation (&random, permuted, dataset->m);

  guint n_groups = stratify ? dataset->n_classes + 1 : 1;
  g_autofree gsize *members = g_new0 (gsize, n_groups);
  g_autofree gsize *seen = g_new0 (gsize, n_groups);
  gsize (*ends)[NABLA_N_SPLITS] = g_malloc_n (n_groups, sizeof *ends);
  for (gsize i = 0; i < dataset->m; i++)
    members[group_of (dataset, stratify, i)]++;
  for (guint g = 0; g < n_groups; g++)
    {
      cut (fractions, members[g], ends[g]);
      for (int s = 0; s < NABLA_N_SPLITS; s++)
        self->sizes[s] += ends[g][s] - (s > 0 ? ends[g][s - 1] : 0);
    }

  gsize filled[NABLA_N_SPLITS] = { 0 };
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    self->indices[s] = g_new (guint32, self->sizes[s]);
  for (gsize i = 0; i < dataset->m; i++)
    {
      guint g = group_of (dataset, stratify, permuted[i]);
      gsize rank = seen[g]++;
      int s = 0;
      while (s < NABLA_N_SPLITS && rank >= ends[g][s])
        s++;
      if (s < NABLA_N_SPLITS)
        self->indices[s][filled[s]++] = permuted[i];
    }
  g_free (ends);
}

NablaPartition *
nabla_partition_new (const NablaDataset *dataset,
                     double train,
                     double dev,
                     double test,
                     gboolean stratify,
                     guint32 seed,
                     GError **error)
{
  g_return_val_if_fail (dataset != NULL, NULL);

  const double fractions[NABLA_N_SPLITS] = { train, dev, test };
  if (!check_fractions (fractions, error))
    return NULL;

  g_autoptr (NablaPartition) self = g_new0 (NablaPartition, 1);
  if (train == 1)
    {
      self->sizes[NABLA_SPLIT_TRAIN] = dataset->m;
      self->indices[NABLA_SPLIT_TRAIN] = g_new (guint32, dataset->m);
      for (gsize i = 0; i < dataset->m; i++)
        self->indices[NABLA_SPLIT_TRAIN][i] = i;
    }
  else
    divide (self, dataset, fractions, stratify && dataset->n_classes > 0, seed);

  if (self->sizes[NABLA_SPLIT_TRAIN] == 0)
    {
      char number[NABLA_NUMBER_LENGTH];
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_RANGE,
                   _("[data] train: %s of %zu examples leaves none to train on"),
                   nabla_number_format (train, number), dataset->m);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
nabla_partition_free (NablaPartition *self)
{
  if (self == NULL)
    return;
  for (int s = 0; s < NABLA_N_SPLITS; s++)
    g_free (self->indices[s]);
  g_free (self);
}
