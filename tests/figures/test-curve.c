/* Curves: smoothing against its formula, decimation that loses nothing that a
 * pixel can show.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-curve.h"

#include <math.h>

static NablaSeries *
series_of (gsize n, double noise)
{
  NablaSeries *series = nabla_series_new ();
  for (gsize i = 0; i < n; i++)
    nabla_series_append (series, (gint64) i,
                         1 / (1 + 0.01 * (double) i) + noise * g_test_rand_double_range (-1, 1));
  return series;
}

static const NablaMarkPoint *
draw (const NablaCurve *curve,
      gsize from,
      gsize to,
      double beta,
      gboolean all_points,
      NablaMarks *marks,
      gsize *n)
{
  NablaAxis x, y;
  nabla_axis_init (&x, 0, (double) curve->n - 1, FALSE);
  x.end = 100;
  nabla_axis_init (&y, curve->low, curve->high, FALSE);
  y.start = 50;
  nabla_marks_clear (marks);
  nabla_marks_polyline (marks, (NablaColor) { 0, 0, 0, 1 }, 1);
  nabla_curve_draw (curve, &x, &y, from, to, beta, all_points, marks);
  return nabla_marks_points (marks, nabla_marks_layer (marks, 0, n), n);
}

static void
test_scan (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();
  NablaCurve curve;
  nabla_curve_scan (&curve, series);
  g_assert_cmpuint (curve.n, ==, 0);
  nabla_curve_scan (&curve, NULL);
  g_assert_cmpuint (curve.n, ==, 0);

  const double values[] = { 2, NAN, -1, 0, INFINITY, 3, NAN };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    nabla_series_append (series, 10 * i, values[i]);
  nabla_curve_scan (&curve, series);
  g_assert_cmpuint (curve.n, ==, 7);
  g_assert_cmpuint (curve.n_finite, ==, 4);
  g_assert_cmpuint (curve.last, ==, 5);
  g_assert_cmpfloat (curve.low, ==, -1);
  g_assert_cmpfloat (curve.high, ==, 3);
  g_assert_cmpfloat (curve.low_positive, ==, 2);
  g_assert_cmpfloat (curve.variation, ==, 3 + 1 + 3);
  g_assert_cmpuint (nabla_curve_after (&curve, -1), ==, 0);
  g_assert_cmpuint (nabla_curve_after (&curve, 20), ==, 3);
  g_assert_cmpuint (nabla_curve_after (&curve, 29), ==, 3);
  g_assert_cmpuint (nabla_curve_after (&curve, 1000), ==, 7);
}

/* v_t = β·v_{t−1} + (1 − β)·x_t, corrected by 1 − β^t, written out */
static double
reference (const NablaSeries *series, gsize index, double beta)
{
  double sum = 0;
  for (gsize i = 0; i <= index; i++)
    sum += (1 - beta) * pow (beta, (double) (index - i)) * nabla_series_get (series, i).value;
  return sum / (1 - pow (beta, (double) index + 1));
}

static void
test_smoothing (void)
{
  g_autoptr (NablaSeries) series = series_of (3000, 0.2);
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaCurve curve;
  nabla_curve_scan (&curve, series);
  static const double betas[] = { 0.5, 0.9, 0.98 };
  for (guint b = 0; b < G_N_ELEMENTS (betas); b++)
    {
      g_assert_cmpfloat_with_epsilon (nabla_curve_value (&curve, 0, betas[b]),
                                      nabla_series_get (series, 0).value, 1e-12);
      for (gsize i = 0; i < curve.n; i += 97)
        g_assert_cmpfloat_with_epsilon (nabla_curve_value (&curve, i, betas[b]),
                                        reference (series, i, betas[b]), 1e-12);

      gsize n;
      const NablaMarkPoint *points = draw (&curve, 0, curve.n, betas[b], TRUE, marks, &n);
      g_assert_cmpuint (n, ==, curve.n);
      double height = 50 / (curve.high - curve.low);
      for (gsize i = 0; i < n; i += 89)
        g_assert_cmpfloat_with_epsilon (
          points[i].y, 50 - (reference (series, i, betas[b]) - curve.low) * height, 1e-4);
    }
}

static void
test_automatic_beta (void)
{
  NablaCurve curve;
  g_autoptr (NablaSeries) smooth = series_of (5000, 0);
  nabla_curve_scan (&curve, smooth);
  g_assert_cmpfloat (nabla_curve_automatic_beta (&curve), ==, 0);
  g_autoptr (NablaSeries) noisy = series_of (6000, 0.1);
  nabla_curve_scan (&curve, noisy);
  g_assert_cmpfloat (nabla_curve_automatic_beta (&curve), ==, 0.99);
  g_autoptr (NablaSeries) few = series_of (100, 0.3);
  nabla_curve_scan (&curve, few);
  g_assert_cmpfloat (nabla_curve_automatic_beta (&curve), ==, 0);
}

/* At most four points a column, and in each column the same extremes. */
static void
test_decimation (void)
{
  g_autoptr (NablaSeries) series = series_of (40000, 0.3);
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  g_autoptr (NablaMarks) all = nabla_marks_new ();
  NablaCurve curve;
  nabla_curve_scan (&curve, series);
  gsize n, n_all;
  const NablaMarkPoint *points = draw (&curve, 0, curve.n, 0, FALSE, marks, &n);
  const NablaMarkPoint *every = draw (&curve, 0, curve.n, 0, TRUE, all, &n_all);
  g_assert_cmpuint (n, <=, 4 * 101);
  g_assert_cmpuint (n_all, ==, 40000);

  float low[101], high[101];
  for (guint c = 0; c <= 100; c++)
    {
      low[c] = INFINITY;
      high[c] = -INFINITY;
    }
  for (gsize i = 0; i < n_all; i++)
    {
      guint c = (guint) every[i].x;
      low[c] = MIN (low[c], every[i].y);
      high[c] = MAX (high[c], every[i].y);
    }
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpfloat (points[i].y, ==, every[points[i].index].y);
      if (i > 0)
        g_assert_cmpuint (points[i].index, >, points[i - 1].index);
      guint c = (guint) points[i].x;
      if (points[i].y == low[c])
        low[c] = -1;
      if (points[i].y == high[c])
        high[c] = -1;
    }
  for (guint c = 0; c <= 100; c++)
    {
      g_assert_cmpfloat (low[c], ==, -1);
      g_assert_cmpfloat (high[c], ==, -1);
    }
}

static void
test_range (void)
{
  g_autoptr (NablaSeries) series = series_of (10000, 0.3);
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaCurve curve;
  nabla_curve_scan (&curve, series);
  NablaAxis x, y;
  nabla_axis_init (&x, 0, 10000, FALSE);
  x.end = 100;
  nabla_axis_init (&y, 0, 1, FALSE);
  y.end = 1;
  nabla_marks_add (marks, NABLA_MARK_COLUMNS);
  nabla_curve_draw_range (&curve, &x, &y, 0, curve.n, marks);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, nabla_marks_layer (marks, 0, &n), &n);
  g_assert_cmpuint (n, ==, 200);
  for (gsize c = 0; c < 100; c += 11)
    {
      /* A step on the border of two columns may belong to either: the extremes lie
       * between those without the borders' steps and those with them. */
      double inner[2] = { INFINITY, -INFINITY }, outer[2] = { INFINITY, -INFINITY };
      for (gsize i = c > 0 ? 100 * c - 1 : 0; i <= MIN (100 * (c + 1), curve.n - 1); i++)
        {
          double value = nabla_series_get (series, i).value;
          outer[0] = MIN (outer[0], value);
          outer[1] = MAX (outer[1], value);
          if (i <= 100 * c || i + 1 >= 100 * (c + 1))
            continue;
          inner[0] = MIN (inner[0], value);
          inner[1] = MAX (inner[1], value);
        }
      g_assert_cmpfloat (points[2 * c].y, <=, inner[0] + 1e-6);
      g_assert_cmpfloat (points[2 * c].y, >=, outer[0] - 1e-6);
      g_assert_cmpfloat (points[2 * c + 1].y, >=, inner[1] - 1e-6);
      g_assert_cmpfloat (points[2 * c + 1].y, <=, outer[1] + 1e-6);
    }
}

/* What is not finite leaves a gap, and the smoothed value goes on behind it. */
static void
test_gaps (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  const double values[] = { NAN, 1, 2, INFINITY, NAN, 4, 3, NAN };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    nabla_series_append (series, i, values[i]);
  NablaCurve curve;
  nabla_curve_scan (&curve, series);
  gsize n;
  const NablaMarkPoint *points = draw (&curve, 0, curve.n, 0, TRUE, marks, &n);
  g_assert_cmpuint (n, ==, 6);
  g_assert_cmpuint (points[0].index, ==, 1);
  g_assert_true (isnan (points[2].x));
  g_assert_cmpuint (points[3].index, ==, 5);
  g_assert_true (isnan (points[5].x));
  g_assert_true (isnan (nabla_curve_value (&curve, 0, 0.9)));
  g_assert_cmpfloat (nabla_curve_value (&curve, 4, 0), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/curve/scan", test_scan);
  g_test_add_func ("/curve/smoothing", test_smoothing);
  g_test_add_func ("/curve/automatic-beta", test_automatic_beta);
  g_test_add_func ("/curve/decimation", test_decimation);
  g_test_add_func ("/curve/range", test_range);
  g_test_add_func ("/curve/gaps", test_gaps);
  return g_test_run ();
}
