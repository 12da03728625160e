/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench-page-private.h"

#include <glib/gi18n-lib.h>

static void lab_page_init (NablaLabPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaBenchPage, nabla_bench_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (NABLA_TYPE_LAB_PAGE, lab_page_init))

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Below, the panel lies over the views. */
#define PANEL_ROOM 1000
/* Below, the transport leaves out what is not needed. */
#define TRANSPORT_ROOM 760

static const char *const default_views[] = { "network", "boundary", "cost", "metrics", NULL };

NablaBenchView *
nabla_bench_page_find_view (NablaBenchPage *self, const char *name)
{
  for (guint i = 0; i < self->views->len; i++)
    if (g_str_equal (nabla_bench_view_name (self->views->pdata[i]), name))
      return self->views->pdata[i];
  return NULL;
}

static NablaBenchView *
view_of_tile (NablaBenchPage *self, NablaTile *tile)
{
  for (guint i = 0; i < self->views->len; i++)
    if (nabla_bench_view_tile (self->views->pdata[i]) == tile)
      return self->views->pdata[i];
  return NULL;
}

static gboolean
watch_cb (gpointer data)
{
  NablaBenchPage *self = data;
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_METRICS;
  options.example = self->example;
  for (guint i = 0; i < self->views->len; i++)
    nabla_bench_view_watch (self->views->pdata[i], &options);
  if (options.typed != NULL || options.example >= 0)
    options.watch |= NABLA_WATCH_EXAMPLE;
  nabla_session_watch (self->session, &options);
  self->watch_idle = 0;
  return G_SOURCE_REMOVE;
}

void
nabla_bench_page_queue_watch (NablaBenchPage *self)
{
  if (self->watch_idle == 0)
    self->watch_idle = g_idle_add_full (G_PRIORITY_DEFAULT, watch_cb, self, NULL);
}

static void
choose_example (NablaBenchPage *self, gint64 example)
{
  NablaBenchView *prediction = nabla_bench_page_find_view (self, "prediction");
  self->example = example == self->example ? -1 : example;
  if (prediction != NULL && self->example >= 0)
    nabla_bench_view_take_example (prediction, self->example);
  nabla_bench_page_queue_watch (self);
}

static void
report (NablaBenchPage *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

void
nabla_bench_page_remove_view (NablaBenchPage *self, NablaBenchView *view)
{
  nabla_tile_grid_remove (self->grid, nabla_bench_view_tile (view));
  g_ptr_array_remove (self->views, view);
  nabla_bench_page_queue_watch (self);
  nabla_bench_page_update_actions (self);
}

static void
close_requested_cb (NablaTile *tile, NablaBenchPage *self)
{
  NablaBenchView *view = view_of_tile (self, tile);
  if (view != NULL)
    nabla_bench_page_remove_view (self, view);
}

/* Text and lines of a figure, for a projector or a desk. */
static void
scale_view (NablaBenchPage *self, NablaBenchView *view)
{
  nabla_figure_view_set_scales (nabla_bench_view_figure_view (view), self->presenting ? 1.6 : 1,
                                self->presenting ? 1.7 : 1);
}

void
nabla_bench_page_add_view (NablaBenchPage *self, const NablaFigure *figure)
{
  if (nabla_bench_page_find_view (self, figure->name) != NULL)
    return;
  NablaBenchView *view = nabla_bench_view_new (figure, self->session);
  NablaTile *tile = nabla_bench_view_tile (view);
  g_ptr_array_add (self->views, view);
  g_signal_connect_object (tile, "close-requested", G_CALLBACK (close_requested_cb), self, 0);
  g_signal_connect_object (view, "watch-changed", G_CALLBACK (nabla_bench_page_queue_watch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "example-chosen", G_CALLBACK (choose_example), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  nabla_tile_grid_insert (self->grid, tile, -1, self->views->len % 2 == 1 ? 7 : 5);
  scale_view (self, view);
  nabla_bench_view_run_changed (view);
  if (nabla_session_snapshot (self->session) != NULL)
    nabla_bench_view_set_snapshot (view, nabla_session_snapshot (self->session));
  nabla_bench_page_queue_watch (self);
  nabla_bench_page_update_actions (self);
  nabla_bench_page_update_footer (self);
}

void
nabla_bench_page_show_view (NablaBenchPage *self, const char *name)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self) && name != NULL);

  const NablaFigure *figure = nabla_figure_find (name, NULL);
  if (figure != NULL && !figure->is_apart)
    nabla_bench_page_add_view (self, figure);
}

void
nabla_bench_page_show_views (NablaBenchPage *self, const char *const *names)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self) && names != NULL);

  while (self->views->len > 0)
    nabla_bench_page_remove_view (self, self->views->pdata[0]);
  for (; *names != NULL; names++)
    {
      const NablaFigure *figure = nabla_figure_find (*names, NULL);
      if (figure != NULL && !figure->is_apart)
        nabla_bench_page_add_view (self, figure);
    }
}

static void
snapshot_cb (NablaBenchPage *self, const NablaSnapshot *snapshot)
{
  for (guint i = 0; i < self->views->len; i++)
    nabla_bench_view_set_snapshot (self->views->pdata[i], snapshot);
}

static void
run_changed_cb (NablaBenchPage *self)
{
  NablaProblem *problem = nabla_session_problem (self->session);
  if (self->example >= (gint64) problem->dataset->m)
    self->example = -1;
  for (guint i = 0; i < self->views->len; i++)
    nabla_bench_view_run_changed (self->views->pdata[i]);
  nabla_bench_page_queue_watch (self);
}

static void
state_changed_cb (NablaBenchPage *self)
{
  nabla_bench_page_update_actions (self);
  nabla_bench_page_update_footer (self);
  nabla_bench_page_update_loading (self);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaBenchPage *self = NABLA_BENCH_PAGE (widget);
  if (nabla_session_poll (self->session))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
awake_cb (NablaBenchPage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static gboolean
nabla_bench_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (NABLA_BENCH_PAGE (widget)->transport));
}

static void
nabla_bench_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (nabla_bench_page_parent_class)->map (widget);
  awake_cb (NABLA_BENCH_PAGE (widget));
}

NablaSession *
nabla_bench_page_session (NablaBenchPage *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_PAGE (self), NULL);

  return self->session;
}

void
nabla_bench_page_set_panel_visible (NablaBenchPage *self, gboolean visible)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self));

  nabla_side_pane_set_visible (self->pane, visible);
}

gboolean
nabla_bench_page_get_panel_visible (NablaBenchPage *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_PAGE (self), FALSE);

  return nabla_side_pane_get_visible (self->pane);
}

gboolean
nabla_bench_page_get_panel_wanted (NablaBenchPage *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_PAGE (self), FALSE);

  return nabla_side_pane_get_wanted (self->pane);
}

void
nabla_bench_page_set_controls (NablaBenchPage *self, const char *const *keys)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self));

  nabla_control_strip_set_keys (self->strip, keys);
}

gboolean
nabla_bench_page_point_at (NablaBenchPage *self, const char *key)
{
  g_return_val_if_fail (NABLA_IS_BENCH_PAGE (self) && key != NULL, FALSE);

  return nabla_control_strip_point_at (self->strip, key);
}

void
nabla_bench_page_set_status (NablaBenchPage *self, const char *status)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self) && status != NULL);

  nabla_panel_set_status (self->panel, status);
}

void
nabla_bench_page_set_presenting (NablaBenchPage *self, gboolean presenting)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self));

  self->presenting = presenting;
  for (guint i = 0; i < self->views->len; i++)
    scale_view (self, self->views->pdata[i]);
  nabla_tile_grid_set_presenter (self->grid, presenting);
  nabla_transport_set_scale (self->transport, presenting ? 1.6 : 1);
  nabla_side_pane_set_over (self->pane, presenting);
  if (presenting)
    gtk_widget_add_css_class (GTK_WIDGET (self), "presenter");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "presenter");
}

GVariant *
nabla_bench_page_get_tiles (NablaBenchPage *self)
{
  g_return_val_if_fail (NABLA_IS_BENCH_PAGE (self), NULL);

  return nabla_tile_grid_get_order (self->grid);
}

void
nabla_bench_page_set_tiles (NablaBenchPage *self, GVariant *tiles)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self) && tiles != NULL);

  GVariantIter iter;
  const char *name;
  guint32 span;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_variant_iter_init (&iter, tiles);
  while (g_variant_iter_next (&iter, "(&su)", &name, &span))
    g_ptr_array_add (names, (char *) name);
  g_ptr_array_add (names, NULL);
  nabla_bench_page_show_views (self, (const char *const *) names->pdata);
  if (self->views->len == 0)
    nabla_bench_page_show_views (self, default_views);
  nabla_tile_grid_set_order (self->grid, tiles);
}

void
nabla_bench_page_enlarge (NablaBenchPage *self, guint number)
{
  g_return_if_fail (NABLA_IS_BENCH_PAGE (self));

  NablaTile *tile = nabla_tile_grid_get_tile (self->grid, number);
  if (tile != NULL)
    nabla_tile_grid_set_enlarged (self->grid, nabla_tile_grid_get_enlarged (self->grid) == tile ? NULL : tile);
}

static void
nabla_bench_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  NablaBenchPage *self = NABLA_BENCH_PAGE (widget);
  nabla_transport_set_narrow (self->transport, width < TRANSPORT_ROOM);
  gtk_widget_size_allocate (GTK_WIDGET (self->pane), &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
nabla_bench_page_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (NABLA_BENCH_PAGE (widget)->pane), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
nabla_bench_page_dispose (GObject *object)
{
  NablaBenchPage *self = NABLA_BENCH_PAGE (object);
  g_clear_handle_id (&self->watch_idle, g_source_remove);
  g_clear_handle_id (&self->loading_timeout, g_source_remove);
  if (self->pane != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = NULL;
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (nabla_bench_page_parent_class)->dispose (object);
}

static void
nabla_bench_page_class_init (NablaBenchPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_bench_page_dispose;
  widget_class->grab_focus = nabla_bench_page_grab_focus;
  widget_class->map = nabla_bench_page_map;
  widget_class->measure = nabla_bench_page_measure;
  widget_class->size_allocate = nabla_bench_page_size_allocate;
  signals[FAILED] = g_signal_new ("failed", NABLA_TYPE_BENCH_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static NablaBenchHead *
get_head (NablaLabPage *page)
{
  return nabla_panel_head (NABLA_BENCH_PAGE (page)->panel);
}

static GActionGroup *
get_actions (NablaLabPage *page)
{
  return G_ACTION_GROUP (NABLA_BENCH_PAGE (page)->actions);
}

static void
set_panel_visible (NablaLabPage *page, gboolean visible)
{
  nabla_bench_page_set_panel_visible (NABLA_BENCH_PAGE (page), visible);
}

static gboolean
get_panel_visible (NablaLabPage *page)
{
  return nabla_bench_page_get_panel_visible (NABLA_BENCH_PAGE (page));
}

static void
set_presenting (NablaLabPage *page, gboolean presenting)
{
  nabla_bench_page_set_presenting (NABLA_BENCH_PAGE (page), presenting);
}

static void
enlarge (NablaLabPage *page, guint number)
{
  nabla_bench_page_enlarge (NABLA_BENCH_PAGE (page), number);
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

static void
panel_changed_cb (NablaBenchPage *self)
{
  nabla_lab_page_panel_changed (NABLA_LAB_PAGE (self));
}

static void
nabla_bench_page_init (NablaBenchPage *self)
{
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  self->example = -1;
}

GtkWidget *
nabla_bench_page_new (NablaSession *session)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaBenchPage *self = g_object_new (NABLA_TYPE_BENCH_PAGE, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->session = g_object_ref (session);
  self->panel = g_object_new (NABLA_TYPE_PANEL, NULL);
  self->grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  self->transport = g_object_new (NABLA_TYPE_TRANSPORT, NULL);
  self->strip = NABLA_CONTROL_STRIP (nabla_control_strip_new (session));
  gtk_widget_set_vexpand (GTK_WIDGET (self->grid), TRUE);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->strip));
  gtk_box_append (GTK_BOX (content), nabla_bench_page_make_loading (self, GTK_WIDGET (self->grid)));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->transport));
  self->pane = NABLA_SIDE_PANE (nabla_side_pane_new (GTK_WIDGET (self->panel), content, PANEL_ROOM));
  gtk_widget_set_parent (GTK_WIDGET (self->pane), GTK_WIDGET (self));

  nabla_bench_page_add_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bench", G_ACTION_GROUP (self->actions));
  nabla_panel_set_session (self->panel, session);
  nabla_transport_set_session (self->transport, session);
  nabla_session_set_speed (session, NABLA_TRANSPORT_SPEED);
  g_signal_connect_object (self->pane, "changed", G_CALLBACK (panel_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "snapshot", G_CALLBACK (snapshot_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (run_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "awake", G_CALLBACK (awake_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
