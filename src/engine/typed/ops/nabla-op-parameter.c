/* parameter: numbers that are trained themselves, the same for every example,
 * such as the picture of style transfer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dot.h"
#include "nabla-initialization.h"
#include "nabla-op-typed.h"

enum { HEIGHT, WIDTH, UNITS, INITIALIZATION, SCALE };

static const NablaParamSpec params[] = {
  { "height", N_("Height"), "n_H", N_("Rows of a picture; 0 for plain numbers."),
    NABLA_PARAM_INTEGER, 0, 4096, 0, NABLA_SCALE_LINEAR, NULL, TRUE },
  { "width", N_("Width"), "n_W", N_("Columns of a picture; 0 for plain numbers."),
    NABLA_PARAM_INTEGER, 0, 4096, 0, NABLA_SCALE_LINEAR, NULL, TRUE },
  { "units", N_("Units"), "n", N_("How many numbers, or channels of a picture."),
    NABLA_PARAM_INTEGER, 1, 65536, 1, NABLA_SCALE_LOG, NULL, TRUE },
  { "initialization", N_("Initialization"), NULL, N_("How the numbers start."),
    NABLA_PARAM_CHOICE, 0, 5, NABLA_INITIALIZATION_NORMAL, NABLA_SCALE_LINEAR, nabla_initialization_names, TRUE },
  { "scale", N_("Scale"), NULL, N_("Factor of normal numbers, or the constant."),
    NABLA_PARAM_REAL, -1000, 1000, 0.01, NABLA_SCALE_LINEAR, NULL, TRUE },
  { NULL }
};

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  const NablaReal *theta = nabla_value (pass, node->inputs[0]);
  NablaReal *value = nabla_value (pass, node);
  gsize n = nabla_shape_size (&node->shape);
  for (gsize i = 0; i < n; i++)
    for (gsize e = begin; e < end; e++)
      value[i * pass->pitch + e] = theta[i];
}

static void
backward_parameters (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize of_a_unit = nabla_shape_size (&node->shape) / node->shape.dim[0];
  NablaReal *dtheta = nabla_gradient (pass, node->inputs[0]);
  if (dtheta == NULL)
    return;
  begin *= of_a_unit, end *= of_a_unit;
  NABLA_T (row_sums) (end - begin, pass->lanes, nabla_gradient (pass, node) + begin * pass->pitch,
                      pass->pitch, dtheta + begin, node->accumulate[0]);
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  guint height = node->settings[HEIGHT], width = node->settings[WIDTH];
  guint units = node->settings[UNITS];
  node->layout = NABLA_LAYOUT_COLUMNS;
  node->shape = height > 0 && width > 0 ? NABLA_SHAPE_3 (height, width, units) : NABLA_SHAPE_1 (units);
  NablaInitialization initialization
    = { node->settings[INITIALIZATION], node->settings[SCALE], 1, units };
  return nabla_node_add_parameter (graph, node, "value", node->shape, initialization, FALSE, error);
}

const NablaOp NABLA_T (op_parameter) = {
  .name = "parameter",
  .title = N_("Parameter"),
  .help = N_("Numbers that are trained themselves, the same for every example."),
  .params = params,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_parameters = { { NABLA_OVER_UNITS, backward_parameters } },
};
