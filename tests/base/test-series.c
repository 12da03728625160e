/* The append-only series: order, growth over many chunks, a reader beside the
 * writer (build with -Db_sanitize=thread to have the data races looked for).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-series.h"

#include <math.h>
#include <pthread.h>

#define N_POINTS 300000

static double
value_at (gsize index)
{
  return sqrt ((double) index) - 7;
}

static void
test_empty (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();
  g_assert_cmpuint (nabla_series_length (series), ==, 0);
}

static void
test_append (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();

  for (gsize i = 0; i < N_POINTS; i++)
    {
      nabla_series_append (series, 3 * (gint64) i, value_at (i));
      g_assert_cmpuint (nabla_series_length (series), ==, i + 1);
    }
  for (gsize i = 0; i < N_POINTS; i++)
    {
      NablaPoint point = nabla_series_get (series, i);
      g_assert_cmpint (point.step, ==, 3 * (gint64) i);
      g_assert_cmpfloat (point.value, ==, value_at (i));
    }
}

static void
test_any_value (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();

  nabla_series_append (series, 5, NAN);
  nabla_series_append (series, 5, INFINITY);
  nabla_series_append (series, 6, -1e308);
  g_assert_true (isnan (nabla_series_get (series, 0).value));
  g_assert_true (isinf (nabla_series_get (series, 1).value));
  g_assert_cmpfloat (nabla_series_get (series, 2).value, ==, -1e308);
}

static void
test_order (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();

  nabla_series_append (series, 5, 1);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*step*");
  nabla_series_append (series, 4, 2);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (nabla_series_length (series), ==, 1);
}

static void
test_reference (void)
{
  NablaSeries *series = nabla_series_new ();

  nabla_series_append (series, 1, 2.5);
  g_assert_true (nabla_series_ref (series) == series);
  nabla_series_unref (series);
  g_assert_cmpfloat (nabla_series_get (series, 0).value, ==, 2.5);
  nabla_series_unref (series);
}

static void *
write_points (void *data)
{
  NablaSeries *series = data;

  for (gsize i = 0; i < N_POINTS; i++)
    nabla_series_append (series, (gint64) i, value_at (i));
  nabla_series_unref (series);
  return NULL;
}

/* Whatever length the reader sees, every point below it is whole. */
static void
test_two_threads (void)
{
  g_autoptr (NablaSeries) series = nabla_series_new ();

  pthread_t writer;
  g_assert_cmpint (pthread_create (&writer, NULL, write_points, nabla_series_ref (series)), ==, 0);
  gsize seen = 0;
  while (seen < N_POINTS)
    {
      gsize length = nabla_series_length (series);
      g_assert_cmpuint (length, >=, seen);
      for (; seen < length; seen++)
        {
          NablaPoint point = nabla_series_get (series, seen);
          g_assert_cmpint (point.step, ==, (gint64) seen);
          g_assert_cmpfloat (point.value, ==, value_at (seen));
        }
    }
  g_assert_cmpint (pthread_join (writer, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/series/empty", test_empty);
  g_test_add_func ("/series/append", test_append);
  g_test_add_func ("/series/any-value", test_any_value);
  g_test_add_func ("/series/order", test_order);
  g_test_add_func ("/series/reference", test_reference);
  g_test_add_func ("/series/two-threads", test_two_threads);
  return g_test_run ();
}
