/* Column profiles against counts made the long way.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-column-profile.h"
#include "nabla-error.h"

#include <float.h>
#include <math.h>
#include <string.h>

static NablaSource *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaSource *source = nabla_source_from_bytes ("data.csv", text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  return source;
}

static NablaColumnProfile
profile_of (double *numbers, gsize n)
{
  NablaColumn column = { .name = (char *) "x", .type = NABLA_COLUMN_NUMBER, .numbers = numbers };
  NablaColumnProfile profile;
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_column_profile (&profile, &column, n, NULL, &error));
  g_assert_no_error (error);
  return profile;
}

/* Counts each bar from its two edges, as the header describes them. */
static void
check_bars (const NablaColumnProfile *profile, const double *numbers, gsize n)
{
  gsize sum = 0;
  g_assert_cmpuint (profile->n_bins, <=, NABLA_PROFILE_MAX_BINS);
  for (guint b = 0; b < profile->n_bins; b++)
    {
      double from = profile->first_edge + b * profile->bin_width, to = from + profile->bin_width;
      gsize count = 0;
      for (gsize i = 0; i < n; i++)
        count += numbers[i] >= from && numbers[i] < to;
      g_assert_cmpuint (profile->bins[b], ==, count);
      sum += count;
    }
  g_assert_cmpuint (sum + profile->n_missing + profile->n_infinite, ==, profile->n_values);
  if (profile->n_bins > 0)
    {
      g_assert_cmpuint (profile->bins[0], >, 0);
      g_assert_cmpuint (profile->bins[profile->n_bins - 1], >, 0);
    }
}

static void
test_whole (void)
{
  double numbers[] = { 3, 0, 9, 3, NAN, 1, 3, -INFINITY, 9 };
  NablaColumnProfile profile = profile_of (numbers, G_N_ELEMENTS (numbers));
  static const gsize expected[] = { 1, 1, 0, 3, 0, 0, 0, 0, 0, 2 };
  g_assert_cmpuint (profile.n_values, ==, 9);
  g_assert_cmpuint (profile.n_missing, ==, 1);
  g_assert_cmpuint (profile.n_infinite, ==, 1);
  g_assert_cmpuint (profile.n_bins, ==, 10);
  g_assert_cmpfloat (profile.first_edge, ==, 0);
  g_assert_cmpfloat (profile.bin_width, ==, 1);
  g_assert_cmpfloat (profile.min, ==, 0);
  g_assert_cmpfloat (profile.max, ==, 9);
  g_assert_cmpfloat_with_epsilon (profile.mean, 4, 1e-12);
  g_assert_cmpmem (profile.bins, sizeof expected, expected, sizeof expected);

  /* Pixels: sixteen bars of sixteen. */
  double pixels[256];
  for (guint i = 0; i < 256; i++)
    pixels[i] = i * 37 % 256;
  profile = profile_of (pixels, 256);
  g_assert_cmpuint (profile.n_bins, ==, 16);
  g_assert_cmpfloat (profile.bin_width, ==, 16);
  for (guint b = 0; b < 16; b++)
    g_assert_cmpuint (profile.bins[b], ==, 16);
}

static void
test_random (void)
{
  static const double scales[] = { 1, 1e-300, 1e300, 1e-5, 12345.678 };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  for (guint round = 0; round < 500; round++)
    {
      double numbers[200], scale = scales[round % G_N_ELEMENTS (scales)];
      double offset = round % 3 == 0 ? 0 : g_rand_double_range (random, -5, 5);
      gsize n = (gsize) g_rand_int_range (random, 1, 200);
      for (gsize i = 0; i < n; i++)
        {
          numbers[i] = scale * (offset + pow (g_rand_double_range (random, -1, 1), 1 + round % 5));
          if (g_rand_int_range (random, 0, 20) == 0)
            numbers[i] = NAN;
        }
      NablaColumnProfile profile = profile_of (numbers, n);
      check_bars (&profile, numbers, n);
      /* As narrow as it can be: half the width would need more bars. */
      if (profile.n_bins > 1)
        {
          double half = profile.bin_width / 2;
          g_assert_cmpfloat (floor (profile.max / half) - floor (profile.min / half), >=,
                             NABLA_PROFILE_MAX_BINS);
        }
      /* In another order the same. */
      for (gsize i = 0; i < n / 2; i++)
        {
          double kept = numbers[i];
          numbers[i] = numbers[n - 1 - i];
          numbers[n - 1 - i] = kept;
        }
      NablaColumnProfile reversed = profile_of (numbers, n);
      g_assert_cmpmem (reversed.bins, sizeof reversed.bins, profile.bins, sizeof profile.bins);
      g_assert_cmpfloat (reversed.first_edge, ==, profile.first_edge);
    }
}

static void
test_extremes (void)
{
  static const double values[]
      = { 0,    -0.0,      DBL_MAX, -DBL_MAX, DBL_MIN, DBL_TRUE_MIN, 1, 1 + DBL_EPSILON,
          1e17, 1e17 + 16, -1e-300 };
  for (guint a = 0; a < G_N_ELEMENTS (values); a++)
    for (guint b = 0; b < G_N_ELEMENTS (values); b++)
      {
        double numbers[] = { values[a], values[b], values[a] };
        NablaColumnProfile profile = profile_of (numbers, 3);
        gsize sum = 0;
        for (guint k = 0; k < profile.n_bins; k++)
          sum += profile.bins[k];
        g_assert_cmpuint (sum, ==, 3);
        g_assert_true (isfinite (profile.first_edge) && isfinite (profile.bin_width)
                       && isfinite (profile.mean));
        g_assert_cmpfloat (profile.first_edge, <=, profile.min);
        g_assert_cmpfloat (profile.min, ==, MIN (values[a], values[b]));
        g_assert_cmpfloat (profile.mean, >=, profile.min);
        g_assert_cmpfloat (profile.mean, <=, profile.max);
      }
  double nothing[] = { NAN, INFINITY };
  NablaColumnProfile profile = profile_of (nothing, 2);
  g_assert_cmpuint (profile.n_bins, ==, 0);
  g_assert_cmpuint (profile.n_missing, ==, 1);
  g_assert_cmpuint (profile.n_infinite, ==, 1);
  profile = profile_of (nothing, 0);
  g_assert_cmpuint (profile.n_bins + profile.n_values, ==, 0);
}

static void
test_source (void)
{
  g_autoptr (NablaSource) source
      = read_text ("size,color\n1.5,red\n2,blue\n?,red\n4,\n0.5,green\n");
  g_autoptr (GError) error = NULL;
  guint n;
  g_autofree NablaColumnProfile *profiles = nabla_source_profiles (source, &n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (profiles[0].name, ==, "size");
  g_assert_cmpint (profiles[0].type, ==, NABLA_COLUMN_NUMBER);
  g_assert_cmpuint (profiles[0].n_missing, ==, 1);
  g_assert_cmpint (profiles[1].type, ==, NABLA_COLUMN_TEXT);
  g_assert_cmpuint (profiles[1].n_values, ==, 5);
  g_assert_cmpuint (profiles[1].n_missing, ==, 1);
  g_assert_cmpuint (profiles[1].n_different, ==, 3);
  g_assert_cmpuint (profiles[1].n_words, ==, 3);
  g_assert_cmpstr (profiles[1].words[0], ==, "red");
  g_assert_cmpuint (profiles[1].counts[0], ==, 2);
  g_assert_cmpstr (profiles[1].words[1], ==, "blue");
  g_assert_cmpstr (profiles[1].words[2], ==, "green");

  g_autoptr (NablaSource) prose = read_text ("Some words.\nNo table, this.\n");
  g_assert_null (nabla_source_profiles (prose, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 0);
}

/* Word k comes k + 1 times: the list has the last eight, the rest are counted. */
static void
test_many_words (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");
  for (guint k = 0; k < 20; k++)
    for (guint i = 0; i <= k; i++)
      g_string_append_printf (text, "%u,w%u\n", i, k);
  g_autoptr (NablaSource) source = read_text (text->str);
  NablaColumnProfile profile;
  g_assert_true (nabla_column_profile (&profile, &source->table->columns[1], source->table->n_rows,
                                       NULL, NULL));
  g_assert_cmpuint (profile.n_different, ==, 20);
  g_assert_cmpuint (profile.n_words, ==, 8);
  for (guint k = 0; k < 8; k++)
    {
      g_autofree char *expected = g_strdup_printf ("w%u", 19 - k);
      g_assert_cmpstr (profile.words[k], ==, expected);
      g_assert_cmpuint (profile.counts[k], ==, 20 - k);
    }
  g_assert_cmpuint (profile.n_others, ==, 12 * 13 / 2);
}

static void
test_arrays (void)
{
  double numbers[] = { 0, 1, 1, NAN }, codes[] = { 1, 0, 1, 1 };
  gsize length = 4;
  const char *words[] = { "cat", "dog" };
  NablaArray array = {
    .name = (char *) "y", .n_dims = 1, .shape = { length }, .n_values = length, .values = numbers
  };
  NablaColumnProfile profile;
  g_assert_true (nabla_array_profile (&profile, &array, NULL, NULL));
  g_assert_cmpuint (profile.n_bins, ==, 2);
  g_assert_cmpuint (profile.bins[1], ==, 2);
  g_assert_cmpuint (profile.n_missing, ==, 1);
  array.values = codes;
  array.words = words;
  array.n_words = 2;
  g_assert_true (nabla_array_profile (&profile, &array, NULL, NULL));
  g_assert_cmpstr (profile.words[0], ==, "dog");
  g_assert_cmpuint (profile.counts[0], ==, 3);
  g_assert_cmpuint (profile.n_missing, ==, 0);
}

static void
test_cancel (void)
{
  g_autoptr (NablaSource) source = read_text ("a,b\n1,x\n2,y\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  for (guint j = 0; j < 2; j++)
    {
      g_autoptr (GError) error = NULL;
      NablaColumnProfile profile;
      g_assert_false (
          nabla_column_profile (&profile, &source->table->columns[j], 2, cancellable, &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED);
      g_assert_null (profile.name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/datasets/column-profile/whole", test_whole);
  g_test_add_func ("/datasets/column-profile/random", test_random);
  g_test_add_func ("/datasets/column-profile/extremes", test_extremes);
  g_test_add_func ("/datasets/column-profile/source", test_source);
  g_test_add_func ("/datasets/column-profile/many-words", test_many_words);
  g_test_add_func ("/datasets/column-profile/arrays", test_arrays);
  g_test_add_func ("/datasets/column-profile/cancel", test_cancel);
  return g_test_run ();
}
