/* Gradient check: how far backpropagation and differences are apart, parameter by
 * parameter, the worst first, and each number beside its twin. On the diagonal both agree.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-label.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Ends of the track on which differences stand */
#define LEAST 1e-12
#define MOST 1.0
#define LEAST_PLOT 150.0

typedef struct
{
  const NablaGradientCheckPicture *check;
  const NablaFigureContext *context;
  NablaMarks *marks;
  double width; /* of the table */
  double line;  /* height of a line of text */
} Drawing;

/* A tick or a cross: what passed is told by shape, not by color alone. */
static void
draw_verdict (const Drawing *self, gboolean passed, double x, double y, double size)
{
  const double scale = self->context->line_scale;
  NablaColor color
      = nabla_color (self->context->theme, passed ? NABLA_COLOR_SUCCESS : NABLA_COLOR_ERROR);
  NablaMark *mark = nabla_marks_polyline (self->marks, color, 2 * scale);
  if (passed)
    {
      nabla_marks_point (self->marks, x - 0.5 * size, y, 0);
      nabla_marks_point (self->marks, x - 0.12 * size, y + 0.4 * size, 0);
      nabla_marks_point (self->marks, x + 0.5 * size, y - 0.42 * size, 0);
    }
  else
    {
      nabla_marks_point (self->marks, x - 0.42 * size, y - 0.42 * size, 0);
      nabla_marks_point (self->marks, x + 0.42 * size, y + 0.42 * size, 0);
      nabla_marks_move (self->marks);
      nabla_marks_point (self->marks, x - 0.42 * size, y + 0.42 * size, 0);
      nabla_marks_point (self->marks, x + 0.42 * size, y - 0.42 * size, 0);
    }
  mark->series = -1;
}

static void
draw_row (const Drawing *self, guint index, double y, const NablaAxis *track, double names)
{
  const NablaCheckedParameter *row = &self->check->rows[index];
  const NablaFigureContext *context = self->context;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  char number[NABLA_LABEL_LENGTH];
  style.y_align = NABLA_ALIGN_MIDDLE;
  draw_verdict (self, row->passed, NABLA_SPACE + 0.3 * self->line, y, 0.55 * self->line);
  style.width = names;
  nabla_marks_text (self->marks, &style, NABLA_SPACE + self->line, y, row->name)->series
      = (int)index;
  style.width = 0;
  style.x_align = 1;
  nabla_marks_text (self->marks, &style, self->width - NABLA_SPACE, y,
                    nabla_label_value (row->difference, number))
      ->series
      = (int)index;
  if (track->end <= track->start + 20)
    return;
  NablaColor color
      = nabla_color (context->theme, row->passed ? NABLA_COLOR_SUCCESS : NABLA_COLOR_ERROR);
  double x = nabla_axis_place (track, CLAMP (row->difference, LEAST, MOST));
  nabla_marks_line (self->marks, track->start, y, track->end, y,
                    nabla_color (context->theme, NABLA_COLOR_GRID), context->line_scale);
  NablaMark *mark
      = nabla_marks_markers (self->marks, row->passed ? NABLA_MARKER_CIRCLE : NABLA_MARKER_CROSS,
                             4.5 * context->line_scale, color);
  mark->series = (int)index;
  nabla_marks_point (self->marks, x, y, index);
}

static void
draw_table (const Drawing *self)
{
  const NablaGradientCheckPicture *check = self->check;
  const NablaFigureContext *context = self->context;
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double numbers, widest = 0;
  NablaTextStyle body = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  nabla_text_measure (context->pango, &body, "0.00e−00", &numbers, NULL);
  for (guint i = 0; i < check->n_rows; i++)
    {
      double width;
      nabla_text_measure (context->pango, &body, check->rows[i].name, &width, NULL);
      widest = MAX (widest, width);
    }
  NablaAxis track;
  nabla_axis_init (&track, LEAST, MOST, TRUE);
  double names
      = MIN (ceil (widest), MAX (self->width - numbers - 3 * NABLA_SPACE - self->line, 20));
  track.start = NABLA_SPACE + self->line + names + NABLA_SPACE;
  track.end = self->width - NABLA_SPACE - numbers - NABLA_SPACE;
  double top = NABLA_PLOT_HEAD * MAX (context->text_scale, 1) + 4;
  double row = self->line * 1.5;
  guint n = (guint)MAX ((context->height - NABLA_SPACE - top) / row, 1);
  guint shown = check->n_rows <= n ? check->n_rows : n - (n > 1);

  if (track.end > track.start + 20)
    {
      double x = nabla_axis_place (&track, check->limit);
      char limit[NABLA_LABEL_LENGTH];
      NablaMark *mark = nabla_marks_line (self->marks, x, top, x, top + shown * row,
                                          nabla_color (context->theme, NABLA_COLOR_CURSOR),
                                          context->line_scale);
      mark->dash = NABLA_DASH_LONG;
      style.x_align = 0.5;
      style.y_align = NABLA_ALIGN_BOTTOM;
      nabla_marks_text (self->marks, &style, x, top - 2,
                        nabla_label_log_tick (check->limit, limit));
    }
  for (guint i = 0; i < shown; i++)
    draw_row (self, i, top + (i + 0.5) * row, &track, names);
  if (shown < check->n_rows)
    {
      g_autofree char *more = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", check->n_rows - shown),
          check->n_rows - shown);
      style.x_align = 0;
      style.y_align = NABLA_ALIGN_MIDDLE;
      nabla_marks_text (self->marks, &style, NABLA_SPACE + self->line, top + (shown + 0.5) * row,
                        more);
    }
}

/* Both axes have one range, so that right numbers lie on the diagonal. */
static gboolean
choose_range (const NablaGradientCheckPicture *check, NablaAxis *x, NablaAxis *y)
{
  double low = INFINITY, high = -INFINITY;
  for (gsize i = 0; i < check->n_numbers; i++)
    if (isfinite (check->numbers[i].analytic) && isfinite (check->numbers[i].numeric))
      {
        low = MIN (low, MIN (check->numbers[i].analytic, check->numbers[i].numeric));
        high = MAX (high, MAX (check->numbers[i].analytic, check->numbers[i].numeric));
      }
  if (low > high)
    return FALSE;
  nabla_axis_init (x, low, high, FALSE);
  nabla_axis_pad (x, 0.05);
  *y = *x;
  return TRUE;
}

static gboolean
place_plot (const Drawing *self, NablaPlot *plot)
{
  NablaFigureContext part = *self->context;
  part.width = self->context->width - self->width;
  if (part.width < LEAST_PLOT * self->context->text_scale
      || !choose_range (self->check, &plot->x, &plot->y))
    return FALSE;
  nabla_figure_apply_window (self->context, &plot->x, &plot->y);
  nabla_plot_place (plot, &part, 0, 0);
  double surplus = (plot->x.end - plot->x.start) - (plot->y.start - plot->y.end);
  if (surplus > 0 && !plot->is_small)
    {
      part.width -= surplus;
      nabla_plot_place (plot, &part, 0, 0);
    }
  nabla_plot_move (plot, self->width);
  /* Where it would be a miniature, the table has all the room. */
  return !plot->is_small;
}

static void
draw_numbers (const Drawing *self, const NablaPlot *plot)
{
  const NablaGradientCheckPicture *check = self->check;
  const NablaFigureContext *context = self->context;
  nabla_marks_push_clip (self->marks, plot->x.start - 2, plot->y.end - 2,
                         plot->x.end - plot->x.start + 4, plot->y.start - plot->y.end + 4, 0);
  double low = MAX (plot->x.low, plot->y.low), high = MIN (plot->x.high, plot->y.high);
  if (low < high)
    nabla_marks_line (self->marks, nabla_axis_place (&plot->x, low),
                      nabla_axis_place (&plot->y, low), nabla_axis_place (&plot->x, high),
                      nabla_axis_place (&plot->y, high),
                      nabla_color (context->theme, NABLA_COLOR_CURSOR), 1.2 * context->line_scale);
  for (guint row = check->n_rows; row-- > 0;)
    {
      gboolean passed = check->rows[row].passed;
      NablaMark *mark = nabla_marks_markers (
          self->marks, passed ? NABLA_MARKER_CIRCLE : NABLA_MARKER_CROSS, 3.3 * context->line_scale,
          nabla_color (context->theme, passed ? NABLA_COLOR_SUCCESS : NABLA_COLOR_ERROR));
      mark->series = (int)row;
      mark->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
      mark->halo_width = 1.1f;
      for (gsize i = 0; i < check->n_numbers; i++)
        if (check->numbers[i].row == row && isfinite (check->numbers[i].analytic)
            && isfinite (check->numbers[i].numeric))
          nabla_marks_point (self->marks, nabla_axis_place (&plot->x, check->numbers[i].analytic),
                             nabla_axis_place (&plot->y, check->numbers[i].numeric), (guint32)i);
    }
  nabla_marks_pop_clip (self->marks);
}

static void
init (Drawing *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  *self = (Drawing){ .check = snapshot->gradient_check, .context = context };
  nabla_text_measure (context->pango, &style, "0", NULL, &self->line);
  double plot = MIN (context->height + 40, context->width * 0.5);
  self->width = plot >= LEAST_PLOT * context->text_scale ? context->width - plot : context->width;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (snapshot->gradient_check == NULL)
    {
      nabla_figure_message (context, marks, _ ("Not Checked Yet"),
                            _ ("“Compute” compares backpropagation with differences of the cost."));
      return;
    }
  Drawing self;
  init (&self, snapshot, context);
  self.marks = marks;
  NablaPlot plot = { 0 };
  gboolean has_plot = place_plot (&self, &plot);
  if (!has_plot)
    self.width = context->width;
  draw_table (&self);
  if (!has_plot)
    return;
  /* Translators: beside an axis: derivatives by backpropagation */
  nabla_plot_draw (&plot, context, C_ ("axis", "backpropagation"), marks);
  nabla_marks_begin_layer (marks);
  draw_numbers (&self, &plot);
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  /* Translators: beside an axis: derivatives by differences of the cost */
  nabla_marks_text (marks, &style, plot.x.start, plot.y.end - NABLA_PLOT_HEAD / 2,
                    C_ ("axis", "differences"));
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Drawing self;
  NablaPlot plot = { 0 };
  if (snapshot->gradient_check == NULL)
    return;
  init (&self, snapshot, context);
  if (!place_plot (&self, &plot) || x < plot.x.start)
    return;
  const NablaCheckedNumber *nearest = NULL;
  double least = 12 * 12;
  for (gsize i = 0; i < self.check->n_numbers; i++)
    {
      const NablaCheckedNumber *number = &self.check->numbers[i];
      double dx = nabla_axis_place (&plot.x, number->analytic) - x;
      double dy = nabla_axis_place (&plot.y, number->numeric) - y;
      if (!(dx * dx + dy * dy < least))
        continue;
      least = dx * dx + dy * dy;
      nearest = number;
    }
  if (nearest == NULL)
    return;
  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH], index[NABLA_LABEL_LENGTH];
  /* Translators: a number of a weight matrix, and its derivative by backpropagation and by
   * differences */
  g_autofree char *text = g_strdup_printf (
      _ ("%1$s, number %2$s\nbackpropagation %3$s\ndifferences %4$s"),
      self.check->rows[nearest->row].name, nabla_label_count ((gint64)nearest->index + 1, index),
      nabla_label_value (nearest->analytic, first), nabla_label_value (nearest->numeric, second));
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaGradientCheckPicture *check = snapshot->gradient_check;
  if (check == NULL)
    return g_strdup (_ ("The gradients have not been checked yet."));
  if (check->n_rows == 0)
    return g_strdup (_ ("Nothing here is trained, so there is nothing to check."));
  guint wrong = 0;
  for (guint i = 0; i < check->n_rows; i++)
    wrong += !check->rows[i].passed;
  char number[NABLA_LABEL_LENGTH];
  nabla_label_value (check->rows[0].difference, number);
  if (wrong == 0)
    return g_strdup_printf (_ ("All derivatives are right: they differ by %s at most."), number);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%1$u parameter is wrong; %2$s differs by %3$s.",
                                       "%1$u parameters are wrong; %2$s differs by %3$s.", wrong),
                          wrong, check->rows[0].name, number);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[]
      = { "parameter", "number", "backpropagation", "differences", NULL };
  const NablaGradientCheckPicture *check = snapshot->gradient_check;
  nabla_csv_row (csv, names);
  for (gsize i = 0; check != NULL && i < check->n_numbers; i++)
    {
      nabla_csv_text (csv, check->rows[check->numbers[i].row].name);
      nabla_csv_index (csv, (gint64)check->numbers[i].index);
      nabla_csv_number (csv, check->numbers[i].analytic);
      nabla_csv_number (csv, check->numbers[i].numeric);
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_gradient_check = {
  .name = "gradient_check",
  .title = N_ ("Gradient Check"),
  .help = N_ ("How far derivatives by backpropagation are from differences of the cost, the worst "
              "first."),
  .section = NABLA_FIGURE_CHECKS,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
