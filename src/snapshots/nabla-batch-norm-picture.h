/* Batch norm: z before and after, in training and at test time.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NABLA_BATCH_NORM_MOST_UNITS 32
/* 5, 25, 50, 75 and 95 in a hundred lie below. */
#define NABLA_BATCH_NORM_PERCENTILES 5

/**
 * NablaBatchNormUnit: one feature of the layer
 * @batch_mean, @batch_variance: of z over the batch: what training normalizes by
 * @moving_mean, @moving_variance: averages over past batches: what predictions use
 * @gamma, @beta: scale and shift
 * @before: percentiles of z
 * @after: of γ·ẑ + β in training
 * @at_test: of the same examples' γ·ẑ + β with the moving averages
 */
typedef struct
{
  float batch_mean, batch_variance;
  float moving_mean, moving_variance;
  float gamma, beta;
  float before[NABLA_BATCH_NORM_PERCENTILES];
  float after[NABLA_BATCH_NORM_PERCENTILES];
  float at_test[NABLA_BATCH_NORM_PERCENTILES];
} NablaBatchNormUnit;

/**
 * NablaBatchNormLayer:
 * @name: of the layer
 * @n_units: how many it has
 * @n_shown: min (n_units, 32): the first ones
 * @units: (array length=n_shown)
 * @epsilon: ε of √(σ² + ε)
 */
typedef struct
{
  char *name;
  guint n_units;
  guint n_shown;
  NablaBatchNormUnit *units;
  double epsilon;
} NablaBatchNormLayer;

/**
 * NablaBatchNorm:
 * @rows: examples of the batch that were looked at
 * @train_cost, @test_cost: mean loss of these in training mode and in test mode
 * @mean_difference, @largest_difference: between the predictions of both modes
 * @has_dropout: whether dropout takes part in the difference
 */
typedef struct
{
  guint n_layers;
  NablaBatchNormLayer *layers;
  gsize rows;
  double train_cost, test_cost;
  double mean_difference, largest_difference;
  gboolean has_dropout;
} NablaBatchNorm;

NablaBatchNorm *nabla_batch_norm_new (guint n_layers);
void nabla_batch_norm_free (NablaBatchNorm *self);

G_END_DECLS
