/* The grid of tiles: rows of twelfths, or one large tile beside miniatures.
 *
 * In a window of less than 900 pixels, and whenever a tile is enlarged, one tile
 * is large and the others are a column of live miniatures at its right; a click
 * or Return on a miniature makes it the large one. Otherwise tiles stand in rows by
 * their spans. No tile gets smaller than 240 × 150: what does not fit scrolls.
 *
 * Tiles are dragged by their heads, or moved with Ctrl+Shift+arrow while the
 * focus is in them; Escape takes a drag back and an enlarged tile to the grid.
 *
 * Signal `changed`: the user moved a tile or gave it another span, so that
 * nabla_tile_grid_get_order () gives another list. Not emitted by the functions
 * below. Property `enlarged` notifies whoever changed it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-tile.h"

G_BEGIN_DECLS

#define NABLA_TYPE_TILE_GRID (nabla_tile_grid_get_type ())
G_DECLARE_FINAL_TYPE (NablaTileGrid, nabla_tile_grid, NABLA, TILE_GRID, GtkWidget)

GtkWidget *nabla_tile_grid_new (void);

/**
 * nabla_tile_grid_insert:
 * @tile: a tile without a parent; owned by the grid then
 * @index: where; at the end if it is negative or beyond
 * @span: twelfths of a row, 1 … 12
 */
void nabla_tile_grid_insert (NablaTileGrid *self, NablaTile *tile, int index, int span);

/* Takes @tile out of the grid, which lets go of it. */
void nabla_tile_grid_remove (NablaTileGrid *self, NablaTile *tile);

guint nabla_tile_grid_get_n_tiles (NablaTileGrid *self);

/* Returns: (transfer none) (nullable): the tile there */
NablaTile *nabla_tile_grid_get_tile (NablaTileGrid *self, guint index);

/* Returns: (transfer none) (nullable): the first tile called @name */
NablaTile *nabla_tile_grid_find (NablaTileGrid *self, const char *name);

/* Returns: its index, or -1 */
int nabla_tile_grid_get_index (NablaTileGrid *self, NablaTile *tile);

void nabla_tile_grid_move (NablaTileGrid *self, NablaTile *tile, guint index);

void nabla_tile_grid_set_span (NablaTileGrid *self, NablaTile *tile, int span);
int nabla_tile_grid_get_span (NablaTileGrid *self, NablaTile *tile);

/**
 * nabla_tile_grid_set_enlarged:
 * @tile: (nullable): the tile to be large, NULL for the grid
 */
void nabla_tile_grid_set_enlarged (NablaTileGrid *self, NablaTile *tile);
NablaTile *nabla_tile_grid_get_enlarged (NablaTileGrid *self);

/* Returns: whether one tile is large now, be it for want of room */
gboolean nabla_tile_grid_is_focus_layout (NablaTileGrid *self);

/**
 * nabla_tile_grid_set_presenter:
 *
 * For a projector: wider gaps, and in each head the number key that enlarges the
 * tile instead of its menu. The style class `presenter`, on the grid or on any
 * widget above, makes text larger.
 */
void nabla_tile_grid_set_presenter (NablaTileGrid *self, gboolean is_presenter);

/**
 * nabla_tile_grid_get_order:
 *
 * Returns: (transfer full): names and spans as `a(su)`, not floating
 */
GVariant *nabla_tile_grid_get_order (NablaTileGrid *self);

/**
 * nabla_tile_grid_set_order:
 * @order: `a(su)`; a floating one is consumed
 *
 * Gives the tiles of these names their places and spans. Names that no tile has
 * are passed over; tiles that are not named come last. A span outside of 1 … 12
 * is not taken.
 */
void nabla_tile_grid_set_order (NablaTileGrid *self, GVariant *order);

G_END_DECLS
