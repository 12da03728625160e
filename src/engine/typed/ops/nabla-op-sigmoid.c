/* sigmoid: a = σ(z) = 1 / (1 + e⁻ᶻ); g′(z) = a (1 − a).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-math.h"
#include "nabla-op-typed.h"

NABLA_ELEMENTWISE (nabla_sigmoid (x), dy * (y * (1 - y)))

const NablaOp NABLA_T (op_sigmoid) = {
  .name = "sigmoid",
  .title = N_("Sigmoid"),
  .help = N_("a = 1 / (1 + e^(−z)), between 0 and 1."),
  .min_inputs = 1,
  .max_inputs = 1,
  .flags = NABLA_OP_ACTIVATION,
  .infer = infer_same,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
