/* nabla-cli check: are an experiment's gradients right?
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-gradient-check.h"
#include "nabla-json.h"
#include "nabla-model.h"
#include "nabla-problem.h"

#include <glib/gi18n-lib.h>

/* So many examples tell a wrong derivative, and leave the check quick. */
#define MOST_EXAMPLES 64

static int run (int argc, char **argv);

const NablaCommand nabla_command_check = {
  .name = "check",
  .arguments = N_("FILE.nabla"),
  .summary = N_("Checks an experiment's gradients against differences"),
  .run = run,
};

static NablaGradientCheck *
check (const NablaExperiment *as_written, GError **error)
{
  g_autoptr (NablaExperiment) experiment
    = nabla_experiment_with (as_written, "train.precision", "double", error);
  g_autoptr (NablaProblem) problem = experiment != NULL ? nabla_problem_new (experiment, NULL, NULL, error) : NULL;
  if (problem == NULL)
    return NULL;
  const NablaDataset *data = problem->dataset;
  NablaShape shape = data->image_height > 0
                       ? NABLA_SHAPE_3 (data->image_height, data->image_width, data->image_channels)
                       : NABLA_SHAPE_1 (data->n_x);
  g_autoptr (NablaModel) model = nabla_model_new (experiment, NABLA_DOUBLE, &shape, problem->n_y, error);
  if (model == NULL)
    return NULL;

  gsize m = problem->partition->sizes[NABLA_SPLIT_TRAIN], rows = MIN (m, MOST_EXAMPLES);
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  const NablaBatch batch = {
    .examples = problem->partition->indices[NABLA_SPLIT_TRAIN],
    .rows = rows,
    .seed = nabla_experiment_seed (experiment),
  };
  const NablaTraining training = { .l2 = train->l2, .l1 = train->l1 };
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (model->graph, rows, TRUE, NULL, error);
  if (workspace == NULL)
    return NULL;
  nabla_workspace_feed (workspace, model->input, problem->x);
  nabla_workspace_feed (workspace, model->target, problem->y);
  return nabla_gradient_check_run (model->graph, workspace, &batch, &training, NULL, error);
}

static void
print_json (const NablaGradientCheck *result, const NablaExperiment *experiment)
{
  g_autoptr (GString) json = g_string_new (NULL);
  const NablaBug *bug = nabla_experiment_train (experiment)->bug;
  nabla_json_begin (json, NULL, '{');
  nabla_json_boolean (json, "passed", result->passed);
  if (bug != NULL)
    {
      nabla_json_string (json, "bug", bug->name);
      nabla_json_boolean (json, "bug_bites", nabla_experiment_bug_bites (experiment));
    }
  nabla_json_number (json, "course_difference", result->course_difference);
  nabla_json_begin (json, "parameters", '[');
  for (guint i = 0; i < result->n_rows; i++)
    {
      const NablaGradientCheckRow *row = &result->rows[i];
      nabla_json_begin (json, NULL, '{');
      nabla_json_string (json, "name", row->name);
      nabla_json_number (json, "numbers", row->n);
      nabla_json_number (json, "difference", row->difference);
      nabla_json_number (json, "kinks", row->n_kinks);
      nabla_json_boolean (json, "passed", row->passed);
      nabla_json_end (json, '}');
    }
  nabla_json_end (json, ']');
  nabla_json_end (json, '}');
  g_print ("%s\n", json->str);
}

static void
print_table (const NablaGradientCheck *result, const NablaExperiment *experiment)
{
  g_autofree char *bug = nabla_experiment_bug_notice (experiment);
  if (bug != NULL)
    g_print ("%s\n\n", bug);
  g_print ("%-24s %9s %12s %7s\n", _("parameter"), _("numbers"), _("difference"), _("kinks"));
  for (guint i = 0; i < result->n_rows; i++)
    {
      const NablaGradientCheckRow *row = &result->rows[i];
      g_print ("%-24s %9zu %12.2e %7zu   %s\n", row->name, row->n, row->difference, row->n_kinks,
               row->passed ? _("right") : _("WRONG"));
    }
  g_print (_("\nA difference is ‖g − g′‖ / (‖g‖ + ‖g′‖) at ε = 1e−5; up to 1e−7 is right.\n"
             "The course's own measure, all parameters at ε = 1e−7: %.4g (up to 2e−7 is right).\n"),
           result->course_difference);
}

static int
run (int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("The result as one JSON object"), NULL },
    { NULL }
  };
  int status = nabla_command_parse (&nabla_command_check, entries, &argc, &argv, 1, 1);
  if (status >= 0)
    return status;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (argv[1], &error);
  g_autoptr (NablaGradientCheck) result = experiment != NULL ? check (experiment, &error) : NULL;
  if (result == NULL)
    return nabla_command_fail (error);
  if (json)
    print_json (result, experiment);
  else
    print_table (result, experiment);
  return result->passed ? NABLA_EXIT_OK : NABLA_EXIT_BAD_INPUT;
}
