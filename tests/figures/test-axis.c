/* Axes: places, and three to seven round numbers for any range there is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-axis.h"

#include <float.h>
#include <math.h>

static void
check_ticks (const NablaAxis *axis, guint least)
{
  for (guint most = 3; most <= NABLA_AXIS_MOST_TICKS; most++)
    {
      NablaTick ticks[NABLA_AXIS_MOST_TICKS];
      guint n = nabla_axis_ticks (axis, most, ticks);
      g_assert_cmpuint (n, <=, most);
      g_assert_cmpuint (n, >=, most >= 5 ? least : 1);
      for (guint i = 0; i < n; i++)
        {
          g_assert_true (isfinite (ticks[i].place));
          g_assert_cmpstr (ticks[i].label, !=, "");
          if (i > 0)
            {
              g_assert_cmpfloat (ticks[i].value, >, ticks[i - 1].value);
              g_assert_cmpstr (ticks[i].label, !=, ticks[i - 1].label);
            }
        }
    }
}

static void
test_linear (void)
{
  NablaAxis axis;
  nabla_axis_init (&axis, 0, 7000, FALSE);
  axis.start = 100;
  axis.end = 800;
  g_assert_cmpfloat_with_epsilon (nabla_axis_place (&axis, 3500), 450, 1e-9);
  g_assert_cmpfloat_with_epsilon (nabla_axis_value (&axis, 450), 3500, 1e-9);
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  g_assert_cmpuint (nabla_axis_ticks (&axis, 6, ticks), ==, 4);
  g_assert_cmpstr (ticks[0].label, ==, "0");
  g_assert_cmpstr (ticks[3].label, ==, "6,000");
  g_assert_cmpfloat_with_epsilon (ticks[3].place, 700, 1e-9);
}

static void
test_log (void)
{
  NablaAxis axis;
  nabla_axis_init (&axis, 0.02, 1, TRUE);
  axis.start = 200;
  axis.end = 0;
  g_assert_true (axis.is_log);
  g_assert_cmpfloat_with_epsilon (nabla_axis_place (&axis, 0.02), 200, 1e-9);
  g_assert_cmpfloat_with_epsilon (nabla_axis_place (&axis, sqrt (0.02)), 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (nabla_axis_value (&axis, 100), sqrt (0.02), 1e-9);
  /* What a logarithmic axis cannot show lies at its low end. */
  g_assert_cmpfloat (nabla_axis_place (&axis, 0), ==, 200);
  g_assert_cmpfloat (nabla_axis_place (&axis, -5), ==, 200);

  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  g_assert_cmpuint (nabla_axis_ticks (&axis, 5, ticks), ==, 4);
  const char *const labels[] = { "0.03", "0.1", "0.3", "1" };
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_cmpstr (ticks[i].label, ==, labels[i]);

  nabla_axis_init (&axis, -1, 1, TRUE);
  g_assert_false (axis.is_log);
}

static void
test_ranges (void)
{
  static const double ends[] = { -DBL_MAX, -1e30, -7, -1, -1e-3, -1e-300, 0,   1e-300, 3e-5,
                                 0.1,      1,     1.7, 10, 99.5, 12345, 1e30, DBL_MAX };
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint k = i + 1; k < G_N_ELEMENTS (ends); k++)
      for (gboolean is_log = FALSE; is_log <= TRUE; is_log++)
        {
          NablaAxis axis;
          nabla_axis_init (&axis, ends[i], ends[k], is_log);
          axis.end = 500;
          check_ticks (&axis, 3);
          nabla_axis_pad (&axis, 0.04);
          g_assert_true (isfinite (axis.low) && isfinite (axis.high) && axis.low < axis.high);
          check_ticks (&axis, 2);
          g_assert_cmpfloat (nabla_axis_place (&axis, ends[k]), <=, 500.1);
          g_assert_cmpfloat (nabla_axis_place (&axis, ends[i]), >=, -0.1);
        }
}

static void
test_odd (void)
{
  NablaAxis axis;
  static const double odd[][2] = {
    { 1, 1 }, { 0, 0 }, { -3, -3 }, { DBL_MAX, DBL_MAX }, { -DBL_MAX, -DBL_MAX }, { 5, 3 },
    { NAN, 1 }, { 0, INFINITY }, { 1e15, 1e15 + 1 }, { 5e-324, 5e-324 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      nabla_axis_init (&axis, odd[i][0], odd[i][1], FALSE);
      axis.end = 300;
      g_assert_true (isfinite (axis.low) && isfinite (axis.high) && axis.low < axis.high);
      check_ticks (&axis, 1);
    }
  nabla_axis_init (&axis, 0, 1, FALSE);
  axis.end = 300;
  g_assert_true (isnan (nabla_axis_place (&axis, NAN)));
  g_assert_true (isnan (nabla_axis_place (&axis, INFINITY)));
  g_assert_true (fabs (nabla_axis_place (&axis, 1e300)) <= 1048576);
}

static void
test_whole (void)
{
  NablaAxis axis;
  nabla_axis_init (&axis, 0, 2, FALSE);
  axis.is_whole = TRUE;
  axis.end = 800;
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  guint n = nabla_axis_ticks (&axis, 7, ticks);
  g_assert_cmpuint (n, ==, 3);
  for (guint i = 0; i < n; i++)
    g_assert_cmpfloat (ticks[i].value, ==, i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/axis/linear", test_linear);
  g_test_add_func ("/axis/log", test_log);
  g_test_add_func ("/axis/ranges", test_ranges);
  g_test_add_func ("/axis/odd", test_odd);
  g_test_add_func ("/axis/whole", test_whole);
  return g_test_run ();
}
