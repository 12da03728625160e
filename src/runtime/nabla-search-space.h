/* Search spaces: from a number in [0, 1) to a value of a hyperparameter, and back.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"

G_BEGIN_DECLS

/* No choice has more values. */
#define NABLA_SEARCH_MAX_CHOICES 64

/**
 * NablaSearchRange:
 * @low, @high: ends of what is tried of a numeric axis, both included
 * @choices: of a choice instead: bit i says whether its value i is tried
 *
 * What one round tries of one axis. An array of them, one an axis, is the round's box.
 */
typedef struct
{
  double low;
  double high;
  guint64 choices;
} NablaSearchRange;

/* Returns: the whole range of @axis, as the experiment has it */
NablaSearchRange nabla_search_range_whole (const NablaSearchAxis *axis);

/* Returns: @range cut to what @axis allows; the whole one if nothing would be left */
NablaSearchRange nabla_search_range_within (const NablaSearchAxis *axis,
                                            const NablaSearchRange *range);

/**
 * nabla_search_place:
 * @u: in [0, 1): how far along the axis' own scale (log 1−x …) between the range's ends
 *
 * Returns: the value there; of a choice the index of one of its values. Real values are
 *   rounded to six digits, so that they can be read and typed.
 */
double nabla_search_place (const NablaSearchAxis *axis, const NablaSearchRange *range, double u);

/* Returns: where @value lies between the ends of @range, 0 … 1, by the axis' scale: the
 * place on a scatter or a histogram. Beyond them it is less than 0 or more than 1. */
double
nabla_search_position (const NablaSearchAxis *axis, const NablaSearchRange *range, double value);

/**
 * nabla_search_draw:
 * @seed: of the search
 * @trial: its number
 * @key: name of the parameter
 *
 * Returns: a uniform number in [0, 1) that depends on these three alone, so that trials
 *   are the same in whatever order and wherever they are run (53 bits of
 *   nabla_random_counter ())
 */
double nabla_search_draw (guint32 seed, guint trial, const char *key);

/* Returns: (transfer full): @value as the experiment file writes it */
char *nabla_search_format (const NablaSearchAxis *axis, double value);

/* Returns: whether @text, as nabla_search_format () writes it, is a value of @axis */
gboolean nabla_search_parse (const NablaSearchAxis *axis, const char *text, double *value);

/* Returns: how many different values a grid can place on @range; G_MAXUINT of real ones */
guint nabla_search_range_count (const NablaSearchAxis *axis, const NablaSearchRange *range);

/**
 * nabla_search_grid_counts:
 * @box: (array length=n): a range an axis
 * @budget: the most trials there may be
 * @counts: (array length=n) (out): values of each axis
 *
 * As many values of each axis as of the others, as far as the budget goes.
 *
 * Returns: their product: the trials of the grid, at most @budget
 */
guint nabla_search_grid_counts (
    const NablaSearchAxis *axes, const NablaSearchRange *box, guint n, guint budget, guint *counts);

G_END_DECLS
