/* Targets: what a label column asks of the network, and its values as y.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"

G_BEGIN_DECLS

/* More classes than anybody has; a column with more is no label. */
#define NABLA_TARGET_MAX_CLASSES 1000

/**
 * NablaTarget:
 * @task: what is asked
 * @n_classes: number of classes, 0 for a regression
 * @class_names: (array zero-terminated=1) (nullable): their names, in order
 */
typedef struct {
  NablaTask task;
  guint n_classes;
  char **class_names;
  /*< private >*/
  const NablaColumn *column;
  double *values;         /* of a number column of classes: the different ones, ascending */
  guint n_values;
  guint32 *classes;       /* values[k] is class classes[k]; word k is class classes[k] */
} NablaTarget;

/**
 * nabla_target_init:
 * @file: named in messages
 * @column: the label; kept
 * @n_rows: of the table
 * @task: a NablaTask, or −1 to guess: words, two different numbers, and few different
 *   whole numbers are classes
 * @classes: (array zero-terminated=1) (nullable): the classes of a trained network in
 *   their order; other values are a mistake then, and not all need be there. %NULL:
 *   those that there are, sorted, as numbers if all are numbers, else by their bytes
 */
gboolean nabla_target_init (NablaTarget *self,
                            const char *file,
                            const NablaColumn *column,
                            gsize n_rows,
                            int task,
                            const char *const *classes,
                            GError **error);

/**
 * nabla_target_init_unlabelled:
 *
 * Without a label column: what @options say that the network predicts.
 */
void nabla_target_init_unlabelled (NablaTarget *self, const NablaDatasetOptions *options);

void nabla_target_clear (NablaTarget *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaTarget, nabla_target_clear)

/* Returns: y of a row: its class, or its number; NaN if it is missing */
double nabla_target_value (const NablaTarget *self, gsize row);

/**
 * nabla_words_order:
 * @words: (array length=n_words): different words
 *
 * Returns: (transfer full): their indices in the order of their values if all are
 *   numbers, else of their bytes
 */
guint32 *nabla_words_order (const char *const *words, guint n_words);

G_END_DECLS
