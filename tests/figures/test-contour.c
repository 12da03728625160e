/* Contours: known level sets, open and closed, and grids with holes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-contour.h"

#include <math.h>

#define N 40

typedef struct {
  guint n_parts;
  guint n_closed;
  guint n_points;
} Shape;

/* Draws the level set on the square 0 … 1, y upwards, and counts its parts. */
static Shape
contour_of (const float *values, guint columns, guint rows, float level, NablaMarks *marks)
{
  nabla_marks_clear (marks);
  nabla_marks_polyline (marks, (NablaColor) { 0, 0, 0, 1 }, 1);
  nabla_contour_draw (values, columns, rows, level, 0, 0, 1, 1, marks);
  gsize n;
  const NablaMarkPoint *points
    = nabla_marks_points (marks, nabla_marks_layer (marks, 0, &n), &n);
  Shape shape = { 0 };
  gsize start = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (isfinite (points[i].x))
        {
          shape.n_points++;
          continue;
        }
      shape.n_parts++;
      shape.n_closed += points[start].x == points[i - 1].x && points[start].y == points[i - 1].y;
      start = i + 1;
    }
  return shape;
}

static double
distance_from (const NablaMarks *marks, double x, double y, double radius)
{
  gsize n;
  const NablaMarkPoint *points
    = nabla_marks_points (marks, nabla_marks_layer (marks, 0, &n), &n);
  double largest = 0;
  for (gsize i = 0; i < n; i++)
    if (isfinite (points[i].x))
      largest = MAX (largest, fabs (hypot (points[i].x - x, points[i].y - y) - radius));
  return largest;
}

static void
fill_disc (float *values, double x, double y)
{
  for (guint row = 0; row < N; row++)
    for (guint column = 0; column < N; column++)
      values[row * N + column] = (float) hypot ((column + 0.5) / N - x, (row + 0.5) / N - y);
}

static void
test_circle (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  float values[N * N];
  fill_disc (values, 0.4, 0.3);
  Shape shape = contour_of (values, N, N, 0.2f, marks);
  g_assert_cmpuint (shape.n_parts, ==, 1);
  g_assert_cmpuint (shape.n_closed, ==, 1);
  g_assert_cmpuint (shape.n_points, >, 40);
  /* Row 0 is at the bottom: the centre's height is counted from there. */
  g_assert_cmpfloat (distance_from (marks, 0.4, 1 - 0.3, 0.2), <, 0.002);
}

/* A line that leaves the grid has two ends, on its border. */
static void
test_open (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  float values[N * N];
  for (guint i = 0; i < N * N; i++)
    values[i] = (float) (i % N);
  Shape shape = contour_of (values, N, N, 9.75f, marks);
  g_assert_cmpuint (shape.n_parts, ==, 1);
  g_assert_cmpuint (shape.n_closed, ==, 0);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, nabla_marks_layer (marks, 0, &n), &n);
  for (guint i = 0; i < shape.n_points; i++)
    g_assert_cmpfloat_with_epsilon (points[i].x, (9.75 + 0.5) / N, 1e-5);
  double first = points[0].y, last = points[shape.n_points - 1].y;
  g_assert_cmpfloat_with_epsilon (MIN (first, last), 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (MAX (first, last), 1, 1e-6);
}

static void
test_two (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  float values[N * N], other[N * N];
  fill_disc (values, 0.25, 0.25);
  fill_disc (other, 0.75, 0.75);
  for (guint i = 0; i < N * N; i++)
    values[i] = MIN (values[i], other[i]);
  Shape shape = contour_of (values, N, N, 0.15f, marks);
  g_assert_cmpuint (shape.n_parts, ==, 2);
  g_assert_cmpuint (shape.n_closed, ==, 2);
}

static void
test_saddle (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  /* Two high corners; the mean of the four decides whether they are joined. */
  const float low[] = { 1, 0, 0, 1 }, high[] = { 1, 0.8f, 0.8f, 1 };
  Shape shape = contour_of (low, 2, 2, 0.6f, marks);
  g_assert_cmpuint (shape.n_parts, ==, 2);
  shape = contour_of (high, 2, 2, 0.85f, marks);
  g_assert_cmpuint (shape.n_parts, ==, 2);
}

static void
test_odd (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  float values[N * N];
  fill_disc (values, 0.5, 0.5);
  g_assert_cmpuint (contour_of (values, N, N, 7, marks).n_parts, ==, 0);
  values[20 * N + 12] = NAN;
  values[20 * N + 28] = INFINITY;
  Shape shape = contour_of (values, N, N, 0.2f, marks);
  g_assert_cmpuint (shape.n_parts, >, 0);
  g_assert_cmpfloat (distance_from (marks, 0.5, 0.5, 0.2), <, 0.02);
  const float one = 0.5f;
  g_assert_cmpuint (contour_of (&one, 1, 1, 0.5f, marks).n_parts, ==, 0);
  const float huge[] = { -3e38f, 3e38f, -3e38f, 3e38f };
  g_assert_cmpuint (contour_of (huge, 2, 2, 0, marks).n_parts, ==, 1);
  g_assert_cmpfloat (distance_from (marks, 0.5, 0.5, 0), <=, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/contour/circle", test_circle);
  g_test_add_func ("/contour/open", test_open);
  g_test_add_func ("/contour/two", test_two);
  g_test_add_func ("/contour/saddle", test_saddle);
  g_test_add_func ("/contour/odd", test_odd);
  return g_test_run ();
}
