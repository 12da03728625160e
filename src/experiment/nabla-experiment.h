/* Experiments: what is to be trained, on what, and how.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bug.h"
#include "nabla-dataset.h"
#include "nabla-op.h"
#include "nabla-optimizer.h"
#include "nabla-points-text.h"
#include "nabla-schedule.h"
#include "nabla-source.h"

G_BEGIN_DECLS

/**
 * NablaExperiment:
 *
 * A checked experiment file. Immutable and reference-counted; a change makes a
 * new one that shares the rest of the text, comments and order included.
 */
typedef struct _NablaExperiment NablaExperiment;

/**
 * NablaLayerSpec:
 * @name: letters, digits, `_`, `/`
 * @line: of its group's head in the text, from 1
 * @op: of double precision: to be found again by name in another
 * @settings: one number a parameter spec of @op
 * @activation: (nullable): the op that follows
 * @activation_settings: of @activation
 * @from: (array length=n_from): layers or inputs whose outputs it takes, as
 *   indices: i ≥ 0 is layer i, −1 − i is input i. Without `from=` it is the layer
 *   before, for the first the first input. Empty if @op takes none (parameter).
 * @share: index of the layer whose parameters it uses, or −1; settings that it does
 *   not give itself are taken from there too
 * @trainable: whether its parameters learn
 */
typedef struct {
  char *name;
  guint line;
  const NablaOp *op;
  double settings[NABLA_MAX_PARAMS];
  const NablaOp *activation;
  double activation_settings[NABLA_MAX_PARAMS];
  int from[NABLA_MAX_INPUTS];
  guint n_from;
  int share;
  gboolean trainable;
} NablaLayerSpec;

/**
 * NablaInputSpec:
 * @name: of `[input NAME]`; a file without such a group has one called `input`
 * @columns: (nullable): which features of the data it gets (`columns=a;b`);
 *   %NULL for all
 */
typedef struct {
  char *name;
  guint line;
  char **columns;
} NablaInputSpec;

/**
 * NablaLossSpec:
 * @name: of `[loss NAME]`; may be empty
 * @op: a loss op
 * @from: layer whose output are the logits, as in NablaLayerSpec
 * @target: (nullable): what it is compared with: %NULL for the label, else the name
 *   of an input (`target=input`: an autoencoder)
 * @weight: its share in the objective
 */
typedef struct {
  char *name;
  guint line;
  const NablaOp *op;
  double settings[NABLA_MAX_PARAMS];
  int from;
  char *target;
  double weight;
} NablaLossSpec;

/**
 * NablaDataSpec:
 * @source: a generator's word, a path, `points`, or `none`
 * @path: (nullable): the file that @source means, relative ones taken from the
 *   experiment's folder
 * @generator_settings: of the generator
 */
typedef struct {
  char *source;
  char *path;
  double generator_settings[NABLA_MAX_PARAMS];
  guint32 seed;
  double train, dev, test;
  guint32 split_seed;
  gboolean stratify;
  NablaNormalization normalize;
  gboolean normalize_label; /* of a regression: (y − μ) / σ, computed on train */
  char *label;       /* (nullable) column; NULL: the reader's guess */
  int task;          /* a NablaTask, or −1: the reader's guess */
  int missing;       /* what to do with missing values, see the readers */
  char **leave_out;  /* (nullable) columns not to use */
  char *encoding;    /* (nullable) of a text file; NULL: the reader's guess */
  NablaReadOptions reading; /* of a text file, @encoding among them */
  GArray *points;    /* of NablaPaintedPoint: for source=points, kept by others */
} NablaDataSpec;

/**
 * NablaTrainSpec: the group [train].
 * @optimizer: of double precision: to be found again by name in another
 * @batch_size: 0 for `full`
 * @bug: (nullable): of double precision: planted in the model and its optimizer
 */
typedef struct {
  const NablaOptimizerClass *optimizer;
  double optimizer_settings[NABLA_MAX_PARAMS];
  double learning_rate;
  const NablaSchedule *schedule;
  double schedule_settings[NABLA_MAX_PARAMS];
  guint batch_size;
  guint32 batch_seed;
  gint64 steps;
  NablaPrecision precision;
  double l2;
  double l1;
  double clip_norm;
  const NablaBug *bug;
  gint64 patience; /* epochs; 0 for no early stopping */
} NablaTrainSpec;

typedef enum {
  NABLA_SEARCH_LINEAR,
  NABLA_SEARCH_LOG,
  NABLA_SEARCH_ONE_MINUS, /* log scale of 1 − x */
  NABLA_SEARCH_INTEGER,   /* whole numbers, both ends included */
  NABLA_SEARCH_CHOICE,
} NablaSearchScale;

/**
 * NablaSearchAxis: `learning_rate=log 0.0001 1` of the group [search].
 * @key: as written, for nabla_experiment_with ()
 * @spec: of what is searched; a search rounds where @spec has whole numbers only
 * @low, @high: ends of the range, within what @spec allows
 * @choices: (array zero-terminated=1) (nullable): values of a choice, instead
 */
typedef struct {
  char *key;
  guint line;
  const NablaParamSpec *spec;
  NablaSearchScale scale;
  double low;
  double high;
  char **choices;
} NablaSearchAxis;

/**
 * NablaSearchSpec: the group [search].
 * @trials: settings tried in a round
 * @axes: (array length=n_axes): what is varied, in file order
 */
typedef struct {
  guint trials;
  guint rounds;
  guint n_axes;
  NablaSearchAxis *axes;
} NablaSearchSpec;

/**
 * nabla_experiment_group_params:
 * @kind: `experiment`, `data`, `layer`, `loss`, `train`, `search`
 *
 * The keys that every group of a kind has, for panels, searches and help. What is
 * chosen by one of them (source, op, activation, optimizer, schedule) brings its own
 * parameters as further keys. [data] source may also be a file; [train] batch_size
 * may also be `full`, which counts as 0.
 *
 * Returns: (nullable): the specs
 */
const NablaParamSpec *nabla_experiment_group_params (const char *kind);

/**
 * nabla_experiment_parse:
 * @text: (array length=length): UTF-8; BOM and CRLF are accepted
 * @path: (nullable): where it came from: named in messages, and its folder is
 *   where relative sources are looked for
 * @error: one sentence with file and line; nothing is half accepted
 *
 * Returns: (transfer full) (nullable): the experiment
 */
NablaExperiment *nabla_experiment_parse (const char *text,
                                         gssize length,
                                         const char *path,
                                         GError **error);
NablaExperiment *nabla_experiment_load (const char *path, GError **error);
NablaExperiment *nabla_experiment_ref (NablaExperiment *self);
void nabla_experiment_unref (NablaExperiment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaExperiment, nabla_experiment_unref)

/**
 * nabla_experiment_with:
 * @key: `train.learning_rate`, `data.noise`, `experiment.seed`, a layer's
 *   `units@hidden`, or a key of [train] alone
 * @value: (nullable): as the file would have it; %NULL takes the key away, so that
 *   its initial value holds
 * @error: a sentence that names the key, without file and line
 *
 * Where @key chooses something with parameters of its own (an optimizer, a source…),
 * those of the old choice that the new one does not have are taken away too, from
 * its group and from [search].
 *
 * Returns: (transfer full) (nullable): the same experiment with one value
 *   changed (or added), checked again as a whole
 */
NablaExperiment *nabla_experiment_with (const NablaExperiment *self,
                                        const char *key,
                                        const char *value,
                                        GError **error);

/**
 * nabla_experiment_find_param:
 * @key: as in nabla_experiment_with ()
 * @value: (out) (optional): its setting: what the file says, or the initial one;
 *   0 for `batch_size=full`, −1 for a source that is a file
 * @error: which part of @key is not known
 *
 * Returns: (nullable): the spec behind @key; %NULL too for keys that are free text
 */
const NablaParamSpec *nabla_experiment_find_param (const NablaExperiment *self,
                                                   const char *key,
                                                   double *value,
                                                   GError **error);

/* Returns: (transfer full): the text, letter by letter as it was read but for
 * values that were changed */
char *nabla_experiment_to_text (const NablaExperiment *self);

/* Writes the text to @path: write, sync, rename. */
gboolean nabla_experiment_save (const NablaExperiment *self, const char *path, GError **error);

/* Returns: the title in the user's language (`title[zh_CN]`), else the plain one,
 * else the file's name */
const char *nabla_experiment_title (const NablaExperiment *self);
guint32 nabla_experiment_seed (const NablaExperiment *self);
const NablaDataSpec *nabla_experiment_data (const NablaExperiment *self);
const NablaTrainSpec *nabla_experiment_train (const NablaExperiment *self);
guint nabla_experiment_n_inputs (const NablaExperiment *self);
const NablaInputSpec *nabla_experiment_input (const NablaExperiment *self, guint index);
guint nabla_experiment_n_layers (const NablaExperiment *self);
const NablaLayerSpec *nabla_experiment_layer (const NablaExperiment *self, guint index);
guint nabla_experiment_n_losses (const NablaExperiment *self);
const NablaLossSpec *nabla_experiment_loss (const NablaExperiment *self, guint index);

/**
 * nabla_experiment_bug_bites:
 *
 * Returns: whether the planted bug is in something that this experiment uses; a bug of
 *   dropout changes nothing in a network without it
 */
gboolean nabla_experiment_bug_bites (const NablaExperiment *self);

/**
 * nabla_experiment_bug_notice:
 *
 * Returns: (transfer full) (nullable): what is to be said while a bug is planted: which,
 *   and that it changes nothing here if so; %NULL without one
 */
char *nabla_experiment_bug_notice (const NablaExperiment *self);

const NablaSearchSpec *nabla_experiment_search (const NablaExperiment *self);
/* Returns: (nullable): where the text came from, see nabla_experiment_parse () */
const char *nabla_experiment_path (const NablaExperiment *self);
/* Returns: (nullable): what messages call the file: the last part of its path */
const char *nabla_experiment_file (const NablaExperiment *self);
/* Returns: (array zero-terminated=1): words of [views] show= */
const char *const *nabla_experiment_views (const NablaExperiment *self);

G_END_DECLS
