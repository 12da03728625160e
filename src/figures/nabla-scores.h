/* Scores: what a confusion matrix says in a few numbers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaScores:
 * @accuracy: right answers / all
 * @precision: true positives / (true positives + false positives)
 * @recall: true positives / (true positives + false negatives)
 * @f1: 2 · precision · recall / (precision + recall)
 *
 * Shares 0 … 1. With two classes, class 1 is the positive one; with more, each
 * class is it in turn, and the mean over the classes that occur is taken
 * ("macro"). A quotient 0 / 0 counts as 0. All are 0 if there is no example.
 */
typedef struct {
  double accuracy, precision, recall, f1;
} NablaScores;

/**
 * nabla_scores:
 * @confusion: (array): n_classes × n_classes counts, row the true class, column
 *   the predicted one
 */
NablaScores nabla_scores (const guint64 *confusion, guint n_classes);

typedef struct {
  guint true_class, predicted_class;
  guint64 count;
} NablaConfusedPair;

/**
 * nabla_most_confused:
 * @pairs: (out): room for @most, the largest count first
 *
 * Returns: how many pairs of different classes with a count above 0 were found
 */
guint nabla_most_confused (const guint64 *confusion,
                           guint n_classes,
                           NablaConfusedPair *pairs,
                           guint most);

G_END_DECLS
