/* Field axes: numbers and names inside a picture that runs to the tile's edge.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-axis.h"
#include "nabla-figure-private.h"

G_BEGIN_DECLS

/**
 * nabla_field_axes_draw:
 * @x, @y: axes whose pixels are the picture's room
 * @x_name, @y_name: (nullable): at the right end and at the top
 *
 * Draws ticks along the left and the lower edge; too small a picture has none.
 */
void nabla_field_axes_draw (const NablaAxis *x,
                            const NablaAxis *y,
                            const char *x_name,
                            const char *y_name,
                            const NablaFigureContext *context,
                            NablaMarks *marks);

G_END_DECLS
