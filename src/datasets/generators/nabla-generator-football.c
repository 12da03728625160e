/* A football field, for the question that the course puts to regularization: from where
 * should the goalkeeper kick the ball? The players of one team win it above a diagonal,
 * those of the other below, and near the diagonal it is chance, so that a network
 * which follows every example has learned the noise.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generate.h"

enum { SAMPLES, NOISE };

static const NablaParamSpec params[] = {
  NABLA_PARAM_SAMPLES (400),
  NABLA_PARAM_NOISE (1, 0.1,
                     N_("How far from the diagonal, as a standard deviation, the wrong team may "
                        "win the ball.")),
  { NULL }
};

/* Field and diagonal; the diagonal leaves half of the field to each team. */
#define LEFT (-0.8)
#define WIDTH 1.2
#define BOTTOM (-0.7)
#define HEIGHT 1.3
#define DIAGONAL 0.15

/* x = rand (m, 2), stretched to the field; y = 1 where x₂ − x₁ + σ·randn (m) is above
 * the diagonal. */
static NablaDataset *
generate (const double *settings, guint32 seed, GError **error)
{
  gsize m = settings[SAMPLES];
  NablaDataset *self = nabla_generate_plane (_("Football"), m, 2, error);
  if (self == NULL)
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  for (gsize i = 0; i < m; i++)
    {
      self->x[2 * i] = LEFT + WIDTH * nabla_random_state_uniform (&random);
      self->x[2 * i + 1] = BOTTOM + HEIGHT * nabla_random_state_uniform (&random);
    }
  for (gsize i = 0; i < m; i++)
    {
      double height = self->x[2 * i + 1] - self->x[2 * i];
      self->y[i] = height + settings[NOISE] * nabla_random_state_normal (&random) > DIAGONAL;
    }
  return self;
}

const NablaGenerator nabla_generator_football = {
  "football", N_("Football"),
  N_("Which team wins the ball where; near the diagonal of the field it is chance."),
  params, generate,
};
