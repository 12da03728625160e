/* dense: Z^[l] = W^[l] A^[l−1] + b^[l]
 *
 *   W (n_l, n_{l−1}), A^[l−1] (n_{l−1}, m), b (n_l, 1), Z (n_l, m)
 *   dA^[l−1] = Wᵀ dZ      dW = dZ A^[l−1]ᵀ      db = Σ over examples of dZ
 *
 * The 1/m of the course's dW stands in dZ: losses divide by m.
 *
 * dW sums over examples, along which values lie. With few inputs it is a set of
 * dot products; with many, forward keeps A^[l−1]ᵀ, so that dW has the inputs
 * along its vectors and is an ordinary product.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dot.h"
#include "nabla-error.h"
#include "nabla-gemm.h"
#include "nabla-initialization.h"
#include "nabla-op-typed.h"
#include "nabla-transpose.h"

enum { UNITS, INITIALIZATION, SCALE };
enum { X, W, B };

/* From so many inputs on, Aᵀ is kept. */
#define MANY_INPUTS 16

static const NablaParamSpec params[] = {
  { "units", N_("Units"), "n", N_("How many units the layer has."),
    NABLA_PARAM_INTEGER, 1, 65536, 4, NABLA_SCALE_LOG, NULL, TRUE },
  { "initialization", N_("Initialization"), NULL, N_("How the weights start; biases start at zero."),
    NABLA_PARAM_CHOICE, 0, 5, NABLA_INITIALIZATION_XAVIER, NABLA_SCALE_LINEAR, nabla_initialization_names, TRUE },
  { "scale", N_("Scale"), NULL, N_("Factor of normal weights, or the value of constant ones."),
    NABLA_PARAM_REAL, -1000, 1000, 0.01, NABLA_SCALE_LINEAR, NULL, TRUE },
  { NULL }
};

/* Pitch of the kept Aᵀ: rows must be readable in whole lanes. */
static gsize
transposed_pitch (const NablaNode *node)
{
  return (node->inputs[X]->shape.dim[0] + NABLA_LANES - 1) / NABLA_LANES * NABLA_LANES;
}

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->shape.dim[0], n_previous = node->inputs[X]->shape.dim[0];
  const NablaReal *a = nabla_value (pass, node->inputs[X]);

  NABLA_T (gemm) (n, end - begin, n_previous, nabla_value (pass, node->inputs[W]), n_previous, 1,
                  a + begin, pass->pitch, nabla_value (pass, node) + begin, pass->pitch,
                  nabla_value (pass, node->inputs[B]), FALSE);

  if (pass->with_backward && node->cache_lanes > 0)
    {
      gsize pitch = transposed_pitch (node);
      NABLA_T (transpose) (n_previous, end - begin, a + begin, pass->pitch,
                           nabla_cache (pass, node) + begin * pitch, pitch);
    }
}

static void
backward_data (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->shape.dim[0], n_previous = node->inputs[X]->shape.dim[0];
  NablaReal *da = nabla_gradient (pass, node->inputs[X]);
  if (da == NULL)
    return;
  NABLA_T (gemm) (n_previous, end - begin, n, nabla_value (pass, node->inputs[W]), 1, n_previous,
                  nabla_gradient (pass, node) + begin, pass->pitch, da + begin, pass->pitch, NULL,
                  node->accumulate[X]);
}

static void
backward_parameters (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n_previous = node->inputs[X]->shape.dim[0];
  const NablaReal *dz = nabla_gradient (pass, node) + begin * pass->pitch;
  NablaReal *dw = nabla_gradient (pass, node->inputs[W]);
  NablaReal *db = nabla_gradient (pass, node->inputs[B]);

  if (dw != NULL && node->cache_lanes > 0)
    NABLA_T (gemm) (end - begin, n_previous, pass->rows, dz, pass->pitch, 1, nabla_cache (pass, node),
                    transposed_pitch (node), dw + begin * n_previous, n_previous, NULL,
                    node->accumulate[W]);
  else if (dw != NULL)
    NABLA_T (dot) (end - begin, n_previous, pass->lanes, dz, pass->pitch,
                   nabla_value (pass, node->inputs[X]), pass->pitch, dw + begin * n_previous,
                   n_previous, node->accumulate[W]);
  if (db != NULL)
    NABLA_T (row_sums) (end - begin, pass->lanes, dz, pass->pitch, db + begin, node->accumulate[B]);
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  const NablaNode *input = node->inputs[X];
  guint units = node->settings[UNITS];
  if (input->shape.rank != 1 || input->layout != NABLA_LAYOUT_COLUMNS)
    {
      g_autofree char *shape = nabla_shape_format (&input->shape, NULL);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _("Layer '%s' (dense) takes features of shape (n), but '%s' gives %s; put a layer with op=flatten between them"),
                   node->name, input->name, shape);
      return FALSE;
    }
  guint n_previous = input->shape.dim[0];
  node->layout = NABLA_LAYOUT_COLUMNS;
  node->shape = NABLA_SHAPE_1 (units);
  node->cache_lanes = n_previous >= MANY_INPUTS ? transposed_pitch (node) : 0;

  NablaInitialization weights
    = { node->settings[INITIALIZATION], node->settings[SCALE], n_previous, units };
  NablaInitialization biases = { NABLA_INITIALIZATION_ZEROS, 0, n_previous, units };
  return nabla_node_add_parameter (graph, node, "W", NABLA_SHAPE_2 (units, n_previous), weights, TRUE, error)
         && nabla_node_add_parameter (graph, node, "b", NABLA_SHAPE_2 (units, 1), biases, FALSE, error);
}

const NablaOp NABLA_T (op_dense) = {
  .name = "dense",
  .title = N_("Dense"),
  .help = N_("Every unit sees every number of the layer before: Z = W A + b."),
  .params = params,
  .min_inputs = 1,
  .max_inputs = 1,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
  .backward_parameters = { { NABLA_OVER_UNITS, backward_parameters } },
};
