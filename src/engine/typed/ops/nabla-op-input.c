/* input: examples from outside; rows of the data become columns.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-op-typed.h"
#include "nabla-transpose.h"

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  const NablaReal *data = pass->feeds[node->index];
  gsize last = MIN (end, pass->rows);
  if (data == NULL || begin >= last || pass->inputs_kept)
    return;
  NABLA_T (gather) (last - begin, nabla_shape_size (&node->shape), data,
                    pass->examples != NULL ? pass->examples + begin : NULL,
                    pass->first + begin, nabla_value (pass, node) + begin, pass->pitch);
}

/* The graph gave the node its shape already. */
static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  node->layout = NABLA_LAYOUT_COLUMNS;
  return TRUE;
}

const NablaOp NABLA_T (op_input) = {
  .name = "input",
  .title = N_("Input"),
  .help = N_("The examples of the mini-batch, one a column."),
  .flags = NABLA_OP_INPUT,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
};
