/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-training-log.h"

#include "nabla-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const split_names[] = { "train", "dev", "test" };

static gboolean
is_regression (NablaTrainer *trainer)
{
  return nabla_trainer_problem (trainer)->dataset->task == NABLA_TASK_REGRESSION;
}

void
nabla_training_log_begin (NablaTrainingLog *self, NablaTrainer *trainer)
{
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  const NablaPartition *partition = problem->partition;
  const NablaExperiment *experiment = nabla_trainer_experiment (trainer);
  self->bug = nabla_experiment_train (experiment)->bug;
  if (self->json)
    return;
  g_print ("%s\n", nabla_experiment_title (experiment));
  g_print (_("%s: %zu examples of %u features; train %zu, dev %zu, test %zu. %zu parameters.\n\n"),
           problem->dataset->title, problem->dataset->m, problem->dataset->n_x,
           partition->sizes[NABLA_SPLIT_TRAIN], partition->sizes[NABLA_SPLIT_DEV],
           partition->sizes[NABLA_SPLIT_TEST],
           nabla_graph_count_parameters (nabla_trainer_model (trainer)->graph));
  g_autofree char *bug = nabla_experiment_bug_notice (experiment);
  if (bug != NULL)
    g_print ("%s\n\n", bug);
  g_print ("%10s %8s %12s %12s %12s %12s %12s\n", _("step"), _("epoch"), _("cost"), _("train"), _("dev"),
           is_regression (trainer) ? "R²" : _("accuracy"), is_regression (trainer) ? _("dev R²") : _("dev acc."));
}

void
nabla_training_log_measure (NablaTrainingLog *self, NablaTrainer *trainer, NablaMetrics *metrics)
{
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      nabla_evaluator_measure (nabla_trainer_evaluator (trainer), split, NULL, &metrics[split]);
      g_clear_pointer (&metrics[split].confusion, g_free);
      if (metrics[split].m == 0)
        continue;
      if (self->curves->split_cost[split] == NULL)
        self->curves->split_cost[split] = nabla_series_new ();
      nabla_series_append (self->curves->split_cost[split], nabla_trainer_steps (trainer), metrics[split].cost);
    }
}

static void
print_number (double value, const char *format)
{
  if (isfinite (value))
    g_print (format, value);
  else
    g_print ("%13s", isnan (value) ? "–" : "∞");
}

static void
json_metrics (GString *json, const NablaMetrics *metrics)
{
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      g_autofree char *cost = g_strconcat (split_names[split], "_cost", NULL);
      g_autofree char *accuracy = g_strconcat (split_names[split], "_accuracy", NULL);
      nabla_json_number (json, cost, metrics[split].cost);
      nabla_json_number (json, accuracy, metrics[split].accuracy);
    }
}

void
nabla_training_log_row (NablaTrainingLog *self, gint64 step, gint64 epoch, double cost, const NablaMetrics *metrics)
{
  if (self->json)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      nabla_json_begin (json, NULL, '{');
      nabla_json_number (json, "step", step);
      nabla_json_number (json, "epoch", epoch);
      nabla_json_number (json, "cost", cost);
      json_metrics (json, metrics);
      if (self->bug != NULL)
        nabla_json_string (json, "bug", self->bug->name);
      nabla_json_end (json, '}');
      g_print ("%s\n", json->str);
      return;
    }
  gboolean regression = isnan (metrics[NABLA_SPLIT_TRAIN].accuracy);
  g_print ("%10" G_GINT64_FORMAT " %8" G_GINT64_FORMAT, step, epoch);
  print_number (cost, " %12.6f");
  print_number (metrics[NABLA_SPLIT_TRAIN].cost, " %12.6f");
  print_number (metrics[NABLA_SPLIT_DEV].cost, " %12.6f");
  for (int split = NABLA_SPLIT_TRAIN; split <= NABLA_SPLIT_DEV; split++)
    if (regression)
      print_number (metrics[split].r2, " %12.4f");
    else
      print_number (100 * metrics[split].accuracy, " %11.2f%%");
  g_print ("\n");
}

static void
json_end (NablaTrainer *trainer, double cost, const NablaMetrics *metrics, double seconds, gint64 steps)
{
  g_autoptr (GString) json = g_string_new (NULL);
  gint64 diverged_step;
  const char *diverged = nabla_trainer_diverged (trainer, &diverged_step);

  nabla_json_begin (json, NULL, '{');
  nabla_json_number (json, "step", nabla_trainer_steps (trainer));
  nabla_json_number (json, "epoch", nabla_trainer_epoch (trainer));
  nabla_json_number (json, "cost", cost);
  json_metrics (json, metrics);
  for (int split = 0; is_regression (trainer) && split < NABLA_N_SPLITS; split++)
    {
      const double numbers[] = { metrics[split].mae, metrics[split].rmse, metrics[split].r2 };
      static const char *const names[] = { "mae", "rmse", "r2" };
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *key = g_strdup_printf ("%s_%s", split_names[split], names[i]);
          nabla_json_number (json, key, numbers[i]);
        }
    }
  nabla_json_number (json, "steps_per_second", seconds > 0 ? steps / seconds : NAN);
  nabla_json_number (json, "seconds", seconds);
  nabla_json_number (json, "parameters", nabla_graph_count_parameters (nabla_trainer_model (trainer)->graph));
  nabla_json_string (json, "instruction_set", nabla_instruction_set ());
  const NablaExperiment *experiment = nabla_trainer_experiment (trainer);
  if (nabla_experiment_train (experiment)->bug != NULL)
    {
      nabla_json_string (json, "bug", nabla_experiment_train (experiment)->bug->name);
      nabla_json_boolean (json, "bug_bites", nabla_experiment_bug_bites (experiment));
    }
  if (diverged != NULL)
    {
      nabla_json_number (json, "diverged_step", diverged_step);
      nabla_json_string (json, "diverged_node", diverged);
    }
  const NablaEarlyStopping *seen = nabla_trainer_early_stopping (trainer);
  if (nabla_experiment_train (experiment)->patience > 0)
    nabla_json_boolean (json, "stopped", nabla_trainer_is_stopped (trainer));
  if (seen->best_step >= 0)
    {
      nabla_json_number (json, "best_step", seen->best_step);
      nabla_json_number (json, "best_dev_cost", seen->best_cost);
    }
  nabla_json_boolean (json, "final", TRUE);
  nabla_json_end (json, '}');
  g_print ("%s\n", json->str);
}

void
nabla_training_log_end (NablaTrainingLog *self, NablaTrainer *trainer, double cost, const NablaMetrics *metrics, double seconds, gint64 steps)
{
  if (self->json)
    {
      json_end (trainer, cost, metrics, seconds, steps);
      return;
    }
  g_print ("\n");
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      if (metrics[split].m == 0)
        continue;
      g_autofree char *what
        = is_regression (trainer)
            ? g_strdup_printf ("MAE %.4g, RMSE %.4g, R² %.4f", metrics[split].mae, metrics[split].rmse, metrics[split].r2)
            : g_strdup_printf (_("accuracy %.2f%%"), 100 * metrics[split].accuracy);
      g_print (_("%-6s cost %.6f, %s (%zu examples)\n"), split_names[split], metrics[split].cost, what, metrics[split].m);
    }
  const NablaEarlyStopping *seen = nabla_trainer_early_stopping (trainer);
  if (nabla_trainer_is_stopped (trainer))
    g_print (_("Stopped early at step %lld.\n"), (long long) seen->stopped_step);
  if (seen->best_step >= 0)
    g_print (_("Best dev cost %.6f at step %lld.\n"), seen->best_cost, (long long) seen->best_step);
  if (seconds > 0)
    g_print (_("%.0f steps a second (%lld steps in %.2f s)\n"), steps / seconds, (long long) steps, seconds);
}
