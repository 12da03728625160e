/* Differences: what sets two experiments apart, and what that means for a run.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"

G_BEGIN_DECLS

/**
 * NablaEffect:
 * @NABLA_EFFECT_NONE: nothing that is trained: title, views, what a search varies
 * @NABLA_EFFECT_STEP: from the next step on: learning rate, optimizer and its
 *   settings, schedule, steps, L2, L1, clipping, dropout, activation, frozen layers,
 *   the loss and its weight, a planted bug, painted points of the same classes
 * @NABLA_EFFECT_EPOCH: from the next epoch on: batch_size
 * @NABLA_EFFECT_START: when the run begins anew: seed, batch_seed, initialization,
 *   scale
 * @NABLA_EFFECT_RUN: never in this run: data and split, layers, units and wiring,
 *   precision, a loss that wants labels written in another way
 *
 * When a change takes effect, from soon to late.
 */
typedef enum
{
  NABLA_EFFECT_NONE,
  NABLA_EFFECT_STEP,
  NABLA_EFFECT_EPOCH,
  NABLA_EFFECT_START,
  NABLA_EFFECT_RUN,
} NablaEffect;

/**
 * nabla_experiment_effect:
 * @before: what is trained
 * @after: what is wanted
 *
 * Returns: the latest effect of all that differs
 */
NablaEffect nabla_experiment_effect (const NablaExperiment *before, const NablaExperiment *after);

/* Returns: whether both have the same data and the same split */
gboolean nabla_experiment_same_data (const NablaExperiment *before, const NablaExperiment *after);

/* Returns: whether both have the same graph: nodes, ops, losses, bugs and what is frozen.
 * Settings that ops read at every step (keep_prob) may differ. */
gboolean nabla_experiment_same_graph (const NablaExperiment *before, const NablaExperiment *after);

/**
 * NablaDifference:
 * @key: as in nabla_experiment_with ()
 * @value: (nullable): its new value; %NULL if it is not given any more
 */
typedef struct
{
  char *key;
  char *value;
} NablaDifference;

/**
 * nabla_experiment_differences:
 *
 * What is to be given to nabla_experiment_with (), one after another, to get from
 * @before to @after. Only what matters to a run and can be said by a key is listed:
 * no titles, views or searches, and of groups only those that both have. What chooses
 * (an optimizer) comes before what it brings along.
 *
 * Returns: (transfer full) (element-type NablaDifference): the list
 */
GArray *nabla_experiment_differences (const NablaExperiment *before, const NablaExperiment *after);

G_END_DECLS
