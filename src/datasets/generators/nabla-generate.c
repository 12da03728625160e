/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-generate.h"

#include <string.h>

NablaDataset *
nabla_generate_plane (const char *title, gsize m, guint n_classes, GError **error)
{
  NablaTask task = n_classes == 2 ? NABLA_TASK_BINARY : NABLA_TASK_MULTICLASS;
  return nabla_dataset_new (title, task, m, 2, n_classes, error);
}

void
nabla_generate_linspace (double start, double stop, gsize n, gboolean endpoint, double *values)
{
  double step = n > 1 || !endpoint ? (stop - start) / (double) (endpoint ? n - 1 : n) : 0;
  for (gsize i = 0; i < n; i++)
    values[i] = (double) i * step + start;
  if (endpoint && n > 1)
    values[n - 1] = stop;
}

void
nabla_generate_shuffle (NablaDataset *dataset, NablaRandomState *random)
{
  gsize m = dataset->m, n_x = dataset->n_x;
  g_autofree guint32 *order = g_new (guint32, m);
  nabla_random_state_permutation (random, order, m);

  double *x = g_new (double, m * n_x), *y = g_new (double, m);
  for (gsize i = 0; i < m; i++)
    {
      memcpy (x + i * n_x, dataset->x + order[i] * n_x, n_x * sizeof (double));
      y[i] = dataset->y[order[i]];
    }
  g_free (dataset->x);
  g_free (dataset->y);
  dataset->x = x;
  dataset->y = y;
}

void
nabla_generate_add_noise (NablaDataset *dataset, double noise, NablaRandomState *random)
{
  for (gsize k = 0; k < dataset->m * dataset->n_x; k++)
    dataset->x[k] += noise * nabla_random_state_normal (random);
}
