/* A noisy sine, a regression that a straight line cannot do.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

#include <math.h>

enum { SAMPLES, NOISE, PERIODS };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (200),
  NABLA_PARAM_NOISE (2, 0.1, N_("Standard deviation of the noise on y.")),
  { "periods", N_("Periods"), NULL, N_("How many waves there are."),
    NABLA_PARAM_REAL, 0.5, 10, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

/* x = π·periods·(2·rand (m) − 1), y = sin x + σ·randn (m). */
static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  NablaDataset *self = nabla_dataset_new (_("Sine"), NABLA_TASK_REGRESSION, m, 1, 0, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  for (gsize i = 0; i < m; i++)
    self->x[i] = G_PI * settings[PERIODS] * (2 * nabla_random_state_uniform (&random) - 1);
  for (gsize i = 0; i < m; i++)
    self->y[i] = sin (self->x[i]) + settings[NOISE] * nabla_random_state_normal (&random);
  return self;
}

const NablaGenerator nabla_generator_sine = {
  "sine", N_("Sine"),
  N_("Points near a wave, to predict y from x."),
  params, generate,
};
