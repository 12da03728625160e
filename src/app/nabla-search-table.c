/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-table.h"

#include "nabla-label.h"
#include "nabla-search-picture.h"
#include "nabla-trial-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- A row: a trial as it is now -------------------------------------------------- */

#define NABLA_TYPE_TRIAL_ITEM (nabla_trial_item_get_type ())
G_DECLARE_FINAL_TYPE (NablaTrialItem, nabla_trial_item, NABLA, TRIAL_ITEM, GObject)

struct _NablaTrialItem {
  GObject parent_instance;
  NablaTrial *trial;
};

G_DEFINE_FINAL_TYPE (NablaTrialItem, nabla_trial_item, G_TYPE_OBJECT)

static void
nabla_trial_item_finalize (GObject *object)
{
  g_clear_pointer (&NABLA_TRIAL_ITEM (object)->trial, nabla_trial_free);
  G_OBJECT_CLASS (nabla_trial_item_parent_class)->finalize (object);
}

static void
nabla_trial_item_class_init (NablaTrialItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = nabla_trial_item_finalize;
}

static void
nabla_trial_item_init (NablaTrialItem *self)
{
}

/* --- The table -------------------------------------------------------------------- */

#define TO_TOP_MS 60
/* So long after new rows the list may still move by itself. */
#define SETTLE_TIME G_USEC_PER_SEC

/* Columns beside one a searched parameter, which are numbered from 0 */
enum { NUMBER = -2, RESULT = -1 };

struct _NablaSearchTable {
  GtkWidget parent_instance;
  NablaSearchModel *model;
  GtkColumnView *view;
  GListStore *items;
  GtkSingleSelection *selection;
  GtkAdjustment *scroll;
  gboolean is_moved;  /* by the user, away from the top */
  guint to_top;       /* brings the list back to its top */
  gint64 changed;     /* when there were new rows */
  char *columns;      /* which parameters have one */
  gboolean in_change;
};

G_DEFINE_FINAL_TYPE (NablaSearchTable, nabla_search_table, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static char *
cell_text (NablaSearchTable *self, const NablaTrial *trial, int column)
{
  char buffer[NABLA_LABEL_LENGTH];
  if (column == NUMBER)
    return g_strdup (nabla_label_count (trial->number, buffer));
  if (column == RESULT)
    switch (trial->state)
      {
      case NABLA_TRIAL_FINISHED:
      case NABLA_TRIAL_STOPPED:
        return g_strdup (nabla_label_value (trial->result, buffer));
      case NABLA_TRIAL_DIVERGED:
        return g_strdup (C_("trial", "diverged"));
      case NABLA_TRIAL_FAILED:
        return g_strdup (C_("trial", "failed"));
      default:
        return g_strdup (C_("trial", "running"));
      }
  const NablaSearchSpec *spec = nabla_experiment_search (nabla_search_model_experiment (self->model));
  if ((guint) column >= MIN (spec->n_axes, NABLA_MAX_TRIAL_AXES) || !trial->applies[column])
    return g_strdup ("–");
  const NablaTrialsPicture *picture = nabla_search_model_snapshot (self->model)->trials;
  return nabla_trial_axis_format (&picture->axes[column], trial->values[column]);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "nabla-number");
  gtk_list_item_set_child (item, label);
}

static int
column_of (gpointer object)
{
  return GPOINTER_TO_INT (g_object_get_data (object, "nabla-column"));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, NablaSearchTable *self)
{
  NablaTrialItem *trial = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *text = cell_text (self, trial->trial, column_of (factory));
  gtk_label_set_text (GTK_LABEL (label), text);
  if (column_of (factory) == RESULT)
    gtk_widget_add_css_class (label, "heading");
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const NablaTrial *first = NABLA_TRIAL_ITEM ((gpointer) a)->trial, *second = NABLA_TRIAL_ITEM ((gpointer) b)->trial;
  int column = GPOINTER_TO_INT (data);
  if (column == RESULT)
    return nabla_trial_compare (first, second);
  if (column == NUMBER)
    return (first->number > second->number) - (first->number < second->number);
  double x = first->values[column], y = second->values[column];
  return (x > y) - (x < y);
}

static GtkColumnViewColumn *
add_column (NablaSearchTable *self, int column, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_object_set_data (G_OBJECT (factory), "nabla-column", GINT_TO_POINTER (column));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_autoptr (GtkColumnViewColumn) made = gtk_column_view_column_new (title, factory);
  g_autoptr (GtkSorter) sorter
      = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GINT_TO_POINTER (column), NULL));
  gtk_column_view_column_set_sorter (made, sorter);
  gtk_column_view_column_set_expand (made, TRUE);
  gtk_column_view_append_column (self->view, made);
  return made;
}

/* The columns follow the searched parameters; the best trials come first. */
static void
sync_columns (NablaSearchTable *self, const NablaSearchSpec *spec, const char *result)
{
  g_autoptr (GString) text = g_string_new (result);
  for (guint i = 0; i < spec->n_axes; i++)
    g_string_append_printf (text, "\n%s", spec->axes[i].key);
  if (g_strcmp0 (text->str, self->columns) == 0)
    return;
  g_free (self->columns);
  self->columns = g_strdup (text->str);
  GListModel *columns = gtk_column_view_get_columns (self->view);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) old = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->view, old);
    }
  add_column (self, NUMBER, C_("column", "trial"));
  GtkColumnViewColumn *best = add_column (self, RESULT, result);
  for (guint i = 0; i < spec->n_axes; i++)
    {
      g_autofree char *symbol = nabla_search_axis_symbol (&spec->axes[i]);
      add_column (self, (int) i, symbol);
    }
  gtk_column_view_sort_by_column (self->view, best, GTK_SORT_ASCENDING);
}

static gboolean
is_same (const NablaTrial *a, const NablaTrial *b)
{
  return a->number == b->number && a->state == b->state && a->rung == b->rung
         && (a->result == b->result || (isnan (a->result) && isnan (b->result)));
}

/* Rows are by number in the store; those whose trial is as before stay. */
static void
sync_rows (NablaSearchTable *self, GPtrArray *trials)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items)), place = 0;
  for (guint i = 0; i < trials->len; i++)
    {
      const NablaTrial *trial = trials->pdata[i];
      if (trial == NULL)
        continue;
      g_autoptr (NablaTrialItem) old
          = place < n ? g_list_model_get_item (G_LIST_MODEL (self->items), place) : NULL;
      if (old == NULL || !is_same (old->trial, trial))
        {
          g_autoptr (NablaTrialItem) item = g_object_new (NABLA_TYPE_TRIAL_ITEM, NULL);
          item->trial = nabla_trial_copy (trial);
          g_list_store_splice (self->items, place, old != NULL, (gpointer *) &item, 1);
        }
      place++;
    }
  if (place < n)
    g_list_store_splice (self->items, place, n - place, NULL, 0);
}

static void
sync_selection (NablaSearchTable *self)
{
  guint chosen = nabla_search_model_get_chosen (self->model);
  GListModel *model = G_LIST_MODEL (self->selection);
  guint n = g_list_model_get_n_items (model), found = GTK_INVALID_LIST_POSITION;
  for (guint i = 0; chosen > 0 && i < n && found == GTK_INVALID_LIST_POSITION; i++)
    {
      g_autoptr (NablaTrialItem) item = g_list_model_get_item (model, i);
      if (item->trial->number == chosen)
        found = i;
    }
  gtk_single_selection_set_selected (self->selection, found);
}

static gboolean
to_top_cb (gpointer data)
{
  NablaSearchTable *self = data;
  self->to_top = 0;
  gtk_adjustment_set_value (self->scroll, 0);
  return G_SOURCE_REMOVE;
}

static void
go_to_top (NablaSearchTable *self)
{
  if (!self->is_moved && self->to_top == 0)
    self->to_top = g_timeout_add_full (G_PRIORITY_LOW, TO_TOP_MS, to_top_cb, self, NULL);
}

static void
value_changed_cb (NablaSearchTable *self)
{
  if (gtk_adjustment_get_value (self->scroll) > 0 && g_get_monotonic_time () - self->changed < SETTLE_TIME)
    go_to_top (self);
}

static void
changed_cb (NablaSearchTable *self)
{
  self->changed = g_get_monotonic_time ();
  /* A list keeps in sight what was there; who looks at the best wants to see better ones. That
   * is undone when the list has its new rows. */
  go_to_top (self);
  NablaExperiment *experiment = nabla_search_model_experiment (self->model);
  const NablaTrialsPicture *picture = nabla_search_model_snapshot (self->model)->trials;
  if (experiment == NULL || picture == NULL)
    return;
  self->in_change = TRUE;
  sync_columns (self, nabla_experiment_search (experiment), picture->result_name);
  sync_rows (self, nabla_search_model_trials (self->model));
  sync_selection (self);
  self->in_change = FALSE;
}

static void
selected_cb (NablaSearchTable *self)
{
  NablaTrialItem *item = gtk_single_selection_get_selected_item (self->selection);
  if (!self->in_change)
    nabla_search_model_choose (self->model, item != NULL ? item->trial->number : 0);
}

static void
activate_cb (NablaSearchTable *self, guint position)
{
  g_autoptr (NablaTrialItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (item != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, item->trial->number);
}

static gboolean
scrolled_cb (NablaSearchTable *self, double dx, double dy)
{
  self->is_moved = dy > 0 || gtk_adjustment_get_value (self->scroll) > 1;
  return GDK_EVENT_PROPAGATE;
}

static void
nabla_search_table_dispose (GObject *object)
{
  NablaSearchTable *self = NABLA_SEARCH_TABLE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  g_clear_handle_id (&self->to_top, g_source_remove);
  if (child != NULL)
    gtk_widget_unparent (child);
  self->scroll = NULL;
  g_clear_object (&self->items);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_pointer (&self->columns, g_free);
  G_OBJECT_CLASS (nabla_search_table_parent_class)->dispose (object);
}

static void
nabla_search_table_class_init (NablaSearchTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_search_table_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[ACTIVATED] = g_signal_new ("activated", NABLA_TYPE_SEARCH_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
nabla_search_table_init (NablaSearchTable *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  self->items = g_list_store_new (NABLA_TYPE_TRIAL_ITEM);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  GtkSortListModel *sorted
      = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->items)),
                                 g_object_ref (gtk_column_view_get_sorter (self->view)));
  /* A large search is sorted a piece a frame. */
  gtk_sort_list_model_set_incremental (sorted, TRUE);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "nabla-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Trials"), -1);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  self->scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_signal_connect_object (self->scroll, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  GtkEventController *wheel = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (wheel, "scroll", G_CALLBACK (scrolled_cb), self);
  gtk_widget_add_controller (scrolled, wheel);
}

GtkWidget *
nabla_search_table_new (NablaSearchModel *model)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_MODEL (model), NULL);

  NablaSearchTable *self = g_object_new (NABLA_TYPE_SEARCH_TABLE, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return GTK_WIDGET (self);
}
