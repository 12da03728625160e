/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-racers.h"

#include "nabla-race-marker.h"
#include "nabla-race-settings.h"

#include <glib/gi18n-lib.h>

struct _NablaRaceRacers
{
  GtkBox parent_instance;
  NablaRaceModel *model;
  GtkListBox *list;
  GtkMenuButton *add;
  NablaRaceSettings *settings;
  GtkWidget *settings_row; /* where they are shown */
  GSimpleActionGroup *actions;
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaRaceRacers, nabla_race_racers, GTK_TYPE_BOX)

/* What a row shows. */
typedef struct
{
  NablaRaceMarker *marker;
  GtkLabel *title;
  GtkLabel *detail;
  GtkButton *button;
} Row;

static Row *
parts_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "nabla-parts");
}

static void
open_settings (NablaRaceRacers *self, GtkListBoxRow *row)
{
  int index = gtk_list_box_row_get_index (row);
  if (index < 0)
    return;
  nabla_race_model_choose (self->model, index);
  nabla_race_settings_set_racer (self->settings, index);
  if (self->settings_row != GTK_WIDGET (row))
    {
      if (self->settings_row != NULL)
        gtk_widget_unparent (GTK_WIDGET (self->settings));
      gtk_widget_set_parent (GTK_WIDGET (self->settings), GTK_WIDGET (row));
      self->settings_row = GTK_WIDGET (row);
    }
  gtk_popover_popup (GTK_POPOVER (self->settings));
}

static void
button_cb (GtkButton *button, NablaRaceRacers *self)
{
  open_settings (self, GTK_LIST_BOX_ROW (
                           gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW)));
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType state,
        NablaRaceRacers *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  if (key != GDK_KEY_Delete && key != GDK_KEY_KP_Delete)
    return FALSE;
  nabla_race_model_remove (self->model, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));
  return TRUE;
}

static GtkLabel *
add_label (GtkBox *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
add_row (NablaRaceRacers *self)
{
  Row *parts = g_new0 (Row, 1);
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *marker = nabla_race_marker_new (0);
  GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");
  gtk_widget_add_css_class (box, "nabla-race-racer");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Settings"));
  parts->marker = NABLA_RACE_MARKER (marker);
  parts->title = add_label (GTK_BOX (lines), "nabla-race-name");
  parts->detail = add_label (GTK_BOX (lines), "nabla-caption");
  gtk_widget_add_css_class (GTK_WIDGET (parts->detail), "nabla-sec");
  parts->button = GTK_BUTTON (button);
  gtk_box_append (GTK_BOX (box), marker);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "nabla-parts", parts, g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (button_cb), self, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (row, keys);
  gtk_list_box_append (self->list, row);
}

static void
show_row (NablaRaceRacers *self, guint index)
{
  const NablaRaceEntry *entry = nabla_race_model_racer (self->model, index);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);
  Row *parts = parts_of (row);
  g_autofree char *detail = nabla_race_entry_detail (entry);
  g_autofree char *name = g_strdup_printf (_ ("Settings of %s"), entry->title);
  nabla_race_marker_set_slot (parts->marker, entry->slot);
  gtk_label_set_text (parts->title, entry->title);
  gtk_label_set_text (parts->detail, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (parts->detail), detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (parts->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
drop_last_row (NablaRaceRacers *self, guint index)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, index));
  if (row == self->settings_row)
    {
      gtk_popover_popdown (GTK_POPOVER (self->settings));
      gtk_widget_unparent (GTK_WIDGET (self->settings));
      self->settings_row = NULL;
    }
  gtk_list_box_remove (self->list, row);
}

static void
set_enabled (NablaRaceRacers *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
changed_cb (NablaRaceRacers *self)
{
  guint n = nabla_race_model_n_racers (self->model), rows = 0;
  int chosen = nabla_race_model_chosen (self->model);
  self->in_change = TRUE;
  while (gtk_list_box_get_row_at_index (self->list, rows) != NULL)
    rows++;
  for (; rows < n; rows++)
    add_row (self);
  for (; rows > n; rows--)
    drop_last_row (self, rows - 1);
  for (guint i = 0; i < n; i++)
    show_row (self, i);
  gtk_list_box_select_row (self->list,
                           chosen >= 0 ? gtk_list_box_get_row_at_index (self->list, chosen) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  set_enabled (self, "add", n < NABLA_RACE_MOST && nabla_race_model_base (self->model) != NULL);
  set_enabled (self, "undo", nabla_race_model_can_undo (self->model));
  self->in_change = FALSE;
}

/* A row that is chosen already opens its settings. */
static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, NablaRaceRacers *self)
{
  int index = gtk_list_box_row_get_index (row);
  if (index == nabla_race_model_chosen (self->model))
    open_settings (self, row);
  else
    nabla_race_model_choose (self->model, index);
}

static void
selected_cb (GtkListBox *list, GtkListBoxRow *row, NablaRaceRacers *self)
{
  /* The selection follows the model, so that arrows move the focus only. */
  if (!self->in_change)
    changed_cb (self);
}

static void
add_cb (GSimpleAction *action, GVariant *parameter, NablaRaceRacers *self)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_race_model_add (self->model, g_variant_get_string (parameter, NULL), &error)
      && error != NULL)
    g_signal_emit_by_name (self->model, "failed", error);
}

static void
preset_cb (GSimpleAction *action, GVariant *parameter, NablaRaceRacers *self)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_race_model_open (self->model, g_variant_get_string (parameter, NULL), &error))
    g_signal_emit_by_name (self->model, "failed", error);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, NablaRaceRacers *self)
{
  nabla_race_model_undo (self->model);
}

static void
restore_cb (GSimpleAction *action, GVariant *parameter, NablaRaceRacers *self)
{
  nabla_race_model_restore (self->model);
}

static void
append_item (GMenu *menu, const char *title, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) optimizers = g_menu_new ();
  g_autoptr (GMenu) schedules = g_menu_new ();
  g_autoptr (GMenu) presets = g_menu_new ();
  g_autoptr (GMenu) changes = g_menu_new ();
  for (const NablaOptimizerClass *const *klass = nabla_optimizers (NABLA_DOUBLE); *klass != NULL;
       klass++)
    {
      g_autofree char *change = g_strconcat ("optimizer=", (*klass)->name, NULL);
      append_item (optimizers, _ ((*klass)->title), "racers.add", change);
    }
  for (const NablaSchedule *const *schedule = nabla_schedules (); *schedule != NULL; schedule++)
    {
      g_autofree char *change = g_strconcat ("schedule=", (*schedule)->name, NULL);
      append_item (schedules, _ ((*schedule)->title), "racers.add", change);
    }
  guint n;
  const NablaRacePreset *all = nabla_race_presets (&n);
  for (guint i = 0; i < n; i++)
    if (all[i].title != NULL)
      append_item (presets, _ (all[i].title), "racers.preset", all[i].name);
  g_menu_append_section (menu, _ ("Add a Racer"), G_MENU_MODEL (optimizers));
  g_menu_append_submenu (optimizers, _ ("The Chosen One with a Schedule"),
                         G_MENU_MODEL (schedules));
  g_menu_append (changes, _ ("Undo"), "racers.undo");
  g_menu_append (changes, _ ("As They Were at First"), "racers.restore");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (changes));
  g_autoptr (GMenu) ready = g_menu_new ();
  g_menu_append_submenu (ready, _ ("Ready-Made Races"), G_MENU_MODEL (presets));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ready));
  return G_MENU_MODEL (menu);
}

static void
nabla_race_racers_dispose (GObject *object)
{
  NablaRaceRacers *self = NABLA_RACE_RACERS (object);
  /* A list that goes tells that its selection has gone. */
  self->in_change = TRUE;
  if (self->settings_row != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->settings));
  self->settings_row = NULL;
  g_clear_object (&self->settings);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (nabla_race_racers_parent_class)->dispose (object);
}

static void
nabla_race_racers_class_init (NablaRaceRacersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_race_racers_dispose;
}

static void
nabla_race_racers_init (NablaRaceRacers *self)
{
}

static GtkWidget *
make_head (NablaRaceRacers *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *label = gtk_label_new (_ ("Racers"));
  GtkWidget *add = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_menu ();
  gtk_widget_add_css_class (label, "nabla-group-title");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (add), "list-add-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (add), menu);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (add), FALSE);
  gtk_widget_set_tooltip_text (add, _ ("Add a racer, or open a ready-made race"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a racer, or open a ready-made race"), -1);
  self->add = GTK_MENU_BUTTON (add);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), add);
  return head;
}

GtkWidget *
nabla_race_racers_new (NablaRaceModel *model)
{
  g_return_val_if_fail (NABLA_IS_RACE_MODEL (model), NULL);

  const GActionEntry entries[] = {
    { "add", (gpointer)add_cb, "s" },
    { "preset", (gpointer)preset_cb, "s" },
    { "undo", (gpointer)undo_cb },
    { "restore", (gpointer)restore_cb },
  };
  NablaRaceRacers *self = g_object_new (NABLA_TYPE_RACE_RACERS, "orientation",
                                        GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->model = g_object_ref (model);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "racers", G_ACTION_GROUP (self->actions));
  self->settings = g_object_ref_sink (NABLA_RACE_SETTINGS (nabla_race_settings_new (model)));
  gtk_box_append (GTK_BOX (self), make_head (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "nabla-race-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Racers"), -1);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self, 0);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (selected_cb), self, 0);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}
