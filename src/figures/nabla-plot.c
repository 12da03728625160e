/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-plot-private.h"

#include <math.h>

#define GAP 7.0

/* Lines one pixel wide are sharp on half pixels. */
static double
sharp (double place)
{
  return floor (place) + 0.5;
}

static NablaTextStyle
tick_style (const NablaFigureContext *context)
{
  return nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
}

void
nabla_plot_place (NablaPlot *self, const NablaFigureContext *context, double reach, double room)
{
  g_return_if_fail (self != NULL && context != NULL);

  NablaTextStyle style = tick_style (context);
  double line_height;
  nabla_text_measure (context->pango, &style, "0", NULL, &line_height);
  self->is_small = context->width < 16 * line_height || context->height < 7 * line_height;
  self->n_x_ticks = self->n_y_ticks = 0;

  double left = NABLA_SPACE, right = context->width - NABLA_SPACE;
  double top = NABLA_SPACE, bottom = context->height - NABLA_SPACE;
  if (!self->is_small)
    {
      bottom -= line_height + GAP / 2;
      top = NABLA_PLOT_HEAD;
    }
  self->y.start = bottom;
  self->y.end = MIN (top, bottom - 1);

  if (!self->is_small)
    {
      self->n_y_ticks = nabla_axis_ticks (&self->y, (guint) CLAMP ((bottom - top) / 36, 2, 6),
                                          self->y_ticks);
      double widest = 0;
      for (guint i = 0; i < self->n_y_ticks; i++)
        {
          double width;
          nabla_text_measure (context->pango, &style, self->y_ticks[i].label, &width, NULL);
          widest = MAX (widest, width);
        }
      left += ceil (widest) + GAP;
      /* What ends at the share t of a width w has (1 − t)·w at its right. */
      double missing = room - (1 - reach) * (right - left);
      if (missing > 0)
        right -= missing / MAX (reach, 0.2);
    }
  self->x.start = left;
  self->x.end = MAX (right, left + 1);
  if (!self->is_small)
    self->n_x_ticks = nabla_axis_ticks (&self->x, (guint) CLAMP ((right - left) / 80, 2, 7),
                                        self->x_ticks);
}

void
nabla_plot_move (NablaPlot *self, double x)
{
  g_return_if_fail (self != NULL);

  self->x.start += x;
  self->x.end += x;
  for (guint i = 0; i < self->n_x_ticks; i++)
    self->x_ticks[i].place += x;
}

void
nabla_plot_draw (const NablaPlot *self,
                 const NablaFigureContext *context,
                 const char *x_name,
                 NablaMarks *marks)
{
  g_return_if_fail (self != NULL && context != NULL && marks != NULL);

  NablaColor grid = nabla_color (context->theme, NABLA_COLOR_GRID);
  NablaColor baseline = nabla_color (context->theme, NABLA_COLOR_AXIS);
  NablaTextStyle style = tick_style (context);
  double left = self->x.start, right = self->x.end, bottom = self->y.start;

  style.x_align = 1;
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint i = 0; i < self->n_y_ticks; i++)
    {
      double y = sharp (self->y_ticks[i].place);
      if (fabs (y - bottom) > 1.5)
        nabla_marks_line (marks, left, y, right, y, grid, context->line_scale);
      nabla_marks_text (marks, &style, left - GAP, y, self->y_ticks[i].label);
    }
  nabla_marks_line (marks, left, sharp (bottom), right, sharp (bottom), baseline,
                    context->line_scale);

  style.y_align = NABLA_ALIGN_TOP;
  double name_start = right + GAP;
  if (x_name != NULL && !self->is_small)
    {
      double width;
      nabla_text_measure (context->pango, &style, x_name, &width, NULL);
      name_start = right - width;
      nabla_marks_text (marks, &style, right, bottom + GAP / 2, x_name);
    }
  style.x_align = 0.5;
  for (guint i = 0; i < self->n_x_ticks; i++)
    {
      double width;
      nabla_text_measure (context->pango, &style, self->x_ticks[i].label, &width, NULL);
      if (self->x_ticks[i].place + width / 2 < name_start - GAP)
        nabla_marks_text (marks, &style, self->x_ticks[i].place, bottom + GAP / 2,
                          self->x_ticks[i].label);
    }
}

void
nabla_plot_draw_y_name (const NablaPlot *self,
                        const NablaFigureContext *context,
                        const char *y_name,
                        NablaMarks *marks)
{
  g_return_if_fail (self != NULL && context != NULL && y_name != NULL && marks != NULL);

  if (self->is_small)
    return;
  NablaTextStyle style = tick_style (context);
  style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_marks_text (marks, &style, self->x.start, self->y.end - NABLA_PLOT_HEAD / 2, y_name);
}
