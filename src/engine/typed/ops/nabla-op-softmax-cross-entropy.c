/* softmax_cross_entropy: L = −Σ y_i log ŷ_i, ŷ_i = e^{z_i} / Σ e^{z_j}
 *
 * computed from the logits as Σ y_i (log Σ e^{z_j − max z} − (z_i − max z)); Y is
 * one-hot, or any shares that sum to 1.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-loss-typed.h"
#include "nabla-math.h"

/* One block of lanes at a time, so that the block's maxima and sums stay in
 * registers while the units are gone through. */
static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->inputs[LOGITS]->shape.dim[0], pitch = pass->pitch;
  for (gsize e = begin; e < end; e += NABLA_LANES)
    {
      const NablaReal *restrict z = nabla_value (pass, node->inputs[LOGITS]) + e;
      const NablaReal *restrict y = nabla_value (pass, node->inputs[TARGET]) + e;
      NablaReal *restrict p = nabla_cache (pass, node) + e;
      NablaReal *restrict loss = nabla_value (pass, node) + e;
      NablaReal highest[NABLA_LANES], sum[NABLA_LANES] = { 0 }, part[NABLA_LANES] = { 0 };

      for (int l = 0; l < NABLA_LANES; l++)
        highest[l] = z[l];
      for (gsize i = 1; i < n; i++)
        for (int l = 0; l < NABLA_LANES; l++)
          highest[l] = z[i * pitch + l] > highest[l] ? z[i * pitch + l] : highest[l];
      for (gsize i = 0; i < n; i++)
        for (int l = 0; l < NABLA_LANES; l++)
          {
            p[i * pitch + l] = nabla_exp_minus (highest[l] - z[i * pitch + l]);
            sum[l] += p[i * pitch + l];
          }
      for (int l = 0; l < NABLA_LANES; l++)
        highest[l] += log (sum[l]);
      for (gsize i = 0; i < n; i++)
        for (int l = 0; l < NABLA_LANES; l++)
          {
            p[i * pitch + l] /= sum[l];
            part[l] += y[i * pitch + l] * (highest[l] - z[i * pitch + l]);
          }
      for (int l = 0; l < NABLA_LANES; l++)
        loss[l] = part[l];
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

const NablaOp NABLA_T (op_softmax_cross_entropy) = {
  .name = "softmax_cross_entropy",
  .title = N_("Softmax cross-entropy"),
  .help = N_("For several classes: how surprised softmax is by the right one."),
  .min_inputs = 2,
  .max_inputs = 2,
  .flags = NABLA_OP_LOSS,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
