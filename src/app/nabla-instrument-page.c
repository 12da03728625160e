/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-instrument-page.h"

#include "nabla-drop-area.h"
#include "nabla-figure-menu.h"
#include "nabla-instrument-panel.h"
#include "nabla-instrument-pointer.h"
#include "nabla-side-pane.h"
#include "nabla-tile-grid.h"

#include <glib/gi18n-lib.h>

/* Below, the panel lies over the views. */
#define PANEL_ROOM 1000

struct _NablaInstrumentPage
{
  GtkWidget parent_instance;
  NablaInstrumentState *state;
  NablaInstrumentPanel *panel;
  NablaSidePane *pane;
  NablaTileGrid *grid;
  GSimpleActionGroup *actions;
  GPtrArray *views;    /* (element-type NablaFigureView) (unowned), as the tiles are listed */
  GPtrArray *pointers; /* (element-type NablaInstrumentPointer) (unowned) */
};

static void lab_page_init (NablaLabPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaInstrumentPage,
                               nabla_instrument_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (NABLA_TYPE_LAB_PAGE, lab_page_init))

enum
{
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
report (NablaInstrumentPage *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
computed_cb (NablaInstrumentPage *self)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  const NablaSnapshot *snapshot = nabla_instrument_state_snapshot (self->state);
  for (guint i = 0; i < self->views->len; i++)
    {
      NablaFigureView *view = self->views->pdata[i];
      nabla_figure_view_set_snapshot (view, snapshot);
      if (instrument->tiles[i].takes_title && snapshot->title != NULL)
        nabla_tile_set_title (
            NABLA_TILE (gtk_widget_get_ancestor (GTK_WIDGET (view), NABLA_TYPE_TILE)),
            snapshot->title);
    }
}

static void
drawing_changed_cb (NablaInstrumentPage *self, gboolean is_drawing)
{
  for (guint i = 0; i < self->pointers->len; i++)
    nabla_instrument_pointer_set_drawing (self->pointers->pdata[i], is_drawing);
}

static gboolean
takes_series (NablaInstrumentPage *self)
{
  return nabla_instrument_state_instrument (self->state)->draws_on != NULL;
}

static gboolean
drop_cb (NablaInstrumentPage *self, const GValue *value)
{
  g_autoptr (GPtrArray) files = nabla_drop_area_files (value);
  if (files != NULL)
    {
      g_autofree char *path = g_file_get_path (files->pdata[0]);
      if (path != NULL)
        nabla_instrument_panel_open (self->panel, path);
      return path != NULL;
    }
  if (!G_VALUE_HOLDS_STRING (value))
    return FALSE;
  nabla_instrument_panel_paste (self->panel, g_value_get_string (value));
  return TRUE;
}

static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaInstrumentPage) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  if (text != NULL && self->panel != NULL)
    nabla_instrument_panel_paste (self->panel, text);
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb,
                                 g_object_ref (widget));
  return TRUE;
}

/* A series comes by dropping and by pasting. */
static void
accept_series (NablaInstrumentPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  GtkEventController *keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (paste_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, NablaInstrumentPage *self)
{
  const NablaInstrument *instrument = nabla_instrument_state_instrument (self->state);
  for (guint i = 0; instrument->params[i].name != NULL; i++)
    nabla_instrument_state_set (self->state, i, instrument->params[i].initial);
}

static void
add_tile (NablaInstrumentPage *self, const NablaInstrumentTile *spec)
{
  g_autoptr (GError) error = NULL;
  const NablaFigure *figure = nabla_figure_find (spec->figure, &error);
  if (figure == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  GtkWidget *tile = nabla_tile_new (figure->name, _ (figure->title));
  GtkWidget *view = nabla_figure_view_new (figure);
  nabla_tile_set_child (NABLA_TILE (tile), view);
  nabla_tile_set_weight (NABLA_TILE (tile), spec->weight);
  NablaFigureMenu *menu = nabla_figure_menu_new (NABLA_TILE (tile), NABLA_FIGURE_VIEW (view));
  g_signal_connect_object (menu, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  nabla_tile_grid_insert (self->grid, NABLA_TILE (tile), -1, spec->span);
  g_ptr_array_add (self->views, view);
  g_ptr_array_add (self->pointers,
                   nabla_instrument_pointer_new (NABLA_FIGURE_VIEW (view), self->state));
}

NablaInstrumentState *
nabla_instrument_page_get_state (NablaInstrumentPage *self)
{
  g_return_val_if_fail (NABLA_IS_INSTRUMENT_PAGE (self), NULL);

  return self->state;
}

void
nabla_instrument_page_open (NablaInstrumentPage *self, const char *path)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_PAGE (self) && path != NULL && takes_series (self));

  nabla_instrument_panel_open (self->panel, path);
}

void
nabla_instrument_page_set_drawing (NablaInstrumentPage *self, gboolean is_drawing)
{
  g_return_if_fail (NABLA_IS_INSTRUMENT_PAGE (self) && takes_series (self));

  nabla_instrument_panel_set_drawing (self->panel, is_drawing);
}

static gboolean
nabla_instrument_page_grab_focus (GtkWidget *widget)
{
  NablaInstrumentPage *self = NABLA_INSTRUMENT_PAGE (widget);
  return self->views->len > 0 && gtk_widget_grab_focus (self->views->pdata[0]);
}

static void
nabla_instrument_page_dispose (GObject *object)
{
  NablaInstrumentPage *self = NABLA_INSTRUMENT_PAGE (object);
  if (self->state != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->state, self);
      nabla_instrument_state_stop (self->state);
    }
  if (self->pane != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = NULL;
  self->panel = NULL;
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->pointers, g_ptr_array_unref);
  g_clear_object (&self->state);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (nabla_instrument_page_parent_class)->dispose (object);
}

static void
nabla_instrument_page_class_init (NablaInstrumentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = nabla_instrument_page_dispose;
  widget_class->grab_focus = nabla_instrument_page_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static NablaBenchHead *
get_head (NablaLabPage *page)
{
  return nabla_instrument_panel_head (NABLA_INSTRUMENT_PAGE (page)->panel);
}

static GActionGroup *
get_actions (NablaLabPage *page)
{
  return G_ACTION_GROUP (NABLA_INSTRUMENT_PAGE (page)->actions);
}

static void
set_panel_visible (NablaLabPage *page, gboolean visible)
{
  nabla_side_pane_set_visible (NABLA_INSTRUMENT_PAGE (page)->pane, visible);
}

static gboolean
get_panel_visible (NablaLabPage *page)
{
  return nabla_side_pane_get_visible (NABLA_INSTRUMENT_PAGE (page)->pane);
}

static void
set_presenting (NablaLabPage *page, gboolean presenting)
{
  NablaInstrumentPage *self = NABLA_INSTRUMENT_PAGE (page);
  for (guint i = 0; i < self->views->len; i++)
    nabla_figure_view_set_scales (self->views->pdata[i], presenting ? 1.6 : 1,
                                  presenting ? 1.7 : 1);
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
  NablaTileGrid *grid = NABLA_INSTRUMENT_PAGE (page)->grid;
  NablaTile *tile = nabla_tile_grid_get_tile (grid, number);
  if (tile != NULL)
    nabla_tile_grid_set_enlarged (grid, nabla_tile_grid_get_enlarged (grid) == tile ? NULL : tile);
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
nabla_instrument_page_init (NablaInstrumentPage *self)
{
  self->views = g_ptr_array_new ();
  self->pointers = g_ptr_array_new ();
}

GtkWidget *
nabla_instrument_page_new (const NablaInstrument *instrument)
{
  g_return_val_if_fail (instrument != NULL && instrument->tiles != NULL, NULL);

  NablaInstrumentPage *self = g_object_new (NABLA_TYPE_INSTRUMENT_PAGE, NULL);
  self->state = nabla_instrument_state_new (instrument);
  self->panel = NABLA_INSTRUMENT_PANEL (nabla_instrument_panel_new (self->state));
  self->grid = NABLA_TILE_GRID (nabla_tile_grid_new ());
  for (guint i = 0; instrument->tiles[i].figure != NULL; i++)
    add_tile (self, &instrument->tiles[i]);
  self->pane = NABLA_SIDE_PANE (
      nabla_side_pane_new (GTK_WIDGET (self->panel), GTK_WIDGET (self->grid), PANEL_ROOM));
  gtk_widget_set_parent (GTK_WIDGET (self->pane), GTK_WIDGET (self));

  self->actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) reset = g_simple_action_new ("reset", NULL);
  g_signal_connect_object (reset, "activate", G_CALLBACK (reset_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (reset));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "bench", G_ACTION_GROUP (self->actions));
  if (takes_series (self))
    accept_series (self);
  g_signal_connect_object (self->pane, "changed", G_CALLBACK (nabla_lab_page_panel_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "drawing-changed", G_CALLBACK (drawing_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->state, "computed", G_CALLBACK (computed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->state, "failed", G_CALLBACK (report), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
