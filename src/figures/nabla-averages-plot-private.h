/* What the figures of an averaged series share: the axis of days, curves of many values,
 * the words for a day.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-averages-marks.h"
#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Says what is missing if there is no series. Returns: whether there is one */
gboolean nabla_averages_check (const NablaSnapshot *snapshot,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

/**
 * nabla_averages_range:
 * @from, @to: days, from 1, the last one included
 * @with_plain: whether the uncorrected curve counts
 *
 * Widens @low and @high by the series and its shown curves.
 */
void nabla_averages_range (const NablaAveragesPicture *self,
                           gsize from,
                           gsize to,
                           gboolean with_plain,
                           double *low,
                           double *high);

/**
 * nabla_averages_line:
 * @values: (array length=n): of the days of the series
 * @marks: its last mark is a polyline, which gets the days @from to @to, or what can be
 *   seen of them
 */
void nabla_averages_line (const double *values,
                          gsize from,
                          gsize to,
                          const NablaAxis *x,
                          const NablaAxis *y,
                          gboolean all_points,
                          NablaMarks *marks);

/* Dots of the series; where there are more than pixels, columns of them */
void nabla_averages_dots (const NablaAveragesPicture *self,
                          gsize from,
                          gsize to,
                          const NablaAxis *x,
                          const NablaAxis *y,
                          double radius,
                          NablaColor color,
                          NablaMarks *marks);

/* The color of an average, as a line and as a marker */
NablaColor nabla_averages_color (const NablaAveragesPicture *self,
                                 guint average,
                                 const NablaFigureContext *context);

/**
 * nabla_averages_days:
 * @x: an axis of days, placed
 * @bottom: where the words begin
 *
 * Writes months or years below the axis, or numbers of days if there are no dates.
 */
void nabla_averages_days (const NablaAveragesPicture *self,
                          const NablaFigureContext *context,
                          const NablaAxis *x,
                          double bottom,
                          NablaMarks *marks);

/* Returns: (transfer full): `7 February 2012`, the value's own label, or `day 38` */
char *nabla_averages_day_name (const NablaAveragesPicture *self, gsize day);

/* A value with its unit: `15.6°`. Returns: @buffer, of %NABLA_LABEL_LENGTH bytes */
const char *nabla_averages_value (const NablaAveragesPicture *self, double value, char *buffer);

/* Adds the grid of the values' axis and its numbers. Returns: how many there are */
guint nabla_averages_grid (const NablaAveragesPicture *self,
                           const NablaFigureContext *context,
                           const NablaAxis *y,
                           double left,
                           double right,
                           NablaMarks *marks);

/* Returns: the room that the numbers of an axis need at its left, logical pixels */
double nabla_averages_margin (const NablaAveragesPicture *self,
                              const NablaFigureContext *context,
                              const NablaAxis *y);

/* A row a day: the series and its averages, with and without correction */
void nabla_averages_tabulate (const NablaSnapshot *snapshot, GString *csv);

G_END_DECLS
