/* Zooming a figure view. What is shown is a part of the data's plane, not of the
 * picture: numbers, lines and letters keep their size.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

#include <math.h>

#define STEP 1.25
/* Numbers beside axes could not tell the ends of a narrower part apart. */
#define LEAST_WIDTH 1e-6

void
nabla_figure_view_keep_whole (NablaFigureView *self, const NablaAxis *x, const NablaAxis *y)
{
  self->whole_x = *x;
  self->whole_y = *y;
  self->has_whole = TRUE;
}

/* Finds where values stand when @window is shown. The frame knows it, if somebody was
 * at the view when it was asked for; otherwise it is found here. What will be shown in
 * a frame that is not drawn yet is put where the last one is. */
static gboolean
axes_of (NablaFigureView *self, const NablaFigureWindow *window, NablaAxis *x, NablaAxis *y)
{
  if (self->frame != NULL && self->frame->has_axes)
    {
      *x = self->frame->x_axis;
      *y = self->frame->y_axis;
    }
  else
    {
      g_autoptr (NablaFigureRequest) request
          = nabla_figure_view_make_request (self, gtk_widget_get_width (GTK_WIDGET (self)),
                                            gtk_widget_get_height (GTK_WIDGET (self)), 1);
      request->context.pango = nabla_snapshot_painter_get_pango (self->painter);
      if (!nabla_figure_axes (request->figure, request->snapshot, &request->context,
                              request->settings, x, y))
        return FALSE;
      if (!request->context.window.is_zoomed)
        nabla_figure_view_keep_whole (self, x, y);
    }
  if (window->is_zoomed)
    {
      x->low = window->x_minimum;
      x->high = window->x_maximum;
      y->is_log = y->is_log && window->y_minimum > 0;
      y->low = window->y_minimum;
      y->high = window->y_maximum;
    }
  return TRUE;
}

gboolean
nabla_figure_view_get_axes (NablaFigureView *self, NablaAxis *x, NablaAxis *y)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self) && x != NULL && y != NULL, FALSE);

  return self->snapshot != NULL && axes_of (self, &self->window, x, y);
}

static gboolean
is_wide (double low, double high)
{
  return isfinite (low) && isfinite (high)
         && high - low > LEAST_WIDTH * MAX (fabs (low), fabs (high));
}

/* Whether @window has all that was shown without one */
static gboolean
shows_all (NablaFigureView *self, const NablaFigureWindow *window)
{
  return self->has_whole && window->x_minimum <= self->whole_x.low
         && window->x_maximum >= self->whole_x.high && window->y_minimum <= self->whole_y.low
         && window->y_maximum >= self->whole_y.high;
}

/* Shows what lies between these places of the axes. */
static void
show_rectangle (NablaFigureView *self,
                const NablaAxis *x,
                const NablaAxis *y,
                double left,
                double right,
                double bottom,
                double top)
{
  NablaFigureWindow window = {
    .is_zoomed = TRUE,
    .x_minimum = nabla_axis_value (x, left),
    .x_maximum = nabla_axis_value (x, right),
    .y_minimum = nabla_axis_value (y, bottom),
    .y_maximum = nabla_axis_value (y, top),
  };
  if (!is_wide (window.x_minimum, window.x_maximum)
      || !is_wide (window.y_minimum, window.y_maximum))
    return;
  if (shows_all (self, &window))
    window = (NablaFigureWindow){ 0 };
  nabla_figure_view_set_window (self, window);
}

gboolean
nabla_figure_view_zoom_at (NablaFigureView *self, double x, double y, double factor)
{
  NablaAxis x_axis, y_axis;
  if (!axes_of (self, &self->window, &x_axis, &y_axis))
    return FALSE;
  /* Without a window, there is nothing more to be seen around it. */
  if (factor < 1 && !self->window.is_zoomed)
    return TRUE;
  x = CLAMP (x, x_axis.start, x_axis.end);
  y = CLAMP (y, y_axis.end, y_axis.start);
  show_rectangle (self, &x_axis, &y_axis, x + (x_axis.start - x) / factor,
                  x + (x_axis.end - x) / factor, y + (y_axis.start - y) / factor,
                  y + (y_axis.end - y) / factor);
  return TRUE;
}

void
nabla_figure_view_pan (NablaFigureView *self, const NablaFigureWindow *window, double x, double y)
{
  NablaAxis x_axis, y_axis;
  if (axes_of (self, window, &x_axis, &y_axis))
    show_rectangle (self, &x_axis, &y_axis, x_axis.start + x, x_axis.end + x, y_axis.start + y,
                    y_axis.end + y);
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
