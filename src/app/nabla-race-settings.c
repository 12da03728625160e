/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-settings.h"

#include "nabla-panel-group.h"
#include "nabla-panel-row.h"
#include "nabla-param-row.h"

#include <glib/gi18n-lib.h>

#define WIDTH 300
/* Beyond, the settings scroll. */
#define MOST_HEIGHT 460

struct _NablaRaceSettings
{
  GtkPopover parent_instance;
  NablaRaceModel *model;
  NablaPanelGroup *group;
  GtkButton *remove;
  guint index;
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaRaceSettings, nabla_race_settings, GTK_TYPE_POPOVER)

static void sync_rows (NablaRaceSettings *self);

static void
changed_cb (NablaParamRow *row, const char *value, NablaRaceSettings *self)
{
  g_autoptr (GError) error = NULL;
  const char *key = g_object_get_data (G_OBJECT (row), "nabla-key");
  if (self->in_change)
    return;
  if (nabla_race_model_set (self->model, self->index, key, value, &error) || error == NULL)
    return;
  sync_rows (self);
  nabla_param_row_set_error (row, error->message);
}

static void
sync_key (NablaRaceSettings *self, NablaExperiment *experiment, const char *key)
{
  double value;
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, key, &value, NULL);
  if (spec == NULL)
    return;
  g_autofree char *id = g_strdup_printf ("%s %p", key, spec);
  GtkWidget *row = nabla_panel_group_next (self->group, id);
  if (row == NULL)
    {
      row = nabla_panel_row_for_spec (key, spec);
      g_object_set_data_full (G_OBJECT (row), "nabla-key", g_strdup (key), g_free);
      g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, 0);
      nabla_panel_group_insert (self->group, id, row);
    }
  nabla_param_row_set_value (NABLA_PARAM_ROW (row), value);
}

static void
sync_params (NablaRaceSettings *self, NablaExperiment *experiment, const NablaParamSpec *params)
{
  for (guint i = 0; i < nabla_param_count (params); i++)
    {
      g_autofree char *key = g_strconcat ("train.", params[i].name, NULL);
      sync_key (self, experiment, key);
    }
}

static void
sync_rows (NablaRaceSettings *self)
{
  if (self->index >= nabla_race_model_n_racers (self->model))
    {
      gtk_popover_popdown (GTK_POPOVER (self));
      return;
    }
  NablaExperiment *experiment = nabla_race_model_racer (self->model, self->index)->experiment;
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  self->in_change = TRUE;
  nabla_panel_group_begin (self->group);
  sync_key (self, experiment, "train.optimizer");
  sync_key (self, experiment, "train.learning_rate");
  sync_params (self, experiment, train->optimizer->params);
  sync_key (self, experiment, "train.schedule");
  sync_params (self, experiment, train->schedule->params);
  if (nabla_race_model_arena (self->model) == NULL)
    sync_key (self, experiment, "train.l2");
  nabla_panel_group_end (self->group);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove), nabla_race_model_n_racers (self->model) > 1);
  self->in_change = FALSE;
}

static void
model_changed_cb (NablaRaceSettings *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    sync_rows (self);
}

static void
remove_cb (NablaRaceSettings *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  nabla_race_model_remove (self->model, self->index);
}

void
nabla_race_settings_set_racer (NablaRaceSettings *self, guint index)
{
  g_return_if_fail (NABLA_IS_RACE_SETTINGS (self));

  self->index = index;
  sync_rows (self);
}

static void
nabla_race_settings_dispose (GObject *object)
{
  g_clear_object (&NABLA_RACE_SETTINGS (object)->model);
  G_OBJECT_CLASS (nabla_race_settings_parent_class)->dispose (object);
}

static void
nabla_race_settings_class_init (NablaRaceSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_settings_dispose;
}

static void
nabla_race_settings_init (NablaRaceSettings *self)
{
}

GtkWidget *
nabla_race_settings_new (NablaRaceModel *model)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model), NULL);

  NablaRaceSettings *self = g_object_new (NABLA_TYPE_RACE_SETTINGS, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new (),
            *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  self->model = g_object_ref (model);
  self->group = NABLA_PANEL_GROUP (nabla_panel_group_new (_ ("Racer"), NULL));
  self->remove = GTK_BUTTON (gtk_button_new_with_label (_ ("Remove from the Race")));
  gtk_widget_add_css_class (box, "nabla-panel");
  gtk_widget_add_css_class (box, "nabla-race-settings");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->remove));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_size_request (scrolled, WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (self), scrolled);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_RIGHT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Settings of the racer"), -1);
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (remove_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "changed", G_CALLBACK (model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
