/* Graph: the network's nodes, parameters and state.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-op.h"
#include "nabla-random.h"

G_BEGIN_DECLS

/**
 * nabla_graph_new:
 * @precision: of all its numbers
 *
 * Returns: (transfer full): an empty graph; nodes are added in the order in
 *   which they compute, then it is built, then nothing in it changes but the
 *   numbers of its parameters and state
 */
NablaGraph *nabla_graph_new (NablaPrecision precision);
void nabla_graph_free (NablaGraph *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaGraph, nabla_graph_free)

/**
 * nabla_graph_plant:
 * @bug: (nullable): of any precision; %NULL for none
 *
 * Nodes that are added from now on compute as @bug has it, and so do optimizers made
 * for this graph. Their ops keep name, settings and parameters of the right ones.
 */
void nabla_graph_plant (NablaGraph *self, const NablaBug *bug);

/* Returns: (nullable): the bug planted in the graph, of its own precision */
const NablaBug *nabla_graph_bug (const NablaGraph *self);

/**
 * nabla_graph_add:
 * @name: unique: letters, digits, `_`, `/`
 * @op: word of the op
 * @settings: (nullable): one number a parameter spec of @op; %NULL for defaults
 * @inputs: (array length=n_inputs): the data inputs
 * @share: (nullable): take the parameters of this node, which has the same op,
 *   instead of new ones
 * @error: names @name and, where shapes do not fit, both shapes
 *
 * Returns: (transfer none) (nullable): the new node
 */
NablaNode *nabla_graph_add (NablaGraph *self,
                            const char *name,
                            const char *op,
                            const double *settings,
                            NablaNode *const *inputs,
                            guint n_inputs,
                            NablaNode *share,
                            GError **error);

/**
 * nabla_graph_add_input:
 * @shape: of one example
 *
 * Adds a node that is fed from data.
 */
NablaNode *nabla_graph_add_input (NablaGraph *self,
                                  const char *name,
                                  const NablaShape *shape,
                                  GError **error);

/**
 * nabla_graph_add_parameter:
 * @shape: of the parameter
 *
 * Adds a parameter that belongs to no op: `op=parameter`, the picture of style
 * transfer.
 */
NablaNode *nabla_graph_add_parameter (NablaGraph *self,
                                      const char *name,
                                      const NablaShape *shape,
                                      const NablaInitialization *initialization,
                                      GError **error);

/**
 * nabla_graph_add_loss:
 * @node: a node whose op is a loss
 * @weight: its share in the objective
 *
 * The objective is the sum over losses of weight · mean over the batch.
 */
void nabla_graph_add_loss (NablaGraph *self, NablaNode *node, double weight);

/**
 * nabla_graph_add_output:
 * @node: a node that is no loss
 *
 * Lets backpropagation begin at @node too, with a gradient from outside: see
 * nabla_workspace_set_gradient (). Before nabla_graph_build () only.
 */
void nabla_graph_add_output (NablaGraph *self, NablaNode *node);

/* Asks for the gradient with respect to the examples of @input themselves; before
 * nabla_graph_build () only. */
void nabla_graph_want_gradient (NablaGraph *self, NablaNode *input);

/* Freezes or frees the parameters of @node; before nabla_graph_build () only. */
void nabla_graph_set_trainable (NablaGraph *self, NablaNode *node, gboolean trainable);

/**
 * nabla_graph_build:
 *
 * Plans the arenas of parameters and state and finds which nodes need gradients.
 *
 * Returns: whether there was memory enough
 */
gboolean nabla_graph_build (NablaGraph *self, GError **error);

/**
 * nabla_graph_initialize:
 * @random: numpy's generator, seeded by the experiment
 *
 * Gives every parameter its first value, node by node in the order added: the
 * weights drawn, biases zero without a draw; and every state its own first value.
 */
void nabla_graph_initialize (NablaGraph *self, NablaRandomState *random);

NablaPrecision nabla_graph_precision (const NablaGraph *self);
guint nabla_graph_n_nodes (const NablaGraph *self);
NablaNode *nabla_graph_node (const NablaGraph *self, guint index);
NablaNode *nabla_graph_find (const NablaGraph *self, const char *name);
guint nabla_graph_n_losses (const NablaGraph *self);
NablaNode *nabla_graph_loss (const NablaGraph *self, guint index, double *weight);

/* All parameters, contiguous, each beginning at a multiple of 16 numbers (its
 * parameter_offset); the gaps are zero and stay zero. */
gsize nabla_graph_parameters_size (const NablaGraph *self);
void *nabla_graph_parameters (const NablaGraph *self);

/* All state, contiguous. */
gsize nabla_graph_states_size (const NablaGraph *self);
void *nabla_graph_states (const NablaGraph *self);

/* Numbers of a parameter node or of a node's state, converted from and to
 * double whatever the precision; @values has room for all of them. */
void nabla_graph_get_parameter (const NablaGraph *self, const NablaNode *node, double *values);
void nabla_graph_set_parameter (NablaGraph *self, const NablaNode *node, const double *values);
void nabla_graph_get_state (const NablaGraph *self, const NablaNode *node, double *values);
void nabla_graph_set_state (NablaGraph *self, const NablaNode *node, const double *values);

/* Returns: numbers that are trained: what "193 parameters" counts */
gsize nabla_graph_count_parameters (const NablaGraph *self);

/* Returns: a hash of all parameters and state, to compare runs bit for bit */
guint64 nabla_graph_hash (const NablaGraph *self);

/* Returns: bytes of one number: 4 or 8 */
gsize nabla_precision_size (NablaPrecision precision);

G_END_DECLS
