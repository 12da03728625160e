/* Live views leave the main thread most of a frame. Limits are five times what was
 * measured on a machine of 2023, and never more than the 8 ms that nothing may exceed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "live-bench.h"

#include <gtk/gtk.h>

/* A frame with all four views changed */
static void
test_window (void)
{
  LiveBench *bench = live_bench_new (2000, 100000);
  live_bench_open (bench);
  LiveBenchTimes times;
  live_bench_run (bench, (1u << LIVE_BENCH_VIEWS) - 1, 2, &times);
  g_test_minimized_result (times.many, "main thread: up to %.2f ms a frame", times.many);
  g_test_message ("%.1f frames a second of the window, %.1f of each figure", times.window_frames,
                  times.figure_frames);
  g_assert_cmpfloat (times.figure_frames, >, 0);
  g_assert_cmpfloat (times.many, <, 8);
  live_bench_free (bench);
}

/* What the drawing thread needs for a frame of each figure */
static void
test_drawing (void)
{
  static const double limits[LIVE_BENCH_VIEWS] = { 25, 6, 22, 2 };
  LiveBench *bench = live_bench_new (2000, 100000);
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    {
      LiveBenchTimes times;
      G_GNUC_UNUSED g_autofree char *layers = live_bench_draw (bench, i, 15, &times);
      g_test_minimized_result (times.fewest, "%s: %.2f ms", live_bench_figures[i], times.fewest);
      g_assert_cmpfloat (times.fewest, <, limits[i]);
    }
  live_bench_free (bench);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/views-speed/window", test_window);
  g_test_add_func ("/views-speed/drawing", test_drawing);
  return g_test_run ();
}
