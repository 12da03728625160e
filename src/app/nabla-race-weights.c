/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-weights.h"

#include <glib/gi18n-lib.h>

struct _NablaRaceWeights
{
  GtkWidget parent_instance;
  NablaRaceModel *model;
  GtkMenuButton *button;
  GtkDropDown *parameter;
  GtkSpinButton *row;
  GtkSpinButton *column;
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaRaceWeights, nabla_race_weights, GTK_TYPE_WIDGET)

/* Racers may have other networks: parameters are those of the chosen one. */
static const char *
parameter_at (NablaRaceWeights *self, guint index, gsize *rows, gsize *columns)
{
  NablaRace *race = nabla_race_model_race (self->model);
  int chosen = nabla_race_model_chosen (self->model);
  if (race == NULL || chosen < 0 || (guint)chosen >= nabla_race_n_racers (race))
    return NULL;
  return nabla_race_parameter (race, (guint)chosen, index, rows, columns);
}

/* The parameters of the chosen racer, if they are others than those in the list. */
static void
sync_list (NablaRaceWeights *self)
{
  GListModel *list = gtk_drop_down_get_model (self->parameter);
  const char *name;
  guint n = 0;
  gboolean same = TRUE;
  gsize rows, columns;
  for (; (name = parameter_at (self, n, &rows, &columns)) != NULL; n++)
    same = same && n < g_list_model_get_n_items (list)
           && g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (list), n), name);
  if (same && n == g_list_model_get_n_items (list))
    return;
  g_autoptr (GtkStringList) fresh = gtk_string_list_new (NULL);
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (fresh, parameter_at (self, i, &rows, &columns));
  gtk_drop_down_set_model (self->parameter, G_LIST_MODEL (fresh));
}

static void
sync_rows (NablaRaceWeights *self)
{
  gsize element, rows = 1, columns = 1;
  const char *wanted = nabla_race_model_weight (self->model, &element), *name;
  guint at = 0;
  for (guint i = 0; wanted != NULL && (name = parameter_at (self, i, &rows, &columns)) != NULL; i++)
    if (g_str_equal (name, wanted))
      at = i;
  name = parameter_at (self, at, &rows, &columns);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          name != NULL && nabla_race_model_arena (self->model) == NULL);
  if (name == NULL)
    return;
  if (g_strcmp0 (wanted, name) != 0 || element >= rows * columns)
    element = 0;
  g_autofree char *label = nabla_race_weight_name (name, element, columns);
  gtk_menu_button_set_label (self->button, label);
  gtk_drop_down_set_selected (self->parameter, at);
  gtk_spin_button_set_range (self->row, 1, (double)rows);
  gtk_spin_button_set_range (self->column, 1, (double)columns);
  gtk_spin_button_set_value (self->row, (double)(element / columns + 1));
  gtk_spin_button_set_value (self->column, (double)(element % columns + 1));
  gtk_widget_set_sensitive (GTK_WIDGET (self->column), columns > 1);
}

static void
update (NablaRaceWeights *self)
{
  if (self->in_change)
    return;
  self->in_change = TRUE;
  sync_list (self);
  sync_rows (self);
  self->in_change = FALSE;
}

static void
chosen_cb (NablaRaceWeights *self)
{
  gsize rows, columns;
  if (self->in_change)
    return;
  const char *name
      = parameter_at (self, gtk_drop_down_get_selected (self->parameter), &rows, &columns);
  if (name == NULL)
    return;
  gsize row = MIN ((gsize)gtk_spin_button_get_value_as_int (self->row), rows) - 1;
  gsize column = MIN ((gsize)gtk_spin_button_get_value_as_int (self->column), columns) - 1;
  nabla_race_model_choose_weight (self->model, name, row * columns + column);
  update (self);
}

static void
nabla_race_weights_dispose (GObject *object)
{
  NablaRaceWeights *self = NABLA_RACE_WEIGHTS (object);
  g_clear_object (&self->model);
  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  G_OBJECT_CLASS (nabla_race_weights_parent_class)->dispose (object);
}

static void
nabla_race_weights_class_init (NablaRaceWeightsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_weights_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_line (GtkGrid *grid, int line, const char *title, GtkWidget *widget)
{
  GtkWidget *label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_grid_attach (grid, label, 0, line, 1, 1);
  gtk_grid_attach (grid, widget, 1, line, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
}

static void
nabla_race_weights_init (NablaRaceWeights *self)
{
  const char *const none[] = { NULL };
  GtkWidget *popover = gtk_popover_new (), *grid = gtk_grid_new ();
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  self->parameter = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (none));
  self->row = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (1, 2, 1));
  self->column = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (1, 2, 1));
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  add_line (GTK_GRID (grid), 0, _ ("Parameter"), GTK_WIDGET (self->parameter));
  add_line (GTK_GRID (grid), 1, _ ("Row"), GTK_WIDGET (self->row));
  add_line (GTK_GRID (grid), 2, _ ("Column"), GTK_WIDGET (self->column));
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  gtk_menu_button_set_popover (self->button, popover);
  gtk_menu_button_set_has_frame (self->button, FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "nabla-caption");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Whose terms are shown"));
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
  g_signal_connect_object (self->parameter, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->row, "value-changed", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->column, "value-changed", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_race_weights_new (NablaRaceModel *model)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model), NULL);

  NablaRaceWeights *self = g_object_new (NABLA_TYPE_RACE_WEIGHTS, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "state-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
