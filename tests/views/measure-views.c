/* How much of a frame four live views take from the main thread.
 *
 * measure-views [SECONDS [POINTS [STEPS [THREADS]]]]: shows the bench's figures of
 * a run that goes on, beside so many busy threads at nice 10, and says what the
 * main thread and the drawing thread spend on a frame. To be run under Xvfb with
 * GSK_RENDERER=cairo.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "live-bench.h"

#include <gtk/gtk.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static gpointer
busy_thread (gpointer data)
{
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 10);
  atomic_bool *stop = data;
  G_GNUC_UNUSED volatile double sum = 0;
  while (!atomic_load (stop))
    for (guint i = 0; i < 100000; i++)
      sum += i;
  return NULL;
}

static void
measure_window (LiveBench *bench, const char *name, guint live, double seconds)
{
  LiveBenchTimes times;
  live_bench_run (bench, live, seconds, &times);
  g_print ("%-10s window %4.1f frames a second, figures %4.1f; main thread %5.2f ms a frame "
           "(median), %5.2f (95 %%), %3.0f %% of a core\n",
           name, times.window_frames, times.figure_frames, times.median, times.many,
           100 * times.share);
}

static guint
argument (int argc, char **argv, int i, guint otherwise)
{
  return argc > i ? (guint) g_ascii_strtoull (argv[i], NULL, 10) : otherwise;
}

int
main (int argc, char **argv)
{
  gtk_init ();
  guint seconds = argument (argc, argv, 1, 4);
  guint n_points = argument (argc, argv, 2, 500);
  guint n_steps = argument (argc, argv, 3, 100000);
  guint n_threads = argument (argc, argv, 4, 1);

  LiveBench *bench = live_bench_new (n_points, n_steps);
  g_print ("%u points, %u steps, %u busy threads\n", n_points, n_steps, n_threads);
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    {
      LiveBenchTimes times;
      g_autofree char *layers = live_bench_draw (bench, i, 40, &times);
      g_print ("%-10s drawn in %5.2f ms (median); layers: %s µs (estimated)\n",
               live_bench_figures[i], times.median, layers);
    }

  atomic_bool stop = FALSE;
  GThread *threads[64];
  n_threads = MIN (n_threads, G_N_ELEMENTS (threads));
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("busy", busy_thread, &stop);
  live_bench_open (bench);
  measure_window (bench, "none", 0, seconds / 2.0);
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    measure_window (bench, live_bench_figures[i], 1u << i, seconds / 2.0);
  measure_window (bench, "all", (1u << LIVE_BENCH_VIEWS) - 1, seconds);

  atomic_store (&stop, TRUE);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  live_bench_free (bench);
  return 0;
}
