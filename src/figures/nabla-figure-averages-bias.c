/* The first days of an average, which begins at zero: with and without correction.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-averages-plot-private.h"

#include "nabla-csv-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Shown are the days until so much of the average is missing. */
#define MISSING 0.08
#define LEAST_DAYS 6
#define MOST_DAYS 400

typedef struct
{
  NablaAxis x, y;
  gsize days;
  gboolean is_small;
} Layout;

static gsize
choose_days (const NablaAveragesPicture *picture)
{
  double beta = picture->averages[0].beta;
  double days = beta > 0 ? ceil (log (MISSING) / log (beta)) : LEAST_DAYS;
  return MIN ((gsize)CLAMP (days, LEAST_DAYS, MOST_DAYS), picture->n);
}

static void
place (Layout *self, const NablaAveragesPicture *picture, const NablaFigureContext *context)
{
  double low = 0, high = 0, line = 15 * context->text_scale;
  self->days = choose_days (picture);
  for (gsize i = 0; i < self->days; i++)
    {
      low = MIN (low, MIN (picture->theta[i], picture->averages[0].corrected[i]));
      high = MAX (high, MAX (picture->theta[i], picture->averages[0].corrected[i]));
    }
  nabla_axis_init (&self->x, 1, (double)self->days, FALSE);
  self->x.is_whole = TRUE;
  nabla_axis_init (&self->y, low, high, FALSE);
  self->is_small = context->width < 14 * line || context->height < 6 * line;
  self->y.end = NABLA_SPACE;
  self->y.start
      = MAX (context->height - NABLA_SPACE - (self->is_small ? 0 : line + 4), self->y.end + 1);
  self->x.start
      = NABLA_SPACE + 6 + (self->is_small ? 0 : nabla_averages_margin (picture, context, &self->y));
  self->x.end = MAX (context->width - NABLA_SPACE - 6, self->x.start + 1);
}

static void
draw_gap (const Layout *self,
          const NablaAverage *average,
          const NablaFigureContext *context,
          NablaMarks *marks)
{
  NablaMark *area = nabla_marks_add (marks, NABLA_MARK_POLYGON);
  area->fill = nabla_color_fade (nabla_color_slot (context->theme, average->slot), 0.1);
  for (gsize i = 0; i < self->days; i++)
    nabla_marks_point (marks, nabla_axis_place (&self->x, (double)i + 1),
                       nabla_axis_place (&self->y, average->corrected[i]), (guint32)i);
  for (gsize i = self->days; i-- > 0;)
    nabla_marks_point (marks, nabla_axis_place (&self->x, (double)i + 1),
                       nabla_axis_place (&self->y, average->plain[i]), (guint32)i);
}

static void
draw_line (const Layout *self,
           const double *values,
           int series,
           NablaDash dash,
           double width,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  NablaColor color = nabla_color_slot (context->theme, 0);
  NablaMark *line = nabla_marks_polyline (marks, color, width * context->line_scale);
  line->series = series;
  line->dash = dash;
  nabla_averages_line (values, 1, self->days, &self->x, &self->y, context->all_points, marks);
}

/* Where both begin: full with correction, hollow without */
static void
draw_begin (const Layout *self,
            double value,
            gboolean is_hollow,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  NablaColor color = nabla_color_slot (context->theme, 0);
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  NablaMark *dot = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 4 * context->line_scale,
                                        is_hollow ? surface : color);
  dot->series = NABLA_AVERAGES_CHOSEN;
  if (is_hollow)
    {
      dot->stroke = color;
      dot->line_width = (float)(1.6 * context->line_scale);
    }
  nabla_marks_point (marks, self->x.start, nabla_axis_place (&self->y, value), 0);
}

/* Day 1 in words, between the curves or below them, whichever has room */
static void
draw_words (const Layout *self,
            const NablaAveragesPicture *picture,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  const NablaAverage *average = &picture->averages[0];
  char plain[NABLA_LABEL_LENGTH], corrected[NABLA_LABEL_LENGTH];
  nabla_averages_value (picture, average->plain[0], plain);
  nabla_averages_value (picture, average->corrected[0], corrected);
  /* Translators: two values of an average */
  g_autofree char *text = g_strdup_printf (_ ("day 1: %1$s instead of %2$s"), plain, corrected);
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 3;
  style.y_align = NABLA_ALIGN_MIDDLE;
  double width;
  nabla_text_measure (context->pango, &style, text, &width, NULL);
  if (width > self->x.end - self->x.start - 20)
    return;
  double free = self->x.end - self->x.start - width;
  double x = self->x.start + MIN (MAX (16, 0.25 * (self->x.end - self->x.start)), free);
  double least = self->y.start - 10;
  /* Below what the curves do over the words */
  double y = -INFINITY;
  for (gsize i = 0; i < self->days; i++)
    if (fabs (nabla_axis_place (&self->x, (double)i + 1) - x - width / 2) <= width / 2 + 8)
      y = MAX (y, nabla_axis_place (&self->y, MIN (average->plain[i], average->corrected[i])));
  nabla_marks_text (marks, &style, x, MIN (y + 12 * context->text_scale, least), text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (!nabla_averages_check (snapshot, context, marks))
    return;
  const NablaAveragesPicture *picture = snapshot->averages;
  const NablaAverage *average = &picture->averages[0];
  Layout self;
  place (&self, picture, context);
  if (!self.is_small)
    {
      NablaTextStyle style
          = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
      NablaTick ticks[NABLA_AXIS_MOST_TICKS];
      nabla_averages_grid (picture, context, &self.y, self.x.start - 6, self.x.end + 6, marks);
      guint n = nabla_axis_ticks (&self.x, 5, ticks);
      style.x_align = 0.5;
      nabla_marks_text (marks, &style, self.x.start, self.y.start + 4, "1");
      for (guint i = 0; i < n; i++)
        if (ticks[i].place > self.x.start + 16 * context->text_scale
            && ticks[i].place < self.x.end - 36 * context->text_scale)
          nabla_marks_text (marks, &style, ticks[i].place, self.y.start + 4, ticks[i].label);
      style.x_align = 1;
      nabla_marks_text (marks, &style, self.x.end + 6, self.y.start + 4, C_ ("axis", "day"));
    }
  double zero = floor (nabla_axis_place (&self.y, 0)) + 0.5;
  nabla_marks_line (marks, self.x.start - 6, zero, self.x.end + 6, zero,
                    nabla_color (context->theme, NABLA_COLOR_AXIS), context->line_scale);
  nabla_marks_begin_layer (marks);
  draw_gap (&self, average, context, marks);
  NablaColor grey = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), 0.26);
  nabla_averages_dots (picture, 1, self.days, &self.x, &self.y, 2.6 * context->line_scale, grey,
                       marks);
  draw_line (&self, average->plain, NABLA_AVERAGES_PLAIN, NABLA_DASH_LONG, 1.6, context, marks);
  draw_line (&self, average->corrected, 0, NABLA_DASH_NONE, 2.4, context, marks);
  draw_begin (&self, average->corrected[0], FALSE, context, marks);
  draw_begin (&self, average->plain[0], TRUE, context, marks);
  if (!self.is_small)
    draw_words (&self, picture, context, marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaAveragesPicture *self = snapshot->averages;
  if (!nabla_averages_check (snapshot, NULL, NULL))
    return g_strdup (_ ("There is no series to average."));
  gsize days = choose_days (self);
  char percent[NABLA_LABEL_LENGTH], count[NABLA_LABEL_LENGTH];
  g_snprintf (percent, sizeof percent, "%.0f", 100 * pow (self->averages[0].beta, (double)days));
  /* Translators: a number of days; a whole number of percent */
  return g_strdup_printf (_ ("after %1$s days %2$s%% is missing"),
                          nabla_label_count ((gint64)days, count), percent);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  if (!nabla_averages_check (snapshot, context, NULL))
    return;
  const NablaAveragesPicture *picture = snapshot->averages;
  Layout self;
  place (&self, picture, context);
  if (x < self.x.start - 6 || x > self.x.end + 6)
    return;
  double value = round (nabla_axis_value (&self.x, x));
  gsize day = (gsize)CLAMP (value, 1, (double)self.days);
  char plain[NABLA_LABEL_LENGTH], corrected[NABLA_LABEL_LENGTH];
  nabla_averages_value (picture, picture->averages[0].plain[day - 1], plain);
  nabla_averages_value (picture, picture->averages[0].corrected[day - 1], corrected);
  double line = floor (nabla_axis_place (&self.x, (double)day)) + 0.5;
  nabla_marks_line (overlay, line, self.y.end, line, self.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  /* Translators: number of a day; the values of its average */
  g_autofree char *text = g_strdup_printf (_ ("day %1$zu: %2$s without, %3$s with correction"), day,
                                           plain, corrected);
  nabla_figure_tip (context, overlay, x, y, text);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "day", "theta", "v", "v_corrected", "missing", NULL };
  const NablaAveragesPicture *self = snapshot->averages;
  nabla_csv_row (csv, names);
  gsize days = self != NULL && self->n > 0 && self->n_averages > 0 ? choose_days (self) : 0;
  for (gsize i = 0; i < days; i++)
    {
      nabla_csv_index (csv, (gint64)i + 1);
      nabla_csv_number (csv, self->theta[i]);
      nabla_csv_number (csv, self->averages[0].plain[i]);
      nabla_csv_number (csv, self->averages[0].corrected[i]);
      nabla_csv_number (csv, pow (self->averages[0].beta, (double)i + 1));
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_averages_bias = {
  .name = "averages_bias",
  .title = N_ ("Bias of the First Days"),
  .help = N_ ("An average that begins at 0 is too near to 0 in the first days; dividing by 1 − β^t "
              "corrects it."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
