/* What scrolls inside a tile grid: the tiles, placed and moved.
 *
 * Tiles are allocated once where they belong; on their way there they are only
 * transformed, so that no view is laid out anew in the frames between.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-tile-private.h"

G_BEGIN_DECLS

#define NABLA_TYPE_TILE_AREA (nabla_tile_area_get_type ())
G_DECLARE_FINAL_TYPE (NablaTileArea, nabla_tile_area, NABLA, TILE_AREA, GtkWidget)

/* What the area and its layout manager know of a tile */
typedef struct {
  NablaTile *tile;
  int span;
  GdkRectangle place;   /* where it rests, not scrolled */
  graphene_rect_t from; /* where it was when the motion began, as shown */
  graphene_rect_t shown;
} Slot;

struct _NablaTileArea {
  GtkWidget parent_instance;
  GArray *slots;
  NablaTile *enlarged, *chosen;
  NablaTile *raised; /* on its way down from the pointer or from being large */
  gboolean is_alone;
  gboolean is_focus;
  gboolean is_presenter;
  int gap; /* between tiles and around them */

  NablaTile *dragged;
  double drag_x, drag_y;

  guint tick;
  gint64 motion_start;
  double motion; /* 0 … 1, eased; 1 at rest */

  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];
};

#define SLOT(self, i) (&g_array_index ((self)->slots, Slot, (i)))

#define NABLA_TYPE_TILE_LAYOUT (nabla_tile_layout_get_type ())
G_DECLARE_FINAL_TYPE (NablaTileLayout, nabla_tile_layout, NABLA, TILE_LAYOUT, GtkLayoutManager)

GtkWidget *nabla_tile_area_new (void);

guint nabla_tile_area_n (NablaTileArea *self);
NablaTile *nabla_tile_area_tile (NablaTileArea *self, guint index);
int nabla_tile_area_index (NablaTileArea *self, NablaTile *tile);
int *nabla_tile_area_span (NablaTileArea *self, guint index);

void nabla_tile_area_insert (NablaTileArea *self, NablaTile *tile, guint index, int span);
void nabla_tile_area_remove (NablaTileArea *self, guint index);
void nabla_tile_area_move (NablaTileArea *self, guint from, guint to);

/* The tile that is large whatever the width, and the one that is large where
 * there is no room for a grid. */
void nabla_tile_area_set_enlarged (NablaTileArea *self, NablaTile *tile);
NablaTile *nabla_tile_area_get_enlarged (NablaTileArea *self);
void nabla_tile_area_choose (NablaTileArea *self, NablaTile *tile);
void nabla_tile_area_toggle_alone (NablaTileArea *self);

gboolean nabla_tile_area_is_focus (NablaTileArea *self);

/* Wider gaps, and the number of each tile instead of its menu */
void nabla_tile_area_set_presenter (NablaTileArea *self, gboolean is_presenter);

/* Where the tile stands when it has come to rest, in the area's coordinates */
GdkRectangle nabla_tile_area_place (NablaTileArea *self, guint index);

/* Returns: where @index would have to go to lie under a point; @index itself if
 * it lies there or nowhere */
guint nabla_tile_area_index_at (NablaTileArea *self, guint index, double x, double y);

/* Lets a tile follow the pointer, its corner at (x, y); NULL lets it go to its place. */
void nabla_tile_area_set_dragged (NablaTileArea *self, NablaTile *tile, double x, double y);

/* To be called before a change that tiles are to be seen moving by. */
void nabla_tile_area_begin_motion (NablaTileArea *self);

G_END_DECLS
