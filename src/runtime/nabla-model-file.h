/* Model files: a trained network with all that is needed to use it.
 *
 * A safetensors file whose metadata hold the experiment's text, the normalizer
 * and the names of features and classes, so that new data meet the network as
 * its training data did.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/**
 * NablaModelFile:
 * @path: where it was loaded from
 * @beginning: the experiment that its run began with
 * @record: (element-type NablaChange): what was changed since
 * @experiment: what it was trained by at last
 * @model: the network with its weights
 * @normalizer: what examples go through first
 * @fill: (nullable): what stood for a missing value of each feature
 * @label_shift, @label_scale: of a regression: what it gives is divided and shifted back
 *   by them
 * @task: what is asked of it
 * @n_y: numbers it gives for an example
 * @feature_names, @class_names: (array zero-terminated=1): @class_names is empty
 *   for a regression
 * @label_name: what it predicts
 * @step: updates that were made
 */
typedef struct
{
  char *path;
  NablaExperiment *beginning;
  GArray *record;
  NablaExperiment *experiment;
  NablaModel *model;
  NablaNormalizer *normalizer;
  double *fill;
  double label_shift;
  double label_scale;
  NablaTask task;
  guint n_y;
  char **feature_names;
  char **class_names;
  char *label_name;
  gint64 step;
} NablaModelFile;

/**
 * nabla_model_file_save:
 * @trainer: standing between two steps
 * @path: replaced as a whole or not at all
 *
 * Writes the network, the optimizer's state, the normalization, and the experiment that
 * the run began with with the record of its changes: all that is needed to predict, to go
 * on from here, and to make the same run again. A data file is named by its whole path.
 *
 * Returns: whether it was written
 */
gboolean nabla_model_file_save (const NablaTrainer *trainer, const char *path, GError **error);

/**
 * nabla_model_file_load:
 *
 * Returns: (transfer full) (nullable): the model, or %NULL with a sentence that
 *   names the file and what is wrong with it
 */
NablaModelFile *nabla_model_file_load (const char *path, GError **error);
void nabla_model_file_free (NablaModelFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaModelFile, nabla_model_file_free)

/**
 * nabla_model_file_problem:
 * @data_path: (nullable): a file to use in place of the experiment's source
 *
 * Returns: (transfer full) (nullable): the data to go on with, seen as the network saw
 *   those it learned from
 */
NablaProblem *nabla_model_file_problem (const NablaModelFile *self,
                                        const char *data_path,
                                        GCancellable *cancellable,
                                        GError **error);

/**
 * nabla_model_file_resume:
 * @problem: of nabla_model_file_problem ()
 * @n_threads: as in nabla_trainer_new ()
 *
 * Opens a saved network on the bench: a trainer that stands where the saved run stood and,
 * with the same data, goes on with the same bits.
 *
 * Returns: (transfer full) (nullable): the trainer
 */
NablaTrainer *nabla_model_file_resume (const NablaModelFile *self,
                                       NablaProblem *problem,
                                       guint n_threads,
                                       GError **error);

/**
 * nabla_model_file_predict:
 * @x: (array): @n examples of n_x numbers in the data's own units
 * @predictions: (out) (array): @n × n_y numbers: probabilities, or the value in the
 *   label's own units
 *
 * Returns: whether there was memory enough
 */
gboolean nabla_model_file_predict (
    NablaModelFile *self, const double *x, gsize n, double *predictions, GError **error);

G_END_DECLS
