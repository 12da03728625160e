/* Text: laid out by Pango, the same for measuring and for every painter.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-marks.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/* Returns: (transfer full): a context with Nabla's fonts at 96 dpi, without
 * hinting, so that text has the same width at every scale; for one thread */
PangoContext *nabla_text_context_new (void);

/**
 * nabla_text_layout:
 * @text: plain text, or Pango markup if @style says so
 * @x, @y: (out) (optional): what to add to the text's point to get the layout's
 *   top left corner, before the text is turned
 *
 * Returns: (transfer full): @text in @style
 */
PangoLayout *nabla_text_layout (PangoContext *context,
                                const NablaTextStyle *style,
                                const char *text,
                                double *x,
                                double *y);

/**
 * nabla_text_measure:
 * @width, @height: (out) (optional): size of @text in logical pixels, not turned
 */
void nabla_text_measure (PangoContext *context,
                         const NablaTextStyle *style,
                         const char *text,
                         double *width,
                         double *height);

G_END_DECLS
