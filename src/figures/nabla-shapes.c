/* Markers differ in size so that all look equally large: a square of the
 * circle's width would look larger, a triangle smaller.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-shapes.h"

#include <math.h>

/* @n corners on a circle, the first one @turn from the top; with @inner, every
 * second one lies on an inner circle. */
static guint
regular (guint n, double radius, double inner, double turn, double (*vertices)[2])
{
  for (guint i = 0; i < n; i++)
    {
      double angle = turn - G_PI / 2 + 2 * G_PI * i / n;
      double r = i % 2 == 1 ? inner : radius;
      vertices[i][0] = r * cos (angle);
      vertices[i][1] = r * sin (angle);
    }
  return n;
}

/* A plus sign with arms of length @arm and half width @half, turned by @turn */
static guint
plus (double arm, double half, double turn, double (*vertices)[2])
{
  const double corners[NABLA_MARKER_VERTICES][2] = {
    { half, -arm }, { half, -half }, { arm, -half }, { arm, half }, { half, half }, { half, arm },
    { -half, arm }, { -half, half }, { -arm, half }, { -arm, -half }, { -half, -half },
    { -half, -arm },
  };
  for (guint i = 0; i < NABLA_MARKER_VERTICES; i++)
    {
      vertices[i][0] = cos (turn) * corners[i][0] - sin (turn) * corners[i][1];
      vertices[i][1] = sin (turn) * corners[i][0] + cos (turn) * corners[i][1];
    }
  return NABLA_MARKER_VERTICES;
}

guint
nabla_marker_outline (NablaMarker shape, double (*vertices)[2])
{
  switch (shape)
    {
    case NABLA_MARKER_CIRCLE:
      return 0;
    case NABLA_MARKER_DIAMOND:
      return regular (4, 1.25, 1.25, 0, vertices);
    case NABLA_MARKER_SQUARE:
      return regular (4, 1.27, 1.27, G_PI / 4, vertices);
    case NABLA_MARKER_TRIANGLE:
      return regular (3, 1.4, 1.4, 0, vertices);
    case NABLA_MARKER_TRIANGLE_DOWN:
      return regular (3, 1.4, 1.4, G_PI, vertices);
    case NABLA_MARKER_CROSS:
      return plus (1.35, 0.42, G_PI / 4, vertices);
    case NABLA_MARKER_PLUS:
      return plus (1.25, 0.4, 0, vertices);
    case NABLA_MARKER_PENTAGON:
      return regular (5, 1.18, 1.18, 0, vertices);
    case NABLA_MARKER_STAR:
      return regular (10, 1.5, 0.65, 0, vertices);
    case NABLA_MARKER_HEXAGON:
      return regular (6, 1.14, 1.14, G_PI / 6, vertices);
    }
  g_return_val_if_reached (0);
}

gboolean
nabla_arrow_outline (const NablaMarks *marks, const NablaMark *mark, NablaArrow *arrow)
{
  const NablaMarkPoint *ends = nabla_marks_points (marks, mark, NULL);
  double dx = ends[1].x - ends[0].x, dy = ends[1].y - ends[0].y;
  double length = hypot (dx, dy);
  if (!(length > 0))
    return FALSE;
  dx /= length;
  dy /= length;

  double head = MIN (3 * mark->line_width + 3, length);
  *arrow = (NablaArrow) {
    .start = { ends[0].x, ends[0].y },
    .neck = { ends[1].x - 0.8 * head * dx, ends[1].y - 0.8 * head * dy },
    .head = { { ends[1].x, ends[1].y },
              { ends[1].x - head * (dx + dy / 2), ends[1].y - head * (dy - dx / 2) },
              { ends[1].x - head * (dx - dy / 2), ends[1].y - head * (dy + dx / 2) } },
  };
  return TRUE;
}
