/* Gradient descent: θ := θ − α dθ.
 *
 * The stochastic kind is the same: what dθ is the gradient of, one example, a
 * mini-batch or the whole training set, is decided by who computes it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optim-typed.h"

#include <glib/gi18n-lib.h>

static void
update (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  NablaReal *restrict w = theta;
  const NablaReal *restrict dw = dtheta;
  const NablaReal alpha = self->learning_rate;

  NABLA_UPDATE_LOOP (self, i, n, w, dw, g, { w[i] -= alpha * g; });
}

const NablaOptimizerClass NABLA_T (optim_gradient_descent) = {
  .name = "gradient_descent",
  .title = N_("Gradient descent"),
  .help = N_("Steps straight down the gradient of the mini-batch."),
  .update = update,
};
