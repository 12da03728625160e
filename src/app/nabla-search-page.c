/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-page.h"

#include "nabla-message.h"
#include "nabla-search-panel.h"
#include "nabla-search-table.h"
#include "nabla-search-transport.h"
#include "nabla-search-views.h"
#include "nabla-side-pane.h"

#include <glib/gi18n-lib.h>

/* Below, the panel lies over the views. */
#define PANEL_ROOM 1000
#define TRANSPORT_ROOM 760

struct _NablaSearchPage {
  GtkWidget parent_instance;
  NablaSession *session;
  NablaSearchModel *model;
  GSimpleActionGroup *actions;
  NablaSidePane *pane;
  NablaTileGrid *grid;
  NablaSearchViews *views;
  GtkStack *stack; /* the views, or what is missing */
  NablaSearchTransport *transport;
  guint tick;
};

static void lab_page_init (NablaLabPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaSearchPage, nabla_search_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (NABLA_TYPE_LAB_PAGE, lab_page_init))

enum { FAILED, OPEN_REQUESTED, N_SIGNALS };
static guint signals[N_SIGNALS];

NablaSearchModel *
nabla_search_page_model (NablaSearchPage *self)
{
  g_return_val_if_fail (NABLA_IS_SEARCH_PAGE (self), NULL);

  return self->model;
}

static void
report (NablaSearchPage *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
open_trial (NablaSearchPage *self, guint number)
{
  g_autoptr (GError) error = NULL;
  if (number == 0)
    return;
  g_autoptr (NablaExperiment) experiment = nabla_search_model_trial_experiment (self->model, number, &error);
  if (experiment != NULL)
    g_signal_emit (self, signals[OPEN_REQUESTED], 0, experiment);
  else
    report (self, error);
}

static void
play_cb (GSimpleAction *action, GVariant *parameter, NablaSearchPage *self)
{
  if (nabla_search_model_is_running (self->model))
    nabla_search_model_pause (self->model);
  else
    nabla_search_model_play (self->model);
}

static void
finish_cb (GSimpleAction *action, GVariant *parameter, NablaSearchPage *self)
{
  nabla_search_model_finish (self->model);
}

static void
refine_cb (GSimpleAction *action, GVariant *parameter, NablaSearchPage *self)
{
  nabla_search_model_refine (self->model);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, NablaSearchPage *self)
{
  nabla_search_model_reset (self->model);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, NablaSearchPage *self)
{
  open_trial (self, nabla_search_model_get_chosen (self->model));
}

static void
set_enabled (NablaSearchPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)),
                               enabled);
}

static void
state_changed_cb (NablaSearchPage *self)
{
  NablaExperiment *experiment = nabla_search_model_experiment (self->model);
  gboolean has_begun = nabla_search_model_search (self->model) != NULL;
  gboolean has_axes = experiment != NULL && nabla_experiment_search (experiment)->n_axes > 0;
  NablaSearchStatus status;
  nabla_search_model_get_status (self->model, &status);
  set_enabled (self, "play", has_axes);
  set_enabled (self, "finish", has_begun && status.state <= NABLA_SEARCH_PAUSED);
  set_enabled (self, "refine", has_begun && status.state == NABLA_SEARCH_DONE);
  set_enabled (self, "reset", has_begun);
  gtk_stack_set_visible_child_name (self->stack, has_axes ? "views" : "empty");
}

static void
changed_cb (NablaSearchPage *self)
{
  set_enabled (self, "open", nabla_search_model_get_chosen (self->model) > 0);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaSearchPage *self = NABLA_SEARCH_PAGE (widget);
  if (nabla_search_model_poll (self->model))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
awake_cb (NablaSearchPage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
search_rate_cb (NablaSearchPage *self)
{
  g_autoptr (GError) error = NULL;
  if (!nabla_search_model_set_axis (self->model, "train.learning_rate", "log 0.0001 1", &error))
    report (self, error);
}

static NablaBenchHead *
get_head (NablaLabPage *page)
{
  return NULL;
}

static GActionGroup *
get_actions (NablaLabPage *page)
{
  return G_ACTION_GROUP (NABLA_SEARCH_PAGE (page)->actions);
}

static void
set_panel_visible (NablaLabPage *page, gboolean visible)
{
  nabla_side_pane_set_visible (NABLA_SEARCH_PAGE (page)->pane, visible);
}

static gboolean
get_panel_visible (NablaLabPage *page)
{
  return nabla_side_pane_get_visible (NABLA_SEARCH_PAGE (page)->pane);
}

static void
set_presenting (NablaLabPage *page, gboolean presenting)
{
  NablaSearchPage *self = NABLA_SEARCH_PAGE (page);
  nabla_search_views_set_scales (self->views, presenting ? 1.6 : 1, presenting ? 1.7 : 1);
  nabla_tile_grid_set_presenter (self->grid, presenting);
  nabla_side_pane_set_over (self->pane, presenting);
  if (presenting)
    gtk_widget_add_css_class (GTK_WIDGET (self), "presenter");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presenter");
}

static void
enlarge (NablaLabPage *page, guint number)
{
  NablaSearchPage *self = NABLA_SEARCH_PAGE (page);
  NablaTile *tile = nabla_tile_grid_get_tile (self->grid, number);
  if (tile != NULL)
    nabla_tile_grid_set_enlarged (self->grid, nabla_tile_grid_get_enlarged (self->grid) == tile ? NULL : tile);
}

static void
lab_page_init (NablaLabPageInterface *iface)
{
  iface->get_head = get_head;
  iface->get_actions = get_actions;
  iface->set_panel_visible = set_panel_visible;
  iface->get_panel_visible = get_panel_visible;
  iface->set_presenting = set_presenting;
  iface->enlarge = enlarge;
}

static gboolean
nabla_search_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_SEARCH_PAGE (widget)->transport));
}

static void
nabla_search_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_search_page_parent_class)->map (widget);
  awake_cb (NABLA_SEARCH_PAGE (widget));
}

static void
nabla_search_page_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (NABLA_SEARCH_PAGE (widget)->pane), orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static void
nabla_search_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaSearchPage *self = NABLA_SEARCH_PAGE (widget);
  nabla_search_transport_set_narrow (self->transport, width < TRANSPORT_ROOM);
  gtk_widget_size_allocate (GTK_WIDGET (self->pane), &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
nabla_search_page_dispose (GObject *object)
{
  NablaSearchPage *self = NABLA_SEARCH_PAGE (object);
  if (self->pane != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = NULL;
  g_clear_object (&self->views);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (nabla_search_page_parent_class)->dispose (object);
}

static void
nabla_search_page_class_init (NablaSearchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_search_page_dispose;
  widget_class->grab_focus = nabla_search_page_grab_focus;
  widget_class->map = nabla_search_page_map;
  widget_class->measure = nabla_search_page_measure;
  widget_class->size_allocate = nabla_search_page_size_allocate;
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_SEARCH_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[OPEN_REQUESTED] = g_signal_new ("open-requested", NABLA_TYPE_SEARCH_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
nabla_search_page_init (NablaSearchPage *self)
{
  const GActionEntry entries[] = {
    { "play", (gpointer) play_cb },     { "finish", (gpointer) finish_cb }, { "refine", (gpointer) refine_cb },
    { "reset", (gpointer) reset_cb },   { "open", (gpointer) open_cb },
  };
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bench", G_ACTION_GROUP (self->actions));
}

static void
add_table (NablaSearchPage *self)
{
  NablaTile *tile = NABLA_TILE (nabla_tile_new ("best_trials", _("Best Trials")));
  GtkWidget *table = nabla_search_table_new (self->model), *open = gtk_button_new_with_label (_("Open on Bench"));
  gtk_widget_add_css_class (open, "nabla-small");
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "bench.open");
  nabla_tile_add_end (tile, open);
  nabla_tile_set_child (tile, table);
  nabla_tile_grid_insert (self->grid, tile, -1, 4);
  g_signal_connect_object (table, "activated", G_CALLBACK (open_trial), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_empty (NablaSearchPage *self)
{
  GtkWidget *empty = nabla_message_new (
      NABLA_MESSAGE_PLAIN, "system-search-symbolic", _("Nothing Is Searched Yet"),
      _("Choose with + at the left which hyperparameters shall be tried, and between which values."));
  GtkWidget *button
      = nabla_message_add_button (NABLA_MESSAGE (empty), _("Search the Learning Rate"), TRUE, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (search_rate_cb), self, G_CONNECT_SWAPPED);
  return empty;
}

static void
make_content (NablaSearchPage *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  self->views = nabla_search_views_new (self->model, self->grid);
  g_signal_connect_object (self->views, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  add_table (self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->grid), "views");
  gtk_stack_add_named (self->stack, make_empty (self), "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  self->transport = NABLA_SEARCH_TRANSPORT (nabla_search_transport_new (self->model));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->transport));
  self->pane = NABLA_SIDE_PANE (nabla_side_pane_new (nabla_search_panel_new (self->model), content, PANEL_ROOM));
  gtk_widget_set_parent (GTK_WIDGET (self->pane), GTK_WIDGET (self));
  g_signal_connect_object (self->pane, "changed", G_CALLBACK (nabla_lab_page_panel_changed), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
nabla_search_page_new (NablaSession *session, const char *store_path)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaSearchPage *self = g_object_new (NABLA_TYPE_SEARCH_PAGE, NULL);
  self->session = g_object_ref (session);
  self->model = nabla_search_model_new (session, store_path);
  make_content (self);
  g_signal_connect_object (self->model, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "awake", G_CALLBACK (awake_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
