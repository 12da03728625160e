/* add: the sum of its inputs, element by element: the way past a residual block.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-op-typed.h"

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))
    {
      NablaReal *restrict y = nabla_value (pass, node) + run.at;
      const NablaReal *restrict x = nabla_value (pass, node->inputs[0]) + run.at;
      for (gsize i = 0; i < run.n; i++)
        y[i] = x[i];
      for (guint input = 1; input < node->n_data; input++)
        {
          x = nabla_value (pass, node->inputs[input]) + run.at;
          for (gsize i = 0; i < run.n; i++)
            y[i] += x[i];
        }
    }
}

static void
backward_data (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  for (guint input = 0; input < node->n_data; input++)
    {
      if (nabla_gradient (pass, node->inputs[input]) == NULL)
        continue;
      for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))
        {
          const NablaReal *restrict dy = nabla_gradient (pass, node) + run.at;
          NablaReal *restrict dx = nabla_gradient (pass, node->inputs[input]) + run.at;
          if (node->accumulate[input])
            for (gsize i = 0; i < run.n; i++)
              dx[i] += dy[i];
          else
            for (gsize i = 0; i < run.n; i++)
              dx[i] = dy[i];
        }
    }
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  for (guint i = 1; i < node->n_data; i++)
    if (!nabla_shape_equal (&node->inputs[i]->shape, &node->inputs[0]->shape)
        || node->inputs[i]->layout != node->inputs[0]->layout)
      {
        g_autofree char *first = nabla_shape_format (&node->inputs[0]->shape, NULL);
        g_autofree char *other = nabla_shape_format (&node->inputs[i]->shape, NULL);
        g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                     _("Layer '%s' (add) needs inputs of one shape, but '%s' gives %s and '%s' gives %s"),
                     node->name, node->inputs[0]->name, first, node->inputs[i]->name, other);
        return FALSE;
      }
  nabla_node_same_as (node, node->inputs[0]);
  return TRUE;
}

const NablaOp NABLA_T (op_add) = {
  .name = "add",
  .title = N_("Add"),
  .help = N_("The sum of its inputs, element by element."),
  .min_inputs = 2,
  .max_inputs = NABLA_MAX_INPUTS,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
