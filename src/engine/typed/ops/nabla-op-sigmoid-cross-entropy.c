/* sigmoid_cross_entropy: L = −(y log ŷ + (1 − y) log (1 − ŷ)), ŷ = σ(z)
 *
 * computed from the logits as max (z, 0) − y z + log (1 + e^−|z|), which neither
 * overflows nor takes the logarithm of 0. Several outputs are summed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-loss-typed.h"
#include "nabla-math.h"

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->inputs[LOGITS]->shape.dim[0];
  NablaReal *restrict loss = nabla_value (pass, node);
  for (gsize i = 0; i < n; i++)
    {
      const NablaReal *restrict z = nabla_value (pass, node->inputs[LOGITS]) + i * pass->pitch;
      const NablaReal *restrict y = nabla_value (pass, node->inputs[TARGET]) + i * pass->pitch;
      NablaReal *restrict p = nabla_cache (pass, node) + i * pass->pitch;
      for (gsize e = begin; e < end; e++)
        {
          NablaReal t = nabla_exp_minus (z[e] < 0 ? -z[e] : z[e]);
          NablaReal sigmoid = (z[e] < 0 ? t : 1) / (1 + t);
          NablaReal positive = z[e] < 0 ? 0 : z[e];
          p[e] = sigmoid;
          loss[e] = (i > 0 ? loss[e] : 0) + (positive - y[e] * z[e] + nabla_log1p (t));
        }
    }
}

static void
backward_data (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  nabla_loss_backward (node, pass, begin, end, 1);
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  return nabla_loss_infer (node, error);
}

const NablaOp NABLA_T (op_sigmoid_cross_entropy) = {
  .name = "sigmoid_cross_entropy",
  .title = N_("Sigmoid cross-entropy"),
  .help = N_("For two classes: how surprised a sigmoid output is by the right answer."),
  .min_inputs = 2,
  .max_inputs = 2,
  .flags = NABLA_OP_LOSS,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
