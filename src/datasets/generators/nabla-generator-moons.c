/* scikit-learn's make_moons: two half circles that reach into each other.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

#include <math.h>

enum { SAMPLES, NOISE };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (200),
  NABLA_PARAM_NOISE (2, 0.2, N_("Standard deviation of the noise on each coordinate.")),
  { NULL }
};

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES], n_outer = m / 2;
  NablaDataset *self = nabla_generate_plane (_("Moons"), m, 2, error);
  if (self == NULL)
    return NULL;

  g_autofree double *t = g_new (double, m);
  nabla_generate_linspace (0, G_PI, n_outer, TRUE, t);
  nabla_generate_linspace (0, G_PI, m - n_outer, TRUE, t + n_outer);
  for (gsize i = 0; i < m; i++)
    {
      gboolean inner = i >= n_outer;
      self->x[2 * i] = inner ? 1 - cos (t[i]) : cos (t[i]);
      self->x[2 * i + 1] = inner ? 1 - sin (t[i]) - 0.5 : sin (t[i]);
      self->y[i] = inner;
    }

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  nabla_generate_shuffle (self, &random);
  nabla_generate_add_noise (self, settings[NOISE], &random);
  return self;
}

const NablaGenerator nabla_generator_moons = {
  "moons", N_("Moons"),
  N_("Two half circles that reach into each other."),
  params, generate,
};
