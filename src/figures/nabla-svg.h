/* SVG: marks as a document that can be read, searched and edited.
 *
 * cairo's own SVG turns letters into outlines. Here text stays text (every run
 * is placed where Pango put it and stretched to that width, so that another
 * font cannot make words overlap), and the document carries title and
 * description.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-marks.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * nabla_svg_begin:
 * @width, @height: in logical pixels
 * @title, @description: for those who cannot see the picture, and for programs
 *
 * Returns: (transfer full): the beginning of a document, whose surface is filled
 *   with @surface
 */
GString *nabla_svg_begin (double width,
                          double height,
                          NablaColor surface,
                          const char *title,
                          const char *description);

/**
 * nabla_svg_add:
 * @svg: a document that was begun
 * @marks: what to add
 * @pango: the context that the figure measured with
 * @x, @y: where the marks' left top corner is to stand
 */
void nabla_svg_add (GString *svg, const NablaMarks *marks, PangoContext *pango, double x, double y);

void nabla_svg_end (GString *svg);

G_END_DECLS
