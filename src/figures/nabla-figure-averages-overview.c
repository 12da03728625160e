/* The whole series with its averages, and which part of it is looked at.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-averages-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  NablaAxis x, y;
  gboolean is_small;
} Layout;

static void
place (Layout *self, const NablaAveragesPicture *picture, const NablaFigureContext *context)
{
  double low = INFINITY, high = -INFINITY, line = 15 * context->text_scale;
  nabla_averages_range (picture, 1, picture->n, FALSE, &low, &high);
  nabla_axis_init (&self->x, 1, (double)picture->n, FALSE);
  nabla_axis_init (&self->y, low, high, FALSE);
  nabla_axis_pad (&self->y, 0.03);
  self->is_small = context->width < 14 * line || context->height < 6 * line;
  self->y.end = NABLA_SPACE / 2 + 2;
  self->y.start
      = MAX (context->height - NABLA_SPACE - (self->is_small ? 0 : line + 4), self->y.end + 1);
  self->x.start
      = NABLA_SPACE + (self->is_small ? 0 : nabla_averages_margin (picture, context, &self->y));
  self->x.end = MAX (context->width - NABLA_SPACE - 4, self->x.start + 1);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (!nabla_averages_check (snapshot, context, marks))
    return;
  const NablaAveragesPicture *picture = snapshot->averages;
  Layout self;
  place (&self, picture, context);
  if (!self.is_small)
    {
      nabla_averages_grid (picture, context, &self.y, self.x.start, self.x.end, marks);
      nabla_averages_days (picture, context, &self.x, self.y.start + 4, marks);
    }
  nabla_marks_begin_layer (marks);
  NablaColor grey = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), 0.3);
  nabla_averages_dots (picture, 1, picture->n, &self.x, &self.y, 0.8 * context->line_scale, grey,
                       marks);
  /* From the liveliest to the calmest; a calm one is not hidden so. */
  for (guint a = 0; a < picture->n_averages; a++)
    {
      if (a > 0 && picture->averages[a].beta < picture->averages[0].beta)
        continue;
      NablaMark *line = nabla_marks_polyline (marks, nabla_averages_color (picture, a, context),
                                              (a == 0 ? 1.4 : 1.8) * context->line_scale);
      line->series = (int)a;
      nabla_averages_line (nabla_averages_picture_curve (picture, a), 1, picture->n, &self.x,
                           &self.y, context->all_points, marks);
    }
  nabla_marks_begin_layer (marks);
  double left = nabla_axis_place (&self.x, (double)picture->first);
  double right = nabla_axis_place (&self.x, (double)(picture->first + picture->length - 1));
  NablaColor accent = nabla_color_slot (context->theme, 0);
  NablaMark *window
      = nabla_marks_rectangle (marks, left - 2, self.y.end - 4, MAX (right - left, 2) + 4,
                               self.y.start - self.y.end + 6, 4, nabla_color_fade (accent, 0.1));
  window->stroke = accent;
  window->line_width = (float)(1.6 * context->line_scale);
  window->series = NABLA_AVERAGES_WINDOW;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaAveragesPicture *self = snapshot->averages;
  if (!nabla_averages_check (snapshot, NULL, NULL))
    return g_strdup (_ ("There is no series to average."));
  char total[NABLA_LABEL_LENGTH];
  g_autofree char *from = nabla_averages_day_name (self, self->first);
  g_autofree char *to = nabla_averages_day_name (self, self->first + self->length - 1);
  /* Translators: a number of days; the first and the last one that are shown large */
  return g_strdup_printf (_ ("%1$s days, of which %2$s to %3$s are looked at; drag the window"),
                          nabla_label_count ((gint64)self->n, total), from, to);
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
  if (x < self.x.start || x > self.x.end)
    return;
  double value = round (nabla_axis_value (&self.x, x));
  gsize day = (gsize)CLAMP (value, 1, (double)picture->n);
  char theta[NABLA_LABEL_LENGTH], average[NABLA_LABEL_LENGTH];
  g_autofree char *name = nabla_averages_day_name (picture, day);
  double v = nabla_averages_picture_curve (picture, 0)[day - 1];
  g_autofree char *text = g_strdup_printf (
      "%s\nθ = %s\nv = %s", name, nabla_averages_value (picture, picture->theta[day - 1], theta),
      nabla_averages_value (picture, v, average));
  double line = floor (nabla_axis_place (&self.x, (double)day)) + 0.5;
  nabla_marks_line (overlay, line, self.y.end, line, self.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  nabla_figure_tip (context, overlay, x, y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  if (!nabla_averages_check (snapshot, context, NULL))
    return FALSE;
  Layout self;
  place (&self, snapshot->averages, context);
  *x = self.x;
  *y = self.y;
  return TRUE;
}

const NablaFigure nabla_figure_averages_overview = {
  .name = "averages_overview",
  .title = N_ ("All Days"),
  .help = N_ ("The whole series and its average; the window is what is shown large."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = nabla_averages_tabulate,
};
