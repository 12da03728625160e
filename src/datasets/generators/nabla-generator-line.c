/* A noisy straight line, the simplest regression.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

enum { SAMPLES, NOISE, SLOPE, INTERCEPT };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (100),
  NABLA_PARAM_NOISE (5, 0.2, N_("Standard deviation of the noise on y.")),
  { "slope", N_("Slope"), NULL, N_("How much y grows where x grows by 1."),
    NABLA_PARAM_REAL, -10, 10, 2, NABLA_SCALE_LINEAR },
  { "intercept", N_("Intercept"), NULL, N_("The value of y where x is 0."),
    NABLA_PARAM_REAL, -10, 10, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

/* x = 2·rand (m) − 1, y = slope·x + intercept + σ·randn (m). */
static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  NablaDataset *self = nabla_dataset_new (_("Line"), NABLA_TASK_REGRESSION, m, 1, 0, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  for (gsize i = 0; i < m; i++)
    self->x[i] = 2 * nabla_random_state_uniform (&random) - 1;
  for (gsize i = 0; i < m; i++)
    self->y[i] = settings[SLOPE] * self->x[i] + settings[INTERCEPT]
                 + settings[NOISE] * nabla_random_state_normal (&random);
  return self;
}

const NablaGenerator nabla_generator_line = {
  "line", N_("Line"),
  N_("Points near a straight line, to predict y from x."),
  params, generate,
};
