/* dropout: each activation is zeroed with probability 1 − keep_prob and the rest
 * divided by keep_prob, so that the expectation stays (inverted dropout). In
 * evaluation nothing happens.
 *
 * Whether a number falls depends on (seed, node, step, example, unit) only, so any
 * thread may draw it and a step that is repeated falls the same way.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-op-typed.h"
#include "nabla-philox.h"

enum { KEEP_PROB };

static const NablaParamSpec params[] = {
  { "keep_prob", N_("Keep probability"), NULL, N_("Chance of each activation to stay; 1 switches dropout off."),
    NABLA_PARAM_REAL, 0.01, 1, 0.8, NABLA_SCALE_LINEAR, NULL },
  { NULL }
};

static gboolean
is_off (const NablaNode *node, const NablaPass *pass)
{
  return pass->mode == NABLA_MODE_EVALUATE || node->settings[KEEP_PROB] >= 1;
}

/* The factors 0 or 1/keep_prob of four units for one block of examples. */
static void
draw_factors (const NablaNode *node, const NablaPass *pass, gsize unit, gsize block, NablaReal *factor)
{
  const guint32 limit = node->settings[KEEP_PROB] * 4294967296.0;
  const NablaReal kept = 1 / node->settings[KEEP_PROB];
  gsize n = nabla_shape_size (&node->shape);
  guint32 examples[NABLA_LANES], words[4][NABLA_LANES];

  for (gsize l = 0; l < NABLA_LANES; l++)
    {
      gsize e = MIN (block + l, pass->rows - 1);
      examples[l] = pass->examples != NULL ? pass->examples[e] : pass->first + e;
    }
  nabla_philox_lanes (pass->seed, node->index, pass->step, examples, unit / 4, words);
  for (gsize u = 0; u < MIN (4, n - unit); u++)
    for (gsize l = 0; l < NABLA_LANES; l++)
      factor[u * pass->pitch + l] = words[u][l] < limit ? kept : 0;
}

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = nabla_shape_size (&node->shape);
  if (!is_off (node, pass))
    for (gsize unit = 0; unit < n; unit += 4)
      for (gsize e = begin; e < end; e += NABLA_LANES)
        draw_factors (node, pass, unit, e, nabla_cache (pass, node) + unit * pass->pitch + e);

  for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))
    {
      const NablaReal *restrict x = nabla_value (pass, node->inputs[0]) + run.at;
      const NablaReal *restrict factor = nabla_cache (pass, node) + run.at;
      NablaReal *restrict y = nabla_value (pass, node) + run.at;
      if (is_off (node, pass))
        for (gsize i = 0; i < run.n; i++)
          y[i] = x[i];
      else
        for (gsize i = 0; i < run.n; i++)
          y[i] = x[i] * factor[i];
    }
}

static void
backward_data (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  if (nabla_gradient (pass, node->inputs[0]) == NULL)
    return;
  for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))
    {
      const NablaReal *restrict dy = nabla_gradient (pass, node) + run.at;
      const NablaReal *restrict factor = nabla_cache (pass, node) + run.at;
      NablaReal *restrict dx = nabla_gradient (pass, node->inputs[0]) + run.at;
      gboolean off = is_off (node, pass), accumulate = node->accumulate[0];
      for (gsize i = 0; i < run.n; i++)
        {
          NablaReal d = off ? dy[i] : dy[i] * factor[i];
          dx[i] = accumulate ? dx[i] + d : d;
        }
    }
}

static gboolean
infer (NablaGraph *graph, NablaNode *node, GError **error)
{
  nabla_node_same_as (node, node->inputs[0]);
  node->cache_lanes = nabla_shape_size (&node->shape);
  return TRUE;
}

const NablaOp NABLA_T (op_dropout) = {
  .name = "dropout",
  .title = N_("Dropout"),
  .help = N_("Silences activations at random in training, so that no unit relies on another."),
  .params = params,
  .min_inputs = 1,
  .max_inputs = 1,
  .flags = NABLA_OP_RANDOM,
  .infer = infer,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
