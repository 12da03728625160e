/* Generators: numpy's and scikit-learn's own numbers, and what every generator keeps.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generator.h"
#include "nabla-number.h"

#include <math.h>
#include <string.h>

static NablaDataset *
generate (const NablaGenerator *generator, const double *settings, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  NablaDataset *dataset = generator->generate (settings, seed, &error);
  g_assert_no_error (error);
  g_assert_nonnull (dataset);
  return dataset;
}

/* The data set of a line `set NAME seed=N settings…`. */
static NablaDataset *
generate_line (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_assert_cmpstr (words[0], ==, "set");
  const NablaGenerator *generator = nabla_generator_find (words[1]);
  g_assert_nonnull (generator);
  g_assert_true (g_str_has_prefix (words[2], "seed="));
  guint32 seed = g_ascii_strtoull (words[2] + 5, NULL, 10);

  double settings[NABLA_MAX_PARAMS];
  nabla_param_defaults (generator->params, settings);
  for (char **word = words + 3; *word != NULL; word++)
    {
      g_auto (GStrv) pair = g_strsplit (*word, "=", 2);
      int i = nabla_param_find (generator->params, pair[0]);
      g_assert_cmpint (i, >=, 0);
      g_autoptr (GError) error = NULL;
      nabla_param_parse (&generator->params[i], *word, pair[1], &settings[i], &error);
      g_assert_no_error (error);
    }
  return generate (generator, settings, seed);
}

/* Sine and cosine of the C library and of numpy may differ in the last bit, which what
 * they are multiplied with carries along. Sets that need neither are equal. */
static double
tolerance_of (const NablaDataset *dataset)
{
  static const char *const exact[] = {
    "Blobs", "Gaussian quantiles", "Exclusive or", "Football", "Line", NULL,
  };
  return g_strv_contains (exact, dataset->title) ? 0 : 4e-15;
}

static void
test_reference (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "datasets",
                                                 "generators-reference.txt", NULL);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (NablaDataset) dataset = NULL;
  guint n_compared = 0;
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      if (g_str_has_prefix (*line, "set "))
        {
          g_clear_pointer (&dataset, nabla_dataset_unref);
          dataset = generate_line (*line);
          continue;
        }
      g_auto (GStrv) words = g_strsplit (*line, " ", -1);
      g_assert_cmpuint (g_strv_length (words), ==, dataset->n_x + 2);
      gsize i = g_ascii_strtoull (words[0], NULL, 10);
      g_assert_cmpuint (i, <, dataset->m);
      for (guint j = 0; j <= dataset->n_x; j++)
        {
          double wanted = 0;
          g_assert_true (nabla_number_parse (words[j + 1], -1, &wanted));
          double found = j < dataset->n_x ? dataset->x[i * dataset->n_x + j] : dataset->y[i];
          if (!(fabs (found - wanted) <= tolerance_of (dataset)))
            g_error ("%s, example %zu, number %u: %.17g instead of %.17g", dataset->title, i, j,
                     found, wanted);
          n_compared++;
        }
    }
  g_assert_cmpuint (n_compared, >, 100);
}

static void
check_dataset (const NablaGenerator *generator, const NablaDataset *dataset)
{
  g_assert_cmpstr (dataset->title, ==, generator->title);
  g_assert_cmpuint (g_strv_length (dataset->feature_names), ==, dataset->n_x);
  for (gsize k = 0; k < dataset->m * dataset->n_x; k++)
    g_assert_true (isfinite (dataset->x[k]));

  if (dataset->task == NABLA_TASK_REGRESSION)
    {
      g_assert_cmpuint (dataset->n_classes, ==, 0);
      for (gsize i = 0; i < dataset->m; i++)
        g_assert_true (isfinite (dataset->y[i]));
      return;
    }
  g_assert_cmpuint (g_strv_length (dataset->class_names), ==, dataset->n_classes);
  if (dataset->task == NABLA_TASK_BINARY)
    g_assert_cmpuint (dataset->n_classes, ==, 2);
  for (gsize i = 0; i < dataset->m; i++)
    {
      g_assert_cmpfloat (dataset->y[i], ==, trunc (dataset->y[i]));
      g_assert_true (dataset->y[i] >= 0 && dataset->y[i] < dataset->n_classes);
    }
}

static void
assert_every_class (const NablaDataset *dataset)
{
  for (guint c = 0; c < dataset->n_classes; c++)
    {
      gboolean found = FALSE;
      for (gsize i = 0; i < dataset->m && !found; i++)
        found = dataset->y[i] == c;
      g_assert_true (found);
    }
}

static gboolean
same_numbers (const NablaDataset *a, const NablaDataset *b)
{
  return a->m == b->m && a->n_x == b->n_x
         && memcmp (a->x, b->x, a->m * a->n_x * sizeof (double)) == 0
         && memcmp (a->y, b->y, a->m * sizeof (double)) == 0;
}

/* The same seed gives the same bits; another one gives another set, unless the set
 * is embedded and so has no settings. */
static void
test_defaults (void)
{
  for (guint i = 0; nabla_generators ()[i] != NULL; i++)
    {
      const NablaGenerator *generator = nabla_generators ()[i];
      double settings[NABLA_MAX_PARAMS];
      nabla_param_defaults (generator->params, settings);
      g_autoptr (NablaDataset) once = generate (generator, settings, 1);
      g_autoptr (NablaDataset) again = generate (generator, settings, 1);
      g_autoptr (NablaDataset) other = generate (generator, settings, G_MAXUINT32);
      check_dataset (generator, once);
      assert_every_class (once);
      g_assert_true (same_numbers (once, again));
      g_assert_cmpint (same_numbers (once, other), ==, nabla_param_count (generator->params) == 0);
    }
}

/* At both ends of every setting; of samples, at few and at an odd number. */
static void
test_limits (void)
{
  for (guint i = 0; nabla_generators ()[i] != NULL; i++)
    {
      const NablaGenerator *generator = nabla_generators ()[i];
      guint n = nabla_param_count (generator->params);
      for (guint k = 0; k < (1u << n); k++)
        {
          double settings[NABLA_MAX_PARAMS];
          for (guint j = 0; j < n; j++)
            settings[j] = k >> j & 1 ? generator->params[j].maximum : generator->params[j].minimum;
          int samples = nabla_param_find (generator->params, "samples");
          if (samples >= 0)
            settings[samples] = MIN (settings[samples], 1237);
          g_autoptr (NablaDataset) dataset = generate (generator, settings, 7);
          check_dataset (generator, dataset);
          if (samples >= 0)
            g_assert_cmpuint (dataset->m, ==, (gsize) settings[samples]);
        }
    }
}

static void
test_names (void)
{
  for (guint i = 0; nabla_generators ()[i] != NULL; i++)
    g_assert_true (nabla_generator_find (nabla_generators ()[i]->name) == nabla_generators ()[i]);
  g_assert_null (nabla_generator_find ("flour"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generators/names", test_names);
  g_test_add_func ("/generators/reference", test_reference);
  g_test_add_func ("/generators/defaults", test_defaults);
  g_test_add_func ("/generators/limits", test_limits);
  return g_test_run ();
}
