/* Adam's step, which AdamW shares.
 *
 *   v := β1 v + (1 − β1) dθ          v̂ = v / (1 − β1^t)
 *   s := β2 s + (1 − β2) dθ²         ŝ = s / (1 − β2^t)
 *   θ := θ − α v̂ / (√ŝ + ε)
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optim-typed.h"

#include <math.h>

enum { ADAM_BETA1, ADAM_BETA2, ADAM_EPSILON, ADAM_BIAS_CORRECTION, ADAM_N_PARAMS };

#define NABLA_ADAM_PARAMS                                                                 \
  { "beta1", N_("First moment"), "β1",                                                    \
    N_("How much of the average of gradients stays at each step: about 1/(1 − β1) "          \
       "gradients count."),                                                                \
    NABLA_PARAM_REAL, 0, NABLA_MAX_BETA, 0.9, NABLA_SCALE_ONE_MINUS },                    \
  NABLA_PARAM_BETA2 (0.999),                                                              \
  NABLA_PARAM_EPSILON,                                                                    \
  NABLA_PARAM_BIAS_CORRECTION (1)

/* One step; @decay is what θ loses of itself besides, 0 in Adam. */
static inline void
adam_update (const NablaUpdate *self,
             gsize n,
             void *theta,
             const void *dtheta,
             void *const *states,
             NablaReal decay)
{
  NablaReal *restrict w = theta;
  const NablaReal *restrict dw = dtheta;
  NablaReal *restrict v = states[0];
  NablaReal *restrict s = states[1];
  const double beta1 = self->settings[ADAM_BETA1];
  const double beta2 = self->settings[ADAM_BETA2];
  const gboolean corrects = self->settings[ADAM_BIAS_CORRECTION] != 0;
  const NablaReal forget1 = 1 - beta1;
  const NablaReal forget2 = 1 - beta2;
  const NablaReal rate = self->learning_rate / (corrects ? 1 - pow (beta1, self->t) : 1);
  const NablaReal enlarge = sqrt (1 / (corrects ? 1 - pow (beta2, self->t) : 1));
  const NablaReal epsilon = self->settings[ADAM_EPSILON];

  NABLA_UPDATE_LOOP (self, i, n, w, dw, g, {
    v[i] = v[i] - forget1 * v[i] + forget1 * g;
    s[i] = s[i] - forget2 * s[i] + forget2 * g * g;
    w[i] = w[i] - decay * w[i] - rate * v[i] / (enlarge * nabla_sqrt (s[i]) + epsilon);
  });
}
