/* Schedules against the formulas of the course.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-schedule.h"

#include <math.h>

static double
rate_of (const char *name, guint64 epoch, double progress, double first, double second)
{
  const NablaSchedule *schedule = nabla_schedule_find (name);
  g_assert_nonnull (schedule);
  return schedule->rate (0.3, epoch, progress, (double[]) { first, second });
}

static void
test_formulas (void)
{
  const double near = 1e-15;
  for (guint64 epoch = 0; epoch < 100; epoch++)
    {
      double progress = epoch / 99.0;
      g_assert_cmpfloat (rate_of ("constant", epoch, progress, 0, 0), ==, 0.3);
      g_assert_cmpfloat_with_epsilon (rate_of ("inverse_time", epoch, progress, 0.7, 0),
                                      0.3 / (1 + 0.7 * (double) epoch), near);
      g_assert_cmpfloat_with_epsilon (rate_of ("exponential", epoch, progress, 0.95, 0),
                                      0.3 * exp ((double) epoch * log (0.95)), near);
      double stair = 0.3;
      for (guint64 e = 1; e <= epoch; e++)
        if (e % 7 == 0)
          stair *= 0.5;
      g_assert_cmpfloat_with_epsilon (rate_of ("staircase", epoch, progress, 0.5, 7), stair, near);
      double half = cos (G_PI / 2 * progress);
      g_assert_cmpfloat_with_epsilon (rate_of ("cosine", epoch, progress, 0.1, 0),
                                      0.3 * (0.1 + 0.9 * half * half), near);
    }
}

/* The course's table for α₀ = 0.2 and decay 1: 0.1, 0.067, 0.05, 0.04. */
static void
test_course (void)
{
  const NablaSchedule *schedule = nabla_schedule_find ("inverse_time");
  static const double published[] = { 0.1, 0.067, 0.05, 0.04 };
  const double decay = 1;
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    g_assert_cmpfloat_with_epsilon (schedule->rate (0.2, i + 1, 0, &decay), published[i], 0.0005);
}

/* Changes chosen by hand, in whatever order they are written. */
static void
test_manual (void)
{
  const NablaSchedule *schedule = nabla_schedule_find ("manual");
  static const double orders[][6] = { { 3, 0.5, 10, 0.25, 40, 0.01 }, { 40, 0.01, 3, 0.5, 10, 0.25 } };
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    for (guint64 epoch = 0; epoch < 60; epoch++)
      {
        double factor = epoch < 3 ? 1 : epoch < 10 ? 0.5 : epoch < 40 ? 0.25 : 0.01;
        g_assert_cmpfloat (schedule->rate (0.2, epoch, 0, orders[i]), ==, 0.2 * factor);
      }
}

/* At both ends of every setting, at the beginning and very late, a learning rate
 * is finite and between nothing and the first one. */
static void
test_limits (void)
{
  for (guint i = 0; nabla_schedules ()[i] != NULL; i++)
    {
      const NablaSchedule *schedule = nabla_schedules ()[i];
      guint n = nabla_param_count (schedule->params);
      double settings[NABLA_MAX_PARAMS];
      for (guint k = 0; k < (1u << n); k++)
        {
          for (guint j = 0; j < n; j++)
            settings[j] = k >> j & 1 ? schedule->params[j].maximum : schedule->params[j].minimum;
          static const guint64 epochs[] = { 0, 1, 1000000, G_MAXUINT64 };
          for (guint e = 0; e < G_N_ELEMENTS (epochs); e++)
            {
              double rate = schedule->rate (0.3, epochs[e], e / 3.0, settings);
              g_assert_true (isfinite (rate));
              g_assert_cmpfloat (rate, >=, 0);
              g_assert_cmpfloat (rate, <=, 0.3);
            }
        }
      nabla_param_defaults (schedule->params, settings);
      g_assert_cmpfloat (schedule->rate (0.3, 0, 0, settings), ==, 0.3);
    }
}

static void
test_names (void)
{
  static const char *const names[] = {
    "constant", "inverse_time", "exponential", "staircase", "cosine", "manual", NULL,
  };
  for (guint i = 0; names[i] != NULL || nabla_schedules ()[i] != NULL; i++)
    {
      g_assert_cmpstr (nabla_schedules ()[i]->name, ==, names[i]);
      g_assert_true (nabla_schedule_find (names[i]) == nabla_schedules ()[i]);
    }
  g_assert_null (nabla_schedule_find ("linear"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/schedules/formulas", test_formulas);
  g_test_add_func ("/engine/schedules/course", test_course);
  g_test_add_func ("/engine/schedules/manual", test_manual);
  g_test_add_func ("/engine/schedules/limits", test_limits);
  g_test_add_func ("/engine/schedules/names", test_names);
  return g_test_run ();
}
