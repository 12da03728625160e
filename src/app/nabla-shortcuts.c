/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-shortcuts.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *group;  /* (nullable) that begins here */
  const char *keys;
  const char *what;
} shortcuts[] = {
  { N_("Training"), "Space", N_("Train or pause") },
  { NULL, "←  →", N_("One step back, one step forward") },
  { NULL, "[  ]", N_("To the change or tenth of the run before or after") },
  { NULL, "Home  End", N_("To the first or last step") },
  { NULL, "B", N_("Branch from the past step that is shown") },
  { NULL, "R", N_("Back to step 0") },
  { N_("Views"), "1 … 6", N_("Enlarge a view, or back to the grid") },
  { NULL, "Ctrl + Shift + ← ↑ ↓ →", N_("Move the view that has the focus") },
  { NULL, "+  −  0", N_("Zoom the view that has the focus") },
  { NULL, "← →", N_("Read values in the view that has the focus") },
  { N_("Files"), "Ctrl + O", N_("Open data, an experiment, a model or a lesson") },
  { NULL, "Ctrl + S", N_("Save the experiment") },
  { NULL, "Ctrl + C, Ctrl + V", N_("Copy and paste the experiment as text") },
  { N_("Window"), "F9", N_("Show or hide the hyperparameters") },
  { NULL, "F11", N_("Presenter mode") },
  { NULL, "Ctrl + ?", N_("This list") },
  { NULL, "Ctrl + Q", N_("Quit") },
};

static GtkWidget *
make_row (const char *keys, const char *what)
{
  GtkWidget *row = adw_action_row_new (), *label = gtk_label_new (keys);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), what);
  gtk_widget_add_css_class (label, "nabla-chip");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

GtkWindow *
nabla_shortcuts_new (GtkWindow *parent)
{
  GtkWidget *page = adw_preferences_page_new (), *group = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      if (shortcuts[i].group != NULL)
        {
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(shortcuts[i].group));
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (shortcuts[i].keys, _(shortcuts[i].what)));
    }

  GtkWidget *window = adw_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_window_set_title (GTK_WINDOW (window), _("Keyboard Shortcuts"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 520, 620);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  gtk_widget_set_vexpand (page, TRUE);
  adw_window_set_content (ADW_WINDOW (window), box);
  GtkEventController *controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
  return GTK_WINDOW (window);
}
