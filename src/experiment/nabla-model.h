/* Models: the graph of an experiment.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"
#include "nabla-graph.h"

G_BEGIN_DECLS

/**
 * NablaModel:
 * @graph: built and initialized from the experiment's seed, with the bug that is
 *   planted in the experiment
 * @input: fed with X
 * @target: (nullable): fed with Y; %NULL if no loss looks at the label
 * @logits: what the (first) loss takes: before sigmoid or softmax
 * @loss: (nullable): the (first) loss
 * @outputs: for each layer of the experiment the node of its output, after its
 *   activation
 * @pre_activations: for each layer its own op's node, before the activation
 *
 * A layer `h1` with op=dense and activation=tanh becomes the nodes `h1` (z) and
 * `h1/tanh` (a). Inputs are called as in the experiment, the label `target`, a loss
 * `loss`, or `loss/NAME` if it has a name.
 */
typedef struct {
  NablaGraph *graph;
  NablaNode *input;
  NablaNode *target;
  NablaNode *logits;
  NablaNode *loss;
  NablaNode **outputs;
  NablaNode **pre_activations;
} NablaModel;

/**
 * nabla_model_new:
 * @experiment: the layers and losses
 * @precision: of the numbers; need not be the experiment's (gradient checks)
 * @input_shape: of one example: (n_x), or (h, w, c) of pictures
 * @n_y: rows of Y
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with a sentence that
 *   names file, line, layer and both shapes
 */
NablaModel *nabla_model_new (const NablaExperiment *experiment,
                             NablaPrecision precision,
                             const NablaShape *input_shape,
                             guint n_y,
                             GError **error);
void nabla_model_free (NablaModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaModel, nabla_model_free)

G_END_DECLS
