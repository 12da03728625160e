/* Where tiles go: plain arithmetic on rectangles.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define NABLA_TILE_GAP 12
#define NABLA_TILE_PRESENTER_GAP 20
#define NABLA_TILE_MIN_WIDTH 240
#define NABLA_TILE_MIN_HEIGHT 150
/* The bench is laid out in twelfths. */
#define NABLA_TILE_TWELFTHS 12

/**
 * NablaTileRequest:
 * @span: twelfths of a row, 1 … 12
 * @weight: the share of the height that its row asks for
 * @min_width, @min_height: what it can't do without
 */
typedef struct {
  int span;
  double weight;
  int min_width, min_height;
} NablaTileRequest;

/**
 * nabla_tile_places_grid:
 * @tiles, @n: what is to be placed, in order
 * @width, @height: the room
 * @gap: between two tiles
 * @places: (out): as many rectangles
 *
 * Rows of twelfths: a row takes tiles as long as their spans fit and none gets
 * narrower than its minimum, and is stretched to the whole width. Rows share the
 * height by their largest weight; if their minima do not fit, they are taller
 * together than @height.
 *
 * Returns: the height of all, at least @height unless there are no tiles
 */
int nabla_tile_places_grid (
    const NablaTileRequest *tiles, guint n, int width, int height, int gap, GdkRectangle *places);

/**
 * nabla_tile_places_focus:
 * @large: the tile that gets most of the room
 *
 * One large tile and the others in a column at its right, which may be taller
 * than @height.
 *
 * Returns: the height of the column
 */
int nabla_tile_places_focus (const NablaTileRequest *tiles,
                             guint n,
                             guint large,
                             int width,
                             int height,
                             int gap,
                             GdkRectangle *places);

G_END_DECLS
