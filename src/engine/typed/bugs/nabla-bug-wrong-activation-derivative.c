/* wrong_activation_derivative: backward, g′(z) is another function:
 *
 *   tanh: 1 − a instead of 1 − a²        sigmoid: 1 − a instead of a (1 − a)
 *   relu and leaky_relu: 1 on the negative side too
 *
 * Signs are right, so that the network learns, only worse: that is why this bug lives
 * long in real programs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug-typed.h"
#include "nabla-op-typed.h"

/* dx of dy and y, as the backward half of NABLA_ELEMENTWISE. */
#define WRONG_BACKWARD(function, BACKWARD)                                                         \
  static void function (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)      \
  {                                                                                                \
    if (nabla_gradient (pass, node->inputs[0]) == NULL)                                            \
      return;                                                                                      \
    for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0;                        \
         nabla_runs_next (&run))                                                                   \
      {                                                                                            \
        const NablaReal *restrict y_ = nabla_value (pass, node) + run.at;                          \
        const NablaReal *restrict dy_ = nabla_gradient (pass, node) + run.at;                      \
        NablaReal *restrict dx_ = nabla_gradient (pass, node->inputs[0]) + run.at;                 \
        for (gsize i = 0; i < run.n; i++)                                                          \
          {                                                                                        \
            const NablaReal y = y_[i], dy = dy_[i];                                                \
            (void)y;                                                                               \
            dx_[i] = (node->accumulate[0] ? dx_[i] : 0) + (BACKWARD);                              \
          }                                                                                        \
      }                                                                                            \
  }

WRONG_BACKWARD (one_minus_a, dy *(1 - y))
WRONG_BACKWARD (one, dy)

static const NablaBugOp ops[] = {
  { &NABLA_T (op_tanh), .backward_data = { NABLA_OVER_EXAMPLES, one_minus_a } },
  { &NABLA_T (op_sigmoid), .backward_data = { NABLA_OVER_EXAMPLES, one_minus_a } },
  { &NABLA_T (op_relu), .backward_data = { NABLA_OVER_EXAMPLES, one } },
  { &NABLA_T (op_leaky_relu), .backward_data = { NABLA_OVER_EXAMPLES, one } },
  { NULL },
};

const NablaBug NABLA_T (bug_wrong_activation_derivative) = {
  .name = "wrong_activation_derivative",
  .title = N_ ("Wrong derivative"),
  .help = N_ ("Backward, tanh has 1 − a instead of 1 − a², sigmoid 1 − a instead of a(1 − a), and "
              "ReLU 1 everywhere. The network still learns, only worse; gradient checking finds "
              "it."),
  .in_gradient = TRUE,
  .ops = ops,
};
