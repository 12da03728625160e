/* Terrain lines: the contour lines and the picture of a terrain, kept from frame to frame.
 *
 * A race draws the same terrain sixty times a second. What is computed from its cells is
 * kept for the terrains that were drawn last, by their id; any thread may ask.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-colors.h"
#include "nabla-race-picture.h"

G_BEGIN_DECLS

/**
 * NablaTerrainLine: the contour line of one level.
 * @level: its cost
 * @n, @points: places as shares of the terrain's width and height, from the left and from
 *   the top; one that is not finite ends a part
 */
typedef struct {
  double level;
  guint n;
  float (*points)[2];
} NablaTerrainLine;

/**
 * NablaTerrainLines:
 * @n_lines, @lines: one a level, in growing order
 * @pixels: columns × rows pixels for nabla_marks_picture (), a theme each
 */
typedef struct {
  guint n_lines;
  NablaTerrainLine *lines;
  GBytes *pixels[NABLA_N_THEMES];
  /*< private >*/
  guint64 id;
  guint64 used;
  gint ref_count;
} NablaTerrainLines;

/* Returns: (transfer full): those of @terrain */
NablaTerrainLines *nabla_terrain_lines_get (const NablaTerrain *terrain);
void nabla_terrain_lines_unref (NablaTerrainLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTerrainLines, nabla_terrain_lines_unref)

G_END_DECLS
