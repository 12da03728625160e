/* The window's actions and all keys.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-window-private.h"

#include "nabla-application.h"
#include "nabla-experiment-cards.h"
#include "nabla-shortcuts.h"

#include <glib/gi18n-lib.h>

/* Keys that work anywhere in the window, unless the widget that has the focus takes
 * them itself: a space typed into an entry is a space. */
static const struct {
  const char *trigger;
  const char *action;
  int number; /* of a view, or −1 */
} keys[] = {
  { "space", "bench.play", -1 },     { "Right", "bench.step", -1 },
  { "Left", "bench.step-back", -1 }, { "b", "bench.branch", -1 },
  { "Home", "bench.first", -1 },     { "End", "bench.last", -1 },
  { "bracketleft", "bench.earlier", -1 }, { "bracketright", "bench.later", -1 },
  { "r", "bench.reset", -1 },        { "<Control>o", "win.open", -1 },
  { "<Control>s", "win.save", -1 },  { "<Control><Shift>s", "win.save-as", -1 },
  { "<Control>c", "win.copy-experiment", -1 }, { "<Control>v", "win.paste-experiment", -1 },
  { "F9", "win.panel", -1 },         { "F11", "win.present", -1 },
  { "<Control>question", "win.shortcuts", -1 }, { "Escape", "win.stop-presenting", -1 },
  { "1", "win.enlarge", 0 }, { "2", "win.enlarge", 1 }, { "3", "win.enlarge", 2 },
  { "4", "win.enlarge", 3 }, { "5", "win.enlarge", 4 }, { "6", "win.enlarge", 5 },
};

static void
open_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_open_dialog (self);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_save (self, FALSE);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_save (self, TRUE);
}

static void
save_model_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_save_model (self);
}

static void
export_pytorch_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_export_pytorch (self);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_copy_experiment (self);
}

static void
paste_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_paste_experiment (self);
}

static void
undo_delete_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_runs_page_undo (self->runs);
}

static void
example_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));
  nabla_window_open_files (self, &file, 1);
}

static void
workbench_cb (GSimpleAction *action, GVariant *value, NablaWindow *self)
{
  if (nabla_workbench_show (self->workbench, g_variant_get_string (value, NULL)))
    adw_view_stack_set_visible_child_name (self->pages, "bench");
}

static void
panel_cb (GSimpleAction *action, GVariant *value, NablaWindow *self)
{
  NablaLabPage *page = nabla_window_visible_lab (self);
  if (page != NULL)
    nabla_lab_page_set_panel_visible (page, g_variant_get_boolean (value));
}

static void
present_cb (GSimpleAction *action, GVariant *value, NablaWindow *self)
{
  gboolean presenting = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  gboolean is_search = adw_view_stack_get_visible_child (self->pages) == GTK_WIDGET (self->search);
  if (presenting)
    {
      g_free (self->page_before);
      self->page_before = g_strdup (adw_view_stack_get_visible_child_name (self->pages));
      adw_view_stack_set_visible_child_name (self->pages, is_search ? "search" : "bench");
      gtk_window_fullscreen (GTK_WINDOW (self));
    }
  else
    gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_widget_set_visible (GTK_WIDGET (self->header), !presenting);
  nabla_workbench_set_presenting (self->workbench, presenting);
  nabla_lab_page_set_presenting (NABLA_LAB_PAGE (self->search), presenting);
  if (!presenting && self->page_before != NULL)
    adw_view_stack_set_visible_child_name (self->pages, self->page_before);
  /* The button that was pressed is gone with the header. */
  if (presenting)
    gtk_widget_grab_focus (adw_view_stack_get_visible_child (self->pages));
}

void
nabla_window_stop_presenting (NablaWindow *self)
{
  GAction *present = g_action_map_lookup_action (G_ACTION_MAP (self), "present");
  g_autoptr (GVariant) state = g_action_get_state (present);
  if (g_variant_get_boolean (state))
    g_action_change_state (present, g_variant_new_boolean (FALSE));
}

static void
stop_presenting_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  nabla_window_stop_presenting (self);
}

/* Whoever leaves full screen by the keys of the desktop does not want a window without a head. */
static void
fullscreened_cb (NablaWindow *self)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (self)))
    nabla_window_stop_presenting (self);
}

static void
enlarge_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  NablaLabPage *page = nabla_window_visible_lab (self);
  int number = g_variant_get_int32 (parameter);
  if (page != NULL && number >= 0)
    nabla_lab_page_enlarge (page, number);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, NablaWindow *self)
{
  gtk_window_present (nabla_shortcuts_new (GTK_WINDOW (self)));
}

void
nabla_window_update_panel (NablaWindow *self)
{
  GAction *panel = g_action_map_lookup_action (G_ACTION_MAP (self), "panel");
  NablaLabPage *page = nabla_window_visible_lab (self);
  gboolean visible = page != NULL && nabla_lab_page_get_panel_visible (page);
  if (panel == NULL)
    return;
  g_simple_action_set_state (G_SIMPLE_ACTION (panel), g_variant_new_boolean (visible));
}

static void
add_keys (NablaWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                                                gtk_named_action_new (keys[i].action));
      if (keys[i].number >= 0)
        gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (keys[i].number));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* The shipped experiments, by their titles in the user's language. */
static void
fill_examples_menu (NablaWindow *self)
{
  g_autofree char *folder = g_build_filename (nabla_application_data_dir (), "experiments", NULL);
  g_autoptr (GPtrArray) experiments = nabla_experiment_cards_load (folder);
  for (guint i = 0; i < experiments->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, nabla_experiment_file (experiments->pdata[i]), NULL);
      g_autoptr (GMenuItem) item = g_menu_item_new (nabla_experiment_title (experiments->pdata[i]), NULL);
      g_menu_item_set_action_and_target (item, "win.example", "s", path);
      g_menu_append_item (self->examples_menu, item);
    }
}

void
nabla_window_add_actions (NablaWindow *self)
{
  const GActionEntry entries[] = {
    { "open", (gpointer) open_cb },
    { "save", (gpointer) save_cb },
    { "save-as", (gpointer) save_as_cb },
    { "save-model", (gpointer) save_model_cb },
    { "export-pytorch", (gpointer) export_pytorch_cb },
    { "copy-experiment", (gpointer) copy_cb },
    { "paste-experiment", (gpointer) paste_cb },
    { "undo-delete", (gpointer) undo_delete_cb },
    { "example", (gpointer) example_cb, "s" },
    { "workbench", NULL, "s", "'" NABLA_WORKBENCH_BENCH "'", (gpointer) workbench_cb },
    { "panel", NULL, NULL, "true", (gpointer) panel_cb },
    { "present", NULL, NULL, "false", (gpointer) present_cb },
    { "stop-presenting", (gpointer) stop_presenting_cb },
    { "enlarge", (gpointer) enlarge_cb, "i" },
    { "shortcuts", (gpointer) shortcuts_cb },
  };
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->workbench, "panel-changed", G_CALLBACK (nabla_window_update_panel), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "panel-changed", G_CALLBACK (nabla_window_update_panel), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  add_keys (self);
  fill_examples_menu (self);
}
