/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-tile-area-private.h"

#include "nabla-tile-places.h"

#include <math.h>

/* Windows narrower than this have no room for a grid, nor have parts of a wider
 * window (beside a lesson's text) under the second limit. */
#define FOCUS_WINDOW_WIDTH 900
#define FOCUS_OWN_WIDTH 600

struct _NablaTileLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (NablaTileLayout, nabla_tile_layout, GTK_TYPE_LAYOUT_MANAGER)

static NablaTileRequest
request_of (const Slot *slot)
{
  NablaTileRequest request = { .span = slot->span, .weight = nabla_tile_get_weight (slot->tile) };
  GtkWidget *widget = GTK_WIDGET (slot->tile);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &request.min_width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &request.min_height, NULL, NULL, NULL);
  request.min_width = MAX (request.min_width, NABLA_TILE_MIN_WIDTH);
  request.min_height = MAX (request.min_height, NABLA_TILE_MIN_HEIGHT);
  return request;
}

/* Which tile is the large one of the focus layout; -1 in a grid */
static int
large_index (NablaTileArea *self)
{
  if (!self->is_focus)
    return -1;
  int index = nabla_tile_area_index (self, self->enlarged != NULL ? self->enlarged : self->chosen);
  return MAX (index, 0);
}

static gboolean
wants_focus (NablaTileArea *self, int width)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  int window = root != NULL ? gtk_widget_get_width (root) : width;
  return self->enlarged != NULL || width < FOCUS_OWN_WIDTH
         || MAX (window, width) < FOCUS_WINDOW_WIDTH;
}

/* Returns the height of what scrolls, without margins. */
static int
find_places (NablaTileArea *self,
             const NablaTileRequest *requests,
             int width,
             int height,
             GdkRectangle *places)
{
  guint n = self->slots->len;
  int large = large_index (self);
  if (large < 0)
    return nabla_tile_places_grid (requests, n, width, height, self->gap, places);
  if (!self->is_alone)
    return nabla_tile_places_focus (requests, n, large, width, height, self->gap, places);
  for (guint i = 0; i < n; i++)
    places[i] = (GdkRectangle){ 0, 0, width, height };
  return height;
}

static void
update_placements (NablaTileArea *self)
{
  int large = large_index (self);
  for (guint i = 0; i < self->slots->len; i++)
    {
      NablaTilePlacement placement = large < 0 ? NABLA_TILE_IN_GRID : NABLA_TILE_MINIATURE;
      if ((int)i == large)
        placement = self->enlarged != NULL ? NABLA_TILE_LARGE : NABLA_TILE_LARGE_ONLY;
      nabla_tile_set_placement (SLOT (self, i)->tile, placement);
      if (self->is_presenter)
        {
          char badge[4] = { i < 9 ? (char)('1' + i) : '\0' };
          nabla_tile_set_badge (SLOT (self, i)->tile, badge);
        }
      gtk_widget_set_child_visible (GTK_WIDGET (SLOT (self, i)->tile),
                                    !self->is_alone || large < 0 || (int)i == large);
    }
}

static GtkSizeRequestMode
tile_layout_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
tile_layout_measure (GtkLayoutManager *manager,
                     GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  NablaTileArea *self = NABLA_TILE_AREA (widget);
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  int most = is_width ? NABLA_TILE_MIN_WIDTH : NABLA_TILE_MIN_HEIGHT;
  for (guint i = 0; i < self->slots->len; i++)
    {
      NablaTileRequest request = request_of (SLOT (self, i));
      most = MAX (most, is_width ? request.min_width : request.min_height);
    }
  *minimum = most + 2 * self->gap;
  *natural = MAX (*minimum, is_width ? 980 : 677);
}

static void
configure (NablaTileArea *self, int content, int height)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  if (adjustment == NULL)
    return;
  double upper = MAX (content + 2 * self->gap, height);
  gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0, upper,
                            height * 0.1, height * 0.9, height);
}

static float
between (float from, float to, double t)
{
  return (float)(from + (to - from) * t);
}

static void
tile_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  NablaTileArea *self = NABLA_TILE_AREA (widget);
  guint n = self->slots->len;
  self->is_focus = n > 0 && wants_focus (self, width);
  if (!self->is_focus || self->enlarged != NULL)
    self->is_alone = FALSE;
  update_placements (self);

  g_autofree NablaTileRequest *requests = g_new (NablaTileRequest, n + 1);
  g_autofree GdkRectangle *places = g_new (GdkRectangle, n + 1);
  for (guint i = 0; i < n; i++)
    requests[i] = request_of (SLOT (self, i));
  int content = find_places (self, requests, width - 2 * self->gap, height - 2 * self->gap, places);
  configure (self, content, height);

  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int offset = adjustment != NULL ? (int)gtk_adjustment_get_value (adjustment) : 0;
  int large = large_index (self);
  for (guint i = 0; i < n; i++)
    {
      Slot *slot = SLOT (self, i);
      int scrolled = (int)i == large ? 0 : offset;
      places[i].x += self->gap;
      places[i].y += self->gap - scrolled;
      slot->place = places[i];
      places[i].width = MAX (places[i].width, requests[i].min_width);
      places[i].height = MAX (places[i].height, requests[i].min_height);

      graphene_rect_t to;
      graphene_rect_init (&to, places[i].x, places[i].y, places[i].width, places[i].height);
      if (slot->tile == self->dragged)
        to.origin = GRAPHENE_POINT_INIT ((float)self->drag_x, (float)self->drag_y);
      if (self->motion < 1 && slot->tile != self->dragged && slot->from.size.width > 0)
        graphene_rect_init (&slot->shown, between (slot->from.origin.x, to.origin.x, self->motion),
                            between (slot->from.origin.y, to.origin.y, self->motion),
                            between (slot->from.size.width, to.size.width, self->motion),
                            between (slot->from.size.height, to.size.height, self->motion));
      else
        slot->shown = to;
      if (!gtk_widget_get_child_visible (GTK_WIDGET (slot->tile)))
        continue;
      GskTransform *transform = gsk_transform_translate (NULL, &slot->shown.origin);
      if (self->motion < 1)
        transform = gsk_transform_scale (transform, slot->shown.size.width / places[i].width,
                                         slot->shown.size.height / places[i].height);
      gtk_widget_allocate (GTK_WIDGET (slot->tile), places[i].width, places[i].height, -1,
                           transform);
    }
}

static void
nabla_tile_layout_class_init (NablaTileLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  layout_class->get_request_mode = tile_layout_request_mode;
  layout_class->measure = tile_layout_measure;
  layout_class->allocate = tile_layout_allocate;
}

static void
nabla_tile_layout_init (NablaTileLayout *self)
{
}

static gboolean
contains (const GdkRectangle *place, double x, double y)
{
  return x >= place->x && x < place->x + place->width && y >= place->y
         && y < place->y + place->height;
}

guint
nabla_tile_area_index_at (NablaTileArea *self, guint index, double x, double y)
{
  guint n = self->slots->len;
  if (contains (&SLOT (self, index)->place, x, y))
    return index;
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double offset = adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
  NablaTile *tile = SLOT (self, index)->tile;
  int large = large_index (self);
  guint found = index;

  /* Tiles differ in width, so a place changes with the order: try each order. */
  g_autofree NablaTileRequest *requests = g_new (NablaTileRequest, n);
  g_autofree GdkRectangle *places = g_new (GdkRectangle, n);
  g_autoptr (GArray) slots = g_array_copy (self->slots);
  GArray *kept = self->slots;
  for (guint to = 0; to < n && found == index; to++)
    {
      g_array_set_size (slots, 0);
      g_array_append_vals (slots, kept->data, n);
      Slot slot = g_array_index (slots, Slot, index);
      g_array_remove_index (slots, index);
      g_array_insert_val (slots, to, slot);
      self->slots = slots;
      for (guint i = 0; i < n; i++)
        requests[i] = request_of (SLOT (self, i));
      find_places (self, requests, width - 2 * self->gap, height - 2 * self->gap, places);
      double scrolled = large >= 0 && large_index (self) == (int)to ? 0 : offset;
      if (SLOT (self, to)->tile == tile
          && contains (&places[to], x - self->gap, y - self->gap + scrolled))
        found = to;
      self->slots = kept;
    }
  return found;
}
