/* leaky_relu: a = z where z > 0, else slope · z.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-op-typed.h"

static const NablaParamSpec params[] = {
  { "slope", N_("Slope"), NULL, N_("What negative values are multiplied by."),
    NABLA_PARAM_REAL, 0, 1, 0.01, NABLA_SCALE_LINEAR, NULL },
  { NULL }
};

NABLA_ELEMENTWISE (x < 0 ? setting * x : x, y > 0 ? dy : setting * dy)

const NablaOp NABLA_T (op_leaky_relu) = {
  .name = "leaky_relu",
  .title = N_("Leaky ReLU"),
  .help = N_("Like ReLU, but lets a little of the negative side through, so that no unit dies."),
  .params = params,
  .min_inputs = 1,
  .max_inputs = 1,
  .flags = NABLA_OP_ACTIVATION,
  .infer = infer_same,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
