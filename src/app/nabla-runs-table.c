/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-table.h"

#include "nabla-json-reader.h"
#include "nabla-label.h"
#include "nabla-titles.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef enum
{
  NAME,
  TITLE,
  CREATED,
  STEPS,
  TRAIN_COST,
  DEV_COST,
  TRAIN_ACCURACY,
  DEV_ACCURACY,
  RESULT,
  STATE,
  PARAMETERS,
  TAGS,
  N_COLUMNS
} Column;

/* @key: −1 for what is not sorted by; @width: 0 for as wide as it is */
static const struct
{
  const char *name;
  const char *title;
  int key;
  int width;
} columns[N_COLUMNS] = {
  [NAME] = { "name", NC_ ("column", "Run"), NABLA_STORE_BY_SEARCH, 132 },
  [TITLE] = { "title", NC_ ("column", "Title"), NABLA_STORE_BY_TITLE, 180 },
  [CREATED] = { "created", NC_ ("column", "Written"), NABLA_STORE_BY_CREATED, 136 },
  [STEPS] = { "steps", NC_ ("column", "Steps"), NABLA_STORE_BY_STEPS, 78 },
  [TRAIN_COST] = { "train_cost", NC_ ("column", "Train cost"), NABLA_STORE_BY_TRAIN_COST, 92 },
  [DEV_COST] = { "dev_cost", NC_ ("column", "Dev cost"), NABLA_STORE_BY_DEV_COST, 86 },
  [TRAIN_ACCURACY]
  = { "train_accuracy", NC_ ("column", "Train acc."), NABLA_STORE_BY_TRAIN_ACCURACY, 92 },
  [DEV_ACCURACY] = { "dev_accuracy", NC_ ("column", "Dev acc."), NABLA_STORE_BY_DEV_ACCURACY, 86 },
  [RESULT] = { "result", NC_ ("column", "Result"), NABLA_STORE_BY_RESULT, 82 },
  [STATE] = { "state", NC_ ("column", "State"), -1, 92 },
  [PARAMETERS] = { "parameters", NC_ ("column", "Parameters"), -1, 260 },
  [TAGS] = { "tags", NC_ ("column", "Tags"), -1, 120 },
};

struct _NablaRunsTable
{
  GtkWidget parent_instance;
  NablaRunsModel *model;
  GtkColumnView *view;
  GtkScrolledWindow *scrolled;
  GtkColumnViewColumn *columns[N_COLUMNS];
  GSimpleActionGroup *actions;
  int asked;  /* the column that a comparison began with; −1 none */
  guint tick; /* brings the list back to its top */
};

G_DEFINE_FINAL_TYPE (NablaRunsTable, nabla_runs_table, GTK_TYPE_WIDGET)

enum
{
  ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- Cells ------------------------------------------------------------------------ */

char *
nabla_runs_row_name (const NablaStoreRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  if (row->search == 0)
    return g_strdup_printf (C_ ("runs", "run %d"), (int)row->id);
  /* Translators: numbers of a search and of one of its trials */
  return g_strdup_printf (C_ ("runs", "search %1$d, trial %2$u"), (int)row->search, row->trial);
}

static char *
parameters_text (const char *json)
{
  NablaJsonReader reader;
  g_autofree char *key = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  nabla_json_reader_init (&reader, json, strlen (json));
  nabla_json_read_begin (&reader, '{');
  while (nabla_json_read_member (&reader, &key))
    {
      g_autofree char *value = NULL;
      double number;
      char label[NABLA_LABEL_LENGTH];
      while (*reader.p == ' ')
        reader.p++;
      if (*reader.p == '"' && nabla_json_read_string (&reader, &value))
        g_string_append_printf (text, "%s%s = %s", text->len > 0 ? ",  " : "", key,
                                nabla_choice_title (value));
      else if (nabla_json_read_number (&reader, &number))
        g_string_append_printf (text, "%s%s = %s", text->len > 0 ? ",  " : "", key,
                                number == rint (number) ? nabla_label_short (number, label)
                                                        : nabla_label_value (number, label));
    }
  nabla_json_reader_finish (&reader, NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
number_text (double value, const char *(*format) (double, char *))
{
  char label[NABLA_LABEL_LENGTH];
  return g_strdup (isnan (value) ? "–" : format (value, label));
}

static char *
percent_text (double share)
{
  char label[NABLA_LABEL_LENGTH];
  return isnan (share) ? g_strdup ("–")
                       : g_strdup_printf ("%s %%", nabla_label_percent (share, label));
}

static char *
time_text (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%d  %H:%M") : g_strdup ("");
}

static const char *
state_text (NablaTrialState state)
{
  switch (state)
    {
    case NABLA_TRIAL_FINISHED:
      return C_ ("trial", "finished");
    case NABLA_TRIAL_DIVERGED:
      return C_ ("trial", "diverged");
    case NABLA_TRIAL_STOPPED:
      return C_ ("trial", "given up");
    case NABLA_TRIAL_FAILED:
      return C_ ("trial", "failed");
    case NABLA_TRIAL_WAITING:
    case NABLA_TRIAL_RUNNING:
    default:
      return C_ ("trial", "running");
    }
}

static char *
cell_text (const NablaStoreRow *row, Column column)
{
  char label[NABLA_LABEL_LENGTH];
  switch (column)
    {
    case NAME:
      return nabla_runs_row_name (row);
    case TITLE:
      return g_strdup (row->title);
    case CREATED:
      return time_text (row->created);
    case STEPS:
      return g_strdup (nabla_label_count (row->steps, label));
    case TRAIN_COST:
      return number_text (row->cost[NABLA_SPLIT_TRAIN], nabla_label_value);
    case DEV_COST:
      return number_text (row->cost[NABLA_SPLIT_DEV], nabla_label_value);
    case TRAIN_ACCURACY:
      return percent_text (row->accuracy[NABLA_SPLIT_TRAIN]);
    case DEV_ACCURACY:
      return percent_text (row->accuracy[NABLA_SPLIT_DEV]);
    case RESULT:
      return number_text (row->result, nabla_label_value);
    case STATE:
      return g_strdup (state_text (row->state));
    case PARAMETERS:
      return parameters_text (row->parameters);
    case TAGS:
    default:
      return g_strdup (row->tags);
    }
}

static Column
column_of (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_data (object, "nabla-column"));
}

static void
show_cell (GtkListItem *cell)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (cell));
  NablaRunsItem *item = gtk_list_item_get_item (cell);
  const NablaStoreRow *row = nabla_runs_item_row (item);
  g_autofree char *text = row != NULL ? cell_text (row, column_of (label))
                                      : g_strdup (nabla_runs_item_id (item) != 0 ? "–" : "");
  gtk_label_set_text (label, text);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *cell)
{
  Column column = column_of (factory);
  GtkWidget *label = gtk_label_new (NULL);
  g_object_set_data (G_OBJECT (label), "nabla-column", GINT_TO_POINTER (column));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "nabla-runs-cell");
  gtk_list_item_set_child (cell, label);
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

/* --- Order ------------------------------------------------------------------------ */

/* The store sorts; a column's sorter only tells that it was asked. */
static int
ask_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  GtkColumnViewColumn *column = data;
  NablaRunsTable *self = g_object_get_data (G_OBJECT (column), "nabla-table");
  if (self->asked < 0)
    self->asked = (int)column_of (column);
  return GTK_ORDERING_SMALLER;
}

/* The list comes from its top again, but only once it has been laid out. */
static gboolean
to_top_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaRunsTable *self = NABLA_RUNS_TABLE (widget);
  self->tick = 0;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  return G_SOURCE_REMOVE;
}

void
nabla_runs_table_to_top (NablaRunsTable *self)
{
  g_return_if_fail (NABLA_IS_RUNS_TABLE (self));

  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), to_top_cb, NULL, NULL);
}

/* GTK 4.8 does not say which header was clicked last, but the order that it makes of them
 * begins with that one. */
static void
order_changed_cb (NablaRunsTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  NablaStoreQuery *query = nabla_runs_model_query (self->model);
  self->asked = -1;
  GtkOrdering order = gtk_sorter_compare (sorter, self, self->view);
  Column column = self->asked >= 0 ? (Column)self->asked : CREATED;
  NablaStoreKey key = (NablaStoreKey)columns[column].key;
  gboolean descending = self->asked < 0 || order == GTK_ORDERING_LARGER;
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "sort")),
      g_variant_new_string (columns[column].name));
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "descending")),
      g_variant_new_boolean (descending));
  if (query->key == key && query->descending == descending
      && (nabla_runs_model_is_loaded (self->model) || nabla_runs_model_is_loading (self->model)))
    return;
  query->key = key;
  query->descending = descending;
  if (!nabla_runs_model_is_loaded (self->model) && !nabla_runs_model_is_loading (self->model))
    return;
  nabla_runs_model_refresh (self->model);
  nabla_runs_table_to_top (self);
}

static void
sort_cb (GSimpleAction *action, GVariant *name, gpointer data)
{
  NablaRunsTable *self = data;
  for (Column c = 0; c < N_COLUMNS; c++)
    if (columns[c].key >= 0 && g_str_equal (columns[c].name, g_variant_get_string (name, NULL)))
      gtk_column_view_sort_by_column (self->view, self->columns[c],
                                      nabla_runs_model_query (self->model)->descending
                                          ? GTK_SORT_DESCENDING
                                          : GTK_SORT_ASCENDING);
}

static void
descending_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  NablaRunsTable *self = data;
  NablaStoreQuery *query = nabla_runs_model_query (self->model);
  for (Column c = 0; c < N_COLUMNS; c++)
    if (columns[c].key == (int)query->key)
      gtk_column_view_sort_by_column (self->view, self->columns[c],
                                      g_variant_get_boolean (state) ? GTK_SORT_DESCENDING
                                                                    : GTK_SORT_ASCENDING);
}

GMenuModel *
nabla_runs_table_sort_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new (), by = g_menu_new (), order = g_menu_new ();
  for (Column c = 0; c < N_COLUMNS; c++)
    if (columns[c].key >= 0)
      {
        g_autoptr (GMenuItem) item
            = g_menu_item_new (g_dpgettext2 (GETTEXT_PACKAGE, "column", columns[c].title), NULL);
        g_menu_item_set_action_and_target (item, "table.sort", "s", columns[c].name);
        g_menu_append_item (by, item);
      }
  g_menu_append (order, _ ("Largest First"), "table.descending");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (by));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

GActionGroup *
nabla_runs_table_actions (NablaRunsTable *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_TABLE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/* --- The widget ------------------------------------------------------------------- */

static void
add_column (NablaRunsTable *self, Column c)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_object_set_data (G_OBJECT (factory), "nabla-column", GINT_TO_POINTER (c));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  GtkColumnViewColumn *column = gtk_column_view_column_new (
      g_dpgettext2 (GETTEXT_PACKAGE, "column", columns[c].title), factory);
  g_object_set_data (G_OBJECT (column), "nabla-column", GINT_TO_POINTER (c));
  g_object_set_data (G_OBJECT (column), "nabla-table", self);
  if (columns[c].key >= 0)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (ask_cb, column, NULL));
      gtk_column_view_column_set_sorter (column, sorter);
    }
  gtk_column_view_column_set_fixed_width (column, columns[c].width);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, c == PARAMETERS);
  gtk_column_view_append_column (self->view, column);
  self->columns[c] = column; /* owned, as the view may outlive this table's children */
}

static void
activate_cb (NablaRunsTable *self, guint position)
{
  g_autoptr (NablaRunsItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  if (item != NULL && nabla_runs_item_id (item) != 0)
    g_signal_emit (self, signals[ACTIVATED], 0, nabla_runs_item_id (item));
}

static gboolean
nabla_runs_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_RUNS_TABLE (widget)->view));
}

static void
nabla_runs_table_dispose (GObject *object)
{
  NablaRunsTable *self = NABLA_RUNS_TABLE (object);
  if (self->scrolled != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->scrolled));
  self->scrolled = NULL;
  for (Column c = 0; c < N_COLUMNS; c++)
    g_clear_object (&self->columns[c]);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (nabla_runs_table_parent_class)->dispose (object);
}

static void
nabla_runs_table_class_init (NablaRunsTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_runs_table_dispose;
  widget_class->grab_focus = nabla_runs_table_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[ACTIVATED] = g_signal_new ("activated", NABLA_TYPE_RUNS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
nabla_runs_table_init (NablaRunsTable *self)
{
  const GActionEntry entries[] = {
    { "sort", NULL, "s", "'created'", sort_cb },
    { "descending", NULL, NULL, "true", descending_cb },
  };
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "table", G_ACTION_GROUP (self->actions));

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "nabla-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Runs and trials"), -1);
  for (Column c = 0; c < N_COLUMNS; c++)
    add_column (self, c);
  self->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->view));
  gtk_widget_set_parent (GTK_WIDGET (self->scrolled), GTK_WIDGET (self));
}

GtkWidget *
nabla_runs_table_new (NablaRunsModel *model)
{
  g_return_val_if_fail (NABLA_IS_RUNS_MODEL (model), NULL);

  NablaRunsTable *self = g_object_new (NABLA_TYPE_RUNS_TABLE, NULL);
  self->model = g_object_ref (model);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (model));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (order_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_column_view_sort_by_column (self->view, self->columns[CREATED], GTK_SORT_DESCENDING);
  return GTK_WIDGET (self);
}
