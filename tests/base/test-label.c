/* Numbers as figures write them, whatever the locale.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-label.h"

#include <math.h>

static char buffer[NABLA_LABEL_LENGTH];

static void
test_value (void)
{
  g_assert_cmpstr (nabla_label_value (0.2175, buffer), ==, "0.217");
  g_assert_cmpstr (nabla_label_value (0.02, buffer), ==, "0.0200");
  g_assert_cmpstr (nabla_label_value (-12.5, buffer), ==, "−12.5");
  g_assert_cmpstr (nabla_label_value (27000, buffer), ==, "27,000");
  g_assert_cmpstr (nabla_label_value (999999.4, buffer), ==, "999,999");
  g_assert_cmpstr (nabla_label_value (1.5e-4, buffer), ==, "1.50e−4");
  g_assert_cmpstr (nabla_label_value (-1e308, buffer), ==, "−1.00e308");
  g_assert_cmpstr (nabla_label_value (0, buffer), ==, "0");
  g_assert_cmpstr (nabla_label_value (INFINITY, buffer), ==, "∞");
  g_assert_cmpstr (nabla_label_value (-INFINITY, buffer), ==, "−∞");
  g_assert_cmpstr (nabla_label_value (NAN, buffer), ==, "NaN");
}

static void
test_short (void)
{
  g_assert_cmpstr (nabla_label_short (0.4, buffer), ==, "0.4");
  g_assert_cmpstr (nabla_label_short (1 - 0.999, buffer), ==, "0.001");
  g_assert_cmpstr (nabla_label_short (0.999999, buffer), ==, "0.999999");
  g_assert_cmpstr (nabla_label_short (-50, buffer), ==, "−50");
  g_assert_cmpstr (nabla_label_short (1e-8, buffer), ==, "1e−8");
  g_assert_cmpstr (nabla_label_short (-2.5e12, buffer), ==, "−2.5e12");
  g_assert_cmpstr (nabla_label_short (0, buffer), ==, "0");
  g_assert_cmpstr (nabla_label_short (-INFINITY, buffer), ==, "−∞");
}

static void
test_count (void)
{
  g_assert_cmpstr (nabla_label_count (0, buffer), ==, "0");
  g_assert_cmpstr (nabla_label_count (999, buffer), ==, "999");
  g_assert_cmpstr (nabla_label_count (7000, buffer), ==, "7,000");
  g_assert_cmpstr (nabla_label_count (27000100, buffer), ==, "27,000,100");
  g_assert_cmpstr (nabla_label_count (-1234, buffer), ==, "−1,234");
  g_assert_cmpstr (nabla_label_count (G_MAXINT64, buffer), ==, "9,223,372,036,854,775,807");
}

static void
test_percent (void)
{
  g_assert_cmpstr (nabla_label_percent (0.9667, buffer), ==, "96.7");
  g_assert_cmpstr (nabla_label_percent (1, buffer), ==, "100.0");
  g_assert_cmpstr (nabla_label_percent (0.99999, buffer), ==, "99.9");
  g_assert_cmpstr (nabla_label_percent (1e-9, buffer), ==, "0.1");
  g_assert_cmpstr (nabla_label_percent (0, buffer), ==, "0.0");
  g_assert_cmpstr (nabla_label_percent (1e30, buffer), ==, "100.0");
  g_assert_cmpstr (nabla_label_percent (NAN, buffer), ==, "NaN");
}

static void
test_tick (void)
{
  g_assert_cmpstr (nabla_label_tick (0.5, 0.25, 1, buffer), ==, "0.50");
  g_assert_cmpstr (nabla_label_tick (1, 0.5, 1, buffer), ==, "1.0");
  g_assert_cmpstr (nabla_label_tick (-0.0, 0.5, 1, buffer), ==, "0");
  g_assert_cmpstr (nabla_label_tick (2000, 2000, 7000, buffer), ==, "2,000");
  g_assert_cmpstr (nabla_label_tick (-250, 250, 1000, buffer), ==, "−250");
  g_assert_cmpstr (nabla_label_tick (2e10, 2e10, 1e11, buffer), ==, "2e10");
  g_assert_cmpstr (nabla_label_tick (5e-5, 5e-5, 1e-4, buffer), ==, "5e−5");
  g_assert_cmpstr (nabla_label_log_tick (100, buffer), ==, "100");
  g_assert_cmpstr (nabla_label_log_tick (0.03, buffer), ==, "0.03");
  g_assert_cmpstr (nabla_label_log_tick (0.001, buffer), ==, "0.001");
  g_assert_cmpstr (nabla_label_log_tick (1e-4, buffer), ==, "1e−4");
  g_assert_cmpstr (nabla_label_log_tick (1e30, buffer), ==, "1e30");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label/value", test_value);
  g_test_add_func ("/label/short", test_short);
  g_test_add_func ("/label/count", test_count);
  g_test_add_func ("/label/percent", test_percent);
  g_test_add_func ("/label/tick", test_tick);
  return g_test_run ();
}
