/* How long marks take: a frame has 16 ms, and a figure must leave most of it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include <time.h>

#define ROUNDS 15

/* Time that this thread has worked, whatever else runs on the machine */
static gint64
get_time (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Returns: the fewest milliseconds that the marks took, fonts being loaded */
static double
time_figure (const char *name, const NablaSnapshot *snapshot)
{
  NablaFigureContext context = {
    .width = 900, .height = 640, .text_scale = 1, .line_scale = 1, .pango = figure_test_pango (),
  };
  const NablaFigure *figure = nabla_figure_find (name, NULL);
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  nabla_figure_draw (figure, snapshot, &context, NULL, marks);
  gint64 fewest = G_MAXINT64;
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = get_time ();
      nabla_figure_draw (figure, snapshot, &context, NULL, marks);
      fewest = MIN (fewest, get_time () - start);
    }
  double milliseconds = (double) fewest / 1000;
  g_test_minimized_result (milliseconds, "%s: %.2f ms", name, milliseconds);
  return milliseconds;
}

/* A million points, smoothed: 12 ms, and five times that for slow machines. They are drawn
 * on a thread of their own. */
static void
test_cost (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("million");
  g_assert_cmpfloat (time_figure ("cost", snapshot), <, 60);
}

/* A grid of 120×120 and 500 points */
static void
test_boundary (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("spirals");
  g_assert_cmpfloat (time_figure ("boundary", snapshot), <, 5);
}

static void
test_network (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("digits");
  g_assert_cmpfloat (time_figure ("network", snapshot), <, 10);
}

static void
test_metrics (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("hundred");
  g_assert_cmpfloat (time_figure ("metrics", snapshot), <, 10);
}

/* Six racers and four thousand steps each: all that the page of a race draws in a frame
 * takes 4 ms, and five times that for slow machines. */
static void
test_race (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("race-long");
  g_assert_cmpfloat (time_figure ("bowl", snapshot) + time_figure ("race_cost", snapshot)
                       + time_figure ("standings", snapshot) + time_figure ("terms", snapshot),
                     <, 20);
}

/* The inside of a network of 50 layers: 4 ms each, and five times that for slow machines */
static void
test_layers (void)
{
  static const char *const names[] = { "distributions", "saturation",   "units",    "batch_norm",
                                       "decay",         "hidden_space", "diagnosis" };
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("deep");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpfloat (time_figure (names[i], snapshot), <, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure-speed/cost", test_cost);
  g_test_add_func ("/figure-speed/boundary", test_boundary);
  g_test_add_func ("/figure-speed/network", test_network);
  g_test_add_func ("/figure-speed/race", test_race);
  g_test_add_func ("/figure-speed/metrics", test_metrics);
  g_test_add_func ("/figure-speed/layers", test_layers);
  return g_test_run ();
}
