/* Batch noise: short runs from the same weights with mini-batches of different sizes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaNoisyRun:
 * @batch_size: examples of a step
 * @n, @costs: the cost of the mini-batch of each step, before its update
 * @noise: standard deviation of the change of the cost from one step to the next; NAN of
 *   fewer than three steps
 * @last: mean cost of the last tenth of the steps
 * @has_diverged: whether it ended since a value was not finite
 */
typedef struct
{
  guint batch_size;
  guint n;
  double *costs;
  double noise;
  double last;
  gboolean has_diverged;
} NablaNoisyRun;

/**
 * NablaBatchNoise:
 * @step: of the run, whose weights they began with
 * @m: examples of the train set
 * @steps: how many each was to make
 * @n_runs, @runs: in growing order of batch size
 */
typedef struct
{
  gint64 step;
  guint64 m;
  guint steps;
  guint n_runs;
  NablaNoisyRun *runs;
} NablaBatchNoise;

/* Returns: (transfer full): @n_runs runs with room for @steps costs each */
NablaBatchNoise *nabla_batch_noise_new (guint n_runs, guint steps);
void nabla_batch_noise_free (NablaBatchNoise *self);

G_END_DECLS
