/* The racers in the bowl: their trails, where they are, and where they go next.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl-plot-private.h"

#include <math.h>

#define TRAIL_WIDTH 2.2
#define HALO_WIDTH 4.2
#define HALO_ALPHA 0.7
#define DOT_RADIUS 1.9
#define MARKER_RADIUS 6.0
#define MARKER_HALO 2.0
/* Neighbouring dots nearer than this are one; points of a line that are nearer are no corner. */
#define LEAST_DOT_GAP 4.0
#define LEAST_LINE_GAP 0.7
/* Racers out of sight wait at the edge. */
#define WAITING 11.0
#define CIRCLE_CORNERS 64

typedef struct {
  const NablaBowlPlot *plot;
  NablaMarks *marks;
  const NablaRacer *racer;
  int series;
  gboolean is_chosen;
  double scale;  /* of lines */
  gsize n;       /* places to show */
} Drawing;

static void
place_of (const Drawing *self, gsize i, double *x, double *y)
{
  *x = nabla_axis_place (&self->plot->x, self->racer->trail->w[i]);
  *y = nabla_axis_place (&self->plot->y, self->racer->trail->b[i]);
}

/* Adds the places to the last mark, without those that no eye can tell from their
 * neighbour; first and last stay. */
static void
add_places (const Drawing *self, double least_gap)
{
  double last_x = NAN, last_y = NAN;
  for (gsize i = 0; i < self->n; i++)
    {
      double x, y;
      place_of (self, i, &x, &y);
      if (!isfinite (x) || !isfinite (y))
        continue;
      gboolean is_near = fabs (x - last_x) < least_gap && fabs (y - last_y) < least_gap;
      if (is_near && i + 1 < self->n && !self->plot->context->all_points)
        continue;
      nabla_marks_point (self->marks, x, y, (guint32) i);
      last_x = x;
      last_y = y;
    }
}

static void
draw_trail (const Drawing *self)
{
  NablaTheme theme = self->plot->context->theme;
  NablaColor color = nabla_color_slot (theme, self->racer->slot);
  NablaColor halo = nabla_color_fade (nabla_color (theme, NABLA_COLOR_SURFACE), HALO_ALPHA);
  const double thin = self->plot->is_small ? 0.6 : 1;
  nabla_marks_polyline (self->marks, halo, HALO_WIDTH * thin * self->scale);
  add_places (self, LEAST_LINE_GAP);
  NablaMark *line = nabla_marks_polyline (self->marks, color, TRAIL_WIDTH * thin * self->scale);
  line->series = self->series;
  add_places (self, LEAST_LINE_GAP);
  if (self->plot->is_small)
    return;
  NablaMark *dots
    = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, DOT_RADIUS * self->scale, color);
  dots->series = self->series;
  add_places (self, LEAST_DOT_GAP * self->scale);
}

/* The circle of w and b; as the axes differ, an ellipse of pixels. */
static void
draw_wander (const Drawing *self)
{
  const NablaRacer *racer = self->racer;
  if (!isfinite (racer->wander_radius) || !isfinite (racer->wander_w) || !isfinite (racer->wander_b))
    return;
  NablaColor color = nabla_color_slot (self->plot->context->theme, racer->slot);
  for (guint pass = 0; pass < 2; pass++)
    {
      NablaMark *mark = pass == 0 ? nabla_marks_add (self->marks, NABLA_MARK_POLYGON)
                                  : nabla_marks_polyline (self->marks, color, 1.6 * self->scale);
      mark->series = self->series;
      if (pass == 0)
        mark->fill = nabla_color_fade (color, 0.14);
      else
        mark->dash = NABLA_DASH_LONG;
      for (guint i = 0; i <= CIRCLE_CORNERS; i++)
        {
          double angle = 2 * G_PI * i / CIRCLE_CORNERS;
          nabla_marks_point (
            self->marks,
            nabla_axis_place (&self->plot->x, racer->wander_w + racer->wander_radius * cos (angle)),
            nabla_axis_place (&self->plot->y, racer->wander_b + racer->wander_radius * sin (angle)), i);
        }
    }
}

static void
draw_arrow (const Drawing *self, double x, double y)
{
  double next_x = nabla_axis_place (&self->plot->x, self->racer->next_w);
  double next_y = nabla_axis_place (&self->plot->y, self->racer->next_b);
  if (!(hypot (next_x - x, next_y - y) > (MARKER_RADIUS + 3) * self->scale))
    return;
  NablaMark *arrow = nabla_marks_add (self->marks, NABLA_MARK_ARROW);
  arrow->stroke = arrow->fill = nabla_color_slot (self->plot->context->theme, self->racer->slot);
  arrow->line_width = (float) (1.4 * self->scale);
  arrow->series = self->series;
  nabla_marks_point (self->marks, x, y, 0);
  nabla_marks_point (self->marks, next_x, next_y, 1);
}

/* A cross in the colour of errors over a racer whose numbers are none any more */
static void
draw_divergence (const Drawing *self, double x, double y)
{
  NablaMark *mark = nabla_marks_markers (self->marks, NABLA_MARKER_CROSS, 5.5 * self->scale,
                                         nabla_color (self->plot->context->theme, NABLA_COLOR_ERROR));
  mark->halo = nabla_color (self->plot->context->theme, NABLA_COLOR_SURFACE);
  mark->halo_width = (float) (1.4 * self->scale);
  mark->series = self->series;
  nabla_marks_point (self->marks, x, y, 0);
}

static void
draw_marker (const Drawing *self)
{
  if (self->n == 0)
    return;
  const NablaBowlPlot *plot = self->plot;
  NablaTheme theme = plot->context->theme;
  double x, y;
  place_of (self, self->n - 1, &x, &y);
  if (!isfinite (x) || !isfinite (y))
    return;
  const double edge = plot->is_small ? WAITING / 2 : WAITING * self->scale;
  double seen_x = CLAMP (x, plot->x.start + edge, MAX (plot->x.end - edge, plot->x.start + edge));
  double seen_y = CLAMP (y, edge, MAX (plot->context->height - edge, edge));
  if (!plot->is_small && seen_x == x && seen_y == y)
    draw_arrow (self, x, y);

  const double radius = MARKER_RADIUS * self->scale * (plot->is_small ? 0.6 : 1);
  NablaMark *marker = nabla_marks_markers (self->marks, nabla_marker_slot (self->racer->slot), radius,
                                           nabla_color_slot (theme, self->racer->slot));
  marker->halo = nabla_color (theme, NABLA_COLOR_SURFACE);
  marker->halo_width = (float) (MARKER_HALO * self->scale);
  marker->series = self->series;
  nabla_marks_point (self->marks, seen_x, seen_y, (guint32) (self->n - 1));
  if (self->is_chosen && !plot->is_small)
    {
      NablaMark *ring = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, radius + 5 * self->scale,
                                             (NablaColor) { 0 });
      ring->stroke = nabla_color (theme, NABLA_COLOR_TEXT);
      ring->line_width = (float) (1.4 * self->scale);
      nabla_marks_point (self->marks, seen_x, seen_y, (guint32) (self->n - 1));
    }
  if (self->racer->state == NABLA_RACER_DIVERGED)
    draw_divergence (self, seen_x + 0.8 * radius, seen_y - 0.8 * radius);
}

/* Calls @draw for each racer that has a trail, the chosen one last. */
static void
draw_each (const NablaBowlPlot *plot, NablaMarks *marks, void (*draw) (const Drawing *self))
{
  const GPtrArray *racers = plot->race->racers;
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < racers->len; i++)
      {
        const NablaRacer *racer = racers->pdata[i];
        gboolean is_chosen = plot->race->chosen == (int) i;
        if (racer->trail == NULL || is_chosen != (pass == 1))
          continue;
        Drawing self = { plot, marks, racer, (int) i, is_chosen, plot->context->line_scale };
        self.n = MIN ((gsize) MAX (racer->step, 0) + 1, racer->trail->n);
        draw (&self);
      }
}

void
nabla_bowl_plot_draw_racers (const NablaBowlPlot *self, NablaMarks *marks)
{
  nabla_marks_push_clip (marks, self->x.start, 0, self->x.end - self->x.start, self->context->height, 0);
  draw_each (self, marks, draw_trail);
  draw_each (self, marks, draw_wander);
  nabla_marks_pop_clip (marks);
}

void
nabla_bowl_plot_draw_markers (const NablaBowlPlot *self, NablaMarks *marks)
{
  nabla_marks_push_clip (marks, self->x.start, 0, self->x.end - self->x.start, self->context->height, 0);
  draw_each (self, marks, draw_marker);
  nabla_marks_pop_clip (marks);
}
