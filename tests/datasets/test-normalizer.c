/* Normalizers: mean, deviation and range of the train split.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset.h"

#include <float.h>
#include <math.h>

/* Examples 1, 3, 4 and 6 of features that differ in scale are train. */
static const double values[][3] = {
  { 900, -3, 900 },
  { 1, 0.1, 2000 },
  { -900, 99, -900 },
  { 2, 0.1, 1000 },
  { 3, 0.1, 4000 },
  { NAN, NAN, NAN },
  { 6, 0.1, 1000 },
};
static guint32 train[] = { 4, 1, 6, 3 };

static NablaNormalizer *
fit (NablaNormalization kind, const double (*x)[3], gsize m, guint32 *indices, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataset) dataset
      = nabla_dataset_new ("test", NABLA_TASK_REGRESSION, m, 3, 0, &error);
  g_assert_no_error (error);
  for (gsize k = 0; k < m * 3; k++)
    dataset->x[k] = x[k / 3][k % 3];
  NablaPartition partition = { .indices = { indices }, .sizes = { n } };
  NablaNormalizer *normalizer = nabla_normalizer_new (kind, dataset, &partition);
  g_assert_cmpuint (normalizer->n_x, ==, 3);
  g_assert_cmpint (normalizer->kind, ==, kind);
  return normalizer;
}

static void
assert_becomes (const NablaNormalizer *normalizer, const double *x, const double *wanted)
{
  double found[] = { x[0], x[1], x[2] };
  nabla_normalizer_apply (normalizer, found);
  for (guint j = 0; j < 3; j++)
    g_assert_cmpfloat_with_epsilon (found[j], wanted[j], 1e-15 * MAX (1, fabs (wanted[j])));
}

static void
test_standard (void)
{
  g_autoptr (NablaNormalizer) normalizer
      = fit (NABLA_NORMALIZE_STANDARD, values, 7, train, G_N_ELEMENTS (train));
  /* Means 3 and 2000; variances (4 + 1 + 0 + 9) / 4 and (0 + 1 + 4 + 1) / 4 · 10⁶. */
  g_assert_cmpfloat (normalizer->shift[0], ==, 3);
  g_assert_cmpfloat (normalizer->scale[0], ==, 1 / sqrt (3.5));
  g_assert_cmpfloat (normalizer->shift[2], ==, 2000);
  g_assert_cmpfloat (normalizer->scale[2], ==, 1 / sqrt (1.5e6));
  assert_becomes (normalizer, values[6], (double[]) { 3 / sqrt (3.5), 0, -1 / sqrt (1.5) });
}

static void
test_minmax (void)
{
  g_autoptr (NablaNormalizer) normalizer
      = fit (NABLA_NORMALIZE_MINMAX, values, 7, train, G_N_ELEMENTS (train));
  assert_becomes (normalizer, values[1], (double[]) { 0, 0, 1 / 3.0 });
  assert_becomes (normalizer, values[4], (double[]) { 0.4, 0, 1 });
  /* Examples that are not train may fall outside. */
  assert_becomes (normalizer, values[2], (double[]) { -901 / 5.0, 98.9, -1900 / 3000.0 });
}

static void
test_pixels (void)
{
  g_autoptr (NablaNormalizer) normalizer
      = fit (NABLA_NORMALIZE_PIXELS, values, 7, train, G_N_ELEMENTS (train));
  assert_becomes (normalizer, (double[]) { 0, 51, 255 }, (double[]) { 0, 0.2, 1 });
}

static void
test_none (void)
{
  g_autoptr (NablaNormalizer) normalizer
      = fit (NABLA_NORMALIZE_NONE, values, 7, train, G_N_ELEMENTS (train));
  double x[] = { 0.1, -1e300, DBL_TRUE_MIN };
  nabla_normalizer_apply (normalizer, x);
  g_assert_cmpfloat (x[0], ==, 0.1);
  g_assert_cmpfloat (x[1], ==, -1e300);
  g_assert_cmpfloat (x[2], ==, DBL_TRUE_MIN);
}

/* The mean of many 0.1 is not 0.1, but a constant feature still becomes zero, and
 * nothing is divided by what rounding left of its spread. */
static void
test_constant (void)
{
  static double x[1000][3];
  guint32 all[1000];
  for (guint i = 0; i < 1000; i++)
    {
      x[i][0] = 0.1;
      x[i][1] = -7e-3;
      x[i][2] = 1e17;
      all[i] = i;
    }
  static const NablaNormalization kinds[] = { NABLA_NORMALIZE_STANDARD, NABLA_NORMALIZE_MINMAX };
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (gsize n = 1; n <= 1000; n += 333)
      {
        g_autoptr (NablaNormalizer) normalizer
            = fit (kinds[k], (const double (*)[3]) x, 1000, all, n);
        double example[] = { 0.1, -7e-3, 1e17 };
        nabla_normalizer_apply (normalizer, example);
        for (guint j = 0; j < 3; j++)
          {
            g_assert_cmpfloat (normalizer->scale[j], ==, 1);
            g_assert_cmpfloat (example[j], ==, 0);
          }
      }
}

/* A spread whose inverse is no normal number is left alone. */
static void
test_extreme (void)
{
  static const double x[][3] = { { 0, 0, -1e308 }, { DBL_TRUE_MIN, 1e-300, 1e308 } };
  guint32 both[] = { 0, 1 };
  g_autoptr (NablaNormalizer) normalizer = fit (NABLA_NORMALIZE_MINMAX, x, 2, both, 2);
  g_assert_cmpfloat (normalizer->scale[0], ==, 1);
  g_assert_cmpfloat (normalizer->scale[1], ==, 1 / 1e-300);
  g_assert_cmpfloat (normalizer->scale[2], ==, 1);
}

/* Neither the sum of large numbers nor the squares of large and small ones may spoil
 * mean and deviation. */
static void
test_extreme_moments (void)
{
  static const double x[][3] = {
    { -1e200, 1e-200, 1.5e308 },
    { 1e200, 3e-200, 1.7e308 },
  };
  guint32 both[] = { 0, 1 };
  g_autoptr (NablaNormalizer) normalizer = fit (NABLA_NORMALIZE_STANDARD, x, 2, both, 2);
  for (guint i = 0; i < 2; i++)
    {
      double example[] = { x[i][0], x[i][1], x[i][2] };
      nabla_normalizer_apply (normalizer, example);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpfloat_with_epsilon (example[j], i == 0 ? -1 : 1, 1e-14);
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (nabla_normalization_names[NABLA_NORMALIZE_NONE], ==, "none");
  g_assert_cmpstr (nabla_normalization_names[NABLA_NORMALIZE_STANDARD], ==, "standard");
  g_assert_cmpstr (nabla_normalization_names[NABLA_NORMALIZE_MINMAX], ==, "minmax");
  g_assert_cmpstr (nabla_normalization_names[NABLA_NORMALIZE_PIXELS], ==, "pixels");
  g_assert_null (nabla_normalization_names[NABLA_NORMALIZE_PIXELS + 1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/normalizer/names", test_names);
  g_test_add_func ("/normalizer/standard", test_standard);
  g_test_add_func ("/normalizer/minmax", test_minmax);
  g_test_add_func ("/normalizer/pixels", test_pixels);
  g_test_add_func ("/normalizer/none", test_none);
  g_test_add_func ("/normalizer/constant", test_constant);
  g_test_add_func ("/normalizer/extreme", test_extreme);
  g_test_add_func ("/normalizer/extreme-moments", test_extreme_moments);
  return g_test_run ();
}
