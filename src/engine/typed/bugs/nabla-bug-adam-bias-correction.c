/* adam_bias_correction: multiplies by 1 − β^t instead of dividing:
 *
 *   v̂ = v (1 − β1^t)        ŝ = s (1 − β2^t)
 *
 * At the first step v̂ is (1 − β1)² dθ and √ŝ is (1 − β2) |dθ|: with the usual β the
 * step is 10 α long instead of α, and the run begins with a leap. After some thousand
 * steps nothing of it is left.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug-typed.h"
#include "nabla-optim-adam-typed.h"

static gboolean
bites (const double *settings)
{
  return settings[ADAM_BIAS_CORRECTION] != 0
         && (settings[ADAM_BETA1] > 0 || settings[ADAM_BETA2] > 0);
}

/* The right update divides v by 1 − β1^t through its rate, and s by 1 − β2^t within
 * the root. With the correction off, rate and ε can be given such values that the
 * corrections multiply:
 *
 *   α c1 v / (√(c2 s) + ε) = (α c1 / √c2) v / (√s + ε / √c2)
 */
static void
update_with (const NablaOptimizerClass *right,
             const NablaUpdate *self,
             gsize n,
             void *theta,
             const void *dtheta,
             void *const *states)
{
  if (self->settings[ADAM_BIAS_CORRECTION] == 0)
    {
      right->update (self, n, theta, dtheta, states);
      return;
    }
  double settings[NABLA_MAX_PARAMS];
  NablaUpdate wrong = *self;
  double c1 = 1 - pow (self->settings[ADAM_BETA1], self->t);
  double c2 = 1 - pow (self->settings[ADAM_BETA2], self->t);
  guint n_params = nabla_param_count (right->params);
  for (guint i = 0; i < n_params; i++)
    settings[i] = self->settings[i];
  settings[ADAM_BIAS_CORRECTION] = 0;
  settings[ADAM_EPSILON] /= sqrt (c2);
  wrong.learning_rate *= c1 / sqrt (c2);
  /* AdamW takes α λ θ away, which is to stay. */
  if (n_params > ADAM_N_PARAMS)
    settings[ADAM_N_PARAMS] *= sqrt (c2) / c1;
  wrong.settings = settings;
  right->update (&wrong, n, theta, dtheta, states);
}

static void
update_adam (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  update_with (&NABLA_T (optim_adam), self, n, theta, dtheta, states);
}

static void
update_adamw (
    const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  update_with (&NABLA_T (optim_adamw), self, n, theta, dtheta, states);
}

static const NablaBugOptimizer optimizers[] = {
  { &NABLA_T (optim_adam), update_adam, bites },
  { &NABLA_T (optim_adamw), update_adamw, bites },
  { NULL },
};

const NablaBug NABLA_T (bug_adam_bias_correction) = {
  .name = "adam_bias_correction",
  .title = N_ ("Wrong correction"),
  .help = N_ ("Adam's averages are multiplied by 1 − β^t instead of divided by it: with the usual "
              "β1 and β2 the first steps are ten times too long. The gradients are right; look at "
              "the first steps of the cost."),
  .optimizers = optimizers,
};
