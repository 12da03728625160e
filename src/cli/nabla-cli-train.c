/* nabla-cli train: trains an experiment, and writes figures and weights.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-error.h"
#include "nabla-figure-file.h"
#include "nabla-model-file.h"
#include "nabla-observe.h"
#include "nabla-source.h"
#include "nabla-suggestion.h"
#include "nabla-training-log.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <string.h>

/* About so many rows, if nobody says otherwise. */
#define ROWS 20
/* So many points make a smooth curve, as long as measuring them takes less than
 * a quarter of the time. */
#define CURVE_POINTS 200

typedef struct {
  char *data;
  char **settings;
  gint64 steps;
  gint64 every;
  int threads;
  gboolean json;
  gboolean dark;
  char **figures;
  char *save;
  gboolean best;
} Options;

/* One --figure VIEW=FILE. */
typedef struct {
  const NablaFigure *figure;
  const char *path;
} FigureFile;

static int run (int argc, char **argv);

const NablaCommand nabla_command_train = {
  .name = "train",
  .arguments = N_("[FILE.nabla]"),
  .summary = N_("Trains an experiment; writes figures and weights"),
  .run = run,
};

/* Looked at between nodes; a second Ctrl+C ends the program at once. */
static gint interrupted;

static void
interrupt_cb (int number)
{
  g_atomic_int_set (&interrupted, 1);
  signal (SIGINT, SIG_DFL);
}

static NablaExperiment *
load_experiment (const Options *options, const char *path, GError **error)
{
  if (path != NULL)
    return nabla_experiment_load (path, error);
  g_autoptr (NablaSource) source = nabla_source_open (options->data, NULL, NULL, NULL, NULL, error);
  g_autoptr (NablaDataset) data = source != NULL ? nabla_source_to_dataset (source, NULL, NULL, NULL, error) : NULL;
  if (data == NULL)
    return NULL;
  g_autofree char *absolute = g_canonicalize_filename (options->data, NULL);
  g_autofree char *text = nabla_suggestion_text (data, absolute, NULL);
  return nabla_experiment_parse (text, -1, NULL, error);
}

/* The experiment with every --set and --steps in it. */
static NablaExperiment *
get_experiment (const Options *options, const char *path, GError **error)
{
  g_autoptr (NablaExperiment) experiment = load_experiment (options, path, error);
  for (char **setting = options->settings; experiment != NULL && setting != NULL && *setting != NULL; setting++)
    {
      const char *equals = strchr (*setting, '=');
      if (equals == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _("--set %s: a setting is written group.key=value, such as train.learning_rate=0.1"), *setting);
          return NULL;
        }
      g_autofree char *key = g_strndup (*setting, equals - *setting);
      NablaExperiment *changed = nabla_experiment_with (experiment, key, equals + 1, error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  if (experiment != NULL && options->steps >= 0)
    {
      g_autofree char *steps = g_strdup_printf ("%" G_GINT64_FORMAT, options->steps);
      NablaExperiment *changed = nabla_experiment_with (experiment, "train.steps", steps, error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  return g_steal_pointer (&experiment);
}

/* What would fail after a long training fails before it. */
static GArray *
check_outputs (const Options *options, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (FigureFile));
  for (char **figure = options->figures; figure != NULL && *figure != NULL; figure++)
    {
      const char *equals = strchr (*figure, '=');
      if (equals == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX,
                       _("--figure %s: a figure is written VIEW=FILE, such as cost=cost.png"), *figure);
          return NULL;
        }
      g_autofree char *name = g_strndup (*figure, equals - *figure);
      const FigureFile file = { nabla_figure_find (name, error), equals + 1 };
      if (file.figure == NULL || !nabla_figure_check_path (file.path, error))
        return NULL;
      g_array_append_val (files, file);
    }
  g_autofree char *folder = options->save != NULL ? g_path_get_dirname (options->save) : NULL;
  if (folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("--save %s: there is no folder '%s'"), options->save, folder);
      return NULL;
    }
  return g_steal_pointer (&files);
}

/* The figure is of the first example where it is of one; elsewhere none is marked. */
static NablaSnapshot *
take_snapshot (NablaTrainer *trainer, const NablaFigure *figure, const NablaCostCurves *curves)
{
  NablaObserveOptions observe = nabla_observe_defaults;
  if (g_str_equal (figure->name, "prediction"))
    observe.example = 0;
  NablaSnapshot *snapshot = nabla_observe (trainer, &observe);
  nabla_snapshot_add_curves (snapshot, nabla_cost_curves_share (curves));
  return snapshot;
}

static gboolean
write_outputs (const Options *options, NablaTrainer *trainer, const GArray *files, const NablaCostCurves *curves, GError **error)
{
  if (options->save != NULL && !nabla_model_file_save (trainer, options->save, error))
    return FALSE;
  if (files->len == 0)
    return TRUE;

  NablaFigureOptions figure_options = NABLA_FIGURE_OPTIONS_INIT;
  figure_options.theme = options->dark ? NABLA_THEME_DARK : NABLA_THEME_LIGHT;
  for (guint i = 0; i < files->len; i++)
    {
      const FigureFile *file = &g_array_index (files, FigureFile, i);
      g_autoptr (NablaSnapshot) snapshot = take_snapshot (trainer, file->figure, curves);
      if (!nabla_figure_write (file->figure, snapshot, &figure_options, file->path, error))
        return FALSE;
    }
  return TRUE;
}

/* Keeps in @best, if somebody wants it, the state after the epoch whose dev cost is lowest. */
static void
keep_best (GBytes **best, NablaTrainer *trainer)
{
  if (best == NULL || nabla_trainer_early_stopping (trainer)->best_step != nabla_trainer_steps (trainer))
    return;
  g_clear_pointer (best, g_bytes_unref);
  *best = nabla_trainer_save_state (trainer);
}

/* The loop. At a reported step the splits are measured first; the cost is what
 * the next step's forward pass gives, or one pass more at the end. */
static int
train (const Options *options, NablaTrainer *trainer, NablaTrainingLog *log, GBytes **best)
{
  gint64 last = nabla_experiment_train (nabla_trainer_experiment (trainer))->steps;
  gint64 every = options->every > 0 ? options->every : MAX (1, (last + ROWS - 1) / ROWS);
  gint64 curve_every = MAX (1, last / CURVE_POINTS);
  gint64 measuring = 0, start = g_get_monotonic_time ();
  NablaMetrics metrics[NABLA_N_SPLITS];
  NablaStepResult result = NABLA_STEP_DONE;
  double cost = NAN;

  nabla_training_log_begin (log, trainer);
  while (result == NABLA_STEP_DONE && nabla_trainer_steps (trainer) < last
         && !nabla_trainer_is_stopped (trainer))
    {
      gint64 step = nabla_trainer_steps (trainer), now = g_get_monotonic_time ();
      gboolean reported = step % every == 0;
      gboolean drawn = options->figures != NULL && step % curve_every == 0 && measuring * 4 <= now - start;
      gint64 epoch = reported ? nabla_trainer_epoch (trainer) : 0;
      if (reported || drawn)
        {
          nabla_training_log_measure (log, trainer, metrics);
          measuring += g_get_monotonic_time () - now;
        }
      result = nabla_trainer_step (trainer, &interrupted, &cost);
      if (result == NABLA_STEP_CUT_OFF)
        break;
      keep_best (best, trainer);
      nabla_series_append (log->curves->cost, step, cost);
      if (reported)
        nabla_training_log_row (log, step, epoch, cost, metrics);
    }
  double seconds = (g_get_monotonic_time () - start - measuring) / (double) G_USEC_PER_SEC;

  gint64 step = nabla_trainer_steps (trainer);
  nabla_training_log_measure (log, trainer, metrics);
  if (result != NABLA_STEP_DIVERGED)
    {
      cost = nabla_trainer_objective (trainer);
      nabla_series_append (log->curves->cost, step, cost);
      nabla_training_log_row (log, step, nabla_trainer_epoch (trainer), cost, metrics);
    }
  nabla_training_log_end (log, trainer, cost, metrics, seconds, step);
  if (result == NABLA_STEP_DIVERGED)
    {
      g_printerr (_("The training diverged at step %lld: the first value that is not a finite number is in '%s'. "
                    "Mostly the learning rate is too large: try a third of it; features that were not normalized do the same.\n"),
                  (long long) step, nabla_trainer_diverged (trainer, NULL));
      return NABLA_EXIT_DIVERGED;
    }
  return result == NABLA_STEP_CUT_OFF ? NABLA_EXIT_INTERRUPTED : NABLA_EXIT_OK;
}

static int
run_with (const Options *options, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) files = check_outputs (options, &error);
  g_autoptr (NablaExperiment) experiment = files != NULL ? get_experiment (options, path, &error) : NULL;
  if (experiment == NULL)
    return nabla_command_fail (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, path != NULL ? options->data : NULL, NULL, &error);
  if (problem == NULL)
    return nabla_command_fail (error);
  for (char **note = problem->notes; !options->json && note != NULL && *note != NULL; note++)
    g_printerr ("%s\n", *note);
  g_autoptr (NablaTrainer) trainer = nabla_trainer_new (experiment, problem, options->threads, &error);
  if (trainer == NULL)
    return nabla_command_fail (error);
  gint64 patience = nabla_experiment_train (experiment)->patience;
  if (patience > 0 && problem->partition->sizes[NABLA_SPLIT_DEV] == 0)
    g_printerr ("%s\n", _("Early stopping needs a dev set: give one with data.dev."));
  if (options->best && patience == 0)
    g_printerr ("%s\n", _("--best needs early stopping: give train.patience."));

  NablaCostCurves *curves = nabla_cost_curves_new (nabla_experiment_title (experiment));
  curves->cost = nabla_series_new ();
  NablaTrainingLog log = { .json = options->json, .curves = curves };
  signal (SIGINT, interrupt_cb);
  g_autoptr (GBytes) best = NULL;
  int status = train (options, trainer, &log, options->best ? &best : NULL);
  if (best != NULL)
    nabla_trainer_restore_state (trainer, best);
  if (!write_outputs (options, trainer, files, curves, &error))
    status = nabla_command_fail (error);
  nabla_cost_curves_free (curves);
  return status;
}

static int
run (int argc, char **argv)
{
  Options options = { .steps = -1 };
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, N_("Train on this file; without an experiment, a suggested one is trained"), N_("FILE") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.settings, N_("Change a value of the experiment, such as units@hidden=8; may be given again"), N_("GROUP.KEY=VALUE") },
    { "steps", 0, 0, G_OPTION_ARG_INT64, &options.steps, N_("How many steps to train"), "N" },
    { "every", 0, 0, G_OPTION_ARG_INT64, &options.every, N_("Report every N steps"), "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.threads, N_("Train with N threads (default: one a core)"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("One JSON object a line"), NULL },
    { "figure", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.figures, N_("Write a figure as PNG, SVG or PDF, such as cost=cost.png; may be given again"), N_("VIEW=FILE") },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &options.dark, N_("Figures for dark slides"), NULL },
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &options.save, N_("Save the trained network (safetensors)"), N_("FILE") },
    { "best", 0, 0, G_OPTION_ARG_NONE, &options.best, N_("Save and draw the network of the lowest dev cost, which early stopping (train.patience) found"), NULL },
    { NULL }
  };
  int status = nabla_command_parse (&nabla_command_train, entries, &argc, &argv, 0, 1);
  if (status < 0 && argc < 2 && options.data == NULL)
    {
      g_printerr ("%s\n", _("Give an experiment, or data with --data; see nabla-cli train --help."));
      status = NABLA_EXIT_USAGE;
    }
  if (status < 0 && (options.every < 0 || options.threads < 0))
    {
      g_printerr ("%s\n", _("--every and --threads must not be negative."));
      status = NABLA_EXIT_USAGE;
    }
  if (status < 0)
    status = run_with (&options, argc > 1 ? argv[1] : NULL);
  g_free (options.data);
  g_free (options.save);
  g_strfreev (options.settings);
  g_strfreev (options.figures);
  return status;
}
