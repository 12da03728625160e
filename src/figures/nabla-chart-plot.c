/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-chart-plot-private.h"

#include "nabla-csv-private.h"
#include "nabla-label-layout.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Series of marks: curves by their index, then bars, lines and spreads */
#define BARS 100
#define LINES 200
#define SPREADS 300

#define NAME_ROOM 12.0
#define NEAR 12.0

typedef struct
{
  double low_x, high_x, low_y, high_y, least_y;
} Range;

static void
include (Range *range, double x, double y)
{
  if (isfinite (x))
    {
      range->low_x = MIN (range->low_x, x);
      range->high_x = MAX (range->high_x, x);
    }
  if (isfinite (y))
    {
      range->low_y = MIN (range->low_y, y);
      range->high_y = MAX (range->high_y, y);
      if (y > 0)
        range->least_y = MIN (range->least_y, y);
    }
}

static double
spread_width (const NablaChart *chart)
{
  double least = INFINITY;
  for (guint i = 1; i < chart->spreads->len; i++)
    {
      const NablaChartSpread *left = chart->spreads->pdata[i - 1];
      const NablaChartSpread *right = chart->spreads->pdata[i];
      least = MIN (least, fabs (right->x - left->x));
    }
  return isfinite (least) ? least : 1;
}

static gboolean
find_range (const NablaChart *chart, Range *range)
{
  *range = (Range){ INFINITY, -INFINITY, INFINITY, -INFINITY, INFINITY };
  for (guint c = 0; c < chart->curves->len; c++)
    {
      const NablaChartCurve *curve = chart->curves->pdata[c];
      for (gsize i = 0; i < curve->n; i++)
        include (range, curve->x[i], curve->y[i]);
    }
  for (guint b = 0; b < chart->bars->len; b++)
    {
      const NablaChartBars *bars = chart->bars->pdata[b];
      include (range, bars->low, 0);
      include (range, bars->low + bars->width * (double)bars->n, NAN);
      for (gsize i = 0; i < bars->n; i++)
        include (range, NAN, bars->heights[i]);
    }
  for (guint l = 0; l < chart->lines->len; l++)
    include (range, ((NablaChartLine *)chart->lines->pdata[l])->x, NAN);
  for (guint s = 0; s < chart->spreads->len; s++)
    {
      const NablaChartSpread *spread = chart->spreads->pdata[s];
      double half = spread_width (chart) / 2;
      include (range, spread->x - half, spread->low);
      include (range, spread->x + half, spread->high);
    }
  return range->low_x <= range->high_x && range->low_y <= range->high_y;
}

static NablaTextStyle
name_style (const NablaFigureContext *context)
{
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

/* What the names at the ends of curves need at the right */
static double
name_room (const NablaChart *chart, const NablaFigureContext *context)
{
  NablaTextStyle style = name_style (context);
  style.bold = TRUE;
  double room = 0;
  for (guint c = 0; c < chart->curves->len; c++)
    {
      const NablaChartCurve *curve = chart->curves->pdata[c];
      double width = 0;
      if (*curve->title != '\0')
        nabla_text_measure (context->pango, &style, curve->title, &width, NULL);
      room = MAX (room, width + (width > 0 ? NAME_ROOM + 14 * context->text_scale : 0));
    }
  return MIN (room, context->width / 3);
}

static const NablaChart *
place (NablaPlot *plot,
       const char *figure,
       const NablaSnapshot *snapshot,
       const NablaFigureContext *context)
{
  const NablaChart *chart = nabla_charts_find (snapshot->charts, figure);
  Range range;
  if (chart == NULL || !find_range (chart, &range))
    return NULL;
  nabla_axis_init (&plot->x, range.low_x, range.high_x, FALSE);
  plot->x.is_whole = chart->x_is_whole;
  gboolean is_log = chart->y_is_log && isfinite (range.least_y);
  nabla_axis_init (&plot->y, is_log ? range.least_y : range.low_y, range.high_y, is_log);
  if (is_log)
    nabla_axis_pad (&plot->y, 0.04);
  else if (range.high_y > range.low_y)
    plot->y.high += 0.06 * (range.high_y - range.low_y);
  nabla_figure_apply_window (context, &plot->x, &plot->y);
  nabla_plot_place (plot, context, 1, name_room (chart, context));
  return chart;
}

static void
draw_bars (const NablaPlot *plot,
           const NablaChartBars *bars,
           int series,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  NablaColor color = nabla_color_slot (context->theme, bars->slot);
  double bottom = nabla_axis_place (&plot->y, MAX (0, plot->y.low));
  for (gsize i = 0; i < bars->n; i++)
    {
      double left = nabla_axis_place (&plot->x, bars->low + bars->width * (double)i);
      double right = nabla_axis_place (&plot->x, bars->low + bars->width * (double)(i + 1));
      double top = nabla_axis_place (&plot->y, bars->heights[i]);
      if (!(bars->heights[i] > 0) || !isfinite (top))
        continue;
      double gap = right - left > 4 ? 1 : 0;
      NablaMark *bar
          = nabla_marks_rectangle (marks, left + gap / 2, top, MAX (right - left - gap, 1),
                                   bottom - top, 0, nabla_color_fade (color, 0.45));
      bar->series = series;
      nabla_marks_set_index (marks, (guint32)i);
    }
}

static void
draw_spread (const NablaPlot *plot,
             const NablaChartSpread *spread,
             guint index,
             double width,
             const NablaFigureContext *context,
             NablaMarks *marks)
{
  double most = 0;
  for (gsize i = 0; i < spread->n; i++)
    most = MAX (most, spread->shares[i]);
  if (!(most > 0))
    return;
  NablaColor color = nabla_color_slot (context->theme, 0);
  double middle = nabla_axis_place (&plot->x, spread->x);
  double half = 0.46 * fabs (nabla_axis_place (&plot->x, spread->x + width) - middle);
  NablaMark *area = nabla_marks_add (marks, NABLA_MARK_POLYGON);
  area->fill = nabla_color_fade (color, 0.5);
  /* A narrow one is a line, not nothing. */
  area->stroke = nabla_color_fade (color, 0.6);
  area->line_width = (float)context->line_scale;
  area->series = SPREADS + (int)index;
  double step = (spread->high - spread->low) / (double)spread->n;
  for (gsize i = 0; i < 2 * spread->n; i++)
    {
      gsize bin = i < spread->n ? i : 2 * spread->n - 1 - i;
      double value = spread->low + step * ((double)bin + 0.5);
      double reach = half * spread->shares[bin] / most;
      nabla_marks_point (marks, middle + (i < spread->n ? reach : -reach),
                         nabla_axis_place (&plot->y, value), (guint32)bin);
    }
}

static void
draw_curve (const NablaPlot *plot,
            const NablaChartCurve *curve,
            int series,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  NablaColor color = nabla_color_slot (context->theme, curve->slot);
  NablaMark *line
      = nabla_marks_polyline (marks, curve->is_quiet ? nabla_color_fade (color, 0.4) : color,
                              (curve->is_quiet ? 1.2 : 2.2) * context->line_scale);
  line->series = series;
  line->dash = curve->is_dashed ? NABLA_DASH_LONG : NABLA_DASH_NONE;
  double before = NAN; /* where the value stood that holds */
  for (gsize i = 0; i < curve->n; i++)
    {
      double y = nabla_axis_place (&plot->y, curve->y[i]);
      if (isfinite (y) && (!plot->y.is_log || curve->y[i] > 0))
        {
          double x = nabla_axis_place (&plot->x, curve->x[i]);
          if (curve->is_stepped && isfinite (before))
            nabla_marks_point (marks, x, before, (guint32)i);
          nabla_marks_point (marks, x, y, (guint32)i);
          before = y;
        }
      else
        {
          nabla_marks_move (marks);
          before = NAN;
        }
    }
  /* Few points are seen one by one, with the marker of the slot. */
  if (curve->n > 60 || curve->is_quiet || plot->is_small)
    return;
  NablaMark *dots = nabla_marks_markers (marks, nabla_marker_slot (curve->slot),
                                         3 * context->line_scale, color);
  dots->series = series;
  for (gsize i = 0; i < curve->n; i++)
    if (isfinite (curve->y[i]) && (!plot->y.is_log || curve->y[i] > 0))
      nabla_marks_point (marks, nabla_axis_place (&plot->x, curve->x[i]),
                         nabla_axis_place (&plot->y, curve->y[i]), (guint32)i);
}

static gsize
nearest (const NablaChartCurve *curve, double x)
{
  gsize best = 0;
  for (gsize i = 1; i < curve->n; i++)
    if (fabs (curve->x[i] - x) < fabs (curve->x[best] - x))
      best = i;
  return best;
}

static void
draw_curve_names (const NablaPlot *plot,
                  const NablaChart *chart,
                  const NablaFigureContext *context,
                  NablaMarks *marks)
{
  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  double room = name_room (chart, context) - NAME_ROOM - 14 * context->text_scale;
  gboolean has_quiet = FALSE;
  for (guint c = 0; c < chart->curves->len; c++)
    has_quiet |= ((NablaChartCurve *)chart->curves->pdata[c])->is_quiet;
  for (guint c = 0; c < chart->curves->len; c++)
    {
      const NablaChartCurve *curve = chart->curves->pdata[c];
      if (*curve->title == '\0' || curve->n == 0)
        continue;
      double y = nabla_axis_place (&plot->y, curve->y[curve->n - 1]);
      NablaTextStyle style = name_style (context);
      if (curve->is_quiet)
        style.color = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
      else if (has_quiet)
        style.bold = TRUE;
      style.width = MAX (room, 1) + 1;
      nabla_labels_add (labels, context->pango, &style, plot->x.end + NAME_ROOM,
                        isfinite (y) ? CLAMP (y, plot->y.end, plot->y.start) : plot->y.start,
                        curve->title);
      nabla_labels_add_marker (labels, context->theme, curve->slot);
    }
  nabla_labels_draw (labels, plot->y.end - 8, plot->y.start + 8, marks);
}

static void
draw_lines (const NablaPlot *plot,
            const NablaChart *chart,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  double line_height = 16 * context->text_scale;
  for (guint l = 0; l < chart->lines->len; l++)
    {
      const NablaChartLine *line = chart->lines->pdata[l];
      NablaColor color = line->is_dashed ? nabla_color (context->theme, NABLA_COLOR_TEXT)
                                         : nabla_color_slot (context->theme, line->slot);
      double x = nabla_axis_place (&plot->x, line->x);
      if (!isfinite (x) || x < plot->x.start - 1 || x > plot->x.end + 1)
        continue;
      if (line->error > 0)
        {
          double left = nabla_axis_place (&plot->x, line->x - line->error);
          double right = nabla_axis_place (&plot->x, line->x + line->error);
          nabla_marks_rectangle (marks, left, plot->y.end, right - left,
                                 plot->y.start - plot->y.end, 0, nabla_color_fade (color, 0.3));
        }
      NablaMark *mark = nabla_marks_polyline (marks, color, 2 * context->line_scale);
      mark->series = LINES + (int)l;
      mark->dash = line->is_dashed ? NABLA_DASH_LONG : NABLA_DASH_NONE;
      nabla_marks_point (marks, x, plot->y.start, 0);
      nabla_marks_point (marks, x, plot->y.end, 1);
      if (plot->is_small)
        continue;
      NablaTextStyle style = name_style (context);
      style.halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
      style.halo_width = 3;
      double width, y = plot->y.end + line_height * (l + 0.5);
      nabla_text_measure (context->pango, &style, line->title, &width, NULL);
      style.x_align = x + 8 + width > context->width - 4 && x - 8 - width > 0 ? 1 : 0;
      double at = style.x_align > 0 ? x - 8 : x + 8;
      if (y < plot->y.start - line_height && at >= 0
          && (style.x_align > 0 || at + width <= context->width))
        nabla_marks_text (marks, &style, at, y, line->title);
    }
}

static void
draw_mark (const NablaPlot *plot,
           const NablaChart *chart,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  double x = nabla_axis_place (&plot->x, chart->mark_x);
  if (!isfinite (x) || x < plot->x.start || x > plot->x.end)
    return;
  nabla_marks_line (marks, floor (x) + 0.5, plot->y.end, floor (x) + 0.5, plot->y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  for (guint c = 0; c < chart->curves->len; c++)
    {
      const NablaChartCurve *curve = chart->curves->pdata[c];
      if (curve->is_quiet || curve->n == 0)
        continue;
      double value = curve->y[nearest (curve, chart->mark_x)];
      double y = nabla_axis_place (&plot->y, value);
      if (!isfinite (y) || y < plot->y.end - 1 || y > plot->y.start + 1)
        continue;
      NablaMark *dot = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 4.6 * context->line_scale,
                                            nabla_color_slot (context->theme, curve->slot));
      dot->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
      dot->halo_width = 1.5f;
      nabla_marks_point (marks, x, y, (guint32)c);
    }
}

/* The histograms by their names, at the top right */
static void
draw_bars_names (const NablaPlot *plot,
                 const NablaChart *chart,
                 const NablaFigureContext *context,
                 NablaMarks *marks)
{
  double y = plot->y.end - NABLA_PLOT_HEAD / 2, x = plot->x.end;
  NablaTextStyle style = name_style (context);
  style.x_align = 1;
  for (guint b = chart->bars->len; b-- > 0;)
    {
      const NablaChartBars *bars = chart->bars->pdata[b];
      double width;
      nabla_text_measure (context->pango, &style, bars->title, &width, NULL);
      if (*bars->title == '\0' || x - width - 16 < plot->x.start + 60 * context->text_scale)
        return;
      nabla_marks_text (marks, &style, x, y, bars->title);
      x -= width + 9;
      nabla_marks_rectangle (marks, x - 5, y - 4, 8, 8, 1,
                             nabla_color_slot (context->theme, bars->slot));
      x -= 5 + 14;
    }
}

void
nabla_chart_draw (const char *figure,
                  const NablaSnapshot *snapshot,
                  const NablaFigureContext *context,
                  NablaMarks *marks)
{
  NablaPlot plot = { 0 };
  const NablaChart *chart = place (&plot, figure, snapshot, context);
  if (chart == NULL)
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("This view belongs to an instrument, which computes what it "
                               "shows."));
      return;
    }
  nabla_plot_draw (&plot, context, chart->x_name, marks);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, plot.x.start - 5, plot.y.end - 5, plot.x.end - plot.x.start + 10,
                         plot.y.start - plot.y.end + 10, 0);
  for (guint b = 0; b < chart->bars->len; b++)
    draw_bars (&plot, chart->bars->pdata[b], BARS + (int)b, context, marks);
  double width = spread_width (chart);
  for (guint s = 0; s < chart->spreads->len; s++)
    draw_spread (&plot, chart->spreads->pdata[s], s, width, context, marks);
  for (guint c = chart->curves->len; c-- > 0;)
    draw_curve (&plot, chart->curves->pdata[c], (int)c, context, marks);
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  draw_mark (&plot, chart, context, marks);
  draw_lines (&plot, chart, context, marks);
  if (plot.is_small)
    return;
  draw_curve_names (&plot, chart, context, marks);
  draw_bars_names (&plot, chart, context, marks);
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_marks_text (marks, &style, plot.x.start, plot.y.end - NABLA_PLOT_HEAD / 2, chart->y_name);
}

char *
nabla_chart_summary (const char *figure, const NablaSnapshot *snapshot)
{
  const NablaChart *chart = nabla_charts_find (snapshot->charts, figure);
  return g_strdup (chart != NULL && chart->finding != NULL
                       ? chart->finding
                       : _ ("There is nothing to be seen yet."));
}

void
nabla_chart_hover (const char *figure,
                   const NablaSnapshot *snapshot,
                   const NablaFigureContext *context,
                   double x,
                   double y,
                   NablaMarks *overlay)
{
  NablaPlot plot = { 0 };
  const NablaChart *chart = place (&plot, figure, snapshot, context);
  if (chart == NULL || x < plot.x.start - NEAR || x > plot.x.end + NEAR)
    return;
  double value = nabla_axis_value (&plot.x, CLAMP (x, plot.x.start, plot.x.end));
  char number[NABLA_LABEL_LENGTH];
  if (chart->x_is_whole)
    value = round (value);
  g_autoptr (GString) text = g_string_new (chart->x_name);
  g_string_append_printf (text, " %s", nabla_label_value (value, number));
  for (guint c = 0; c < chart->curves->len; c++)
    {
      const NablaChartCurve *curve = chart->curves->pdata[c];
      if (curve->n > 0 && *curve->title != '\0')
        g_string_append_printf (text, "\n%s: %s", curve->title,
                                nabla_label_value (curve->y[nearest (curve, value)], number));
    }
  for (guint b = 0; b < chart->bars->len; b++)
    {
      const NablaChartBars *bars = chart->bars->pdata[b];
      double bin = floor ((value - bars->low) / bars->width);
      if (bin >= 0 && bin < (double)bars->n)
        g_string_append_printf (text, "\n%s: %s", bars->title,
                                nabla_label_value (bars->heights[(gsize)bin], number));
    }
  double line = floor (nabla_axis_place (&plot.x, value)) + 0.5;
  nabla_marks_line (overlay, line, plot.y.end, line, plot.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  nabla_figure_tip (context, overlay, x, y, text->str);
}

gboolean
nabla_chart_axes (const char *figure,
                  const NablaSnapshot *snapshot,
                  const NablaFigureContext *context,
                  NablaAxis *x,
                  NablaAxis *y)
{
  NablaPlot plot = { 0 };
  if (place (&plot, figure, snapshot, context) == NULL)
    return FALSE;
  *x = plot.x;
  *y = plot.y;
  return TRUE;
}

static void
add_row (GString *csv, const char *title, double x, double y)
{
  nabla_csv_text (csv, title);
  nabla_csv_number (csv, x);
  nabla_csv_number (csv, y);
  nabla_csv_end_row (csv);
}

void
nabla_chart_tabulate (const char *figure, const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "series", "x", "y", NULL };
  const NablaChart *chart = nabla_charts_find (snapshot->charts, figure);
  nabla_csv_row (csv, names);
  if (chart == NULL)
    return;
  for (guint c = 0; c < chart->curves->len; c++)
    {
      const NablaChartCurve *curve = chart->curves->pdata[c];
      for (gsize i = 0; i < curve->n; i++)
        add_row (csv, curve->title, curve->x[i], curve->y[i]);
    }
  for (guint b = 0; b < chart->bars->len; b++)
    {
      const NablaChartBars *bars = chart->bars->pdata[b];
      for (gsize i = 0; i < bars->n; i++)
        add_row (csv, bars->title, bars->low + bars->width * ((double)i + 0.5), bars->heights[i]);
    }
  for (guint s = 0; s < chart->spreads->len; s++)
    {
      const NablaChartSpread *spread = chart->spreads->pdata[s];
      double step = (spread->high - spread->low) / (double)spread->n;
      for (gsize i = 0; i < spread->n; i++)
        {
          g_autofree char *title = g_strdup_printf ("%s %d", chart->x_name, (int)spread->x);
          add_row (csv, title, spread->low + step * ((double)i + 0.5), spread->shares[i]);
        }
    }
}
