/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-tile-grid.h"

#include "nabla-tile-area-private.h"
#include "nabla-tile-places.h"

#include <math.h>

struct _NablaTileGrid {
  GtkWidget parent_instance;
  GtkWidget *window;
  NablaTileArea *area;

  GtkGesture *drag;
  NablaTile *dragged;
  gboolean is_dragging;  /* beyond the threshold */
  guint drag_from;       /* index at the start, for Escape */
  double grip_x, grip_y; /* of the pointer in the tile */
};

G_DEFINE_FINAL_TYPE (NablaTileGrid, nabla_tile_grid, GTK_TYPE_WIDGET)

enum {
  PROP_ENLARGED = 1,
  N_PROPS
};
enum {
  CHANGED,
  N_SIGNALS
};
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* --- Moving tiles ------------------------------------------------------------- */

static void
end_drag (NablaTileGrid *self, gboolean keep)
{
  NablaTile *tile = g_steal_pointer (&self->dragged);
  if (tile == NULL || !self->is_dragging)
    return;
  self->is_dragging = FALSE;
  nabla_tile_area_begin_motion (self->area);
  int index = nabla_tile_area_index (self->area, tile);
  if (!keep && index >= 0)
    nabla_tile_area_move (self->area, (guint)index, self->drag_from);
  nabla_tile_area_set_dragged (self->area, NULL, 0, 0);
  if (keep && index != (int)self->drag_from)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
drag_begin_cb (NablaTileGrid *self, double x, double y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self->area), x, y, GTK_PICK_DEFAULT);
  GtkWidget *tile = under != NULL ? gtk_widget_get_ancestor (under, NABLA_TYPE_TILE) : NULL;
  if (tile == NULL || nabla_tile_area_index (self->area, NABLA_TILE (tile)) < 0)
    return;
  GtkWidget *head = nabla_tile_get_head (NABLA_TILE (tile));
  if (under != head && !gtk_widget_is_ancestor (under, head))
    return;
  self->dragged = NABLA_TILE (tile);
  self->drag_from = (guint)nabla_tile_area_index (self->area, self->dragged);
  GdkRectangle place = nabla_tile_area_place (self->area, self->drag_from);
  self->grip_x = x - place.x;
  self->grip_y = y - place.y;
}

static void
drag_update_cb (NablaTileGrid *self, double dx, double dy)
{
  double x, y;
  if (self->dragged == NULL
      || !gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (self->drag), &x, &y))
    return;
  if (!self->is_dragging)
    {
      if (!gtk_drag_check_threshold (GTK_WIDGET (self->area), 0, 0, (int)dx, (int)dy))
        return;
      gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_CLAIMED);
      self->is_dragging = TRUE;
    }
  x += dx;
  y += dy;
  int index = nabla_tile_area_index (self->area, self->dragged);
  if (index < 0)
    return;
  guint to = nabla_tile_area_index_at (self->area, (guint)index, x, y);
  if (to != (guint)index)
    {
      nabla_tile_area_begin_motion (self->area);
      nabla_tile_area_move (self->area, (guint)index, to);
    }
  nabla_tile_area_set_dragged (self->area, self->dragged, x - self->grip_x, y - self->grip_y);
}

static void
drag_end_cb (NablaTileGrid *self)
{
  end_drag (self, TRUE);
}

static void
drag_cancel_cb (NablaTileGrid *self)
{
  end_drag (self, FALSE);
}

static gboolean
escape_cb (NablaTileGrid *self, guint key, guint code, GdkModifierType modifiers)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (self->is_dragging)
    end_drag (self, FALSE);
  else if (nabla_tile_area_get_enlarged (self->area) != NULL)
    nabla_tile_grid_set_enlarged (self, NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* The next tile in @direction whose middle is nearest; -1 if there is none */
static int
neighbour (NablaTileGrid *self, guint index, GtkDirectionType direction)
{
  GdkRectangle own = nabla_tile_area_place (self->area, index);
  int best = -1;
  double least = G_MAXDOUBLE;
  for (guint i = 0; i < nabla_tile_area_n (self->area); i++)
    {
      GdkRectangle place = nabla_tile_area_place (self->area, i);
      double dx = place.x + place.width / 2.0 - own.x - own.width / 2.0;
      double dy = place.y + place.height / 2.0 - own.y - own.height / 2.0;
      gboolean lies_there = direction == GTK_DIR_LEFT    ? place.x + place.width <= own.x
                            : direction == GTK_DIR_RIGHT ? place.x >= own.x + own.width
                            : direction == GTK_DIR_UP    ? place.y + place.height <= own.y
                                                         : place.y >= own.y + own.height;
      if (i != index && lies_there && hypot (dx, dy) < least)
        {
          least = hypot (dx, dy);
          best = (int)i;
        }
    }
  return best;
}

static void
tile_move_cb (NablaTileGrid *self, GtkDirectionType direction, NablaTile *tile)
{
  int index = nabla_tile_area_index (self->area, tile);
  int to = index < 0 ? -1 : neighbour (self, (guint)index, direction);
  if (to < 0)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  nabla_tile_grid_move (self, tile, (guint)to);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tile_change_span_cb (NablaTileGrid *self, int by, NablaTile *tile)
{
  int span = nabla_tile_grid_get_span (self, tile);
  int wanted = CLAMP (span + by, 2, NABLA_TILE_TWELFTHS);
  if (wanted == span)
    return;
  nabla_tile_grid_set_span (self, tile, wanted);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tile_enlarge_cb (NablaTileGrid *self, NablaTile *tile)
{
  GtkWidget *widget = GTK_WIDGET (tile);
  gboolean is_miniature = gtk_widget_has_css_class (widget, "miniature");
  NablaTile *enlarged = nabla_tile_area_get_enlarged (self->area);
  if (enlarged == tile)
    nabla_tile_grid_set_enlarged (self, NULL);
  else if (enlarged != NULL || !nabla_tile_area_is_focus (self->area))
    nabla_tile_grid_set_enlarged (self, tile);
  else
    {
      nabla_tile_area_begin_motion (self->area);
      if (is_miniature)
        nabla_tile_area_choose (self->area, tile);
      else
        nabla_tile_area_toggle_alone (self->area);
    }
}

/* --- Widget ----------------------------------------------------------------- */

static void
nabla_tile_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ENLARGED)
    g_value_set_object (value, nabla_tile_grid_get_enlarged (NABLA_TILE_GRID (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_tile_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ENLARGED)
    nabla_tile_grid_set_enlarged (NABLA_TILE_GRID (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
nabla_tile_grid_dispose (GObject *object)
{
  NablaTileGrid *self = NABLA_TILE_GRID (object);
  self->dragged = NULL;
  self->area = NULL;
  g_clear_pointer (&self->window, gtk_widget_unparent);
  G_OBJECT_CLASS (nabla_tile_grid_parent_class)->dispose (object);
}

static void
nabla_tile_grid_class_init (NablaTileGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = nabla_tile_grid_dispose;
  object_class->get_property = nabla_tile_grid_get_property;
  object_class->set_property = nabla_tile_grid_set_property;
  props[PROP_ENLARGED]
      = g_param_spec_object ("enlarged", NULL, NULL, NABLA_TYPE_TILE,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", NABLA_TYPE_TILE_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "tilegrid");
}

static void
nabla_tile_grid_init (NablaTileGrid *self)
{
  self->area = NABLA_TILE_AREA (nabla_tile_area_new ());
  self->window = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->window), GTK_WIDGET (self->area));
  gtk_widget_set_parent (self->window, GTK_WIDGET (self));

  self->drag = gtk_gesture_drag_new ();
  g_signal_connect_swapped (self->drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (self->drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (self->drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (self->drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->area), GTK_EVENT_CONTROLLER (self->drag));
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (escape_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
nabla_tile_grid_new (void)
{
  return g_object_new (NABLA_TYPE_TILE_GRID, NULL);
}

void
nabla_tile_grid_insert (NablaTileGrid *self, NablaTile *tile, int index, int span)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  g_return_if_fail (NABLA_IS_TILE (tile) && gtk_widget_get_parent (GTK_WIDGET (tile)) == NULL);
  g_return_if_fail (span >= 1 && span <= NABLA_TILE_TWELFTHS);

  guint n = nabla_tile_area_n (self->area);
  guint place = index < 0 || (guint)index > n ? n : (guint)index;
  nabla_tile_area_insert (self->area, tile, place, span);
  g_signal_connect_object (tile, "enlarge", G_CALLBACK (tile_enlarge_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tile, "move", G_CALLBACK (tile_move_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tile, "change-span", G_CALLBACK (tile_change_span_cb), self,
                           G_CONNECT_SWAPPED);
}

void
nabla_tile_grid_remove (NablaTileGrid *self, NablaTile *tile)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  int index = nabla_tile_grid_get_index (self, tile);
  g_return_if_fail (index >= 0);

  if (self->dragged == tile)
    {
      self->dragged = NULL;
      self->is_dragging = FALSE;
    }
  if (nabla_tile_area_get_enlarged (self->area) == tile)
    nabla_tile_grid_set_enlarged (self, NULL);
  g_signal_handlers_disconnect_by_data (tile, self);
  nabla_tile_area_remove (self->area, (guint)index);
}

guint
nabla_tile_grid_get_n_tiles (NablaTileGrid *self)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), 0);
  return nabla_tile_area_n (self->area);
}

NablaTile *
nabla_tile_grid_get_tile (NablaTileGrid *self, guint index)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), NULL);
  return index < nabla_tile_area_n (self->area) ? nabla_tile_area_tile (self->area, index) : NULL;
}

NablaTile *
nabla_tile_grid_find (NablaTileGrid *self, const char *name)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  for (guint i = 0; i < nabla_tile_area_n (self->area); i++)
    {
      NablaTile *tile = nabla_tile_area_tile (self->area, i);
      if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (tile)), name))
        return tile;
    }
  return NULL;
}

int
nabla_tile_grid_get_index (NablaTileGrid *self, NablaTile *tile)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), -1);
  g_return_val_if_fail (NABLA_IS_TILE (tile), -1);
  return nabla_tile_area_index (self->area, tile);
}

void
nabla_tile_grid_move (NablaTileGrid *self, NablaTile *tile, guint index)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  int from = nabla_tile_grid_get_index (self, tile);
  g_return_if_fail (from >= 0 && index < nabla_tile_area_n (self->area));
  if ((guint)from == index)
    return;
  nabla_tile_area_begin_motion (self->area);
  nabla_tile_area_move (self->area, (guint)from, index);
}

void
nabla_tile_grid_set_span (NablaTileGrid *self, NablaTile *tile, int span)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  g_return_if_fail (span >= 1 && span <= NABLA_TILE_TWELFTHS);
  int index = nabla_tile_grid_get_index (self, tile);
  g_return_if_fail (index >= 0);
  nabla_tile_area_begin_motion (self->area);
  *nabla_tile_area_span (self->area, (guint)index) = span;
}

int
nabla_tile_grid_get_span (NablaTileGrid *self, NablaTile *tile)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), 0);
  int index = nabla_tile_grid_get_index (self, tile);
  g_return_val_if_fail (index >= 0, 0);
  return *nabla_tile_area_span (self->area, (guint)index);
}

void
nabla_tile_grid_set_enlarged (NablaTileGrid *self, NablaTile *tile)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  g_return_if_fail (tile == NULL || nabla_tile_grid_get_index (self, tile) >= 0);
  if (nabla_tile_area_get_enlarged (self->area) == tile)
    return;
  nabla_tile_area_begin_motion (self->area);
  nabla_tile_area_set_enlarged (self->area, tile);
  /* Where only one has room, it is this one that stays. */
  if (tile != NULL)
    nabla_tile_area_choose (self->area, tile);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ENLARGED]);
}

NablaTile *
nabla_tile_grid_get_enlarged (NablaTileGrid *self)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), NULL);
  return nabla_tile_area_get_enlarged (self->area);
}

gboolean
nabla_tile_grid_is_focus_layout (NablaTileGrid *self)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), FALSE);
  return nabla_tile_area_is_focus (self->area);
}

void
nabla_tile_grid_set_presenter (NablaTileGrid *self, gboolean is_presenter)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  nabla_tile_area_set_presenter (self->area, is_presenter);
}

GVariant *
nabla_tile_grid_get_order (NablaTileGrid *self)
{
  g_return_val_if_fail (NABLA_IS_TILE_GRID (self), NULL);
  GVariantBuilder order;
  g_variant_builder_init (&order, G_VARIANT_TYPE ("a(su)"));
  for (guint i = 0; i < nabla_tile_area_n (self->area); i++)
    g_variant_builder_add (&order, "(su)",
                           gtk_widget_get_name (GTK_WIDGET (nabla_tile_area_tile (self->area, i))),
                           (guint32)*nabla_tile_area_span (self->area, i));
  return g_variant_ref_sink (g_variant_builder_end (&order));
}

void
nabla_tile_grid_set_order (NablaTileGrid *self, GVariant *order)
{
  g_return_if_fail (NABLA_IS_TILE_GRID (self));
  g_return_if_fail (order != NULL && g_variant_is_of_type (order, G_VARIANT_TYPE ("a(su)")));

  g_autoptr (GVariant) owned = g_variant_ref_sink (order);
  GVariantIter iter;
  const char *name;
  guint32 span;
  guint next = 0;
  g_variant_iter_init (&iter, owned);
  nabla_tile_area_begin_motion (self->area);
  while (g_variant_iter_next (&iter, "(&su)", &name, &span))
    {
      NablaTile *tile = nabla_tile_grid_find (self, name);
      int index = tile != NULL ? nabla_tile_area_index (self->area, tile) : -1;
      /* A name given twice is taken where it stands first. */
      if (index < (int)next)
        continue;
      nabla_tile_area_move (self->area, (guint)index, next);
      if (span >= 1 && span <= NABLA_TILE_TWELFTHS)
        *nabla_tile_area_span (self->area, next) = (int)span;
      next++;
    }
}
