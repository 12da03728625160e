/* scikit-learn's make_blobs: round clouds about random centers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

enum { SAMPLES, NOISE, CENTERS, BINARY };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (200),
  NABLA_PARAM_NOISE (10, 1, N_("Standard deviation of each cloud.")),
  { "centers", N_("Centers"), NULL, N_("How many clouds there are."),
    NABLA_PARAM_INTEGER, 2, 10, 6, NABLA_SCALE_LINEAR },
  { "binary", N_("Two classes"), NULL,
    N_("Whether the clouds belong by turns to one class and the other, as in the course, or each "
       "is a class of its own."),
    NABLA_PARAM_BOOLEAN, 0, 1, 1 },
  { NULL }
};

static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  guint n_centers = settings[CENTERS];
  guint n_classes = settings[BINARY] ? 2 : n_centers;
  NablaDataset *self = nabla_generate_plane (_("Blobs"), m, n_classes, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  g_autofree double *centers = g_new (double, 2 * n_centers);
  for (guint k = 0; k < 2 * n_centers; k++)
    centers[k] = -10 + 20 * nabla_random_state_uniform (&random);

  /* The first clouds have one more where the examples cannot be shared evenly. */
  for (gsize i = 0, c = 0; c < n_centers; c++)
    for (gsize last = i + m / n_centers + (c < m % n_centers); i < last; i++)
      {
        for (guint j = 0; j < 2; j++)
          self->x[2 * i + j]
              = centers[2 * c + j] + settings[NOISE] * nabla_random_state_normal (&random);
        self->y[i] = c % n_classes;
      }
  nabla_generate_shuffle (self, &random);
  return self;
}

const NablaGenerator nabla_generator_blobs = {
  "blobs", N_("Blobs"),
  N_("Round clouds about random centers."),
  params, generate,
};
