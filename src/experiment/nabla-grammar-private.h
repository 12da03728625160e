/* The grammar of experiment files: which groups there are and which keys each has.
 *
 * Most keys are parameter specs. Some are free text. Some choose an item of a
 * registry (`optimizer=adam`), which brings its own parameters as keys of the group.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

#define NABLA_MAX_CHOOSERS 2
#define NABLA_MAX_TEXT_KEYS 4

/**
 * NablaRegistry:
 * @names: (array zero-terminated=1): words of the items
 * @params: (array length=n): for each its own parameter specs, or %NULL
 *
 * What optimizers, schedules, generators and ops have in common for a file.
 */
typedef struct {
  guint n;
  const char **names;
  const NablaParamSpec **params;
} NablaRegistry;

/* Returns: the index of @name in @self, or -1 */
int nabla_registry_find (const NablaRegistry *self, const char *name);

/**
 * NablaChooser:
 * @param: the key that chooses, as an index into the group's specs
 * @registry: what it chooses from
 * @required: whether the key must be given
 * @accepts: (nullable): whether another word is allowed, which then counts as −1: a
 *   source may be a file
 */
typedef struct {
  guint param;
  const NablaRegistry *registry;
  gboolean required;
  gboolean (*accepts) (const char *word);
} NablaChooser;

typedef enum {
  NABLA_NAME_NEVER,    /* [train] */
  NABLA_NAME_ALWAYS,   /* [layer hidden] */
  NABLA_NAME_OPTIONAL, /* [loss], [loss style] */
} NablaNameRule;

/**
 * NablaGroupGrammar:
 * @kind: first word of the group's head
 * @name: whether it has a second one
 * @params: keys that are parameter specs
 * @choosers: those of @params that choose
 * @texts: (array zero-terminated=1): keys that are free text
 * @locale_text: (nullable): the text key that may have a `[zh_CN]`
 * @word_param: (nullable): the key of @params that may also be @word, which stands
 *   for the number 0: `batch_size=full`
 * @any_key: whether keys are looked at elsewhere: the axes of [search]
 */
typedef struct {
  const char *kind;
  NablaNameRule name;
  const NablaParamSpec *params;
  guint n_choosers;
  NablaChooser choosers[NABLA_MAX_CHOOSERS];
  const char *texts[NABLA_MAX_TEXT_KEYS + 1];
  const char *locale_text;
  const char *word_param;
  const char *word;
  gboolean any_key;
} NablaGroupGrammar;

/* Returns: (nullable): the grammar of `[kind …]` */
const NablaGroupGrammar *nabla_grammar_find (const char *kind);

/* Returns: whether @key is free text in such a group, as `title[zh_CN]` */
gboolean nabla_grammar_has_text (const NablaGroupGrammar *self, const char *key);

/* Returns: (array zero-terminated=1): the kinds, to be named in messages */
const char *const *nabla_grammar_kinds (void);

/* Places of the specs in their lists, which are in nabla-grammar.c. */
enum { NABLA_EXPERIMENT_FORMAT, NABLA_EXPERIMENT_SEED };
enum {
  NABLA_DATA_SOURCE,
  NABLA_DATA_SEED,
  NABLA_DATA_TRAIN,
  NABLA_DATA_DEV,
  NABLA_DATA_TEST,
  NABLA_DATA_SPLIT_SEED,
  NABLA_DATA_STRATIFY,
  NABLA_DATA_NORMALIZE,
  NABLA_DATA_NORMALIZE_LABEL,
  NABLA_DATA_TASK,
  NABLA_DATA_MISSING,
  NABLA_DATA_DELIMITER,
  NABLA_DATA_DECIMAL_POINT,
  NABLA_DATA_HEADER,
};
enum { NABLA_LAYER_OP, NABLA_LAYER_ACTIVATION, NABLA_LAYER_TRAINABLE };
enum { NABLA_LOSS_OP, NABLA_LOSS_WEIGHT };
enum {
  NABLA_TRAIN_OPTIMIZER,
  NABLA_TRAIN_LEARNING_RATE,
  NABLA_TRAIN_SCHEDULE,
  NABLA_TRAIN_BATCH_SIZE,
  NABLA_TRAIN_BATCH_SEED,
  NABLA_TRAIN_STEPS,
  NABLA_TRAIN_PRECISION,
  NABLA_TRAIN_L2,
  NABLA_TRAIN_L1,
  NABLA_TRAIN_CLIP_NORM,
  NABLA_TRAIN_BUG,
  NABLA_TRAIN_PATIENCE,
};
enum { NABLA_SEARCH_TRIALS, NABLA_SEARCH_ROUNDS };

G_END_DECLS
