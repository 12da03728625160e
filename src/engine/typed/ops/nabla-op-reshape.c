/* reshape: the same numbers in the same order (h, w, c), seen as another shape.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-op-typed.h"

enum { HEIGHT, WIDTH, CHANNELS };

static const NablaParamSpec params[] = {
  { "height", N_("Height"), "n_H", N_("Rows of the result."),
    NABLA_PARAM_INTEGER, 1, 4096, 1, NABLA_SCALE_LINEAR, NULL, TRUE },
  { "width", N_("Width"), "n_W", N_("Columns of the result."),
    NABLA_PARAM_INTEGER, 1, 4096, 1, NABLA_SCALE_LINEAR, NULL, TRUE },
  { "channels", N_("Channels"), "n_C", N_("Channels of the result."),
    NABLA_PARAM_INTEGER, 1, 65536, 1, NABLA_SCALE_LINEAR, NULL, TRUE },
  { NULL }
};

NABLA_ELEMENTWISE (x, dy)

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  node->layout = NABLA_LAYOUT_COLUMNS;
  node->shape = NABLA_SHAPE_3 (node->settings[HEIGHT], node->settings[WIDTH], node->settings[CHANNELS]);
  if (nabla_shape_size (&node->shape) != nabla_shape_size (&node->inputs[0]->shape))
    {
      g_autofree char *from = nabla_shape_format (&node->inputs[0]->shape, NULL);
      g_autofree char *to = nabla_shape_format (&node->shape, NULL);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _("Layer '%s' (reshape) cannot make %s of the %s that '%s' gives: the numbers must be as many"),
                   node->name, to, from, node->inputs[0]->name);
      return FALSE;
    }
  return TRUE;
}

const NablaOp NABLA_T (op_reshape) = {
  .name = "reshape",
  .title = N_("Reshape"),
  .help = N_("The same numbers seen as a picture of another shape."),
  .params = params,
  .min_inputs = 1,
  .max_inputs = 1,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
