/* What the grid does with its tiles.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-tile.h"

G_BEGIN_DECLS

/* Where a tile stands, which decides what its head offers. */
typedef enum {
  NABLA_TILE_IN_GRID,
  NABLA_TILE_LARGE,      /* beside miniatures, and may go back */
  NABLA_TILE_LARGE_ONLY, /* beside miniatures for want of room; may have all of it */
  NABLA_TILE_MINIATURE,  /* a picture to look at; a click makes it large */
} NablaTilePlacement;

void nabla_tile_set_placement (NablaTile *self, NablaTilePlacement placement);

/* Returns: (transfer none): what a tile is dragged by */
GtkWidget *nabla_tile_get_head (NablaTile *self);

G_END_DECLS
