/* Workspace: memory and threads to pass batches through a graph.
 *
 * A graph holds parameters; a workspace holds the values and gradients of one
 * batch. Several workspaces may look at one graph: one that trains, one that
 * evaluates whole data sets or draws boundaries in larger batches.
 *
 * A thread that passes batches treats denormal numbers as zero from then on, see
 * nabla_flush_denormals ().
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-graph.h"
#include "nabla-optimizer.h"
#include "nabla-pool.h"

G_BEGIN_DECLS

typedef struct _NablaWorkspace NablaWorkspace;

/**
 * nabla_workspace_new:
 * @graph: a built graph; must outlive the workspace
 * @rows: examples in the largest batch
 * @with_gradients: whether it is to train; else it can only go forward
 * @pool: (nullable): threads to use; must outlive the workspace
 *
 * Plans and takes all memory that passes will need.
 *
 * Returns: (transfer full) (nullable): %NULL with %NABLA_ERROR_TOO_LARGE, naming
 *   the bytes needed, if there is not enough
 */
NablaWorkspace *nabla_workspace_new (NablaGraph *graph,
                                     gsize rows,
                                     gboolean with_gradients,
                                     NablaPool *pool,
                                     GError **error);
void nabla_workspace_free (NablaWorkspace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaWorkspace, nabla_workspace_free)

/* Returns: examples in the largest batch */
gsize nabla_workspace_rows (const NablaWorkspace *self);

/**
 * nabla_workspace_fix_threads:
 * @n_threads: how many make every pass; 0 for the faster of one and all, which is
 *   found by timing now and then
 *
 * Results are the same to the last bit; this is for measuring and testing.
 */
void nabla_workspace_fix_threads (NablaWorkspace *self, guint n_threads);

/**
 * nabla_workspace_feed:
 * @input: an input node
 * @data: numbers of the graph's precision, example by example, that stay until
 *   another feed: row i is example i. The batch picks among them.
 */
void nabla_workspace_feed (NablaWorkspace *self, const NablaNode *input, const void *data);

/**
 * NablaBatch:
 * @examples: (array length=rows) (nullable): rows of the fed data; %NULL for
 *   @first, @first + 1, …
 * @first: see @examples
 * @rows: how many, at least 1 and at most the workspace's
 * @step: updates made before; what dropout draws by
 * @seed: of the experiment
 */
typedef struct {
  const guint32 *examples;
  guint32 first;
  gsize rows;
  guint64 step;
  guint32 seed;
} NablaBatch;

/**
 * NablaTraining:
 * @learning_rate: α of this step
 * @l2, @l1: λ of the objective; divided by the batch's size in here
 * @clip_norm: largest norm that the whole gradient may have; 0 for no limit
 * @optimizer_begin: step at which the optimizer began, with states of zero: bias
 *   correction counts from there
 */
typedef struct {
  double learning_rate;
  double l2;
  double l1;
  double clip_norm;
  guint64 optimizer_begin;
} NablaTraining;

/**
 * nabla_workspace_forward:
 * @batch: examples of the fed data
 * @mode: evaluation or objective
 *
 * Computes every node's value.
 *
 * Returns: the sum over losses of weight · mean loss, without penalty; NAN if
 *   the graph has no loss
 */
double nabla_workspace_forward (NablaWorkspace *self, const NablaBatch *batch, NablaMode mode);

/**
 * nabla_workspace_gradients:
 * @batch: examples
 *
 * Forward and backward in objective mode: no update, no state written. The
 * gradients are of the cost without penalty.
 *
 * Returns: the cost, without penalty
 */
double nabla_workspace_gradients (NablaWorkspace *self, const NablaBatch *batch);

/**
 * nabla_workspace_try_gradients:
 * @cancel: (nullable): looked at between nodes; once it is not 0, the rest is left out
 *
 * As nabla_workspace_gradients (), for who may have to give way.
 *
 * Returns: whether values and gradients are those of @batch; if not, they are of none
 */
gboolean nabla_workspace_try_gradients (NablaWorkspace *self,
                                        const NablaBatch *batch,
                                        const gint *cancel);

/**
 * nabla_workspace_step:
 * @batch: examples
 * @optimizer: of the same graph
 * @training: hyperparameters of this step; number of the update is @batch->step −
 *   optimizer_begin + 1
 * @cancel: (nullable): looked at between nodes; once it is not 0, the step is
 *   left undone
 * @cost: (out) (optional): the mean loss of the batch before the update, without
 *   penalty. If it is not finite, nothing is updated.
 *
 * One whole training step: forward, backward, update. Allocates nothing.
 *
 * Returns: whether the step was made; if not, parameters, optimizer and state
 *   are as before
 */
gboolean nabla_workspace_step (NablaWorkspace *self,
                               const NablaBatch *batch,
                               NablaOptimizer *optimizer,
                               const NablaTraining *training,
                               const gint *cancel,
                               double *cost);

/**
 * nabla_workspace_penalty:
 * @training: λ
 * @rows: m in λ/2m
 *
 * Returns: (λ/2m) Σ‖W‖² + (λ₁/m) Σ|W| over the parameters that decay
 */
double nabla_workspace_penalty (const NablaWorkspace *self, const NablaTraining *training, gsize rows);

/* Numbers of @node in the last batch, converted to double, example by example
 * in the user's order (h, w, c for pictures): rows × size of its shape. */
void nabla_workspace_get_value (const NablaWorkspace *self, const NablaNode *node, double *values);

/* As above, of the cost's gradient with respect to @node; a parameter's has its
 * own shape. FALSE if the node has no gradient. */
gboolean nabla_workspace_get_gradient (const NablaWorkspace *self, const NablaNode *node, double *values);

/**
 * nabla_workspace_set_gradient:
 * @node: a parameter, or an output of the graph
 * @values: of a parameter, all its numbers; of an output, a row for each example of
 *   the largest batch, in the order of nabla_workspace_get_gradient ()
 *
 * Puts gradients of a parameter, such as recorded ones, in place of those computed;
 * or those of an output where nabla_workspace_gradients () will begin. It may add to
 * them, so they are set before each.
 */
void nabla_workspace_set_gradient (NablaWorkspace *self, const NablaNode *node, const double *values);

/**
 * nabla_workspace_get_prediction:
 * @loss: a loss node
 * @values: (out): rows × units numbers, example by example
 *
 * What the network says of the last batch: σ(z) or softmax of the logits, or the
 * number itself, as the loss understands them.
 */
void nabla_workspace_get_prediction (const NablaWorkspace *self, const NablaNode *loss, double *values);

/* As above, typed and without a copy: columns with this pitch. */
const void *nabla_workspace_prediction (const NablaWorkspace *self, const NablaNode *loss, gsize *pitch);

/* The typed value itself, without a copy: columns with this pitch. For the worker's views. */
const void *nabla_workspace_value (const NablaWorkspace *self, const NablaNode *node, gsize *pitch);

/* As above, of the gradient; %NULL if @node has none. A parameter's has the layout of the
 * parameter and no pitch. */
const void *nabla_workspace_gradient (const NablaWorkspace *self, const NablaNode *node, gsize *pitch);

/* Returns: (nullable): the first node, in order of computation, whose value in
 * the last batch is not finite; parameters are looked at too */
const NablaNode *nabla_workspace_find_not_finite (const NablaWorkspace *self);

G_END_DECLS
