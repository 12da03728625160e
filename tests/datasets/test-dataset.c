/* Data sets: what a new one has, and what is too large.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset.h"
#include "nabla-error.h"

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaDataset) dataset
      = nabla_dataset_new ("Title", NABLA_TASK_MULTICLASS, 5, 12, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dataset->title, ==, "Title");
  g_assert_cmpuint (dataset->m, ==, 5);
  g_assert_cmpuint (g_strv_length (dataset->feature_names), ==, 12);
  g_assert_cmpstr (dataset->feature_names[0], ==, "x₁");
  g_assert_cmpstr (dataset->feature_names[11], ==, "x₁₂");
  g_assert_cmpuint (g_strv_length (dataset->class_names), ==, 3);
  g_assert_cmpstr (dataset->class_names[2], ==, "2");
  g_assert_cmpstr (dataset->label_name, ==, "y");
  for (guint k = 0; k < 5 * 12; k++)
    g_assert_cmpfloat (dataset->x[k], ==, 0);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat (dataset->y[i], ==, 0);

  g_autoptr (NablaDataset) same = nabla_dataset_ref (dataset);
  g_assert_true (same == dataset);
}

static void
test_regression (void)
{
  g_autoptr (NablaDataset) dataset = nabla_dataset_new ("t", NABLA_TASK_REGRESSION, 1, 1, 0, NULL);
  g_assert_nonnull (dataset);
  g_assert_null (dataset->class_names);
}

static void
assert_too_large (gsize m, guint n_x, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_dataset_new ("Stars", NABLA_TASK_REGRESSION, m, n_x, 0, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE);
  g_assert_true (g_pattern_match_simple (message, error->message));
}

/* The message names the examples, or the bytes that they would need. */
static void
test_too_large (void)
{
  assert_too_large (G_MAXSIZE, 1, "Stars:*18446744073709551615*4294967295*");
  assert_too_large (G_MAXUINT32, G_MAXUINT32, "Stars:*4294967295 examples*EB*");
  assert_too_large (G_MAXUINT32, 100000000, "Stars:*3.4?EB*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/new", test_new);
  g_test_add_func ("/dataset/regression", test_regression);
  g_test_add_func ("/dataset/too-large", test_too_large);
  return g_test_run ();
}
