/* Suggestions: for any data a text that is accepted and fits the data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-generator.h"
#include "nabla-model.h"
#include "nabla-problem.h"
#include "nabla-suggestion.h"

static NablaExperiment *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

/* The network that is suggested for each generator's data fits them. */
static void
test_generators (void)
{
  for (const NablaGenerator *const *generator = nabla_generators (); *generator != NULL;
       generator++)
    {
      g_autoptr (GError) error = NULL;
      double settings[NABLA_MAX_PARAMS];
      nabla_param_defaults ((*generator)->params, settings);
      g_autoptr (NablaDataset) dataset = (*generator)->generate (settings, 1, &error);
      g_assert_no_error (error);
      g_autofree char *text = nabla_suggestion_text (dataset, (*generator)->name, NULL);
      g_autoptr (NablaExperiment) experiment = parse (text);
      g_assert_cmpstr (nabla_experiment_title (experiment), ==, dataset->title);
      g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
      g_assert_no_error (error);
      NablaShape shape = nabla_problem_input_shape (problem);
      g_autoptr (NablaModel) model
        = nabla_model_new (experiment, problem->precision, &shape, problem->n_y, &error);
      g_assert_no_error (error);
      g_assert_nonnull (model->loss);
    }
}

static void
test_source (void)
{
  static const struct { const char *source, *written; } sources[] = {
    { "/data/my table.csv", "/data/my table.csv" },
    { "C:\\new\\t.csv", "C:\\new\\t.csv" },
    { "flower", "flower" },
    { "table", "./table" },
    { "two\nlines.csv", "none" },
    { "blank.csv ", "none" },
    { "\xff.csv", "none" },
    { "", "none" },
    { NULL, "none" },
  };
  g_autoptr (NablaDataset) dataset = nabla_dataset_new ("t", NABLA_TASK_REGRESSION, 5, 2, 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree char *text = nabla_suggestion_text (dataset, sources[i].source, NULL);
      g_autoptr (NablaExperiment) experiment = parse (text);
      g_assert_cmpstr (nabla_experiment_data (experiment)->source, ==, sources[i].written);
    }
}

/* Size, kind and words of the data decide. */
static void
test_choices (void)
{
  g_autoptr (NablaDataset) few
    = nabla_dataset_new ("bad\ntitle\xff", NABLA_TASK_MULTICLASS, 10, 4, 5, NULL);
  g_autofree char *few_text = nabla_suggestion_text (few, NULL, "the label");
  g_autoptr (NablaExperiment) small = parse (few_text);
  g_assert_cmpstr (nabla_experiment_title (small), ==, "bad title\xef\xbf\xbd");
  g_assert_cmpstr (nabla_experiment_data (small)->label, ==, "the label");
  g_assert_cmpfloat (nabla_experiment_data (small)->train, ==, 1);
  g_assert_cmpuint (nabla_experiment_train (small)->batch_size, ==, 0);
  const NablaLayerSpec *output = nabla_experiment_layer (small, 1);
  g_assert_cmpfloat (output->settings[nabla_param_find (output->op->params, "units")], ==, 5);

  g_autoptr (NablaDataset) many = nabla_dataset_new ("many", NABLA_TASK_BINARY, 20000, 64, 2, NULL);
  many->image_height = many->image_width = 8;
  many->image_channels = 1;
  many->x[77] = 255;
  g_autofree char *many_text = nabla_suggestion_text (many, NULL, "two\nlines");
  g_autoptr (NablaExperiment) large = parse (many_text);
  g_assert_null (nabla_experiment_data (large)->label);
  g_assert_cmpfloat (nabla_experiment_data (large)->train, ==, 0.9);
  g_assert_true (nabla_experiment_data (large)->stratify);
  g_assert_cmpint (nabla_experiment_data (large)->normalize, ==, NABLA_NORMALIZE_PIXELS);
  g_assert_cmpuint (nabla_experiment_train (large)->batch_size, ==, 64);
  g_assert_cmpstr (nabla_experiment_layer (large, 0)->op->name, ==, "flatten");
  g_assert_cmpstr (nabla_experiment_loss (large, 0)->op->name, ==, "sigmoid_cross_entropy");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/suggestion/generators", test_generators);
  g_test_add_func ("/experiment/suggestion/source", test_source);
  g_test_add_func ("/experiment/suggestion/choices", test_choices);
  return g_test_run ();
}
