/* The group Data: where examples come from and how they are divided.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-panel-private.h"

#include "nabla-experiment-changes.h"
#include "nabla-generator.h"
#include "nabla-number.h"
#include "nabla-panel-row.h"
#include "nabla-param-row.h"
#include "nabla-split-bar.h"

#include <glib/gi18n-lib.h>

/* The experiment on other data: without what belongs to a file, and with the output
 * and the loss that these data ask for. */
static NablaExperiment *
with_generator (NablaExperiment *experiment, const NablaGenerator *generator, GError **error)
{
  double settings[NABLA_MAX_PARAMS];
  nabla_param_defaults (generator->params, settings);
  g_autoptr (NablaDataset) dataset = generator->generate (settings, 1, error);
  const NablaDifference changes[] = {
    { "data.label", NULL },
    { "data.leave_out", NULL },
    { "data.missing", NULL },
    { "data.task", NULL },
    { "data.source", (char *) generator->name },
    { "data.points", NULL },
    { "experiment.title[zh_CN]", NULL },
    { "experiment.title", (char *) _(generator->title) },
  };
  g_autoptr (NablaExperiment) changed
    = dataset != NULL ? nabla_experiment_with_all (experiment, changes, G_N_ELEMENTS (changes), error) : NULL;
  return changed != NULL ? nabla_experiment_fitted (changed, dataset, error) : NULL;
}

static void
source_changed_cb (NablaParamRow *row, const char *word, NablaPanel *self)
{
  GError *error = NULL;
  const NablaGenerator *generator = nabla_generator_find (word);
  if (generator == NULL)
    return;
  nabla_panel_apply (self, with_generator (nabla_session_experiment (self->session), generator, &error), &error);
}

static void
add_choice (GPtrArray *choices, const char *choice)
{
  g_ptr_array_add (choices, g_strdup (choice));
}

/* The choices of the row are the generators and, first, what else the data may be. */
static void
make_source_choices (NablaPanel *self, const char *other)
{
  const NablaGenerator *const *generators = nabla_generators ();
  g_clear_pointer (&self->source_choices, g_ptr_array_unref);
  self->source_choices = g_ptr_array_new_with_free_func (g_free);
  if (other != NULL)
    add_choice (self->source_choices, other);
  for (guint i = 0; generators[i] != NULL; i++)
    add_choice (self->source_choices, generators[i]->name);
  g_ptr_array_add (self->source_choices, NULL);
  self->source_spec = nabla_experiment_group_params ("data")[0];
  self->source_spec.choices = (const char *const *) self->source_choices->pdata;
}

static void
sync_source (NablaPanel *self)
{
  const NablaDataSpec *data = nabla_experiment_data (nabla_session_experiment (self->session));
  gboolean is_generator = nabla_generator_find (data->source) != NULL;
  g_autofree char *file = data->path != NULL ? g_path_get_basename (data->path) : NULL;
  const char *other = is_generator ? NULL : file != NULL ? file : data->source;
  g_autofree char *id = g_strdup_printf ("source %s", other != NULL ? other : "");

  GtkWidget *row = nabla_panel_group_next (self->data, id);
  if (row == NULL)
    {
      make_source_choices (self, other);
      row = nabla_panel_row_for_spec ("data.source", &self->source_spec);
      g_signal_connect_object (row, "changed", G_CALLBACK (source_changed_cb), self, 0);
      nabla_panel_group_insert (self->data, id, row);
    }
  double value = 0;
  for (guint i = 0; i + 1 < self->source_choices->len; i++)
    if (g_strcmp0 (self->source_choices->pdata[i], other != NULL ? other : data->source) == 0)
      value = i;
  nabla_param_row_set_default (NABLA_PARAM_ROW (row), value);
  nabla_param_row_set_value (NABLA_PARAM_ROW (row), value);
}

static void
split_changed_cb (NablaSplitBar *bar, double train, double dev, double test, NablaPanel *self)
{
  GError *error = NULL;
  char buffers[3][NABLA_NUMBER_LENGTH];
  nabla_number_format (train, buffers[0]);
  nabla_number_format (dev, buffers[1]);
  nabla_number_format (test, buffers[2]);
  /* In an order in which the sum never exceeds 1. */
  const NablaDifference changes[] = {
    { "data.test", "0" },
    { "data.dev", "0" },
    { "data.train", buffers[0] },
    { "data.dev", buffers[1] },
    { "data.test", buffers[2] },
  };
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  nabla_panel_apply (self, nabla_experiment_with_all (experiment, changes, G_N_ELEMENTS (changes), &error), &error);
}

static GtkWidget *
make_split_row (NablaPanel *self)
{
  GtkWidget *row = gtk_list_box_row_new (), *bar = nabla_split_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (_("Split")), *names = gtk_label_new (_("train · dev · test"));
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (names, "caption");
  gtk_widget_add_css_class (names, "nabla-sec");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), names);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_object_set_data (G_OBJECT (row), "nabla-bar", bar);
  g_signal_connect_object (bar, "changed", G_CALLBACK (split_changed_cb), self, 0);
  return row;
}

static void
sync_split (NablaPanel *self)
{
  const NablaDataSpec *data = nabla_experiment_data (nabla_session_experiment (self->session));
  GtkWidget *row = nabla_panel_group_next (self->data, "split");
  if (row == NULL)
    nabla_panel_group_insert (self->data, "split", row = make_split_row (self));
  nabla_split_bar_set_shares (g_object_get_data (G_OBJECT (row), "nabla-bar"), data->train, data->dev, data->test);
}

void
nabla_panel_sync_data (NablaPanel *self)
{
  const NablaDataSpec *data = nabla_experiment_data (nabla_session_experiment (self->session));
  const NablaGenerator *generator = nabla_generator_find (data->source);
  nabla_panel_group_begin (self->data);
  sync_source (self);
  if (generator != NULL)
    {
      nabla_panel_sync_params (self, self->data, "data", generator->params);
      if (generator->params != NULL && generator->params[0].name != NULL)
        nabla_panel_sync_param (self, self->data, "data.seed");
    }
  sync_split (self);
  nabla_panel_sync_param (self, self->data, "data.normalize");
  nabla_panel_group_end (self->data);
}
