/* relu: a = max (0, z); its derivative at 0 is taken as 0. NaN passes through.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-math.h"
#include "nabla-op-typed.h"

NABLA_ELEMENTWISE (x < 0 ? 0 : x, y > 0 ? dy : 0)

const NablaOp NABLA_T (op_relu) = {
  .name = "relu",
  .title = N_("ReLU"),
  .help = N_("a = max(0, z): passes what is positive."),
  .min_inputs = 1,
  .max_inputs = 1,
  .flags = NABLA_OP_ACTIVATION,
  .infer = infer_same,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
