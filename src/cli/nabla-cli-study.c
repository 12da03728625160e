/* nabla-cli study: what a study finds in a run.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-error.h"
#include "nabla-figure-file.h"
#include "nabla-figure-table.h"
#include "nabla-json.h"
#include "nabla-number.h"
#include "nabla-study.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

static int run (int argc, char **argv);

const NablaCommand nabla_command_study = {
  .name = "study",
  .arguments = N_ ("NAME FILE.nabla"),
  .summary = N_ ("Trains an experiment and studies it where it stands"),
  .details = N_ ("Studies are gradient_check, gradient_angles, batch_noise, batch_sizes and "
                 "surface."),
  .run = run,
};

static gint interrupted;

static void
interrupt_cb (int number)
{
  g_atomic_int_set (&interrupted, 1);
}

/* The experiment with what --set says of it. */
static NablaExperiment *
load (const char *path, char **changes, GError **error)
{
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, error);
  for (char **change = changes; experiment != NULL && change != NULL && *change != NULL; change++)
    {
      const char *equals = strchr (*change, '=');
      if (equals == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _ ("--set %s: a setting is written key=value, such as "
                          "train.learning_rate=0.1"),
                       *change);
          return NULL;
        }
      g_autofree char *key = g_strndup (*change, equals - *change);
      NablaExperiment *changed = nabla_experiment_with (experiment, key, equals + 1, error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  return g_steal_pointer (&experiment);
}

/* The study's settings with what --param says of them. */
static gboolean
turn (const NablaStudy *self, char **changes, double *settings, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; self->params[i].name != NULL; i++)
    g_ptr_array_add (names, (char *)self->params[i].name);
  g_ptr_array_add (names, NULL);
  nabla_param_defaults (self->params, settings);
  for (char **change = changes; change != NULL && *change != NULL; change++)
    {
      const char *equals = strchr (*change, '=');
      if (equals == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _ ("--param %s: a setting is written key=value, such as %s=1"), *change,
                       self->params[0].name);
          return FALSE;
        }
      g_autofree char *key = g_strndup (*change, equals - *change);
      g_autofree char *place = g_strdup_printf ("--param %s", key);
      int index = nabla_param_find (self->params, key);
      if (index < 0)
        {
          g_autofree char *message
              = nabla_words_unknown ("--param", key, (const char *const *)names->pdata);
          g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
          return FALSE;
        }
      if (!nabla_param_parse (&self->params[index], place, equals + 1, &settings[index], error))
        return FALSE;
    }
  return TRUE;
}

static NablaSnapshot *
study (const NablaStudy *self,
       NablaExperiment *experiment,
       gint64 steps,
       const double *settings,
       GError **error)
{
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, error);
  if (problem == NULL)
    return NULL;
  g_autoptr (NablaRunFork) fork
      = nabla_study_fork (experiment, problem, steps, 0, &interrupted, error);
  if (fork == NULL)
    return NULL;
  const NablaStudyTask task = { .fork = fork, .settings = settings, .cancel = &interrupted };
  return nabla_study_run (self, &task, error);
}

static void
json_value_cb (const char *name, double number, gpointer data)
{
  nabla_json_number (data, name, number);
}

static void
print_json (const NablaStudy *self, const NablaSnapshot *snapshot, const double *settings)
{
  g_autoptr (GString) json = g_string_new (NULL);
  nabla_json_begin (json, NULL, '{');
  nabla_json_string (json, "study", self->name);
  nabla_json_number (json, "step", snapshot->step);
  nabla_json_begin (json, "settings", '{');
  for (guint i = 0; self->params[i].name != NULL; i++)
    {
      const NablaParamSpec *spec = &self->params[i];
      if (spec->type == NABLA_PARAM_CHOICE)
        nabla_json_string (json, spec->name, spec->choices[(guint)settings[i]]);
      else
        nabla_json_number (json, spec->name, settings[i]);
    }
  nabla_json_end (json, '}');
  nabla_json_begin (json, "values", '{');
  self->values (snapshot, json_value_cb, json);
  nabla_json_end (json, '}');
  nabla_json_end (json, '}');
  g_print ("%s\n", json->str);
}

static void
table_value_cb (const char *name, double number, gpointer data)
{
  char text[NABLA_NUMBER_LENGTH];
  g_print ("  %-24s %s\n", name, nabla_number_format (number, text));
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) changes = NULL;
  g_auto (GStrv) turned = NULL;
  g_autofree char *picture = NULL;
  gboolean json = FALSE;
  gint64 steps = -1;
  const GOptionEntry entries[] = {
    { "steps", 0, 0, G_OPTION_ARG_INT64, &steps,
      N_ ("Train so many steps first (those of the experiment)"), N_ ("N") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &changes,
      N_ ("Change the experiment, such as train.bug=…; may be given again"), N_ ("KEY=VALUE") },
    { "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &turned,
      N_ ("Turn a setting of the study; may be given again"), N_ ("KEY=VALUE") },
    { "picture", 0, 0, G_OPTION_ARG_FILENAME, &picture,
      N_ ("Draw what was found into a PNG, SVG, PDF or CSV file"), N_ ("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("The result as one JSON object"), NULL },
    { NULL },
  };
  int status = nabla_command_parse (&nabla_command_study, entries, &argc, &argv, 2, 2);
  if (status >= 0)
    return status;
  g_autoptr (GError) error = NULL;
  const NablaStudy *self = nabla_study_find (argv[1], &error);
  double settings[NABLA_MAX_PARAMS];
  if (self == NULL || !turn (self, turned, settings, &error))
    return nabla_command_fail (error);
  g_autoptr (NablaExperiment) experiment = load (argv[2], changes, &error);
  if (experiment == NULL)
    return nabla_command_fail (error);
  if (steps < 0)
    steps = nabla_experiment_train (experiment)->steps;
  signal (SIGINT, interrupt_cb);
  g_autoptr (NablaSnapshot) snapshot = study (self, experiment, steps, settings, &error);
  if (snapshot == NULL)
    {
      nabla_command_fail (error);
      return g_atomic_int_get (&interrupted) ? NABLA_EXIT_INTERRUPTED : NABLA_EXIT_BAD_INPUT;
    }
  if (picture != NULL)
    {
      const NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
      const NablaFigure *figure = nabla_figure_find (self->name, &error);
      gboolean is_table = g_str_has_suffix (picture, ".csv");
      if (figure == NULL
          || !(is_table ? nabla_figure_table_write (figure, snapshot, picture, &error)
                        : nabla_figure_write (figure, snapshot, &options, picture, &error)))
        return nabla_command_fail (error);
    }
  if (json)
    print_json (self, snapshot, settings);
  else
    {
      g_print (_ ("%1$s after step %2$s\n"), _ (self->title),
               nabla_number_format (snapshot->step, (char[NABLA_NUMBER_LENGTH]){ 0 }));
      self->values (snapshot, table_value_cb, NULL);
    }
  return NABLA_EXIT_OK;
}
