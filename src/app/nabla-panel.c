/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-panel-private.h"

#include "nabla-optimizer.h"
#include "nabla-panel-row.h"
#include "nabla-param-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (NablaPanel, nabla_panel, GTK_TYPE_BOX)

void
nabla_panel_sync_param (NablaPanel *self, NablaPanelGroup *group, const char *key)
{
  double value;
  const NablaParamSpec *spec
    = nabla_experiment_find_param (nabla_session_experiment (self->session), key, &value, NULL);
  if (spec == NULL)
    return;
  g_autofree char *id = g_strdup_printf ("%s %p", key, spec);
  GtkWidget *row = nabla_panel_group_next (group, id);
  if (row == NULL)
    nabla_panel_group_insert (group, id, row = nabla_panel_row_new (self->session, key, spec));
  nabla_param_row_set_value (NABLA_PARAM_ROW (row), value);
}

void
nabla_panel_sync_params (NablaPanel *self,
                         NablaPanelGroup *group,
                         const char *kind,
                         const NablaParamSpec *params)
{
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    {
      g_autofree char *key = g_strconcat (kind, ".", params[i].name, NULL);
      nabla_panel_sync_param (self, group, key);
    }
}

static void
sync_training (NablaPanel *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (nabla_session_experiment (self->session));
  NablaPanelGroup *group = self->training;
  nabla_panel_group_begin (group);
  nabla_panel_sync_param (self, group, "train.optimizer");
  nabla_panel_sync_param (self, group, "train.learning_rate");
  nabla_panel_sync_params (self, group, "train", train->optimizer->params);
  nabla_panel_sync_param (self, group, "train.batch_size");
  nabla_panel_sync_param (self, group, "train.schedule");
  nabla_panel_sync_params (self, group, "train", train->schedule->params);
  nabla_panel_sync_param (self, group, "train.steps");
  nabla_panel_sync_param (self, group, "train.precision");
  nabla_panel_group_end (group);
}

static void
sync_bug_lab (NablaPanel *self)
{
  nabla_panel_group_begin (self->bug_lab);
  nabla_panel_sync_param (self, self->bug_lab, "train.bug");
  nabla_panel_group_end (self->bug_lab);
}

static void
sync_head (NablaPanel *self)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  nabla_bench_head_set_title (self->head, nabla_experiment_title (experiment));
}

static void
experiment_changed_cb (NablaPanel *self)
{
  gboolean is_there = nabla_session_experiment (self->session) != NULL;
  NablaPanelGroup *groups[] = { self->data, self->model, self->training, self->regularization,
                                self->bug_lab };
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_widget_set_sensitive (GTK_WIDGET (groups[i]), is_there);
  if (!is_there || self->in_change)
    return;
  self->in_change = TRUE;
  sync_head (self);
  nabla_panel_sync_data (self);
  nabla_panel_sync_model (self);
  sync_training (self);
  nabla_panel_sync_regularization (self);
  sync_bug_lab (self);
  self->in_change = FALSE;
}

void
nabla_panel_refuse (NablaPanel *self, const GError *error)
{
  experiment_changed_cb (self);
  nabla_session_report (self->session, error);
}

void
nabla_panel_apply (NablaPanel *self, NablaExperiment *experiment, GError **error)
{
  if (experiment != NULL)
    nabla_session_change (self->session, experiment);
  else if (*error != NULL)
    nabla_panel_refuse (self, *error);
  g_clear_pointer (&experiment, nabla_experiment_unref);
  g_clear_error (error);
}

void
nabla_panel_set_session (NablaPanel *self, NablaSession *session)
{
  g_return_if_fail (NABLA_IS_PANEL (self) && NABLA_IS_SESSION (session) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "experiment-changed", G_CALLBACK (experiment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  experiment_changed_cb (self);
}

void
nabla_panel_set_status (NablaPanel *self, const char *status)
{
  g_return_if_fail (NABLA_IS_PANEL (self) && status != NULL);

  nabla_bench_head_set_status (self->head, status);
}

NablaBenchHead *
nabla_panel_head (NablaPanel *self)
{
  g_return_val_if_fail (NABLA_IS_PANEL (self), NULL);

  return self->head;
}

static void
nabla_panel_dispose (GObject *object)
{
  NablaPanel *self = NABLA_PANEL (object);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (nabla_panel_parent_class)->dispose (object);
}

static void
nabla_panel_finalize (GObject *object)
{
  NablaPanel *self = NABLA_PANEL (object);
  g_clear_pointer (&self->source_choices, g_ptr_array_unref);
  G_OBJECT_CLASS (nabla_panel_parent_class)->finalize (object);
}

static void
nabla_panel_class_init (NablaPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_panel_finalize;
}

static NablaPanelGroup *
add_group (GtkBox *box, const char *title, GtkWidget *button)
{
  GtkWidget *group = nabla_panel_group_new (title, button);
  gtk_box_append (box, group);
  return NABLA_PANEL_GROUP (group);
}

static void
nabla_panel_init (NablaPanel *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  gtk_widget_add_css_class (GTK_WIDGET (self), "nabla-panel");
  gtk_widget_set_size_request (GTK_WIDGET (self), 288, -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);

  self->head = NABLA_BENCH_HEAD (nabla_bench_head_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));

  GtkWidget *add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (add_button, "flat");
  gtk_widget_set_tooltip_text (add_button, _("Add a hidden layer"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (add_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Add a hidden layer"), -1);
  g_signal_connect_swapped (add_button, "clicked", G_CALLBACK (nabla_panel_add_layer), self);
  self->data = add_group (GTK_BOX (box), _("Data"), NULL);
  self->model = add_group (GTK_BOX (box), _("Model"), add_button);
  self->training = add_group (GTK_BOX (box), _("Training"), NULL);
  self->regularization = add_group (GTK_BOX (box), _("Regularization"), NULL);
  self->bug_lab = add_group (GTK_BOX (box), _("Bug Lab"), NULL);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_box_append (GTK_BOX (self), scrolled);
}
