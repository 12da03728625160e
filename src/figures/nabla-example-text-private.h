/* Examples in words and pictures: what the views of the data and of a prediction
 * share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Returns: whether the snapshot's examples are pictures of @n_x numbers */
gboolean nabla_example_is_picture (const NablaSnapshot *snapshot, guint n_x);

/* How the numbers of pictures become colors */
typedef struct
{
  double low, high;
  gboolean is_ink; /* high values are drawn in ink on the surface */
} NablaPictureRange;

/**
 * nabla_example_picture_range:
 * @x: (array length=n): numbers of pictures, each n_H × n_W × n_C of them
 *
 * Returns: 0 … 1 or 0 … 255 if that holds them all, else from the least to the
 *   largest. One channel whose border is mostly empty is a drawing: it is shown
 *   in ink, as on paper.
 */
NablaPictureRange
nabla_example_picture_range (const NablaSnapshot *snapshot, const float *x, gsize n);

/* Writes picture @x into @pixels, whose rows are @stride bytes apart. */
void nabla_example_picture_write (const NablaSnapshot *snapshot,
                                  const float *x,
                                  const NablaPictureRange *range,
                                  NablaTheme theme,
                                  guint8 *pixels,
                                  gsize stride);

/* Returns: (transfer full): the name of feature @j, `x3` if it has none */
char *nabla_example_feature_name (const NablaSnapshot *snapshot, guint j);

/* Returns: (transfer full): a label or predicted value: a class's name or a number */
char *nabla_example_answer (const NablaSnapshot *snapshot, float value);

/* Returns: (transfer none): `train`, `dev`, `test`; an empty text for others */
const char *nabla_example_split_name (int split);

/* Draws a cross (wrong) or a check (right) of a text's height around a point. */
void nabla_example_draw_verdict (
    const NablaFigureContext *context, gboolean is_right, double x, double y, NablaMarks *marks);

G_END_DECLS
