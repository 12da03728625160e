/* mean_squared_error: L = 1/n_y Σ (ŷ_i − y_i)², ŷ = z
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-loss-typed.h"

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->inputs[LOGITS]->shape.dim[0];
  const NablaReal share = 1.0 / n;
  NablaReal *restrict loss = nabla_value (pass, node);
  for (gsize i = 0; i < n; i++)
    {
      const NablaReal *restrict z = nabla_value (pass, node->inputs[LOGITS]) + i * pass->pitch;
      const NablaReal *restrict y = nabla_value (pass, node->inputs[TARGET]) + i * pass->pitch;
      NablaReal *restrict p = nabla_cache (pass, node) + i * pass->pitch;
      for (gsize e = begin; e < end; e++)
        {
          NablaReal difference = z[e] - y[e];
          p[e] = z[e];
          loss[e] = (i > 0 ? loss[e] : 0) + share * difference * difference;
        }
    }
}

static void
backward_data (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  nabla_loss_backward (node, pass, begin, end, 2.0 / node->inputs[LOGITS]->shape.dim[0]);
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  return nabla_loss_infer (node, error);
}

const NablaOp NABLA_T (op_mean_squared_error) = {
  .name = "mean_squared_error",
  .title = N_("Mean squared error"),
  .help = N_("For numbers: the squared distance to the right one."),
  .min_inputs = 2,
  .max_inputs = 2,
  .flags = NABLA_OP_LOSS,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
