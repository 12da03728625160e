/* Weighted averages: a series, its averages by several β, and the weights that the past
 * has in the average of the chosen day.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-averages-head-private.h"
#include "nabla-averages-plot-private.h"
#include "nabla-label-layout.h"
#include "nabla-short-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DOT_RADIUS 2.6
#define STRONG_RADIUS 3.6
#define DAY_RADIUS 4.6
/* Weights below this share of the newest are not seen. */
#define LEAST_WEIGHT 0.004
/* Rooms in logical pixels at a text scale of 1 */
#define STRIP_HEIGHT 66.0
#define STRIP_GAP 12.0
#define LEAST_HEIGHT_WITH_STRIP 260.0
#define LEAST_WIDTH_WITH_WORDS 300.0

typedef struct
{
  const NablaAveragesPicture *picture;
  const NablaFigureContext *context;
  NablaAxis x, y, weight;
  gsize from, to;
  double head;
  gboolean is_small, has_strip;
} Layout;

static void
place (Layout *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  const NablaAveragesPicture *picture = snapshot->averages;
  *self = (Layout){ .picture = picture, .context = context };
  self->from = CLAMP (picture->first, 1, picture->n);
  self->to = MIN (self->from + MAX (picture->length, 1) - 1, picture->n);
  double low = INFINITY, high = -INFINITY;
  nabla_averages_range (picture, self->from, self->to, picture->shows_plain, &low, &high);
  nabla_axis_init (&self->x, (double)self->from, (double)self->to, FALSE);
  nabla_axis_init (&self->y, low, high, FALSE);
  nabla_axis_pad (&self->y, 0.05);
  nabla_axis_init (&self->weight, 0, 1 - picture->averages[0].beta, FALSE);
  nabla_figure_apply_window (context, &self->x, &self->y);

  double scale = context->text_scale, line = 15 * scale;
  self->is_small = context->width < 16 * line || context->height < 7 * line;
  self->has_strip = context->height >= LEAST_HEIGHT_WITH_STRIP * scale && !self->is_small;
  self->head = self->is_small ? 0 : nabla_averages_head_height (context);
  double bottom = context->height - NABLA_SPACE - (self->is_small ? 0 : line + 4);
  if (self->has_strip)
    {
      self->weight.start = bottom;
      self->weight.end = bottom - STRIP_HEIGHT * scale;
      bottom = self->weight.end - STRIP_GAP * scale;
    }
  self->y.start = bottom;
  self->y.end = MIN (NABLA_SPACE + self->head, bottom - 1);
  self->x.start = NABLA_SPACE + DAY_RADIUS;
  self->x.end = context->width - NABLA_SPACE - DAY_RADIUS;
  if (!self->is_small)
    {
      NablaTextStyle style
          = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
      style.bold = TRUE;
      double label;
      nabla_text_measure (context->pango, &style, "β = 0.98", &label, NULL);
      self->x.start += MAX (nabla_averages_margin (picture, context, &self->y), 34 * scale);
      self->x.end -= label + 6;
    }
  self->x.end = MAX (self->x.end, self->x.start + 1);
}

static double
day_place (const Layout *self, gsize day)
{
  return nabla_axis_place (&self->x, (double)day);
}

static gboolean
is_seen (const Layout *self, gsize day)
{
  return (double)day >= self->x.low && (double)day <= self->x.high;
}

/* Violet as strongly as the day counts, grey below. */
static void
draw_counted_dots (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  double beta = picture->averages[0].beta;
  NablaColor color = nabla_averages_color (picture, 0, self->context);
  for (gsize k = 0; k < picture->day && k < 400; k++)
    {
      gsize day = picture->day - k;
      double strength = pow (beta, (double)k);
      if (day < self->from || strength < 0.05)
        return;
      if (day > self->to)
        continue;
      NablaMark *dot = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE,
                                            (DOT_RADIUS + (STRONG_RADIUS - DOT_RADIUS) * strength)
                                                * self->context->line_scale,
                                            nabla_color_fade (color, 0.25 + 0.75 * strength));
      dot->series = NABLA_AVERAGES_THETA;
      nabla_marks_point (marks, day_place (self, day),
                         nabla_axis_place (&self->y, picture->theta[day - 1]), (guint32)(day - 1));
    }
}

static void
add_curve (const Layout *self,
           const double *values,
           int series,
           NablaColor color,
           double width,
           NablaDash dash,
           NablaMarks *marks)
{
  NablaMark *line = nabla_marks_polyline (marks, color, width * self->context->line_scale);
  line->series = series;
  line->dash = dash;
  nabla_averages_line (values, self->from, self->to, &self->x, &self->y, self->context->all_points,
                       marks);
}

static void
draw_curves (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  for (guint a = picture->n_averages; a-- > 1;)
    add_curve (self, nabla_averages_picture_curve (picture, a), (int)a,
               nabla_averages_color (picture, a, self->context), 1.6, NABLA_DASH_NONE, marks);
  NablaColor color = nabla_averages_color (picture, 0, self->context);
  if (picture->shows_plain)
    add_curve (self, picture->averages[0].plain, NABLA_AVERAGES_PLAIN, color, 1.6, NABLA_DASH_LONG,
               marks);
  add_curve (self, nabla_averages_picture_curve (picture, 0), 0, color, 2.6, NABLA_DASH_NONE,
             marks);
}

static void
draw_curve_names (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  for (guint a = 0; a < picture->n_averages; a++)
    {
      gsize last = MIN (self->to, (gsize)MAX (self->x.high, 1));
      double value = nabla_averages_picture_curve (picture, a)[last - 1];
      double y = nabla_axis_place (&self->y, value);
      if (!isfinite (y) || y < self->y.end - 1 || y > self->y.start + 1)
        continue;
      char number[NABLA_SHORT_NUMBER_LENGTH];
      g_autofree char *text
          = g_strdup_printf ("β = %s", nabla_short_number (picture->averages[a].beta, number));
      NablaTextStyle style
          = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION,
                                     a == 0 ? NABLA_COLOR_TEXT : NABLA_COLOR_SECONDARY_TEXT);
      style.bold = a == 0;
      style.y_align = NABLA_ALIGN_MIDDLE;
      nabla_labels_add (labels, self->context->pango, &style, self->x.end + 8, y, text);
    }
  nabla_labels_draw (labels, self->y.end - 6, self->y.start + 6, marks);
}

/* Where the uncorrected curve lies far enough from the other for words */
static void
draw_plain_name (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  const NablaAverage *average = &picture->averages[0];
  if (!picture->shows_plain || self->from > 3)
    return;
  double gap = nabla_axis_place (&self->y, average->plain[self->from - 1])
               - nabla_axis_place (&self->y, average->corrected[self->from - 1]);
  if (fabs (gap) < 40 * self->context->text_scale)
    return;
  NablaTextStyle style
      = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 3;
  style.y_align = NABLA_ALIGN_MIDDLE;
  double y = nabla_axis_place (&self->y, average->plain[self->from - 1]);
  nabla_marks_text (marks, &style, day_place (self, self->from) + 18,
                    CLAMP (y, self->y.end + 8, self->y.start - 8), _ ("without correction"));
}

static void
draw_value_name (
    const Layout *self, const char *symbol, double value, gboolean is_left, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  char number[NABLA_LABEL_LENGTH];
  g_autofree char *escaped
      = g_markup_escape_text (nabla_averages_value (self->picture, value, number), -1);
  g_autofree char *text = g_strdup_printf ("<i>%s</i> = %s", symbol, escaped);
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.is_markup = TRUE;
  style.bold = is_left;
  style.x_align = is_left ? 1 : 0;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 3;
  double x = day_place (self, self->picture->day), width;
  nabla_text_measure (context->pango, &style, text, &width, NULL);
  double offset = (DAY_RADIUS + 6) * context->line_scale;
  /* On the other side where there is no room */
  if (is_left && x - offset - width < self->x.start)
    style.x_align = 0;
  else if (!is_left && x + offset + width > context->width - 3)
    style.x_align = 1;
  double y = nabla_axis_place (&self->y, value);
  y += (is_left ? -1 : 1) * (style.x_align == (is_left ? 1 : 0) ? -6 : 6) * context->text_scale
       * (is_left ? 1 : 2);
  nabla_marks_text (marks, &style, x + (style.x_align == 0 ? offset : -offset),
                    CLAMP (y, self->y.end + 6, self->y.start - 6), text);
}

static void
draw_day_dot (const Layout *self, double value, NablaColor color, NablaMarks *marks)
{
  NablaMark *dot = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE,
                                        DAY_RADIUS * self->context->line_scale, color);
  dot->series = NABLA_AVERAGES_CHOSEN;
  dot->halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  dot->halo_width = 1.5f;
  nabla_marks_point (marks, day_place (self, self->picture->day),
                     nabla_axis_place (&self->y, value), (guint32)(self->picture->day - 1));
}

static void
draw_day (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  if (!is_seen (self, picture->day))
    return;
  double x = floor (day_place (self, picture->day)) + 0.5;
  double theta = picture->theta[picture->day - 1];
  double v = nabla_averages_picture_curve (picture, 0)[picture->day - 1];
  nabla_marks_line (marks, x, self->y.end, x, self->has_strip ? self->weight.end : self->y.start,
                    nabla_color (self->context->theme, NABLA_COLOR_CURSOR),
                    self->context->line_scale);
  draw_day_dot (self, theta, nabla_color (self->context->theme, NABLA_COLOR_TEXT), marks);
  draw_day_dot (self, v, nabla_averages_color (picture, 0, self->context), marks);
  if (self->is_small || self->context->width < LEAST_WIDTH_WITH_WORDS * self->context->text_scale)
    return;
  draw_value_name (self, "θ", theta, FALSE, marks);
  draw_value_name (self, "v", v, TRUE, marks);
}

static void
draw_weight_axis (const Layout *self, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 1;
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint i = 0; i < 3; i++)
    {
      double value = i * self->weight.high / 2;
      double y = floor (nabla_axis_place (&self->weight, value)) + 0.5;
      char number[NABLA_SHORT_NUMBER_LENGTH];
      nabla_marks_line (marks, self->x.start, y, self->x.end, y,
                        nabla_color (context->theme, i == 0 ? NABLA_COLOR_AXIS : NABLA_COLOR_GRID),
                        context->line_scale);
      nabla_marks_text (marks, &style, self->x.start - 7, y, nabla_short_number (value, number));
    }
}

static void
draw_bars (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  double beta = picture->averages[0].beta;
  NablaColor color = nabla_averages_color (picture, 0, self->context);
  double width = (self->x.end - self->x.start) / MAX (self->x.high - self->x.low, 1);
  width = CLAMP (0.75 * width, 0.6, 14);
  for (gsize k = 0; k < picture->day; k++)
    {
      gsize day = picture->day - k;
      double strength = pow (beta, (double)k);
      if (strength < LEAST_WEIGHT || (double)day < self->x.low)
        return;
      if (!is_seen (self, day))
        continue;
      double top = nabla_axis_place (&self->weight, nabla_average_weight (beta, k));
      NablaMark *bar = nabla_marks_rectangle (marks, day_place (self, day) - width / 2, top, width,
                                              self->weight.start - top, MIN (1.5, width / 3),
                                              nabla_color_fade (color, 0.3 + 0.7 * strength));
      bar->series = NABLA_AVERAGES_WEIGHTS;
      nabla_marks_set_index (marks, (guint32)k);
    }
}

/* How much of the weight the last 1/(1 − β) days carry, with a bracket over them */
static void
draw_share (const Layout *self, NablaMarks *marks)
{
  const NablaAveragesPicture *picture = self->picture;
  const NablaFigureContext *context = self->context;
  double beta = picture->averages[0].beta;
  gulong days = (gulong)llround (nabla_average_window (beta));
  char percent[16];
  g_snprintf (percent, sizeof percent, "%.0f", 100 * nabla_average_share (beta, days));
  g_autofree char *text = g_strdup_printf (
      /* Translators: %1$lu is a number of days, %2$s a whole number */
      ngettext ("the last %1$lu day carries %2$s%% of the weight",
                "the last %1$lu days carry %2$s%% of the weight", days),
      days, percent);
  NablaColor ink = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
  double begin = nabla_axis_place (&self->x, (double)picture->day - (double)days + 0.5);
  double end = nabla_axis_place (&self->x, (double)picture->day + 0.5), top = self->weight.end;
  begin = MAX (begin, self->x.start);
  nabla_marks_line (marks, begin, top, end, top, ink, context->line_scale);
  nabla_marks_line (marks, begin, top - 4, begin, top + 4, ink, context->line_scale);
  nabla_marks_line (marks, end, top - 4, end, top + 4, ink, context->line_scale);

  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 3;
  double width, at = end + 10;
  nabla_text_measure (context->pango, &style, text, &width, NULL);
  if (at + width > context->width - NABLA_SPACE)
    {
      style.x_align = 1;
      at = begin - 10;
      if (at - width < self->x.start)
        return;
    }
  nabla_marks_text (marks, &style, at, top, text);
  NablaTextStyle second
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  second.is_markup = TRUE;
  second.x_align = style.x_align;
  second.y_align = NABLA_ALIGN_MIDDLE;
  second.halo = style.halo;
  second.halo_width = 3;
  if (style.x_align == 0)
    nabla_marks_text (marks, &second, at, top + 20 * context->text_scale,
                      _ ("weight of <i>k</i> days ago: (1 − <i>β</i>) <i>β<sup>k</sup></i>"));
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (!nabla_averages_check (snapshot, context, marks))
    return;
  Layout self;
  place (&self, snapshot, context);
  double width = self.x.end - self.x.start;
  if (!self.is_small)
    {
      nabla_averages_grid (self.picture, context, &self.y, self.x.start, self.x.end, marks);
      double bottom = self.has_strip ? self.weight.start : self.y.start;
      if (self.has_strip)
        draw_weight_axis (&self, marks);
      nabla_averages_days (self.picture, context, &self.x, bottom + 4, marks);
    }
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, self.x.start - DAY_RADIUS, self.y.end - 3, width + 2 * DAY_RADIUS,
                         self.y.start - self.y.end + 6, 0);
  NablaColor grey = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), 0.26);
  nabla_averages_dots (self.picture, self.from, self.to, &self.x, &self.y,
                       DOT_RADIUS * context->line_scale, grey, marks);
  draw_counted_dots (&self, marks);
  draw_curves (&self, marks);
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  if (!self.is_small)
    {
      draw_plain_name (&self, marks);
      draw_curve_names (&self, marks);
      nabla_averages_head_draw (self.picture, context, self.x.start, marks);
    }
  draw_day (&self, marks);
  if (self.has_strip && is_seen (&self, self.picture->day))
    {
      draw_bars (&self, marks);
      draw_share (&self, marks);
    }
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaAveragesPicture *self = snapshot->averages;
  if (!nabla_averages_check (snapshot, NULL, NULL))
    return g_strdup (_ ("There is no series to average."));
  char theta[NABLA_LABEL_LENGTH], average[NABLA_LABEL_LENGTH], gap[NABLA_LABEL_LENGTH];
  char count[NABLA_LABEL_LENGTH], window[NABLA_LABEL_LENGTH];
  double v = nabla_averages_picture_curve (self, 0)[self->day - 1];
  double difference = v - self->theta[self->day - 1];
  g_autofree char *name = nabla_averages_day_name (self, self->day);
  nabla_averages_value (self, self->theta[self->day - 1], theta);
  nabla_averages_value (self, v, average);
  nabla_averages_value (self, fabs (difference), gap);
  nabla_label_count ((gint64)self->day, count);
  nabla_label_count (llround (nabla_average_window (self->averages[0].beta)), window);
  if (self->first_date == 0 && (self->labels == NULL || self->labels[self->day - 1] == NULL))
    return difference < 0
               /* Translators: name of a day, its value, a number of days, their average, how far
                * it is below */
               ? g_strdup_printf (_ ("%1$s: %2$s; the average over about %3$s days is %4$s, "
                                     "%5$s below"),
                                  name, theta, window, average, gap)
               /* Translators: name of a day, its value, a number of days, their average, how far
                * it is above */
               : g_strdup_printf (_ ("%1$s: %2$s; the average over about %3$s days is %4$s, "
                                     "%5$s above"),
                                  name, theta, window, average, gap);
  if (difference < 0)
    /* Translators: number of a day, its name, its value, a number of days, their average,
     * how far it is below */
    return g_strdup_printf (_ ("day %1$s, %2$s: %3$s; the average over about %4$s days is %5$s, "
                               "%6$s below"),
                            count, name, theta, window, average, gap);
  /* Translators: number of a day, its name, its value, a number of days, their average, how
   * far it is above */
  return g_strdup_printf (_ ("day %1$s, %2$s: %3$s; the average over about %4$s days is %5$s, %6$s "
                             "above"),
                          count, name, theta, window, average, gap);
}

static void
add_hover_dot (const Layout *self, gsize day, double value, NablaColor color, NablaMarks *marks)
{
  double y = nabla_axis_place (&self->y, value);
  if (!isfinite (y) || y < self->y.end - 2 || y > self->y.start + 2)
    return;
  NablaMark *dot
      = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 4 * self->context->line_scale, color);
  dot->halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  dot->halo_width = 1.5f;
  nabla_marks_point (marks, day_place (self, day), y, (guint32)(day - 1));
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
  Layout self;
  place (&self, snapshot, context);
  if (x < self.x.start - DAY_RADIUS || x > self.x.end + DAY_RADIUS)
    return;
  double value = round (nabla_axis_value (&self.x, x));
  gsize day = (gsize)CLAMP (value, (double)self.from, (double)self.to);
  const NablaAveragesPicture *picture = self.picture;
  char number[NABLA_LABEL_LENGTH], beta[NABLA_SHORT_NUMBER_LENGTH];
  g_autofree char *name = nabla_averages_day_name (picture, day);
  g_autoptr (GString) text = g_string_new (name);
  double line = floor (day_place (&self, day)) + 0.5;
  nabla_marks_line (overlay, line, self.y.end, line, self.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  g_string_append_printf (text, "\nθ = %s",
                          nabla_averages_value (picture, picture->theta[day - 1], number));
  add_hover_dot (&self, day, picture->theta[day - 1],
                 nabla_color (context->theme, NABLA_COLOR_TEXT), overlay);
  for (guint a = 0; a < picture->n_averages; a++)
    {
      double average = nabla_averages_picture_curve (picture, a)[day - 1];
      add_hover_dot (&self, day, average, nabla_averages_color (picture, a, context), overlay);
      g_string_append_printf (text, "\nβ = %s: %s",
                              nabla_short_number (picture->averages[a].beta, beta),
                              nabla_averages_value (picture, average, number));
    }
  nabla_figure_tip (context, overlay, x, y, text->str);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  if (!nabla_averages_check (snapshot, context, NULL))
    return FALSE;
  Layout self;
  place (&self, snapshot, context);
  *x = self.x;
  *y = self.y;
  return TRUE;
}

const NablaFigure nabla_figure_averages = {
  .name = "averages",
  .title = N_ ("Weighted Average"),
  .help = N_ ("A series of numbers, its exponentially weighted averages, and what each day counts "
              "in the average of the chosen one."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = nabla_averages_tabulate,
};
