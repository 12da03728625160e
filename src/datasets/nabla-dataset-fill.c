/* What stands for values that are missing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset-fill.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Of one feature over the train examples. */
typedef struct {
  double sum;
  double mean;
  gsize n;
} Average;

/* Marks the places that were missing, so that nothing that was filled in counts. */
static void
set_missing (NablaDataset *self, double value)
{
  for (gsize k = 0; k < self->n_missing; k++)
    self->x[self->missing[k]] = value;
}

static inline gsize
row_at (const guint32 *rows, gsize r)
{
  return rows != NULL ? rows[r] : r;
}

/* A sum beyond all doubles is added up again in small shares. */
static double
mean_of (const NablaDataset *self, const guint32 *rows, gsize n_rows, guint j, const Average *average)
{
  if (average->n == 0 || isfinite (average->sum))
    return average->n > 0 ? average->sum / (double) average->n : 0;
  double mean = 0;
  for (gsize r = 0; r < n_rows; r++)
    {
      double x = self->x[row_at (rows, r) * self->n_x + j];
      mean += isnan (x) ? 0 : x / (double) average->n;
    }
  return mean;
}

static void
average (const NablaDataset *self, const guint32 *rows, gsize n_rows, Average *averages)
{
  for (gsize r = 0; r < n_rows; r++)
    {
      const double *x = self->x + row_at (rows, r) * self->n_x;
      for (guint j = 0; j < self->n_x; j++)
        if (!isnan (x[j]))
          {
            averages[j].n++;
            averages[j].sum += x[j];
          }
    }
  for (guint j = 0; j < self->n_x; j++)
    averages[j].mean = mean_of (self, rows, n_rows, j, &averages[j]);
}

/* The features of a column of words stand together; one of them gets the 1. */
static guint
choose_word (NablaDataset *self, const Average *averages, guint first)
{
  guint best = first, j = first;
  for (; j < self->n_x && self->one_hot[j] == self->one_hot[first]; j++)
    {
      self->fill[j] = 0;
      if (averages[j].mean > averages[best].mean)
        best = j;
    }
  self->fill[best] = averages[best].n > 0;
  return j;
}

void
nabla_dataset_fill (NablaDataset *self, const NablaPartition *partition)
{
  g_return_if_fail (self != NULL);

  if (self->fill == NULL)
    return;
  g_autofree Average *averages = g_new0 (Average, self->n_x);
  set_missing (self, NAN);
  if (partition != NULL)
    average (self, partition->indices[NABLA_SPLIT_TRAIN], partition->sizes[NABLA_SPLIT_TRAIN], averages);
  else
    average (self, NULL, self->m, averages);
  for (guint j = 0; j < self->n_x;)
    if (self->one_hot != NULL && self->one_hot[j] > 0)
      j = choose_word (self, averages, j);
    else
      {
        self->fill[j] = averages[j].mean;
        j++;
      }
  nabla_dataset_put_fill (self);
}

void
nabla_dataset_put_fill (NablaDataset *self)
{
  for (gsize k = 0; k < self->n_missing; k++)
    self->x[self->missing[k]] = self->fill[self->missing[k] % self->n_x];
}

gboolean
nabla_dataset_find_missing (NablaDataset *self, GError **error)
{
  gsize n = self->m * self->n_x, n_missing = 0;
  for (gsize i = 0; i < n; i++)
    n_missing += !isfinite (self->x[i]);
  self->fill = g_new0 (double, self->n_x);
  self->missing = g_try_new (gsize, MAX (n_missing, 1));
  if (self->missing == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: there is not enough memory for a list of its missing values"), self->title);
      return FALSE;
    }
  for (gsize i = 0; self->n_missing < n_missing; i++)
    if (!isfinite (self->x[i]))
      self->missing[self->n_missing++] = i;
  return TRUE;
}
