/* Curves: a series of up to millions of points as a polyline of a few hundred.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-axis.h"
#include "nabla-marks.h"
#include "nabla-series.h"

G_BEGIN_DECLS

/**
 * NablaCurve:
 * @series: (nullable): the points; NULL is a curve without any
 * @n: how many of them to look at: a run may append more while it is drawn
 * @n_finite: how many of these have a finite value
 * @last: index of the last finite one
 * @low, @high: smallest and largest finite value
 * @low_positive: smallest value above zero, or infinity
 * @variation: Σ|vᵢ − vᵢ₋₁|, the way that the curve goes up and down
 */
typedef struct {
  NablaSeries *series;
  gsize n;
  gsize n_finite;
  gsize last;
  double low, high, low_positive;
  double variation;
} NablaCurve;

/* Reads @series once. */
void nabla_curve_scan (NablaCurve *self, NablaSeries *series);

/**
 * nabla_curve_automatic_beta:
 *
 * A curve that goes more than thrice the way from its highest to its lowest
 * value is noisy; it is averaged over about a sixtieth of its points.
 *
 * Returns: a β for nabla_curve_draw (), 0 if the curve is smooth or short
 */
double nabla_curve_automatic_beta (const NablaCurve *self);

/**
 * nabla_curve_smoothed_range:
 * @low, @high: (inout): made smaller and larger as the smoothed curve needs it
 * @low_positive: (inout): the same for values above zero
 */
void nabla_curve_smoothed_range (const NablaCurve *self,
                                 double beta,
                                 double *low,
                                 double *high,
                                 double *low_positive);

/* Returns: the index of the first point after @step; @n if there is none */
gsize nabla_curve_after (const NablaCurve *self, gint64 step);

/**
 * nabla_curve_value:
 * @index: of a point
 *
 * Returns: the smoothed value there; NAN if no value up to it was finite
 */
double nabla_curve_value (const NablaCurve *self, gsize index, double beta);

/**
 * nabla_curve_draw:
 * @from, @to: indices of the first point and the one after the last
 * @beta: exponentially weighted average with bias correction,
 *   vₜ = β·vₜ₋₁ + (1 − β)·xₜ, drawn is vₜ / (1 − βᵗ); 0 draws xₜ itself
 * @all_points: draw every point; otherwise the first, lowest, highest and last
 *   of each column of pixels, which looks the same (Jugel et al., "M4: a
 *   visualization-oriented time series data aggregation", 2014)
 * @marks: its last mark is a polyline, which gets the points
 *
 * Values that are not finite leave a gap.
 */
void nabla_curve_draw (const NablaCurve *self,
                       const NablaAxis *x,
                       const NablaAxis *y,
                       gsize from,
                       gsize to,
                       double beta,
                       gboolean all_points,
                       NablaMarks *marks);

/**
 * nabla_curve_draw_range:
 * @marks: its last mark is of columns, which get the points
 *
 * Draws the lowest and the highest value in each column of pixels.
 */
void nabla_curve_draw_range (const NablaCurve *self,
                             const NablaAxis *x,
                             const NablaAxis *y,
                             gsize from,
                             gsize to,
                             NablaMarks *marks);

G_END_DECLS
