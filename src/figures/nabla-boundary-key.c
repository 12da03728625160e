/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-boundary-key-private.h"

#include "nabla-axis.h"

#include <math.h>

#define EDGE 9.0
#define PADDING 8.0
#define MARKER_RADIUS 4.0
#define BAR_WIDTH 10.0
#define BAR_HEIGHT 120.0
#define BAR_PIXELS 64

/* A pale plate in the upper right corner, on which the key is read easily */
static void
draw_plate (const NablaFigureContext *context, NablaMarks *marks, double width, double height)
{
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  nabla_marks_rectangle (marks, context->width - EDGE - width, EDGE, width, height, 6,
                         nabla_color_fade (surface, 0.9));
}

void
nabla_boundary_class_key (const NablaSnapshot *snapshot,
                          const NablaFigureContext *context,
                          NablaMarks *marks)
{
  guint n = snapshot->n_classes;
  if (n <= 2 && snapshot->class_names == NULL)
    return;

  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.width = context->width / 4;
  double line, widest = 0;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  guint n_rows = MIN (n, (guint) MAX (0, (context->height - 2 * (EDGE + PADDING)) / line));
  if (context->width < 16 * line || n_rows < MIN (n, 2))
    return;

  for (guint k = 0; k < n_rows; k++)
    {
      double width;
      g_autofree char *name = nabla_figure_class_name (snapshot, k);
      nabla_text_measure (context->pango, &style, name, &width, NULL);
      widest = MAX (widest, width);
    }
  double radius = MARKER_RADIUS * context->text_scale;
  double text_start = 2 * radius + 8;
  double plate_width = 2 * PADDING + text_start + widest;
  draw_plate (context, marks, plate_width, 2 * PADDING + n_rows * line - 4);
  double x = context->width - EDGE - plate_width + PADDING, y = EDGE + PADDING + line / 2 - 2;
  for (guint k = 0; k < n_rows; k++, y += line)
    {
      g_autofree char *name = nabla_figure_class_name (snapshot, k);
      /* Classes for which there is no room are many, not none. */
      gboolean is_cut = k + 1 == n_rows && n_rows < n;
      if (!is_cut)
        {
          NablaMark *mark = nabla_marks_markers (marks, nabla_marker_slot (k), radius,
                                                 nabla_color_class (context->theme, k, n));
          mark->series = (int) k;
          nabla_marks_point (marks, x + radius, y, 0);
        }
      nabla_marks_text (marks, &style, x + text_start, y, is_cut ? "…" : name);
    }
}

void
nabla_boundary_value_key (const NablaValueScale *scale,
                          const char *name,
                          const NablaFigureContext *context,
                          NablaMarks *marks)
{
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  double line;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  if (context->height < BAR_HEIGHT + 5 * line || context->width < 16 * line)
    return;

  NablaAxis axis;
  nabla_axis_init (&axis, scale->low, scale->high, FALSE);
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  guint n = nabla_axis_ticks (&axis, 4, ticks);
  double name_width = 0, widest = 0, name_height = 0;
  style.width = context->width / 4;
  if (name != NULL)
    {
      nabla_text_measure (context->pango, &style, name, &name_width, NULL);
      name_height = line + 6;
    }
  for (guint i = 0; i < n; i++)
    {
      double width;
      nabla_text_measure (context->pango, &style, ticks[i].label, &width, NULL);
      widest = MAX (widest, width);
    }

  double width = 2 * PADDING + MAX (BAR_WIDTH + 6 + widest, name_width);
  draw_plate (context, marks, width, 2 * PADDING + name_height + BAR_HEIGHT + 4);
  double x = context->width - EDGE - width + PADDING, y = EDGE + PADDING;
  style.y_align = NABLA_ALIGN_TOP;
  if (name != NULL)
    nabla_marks_text (marks, &style, x, y - 3, name);
  y += name_height + 2;

  guint8 *pixels = g_malloc (BAR_PIXELS * 4);
  for (guint i = 0; i < BAR_PIXELS; i++)
    {
      double t = 1 - (i + 0.5) / BAR_PIXELS;
      NablaColor color = nabla_color_map (context->theme, scale->map, t);
      pixels[4 * i] = (guint8) lroundf (255 * color.red);
      pixels[4 * i + 1] = (guint8) lroundf (255 * color.green);
      pixels[4 * i + 2] = (guint8) lroundf (255 * color.blue);
      pixels[4 * i + 3] = 255;
    }
  NablaMark *bar = nabla_marks_picture (marks, x, y, BAR_WIDTH, BAR_HEIGHT, 1, BAR_PIXELS,
                                        g_bytes_new_take (pixels, BAR_PIXELS * 4), TRUE);
  bar->radius = 3;

  axis.start = y + BAR_HEIGHT;
  axis.end = y;
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint i = 0; i < n; i++)
    nabla_marks_text (marks, &style, x + BAR_WIDTH + 6, nabla_axis_place (&axis, ticks[i].value),
                      ticks[i].label);
}
