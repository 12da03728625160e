/* A regression from a file to predictions in the label's own units: house prices, whose
 * label is a hundred thousand times what a fresh network says.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-model-file.h"
#include "nabla-observe.h"
#include "nabla-random.h"
#include "nabla-source.h"
#include "nabla-suggestion.h"
#include "runtime-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* price = 80,000 + 1,500 · area + 25,000 · rooms − 900 · age, and a little noise */
static char *
write_houses (const char *folder, double price_scale)
{
  g_autoptr (GString) text = g_string_new ("area,rooms,age,price\n");
  NablaRandomState random;
  nabla_random_state_seed (&random, 4);
  for (int i = 0; i < 240; i++)
    {
      double draws[4];
      nabla_random_state_randn (&random, draws, 4);
      double area = round (110 + 35 * draws[0]), rooms = round (4 + 1.3 * draws[1]);
      double age = round (fabs (30 * draws[2]));
      double price = 80000 + 1500 * area + 25000 * rooms - 900 * age + 4000 * draws[3];
      g_string_append_printf (text, "%.0f,%.0f,%.0f,%.6g\n", area, rooms, age, price * price_scale);
    }
  char *path = g_build_filename (folder, "houses.csv", NULL);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return path;
}

static NablaExperiment *
suggest (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaDataset) data = nabla_source_to_dataset (source, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (data->task, ==, NABLA_TASK_REGRESSION);
  g_assert_cmpstr (data->label_name, ==, "price");
  g_autofree char *text = nabla_suggestion_text (data, path, NULL);
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static void
train (NablaTrainer *trainer)
{
  runtime_train_to (trainer, nabla_experiment_train (nabla_trainer_experiment (trainer))->steps);
}

static double
dev_r2 (NablaTrainer *trainer)
{
  NablaMetrics metrics;
  nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_DEV, NULL, &metrics);
  return metrics.r2;
}

static void
test_out_of_the_box (gconstpointer data)
{
  double scale = *(const double *) data;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *path = write_houses (folder, scale);
  g_autoptr (NablaExperiment) experiment = suggest (path);
  g_assert_cmpstr (nabla_experiment_loss (experiment, 0)->op->name, ==, "mean_squared_error");
  const NablaLayerSpec *output = nabla_experiment_layer (experiment, nabla_experiment_n_layers (experiment) - 1);
  g_assert_null (output->activation);
  g_autoptr (NablaTrainer) trainer = runtime_make_from (experiment, 1);
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  train (trainer);

  /* good, and measured in the label's units */
  g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &nabla_observe_defaults);
  const NablaMetrics *dev = &snapshot->metrics[NABLA_SPLIT_DEV];
  g_assert_cmpfloat (dev->r2, >, 0.95);
  g_assert_cmpfloat (dev->rmse, <, 15000 * scale);
  g_assert_cmpfloat (dev->rmse, >, 1500 * scale);
  g_assert_cmpfloat (dev->mae, <=, dev->rmse);
  g_assert_cmpfloat (dev->cost, <, 0.1);
  /* the cost is the squared error in deviations of the label */
  g_assert_cmpfloat_with_epsilon (dev->cost / pow (dev->rmse * problem->label_scale, 2), 1, 1e-3);

  /* what is seen is in its units too */
  double squares = 0, n = 0;
  for (gsize i = 0; i < snapshot->fit->n; i++)
    if (snapshot->fit->split[i] == NABLA_SPLIT_DEV)
      {
        squares += pow (snapshot->fit->prediction[i] - snapshot->fit->truth[i], 2);
        n++;
      }
  g_assert_cmpfloat_with_epsilon (sqrt (squares / n) / dev->rmse, 1, 1e-3);
  double low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < 100 * 100; i++)
    {
      low = fmin (low, snapshot->field->values[i]);
      high = fmax (high, snapshot->field->values[i]);
    }
  g_assert_false (snapshot->field->is_probability);
  g_assert_cmpfloat (high - low, >, 100000 * scale);
  g_assert_cmpfloat (high, <, 1000000 * scale);

  /* and what is saved answers in them: a house of the plain formula */
  g_autofree char *model_path = g_build_filename (folder, "houses.safetensors", NULL);
  g_assert_true (nabla_model_file_save (trainer, model_path, &error));
  g_autoptr (NablaModelFile) file = nabla_model_file_load (model_path, &error);
  g_assert_no_error (error);
  const double house[] = { 110, 4, 20 };
  double answer;
  g_assert_true (nabla_model_file_predict (file, house, 1, &answer, &error));
  g_assert_cmpfloat_with_epsilon (answer / scale, 80000 + 1500 * 110 + 25000 * 4 - 900 * 20, 15000);

  g_unlink (model_path);
  g_unlink (path);
  g_rmdir (folder);
}

/* Without the normalization of the label the same network has no chance. */
static void
test_needed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  g_autofree char *path = write_houses (folder, 1);
  g_autoptr (NablaExperiment) experiment = suggest (path);
  g_autoptr (NablaExperiment) plain = nabla_experiment_with (experiment, "data.normalize_label", "none", &error);
  g_assert_no_error (error);
  g_assert_cmpint (nabla_experiment_effect (experiment, plain), ==, NABLA_EFFECT_RUN);
  g_autoptr (NablaTrainer) trainer = runtime_make_from (plain, 1);
  g_assert_cmpfloat (nabla_trainer_problem (trainer)->label_scale, ==, 1);
  train (trainer);
  g_assert_cmpfloat (dev_r2 (trainer), <, 0);
  g_unlink (path);
  g_rmdir (folder);
}

/* In the network's numbers train has mean 0 and deviation 1; classes stay as they are. */
static void
test_numbers (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (
    "[data]\nsource=sine\nsamples=100\ntrain=0.5\ndev=0.5\nnormalize_label=standard\n[layer output]\nop=dense\nunits=1\n"
    "[loss]\nop=mean_squared_error\n[train]\nprecision=double\n", 1);
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  double sum = 0, squares = 0;
  gsize m = problem->partition->sizes[NABLA_SPLIT_TRAIN];
  for (gsize i = 0; i < m; i++)
    {
      double y = ((double *) problem->y)[problem->partition->indices[NABLA_SPLIT_TRAIN][i]];
      sum += y;
      squares += y * y;
    }
  g_assert_cmpfloat_with_epsilon (sum / m, 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (squares / m, 1, 1e-12);
  for (gsize i = 0; i < problem->dataset->m; i++)
    g_assert_cmpfloat_with_epsilon (((double *) problem->y)[i] / problem->label_scale + problem->label_shift,
                                    problem->dataset->y[i], 1e-12);

  g_autoptr (NablaTrainer) classes = runtime_make (
    "[data]\nsource=moons\nnormalize_label=standard\n[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n", 1);
  g_assert_cmpfloat (nabla_trainer_problem (classes)->label_scale, ==, 1);
  g_assert_cmpfloat (nabla_trainer_problem (classes)->label_shift, ==, 0);
}

int
main (int argc, char **argv)
{
  static const double scales[] = { 1, 1e-6, 1e6 };
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/runtime/regression/prices", &scales[0], test_out_of_the_box);
  g_test_add_data_func ("/runtime/regression/small-numbers", &scales[1], test_out_of_the_box);
  g_test_add_data_func ("/runtime/regression/huge-numbers", &scales[2], test_out_of_the_box);
  g_test_add_func ("/runtime/regression/needed", test_needed);
  g_test_add_func ("/runtime/regression/numbers", test_numbers);
  return g_test_run ();
}
