/* The flower of the course's first network with a hidden layer: petals in the
 * plane, by turns of one class and the other.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

#include <math.h>

enum { SAMPLES, NOISE, PETALS };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (400),
  NABLA_PARAM_NOISE (2, 0.2, N_("Standard deviation of the angle and of the radius.")),
  { "petals", N_("Petals"), NULL, N_("How many petals the flower has."),
    NABLA_PARAM_INTEGER, 1, 12, 4, NABLA_SCALE_LINEAR },
  { NULL }
};

/* Class j, half of the examples, has the angles t = linspace (3.12 j, 3.12 (j + 1)) +
 * σ·randn, then the radii r = 4 sin (petals t) + σ·randn, and x = (r sin t, r cos t). */
static void
generate_class (const double *settings,
                guint j,
                gsize n,
                NablaRandomState *random,
                double *x,
                double *y)
{
  g_autofree double *t = g_new (double, n);
  nabla_generate_linspace (j * 3.12, (j + 1) * 3.12, n, TRUE, t);
  for (gsize i = 0; i < n; i++)
    t[i] += nabla_random_state_normal (random) * settings[NOISE];
  for (gsize i = 0; i < n; i++)
    {
      double r = 4 * sin (settings[PETALS] * t[i])
                 + nabla_random_state_normal (random) * settings[NOISE];
      x[2 * i] = r * sin (t[i]);
      x[2 * i + 1] = r * cos (t[i]);
      y[i] = j;
    }
}

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES], half = m / 2;
  NablaDataset *self = nabla_generate_plane (_("Planar flower"), m, 2, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  generate_class (settings, 0, half, &random, self->x, self->y);
  generate_class (settings, 1, m - half, &random, self->x + 2 * half, self->y + half);
  return self;
}

const NablaGenerator nabla_generator_flower = {
  "flower", N_("Planar flower"),
  N_("Petals in the plane, by turns of one class and the other."),
  params, generate,
};
