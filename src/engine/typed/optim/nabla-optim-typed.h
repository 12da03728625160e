/* What optimizers share: the gradient of the objective, penalties included.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optimizer.h"
#include "nabla-typed.h"

/* Numbers to update come in whole multiples of this, and are aligned to it. */
#define NABLA_UPDATE_BLOCK 16

/**
 * NABLA_UPDATE_LOOP:
 * @update: the NablaUpdate
 * @i, @n: index and how many, a multiple of NABLA_UPDATE_BLOCK
 * @w, @dw: parameters and their gradients
 * @g: name of the gradient of the whole objective: clipped, then
 *   g = scale·dw + (λ/m)·w + (λ₁/m)·sign w
 * @body: what to do with element @i
 *
 * A loop over the elements; the variant without penalties does no work for them.
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
