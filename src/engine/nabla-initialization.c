/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-initialization.h"

#include <math.h>

const char *const nabla_initialization_names[] = {
  [NABLA_INITIALIZATION_ZEROS] = "zeros",
  [NABLA_INITIALIZATION_CONSTANT] = "constant",
  [NABLA_INITIALIZATION_NORMAL] = "normal",
  [NABLA_INITIALIZATION_XAVIER] = "xavier",
  [NABLA_INITIALIZATION_HE] = "he",
  [NABLA_INITIALIZATION_GLOROT] = "glorot",
  NULL,
};

/* What randn is multiplied by. */
static double
deviation (const NablaInitialization *self)
{
  double fan_in = self->fan_in, fan_out = self->fan_out;

  switch ((NablaInitializationKind) self->kind)
    {
    case NABLA_INITIALIZATION_NORMAL:
      return self->scale;
    case NABLA_INITIALIZATION_XAVIER:
      return sqrt (1 / fan_in);
    case NABLA_INITIALIZATION_HE:
      return sqrt (2 / fan_in);
    case NABLA_INITIALIZATION_GLOROT:
      return sqrt (2 / (fan_in + fan_out));
    case NABLA_INITIALIZATION_ZEROS:
    case NABLA_INITIALIZATION_CONSTANT:
      break;
    }
  g_return_val_if_reached (0);
}

void
nabla_initialization_draw (const NablaInitialization *self,
                           NablaRandomState *random,
                           double *values,
                           gsize n)
{
  g_return_if_fail (self != NULL && random != NULL && (values != NULL || n == 0));

  if (self->kind == NABLA_INITIALIZATION_ZEROS || self->kind == NABLA_INITIALIZATION_CONSTANT)
    {
      for (gsize i = 0; i < n; i++)
        values[i] = self->kind == NABLA_INITIALIZATION_CONSTANT ? self->scale : 0;
      return;
    }
  /* One product a number, as numpy computes randn (…) * factor: the same bits. */
  const double factor = deviation (self);
  nabla_random_state_randn (random, values, n);
  for (gsize i = 0; i < n; i++)
    values[i] *= factor;
}
