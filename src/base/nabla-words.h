/* Words: "did you mean …?" and lists of what is allowed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * nabla_words_nearest:
 * @word: what was written
 * @candidates: (array zero-terminated=1): the right words
 *
 * Finds the candidate with the fewest insertions, deletions, replacements and
 * swaps of neighbouring letters (optimal string alignment distance).
 *
 * Returns: (nullable): one of @candidates, or %NULL if none is near enough
 *   (more than a third of the word would change)
 */
const char *nabla_words_nearest (const char *word, const char *const *candidates);

/**
 * nabla_words_unknown:
 * @place: where the word stands, such as `[train] optimizer`
 * @word: what was written
 * @candidates: (array zero-terminated=1): the right words
 *
 * Makes the sentence "[train] optimizer: 'adma' is not known; did you mean
 * 'adam'?", or, without a near candidate, the list of what is allowed.
 *
 * Returns: (transfer full): a translated sentence
 */
char *nabla_words_unknown (const char *place, const char *word, const char *const *candidates);

G_END_DECLS
