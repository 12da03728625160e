/* Problems: data as an experiment wants it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-generator.h"
#include "nabla-problem.h"

#include <glib/gstdio.h>
#include <math.h>

static NablaProblem *
try_problem (const char *data, const char *loss, const char *data_path, GError **error)
{
  g_autofree char *text
    = g_strdup_printf ("%s\n[layer output]\nop=dense\n[loss]\nop=%s\n", data, loss);
  g_autoptr (GError) mistake = NULL;
  g_autoptr (NablaExperiment) experiment
    = nabla_experiment_parse (text, -1, "/tmp/p.nabla", &mistake);
  g_assert_no_error (mistake);
  return nabla_problem_new (experiment, data_path, NULL, error);
}

static NablaProblem *
new_problem (const char *data, const char *loss, const char *data_path)
{
  g_autoptr (GError) error = NULL;
  NablaProblem *problem = try_problem (data, loss, data_path, &error);
  g_assert_no_error (error);
  return problem;
}

static void
assert_refused (const char *data, const char *loss, const char *data_path, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (try_problem (data, loss, data_path, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_generated (void)
{
  g_autoptr (NablaProblem) problem
    = new_problem ("[data]\nsource=flower\nsamples=100\nseed=3", "sigmoid_cross_entropy", NULL);
  g_assert_cmpuint (problem->dataset->m, ==, 100);
  g_assert_cmpuint (problem->n_y, ==, 1);
  g_assert_cmpint (problem->precision, ==, NABLA_SINGLE);
  g_assert_cmpuint (problem->partition->sizes[NABLA_SPLIT_TRAIN], ==, 100);
  g_assert_null (problem->notes[0]);
  NablaShape shape = nabla_problem_input_shape (problem);
  g_assert_cmpuint (shape.rank, ==, 1);
  g_assert_cmpuint (shape.dim[0], ==, 2);

  const NablaGenerator *flower = nabla_generator_find ("flower");
  double settings[NABLA_MAX_PARAMS];
  nabla_param_defaults (flower->params, settings);
  settings[nabla_param_find (flower->params, "samples")] = 100;
  g_autoptr (NablaDataset) wanted = flower->generate (settings, 3, NULL);
  for (guint i = 0; i < 200; i++)
    g_assert_cmpfloat (((float *) problem->x)[i], ==, (float) wanted->x[i]);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (((float *) problem->y)[i], ==, wanted->y[i]);
}

static void
test_normalized_and_split (void)
{
  g_autoptr (NablaProblem) problem = new_problem (
    "[train]\nprecision=double\n[data]\nsource=moons\nsamples=200\ntrain=0.5\ndev=0.25\ntest=0.25\n"
    "stratify=true\nnormalize=standard", "sigmoid_cross_entropy", NULL);
  g_assert_cmpint (problem->precision, ==, NABLA_DOUBLE);
  const NablaPartition *partition = problem->partition;
  g_assert_cmpuint (partition->sizes[NABLA_SPLIT_TRAIN], ==, 100);
  g_assert_cmpuint (partition->sizes[NABLA_SPLIT_DEV], ==, 50);
  const double *x = problem->x;
  for (guint j = 0; j < 2; j++)
    {
      double sum = 0, squares = 0;
      for (guint i = 0; i < 100; i++)
        {
          double value = x[2 * partition->indices[NABLA_SPLIT_TRAIN][i] + j];
          sum += value;
          squares += value * value;
        }
      g_assert_cmpfloat (fabs (sum / 100), <, 1e-12);
      g_assert_cmpfloat (fabs (squares / 100 - 1), <, 1e-12);
    }
}

static void
test_one_hot (void)
{
  g_autoptr (NablaProblem) problem
    = new_problem ("[data]\nsource=spirals\nclasses=3", "softmax_cross_entropy", NULL);
  g_assert_cmpuint (problem->n_y, ==, 3);
  const float *y = problem->y;
  for (gsize i = 0; i < problem->dataset->m; i++)
    for (guint k = 0; k < 3; k++)
      g_assert_cmpfloat (y[3 * i + k], ==, problem->dataset->y[i] == k ? 1 : 0);

  /* Two classes may be one-hot too. */
  g_autoptr (NablaProblem) two
    = new_problem ("[data]\nsource=moons", "softmax_cross_entropy", NULL);
  g_assert_cmpuint (two->n_y, ==, 2);
  g_autoptr (NablaProblem) wave = new_problem ("[data]\nsource=sine", "mean_squared_error", NULL);
  g_assert_cmpuint (wave->n_y, ==, 1);
}

static void
test_unsuitable_loss (void)
{
  assert_refused ("[data]\nsource=spirals\nclasses=3", "sigmoid_cross_entropy", NULL,
                  "p.nabla:6: [loss] op: sigmoid_cross_entropy does not suit labels of 3 classes; "
                  "softmax_cross_entropy does, with a last layer of as many units");
  assert_refused ("[data]\nsource=spirals\nclasses=3", "mean_squared_error", NULL,
                  "p.nabla:6: [loss] op: mean_squared_error does not suit labels of 3 classes; "
                  "softmax_cross_entropy does, with a last layer of as many units");
  assert_refused ("[data]\nsource=sine", "softmax_cross_entropy", NULL,
                  "p.nabla:5: [loss] op: softmax_cross_entropy does not suit labels that are "
                  "numbers "
                  "to predict; mean_squared_error does, with a last layer of 1 unit");
  /* A network that gives its input back looks at no label. */
  g_autoptr (NablaProblem) problem
    = new_problem ("[data]\nsource=sine", "softmax_cross_entropy\ntarget=input", NULL);
  g_assert_cmpuint (problem->n_y, ==, 1);
}

static void
test_columns (void)
{
  const char *data = "[data]\nsource=moons\n[input plane]\ncolumns=";
  g_autoptr (NablaProblem) whole
    = new_problem ("[data]\nsource=moons", "sigmoid_cross_entropy", NULL);
  g_autofree char *second = g_strconcat (data, whole->dataset->feature_names[1], NULL);
  g_autofree char *unknown = g_strconcat (data, whole->dataset->feature_names[1], "_", NULL);
  g_autoptr (NablaProblem) one = new_problem (second, "sigmoid_cross_entropy", NULL);
  g_assert_cmpuint (one->dataset->n_x, ==, 1);
  g_assert_cmpstr (one->dataset->feature_names[0], ==, whole->dataset->feature_names[1]);
  for (gsize i = 0; i < one->dataset->m; i++)
    {
      g_assert_cmpfloat (((float *) one->x)[i], ==, ((float *) whole->x)[2 * i + 1]);
      g_assert_cmpfloat (((float *) one->y)[i], ==, ((float *) whole->y)[i]);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (try_problem (unknown, "sigmoid_cross_entropy", NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
  g_assert_true (g_str_has_prefix (error->message, "[input plane] columns: '"));
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "t.csv", NULL);
  g_assert_true (g_file_set_contents (
    path, "id,a,b,kind\n1,0.5,2,yes\n2,1.5,,no\n3,2.5,4,yes\n4,3.5,6,no\n", -1, NULL));
  g_autoptr (NablaProblem) problem = new_problem (
    "[data]\nsource=none\nlabel=kind\nleave_out=id\nmissing=drop", "sigmoid_cross_entropy", path);
  g_assert_cmpuint (problem->dataset->m, ==, 3);
  g_assert_cmpuint (problem->dataset->n_x, ==, 2);
  g_assert_cmpstr (problem->dataset->label_name, ==, "kind");
  g_assert_nonnull (problem->notes[0]);
  g_autoptr (NablaProblem) filled = new_problem (
    "[data]\nsource=none\nlabel=kind\nleave_out=id\nmissing=fill", "sigmoid_cross_entropy", path);
  g_assert_cmpuint (filled->dataset->m, ==, 4);
  g_assert_cmpfloat (((float *) filled->x)[3], ==, 4);
  g_unlink (path);
  g_rmdir (folder);

  g_autoptr (GError) error = NULL;
  g_assert_null (try_problem ("[data]\nsource=nowhere.csv", "sigmoid_cross_entropy", NULL, &error));
  g_assert_nonnull (strstr (error->message, "nowhere.csv"));
  assert_refused ("[data]\nsource=none", "sigmoid_cross_entropy", NULL,
                  "p.nabla: [data] source=none: the experiment has no data of its own; give it a "
                  "file");
}

/* What was said of a text where the guess was wrong is part of the experiment. */
static void
test_reading (void)
{
  static const char data[] = "[data]\nsource=none\nlabel=1\ndelimiter=semicolon\n"
                             "decimal_point=comma\nheader=absent\nencoding=GB18030\n";
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "t.csv", NULL);
  g_autofree char *text = g_convert ("是;1,5\n否;2,5\n是;3,5\n", -1, "GB18030", "UTF-8", NULL, NULL, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_autoptr (NablaProblem) problem = new_problem (data, "sigmoid_cross_entropy", path);
  g_assert_cmpuint (problem->dataset->m, ==, 3);
  g_assert_cmpuint (problem->dataset->n_x, ==, 1);
  g_assert_cmpfloat (problem->dataset->x[1], ==, 2.5);
  g_assert_cmpstr (problem->dataset->class_names[0], ==, "否");
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/problem/generated", test_generated);
  g_test_add_func ("/experiment/problem/normalized-and-split", test_normalized_and_split);
  g_test_add_func ("/experiment/problem/one-hot", test_one_hot);
  g_test_add_func ("/experiment/problem/unsuitable-loss", test_unsuitable_loss);
  g_test_add_func ("/experiment/problem/columns", test_columns);
  g_test_add_func ("/experiment/problem/file", test_file);
  g_test_add_func ("/experiment/problem/reading", test_reading);
  return g_test_run ();
}
