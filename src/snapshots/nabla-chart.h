/* Charts: curves, histograms and distributions over a few axes, for instruments whose
 * pictures need no figure of a kind of their own.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaChartCurve:
 * @title: what it is called, translated; empty for none
 * @slot: its categorical color
 * @is_dashed: drawn with dashes
 * @is_stepped: each value holds until the next one
 * @is_quiet: beside the point: thin and pale
 * @n, @x, @y: points; what is not finite is a gap
 */
typedef struct
{
  char *title;
  guint slot;
  gboolean is_dashed;
  gboolean is_stepped;
  gboolean is_quiet;
  gsize n;
  double *x, *y;
} NablaChartCurve;

/**
 * NablaChartBars: a histogram.
 * @title, @slot: as of a curve
 * @low, @width: where the first bar begins, and how wide each is
 * @n, @heights: counts or shares
 */
typedef struct
{
  char *title;
  guint slot;
  double low, width;
  gsize n;
  double *heights;
} NablaChartBars;

/**
 * NablaChartLine: a value of the x axis that is marked from bottom to top.
 * @title: what it is, with its number, translated
 * @x: where; @error: half the width of a band around it, 0 for none
 */
typedef struct
{
  char *title;
  guint slot;
  gboolean is_dashed;
  double x, error;
} NablaChartLine;

/**
 * NablaChartSpread: how values at one place of the x axis are distributed upwards.
 * @x: where
 * @low, @high: of the values, cut into @n equal parts
 * @shares: (array length=n): of the values in each part
 */
typedef struct
{
  double x;
  double low, high;
  gsize n;
  double *shares;
} NablaChartSpread;

/**
 * NablaChart:
 * @figure: the name of the figure that draws it
 * @finding: one sentence that says what is to be seen, translated
 * @x_name, @y_name: of the axes, translated
 * @x_is_whole, @y_is_log: what they say
 * @mark_x: a value of the x axis that is chosen, with a dot on each curve; NAN for none
 */
typedef struct
{
  char *figure;
  char *finding;
  char *x_name, *y_name;
  gboolean x_is_whole, y_is_log;
  double mark_x;
  GPtrArray *curves;  /* (element-type NablaChartCurve) */
  GPtrArray *bars;    /* (element-type NablaChartBars) */
  GPtrArray *lines;   /* (element-type NablaChartLine) */
  GPtrArray *spreads; /* (element-type NablaChartSpread) */
} NablaChart;

/* Returns: (transfer full): an empty chart for the figure called @figure */
NablaChart *nabla_chart_new (const char *figure, const char *x_name, const char *y_name);
void nabla_chart_free (NablaChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaChart, nabla_chart_free)

/* Each returns (transfer none) a new part of the chart with room for @n numbers of zero. */
NablaChartCurve *nabla_chart_add_curve (NablaChart *self, const char *title, guint slot, gsize n);
NablaChartBars *nabla_chart_add_bars (
    NablaChart *self, const char *title, guint slot, double low, double high, gsize n);
NablaChartLine *nabla_chart_add_line (NablaChart *self, const char *title, guint slot, double x);
NablaChartSpread *
nabla_chart_add_spread (NablaChart *self, double x, double low, double high, gsize n);

/**
 * nabla_chart_count:
 * @values: numbers, of which those that are not finite are left out
 * @shares: (array length=n_bins) (out): how many of the values are in each of the equal
 *   parts of low … high, as shares of all; the first and the last take what lies outside
 */
void nabla_chart_count (
    const double *values, gsize n, double low, double high, double *shares, gsize n_bins);

/* Returns: (transfer none) (nullable): the chart for @figure in a snapshot's list */
const NablaChart *nabla_charts_find (GPtrArray *charts, const char *figure);

G_END_DECLS
