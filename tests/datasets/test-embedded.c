/* Embedded data sets: all of their examples are there, as scikit-learn has them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generator.h"

#include <math.h>

/* Sums of all numbers as numpy has them for scikit-learn's load_iris ().data…; the
 * order of summation may cost the last digits. */
static const struct {
  const char *name;
  NablaTask task;
  gsize m;
  guint n_x;
  double sum;
  const char *first_feature;
  const char *label;
  const char *classes[11];
  gsize counts[10];
  double first_y;
} sets[] = {
  { "iris", NABLA_TASK_MULTICLASS, 150, 4, 2078.7, "sepal length (cm)", "species",
    { "setosa", "versicolor", "virginica" }, { 50, 50, 50 }, 0 },
  { "wine", NABLA_TASK_MULTICLASS, 178, 13, 159975.295999, "alcohol", "cultivar",
    { "cultivar 1", "cultivar 2", "cultivar 3" }, { 59, 71, 48 }, 0 },
  { "breast_cancer", NABLA_TASK_BINARY, 569, 30, 1056474.4596356, "mean radius", "diagnosis",
    { "benign", "malignant" }, { 357, 212 }, 1 },
  { "digits", NABLA_TASK_MULTICLASS, 1797, 64, 561718, "pixel_0_0", "digit",
    { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" },
    { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 }, 0 },
};

static NablaDataset *
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  const NablaGenerator *generator = nabla_generator_find (name);
  g_assert_nonnull (generator);
  NablaDataset *dataset = generator->generate (NULL, 0, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
test_contents (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (sets); s++)
    {
      g_autoptr (NablaDataset) dataset = load (sets[s].name);
      g_assert_cmpint (dataset->task, ==, sets[s].task);
      g_assert_cmpuint (dataset->m, ==, sets[s].m);
      g_assert_cmpuint (dataset->n_x, ==, sets[s].n_x);
      g_assert_cmpstr (dataset->feature_names[0], ==, sets[s].first_feature);
      g_assert_cmpstr (dataset->label_name, ==, sets[s].label);
      g_assert_cmpfloat (dataset->y[0], ==, sets[s].first_y);

      double sum = 0;
      for (gsize k = 0; k < dataset->m * dataset->n_x; k++)
        sum += dataset->x[k];
      g_assert_cmpfloat_with_epsilon (sum, sets[s].sum, 1e-12 * sets[s].sum);

      for (guint c = 0; c < dataset->n_classes; c++)
        {
          gsize count = 0;
          for (gsize i = 0; i < dataset->m; i++)
            count += dataset->y[i] == c;
          g_assert_cmpstr (dataset->class_names[c], ==, sets[s].classes[c]);
          g_assert_cmpuint (count, ==, sets[s].counts[c]);
        }
      g_assert_null (sets[s].classes[dataset->n_classes]);
    }
}

/* Setosa's leaves are the small ones. */
static void
test_iris (void)
{
  g_autoptr (NablaDataset) iris = load ("iris");
  static const double first[] = { 5.1, 3.5, 1.4, 0.2 }, last[] = { 5.9, 3.0, 5.1, 1.8 };
  for (guint j = 0; j < 4; j++)
    {
      g_assert_cmpfloat (iris->x[j], ==, first[j]);
      g_assert_cmpfloat (iris->x[4 * 149 + j], ==, last[j]);
    }
}

/* The first digit is a zero: a ring, dark inside and in all corners. */
static void
test_digits (void)
{
  g_autoptr (NablaDataset) digits = load ("digits");
  g_assert_cmpuint (digits->image_height, ==, 8);
  g_assert_cmpuint (digits->image_width, ==, 8);
  g_assert_cmpuint (digits->image_channels, ==, 1);
  const double *zero = digits->x;
  static const guint dark[] = { 0, 7, 56, 63, 3 * 8 + 3, 4 * 8 + 3 };
  for (guint k = 0; k < G_N_ELEMENTS (dark); k++)
    g_assert_cmpfloat (zero[dark[k]], ==, 0);
  g_assert_cmpfloat (zero[3], ==, 13);
  g_assert_cmpfloat (zero[3 * 8 + 2], ==, 12);

  double lowest = INFINITY, highest = -INFINITY;
  for (gsize k = 0; k < digits->m * 64; k++)
    {
      lowest = MIN (lowest, digits->x[k]);
      highest = MAX (highest, digits->x[k]);
    }
  g_assert_cmpfloat (lowest, ==, 0);
  g_assert_cmpfloat (highest, ==, 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/embedded/contents", test_contents);
  g_test_add_func ("/embedded/iris", test_iris);
  g_test_add_func ("/embedded/digits", test_digits);
  return g_test_run ();
}
