/* Painter: marks on a cairo surface, for files, tests and textures.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-marks.h"

#include <cairo.h>
#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * nabla_paint:
 * @marks: what to paint
 * @pango: lays out text; the context that the figure measured with
 * @cr: where; one unit is one logical pixel, so scale it before for more
 *
 * Paints all layers. The surface's color is not painted: fill it before.
 */
void nabla_paint (const NablaMarks *marks, PangoContext *pango, cairo_t *cr);

/* Paints one layer, for painters that keep layers as textures. */
void nabla_paint_layer (const NablaMarks *marks, guint layer, PangoContext *pango, cairo_t *cr);

/* Paints @n marks of one layer, from @first on, as many of them as there are. */
void nabla_paint_range (const NablaMarks *marks,
                        guint layer,
                        gsize first,
                        gsize n,
                        PangoContext *pango,
                        cairo_t *cr);

/* Returns: (transfer full): @picture as an image surface */
cairo_surface_t *nabla_picture_surface (const NablaPicture *picture);

G_END_DECLS
