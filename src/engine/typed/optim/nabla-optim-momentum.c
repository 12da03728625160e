/* Gradient descent with momentum: steps follow an average of the gradients, in
 * which their swings across a narrow valley cancel.
 *
 *   v := β v + (1 − β) dθ        θ := θ − α v
 *
 * is the course's form, an exponentially weighted average of the gradients. The
 * form of Polyak ("Some methods of speeding up the convergence of iteration
 * methods", 1964) and of most libraries, v := β v + dθ, is the same for a learning
 * rate of α / (1 − β); one_minus_beta=false takes it. As v begins at zero it is too
 * small at first, by the factor 1 − β^t in either form, and bias_correction divides
 * by that.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optim-typed.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { BETA, ONE_MINUS_BETA, BIAS_CORRECTION };

static const NablaParamSpec params[] = {
  { "beta", N_("Momentum"), "β",
    N_("How much of the average stays at each step: about 1/(1 − β) gradients count."),
    NABLA_PARAM_REAL, 0, NABLA_MAX_BETA, 0.9, NABLA_SCALE_ONE_MINUS },
  { "one_minus_beta", N_("Weighted average"), "1 − β",
    N_("Whether a gradient enters with the weight 1 − β; if not, with 1, which makes steps "
       "1/(1 − β) times as long."),
    NABLA_PARAM_BOOLEAN, 0, 1, 1 },
  NABLA_PARAM_BIAS_CORRECTION (0),
  { NULL }
};

static void
update (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  NablaReal *restrict w = theta;
  const NablaReal *restrict dw = dtheta;
  NablaReal *restrict v = states[0];
  const double beta = self->settings[BETA];
  const NablaReal forget = 1 - beta;
  const NablaReal weight = self->settings[ONE_MINUS_BETA] != 0 ? 1 - beta : 1;
  const double correction = self->settings[BIAS_CORRECTION] != 0 ? 1 - pow (beta, self->t) : 1;
  const NablaReal rate = self->learning_rate / correction;

  NABLA_UPDATE_LOOP (self, i, n, w, dw, g, {
    v[i] = v[i] - forget * v[i] + weight * g;
    w[i] -= rate * v[i];
  });
}

const NablaOptimizerClass NABLA_T (optim_momentum) = {
  .name = "momentum",
  .title = N_("Momentum"),
  .help = N_("Steps along an average of the last gradients, in which swings from side to side "
             "cancel."),
  .params = params,
  .n_states = 1,
  .state_names = { "v" },
  .update = update,
};
