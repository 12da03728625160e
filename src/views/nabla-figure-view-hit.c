/* Which mark lies under the pointer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-private.h"

#include <math.h>

/* How far beside a mark it can be hit, in logical pixels */
#define SLACK 5.0

static double
distance_to_segment (const NablaMarkPoint *a, const NablaMarkPoint *b, double x, double y)
{
  double dx = b->x - a->x, dy = b->y - a->y, length = dx * dx + dy * dy;
  double t = length > 0 ? CLAMP (((x - a->x) * dx + (y - a->y) * dy) / length, 0, 1) : 0;
  return hypot (a->x + t * dx - x, a->y + t * dy - y);
}

/* Returns: how far from its edge the mark lies, with its nearest point. Comparing
 * with what is not a number fails, as it should: such points are gaps. */
static double
distance_to (
    const NablaMarks *marks, const NablaMark *mark, double x, double y, NablaMarkPoint *nearest)
{
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
  gboolean is_line = mark->type == NABLA_MARK_POLYLINE || mark->type == NABLA_MARK_COLUMNS;
  gsize stride = mark->type == NABLA_MARK_COLUMNS ? 2 : 1;
  double best = INFINITY, nearest_point = INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      double to_point = hypot (points[i].x - x, points[i].y - y);
      if (to_point < nearest_point)
        {
          nearest_point = to_point;
          *nearest = points[i];
        }
      if (is_line && i % stride == 0 && i + 1 < n)
        {
          double to_segment = distance_to_segment (&points[i], &points[i + 1], x, y);
          if (to_segment < best)
            best = to_segment;
        }
    }
  if (is_line)
    return best - mark->line_width / 2;
  return nearest_point - mark->radius - mark->line_width / 2;
}

static gboolean
is_inside (const NablaMarks *marks, const NablaMark *mark, double x, double y)
{
  double left, top, width, height;
  nabla_marks_box (marks, mark, &left, &top, &width, &height);
  return x >= left && x < left + width && y >= top && y < top + height;
}

const NablaMark *
nabla_figure_view_find_mark (NablaFigureView *self, double x, double y, NablaMarkPoint *point)
{
  g_return_val_if_fail (point != NULL, NULL);

  if (self->frame == NULL)
    return NULL;
  const NablaMarks *marks = self->frame->marks;
  const NablaMark *best = NULL, *area = NULL;
  double best_distance = SLACK;
  for (guint layer = nabla_marks_n_layers (marks); layer-- > 0;)
    {
      gsize n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n);
      for (gsize i = n; i-- > 0;)
        {
          const NablaMark *mark = &list[i];
          NablaMarkPoint nearest = { 0 };
          if (mark->series < 0)
            continue;
          switch (mark->type)
            {
            case NABLA_MARK_COLUMNS:
            case NABLA_MARK_POLYLINE:
            case NABLA_MARK_MARKERS:
            case NABLA_MARK_ARC:
              /* What lies within several marks belongs to the uppermost. */
              {
                double distance = MAX (distance_to (marks, mark, x, y, &nearest), 0);
                if (distance < best_distance)
                  {
                    best = mark;
                    best_distance = distance;
                    *point = nearest;
                  }
              }
              break;
            case NABLA_MARK_RECTANGLE:
            case NABLA_MARK_PICTURE:
              if (area == NULL && is_inside (marks, mark, x, y))
                area = mark;
              break;
            default:
              break;
            }
        }
    }
  if (best != NULL || area == NULL)
    return best;
  *point = *nabla_marks_points (marks, area, NULL);
  return area;
}
