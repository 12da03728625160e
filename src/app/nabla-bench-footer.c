/* What stands under the cost when a run has come to its end.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bench-page-private.h"

#include "nabla-label.h"
#include "nabla-message.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What a remedy divides the learning rate by. */
#define REMEDY 3

static char *
rate_of_remedy (NablaExperiment *experiment)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double rate = nabla_experiment_train (experiment)->learning_rate / REMEDY;
  /* One digit, but 30 and not 3e+01 */
  rate = g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.1g", rate), NULL);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%g", rate));
}

static GtkWidget *
make_diverged (NablaBenchPage *self, const NablaSnapshot *snapshot)
{
  g_autofree char *rate = rate_of_remedy (nabla_session_experiment (self->session));
  g_autofree char *step = nabla_transport_format_count (snapshot->diverged_step);
  g_autofree char *sentence = g_strdup_printf (
    _("First seen in “%s”, at step %s. Most often the learning rate is too large, so that every step "
      "overshoots further."),
    snapshot->diverged_node != NULL ? snapshot->diverged_node : "", step);
  g_autofree char *label = g_strdup_printf (_("Try α = %s"), rate);
  GtkWidget *message
    = nabla_message_new_strip (NABLA_MESSAGE_ERROR, NULL, _("The cost is no longer finite"), sentence);
  GtkWidget *remedy = nabla_message_add_button (NABLA_MESSAGE (message), label, TRUE, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remedy), "bench.try-rate");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remedy), "s", rate);
  GtkWidget *reset = nabla_message_add_button (NABLA_MESSAGE (message), _("Reset"), FALSE, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (reset), "bench.reset");
  return message;
}

static char *
percent (double share)
{
  return g_strdup_printf (_("%.1f%%"), 100 * share);
}

static char *
finished_sentence (const NablaSnapshot *snapshot)
{
  const NablaMetrics *train = &snapshot->metrics[NABLA_SNAPSHOT_TRAIN];
  const NablaMetrics *dev = &snapshot->metrics[NABLA_SNAPSHOT_DEV];
  if (train->m == 0)
    return NULL;
  if (snapshot->n_classes == 0)
    {
      if (dev->m == 0)
        return g_strdup_printf (_("Train R² %.3f."), train->r2);
      return g_strdup_printf (_("Train R² %1$.3f, dev R² %2$.3f."), train->r2, dev->r2);
    }
  g_autofree char *of_train = percent (train->accuracy);
  if (dev->m == 0)
    return g_strdup_printf (_("Train accuracy %s."), of_train);
  g_autofree char *of_dev = percent (dev->accuracy);
  return g_strdup_printf (_("Train accuracy %1$s, dev %2$s."), of_train, of_dev);
}

static GtkWidget *
make_finished (NablaBenchPage *self, const NablaSnapshot *snapshot)
{
  gint64 more = MAX (100, nabla_session_steps (self->session) / 3 / 100 * 100);
  g_autofree char *sentence = finished_sentence (snapshot);
  g_autofree char *count = nabla_transport_format_count (more);
  g_autofree char *label = g_strdup_printf (_("%s More"), count);
  GtkWidget *message = nabla_message_new_strip (NABLA_MESSAGE_SUCCESS, NULL, _("Finished"), sentence);
  GtkWidget *button = nabla_message_add_button (NABLA_MESSAGE (message), label, FALSE, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "bench.more");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", more);
  return message;
}

static GtkWidget *
make_stopped (NablaBenchPage *self, const NablaSnapshot *snapshot)
{
  char cost[NABLA_LABEL_LENGTH];
  g_autofree char *step = nabla_transport_format_count (snapshot->best_step);
  /* Translators: a cost and a step, written as numbers */
  g_autofree char *sentence = g_strdup_printf (_("The dev cost was lowest, %1$s, at step %2$s."),
                                               nabla_label_value (snapshot->best_cost, cost), step);
  GtkWidget *message = nabla_message_new_strip (NABLA_MESSAGE_SUCCESS, NULL, _("Stopped early"), sentence);
  GtkWidget *best = nabla_message_add_button (NABLA_MESSAGE (message), _("Go to Best"), FALSE, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (best), "bench.best");
  return message;
}

void
nabla_bench_page_update_footer (NablaBenchPage *self)
{
  NablaBenchView *cost = nabla_bench_page_find_view (self, "cost");
  const NablaSnapshot *snapshot = nabla_session_snapshot (self->session);
  NablaRunState state = nabla_session_state (self->session);
  GtkWidget *footer = NULL;
  if (cost == NULL)
    return;
  if (state == NABLA_RUN_DIVERGED && snapshot != NULL)
    footer = make_diverged (self, snapshot);
  else if (state == NABLA_RUN_FINISHED && snapshot != NULL)
    footer = snapshot->stopped_step == snapshot->step && snapshot->best_step >= 0
                 ? make_stopped (self, snapshot)
                 : make_finished (self, snapshot);
  nabla_tile_set_footer (nabla_bench_view_tile (cost), footer);
}
