/* Column profiles: what the values of a column look like at a glance, for the user who
 * decides what to do with it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"

G_BEGIN_DECLS

#define NABLA_PROFILE_MAX_BINS 16
#define NABLA_PROFILE_MAX_WORDS 8

/**
 * NablaColumnProfile:
 * @name: the column's or the array's; belongs to the source
 * @type: numbers or text; it says which of the following are set
 * @n_values: how many there are, those that are missing included
 * @n_missing: those that are missing
 * @n_infinite: of numbers: ±∞, which is in no bin and not in @min, @max and @mean
 *
 * @n_bins: of numbers: bars of the histogram; 0 if there is no finite value
 * @bins: (array length=n_bins): values in bar i, that is of all x with
 *   @first_edge + i·@bin_width ≤ x < @first_edge + (i+1)·@bin_width
 * @first_edge: where the first bar begins, at or below @min
 * @bin_width: a power of two, the smallest for which the bars suffice; at least 1 if
 *   all values are whole, so that each of few different numbers has its own bar
 * @min, @max, @mean: of the finite values; 0 if there is none
 *
 * @n_different: of text: how many different words there are
 * @n_words: of text: how many of them are listed
 * @words: (array length=n_words): the most frequent ones, the most frequent first; of
 *   equally frequent ones the one that comes first in the file. They belong to the
 *   source.
 * @counts: (array length=n_words): how often each is there
 * @n_others: values that are none of @words
 *
 * The bars (or the counts and @n_others), @n_missing and @n_infinite sum to @n_values.
 */
typedef struct {
  const char *name;
  NablaColumnType type;
  gsize n_values;
  gsize n_missing;
  gsize n_infinite;

  guint n_bins;
  gsize bins[NABLA_PROFILE_MAX_BINS];
  double first_edge;
  double bin_width;
  double min;
  double max;
  double mean;

  guint n_different;
  guint n_words;
  const char *words[NABLA_PROFILE_MAX_WORDS];
  gsize counts[NABLA_PROFILE_MAX_WORDS];
  gsize n_others;
} NablaColumnProfile;

/**
 * nabla_column_profile:
 * @self: (out caller-allocates): the profile; it needs no freeing, and points into
 *   @column
 * @column: a column of a table
 * @n_rows: rows of the table
 * @cancellable: (nullable): looked at every few milliseconds
 *
 * Looks at each value once. May be called on any thread: a column does not change.
 * A million values take about ten milliseconds.
 *
 * Returns: %FALSE with @error set if the user has cancelled, or if there is no memory
 *   to count the words; @self is all zeros then
 */
gboolean nabla_column_profile (NablaColumnProfile *self,
                               const NablaColumn *column,
                               gsize n_rows,
                               GCancellable *cancellable,
                               GError **error);

/**
 * nabla_array_profile:
 *
 * As nabla_column_profile (), for all values of an array.
 */
gboolean nabla_array_profile (NablaColumnProfile *self,
                              const NablaArray *array,
                              GCancellable *cancellable,
                              GError **error);

/**
 * nabla_source_profiles:
 * @source: kept alive by its owner for as long as the profiles are used
 * @n_profiles: (out): how many there are
 * @cancellable: (nullable): looked at every few milliseconds
 *
 * One profile for each column of a table or series, in its order, or for each array;
 * none for lines of text. May be called on any thread.
 *
 * Returns: (transfer full) (array length=n_profiles) (nullable): to be freed with
 *   g_free (); %NULL with @error set as above, or with @n_profiles 0
 */
NablaColumnProfile *nabla_source_profiles (const NablaSource *source,
                                           guint *n_profiles,
                                           GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
