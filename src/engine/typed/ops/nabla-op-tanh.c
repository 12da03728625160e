/* tanh: a = tanh z; g′(z) = 1 − a².
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-math.h"
#include "nabla-op-typed.h"

NABLA_ELEMENTWISE (nabla_tanh (x), dy * (1 - y * y))

const NablaOp NABLA_T (op_tanh) = {
  .name = "tanh",
  .title = N_("tanh"),
  .help = N_("a = tanh z, between −1 and 1, with a mean near zero."),
  .min_inputs = 1,
  .max_inputs = 1,
  .flags = NABLA_OP_ACTIVATION,
  .infer = infer_same,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
