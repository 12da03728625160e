/* Batches: how the present epoch's examples are cut into mini-batches.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaBatchesPicture:
 * @epoch: which one, from 0
 * @first_step: the step that takes its first mini-batch
 * @next: which mini-batch the next step takes, from 0
 * @batch_size: of all but the last one
 * @m: examples of the epoch: the train set
 * @n: mini-batches of the epoch
 * @starts: (array length=n + 1): where each begins in the order, and where the last ends
 * @examples: (array length=m): numbers in the data set, in this epoch's order
 * @labels: (array length=m): true class, or the value to predict
 */
typedef struct
{
  gint64 epoch;
  gint64 first_step;
  guint next;
  guint batch_size;
  guint64 m;
  guint n;
  guint64 *starts;
  guint32 *examples;
  float *labels;
} NablaBatchesPicture;

NablaBatchesPicture *nabla_batches_picture_new (guint64 m, guint n);
void nabla_batches_picture_free (NablaBatchesPicture *self);

G_END_DECLS
