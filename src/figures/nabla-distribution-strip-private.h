/* Strips: the numbers of one layer over an upright axis, as a histogram or since the run
 * began.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/**
 * NablaStrip:
 * @layer, @quantity: what is shown
 * @from: the first column shown of a history; a histogram is of the last column
 * @y: values; logarithmic for magnitudes
 * @x, @width: where it stands
 */
typedef struct
{
  const NablaDistributions *picture;
  guint layer;
  NablaLayerQuantity quantity;
  guint from;
  const NablaAxis *y;
  double x, width;
} NablaStrip;

/* Adds a histogram, as a polygon of the series @layer, and a line at the median. */
void nabla_strip_draw_histogram (const NablaStrip *self,
                                 const NablaFigureContext *context,
                                 NablaMarks *marks);

/* Adds a picture in which steps go to the right, and lines at the median and at 5 and 95
 * in a hundred. */
void nabla_strip_draw_history (const NablaStrip *self,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

/* Returns: the column that is shown at @share of a history's width */
guint nabla_strip_column_at (const NablaDistributions *picture, guint from, double share);

G_END_DECLS
