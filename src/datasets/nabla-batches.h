/* Mini-batches: which examples a step of training takes.
 *
 * Epoch e takes the train split in the order RandomState(batch_seed + e).permutation(m)
 * and cuts it into batches of batch_size; the last one is what is left, as in the
 * course's random_mini_batches. So a step's examples follow from its number alone: a
 * run can go to any step without having drawn what came before.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _NablaBatches NablaBatches;

/* From which step on which batch size was asked for. */
typedef struct {
  guint64 step;
  guint64 batch_size;
} NablaBatchChange;

/**
 * nabla_batches_new:
 * @n_train: size of the train split m, at least 1
 * @batch_size: examples of a step; 0 for all of them in the order of the split, with
 *   nothing drawn (`batch_size=full`); more than there are is all of them, permuted
 * @batch_seed: seed of epoch 0; sums with an epoch are taken modulo 2³²
 *
 * For one thread at a time.
 *
 * Returns: (transfer full): the batches
 */
NablaBatches *nabla_batches_new (gsize n_train, gsize batch_size, guint32 batch_seed);
void nabla_batches_free (NablaBatches *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaBatches, nabla_batches_free)

/**
 * nabla_batches_change_size:
 * @step: the step that would have been next when the change was asked for, from 0
 * @batch_size: as in nabla_batches_new ()
 *
 * Takes effect with the first epoch that begins at @step or later: an epoch that has
 * begun ends as it began, so that each still sees every example once. Changes may be
 * recorded in any order of steps; of two at the same step the later call counts. The
 * batches are a function of the recorded changes alone, so a replay that records them
 * again gets the same ones.
 */
void nabla_batches_change_size (NablaBatches *self, guint64 step, gsize batch_size);

/* Returns: (transfer none) (array length=n): what was recorded, by step, the initial size
 * first: with it, other batches of the same examples and seed are the same */
const NablaBatchChange *nabla_batches_changes (const NablaBatches *self, guint *n);

/**
 * nabla_batches_get:
 * @step: a step, from 0; any order of calls, cheapest within one epoch
 * @count: (out): how many examples the step takes
 * @epoch: (out) (nullable): the epoch that the step belongs to, from 0
 *
 * Allocates nothing.
 *
 * Returns: (transfer none) (nullable) (array length=count): numbers of examples within
 *   the train split, good until the next call; %NULL for all in their order
 */
const guint32 *nabla_batches_get (NablaBatches *self,
                                  guint64 step,
                                  gsize *count,
                                  guint64 *epoch);

G_END_DECLS
