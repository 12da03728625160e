/* Data sets: the numbers a network is trained on.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is asked of the network; decides loss, output layer and metrics. */
typedef enum {
  NABLA_TASK_BINARY,      /* y is 0 or 1 */
  NABLA_TASK_MULTICLASS,  /* y is 0 … n_classes − 1 */
  NABLA_TASK_REGRESSION,  /* y is any number */
} NablaTask;

typedef enum {
  NABLA_SPLIT_TRAIN,
  NABLA_SPLIT_DEV,
  NABLA_SPLIT_TEST,
  NABLA_N_SPLITS,
} NablaSplit;

/**
 * NablaDataset:
 * @title: what the user calls it; a file's name or a generator's title
 * @task: what is asked
 * @m: number of examples
 * @n_x: number of features of an example
 * @n_classes: number of classes; 0 for regression
 * @x: features, example by example: feature j of example i is x[i·n_x + j].
 *   (The course's X of shape (n_x, m) is its transpose; the engine turns each
 *   mini-batch round as it gathers it.)
 * @y: m labels: the class number, or the value to predict
 * @feature_names: (array zero-terminated=1): n_x names
 * @class_names: (array zero-terminated=1) (nullable): n_classes names
 * @label_name: what y is called
 * @fill: (array length=n_x) (nullable): of data from a file: what stands for a value
 *   that is missing, see nabla_dataset_fill ()
 * @image_height, @image_width, @image_channels: of the pictures that the
 *   features are, in the order h, w, c; 0 if they are no pictures
 *
 * Immutable once made, so threads share it freely; reference-counted.
 */
typedef struct {
  /*< public, const >*/
  char *title;
  NablaTask task;
  gsize m;
  guint n_x;
  guint n_classes;
  double *x;
  double *y;
  char **feature_names;
  char **class_names;
  char *label_name;
  double *fill;
  guint image_height;
  guint image_width;
  guint image_channels;
  /*< private >*/
  guint *one_hot;    /* of a feature that is a word: the same number for all of a column */
  gsize *missing;    /* places in x that were filled in */
  gsize n_missing;
  gint ref_count;
} NablaDataset;

/**
 * nabla_dataset_new:
 * @title: a name
 * @task: what is asked
 * @m: number of examples, at least 1
 * @n_x: number of features, at least 1
 * @n_classes: number of classes, 0 for regression
 *
 * Makes a data set of zeros with features x₁ … and classes 0 …, for its maker
 * to fill before anybody else sees it.
 *
 * Returns: (transfer full) (nullable): the set, or %NULL with @error set
 *   (%NABLA_ERROR_TOO_LARGE, naming the bytes needed) if memory is short
 */
NablaDataset *nabla_dataset_new (const char *title,
                                 NablaTask task,
                                 gsize m,
                                 guint n_x,
                                 guint n_classes,
                                 GError **error);
NablaDataset *nabla_dataset_ref (NablaDataset *self);
void nabla_dataset_unref (NablaDataset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaDataset, nabla_dataset_unref)

/**
 * NablaPartition:
 * @indices: for each split the numbers of its examples
 * @sizes: how many each has
 *
 * Which examples are for training, which to choose hyperparameters by (dev) and
 * which for the final judgement (test). Every example is in at most one.
 */
typedef struct {
  guint32 *indices[NABLA_N_SPLITS];
  gsize sizes[NABLA_N_SPLITS];
} NablaPartition;

/**
 * nabla_partition_new:
 * @dataset: what to divide
 * @train, @dev, @test: fractions, not negative, with a sum of at most 1 and
 *   some train; what is missing to 1 is left out
 * @stratify: whether each class keeps its share in each split
 * @seed: of numpy's RandomState that shuffles
 *
 * With train = 1 nothing is drawn and the examples keep their order. Otherwise
 * the examples are permuted by RandomState(seed).permutation(m) and cut in the
 * order train, dev, test; stratified, each class is cut so (classes in order,
 * each in the permuted order) and every split is put back into permuted order.
 * The cuts are at round(m·train), round(m·(train + dev)) and so on, so that
 * fractions with a sum of 1 leave nobody out. Examples whose label is missing are
 * cut as if they were a class more.
 *
 * Returns: (transfer full) (nullable): the partition, or %NULL with @error set
 *   if the fractions are not allowed or nothing would be left to train on
 */
NablaPartition *nabla_partition_new (const NablaDataset *dataset,
                                     double train,
                                     double dev,
                                     double test,
                                     gboolean stratify,
                                     guint32 seed,
                                     GError **error);
void nabla_partition_free (NablaPartition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaPartition, nabla_partition_free)

/**
 * nabla_dataset_fill:
 * @self: a data set that nobody else has yet
 * @partition: (nullable): its division; %NULL if all examples are for training
 *
 * Puts into every place where a value was missing what the train examples have most:
 * of a number the mean, of words the most frequent one (of equally frequent ones the
 * first). Dev and test examples do not tell the network anything about themselves so.
 * A feature without any value in train gets 0. Nothing is done if @fill is not set.
 */
void nabla_dataset_fill (NablaDataset *self, const NablaPartition *partition);

typedef enum {
  NABLA_NORMALIZE_NONE,
  NABLA_NORMALIZE_STANDARD,  /* (x − μ) / σ */
  NABLA_NORMALIZE_MINMAX,    /* to 0 … 1 */
  NABLA_NORMALIZE_PIXELS,    /* x / 255, as the course does with pictures */
} NablaNormalization;

/* Names of the above as an experiment file writes them, NULL-terminated:
 * none, standard, minmax, pixels. */
extern const char *const nabla_normalization_names[];

/**
 * NablaNormalizer:
 * @n_x: number of features
 * @shift, @scale: x becomes (x − shift) · scale, feature by feature
 *
 * Computed on train only, applied to every example, stored with the model.
 */
typedef struct {
  NablaNormalization kind;
  guint n_x;
  double *shift;
  double *scale;
} NablaNormalizer;

/**
 * nabla_normalizer_new:
 * @kind: how
 * @dataset: the data
 * @partition: only its train examples are looked at
 *
 * A feature that is the same in all train examples is shifted, not scaled.
 *
 * Returns: (transfer full): the normalizer
 */
NablaNormalizer *nabla_normalizer_new (NablaNormalization kind,
                                       const NablaDataset *dataset,
                                       const NablaPartition *partition);
void nabla_normalizer_free (NablaNormalizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaNormalizer, nabla_normalizer_free)

/**
 * nabla_normalizer_apply:
 * @x: (array length=n_x) (inout): one example
 */
void nabla_normalizer_apply (const NablaNormalizer *self, double *x);

G_END_DECLS
