/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-settings.h"

#include <glib/gi18n-lib.h>

/* --- A row: a hyperparameter ------------------------------------------------------ */

#define NABLA_TYPE_SETTING_ITEM (nabla_setting_item_get_type ())
G_DECLARE_FINAL_TYPE (NablaSettingItem, nabla_setting_item, NABLA, SETTING_ITEM, GObject)

struct _NablaSettingItem
{
  GObject parent_instance;
  NablaRunsComparison *comparison;
  const NablaRunsSetting *setting;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (NablaSettingItem, nabla_setting_item, G_TYPE_OBJECT)

static void
nabla_setting_item_finalize (GObject *object)
{
  nabla_runs_comparison_unref (NABLA_SETTING_ITEM (object)->comparison);
  G_OBJECT_CLASS (nabla_setting_item_parent_class)->finalize (object);
}

static void
nabla_setting_item_class_init (NablaSettingItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_setting_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_SETTING_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
nabla_setting_item_init (NablaSettingItem *self)
{
}

/* --- The table -------------------------------------------------------------------- */

#define FRAME 16 /* ms */

/* The column of titles; those of runs are numbered from 0. */
enum
{
  TITLES = -1
};

struct _NablaRunsSettings
{
  GtkWidget parent_instance;
  GtkColumnView *view;
  GListStore *items;
  guint n;      /* runs that there are columns for */
  guint wanted; /* columns that are to be there, one more in each frame */
  guint growing;
  GtkColumnViewColumn *runs[NABLA_RUNS_MOST_COMPARED]; /* owned by the view */
};

G_DEFINE_FINAL_TYPE (NablaRunsSettings, nabla_runs_settings, GTK_TYPE_WIDGET)

static int
column_of (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_data (object, "nabla-column"));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_object_set_data (G_OBJECT (label), "nabla-column", GINT_TO_POINTER (column_of (factory)));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "nabla-runs-cell");
  gtk_list_item_set_child (cell, label);
}

static void
show_cell (GtkListItem *cell)
{
  NablaSettingItem *item = gtk_list_item_get_item (cell);
  GtkWidget *label = gtk_list_item_get_child (cell);
  const NablaRunsSetting *setting = item->setting;
  int column = column_of (label);
  if (column == TITLES)
    {
      g_autofree char *text = g_strdup_printf (setting->differs ? "≠ %s" : "%s", setting->title);
      gtk_label_set_text (GTK_LABEL (label), text);
    }
  else
    gtk_label_set_text (GTK_LABEL (label),
                        (guint)column < item->comparison->n ? setting->values[column] : "");
  gtk_widget_set_tooltip_text (label, gtk_label_get_text (GTK_LABEL (label)));
  if (setting->differs)
    gtk_widget_add_css_class (label, "nabla-runs-differs");
  else
    gtk_widget_remove_css_class (label, "nabla-runs-differs");
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  show_cell (cell);
  g_signal_connect_swapped (gtk_list_item_get_item (cell), "changed", G_CALLBACK (show_cell), cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (cell), show_cell, cell);
}

static GtkColumnViewColumn *
add_column (NablaRunsSettings *self, int index, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_object_set_data (G_OBJECT (factory), "nabla-column", GINT_TO_POINTER (index));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, index == TITLES ? 180 : 104);
  gtk_column_view_column_set_visible (column, index == TITLES);
  gtk_column_view_append_column (self->view, column);
  return column;
}

/* A column a frame: each has as many widgets as there are hyperparameters. */
static gboolean
grow_cb (gpointer data)
{
  NablaRunsSettings *self = data;
  if (self->n < self->wanted)
    gtk_column_view_column_set_visible (self->runs[self->n++], TRUE);
  if (self->n < self->wanted)
    return G_SOURCE_CONTINUE;
  self->growing = 0;
  return G_SOURCE_REMOVE;
}

/* Rows stay and show other hyperparameters; only their end comes and goes. */
static void
sync_rows (NablaRunsSettings *self, NablaRunsComparison *comparison)
{
  guint there = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n = comparison != NULL ? comparison->settings->len : 0;
  if (n < there)
    g_list_store_splice (self->items, n, there - n, NULL, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (NablaSettingItem) item
          = i < there ? g_list_model_get_item (G_LIST_MODEL (self->items), i)
                      : g_object_new (NABLA_TYPE_SETTING_ITEM, NULL);
      g_clear_pointer (&item->comparison, nabla_runs_comparison_unref);
      item->comparison = nabla_runs_comparison_ref (comparison);
      item->setting = comparison->settings->pdata[i];
      if (i < there)
        g_signal_emit (item, signals[CHANGED], 0);
      else
        g_list_store_append (self->items, item);
    }
}

void
nabla_runs_settings_set (NablaRunsSettings *self, NablaRunsComparison *comparison)
{
  g_return_if_fail (NABLA_IS_RUNS_SETTINGS (self));

  self->wanted = comparison != NULL ? comparison->n : 0;
  while (self->n > self->wanted)
    gtk_column_view_column_set_visible (self->runs[--self->n], FALSE);
  for (guint i = 0; i < self->wanted; i++)
    gtk_column_view_column_set_title (self->runs[i], comparison->names[i]);
  sync_rows (self, comparison);
  if (self->growing == 0 && self->n < self->wanted)
    self->growing = g_timeout_add (FRAME, grow_cb, self);
}

static void
nabla_runs_settings_dispose (GObject *object)
{
  NablaRunsSettings *self = NABLA_RUNS_SETTINGS (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  g_clear_handle_id (&self->growing, g_source_remove);
  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (nabla_runs_settings_parent_class)->dispose (object);
}

static void
nabla_runs_settings_class_init (NablaRunsSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_runs_settings_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
nabla_runs_settings_init (NablaRunsSettings *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  self->items = g_list_store_new (NABLA_TYPE_SETTING_ITEM);
  GtkSelectionModel *model
      = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items))));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (model));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "nabla-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Hyperparameters of the selected runs"), -1);
  add_column (self, TITLES, _ ("Hyperparameter"));
  for (int i = 0; i < NABLA_RUNS_MOST_COMPARED; i++)
    self->runs[i] = add_column (self, i, "");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
}

GtkWidget *
nabla_runs_settings_new (void)
{
  return g_object_new (NABLA_TYPE_RUNS_SETTINGS, NULL);
}
