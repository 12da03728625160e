/* Adam, adaptive moment estimation: momentum and RMSprop in one, both corrected for
 * their start at zero. The formulas are in nabla-optim-adam-typed.h.
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1,
 * where the course's v and s are called m and v.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optim-adam-typed.h"

#include <glib/gi18n-lib.h>

static const NablaParamSpec params[] = { NABLA_ADAM_PARAMS, { NULL } };

static void
update (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  adam_update (self, n, theta, dtheta, states, 0);
}

const NablaOptimizerClass NABLA_T (optim_adam) = {
  .name = "adam",
  .title = N_("Adam"),
  .help = N_("Momentum and RMSprop in one, both corrected for their start at zero."),
  .params = params,
  .n_states = 2,
  .state_names = { "v", "s" },
  .update = update,
};
