/* AdamW: Adam with weight decay that is no part of the gradient.
 *
 *   θ := θ − α v̂ / (√ŝ + ε) − α λ θ
 *
 * L2 regularization puts λ θ into the gradient, where Adam divides it by √ŝ: weights
 * with large gradients then decay least. Here every weight decays at the same rate.
 * Biases do not decay. Loshchilov and Hutter, "Decoupled weight decay regularization",
 * ICLR 2019, algorithm 2.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optim-adam-typed.h"

#include <glib/gi18n-lib.h>

enum { WEIGHT_DECAY = ADAM_N_PARAMS };

static const NablaParamSpec params[] = {
  NABLA_ADAM_PARAMS,
  { "weight_decay", N_("Weight decay"), "λ",
    N_("How much of each weight is taken away at each step, times the learning rate."),
    NABLA_PARAM_REAL, 0, 1, 0.01, NABLA_SCALE_LOG },
  { NULL }
};

static void
update (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  const double lambda = self->decays ? self->settings[WEIGHT_DECAY] : 0;
  adam_update (self, n, theta, dtheta, states, self->learning_rate * lambda);
}

const NablaOptimizerClass NABLA_T (optim_adamw) = {
  .name = "adamw",
  .title = N_("AdamW"),
  .help = N_("Adam, with weight decay beside the gradient instead of within it."),
  .params = params,
  .n_states = 2,
  .state_names = { "v", "s" },
  .update = update,
};
