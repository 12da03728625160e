/* What optimizers share: the gradient of the objective, penalties included, and the
 * settings that several of them have.
 *
 * An average β v + (1 − β) g is written v − (1 − β) v + (1 − β) g here. The two are
 * the same, and cost the same, but a β of 0.999 is not a float: the nearest one is
 * 1.3e-8 away, which is 1.3e-5 of 1 − β, and s would come out too large by that.
 * 1 − β, computed in double, is as exact as floats are.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optimizer.h"
#include "nabla-typed.h"

#include <math.h>

/**
 * NABLA_UPDATE_LOOP:
 * @update: the NablaUpdate
 * @i, @n: index and how many
 * @w, @dw: parameters and their gradients
 * @g: name of the gradient of the whole objective: clipped, then
 *   g = scale·dw + (λ/m)·w + (λ₁/m)·sign w
 * @body: what to do with element @i
 *
 * A loop over the elements; the variant without penalties does no work for them.
 * Everything the body uses is a local: `restrict` arrays and constants of the type
 * NablaReal, so that it becomes vectors.
 */
#define NABLA_UPDATE_LOOP(update, i, n, w, dw, g, body)                                   \
  do                                                                                      \
    {                                                                                     \
      const NablaReal scale_ = (update)->gradient_scale;                                  \
      const NablaReal l2_ = (update)->decays ? (update)->l2 : 0;                          \
      const NablaReal l1_ = (update)->decays ? (update)->l1 : 0;                          \
      if (scale_ == 1 && l2_ == 0 && l1_ == 0)                                            \
        for (gsize i = 0; i < (n); i++)                                                   \
          {                                                                               \
            const NablaReal g = (dw)[i];                                                  \
            body                                                                          \
          }                                                                               \
      else                                                                                \
        for (gsize i = 0; i < (n); i++)                                                   \
          {                                                                               \
            const NablaReal sign_ = ((w)[i] > 0) - ((w)[i] < 0);                          \
            const NablaReal g = scale_ * (dw)[i] + l2_ * (w)[i] + l1_ * sign_;            \
            body                                                                          \
          }                                                                               \
    }                                                                                     \
  while (0)

/* 1/(1 − β) gradients count in an average: a million is beyond any run's need, and
 * at β = 1 there would be no average. */
#define NABLA_MAX_BETA 0.999999

#define NABLA_PARAM_BETA2(initial)                                                        \
  { "beta2", N_("Second moment"), "β2",                                                   \
    N_("How much of the average of squared gradients stays at each step: about 1/(1 − β2) "  \
       "gradients count."),                                                                \
    NABLA_PARAM_REAL, 0, NABLA_MAX_BETA, (initial), NABLA_SCALE_ONE_MINUS }

#define NABLA_PARAM_EPSILON                                                               \
  { "epsilon", N_("Epsilon"), "ε",                                                 \
    N_("Added to the root, so that nothing is divided by zero; with 0, that can happen."),  \
    NABLA_PARAM_REAL, 0, 1, 1e-8, NABLA_SCALE_LOG }

#define NABLA_PARAM_BIAS_CORRECTION(initial)                                              \
  { "bias_correction", N_("Bias correction"), NULL,                                       \
    N_("Whether averages, which begin at zero, are divided by 1 − β^t, so that the first "   \
       "are not too small."),                                                              \
    NABLA_PARAM_BOOLEAN, 0, 1, (initial) }

static inline NablaReal
nabla_sqrt (NablaReal x)
{
#ifdef NABLA_TYPED_DOUBLE
  return sqrt (x);
#else
  return sqrtf (x);
#endif
}
