/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-field-axes-private.h"

#define EDGE 9.0
#define GAP 9.0

static NablaTextStyle
field_style (const NablaFigureContext *context)
{
  NablaTextStyle style
    = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.6);
  style.halo_width = 3;
  return style;
}

/* Returns: the size of the name, which stands at (@x, @y) */
static double
draw_name (const NablaFigureContext *context,
           NablaMarks *marks,
           NablaTextStyle style,
           const char *name,
           double x,
           double y)
{
  g_autofree char *markup = nabla_figure_name_markup (name);
  style.is_markup = TRUE;
  style.width = context->width / 2;
  double width;
  nabla_text_measure (context->pango, &style, markup, &width, NULL);
  nabla_marks_text (marks, &style, x, y, markup);
  return width;
}

static void
draw_x_ticks (const NablaAxis *x,
              double height,
              const char *name,
              const NablaFigureContext *context,
              NablaMarks *marks)
{
  NablaTextStyle style = field_style (context);
  style.y_align = NABLA_ALIGN_BASELINE;
  double bottom = height - EDGE, end = x->end - EDGE;
  style.x_align = 1;
  if (name != NULL)
    end -= draw_name (context, marks, style, name, end, bottom) + GAP;

  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  guint n = nabla_axis_ticks (x, (guint) CLAMP ((x->end - x->start) / 90, 2, 6), ticks);
  style.x_align = 0.5;
  for (guint i = 0; i < n; i++)
    {
      double width;
      nabla_text_measure (context->pango, &style, ticks[i].label, &width, NULL);
      if (ticks[i].place - width / 2 >= x->start + EDGE && ticks[i].place + width / 2 <= end)
        nabla_marks_text (marks, &style, ticks[i].place, bottom, ticks[i].label);
    }
}

static void
draw_y_ticks (const NablaAxis *y,
              double left,
              const char *name,
              double line_height,
              const NablaFigureContext *context,
              NablaMarks *marks)
{
  NablaTextStyle style = field_style (context);
  double top = y->end + EDGE;
  style.y_align = NABLA_ALIGN_TOP;
  if (name != NULL)
    {
      draw_name (context, marks, style, name, left + EDGE, top - 3);
      top += line_height;
    }

  /* The lowest line belongs to the other axis. */
  double bottom = y->start - EDGE - 1.6 * line_height;
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  guint n = nabla_axis_ticks (y, (guint) CLAMP ((y->start - y->end) / 60, 2, 6), ticks);
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint i = 0; i < n; i++)
    if (ticks[i].place - line_height / 2 >= top && ticks[i].place + line_height / 2 <= bottom)
      nabla_marks_text (marks, &style, left + EDGE, ticks[i].place, ticks[i].label);
}

void
nabla_field_axes_draw (const NablaAxis *x,
                       const NablaAxis *y,
                       const char *x_name,
                       const char *y_name,
                       const NablaFigureContext *context,
                       NablaMarks *marks)
{
  g_return_if_fail (x != NULL && y != NULL && context != NULL && marks != NULL);

  NablaTextStyle style = field_style (context);
  double line_height;
  nabla_text_measure (context->pango, &style, "0", NULL, &line_height);
  if (x->end - x->start < 12 * line_height || y->start - y->end < 7 * line_height)
    return;
  draw_x_ticks (x, y->start, x_name, context, marks);
  draw_y_ticks (y, x->start, y_name, line_height, context, marks);
}
