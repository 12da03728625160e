/* flatten: a picture becomes a column, row by row, channels innermost
 * (h, w, c), whatever the layout in memory.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-op-typed.h"

NABLA_ELEMENTWISE (x, dy)

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  node->layout = NABLA_LAYOUT_COLUMNS;
  node->shape = NABLA_SHAPE_1 (nabla_shape_size (&node->inputs[0]->shape));
  return TRUE;
}

const NablaOp NABLA_T (op_flatten) = {
  .name = "flatten",
  .title = N_("Flatten"),
  .help = N_("Unrolls a picture of shape (n_H, n_W, n_C) into a column."),
  .min_inputs = 1,
  .max_inputs = 1,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
