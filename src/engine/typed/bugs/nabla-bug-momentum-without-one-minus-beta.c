/* momentum_without_one_minus_beta: (1 − β) is forgotten in one place, where the
 * average for b is kept:
 *
 *   v_dW := β v_dW + (1 − β) dW        v_db := β v_db + db
 *
 * Biases learn 1/(1 − β) times as fast as weights, ten times at β = 0.9.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug-typed.h"

/* As nabla-optim-momentum.c has its settings. */
enum
{
  BETA,
  ONE_MINUS_BETA,
  BIAS_CORRECTION
};

static gboolean
bites (const double *settings)
{
  return settings[ONE_MINUS_BETA] != 0 && settings[BETA] > 0;
}

/* What decays is W; what does not is b. */
static void
update (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  const double settings[]
      = { self->settings[BETA], self->decays ? self->settings[ONE_MINUS_BETA] : 0,
          self->settings[BIAS_CORRECTION] };
  NablaUpdate wrong = *self;
  wrong.settings = settings;
  NABLA_T (optim_momentum).update (&wrong, n, theta, dtheta, states);
}

static const NablaBugOptimizer optimizers[] = {
  { &NABLA_T (optim_momentum), update, bites },
  { NULL },
};

const NablaBug NABLA_T (bug_momentum_without_one_minus_beta) = {
  .name = "momentum_without_one_minus_beta",
  .title = N_ ("Momentum of b"),
  .help = N_ ("The average v_db takes db as it is, while v_dW takes (1 − β) dW: biases move "
              "1/(1 − β) times too fast. The gradients are right; look at v and at the biases."),
  .optimizers = optimizers,
};
