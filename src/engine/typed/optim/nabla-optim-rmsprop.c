/* RMSprop: each number's step is divided by the root mean square of its gradients,
 * so that steep directions do not swing and flat ones do not crawl.
 *
 *   s := β2 s + (1 − β2) dθ²        θ := θ − α dθ / (√s + ε)
 *
 * Tieleman and Hinton, "Lecture 6.5: rmsprop", Neural Networks for Machine Learning,
 * 2012. As s begins at zero, the first step is 1/√(1 − β2) times too long;
 * bias_correction takes s / (1 − β2^t) in its place, as Adam does.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-optim-typed.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum { BETA2, EPSILON, BIAS_CORRECTION };

static const NablaParamSpec params[] = {
  NABLA_PARAM_BETA2 (0.9),
  NABLA_PARAM_EPSILON,
  NABLA_PARAM_BIAS_CORRECTION (0),
  { NULL }
};

static void
update (const NablaUpdate *self, gsize n, void *theta, const void *dtheta, void *const *states)
{
  NablaReal *restrict w = theta;
  const NablaReal *restrict dw = dtheta;
  NablaReal *restrict s = states[0];
  const double beta2 = self->settings[BETA2];
  const NablaReal forget = 1 - beta2;
  const double correction = self->settings[BIAS_CORRECTION] != 0 ? 1 - pow (beta2, self->t) : 1;
  const NablaReal enlarge = sqrt (1 / correction);
  const NablaReal epsilon = self->settings[EPSILON];
  const NablaReal alpha = self->learning_rate;

  NABLA_UPDATE_LOOP (self, i, n, w, dw, g, {
    s[i] = s[i] - forget * s[i] + forget * g * g;
    w[i] -= alpha * g / (enlarge * nabla_sqrt (s[i]) + epsilon);
  });
}

const NablaOptimizerClass NABLA_T (optim_rmsprop) = {
  .name = "rmsprop",
  .title = N_("RMSprop"),
  .help = N_("Divides each step by the root mean square of the last gradients: steep directions "
             "get shorter steps, flat ones longer."),
  .params = params,
  .n_states = 1,
  .state_names = { "s" },
  .update = update,
};
