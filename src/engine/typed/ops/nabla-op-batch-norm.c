/* batch_norm: Z̃ = γ (Z − μ) / √(σ² + ε) + β, feature by feature
 *
 * (Ioffe and Szegedy 2015, algorithm 1.) In training μ and σ² are the batch's
 * own, and exponentially weighted averages of them, kept as state, serve
 * predictions. Backward, with ẑ the normalized value and sums over the batch:
 *
 *   dγ = Σ dZ̃ ẑ     dβ = Σ dZ̃
 *   dZ = γ / (m √(σ² + ε)) · (m dZ̃ − dβ − ẑ dγ)
 *
 * All of a feature's examples are needed at once, so features are shared out
 * and not examples.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dot.h"
#include "nabla-error.h"
#include "nabla-initialization.h"
#include "nabla-op-typed.h"

#include <math.h>

enum { MOMENTUM, EPSILON };
enum { Z, GAMMA, BETA };

static const NablaParamSpec params[] = {
  { "momentum", N_("Averaging β"), "β", N_("How much of the old averages stays at each step; predictions use the averages."),
    NABLA_PARAM_REAL, 0, 1, 0.9, NABLA_SCALE_ONE_MINUS, NULL },
  { "epsilon", N_("Epsilon"), "ε", N_("Keeps the division from exploding where a feature hardly varies."),
    NABLA_PARAM_REAL, 0, 1, 1e-5, NABLA_SCALE_LOG, NULL },
  { NULL }
};

/* The cache: μ, σ² and 1/√(σ² + ε) of each feature. The state: the averages. */
static NablaReal *
statistic (const NablaNode *node, const NablaPass *pass, int which)
{
  return nabla_cache (pass, node) + which * node->shape.dim[0];
}

static void
batch_statistics (const NablaPass *pass, const NablaReal *z, NablaReal *mean, NablaReal *variance)
{
  NablaReal masked[NABLA_LANES];
  NablaLanes sum = { 0 };
  gsize whole = pass->rows / NABLA_LANES * NABLA_LANES, rest = pass->rows - whole;

  for (gsize e = 0; e < whole; e += NABLA_LANES)
    sum += *(const NablaLanes *) (z + e);
  for (gsize l = 0; l < NABLA_LANES; l++)
    masked[l] = l < rest ? z[whole + l] : 0;
  NablaReal mu = nabla_sum_lanes (sum + *(NablaLanes *) masked) / pass->rows;

  sum = (NablaLanes) { 0 };
  for (gsize e = 0; e < whole; e += NABLA_LANES)
    {
      NablaLanes difference = *(const NablaLanes *) (z + e) - mu;
      sum += difference * difference;
    }
  for (gsize l = 0; l < NABLA_LANES; l++)
    masked[l] = l < rest ? (z[whole + l] - mu) * (z[whole + l] - mu) : 0;
  *mean = mu;
  *variance = nabla_sum_lanes (sum + *(NablaLanes *) masked) / pass->rows;
}

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->shape.dim[0];
  const NablaReal *state = nabla_state (pass, node);
  for (gsize i = begin; i < end; i++)
    {
      const NablaReal *restrict z = nabla_value (pass, node->inputs[Z]) + i * pass->pitch;
      NablaReal *restrict y = nabla_value (pass, node) + i * pass->pitch;
      NablaReal mean = state[i], variance = state[n + i];
      if (pass->mode != NABLA_MODE_EVALUATE)
        batch_statistics (pass, z, &mean, &variance);
      NablaReal inverse = 1 / (NablaReal) sqrt (variance + node->settings[EPSILON]);
      statistic (node, pass, 0)[i] = mean;
      statistic (node, pass, 1)[i] = variance;
      statistic (node, pass, 2)[i] = inverse;

      NablaReal scale = nabla_value (pass, node->inputs[GAMMA])[i] * inverse;
      NablaReal beta = nabla_value (pass, node->inputs[BETA])[i];
      for (gsize e = 0; e < pass->lanes; e++)
        y[e] = (z[e] - mean) * scale + beta;
    }
}

static void
backward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  NablaReal *dz_all = nabla_gradient (pass, node->inputs[Z]);
  NablaReal *dgamma = nabla_gradient (pass, node->inputs[GAMMA]);
  NablaReal *dbeta = nabla_gradient (pass, node->inputs[BETA]);
  for (gsize i = begin; i < end; i++)
    {
      const NablaReal *restrict z = nabla_value (pass, node->inputs[Z]) + i * pass->pitch;
      const NablaReal *restrict dy = nabla_gradient (pass, node) + i * pass->pitch;
      NablaReal mean = statistic (node, pass, 0)[i], inverse = statistic (node, pass, 2)[i];

      NablaLanes sum_dy = { 0 }, sum_dy_z = { 0 };
      for (gsize e = 0; e < pass->lanes; e += NABLA_LANES)
        {
          NablaLanes d = *(const NablaLanes *) (dy + e);
          sum_dy += d;
          sum_dy_z += d * ((*(const NablaLanes *) (z + e) - mean) * inverse);
        }
      NablaReal total = nabla_sum_lanes (sum_dy), total_z = nabla_sum_lanes (sum_dy_z);
      if (dgamma != NULL)
        dgamma[i] = (node->accumulate[GAMMA] ? dgamma[i] : 0) + total_z;
      if (dbeta != NULL)
        dbeta[i] = (node->accumulate[BETA] ? dbeta[i] : 0) + total;
      if (dz_all == NULL)
        continue;

      NablaReal *restrict dz = dz_all + i * pass->pitch;
      NablaReal scale = nabla_value (pass, node->inputs[GAMMA])[i] * inverse;
      NablaReal mean_dy = total / pass->rows, mean_dy_z = total_z / pass->rows;
      gboolean accumulate = node->accumulate[Z];
      for (gsize e = 0; e < pass->rows; e++)
        {
          NablaReal d = scale * (dy[e] - mean_dy - (z[e] - mean) * inverse * mean_dy_z);
          dz[e] = accumulate ? dz[e] + d : d;
        }
      for (gsize e = pass->rows; e < pass->lanes; e++)
        dz[e] = 0;
    }
}

static void
commit (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = node->shape.dim[0];
  NablaReal *state = nabla_state (pass, node);
  const NablaReal beta = node->settings[MOMENTUM];
  for (gsize i = begin; i < end; i++)
    {
      state[i] = beta * state[i] + (1 - beta) * statistic (node, pass, 0)[i];
      state[n + i] = beta * state[n + i] + (1 - beta) * statistic (node, pass, 1)[i];
    }
}

static void
reset_state (const NablaNode *node, double *state)
{
  for (guint i = 0; i < node->shape.dim[0]; i++)
    {
      state[i] = 0;
      state[node->shape.dim[0] + i] = 1;
    }
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  const NablaNode *input = node->inputs[Z];
  if (input->shape.rank != 1 || input->layout != NABLA_LAYOUT_COLUMNS)
    {
      g_autofree char *shape = nabla_shape_format (&input->shape, NULL);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _("Layer '%s' (batch_norm) takes features of shape (n), but '%s' gives %s"),
                   node->name, input->name, shape);
      return FALSE;
    }
  guint n = input->shape.dim[0];
  nabla_node_same_as (node, input);
  node->cache_fixed = 3 * n;
  node->state_size = 2 * n;
  NablaInitialization ones = { NABLA_INITIALIZATION_CONSTANT, 1, n, n };
  NablaInitialization zeros = { NABLA_INITIALIZATION_ZEROS, 0, n, n };
  return nabla_node_add_parameter (graph, node, "gamma", NABLA_SHAPE_2 (n, 1), ones, FALSE, error)
         && nabla_node_add_parameter (graph, node, "beta", NABLA_SHAPE_2 (n, 1), zeros, FALSE, error);
}

const NablaOp NABLA_T (op_batch_norm) = {
  .name = "batch_norm",
  .title = N_("Batch normalization"),
  .help = N_("Gives each feature mean 0 and variance 1 over the batch, then a scale and a shift that are learned."),
  .params = params,
  .min_inputs = 1,
  .max_inputs = 1,
  .infer = infer,
  .reset_state = reset_state,
  .forward = { { NABLA_OVER_UNITS, forward } },
  .backward_data = { { NABLA_OVER_UNITS, backward } },
  .commit = { NABLA_OVER_UNITS, commit },
};
