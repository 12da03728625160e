/* Column profiles.
 *
 * The histogram is made in one pass, without knowing the least and the greatest value
 * beforehand. Its bars are as wide as a power of two and begin at multiples of that;
 * when a value falls outside of what sixteen bars can cover, each pair of bars becomes
 * one. As ⌊x/2w⌋ = ⌊⌊x/w⌋/2⌋, no value need be looked at again, and the outcome does not
 * depend on the order of the values.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-column-profile.h"

#include "nabla-error.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Between two looks at the cancellable. */
enum {
  BLOCK = 1 << 16
};

/* Bar i is of all x with ⌊x/2^exponent⌋ = first + i. */
typedef struct {
  int exponent;
  double first;
  guint n_bins;
  gsize bins[NABLA_PROFILE_MAX_BINS];
} Histogram;

/* The narrowest bar that @x can begin: one unit in its last place. */
static void
start (Histogram *self, double x)
{
  int exponent;
  frexp (x, &exponent);
  self->exponent = MAX (exponent - DBL_MANT_DIG, DBL_MIN_EXP - DBL_MANT_DIG);
  self->first = ldexp (x, -self->exponent);
  self->n_bins = 1;
}

static void
join_pairs (Histogram *self)
{
  double first = floor (self->first / 2);
  guint odd = self->first - 2 * first > 0, n_bins = (self->n_bins + odd + 1) / 2;
  gsize bins[NABLA_PROFILE_MAX_BINS] = { 0 };
  for (guint i = 0; i < self->n_bins; i++)
    bins[(i + odd) / 2] += self->bins[i];
  memcpy (self->bins, bins, sizeof bins);
  self->first = first;
  self->n_bins = n_bins;
  self->exponent++;
}

static double
bar_of (const Histogram *self, double x)
{
  double bar = floor (ldexp (x, -self->exponent));
  /* A tiny quotient may have become −0. */
  return x < 0 && bar == 0 ? -1 : bar;
}

static void
add (Histogram *self, double x)
{
  if (self->n_bins == 0)
    start (self, x);
  double bar = bar_of (self, x);
  while (MAX (bar, self->first + self->n_bins - 1) - MIN (bar, self->first)
         >= NABLA_PROFILE_MAX_BINS)
    {
      join_pairs (self);
      bar = bar_of (self, x);
    }
  if (bar < self->first)
    {
      guint shift = (guint) (self->first - bar);
      memmove (self->bins + shift, self->bins, self->n_bins * sizeof *self->bins);
      memset (self->bins, 0, shift * sizeof *self->bins);
      self->first = bar;
      self->n_bins += shift;
    }
  guint i = (guint) (bar - self->first);
  self->n_bins = MAX (self->n_bins, i + 1);
  self->bins[i]++;
}

static gboolean
fail_cancelled (const char *name, GCancellable *cancellable, GError **error)
{
  if (cancellable == NULL || !g_cancellable_is_cancelled (cancellable))
    return FALSE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED,
               _("%s: counting its values was cancelled"), name);
  return TRUE;
}

static gboolean
profile_numbers (NablaColumnProfile *self,
                 const double *numbers,
                 GCancellable *cancellable,
                 GError **error)
{
  Histogram histogram = { 0 };
  double min = INFINITY, max = -INFINITY, mean = 0;
  gsize n = 0;
  gboolean whole = TRUE;
  for (gsize i = 0; i < self->n_values; i++)
    {
      double x = numbers[i];
      if (i % BLOCK == 0 && fail_cancelled (self->name, cancellable, error))
        return FALSE;
      if (!isfinite (x))
        {
          *(isnan (x) ? &self->n_missing : &self->n_infinite) += 1;
          continue;
        }
      add (&histogram, x);
      min = MIN (min, x);
      max = MAX (max, x);
      whole = whole && x == trunc (x);
      n++;
      /* A running mean cannot overflow. */
      mean += x / (double) n - mean / (double) n;
    }
  while (n > 0 && whole && histogram.exponent < 0)
    join_pairs (&histogram);
  if (n > 0)
    {
      self->min = min;
      self->max = max;
      self->mean = mean;
      self->bin_width = ldexp (1, histogram.exponent);
      /* The multiple below the least number of all is −2¹⁰²⁴. */
      self->first_edge = MAX (ldexp (histogram.first, histogram.exponent), -DBL_MAX);
    }
  self->n_bins = histogram.n_bins;
  memcpy (self->bins, histogram.bins, sizeof self->bins);
  return TRUE;
}

/* Keeps the list of the most frequent words in order. */
static void
list_word (NablaColumnProfile *self, const char *word, gsize count)
{
  guint k = self->n_words;
  if (count == 0 || (k == NABLA_PROFILE_MAX_WORDS && count <= self->counts[k - 1]))
    return;
  if (k < NABLA_PROFILE_MAX_WORDS)
    self->n_words++;
  else
    k--;
  for (; k > 0 && count > self->counts[k - 1]; k--)
    {
      self->words[k] = self->words[k - 1];
      self->counts[k] = self->counts[k - 1];
    }
  self->words[k] = word;
  self->counts[k] = count;
}

/* What row @i has: an index into the words. Codes of a column, or values of an array. */
static inline gsize
code_at (const guint32 *codes, const double *values, gsize i)
{
  return codes != NULL ? codes[i] : (gsize) values[i];
}

static gboolean
profile_words (NablaColumnProfile *self,
               const guint32 *codes,
               const double *values,
               const char *const *words,
               guint n_words,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree gsize *counts = g_try_new0 (gsize, (gsize) n_words + 1);
  if (counts == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: there is not enough memory to count %u different words"), self->name,
                   n_words);
      return FALSE;
    }
  for (gsize i = 0; i < self->n_values; i++)
    {
      if (i % BLOCK == 0 && fail_cancelled (self->name, cancellable, error))
        return FALSE;
      counts[MIN (code_at (codes, values, i), n_words)]++;
    }
  self->n_missing = counts[n_words];
  self->n_different = n_words;
  for (guint k = 0; k < n_words; k++)
    list_word (self, words[k], counts[k]);
  self->n_others = self->n_values - self->n_missing;
  for (guint k = 0; k < self->n_words; k++)
    self->n_others -= self->counts[k];
  return TRUE;
}

gboolean
nabla_column_profile (NablaColumnProfile *self,
                      const NablaColumn *column,
                      gsize n_rows,
                      GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && column != NULL, FALSE);

  *self = (NablaColumnProfile){ .name = column->name, .type = column->type, .n_values = n_rows };
  if (column->type == NABLA_COLUMN_NUMBER
          ? profile_numbers (self, column->numbers, cancellable, error)
          : profile_words (self, column->codes, NULL, column->words, column->n_words, cancellable,
                           error))
    return TRUE;
  memset (self, 0, sizeof *self);
  return FALSE;
}

gboolean
nabla_array_profile (NablaColumnProfile *self,
                     const NablaArray *array,
                     GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && array != NULL, FALSE);

  gboolean text = array->words != NULL;
  *self = (NablaColumnProfile){ .name = array->name,
                                .type = text ? NABLA_COLUMN_TEXT : NABLA_COLUMN_NUMBER,
                                .n_values = array->n_values };
  if (text ? profile_words (self, NULL, array->values, array->words, array->n_words, cancellable,
                            error)
           : profile_numbers (self, array->values, cancellable, error))
    return TRUE;
  memset (self, 0, sizeof *self);
  return FALSE;
}

NablaColumnProfile *
nabla_source_profiles (const NablaSource *source,
                       guint *n_profiles,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (source != NULL && n_profiles != NULL, NULL);

  const NablaTable *table = source->table;
  guint n = table != NULL ? table->n_columns : source->n_arrays;
  g_autofree NablaColumnProfile *profiles = g_new0 (NablaColumnProfile, n);
  *n_profiles = 0;
  for (guint j = 0; j < n; j++)
    if (!(table != NULL
              ? nabla_column_profile (&profiles[j], &table->columns[j], table->n_rows, cancellable,
                                      error)
              : nabla_array_profile (&profiles[j], source->arrays[j], cancellable, error)))
      return NULL;
  *n_profiles = n;
  return g_steal_pointer (&profiles);
}
