/* missing_mean: the gradient lacks 1/m: dz = ŷ − y, summed over the batch.
 *
 * Steps are m times as long, and a learning rate that served batches of 64 blows up
 * with the full batch. The cost that is shown is the mean still.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug-typed.h"
#include "nabla-loss-typed.h"

static void
sum_of_differences (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  nabla_loss_backward (node, pass, begin, end, pass->rows);
}

static void
sum_of_squares (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  nabla_loss_backward (node, pass, begin, end,
                       2.0 * pass->rows / node->inputs[LOGITS]->shape.dim[0]);
}

static const NablaBugOp ops[] = {
  { &NABLA_T (op_sigmoid_cross_entropy),
    .backward_data = { NABLA_OVER_EXAMPLES, sum_of_differences } },
  { &NABLA_T (op_softmax_cross_entropy),
    .backward_data = { NABLA_OVER_EXAMPLES, sum_of_differences } },
  { &NABLA_T (op_mean_squared_error), .backward_data = { NABLA_OVER_EXAMPLES, sum_of_squares } },
  { NULL },
};

const NablaBug NABLA_T (bug_missing_mean) = {
  .name = "missing_mean",
  .title = N_ ("Missing 1/m"),
  .help = N_ ("The gradient is summed over the mini-batch instead of averaged: steps are m times "
              "too long. Gradient checking finds it, and larger batches make it worse."),
  .in_gradient = TRUE,
  .ops = ops,
};
