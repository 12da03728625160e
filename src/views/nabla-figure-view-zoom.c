/* Zooming a figure view. What is shown is a part of the data's plane, not of the
 * picture: numbers, lines and letters keep their size.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

#include <math.h>

#define STEP 1.25

/* The figure as it will be drawn next with @window */
static NablaFigureRequest *
request_of (NablaFigureView *self, const NablaFigureWindow *window)
{
  NablaFigureRequest *request = nabla_figure_view_make_request (
      self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), 1);
  request->context.window = *window;
  request->context.pango = nabla_snapshot_painter_get_pango (self->painter);
  return request;
}

/* Whether @window has all that the figure shows without one */
static gboolean
shows_all (NablaFigureView *self, const NablaFigureWindow *window)
{
  const NablaFigureWindow none = { 0 };
  g_autoptr (NablaFigureRequest) whole = request_of (self, &none);
  NablaAxis x, y;
  return nabla_figure_axes (whole->figure, whole->snapshot, &whole->context, whole->settings, &x,
                            &y)
         && window->x_minimum <= x.low && window->x_maximum >= x.high && window->y_minimum <= y.low
         && window->y_maximum >= y.high;
}

/* Shows, where @from is shown now, what lies between these places of its axes. */
static void
show_rectangle (NablaFigureView *self,
                const NablaFigureRequest *from,
                double x1,
                double y1,
                double x2,
                double y2)
{
  NablaFigureWindow window = { 0 };
  if (!nabla_figure_zoom (from->figure, from->snapshot, &from->context, from->settings, x1, y1, x2,
                          y2, &window))
    return;
  if (shows_all (self, &window))
    window = (NablaFigureWindow){ 0 };
  nabla_figure_view_set_window (self, window);
}

gboolean
nabla_figure_view_zoom_at (NablaFigureView *self, double x, double y, double factor)
{
  g_autoptr (NablaFigureRequest) from = request_of (self, &self->window);
  NablaAxis x_axis, y_axis;
  if (!nabla_figure_axes (from->figure, from->snapshot, &from->context, from->settings, &x_axis,
                          &y_axis))
    return FALSE;
  /* Without a window, there is nothing more to be seen around it. */
  if (factor < 1 && !self->window.is_zoomed)
    return TRUE;
  x = CLAMP (x, x_axis.start, x_axis.end);
  y = CLAMP (y, y_axis.end, y_axis.start);
  show_rectangle (self, from, x + (x_axis.start - x) / factor, y + (y_axis.start - y) / factor,
                  x + (x_axis.end - x) / factor, y + (y_axis.end - y) / factor);
  return TRUE;
}

void
nabla_figure_view_pan (NablaFigureView *self, const NablaFigureWindow *window, double x, double y)
{
  g_autoptr (NablaFigureRequest) from = request_of (self, window);
  NablaAxis x_axis, y_axis;
  if (nabla_figure_axes (from->figure, from->snapshot, &from->context, from->settings, &x_axis,
                         &y_axis))
    show_rectangle (self, from, x_axis.start + x, y_axis.start + y, x_axis.end + x, y_axis.end + y);
}

/* Around the cursor, or the middle if there is none */
static void
zoom_by (NablaFigureView *self, double factor)
{
  gboolean has_cursor = !isnan (self->cursor_x);
  nabla_figure_view_zoom_at (
      self, has_cursor ? self->cursor_x : gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
      has_cursor ? self->cursor_y : gtk_widget_get_height (GTK_WIDGET (self)) / 2.0, factor);
}

void
nabla_figure_view_zoom_in (NablaFigureView *self)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  zoom_by (self, STEP);
}

void
nabla_figure_view_zoom_out (NablaFigureView *self)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  zoom_by (self, 1 / STEP);
}

void
nabla_figure_view_zoom_reset (NablaFigureView *self)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  if (self->window.is_zoomed)
    nabla_figure_view_set_window (self, (NablaFigureWindow){ 0 });
}

gboolean
nabla_figure_view_is_zoomed (NablaFigureView *self)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self), FALSE);

  return self->window.is_zoomed;
}
