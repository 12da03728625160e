/* Changes of an experiment that are more than one value: several at once, layers that
 * come and go, other data.
 *
 * Each works on the text, so that comments and order stay, and the result is
 * checked again as a whole.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-difference.h"

G_BEGIN_DECLS

/**
 * nabla_experiment_with_all:
 * @changes: (array length=n): keys and values (nullable), made one after another
 * @error: the first that was refused
 *
 * Returns: (transfer full) (nullable): the experiment with all changes
 */
NablaExperiment *nabla_experiment_with_all (NablaExperiment *self,
                                            const NablaDifference *changes,
                                            guint n,
                                            GError **error);

/**
 * nabla_experiment_with_layer:
 * @before: index of the layer that it shall stand in front of
 * @name: of the new layer; must not be taken
 * @body: its keys, a line each: `op=dense\nunits=4\n`
 * @error: a sentence that says what is wrong with it
 *
 * The comment above layer @before stays with it. Where that layer names its inputs
 * (`from=`), the new one takes the one that stands right above, else the first, and is
 * named instead of it.
 *
 * Returns: (transfer full) (nullable): the experiment with one more layer
 */
NablaExperiment *nabla_experiment_with_layer (const NablaExperiment *self,
                                              guint before,
                                              const char *name,
                                              const char *body,
                                              GError **error);

/**
 * nabla_experiment_without_layer:
 * @index: of the layer
 * @error: why it cannot go: another may share its parameters or need it
 *
 * Takes a layer away, with the comment above it and the axes that a search has
 * for it. What took its output takes its input instead, unless it had several.
 *
 * Returns: (transfer full) (nullable): the experiment without it
 */
NablaExperiment *nabla_experiment_without_layer (const NablaExperiment *self,
                                                 guint index,
                                                 GError **error);

/**
 * nabla_experiment_free_layer_name:
 * @stem: such as `hidden`
 *
 * Returns: (transfer full): @stem with the smallest number from 1 on that no layer has
 */
char *nabla_experiment_free_layer_name (const NablaExperiment *self, const char *stem);

/**
 * nabla_experiment_fitted:
 * @dataset: what is to be learned
 *
 * Gives the last layer as many units as the labels of @dataset need, the loss its
 * op, and features of large range a normalization, where they do not suit. Before a
 * dense layer pictures are flattened; a flatten layer in front goes with them.
 *
 * Returns: (transfer full) (nullable): the experiment, changed as far as needed
 */
NablaExperiment *nabla_experiment_fitted (NablaExperiment *self,
                                          const NablaDataset *dataset,
                                          GError **error);

G_END_DECLS
