/* What studies share: a network in double precision at a moment of the run.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-study.h"

G_BEGIN_DECLS

/**
 * NablaStudyNetwork:
 * @model: in double precision, bug and all
 * @workspace: with gradients, fed with the run's data
 * @training: penalties and the moment's step size
 * @examples: (array length=m): of train, evenly chosen if they are many
 * @m, @m_train: how many of how many
 * @step: of the moment
 * @size: of all parameters as one vector
 *
 * The run's network with the numbers that it has at the last moment of the fork, and its
 * data, both as double: what single precision rounds away is not in the way of differences.
 */
typedef struct
{
  NablaModel *model;
  NablaWorkspace *workspace;
  NablaTraining training;
  guint32 *examples;
  gsize m;
  gsize m_train;
  gint64 step;
  guint32 seed;
  gsize size;
  /*< private >*/
  double *x, *y;
} NablaStudyNetwork;

/* @most: no more examples of train than so many. Returns: (transfer full) (nullable) */
NablaStudyNetwork *nabla_study_network_new (const NablaRunFork *fork, gsize most, GError **error);
void nabla_study_network_free (NablaStudyNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaStudyNetwork, nabla_study_network_free)

static inline gboolean
nabla_study_is_parameter (const NablaNode *node)
{
  return node->layout == NABLA_LAYOUT_PARAMETER;
}

/* All parameters one after another, in the order of the graph. @values has room for @size. */
void nabla_study_get_parameters (const NablaGraph *graph, double *values);
void nabla_study_set_parameters (NablaGraph *graph, const double *values);

/* Returns: the cost as training has it, penalty included and dropout off, with the averages
 * that batch norm has at test time */
double nabla_study_network_cost (NablaStudyNetwork *self);

/* Puts the gradient of the cost without penalty over @examples into @gradient. */
void nabla_study_network_gradient (NablaStudyNetwork *self,
                                   const guint32 *examples,
                                   gsize rows,
                                   double *gradient);

gboolean nabla_study_is_cancelled (const NablaStudyTask *task);
void nabla_study_tell (const NablaStudyTask *task, double share, const NablaSnapshot *so_far);

/* Returns: (transfer full): a snapshot of the fork's last moment, without parts */
NablaSnapshot *nabla_study_snapshot_new (const NablaRunFork *fork);

/* Parameters, states and a fresh optimizer: the network of @fork's last moment, or of its
 * beginning, trained with mini-batches of @batch_size (0: the whole set). */
NablaTrainer *nabla_study_trainer (const NablaRunFork *fork,
                                   gboolean from_beginning,
                                   guint batch_size,
                                   GError **error);

G_END_DECLS
