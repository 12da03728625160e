/* Batch sizes: how long training takes to a target cost, by the size of mini-batches.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaBatchTime:
 * @batch_size: examples of a step
 * @reached: whether the cost over train came down to the target
 * @seconds, @passes, @steps: what that took; NAN if it was not reached. Seconds are
 *   measured, the median of the repeats; passes are over the train set.
 * @rate: examples a second, measured over the whole of the training
 * @lowest: the lowest cost over train that was seen
 */
typedef struct
{
  guint batch_size;
  gboolean reached;
  double seconds;
  double passes;
  double steps;
  double rate;
  double lowest;
} NablaBatchTime;

/**
 * NablaBatchSizes:
 * @target: the cost over train to come down to
 * @is_automatic: whether the target is the lowest cost that all got to
 * @m: examples of the train set
 * @repeats: how often each was trained
 * @n_sizes, @sizes: in growing order
 */
typedef struct
{
  double target;
  gboolean is_automatic;
  guint64 m;
  guint repeats;
  guint n_sizes;
  NablaBatchTime *sizes;
} NablaBatchSizes;

NablaBatchSizes *nabla_batch_sizes_new (guint n_sizes);
void nabla_batch_sizes_free (NablaBatchSizes *self);

G_END_DECLS
