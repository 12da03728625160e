/* gaussian_noise: y = x + N(0, stddev²) in training, y = x in evaluation.
 *
 * Right behind the input it is data augmentation for points: at each step an example
 * stands a little elsewhere, and the network learns from places around it. The noise
 * depends on (seed, node, step, example, unit) only, as dropout's mask does, and
 * never on x: backward, it is the identity.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-op-typed.h"
#include "nabla-philox.h"

#include <math.h>

enum
{
  STDDEV
};

static const NablaParamSpec params[]
    = { { "stddev", N_ ("Standard deviation"), "σ",
          N_ ("How far the noise moves a value; 0 switches it off."), NABLA_PARAM_REAL, 0, 10, 0.1,
          NABLA_SCALE_LINEAR, NULL },
        { NULL } };

static gboolean
is_off (const NablaNode *node, const NablaPass *pass)
{
  return pass->mode == NABLA_MODE_EVALUATE || node->settings[STDDEV] == 0;
}

/* Two standard normal numbers of two random words: Box and Muller, "A note on the
 * generation of random normal deviates", 1958. In double for both precisions, so
 * that they draw the same. */
static void
box_muller (guint32 word0, guint32 word1, double *normal0, double *normal1)
{
  double radius = sqrt (-2 * log ((word0 + 0.5) / 4294967296.0));
  double angle = 2 * G_PI * (word1 / 4294967296.0);
  *normal0 = radius * cos (angle);
  *normal1 = radius * sin (angle);
}

/* Adds noise to up to four units of one block of examples. */
static void
add_noise (const NablaNode *node, const NablaPass *pass, gsize unit, gsize block)
{
  const double stddev = node->settings[STDDEV];
  gsize n = nabla_shape_size (&node->shape);
  const NablaReal *x = nabla_value (pass, node->inputs[0]) + unit * pass->pitch + block;
  NablaReal *y = nabla_value (pass, node) + unit * pass->pitch + block;
  guint32 examples[NABLA_LANES], words[4][NABLA_LANES];

  for (gsize l = 0; l < NABLA_LANES; l++)
    {
      gsize e = MIN (block + l, pass->rows - 1);
      examples[l] = pass->examples != NULL ? pass->examples[e] : pass->first + e;
    }
  nabla_philox_lanes (pass->seed, node->index, pass->step, examples, unit / 4, words);
  for (gsize l = 0; l < NABLA_LANES; l++)
    {
      double normal[4];
      box_muller (words[0][l], words[1][l], &normal[0], &normal[1]);
      box_muller (words[2][l], words[3][l], &normal[2], &normal[3]);
      for (gsize u = 0; u < MIN (4, n - unit); u++)
        y[u * pass->pitch + l] = x[u * pass->pitch + l] + (NablaReal)(stddev * normal[u]);
    }
}

static void
forward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize n = nabla_shape_size (&node->shape);
  if (!is_off (node, pass))
    {
      for (gsize unit = 0; unit < n; unit += 4)
        for (gsize e = begin; e < end; e += NABLA_LANES)
          add_noise (node, pass, unit, e);
      return;
    }
  for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))
    {
      const NablaReal *restrict x = nabla_value (pass, node->inputs[0]) + run.at;
      NablaReal *restrict y = nabla_value (pass, node) + run.at;
      for (gsize i = 0; i < run.n; i++)
        y[i] = x[i];
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
      NablaReal *restrict dx = nabla_gradient (pass, node->inputs[0]) + run.at;
      for (gsize i = 0; i < run.n; i++)
        dx[i] = node->accumulate[0] ? dx[i] + dy[i] : dy[i];
    }
}

const NablaOp NABLA_T (op_gaussian_noise) = {
  .name = "gaussian_noise",
  .title = N_ ("Gaussian noise"),
  .help = N_ ("Moves each value at random in training; behind the input it is data augmentation "
              "for points."),
  .params = params,
  .min_inputs = 1,
  .max_inputs = 1,
  .flags = NABLA_OP_RANDOM,
  .infer = infer_same,
  .forward = { { NABLA_OVER_EXAMPLES, forward } },
  .backward_data = { { NABLA_OVER_EXAMPLES, backward_data } },
};
