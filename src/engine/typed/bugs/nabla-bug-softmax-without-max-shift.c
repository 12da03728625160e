/* softmax_without_max_shift: e^z of the logits as they are.
 *
 *   L = log Σ e^{z_j} − Σ y_i z_i,  ŷ_i = e^{z_i} / Σ e^{z_j}
 *
 * Right on paper, and to the last digits at small logits. In single precision e^z is
 * infinite from z = 89 on (in double from 710), and ∞/∞ is not a number.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug-typed.h"
#include "nabla-loss-typed.h"

#include <math.h>

static inline NablaReal
plain_exp (NablaReal z)
{
#ifdef NABLA_TYPED_DOUBLE
  return exp (z);
#else
  return expf (z);
#endif
}

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->inputs[LOGITS]->shape.dim[0], pitch = pass->pitch;
  const NablaReal *z = nabla_value (pass, node->inputs[LOGITS]);
  const NablaReal *y = nabla_value (pass, node->inputs[TARGET]);
  NablaReal *p = nabla_cache (pass, node), *loss = nabla_value (pass, node);
  for (gsize e = begin; e < end; e++)
    {
      NablaReal sum = 0, right = 0;
      for (gsize i = 0; i < n; i++)
        {
          p[i * pitch + e] = plain_exp (z[i * pitch + e]);
          sum += p[i * pitch + e];
          right += y[i * pitch + e] * z[i * pitch + e];
        }
      for (gsize i = 0; i < n; i++)
        p[i * pitch + e] /= sum;
      loss[e] = (NablaReal)log (sum) - right;
    }
}

static const NablaBugOp ops[] = {
  { &NABLA_T (op_softmax_cross_entropy), .forward = { NABLA_OVER_EXAMPLES, forward } },
  { NULL },
};

const NablaBug NABLA_T (bug_softmax_without_max_shift) = {
  .name = "softmax_without_max_shift",
  .title = N_ ("Unshifted softmax"),
  .help = N_ ("e^z is computed of the logits as they are, not of z − max z. Nothing is wrong until "
              "a logit is large; then the cost is not a number."),
  .ops = ops,
};
