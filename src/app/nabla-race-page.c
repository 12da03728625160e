/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-race-page.h"

#include "nabla-figure-menu.h"
#include "nabla-race-panel.h"
#include "nabla-race-start.h"
#include "nabla-race-transport.h"
#include "nabla-race-weights.h"
#include "nabla-segments.h"
#include "nabla-side-pane.h"
#include "nabla-tile-grid.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Below, the panel lies over the views. */
#define PANEL_ROOM 1000
/* Below, the transport leaves out what is not needed. */
#define TRANSPORT_ROOM 760
/* What the standings need below the cost: a head, and a row for each racer */
#define STANDINGS_HEAD 48
#define STANDINGS_ROW 27
#define FIRST_ROW_WEIGHT 2
#define PRESENTER_TEXT 1.6

typedef struct
{
  NablaTile *tile;
  NablaFigureView *view;
} View;

struct _NablaRacePage
{
  GtkWidget parent_instance;
  NablaRaceModel *model;
  GSimpleActionGroup *actions;
  NablaSidePane *pane;
  NablaRacePanel *panel;
  NablaTileGrid *grid;
  NablaRaceTransport *transport;
  View bowl, boundaries, cost, terms;
  NablaFigureView *standings;
  GtkWidget *standings_room;
  NablaSegments *against;
  gboolean presenting;
  guint tick;
};

static void lab_page_init (NablaLabPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaRacePage,
                               nabla_race_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (NABLA_TYPE_LAB_PAGE, lab_page_init))

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaRacePage *self = NABLA_RACE_PAGE (widget);
  if (nabla_race_model_poll (self->model, gdk_frame_clock_get_frame_time (clock)))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
awake_cb (NablaRacePage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
snapshot_cb (NablaRacePage *self, const NablaSnapshot *snapshot)
{
  NablaFigureView *const views[] = { self->bowl.view, self->boundaries.view, self->cost.view,
                                     self->standings, self->terms.view };
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    nabla_figure_view_set_snapshot (views[i], snapshot);
}

static void
failed_cb (NablaRacePage *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

/* The tiles of this arena, in their places. */
static void
place_tiles (NablaRacePage *self)
{
  gboolean is_bowl = nabla_race_model_arena (self->model) != NULL;
  View *wanted = is_bowl ? &self->bowl : &self->boundaries;
  View *other = is_bowl ? &self->boundaries : &self->bowl;
  if (nabla_tile_grid_get_index (self->grid, wanted->tile) >= 0)
    return;
  if (nabla_tile_grid_get_index (self->grid, other->tile) >= 0)
    nabla_tile_grid_remove (self->grid, other->tile);
  nabla_tile_grid_insert (self->grid, wanted->tile, 0, 7);
}

static void
update_terms_title (NablaRacePage *self)
{
  int chosen = nabla_race_model_chosen (self->model);
  if (chosen < 0)
    return;
  g_autofree char *title = g_strdup_printf (
      _ ("%s, Term by Term"), nabla_race_model_racer (self->model, (guint)chosen)->title);
  nabla_tile_set_title (self->terms.tile, title);
}

static void
set_enabled (NablaRacePage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
state_changed_cb (NablaRacePage *self)
{
  gboolean is_bowl = nabla_race_model_arena (self->model) != NULL;
  gboolean is_there = is_bowl || nabla_race_model_base (self->model) != NULL;
  GAction *speed = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "speed");
  set_enabled (self, "play", is_there);
  set_enabled (self, "reset", is_there);
  set_enabled (self, "step", is_there);
  set_enabled (self, "step-back", is_there);
  g_simple_action_set_state (G_SIMPLE_ACTION (speed),
                             g_variant_new_double (nabla_race_model_speed (self->model)));
}

static void
update_standings_room (NablaRacePage *self)
{
  guint rows = nabla_race_model_n_racers (self->model);
  double scale = self->presenting ? PRESENTER_TEXT : 1;
  gtk_widget_set_size_request (self->standings_room, -1,
                               (int)(scale * (STANDINGS_HEAD + STANDINGS_ROW * rows)));
}

static void
changed_cb (NablaRacePage *self)
{
  gboolean is_bowl = nabla_race_model_arena (self->model) != NULL;
  place_tiles (self);
  nabla_tile_set_title (self->bowl.tile,
                        is_bowl ? _ (nabla_race_model_arena (self->model)->title) : _ ("Bowl"));
  update_terms_title (self);
  update_standings_room (self);
  /* In a bowl nobody measures time. */
  nabla_segments_set_enabled (self->against, 1, !is_bowl);
  if (is_bowl && nabla_segments_get_active (self->against) == 1)
    {
      nabla_segments_set_active (self->against, 0);
      nabla_figure_view_set_setting (self->cost.view, "across", 0, NULL);
    }
}

static void
watch_cb (NablaRacePage *self)
{
  nabla_race_model_watch (self->model, gtk_widget_get_mapped (GTK_WIDGET (self->boundaries.view)));
}

/* A click on a racer, wherever it is drawn. */
static void
mark_cb (NablaFigureView *view,
         int series,
         guint index,
         double x,
         double y,
         int n_press,
         GdkModifierType state,
         NablaRacePage *self)
{
  if (series >= 0 && series < (int)nabla_race_model_n_racers (self->model))
    nabla_race_model_choose (self->model, series);
}

static void
dark_changed_cb (NablaFigureView *view)
{
  nabla_figure_view_set_dark (view, adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static NablaFigureView *
make_figure (NablaRacePage *self, const char *name)
{
  GtkWidget *view = nabla_figure_view_new (nabla_figure_find (name, NULL));
  g_signal_connect_object (view, "mark-activated", G_CALLBACK (mark_cb), self, 0);
  gtk_widget_set_vexpand (view, TRUE);
  return NABLA_FIGURE_VIEW (view);
}

/* A tile around a figure, which the page does not let go of. */
static View
make_view (NablaRacePage *self, const char *name, double weight)
{
  View view = { .view = make_figure (self, name) };
  const NablaFigure *figure = nabla_figure_view_get_figure (view.view);
  view.tile = NABLA_TILE (g_object_ref_sink (nabla_tile_new (name, _ (figure->title))));
  nabla_tile_set_weight (view.tile, weight);
  gtk_widget_action_set_enabled (GTK_WIDGET (view.tile), "tile.close", FALSE);
  NablaFigureMenu *menu = nabla_figure_menu_new (view.tile, view.view);
  g_signal_connect_object (menu, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  return view;
}

static void
against_cb (NablaSegments *segments, int index, NablaRacePage *self)
{
  nabla_figure_view_set_setting (self->cost.view, "across", index, NULL);
}

static void
make_bowl (NablaRacePage *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  self->bowl = make_view (self, "bowl", FIRST_ROW_WEIGHT);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->bowl.view));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay),
                           nabla_race_start_new (self->model, self->bowl.view));
  nabla_tile_set_child (self->bowl.tile, overlay);
}

static void
make_cost (NablaRacePage *self)
{
  const char *const words[] = { _ ("Steps"), _ ("Seconds"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->cost = make_view (self, "race_cost", FIRST_ROW_WEIGHT);
  self->standings = make_figure (self, "standings");
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (dark_changed_cb), self->standings, G_CONNECT_SWAPPED);
  dark_changed_cb (self->standings);
  /* A figure would like to be larger than its rows. */
  GtkWidget *overlay = gtk_overlay_new ();
  self->standings_room = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->standings_room);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->standings));
  gtk_widget_set_vexpand (overlay, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->cost.view));
  gtk_box_append (GTK_BOX (box), overlay);
  nabla_tile_set_child (self->cost.tile, box);
  self->against = NABLA_SEGMENTS (nabla_segments_new (_ ("Cost against"), words));
  nabla_tile_add_end (self->cost.tile, GTK_WIDGET (self->against));
  g_signal_connect_object (self->against, "changed", G_CALLBACK (against_cb), self, 0);
}

static void
make_tiles (NablaRacePage *self)
{
  make_bowl (self);
  self->boundaries = make_view (self, "boundaries", FIRST_ROW_WEIGHT);
  nabla_tile_set_child (self->boundaries.tile, GTK_WIDGET (self->boundaries.view));
  g_signal_connect_object (self->boundaries.view, "map", G_CALLBACK (watch_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->boundaries.view, "unmap", G_CALLBACK (watch_cb), self,
                           G_CONNECT_SWAPPED);
  make_cost (self);
  self->terms = make_view (self, "terms", 1);
  nabla_tile_set_child (self->terms.tile, GTK_WIDGET (self->terms.view));
  nabla_tile_add_end (self->terms.tile, nabla_race_weights_new (self->model));
  nabla_tile_grid_insert (self->grid, self->bowl.tile, -1, 7);
  nabla_tile_grid_insert (self->grid, self->cost.tile, -1, 5);
  nabla_tile_grid_insert (self->grid, self->terms.tile, -1, 12);
}

static void
play_cb (GSimpleAction *action, GVariant *parameter, NablaRacePage *self)
{
  if (nabla_race_model_state (self->model) == NABLA_RUN_RUNNING)
    nabla_race_model_pause (self->model);
  else
    nabla_race_model_play (self->model);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, NablaRacePage *self)
{
  nabla_race_model_step (self->model, 1);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, NablaRacePage *self)
{
  nabla_race_model_step (self->model, -1);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, NablaRacePage *self)
{
  nabla_race_model_reset (self->model);
}

static void
speed_cb (GSimpleAction *action, GVariant *value, NablaRacePage *self)
{
  nabla_race_model_set_speed (self->model, g_variant_get_double (value));
}

static void
add_actions (NablaRacePage *self)
{
  const GActionEntry entries[] = {
    { "play", (gpointer)play_cb },
    { "step", (gpointer)step_cb },
    { "step-back", (gpointer)back_cb },
    { "reset", (gpointer)reset_cb },
    { "speed", NULL, "d", "0.0", (gpointer)speed_cb },
  };
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bench", G_ACTION_GROUP (self->actions));
}

gboolean
nabla_race_page_open (NablaRacePage *self, const char *name)
{
  g_return_val_if_fail (NABLA_IS_RACE_PAGE (self) && name != NULL, FALSE);

  g_autoptr (GError) error = NULL;
  if (nabla_race_model_open (self->model, name, &error))
    return TRUE;
  failed_cb (self, error);
  return FALSE;
}

NablaRaceModel *
nabla_race_page_model (NablaRacePage *self)
{
  g_return_val_if_fail (NABLA_IS_RACE_PAGE (self), NULL);

  return self->model;
}

static NablaBenchHead *
get_head (NablaLabPage *page)
{
  return nabla_race_panel_head (NABLA_RACE_PAGE (page)->panel);
}

static GActionGroup *
get_actions (NablaLabPage *page)
{
  return G_ACTION_GROUP (NABLA_RACE_PAGE (page)->actions);
}

static void
set_panel_visible (NablaLabPage *page, gboolean visible)
{
  nabla_side_pane_set_visible (NABLA_RACE_PAGE (page)->pane, visible);
}

static gboolean
get_panel_visible (NablaLabPage *page)
{
  return nabla_side_pane_get_visible (NABLA_RACE_PAGE (page)->pane);
}

static void
set_presenting (NablaLabPage *page, gboolean presenting)
{
  NablaRacePage *self = NABLA_RACE_PAGE (page);
  NablaFigureView *const views[] = { self->bowl.view, self->boundaries.view, self->cost.view,
                                     self->standings, self->terms.view };
  double text = presenting ? PRESENTER_TEXT : 1, lines = presenting ? 1.7 : 1;
  self->presenting = presenting;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    nabla_figure_view_set_scales (views[i], text, lines);
  update_standings_room (self);
  nabla_tile_grid_set_presenter (self->grid, presenting);
  nabla_race_transport_set_scale (self->transport, text);
  nabla_side_pane_set_over (self->pane, presenting);
  if (presenting)
    gtk_widget_add_css_class (GTK_WIDGET (self), "presenter");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presenter");
}

static void
enlarge (NablaLabPage *page, guint number)
{
  NablaRacePage *self = NABLA_RACE_PAGE (page);
  NablaTile *tile = nabla_tile_grid_get_tile (self->grid, number);
  if (tile != NULL)
    nabla_tile_grid_set_enlarged (self->grid,
                                  nabla_tile_grid_get_enlarged (self->grid) == tile ? NULL : tile);
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
nabla_race_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_RACE_PAGE (widget)->transport));
}

static void
nabla_race_page_map (GtkWidget *widget)
{
  NablaRacePage *self = NABLA_RACE_PAGE (widget);
  GTK_WIDGET_CLASS (nabla_race_page_parent_class)->map (widget);
  nabla_race_model_set_awake (self->model, TRUE);
  awake_cb (self);
}

/* Nobody looks: who races, waits. */
static void
nabla_race_page_unmap (GtkWidget *widget)
{
  NablaRacePage *self = NABLA_RACE_PAGE (widget);
  nabla_race_model_set_awake (self->model, FALSE);
  GTK_WIDGET_CLASS (nabla_race_page_parent_class)->unmap (widget);
}

static void
nabla_race_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaRacePage *self = NABLA_RACE_PAGE (widget);
  nabla_race_transport_set_narrow (self->transport, width < TRANSPORT_ROOM);
  gtk_widget_size_allocate (GTK_WIDGET (self->pane), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
}

static void
nabla_race_page_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (NABLA_RACE_PAGE (widget)->pane), orientation, for_size, minimum,
                      natural, NULL, NULL);
}

static void
nabla_race_page_dispose (GObject *object)
{
  NablaRacePage *self = NABLA_RACE_PAGE (object);
  View *const views[] = { &self->bowl, &self->boundaries, &self->cost, &self->terms };
  if (self->pane != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    g_clear_object (&views[i]->tile);
  g_clear_object (&self->model);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (nabla_race_page_parent_class)->dispose (object);
}

static void
nabla_race_page_class_init (NablaRacePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_race_page_dispose;
  widget_class->grab_focus = nabla_race_page_grab_focus;
  widget_class->map = nabla_race_page_map;
  widget_class->unmap = nabla_race_page_unmap;
  widget_class->measure = nabla_race_page_measure;
  widget_class->size_allocate = nabla_race_page_size_allocate;
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_RACE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
nabla_race_page_init (NablaRacePage *self)
{
}

static void
connect_model (NablaRacePage *self)
{
  g_signal_connect_object (self->model, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "state-changed", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "snapshot", G_CALLBACK (snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "awake", G_CALLBACK (awake_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  state_changed_cb (self);
  if (nabla_race_model_snapshot (self->model) != NULL)
    snapshot_cb (self, nabla_race_model_snapshot (self->model));
}

GtkWidget *
nabla_race_page_new (NablaSession *session)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaRacePage *self = g_object_new (NABLA_TYPE_RACE_PAGE, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->model = nabla_race_model_new (session);
  self->panel = NABLA_RACE_PANEL (nabla_race_panel_new (self->model));
  self->grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  self->transport = NABLA_RACE_TRANSPORT (nabla_race_transport_new (self->model));
  make_tiles (self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->grid), TRUE);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->transport));
  self->pane
      = NABLA_SIDE_PANE (nabla_side_pane_new (GTK_WIDGET (self->panel), content, PANEL_ROOM));
  gtk_widget_set_parent (GTK_WIDGET (self->pane), GTK_WIDGET (self));
  g_signal_connect_object (self->pane, "changed", G_CALLBACK (nabla_lab_page_panel_changed), self,
                           G_CONNECT_SWAPPED);
  add_actions (self);
  connect_model (self);
  return GTK_WIDGET (self);
}
