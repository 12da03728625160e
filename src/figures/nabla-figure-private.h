/* What figures share: sizes, text styles, the words of an empty figure.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"
#include "nabla-text.h"

G_BEGIN_DECLS

/* Sizes of text in points */
#define NABLA_TEXT_CAPTION 9.0
#define NABLA_TEXT_BODY 10.0
#define NABLA_TEXT_HEADING 11.0

/* The space between a figure and its tile's edge, in logical pixels */
#define NABLA_SPACE 12.0

/* Returns: a style of @size points, scaled as @context wants it, at the left top */
NablaTextStyle nabla_figure_text_style (const NablaFigureContext *context,
                                        double size,
                                        NablaColorToken color);

/**
 * nabla_figure_name_markup:
 * @name: of a feature
 *
 * Returns: (transfer full): Pango markup: a variable such as `x1` is italic and
 *   has its number as an index, a word stays as it is
 */
char *nabla_figure_name_markup (const char *name);

/* Returns: (transfer full): the name of class @k, its number if it has none */
char *nabla_figure_class_name (const NablaSnapshot *snapshot, guint k);

/* Narrows (or widens) two axes to the context's window, if it has one. */
void nabla_figure_apply_window (const NablaFigureContext *context, NablaAxis *x, NablaAxis *y);

/* Writes @text beside the pointer at (@x, @y), on a plate, inside the figure. */
void nabla_figure_tip (const NablaFigureContext *context,
                       NablaMarks *marks,
                       double x,
                       double y,
                       const char *text);

/* Says, in the middle of the figure, why there is nothing to see. */
void nabla_figure_message (const NablaFigureContext *context,
                           NablaMarks *marks,
                           const char *title,
                           const char *text);

G_END_DECLS
