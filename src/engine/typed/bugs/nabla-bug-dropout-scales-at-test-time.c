/* dropout_scales_at_test_time: predictions multiply by keep_prob.
 *
 * That is what plain dropout needs; inverted dropout has divided by keep_prob in
 * training already. What a layer behind it gets is keep_prob times too small at test
 * time, with each dropout layer again, and no gradient knows of it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug-typed.h"
#include "nabla-op-typed.h"

/* keep_prob is the op's first setting. */
#define KEEP_PROB 0

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  NABLA_T (op_dropout).forward[0].run (node, pass, begin, end);
  if (pass->mode != NABLA_MODE_EVALUATE)
    return;
  const NablaReal keep_prob = node->settings[KEEP_PROB];
  for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))
    {
      NablaReal *y = nabla_value (pass, node) + run.at;
      for (gsize i = 0; i < run.n; i++)
        y[i] *= keep_prob;
    }
}

static gboolean
bites (const double *settings)
{
  return settings[KEEP_PROB] < 1;
}

static const NablaBugOp ops[] = {
  { &NABLA_T (op_dropout), .forward = { NABLA_OVER_EXAMPLES, forward }, .bites = bites },
  { NULL },
};

const NablaBug NABLA_T (bug_dropout_scales_at_test_time) = {
  .name = "dropout_scales_at_test_time",
  .title = N_ ("Test-time dropout"),
  .help = N_ ("Predictions multiply by keep_prob although training divided by it already: "
              "activations are too small at test time. No gradient is wrong; compare the means of "
              "activations in training and in predictions."),
  .ops = ops,
};
