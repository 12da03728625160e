/* Evaluators: what a network says of whole data sets and of any point.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-model.h"
#include "nabla-pool.h"
#include "nabla-problem.h"
#include "nabla-snapshot.h"
#include "nabla-workspace.h"

G_BEGIN_DECLS

/**
 * NablaEvaluator:
 *
 * A forward-only workspace on a model's graph, so that looking at a run leaves
 * no trace in it: nothing of a training batch is overwritten, no state written
 * and no random number drawn.
 */
typedef struct _NablaEvaluator NablaEvaluator;

/**
 * nabla_evaluator_new:
 * @model: must outlive the evaluator
 * @problem: the data
 * @pool: (nullable): threads
 *
 * Returns: (transfer full) (nullable): %NULL if memory is short
 */
NablaEvaluator *nabla_evaluator_new (const NablaModel *model,
                                     NablaProblem *problem,
                                     NablaPool *pool,
                                     GError **error);
void nabla_evaluator_free (NablaEvaluator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaEvaluator, nabla_evaluator_free)

/**
 * nabla_evaluator_measure:
 * @split: train, dev or test
 * @cancel: (nullable): looked at between batches; if not 0, the metrics so far
 *   are given up
 * @metrics: (out): its confusion is newly allocated, free it with g_free ()
 *
 * Cost without penalty, in the numbers that the network sees, and accuracy with the confusion
 * counts, or the errors of a regression in the label's own units: MAE = mean |ŷ − y|, RMSE = √mean
 * (ŷ − y)², R² = 1 − Σ (ŷ − y)² / Σ (y − ȳ)².
 *
 * Returns: whether it was not cancelled
 */
gboolean nabla_evaluator_measure (NablaEvaluator *self,
                                  NablaSplit split,
                                  const gint *cancel,
                                  NablaMetrics *metrics);

/**
 * NablaEvaluatorFunc:
 * @workspace: holds every node's value for @rows examples
 * @predictions: (array): @rows × n_y numbers: σ(z), softmax, or the value in the label's
 *   own units. Without a loss they are the logits' value.
 * @first: which of the pass' examples is the first of them
 */
typedef void (*NablaEvaluatorFunc) (const NablaWorkspace *workspace,
                                    const double *predictions,
                                    gsize first,
                                    gsize rows,
                                    gpointer data);

/**
 * nabla_evaluator_pass:
 * @x: (array) (nullable): @n examples of n_x normalized numbers of the model's
 *   precision, whose labels nobody knows; %NULL for the problem's own
 * @examples: (array length=n) (nullable): which of the problem's; %NULL for the first @n
 * @cancel: (nullable): looked at before each chunk; not 0 ends the pass
 * @func: called for one chunk of examples after another
 *
 * What the network says of any examples, in all its nodes.
 *
 * Returns: whether it was not cancelled
 */
gboolean nabla_evaluator_pass (NablaEvaluator *self,
                               const void *x,
                               const guint32 *examples,
                               gsize n,
                               const gint *cancel,
                               NablaEvaluatorFunc func,
                               gpointer data);

/**
 * nabla_evaluator_predict:
 * @x: (array): as above
 * @predictions: (out) (array): @n × n_y numbers
 */
void nabla_evaluator_predict (NablaEvaluator *self, const void *x, gsize n, double *predictions);

/* Returns: the class a prediction of @n_y numbers stands for */
guint nabla_prediction_class (const double *prediction, guint n_y);

G_END_DECLS
