/* Contours: the lines where a grid of values takes one level.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-marks.h"

G_BEGIN_DECLS

/**
 * nabla_contour_draw:
 * @values: (array): @rows × @columns numbers, each at the centre of its cell;
 *   row 0 at the bottom
 * @level: the value to follow
 * @x, @y, @width, @height: where the grid's cells lie
 * @marks: its last mark is a polyline, which gets the lines, one part each;
 *   closed ones end where they begin
 *
 * Marching squares (Lorensen and Cline, "Marching cubes", 1987, in the plane)
 * with linear interpolation; a saddle is decided by the mean of its corners.
 * Lines reach the border of the outer cells, and leave out cells beside values
 * that are not finite.
 */
void nabla_contour_draw (const float *values,
                         guint columns,
                         guint rows,
                         float level,
                         double x,
                         double y,
                         double width,
                         double height,
                         NablaMarks *marks);

G_END_DECLS
