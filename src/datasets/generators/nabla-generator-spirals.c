/* The spirals of Stanford's CS231n, whose linear classifier fails and whose small
 * network does not.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

#include <math.h>

enum { SAMPLES, NOISE, CLASSES, SWEEP };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (300),
  NABLA_PARAM_NOISE (2, 0.2, N_("Standard deviation of the angle.")),
  { "classes", N_("Arms"), NULL, N_("How many arms there are, each a class."),
    NABLA_PARAM_INTEGER, 2, 3, 3, NABLA_SCALE_LINEAR },
  { "sweep", N_("Turn of an arm"), NULL,
    N_("By what angle an arm turns on its way out, in radians; 6.28 is once round."),
    NABLA_PARAM_REAL, 1, 20, 4, NABLA_SCALE_LINEAR },
  { NULL }
};

/* Arm j has the radii r = linspace (0, 1), the angles t = linspace (4 j, 4 j + sweep) +
 * σ·randn, and x = (r sin t, r cos t). Arms that begin 4 radians apart lie evenly
 * enough for up to three. */
static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  guint n_classes = settings[CLASSES];
  NablaDataset *self = nabla_generate_plane (_("Spirals"), m, n_classes, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  g_autofree double *r = g_new (double, m);
  g_autofree double *t = g_new (double, m);
  gsize first = 0;
  for (guint j = 0; j < n_classes; j++)
    {
      gsize n = m / n_classes + (j < m % n_classes);
      nabla_generate_linspace (0, 1, n, TRUE, r);
      nabla_generate_linspace (j * 4.0, j * 4.0 + settings[SWEEP], n, TRUE, t);
      double *x = self->x + 2 * first, *y = self->y + first;
      for (gsize i = 0; i < n; i++)
        {
          t[i] += nabla_random_state_normal (&random) * settings[NOISE];
          x[2 * i] = r[i] * sin (t[i]);
          x[2 * i + 1] = r[i] * cos (t[i]);
          y[i] = j;
        }
      first += n;
    }
  return self;
}

const NablaGenerator nabla_generator_spirals = {
  "spirals", N_("Spirals"),
  N_("Arms that wind around each other."),
  params, generate,
};
