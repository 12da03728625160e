/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-page-private.h"

#include "nabla-error.h"
#include "nabla-label.h"
#include "nabla-segments.h"

#include <glib/gi18n-lib.h>

/* On a lower page the table has all the room. */
#define COMPARE_ROOM 460
/* The table's share of what the page has for both */
#define TABLE_SHARE 0.54

G_DEFINE_FINAL_TYPE (NablaRunsPage, nabla_runs_page, GTK_TYPE_WIDGET)

guint nabla_runs_page_signals[NABLA_RUNS_PAGE_N_SIGNALS];

void
nabla_runs_page_report (NablaRunsPage *self, const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_error_matches (error, NABLA_ERROR, NABLA_ERROR_CANCELLED))
    g_signal_emit (self, nabla_runs_page_signals[NABLA_RUNS_PAGE_FAILED], 0, error);
}

GListModel *
nabla_runs_page_model (NablaRunsPage *self)
{
  g_return_val_if_fail (NABLA_IS_RUNS_PAGE (self), NULL);

  return G_LIST_MODEL (self->model);
}

/* --- What is listed --------------------------------------------------------------- */

static void
set_enabled (NablaRunsPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static char *
count_text (guint n, guint n_selected)
{
  char all[NABLA_LABEL_LENGTH], some[NABLA_LABEL_LENGTH];
  nabla_label_count (n, all);
  nabla_label_count (n_selected, some);
  return n_selected > 0 ? g_strdup_printf (_ ("%1$s of %2$s"), some, all)
                        : g_strdup_printf (ngettext ("%s row", "%s rows", n), all);
}

static void
selection_changed_cb (NablaRunsPage *self)
{
  guint n = nabla_runs_model_length (self->model);
  guint n_selected = nabla_runs_model_n_selected (self->model);
  g_autofree char *text = count_text (n, n_selected);
  gtk_label_set_text (self->count, text);
  set_enabled (self, "open", n_selected == 1);
  set_enabled (self, "export", n > 0);
  set_enabled (self, "delete", n_selected > 0);
  g_autoptr (GArray) ids = nabla_runs_model_ids (self->model, TRUE, NABLA_RUNS_MOST_COMPARED);
  nabla_runs_compare_show (self->compare, ids, n_selected);
}

static void
loaded_cb (NablaRunsPage *self)
{
  guint n = nabla_runs_model_length (self->model);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "rows"
                                                 : nabla_runs_model_shows_all (self->model)
                                                     ? "empty"
                                                     : "nothing");
  selection_changed_cb (self);
  nabla_runs_page_purge (self);
  g_autofree char *note = nabla_runs_jobs_take_note (self->jobs);
  if (note == NULL)
    return;
  g_autoptr (GError) error = g_error_new_literal (NABLA_ERROR, NABLA_ERROR_IO, note);
  nabla_runs_page_report (self, error);
}

/* Without rows there is something to be said in their place. */
static void
list_failed_cb (NablaRunsPage *self, const GError *error)
{
  if (!nabla_runs_model_is_loaded (self->model))
    {
      nabla_message_set_sentence (self->failure, error->message);
      gtk_stack_set_visible_child_name (self->stack, "failure");
    }
  nabla_runs_page_report (self, error);
}

static void
list_again (NablaRunsPage *self)
{
  nabla_runs_model_refresh (self->model);
  nabla_runs_table_to_top (self->table);
}

static void
searched_cb (NablaRunsPage *self)
{
  nabla_runs_model_set_text (self->model, gtk_editable_get_text (self->search));
  list_again (self);
}

static void
kind_cb (NablaRunsPage *self, int kind)
{
  nabla_runs_model_query (self->model)->kind = (NablaStoreKind)kind;
  list_again (self);
}

static void
finished_cb (NablaRunsPage *self, GParamSpec *spec, GtkCheckButton *button)
{
  nabla_runs_model_query (self->model)->finished_only = gtk_check_button_get_active (button);
  list_again (self);
}

static gboolean
poll_cb (gpointer data)
{
  nabla_runs_model_poll (NABLA_RUNS_PAGE (data)->model);
  return G_SOURCE_CONTINUE;
}

/* --- Parts ------------------------------------------------------------------------ */

static GtkWidget *
make_button (const char *icon, const char *label, const char *tooltip, const char *action)
{
  GtkWidget *button
      = icon != NULL ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_label (label);
  gtk_widget_set_tooltip_text (button, tooltip);
  if (icon != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static void
add_filters (NablaRunsPage *self, GtkWidget *bar)
{
  const char *const kinds[]
      = { C_ ("runs", "All"), C_ ("runs", "Runs"), C_ ("runs", "Trials"), NULL };
  GtkWidget *search = gtk_search_entry_new ();
  self->search = GTK_EDITABLE (search);
  gtk_editable_set_width_chars (self->search, 6);
  gtk_editable_set_max_width_chars (self->search, 28);
  g_object_set (search, "placeholder-text", _ ("Title, tag, note, parameter"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search runs"), -1);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (search), GTK_WIDGET (self->table));
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (searched_cb), self);
  gtk_box_append (GTK_BOX (bar), search);

  GtkWidget *segments = nabla_segments_new (_ ("Which are listed"), kinds);
  gtk_widget_set_valign (segments, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (segments, "changed", G_CALLBACK (kind_cb), self);
  gtk_box_append (GTK_BOX (bar), segments);

  GtkWidget *finished = gtk_check_button_new_with_label (_ ("Finished only"));
  gtk_widget_set_tooltip_text (finished, _ ("Leave out what diverged, failed or was given up"));
  g_signal_connect_swapped (finished, "notify::active", G_CALLBACK (finished_cb), self);
  gtk_box_append (GTK_BOX (bar), finished);

  g_autoptr (GMenuModel) menu = nabla_runs_table_sort_menu ();
  GtkWidget *sort = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (sort), "view-sort-descending-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (sort), menu);
  gtk_widget_set_tooltip_text (sort, _ ("Sort"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (sort), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sort"),
                                  -1);
  gtk_box_append (GTK_BOX (bar), sort);
}

static GtkWidget *
make_bar (NablaRunsPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (bar, "nabla-runs-bar");
  add_filters (self, bar);
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->count, 13);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count), _ ("Selected, of all that are listed"));
  gtk_label_set_xalign (self->count, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "nabla-runs-count");
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (bar),
                  make_button (NULL, _ ("Open on Bench"),
                               _ ("Put the experiment of the selected run on the bench (Return)"),
                               "runs.open"));
  gtk_box_append (GTK_BOX (bar),
                  make_button ("document-save-symbolic", _ ("Export…"),
                               _ ("Export the selected rows, or all that are listed"),
                               "runs.export"));
  gtk_box_append (GTK_BOX (bar),
                  make_button ("user-trash-symbolic", _ ("Delete"),
                               _ ("Delete the selected rows (Delete)"), "runs.delete"));
  return bar;
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *empty = nabla_message_new (
      NABLA_MESSAGE_PLAIN, "document-open-recent-symbolic", _ ("No Runs Yet"),
      _ ("Every run of at least 20 steps is kept here when it ends, and every trial of a search, "
         "to be compared, opened again and exported."));
  GtkWidget *button
      = nabla_message_add_button (NABLA_MESSAGE (empty), _ ("Train on the Bench"), TRUE, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "runs.bench");
  return empty;
}

static GtkWidget *
make_failure (NablaRunsPage *self)
{
  GtkWidget *failure
      = nabla_message_new (NABLA_MESSAGE_ERROR, NULL, _ ("Runs Cannot Be Read"), NULL);
  GtkWidget *button
      = nabla_message_add_button (NABLA_MESSAGE (failure), _ ("Try Again"), TRUE, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (list_again), self, G_CONNECT_SWAPPED);
  self->failure = NABLA_MESSAGE (failure);
  return failure;
}

static void
make_stack (NablaRunsPage *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->paned = GTK_PANED (gtk_paned_new (GTK_ORIENTATION_VERTICAL));
  gtk_paned_set_start_child (self->paned, GTK_WIDGET (self->table));
  gtk_paned_set_end_child (self->paned, GTK_WIDGET (self->compare));
  gtk_paned_set_shrink_start_child (self->paned, TRUE);
  gtk_paned_set_shrink_end_child (self->paned, TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->table), -1, 120);
  gtk_stack_add_named (self->stack, gtk_label_new (NULL), "loading");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->paned), "rows");
  gtk_stack_add_named (self->stack, make_empty (), "empty");
  gtk_stack_add_named (self->stack, make_failure (self), "failure");
  gtk_stack_add_named (self->stack,
                       nabla_message_new (NABLA_MESSAGE_PLAIN, "system-search-symbolic",
                                          _ ("Nothing Found"),
                                          _ ("No run has all of these words and is of this kind.")),
                       "nothing");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
}

static void
add_shortcut (GtkWidget *widget, guint key, GdkModifierType modifiers, const char *action)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers), gtk_named_action_new (action)));
  gtk_widget_add_controller (widget, controller);
}

/* --- The widget ------------------------------------------------------------------- */

static gboolean
nabla_runs_page_grab_focus (GtkWidget *widget)
{
  NablaRunsPage *self = NABLA_RUNS_PAGE (widget);
  gboolean has_rows = nabla_runs_model_length (self->model) > 0;
  return gtk_widget_grab_focus (has_rows ? GTK_WIDGET (self->table) : GTK_WIDGET (self->search));
}

static void
nabla_runs_page_map (GtkWidget *widget)
{
  NablaRunsPage *self = NABLA_RUNS_PAGE (widget);
  GTK_WIDGET_CLASS (nabla_runs_page_parent_class)->map (widget);
  nabla_runs_model_poll (self->model);
  if (self->poll == 0)
    self->poll = g_timeout_add_seconds (1, poll_cb, self);
}

static void
nabla_runs_page_unmap (GtkWidget *widget)
{
  NablaRunsPage *self = NABLA_RUNS_PAGE (widget);
  nabla_runs_compare_flush (self->compare);
  g_clear_handle_id (&self->poll, g_source_remove);
  GTK_WIDGET_CLASS (nabla_runs_page_parent_class)->unmap (widget);
}

static void
nabla_runs_page_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (NABLA_RUNS_PAGE (widget)->box, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static gboolean
room_changed_cb (gpointer data)
{
  NablaRunsPage *self = data;
  gtk_widget_set_visible (GTK_WIDGET (self->compare), !self->is_low);
  return G_SOURCE_REMOVE;
}

static void
nabla_runs_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaRunsPage *self = NABLA_RUNS_PAGE (widget);
  gboolean is_low = height < COMPARE_ROOM;
  if (!self->is_divided)
    gtk_paned_set_position (self->paned, (int)(height * TABLE_SHARE) - 48);
  self->is_divided = TRUE;
  /* Widgets are not to come and go while they are laid out. */
  if (is_low != self->is_low)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, room_changed_cb, g_object_ref (self), g_object_unref);
  self->is_low = is_low;
  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
nabla_runs_page_dispose (GObject *object)
{
  NablaRunsPage *self = NABLA_RUNS_PAGE (object);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_runs_page_parent_class)->dispose (object);
}

static void
nabla_runs_page_finalize (GObject *object)
{
  NablaRunsPage *self = NABLA_RUNS_PAGE (object);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->deleted, g_array_unref);
  g_clear_pointer (&self->jobs, nabla_runs_jobs_unref);
  G_OBJECT_CLASS (nabla_runs_page_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType type)
{
  return g_signal_new (name, NABLA_TYPE_RUNS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, type);
}

static void
nabla_runs_page_class_init (NablaRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_runs_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_runs_page_finalize;
  widget_class->grab_focus = nabla_runs_page_grab_focus;
  widget_class->map = nabla_runs_page_map;
  widget_class->unmap = nabla_runs_page_unmap;
  widget_class->measure = nabla_runs_page_measure;
  widget_class->size_allocate = nabla_runs_page_size_allocate;
  guint *signals = nabla_runs_page_signals;
  signals[NABLA_RUNS_PAGE_FAILED] = add_signal ("failed", 1, G_TYPE_ERROR);
  signals[NABLA_RUNS_PAGE_OPEN_REQUESTED] = add_signal ("open-requested", 1, G_TYPE_POINTER);
  signals[NABLA_RUNS_PAGE_BENCH_REQUESTED] = add_signal ("bench-requested", 0, G_TYPE_NONE);
  signals[NABLA_RUNS_PAGE_DELETED] = add_signal ("deleted", 1, G_TYPE_UINT);
  signals[NABLA_RUNS_PAGE_EXPORTED] = add_signal ("exported", 1, G_TYPE_STRING);
}

static void
nabla_runs_page_init (NablaRunsPage *self)
{
  self->actions = g_simple_action_group_new ();
  nabla_runs_page_add_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "runs", G_ACTION_GROUP (self->actions));
}

static void
connect_parts (NablaRunsPage *self)
{
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (list_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "selection-changed", G_CALLBACK (selection_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->compare, "failed", G_CALLBACK (nabla_runs_page_report), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (nabla_runs_page_open), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "table",
                                  nabla_runs_table_actions (self->table));
  add_shortcut (GTK_WIDGET (self->table), GDK_KEY_Delete, 0, "runs.delete");
  add_shortcut (GTK_WIDGET (self), GDK_KEY_f, GDK_CONTROL_MASK, "runs.find");
}

GtkWidget *
nabla_runs_page_new (const char *store_path)
{
  g_autofree char *path = store_path != NULL ? g_strdup (store_path) : nabla_store_default_path ();
  NablaRunsPage *self = g_object_new (NABLA_TYPE_RUNS_PAGE, NULL);
  self->jobs = nabla_runs_jobs_new (path);
  self->model = nabla_runs_model_new (self->jobs);
  self->table = NABLA_RUNS_TABLE (nabla_runs_table_new (self->model));
  self->compare = NABLA_RUNS_COMPARE (nabla_runs_compare_new (self->jobs));
  make_stack (self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), make_bar (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  connect_parts (self);
  selection_changed_cb (self);
  return GTK_WIDGET (self);
}
