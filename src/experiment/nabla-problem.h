/* Problems: the data of an experiment, ready to be learned.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * NablaProblem:
 * @dataset: as read or generated, with the features of the input's `columns=` only
 * @partition: who is train, dev and test
 * @normalizer: computed on train
 * @label_shift, @label_scale: a number to predict is (y − shift) · scale to the network;
 *   0 and 1 unless the experiment normalizes labels
 * @n_y: rows of Y: 1, or one a class for softmax (one-hot)
 * @x: (array): m × n_x normalized numbers of @precision, example-major
 * @y: (array): m × n_y numbers of @precision, example-major, as the network has them
 * @notes: (array zero-terminated=1): translated sentences on what the reader left
 *   out, filled in or changed, for the user to see
 *
 * Immutable and reference-counted.
 */
typedef struct
{
  /*< public, const >*/
  NablaPrecision precision;
  NablaDataset *dataset;
  NablaPartition *partition;
  NablaNormalizer *normalizer;
  double label_shift;
  double label_scale;
  guint n_y;
  void *x;
  void *y;
  char **notes;
  /*< private >*/
  gint ref_count;
} NablaProblem;

/**
 * nabla_problem_new:
 * @experiment: its [data] says which; its loss says the shape of Y
 * @data_path: (nullable): a file to use in place of the experiment's source
 * @cancellable: (nullable): stops the reading of a large file
 *
 * Generates or reads the data, divides and normalizes it. A loss that does not suit
 * the labels, as sigmoid cross-entropy with three classes, is refused with the name
 * of the one that does.
 *
 * Returns: (transfer full) (nullable): the problem
 */
NablaProblem *nabla_problem_new (const NablaExperiment *experiment,
                                 const char *data_path,
                                 GCancellable *cancellable,
                                 GError **error);
NablaProblem *nabla_problem_ref (NablaProblem *self);
void nabla_problem_unref (NablaProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaProblem, nabla_problem_unref)

/**
 * NablaProblemFrame:
 * @task: what is asked of it
 * @normalizer, @label_shift, @label_scale: of the data that it learned from
 * @fill: (nullable): what stood for a missing value of each feature
 * @label_name: (nullable), @feature_names, @class_names: (array zero-terminated=1): theirs
 *
 * How a network that is there already sees data. What it is to learn or to answer from
 * now on must be seen in the same way, whatever its own mean is.
 */
typedef struct
{
  NablaTask task;
  const NablaNormalizer *normalizer;
  double label_shift;
  double label_scale;
  const double *fill;
  const char *label_name;
  char **feature_names;
  char **class_names;
} NablaProblemFrame;

/**
 * nabla_problem_new_in_frame:
 * @frame: (nullable): of a network; %NULL as nabla_problem_new ()
 *
 * As nabla_problem_new (), for a network that is there already: other data than those it
 * learned from must have the same features and no other classes.
 *
 * Returns: (transfer full) (nullable): the problem
 */
NablaProblem *nabla_problem_new_in_frame (const NablaExperiment *experiment,
                                          const char *data_path,
                                          const NablaProblemFrame *frame,
                                          GCancellable *cancellable,
                                          GError **error);

/* Returns: whether both losses want labels written in the same way: as they are, or
 * one-hot */
gboolean nabla_problem_labels_alike (const NablaLossSpec *one, const NablaLossSpec *other);

/**
 * nabla_problem_accepts:
 * @experiment: of the same data, with other losses perhaps
 *
 * Returns: whether its losses suit these labels as they are written here
 */
gboolean
nabla_problem_accepts (const NablaProblem *self, const NablaExperiment *experiment, GError **error);

/* Returns: what one example is for the network: (n_x), or (n_H, n_W, n_C) of pictures */
NablaShape nabla_problem_input_shape (const NablaProblem *self);

G_END_DECLS
