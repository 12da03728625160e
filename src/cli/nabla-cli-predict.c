/* nabla-cli predict: what a saved network says of new data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-json.h"
#include "nabla-model-file.h"
#include "nabla-source.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_predict = {
  .name = "predict",
  .arguments = N_("MODEL DATA"),
  .summary = N_("Asks a saved network about new data"),
  .run = run,
};

/* The data as the network knows it: the same features, the same classes. */
static NablaDataset *
read_data (const NablaModelFile *file, const char *path, GError **error)
{
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, error);
  if (source == NULL)
    return NULL;
  NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
  options.label = *file->label_name != '\0' ? file->label_name : NULL;
  options.task = file->task;
  options.features = (const char *const *) file->feature_names;
  options.classes = (const char *const *) file->class_names;
  options.fill = file->fill;
  return nabla_source_to_dataset (source, &options, NULL, NULL, error);
}

/* How sure the network is of the class it names. */
static double
probability (const NablaModelFile *file, const double *prediction, guint class)
{
  return file->n_y == 1 ? (class == 1 ? prediction[0] : 1 - prediction[0]) : prediction[class];
}

static void
print_row (const NablaModelFile *file, gboolean json, gsize row, const double *prediction)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean regression = file->task == NABLA_TASK_REGRESSION;
  guint class = regression ? 0 : nabla_prediction_class (prediction, file->n_y);
  if (json)
    {
      nabla_json_begin (line, NULL, '{');
      nabla_json_number (line, "row", row + 1);
      if (regression)
        nabla_json_number (line, "value", prediction[0]);
      else
        {
          nabla_json_string (line, "class", file->class_names[class]);
          nabla_json_number (line, "probability", probability (file, prediction, class));
        }
      nabla_json_end (line, '}');
      g_print ("%s\n", line->str);
    }
  else if (regression)
    g_print ("%6zu  %.6g\n", row + 1, prediction[0]);
  else
    g_print ("%6zu  %-24s %6.2f%%\n", row + 1, file->class_names[class], 100 * probability (file, prediction, class));
}

/* Where the data bring their labels: how often the network is right. */
static void
print_score (const NablaModelFile *file, gboolean json, const NablaDataset *data, const double *predictions)
{
  gsize known = 0, right = 0;
  double squares = 0;
  for (gsize i = 0; i < data->m; i++)
    if (isfinite (data->y[i]))
      {
        double error = predictions[i * file->n_y] - data->y[i];
        known++;
        squares += error * error;
        right += nabla_prediction_class (predictions + i * file->n_y, file->n_y) == (guint) data->y[i];
      }
  if (known == 0)
    return;
  gboolean regression = file->task == NABLA_TASK_REGRESSION;
  double score = regression ? sqrt (squares / known) : (double) right / known;
  if (json)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      nabla_json_begin (line, NULL, '{');
      nabla_json_number (line, regression ? "rmse" : "accuracy", score);
      nabla_json_number (line, "examples", known);
      nabla_json_end (line, '}');
      g_print ("%s\n", line->str);
    }
  else if (regression)
    g_print (_("\nRMSE %.6g over %zu examples\n"), score, known);
  else
    g_print (_("\n%zu of %zu right (%.2f%%)\n"), right, known, 100 * score);
}

static int
run (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("One JSON object a row"), NULL },
    { NULL }
  };
  int status = nabla_command_parse (&nabla_command_predict, entries, &argc, &argv, 2, 2);
  if (status >= 0)
    return status;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaModelFile) file = nabla_model_file_load (argv[1], &error);
  g_autoptr (NablaDataset) data = file != NULL ? read_data (file, argv[2], &error) : NULL;
  if (data == NULL)
    return nabla_command_fail (error);
  g_autofree double *predictions = g_new (double, data->m * file->n_y);
  if (!nabla_model_file_predict (file, data->x, data->m, predictions, &error))
    return nabla_command_fail (error);
  g_autofree char *bug = nabla_experiment_bug_notice (file->experiment);
  if (bug != NULL)
    g_printerr ("%s\n", bug);
  for (gsize i = 0; i < data->m; i++)
    print_row (file, json, i, predictions + i * file->n_y);
  print_score (file, json, data, predictions);
  return NABLA_EXIT_OK;
}
