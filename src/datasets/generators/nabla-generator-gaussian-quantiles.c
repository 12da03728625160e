/* scikit-learn's make_gaussian_quantiles: one round cloud, cut into rings of equally
 * many examples.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

#include <math.h>
#include <stdlib.h>

enum { SAMPLES, VARIANCE, CLASSES };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (200),
  { "variance", N_("Variance"), "σ²", N_("Variance of the cloud in each direction."),
    NABLA_PARAM_REAL, 0.01, 100, 0.5, NABLA_SCALE_LOG },
  { "classes", N_("Classes"), NULL, N_("How many rings the cloud is cut into."),
    NABLA_PARAM_INTEGER, 2, 10, 2, NABLA_SCALE_LINEAR },
  { NULL }
};

typedef struct {
  double distance;
  double x[2];
} Point;

static int
compare_points (const void *a, const void *b)
{
  double first = ((const Point *) a)->distance, second = ((const Point *) b)->distance;
  return (first > second) - (first < second);
}

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  guint n_classes = settings[CLASSES];
  NablaDataset *self = nabla_generate_plane (_("Gaussian quantiles"), m, n_classes, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  double sigma = sqrt (settings[VARIANCE]);
  g_autofree Point *points = g_new (Point, m);
  for (gsize i = 0; i < m; i++)
    {
      double *x = points[i].x;
      for (guint j = 0; j < 2; j++)
        x[j] = sigma * nabla_random_state_normal (&random);
      points[i].distance = x[0] * x[0] + x[1] * x[1];
    }
  qsort (points, m, sizeof *points, compare_points);

  /* What is left over belongs to the last ring. */
  for (gsize i = 0; i < m; i++)
    {
      self->x[2 * i] = points[i].x[0];
      self->x[2 * i + 1] = points[i].x[1];
      self->y[i] = MIN (i / (m / n_classes), n_classes - 1);
    }
  nabla_generate_shuffle (self, &random);
  return self;
}

const NablaGenerator nabla_generator_gaussian_quantiles = {
  "gaussian_quantiles", N_("Gaussian quantiles"),
  N_("One round cloud, cut into rings of equally many examples."),
  params, generate,
};
