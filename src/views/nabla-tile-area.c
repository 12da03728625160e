/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-tile-area-private.h"

#include "nabla-tile-places.h"
#include "nabla-widget-style-private.h"

#include <math.h>

#define RADIUS 12
#define MOTION_TIME (250 * G_TIME_SPAN_MILLISECOND)

enum {
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

G_DEFINE_FINAL_TYPE_WITH_CODE (NablaTileArea,
                               nabla_tile_area,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* --- Motion ----------------------------------------------------------------- */

static void
end_motion (NablaTileArea *self)
{
  self->motion = 1;
  self->tick = 0;
  self->raised = NULL;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  NablaTileArea *self = NABLA_TILE_AREA (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  if (self->motion_start == 0)
    self->motion_start = now;
  double t = CLAMP ((double)(now - self->motion_start) / MOTION_TIME, 0, 1);
  self->motion = 1 - pow (1 - t, 3);
  gtk_widget_queue_allocate (widget);
  if (t < 1)
    return G_SOURCE_CONTINUE;
  end_motion (self);
  return G_SOURCE_REMOVE;
}

void
nabla_tile_area_begin_motion (NablaTileArea *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean animate = FALSE;
  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &animate, NULL);
  gtk_widget_queue_allocate (widget);
  if (!animate || !gtk_widget_get_mapped (widget))
    return;
  for (guint i = 0; i < self->slots->len; i++)
    SLOT (self, i)->from = SLOT (self, i)->shown;
  self->motion = 0;
  self->motion_start = 0;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
}

/* --- Tiles ------------------------------------------------------------------ */

guint
nabla_tile_area_n (NablaTileArea *self)
{
  return self->slots->len;
}

NablaTile *
nabla_tile_area_tile (NablaTileArea *self, guint index)
{
  return SLOT (self, index)->tile;
}

int
nabla_tile_area_index (NablaTileArea *self, NablaTile *tile)
{
  for (guint i = 0; i < self->slots->len; i++)
    if (SLOT (self, i)->tile == tile)
      return (int)i;
  return -1;
}

int *
nabla_tile_area_span (NablaTileArea *self, guint index)
{
  return &SLOT (self, index)->span;
}

void
nabla_tile_area_insert (NablaTileArea *self, NablaTile *tile, guint index, int span)
{
  Slot slot = { .tile = tile, .span = span };
  nabla_tile_area_begin_motion (self);
  g_array_insert_val (self->slots, index, slot);
  GtkWidget *before = index == 0 ? NULL : GTK_WIDGET (SLOT (self, index - 1)->tile);
  gtk_widget_insert_after (GTK_WIDGET (tile), GTK_WIDGET (self), before);
}

void
nabla_tile_area_remove (NablaTileArea *self, guint index)
{
  NablaTile *tile = SLOT (self, index)->tile;
  nabla_tile_area_begin_motion (self);
  if (self->enlarged == tile)
    self->enlarged = NULL;
  if (self->chosen == tile)
    self->chosen = NULL;
  if (self->dragged == tile)
    self->dragged = NULL;
  if (self->raised == tile)
    self->raised = NULL;
  g_array_remove_index (self->slots, index);
  gtk_widget_unparent (GTK_WIDGET (tile));
}

void
nabla_tile_area_move (NablaTileArea *self, guint from, guint to)
{
  Slot slot = *SLOT (self, from);
  g_array_remove_index (self->slots, from);
  g_array_insert_val (self->slots, to, slot);
  /* The order of Tab follows. */
  GtkWidget *before = to == 0 ? NULL : GTK_WIDGET (SLOT (self, to - 1)->tile);
  gtk_widget_insert_after (GTK_WIDGET (slot.tile), GTK_WIDGET (self), before);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
nabla_tile_area_set_enlarged (NablaTileArea *self, NablaTile *tile)
{
  if (self->enlarged != NULL)
    self->raised = self->enlarged;
  self->enlarged = tile;
}

NablaTile *
nabla_tile_area_get_enlarged (NablaTileArea *self)
{
  return self->enlarged;
}

void
nabla_tile_area_choose (NablaTileArea *self, NablaTile *tile)
{
  self->chosen = tile;
}

void
nabla_tile_area_toggle_alone (NablaTileArea *self)
{
  self->is_alone = !self->is_alone;
}

gboolean
nabla_tile_area_is_focus (NablaTileArea *self)
{
  return self->is_focus;
}

GdkRectangle
nabla_tile_area_place (NablaTileArea *self, guint index)
{
  return SLOT (self, index)->place;
}

void
nabla_tile_area_set_dragged (NablaTileArea *self, NablaTile *tile, double x, double y)
{
  if (self->dragged != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->dragged), "dragged");
  if (tile == NULL)
    self->raised = self->dragged;
  self->dragged = tile;
  self->drag_x = x;
  self->drag_y = y;
  if (tile != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (tile), "dragged");
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* --- Widget ----------------------------------------------------------------- */

/* Where the dragged tile will go */
static void
append_vacancy (NablaTileArea *self, GtkSnapshot *snapshot)
{
  int index = nabla_tile_area_index (self, self->dragged);
  if (index < 0)
    return;
  GdkRectangle place = SLOT (self, index)->place;
  GdkRGBA color = nabla_widget_color (GTK_WIDGET (self), NABLA_COLOR_GRID);
  GskRoundedRect vacancy;
  gsk_rounded_rect_init_from_rect (
      &vacancy, &GRAPHENE_RECT_INIT (place.x, place.y, place.width, place.height), RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &vacancy);
  gtk_snapshot_append_color (snapshot, &color, &vacancy.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
nabla_tile_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  NablaTileArea *self = NABLA_TILE_AREA (widget);
  NablaTile *top = self->dragged != NULL  ? self->dragged
                   : self->raised != NULL ? self->raised
                                          : self->enlarged;
  if (self->dragged != NULL)
    append_vacancy (self, snapshot);
  for (guint i = 0; i < self->slots->len; i++)
    if (SLOT (self, i)->tile != top)
      gtk_widget_snapshot_child (widget, GTK_WIDGET (SLOT (self, i)->tile), snapshot);
  if (top != NULL)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (top), snapshot);
}

void
nabla_tile_area_set_presenter (NablaTileArea *self, gboolean is_presenter)
{
  self->is_presenter = is_presenter;
  self->gap = is_presenter ? NABLA_TILE_PRESENTER_GAP : NABLA_TILE_GAP;
  if (!is_presenter)
    for (guint i = 0; i < self->slots->len; i++)
      nabla_tile_set_badge (SLOT (self, i)->tile, NULL);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_adjustment (NablaTileArea *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  if (g_set_object (&self->adjustments[orientation], adjustment) && adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_allocate),
                              self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
nabla_tile_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NablaTileArea *self = NABLA_TILE_AREA (object);
  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_tile_area_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NablaTileArea *self = NABLA_TILE_AREA (object);
  switch (id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id - PROP_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nabla_tile_area_unmap (GtkWidget *widget)
{
  NablaTileArea *self = NABLA_TILE_AREA (widget);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  end_motion (self);
  GTK_WIDGET_CLASS (nabla_tile_area_parent_class)->unmap (widget);
}

static void
nabla_tile_area_dispose (GObject *object)
{
  NablaTileArea *self = NABLA_TILE_AREA (object);
  self->enlarged = self->chosen = self->dragged = self->raised = NULL;
  while (self->slots->len > 0)
    {
      GtkWidget *tile = GTK_WIDGET (SLOT (self, self->slots->len - 1)->tile);
      g_array_set_size (self->slots, self->slots->len - 1);
      gtk_widget_unparent (tile);
    }
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  G_OBJECT_CLASS (nabla_tile_area_parent_class)->dispose (object);
}

static void
nabla_tile_area_finalize (GObject *object)
{
  g_array_unref (NABLA_TILE_AREA (object)->slots);
  G_OBJECT_CLASS (nabla_tile_area_parent_class)->finalize (object);
}

static void
nabla_tile_area_class_init (NablaTileAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = nabla_tile_area_dispose;
  object_class->finalize = nabla_tile_area_finalize;
  object_class->get_property = nabla_tile_area_get_property;
  object_class->set_property = nabla_tile_area_set_property;
  widget_class->snapshot = nabla_tile_area_snapshot;
  widget_class->unmap = nabla_tile_area_unmap;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_layout_manager_type (widget_class, NABLA_TYPE_TILE_LAYOUT);
}

static void
nabla_tile_area_init (NablaTileArea *self)
{
  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  self->motion = 1;
  self->gap = NABLA_TILE_GAP;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
nabla_tile_area_new (void)
{
  return g_object_new (NABLA_TYPE_TILE_AREA, NULL);
}
