/* scikit-learn's make_circles: a small circle within a large one.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

#include <math.h>

enum { SAMPLES, NOISE, FACTOR };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (200),
  NABLA_PARAM_NOISE (2, 0.3, N_("Standard deviation of the noise on each coordinate.")),
  { "factor", N_("Size of the inner circle"), NULL,
    N_("Radius of the inner circle as a share of the outer one's."),
    NABLA_PARAM_REAL, 0, 0.99, 0.5, NABLA_SCALE_LINEAR },
  { NULL }
};

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES], n_outer = m / 2;
  NablaDataset *self = nabla_generate_plane (_("Circles"), m, 2, error);
  if (self == NULL)
    return NULL;

  g_autofree double *t = g_new (double, m);
  nabla_generate_linspace (0, 2 * G_PI, n_outer, FALSE, t);
  nabla_generate_linspace (0, 2 * G_PI, m - n_outer, FALSE, t + n_outer);
  for (gsize i = 0; i < m; i++)
    {
      gboolean inner = i >= n_outer;
      double radius = inner ? settings[FACTOR] : 1;
      self->x[2 * i] = cos (t[i]) * radius;
      self->x[2 * i + 1] = sin (t[i]) * radius;
      self->y[i] = inner;
    }

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  nabla_generate_shuffle (self, &random);
  nabla_generate_add_noise (self, settings[NOISE], &random);
  return self;
}

const NablaGenerator nabla_generator_circles = {
  "circles", N_("Circles"),
  N_("A small circle within a large one."),
  params, generate,
};
