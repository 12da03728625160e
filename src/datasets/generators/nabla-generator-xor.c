/* Exclusive or: the four quarters of a square, which no straight line parts.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

enum { SAMPLES, NOISE };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (400),
  NABLA_PARAM_NOISE (1, 0.1, N_("Standard deviation of the noise on each coordinate.")),
  { NULL }
};

/* x = 2·rand (m, 2) − 1, y = 1 where exactly one coordinate is positive, and then
 * x + σ·randn (m, 2). */
static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  NablaDataset *self = nabla_generate_plane (_("Exclusive or"), m, 2, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  for (gsize k = 0; k < 2 * m; k++)
    self->x[k] = 2 * nabla_random_state_uniform (&random) - 1;
  for (gsize i = 0; i < m; i++)
    self->y[i] = (self->x[2 * i] > 0) != (self->x[2 * i + 1] > 0);
  nabla_generate_add_noise (self, settings[NOISE], &random);
  return self;
}

const NablaGenerator nabla_generator_xor = {
  "xor", N_("Exclusive or"),
  N_("The four quarters of a square; those across from each other are one class."),
  params, generate,
};
