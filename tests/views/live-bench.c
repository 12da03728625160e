/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "live-bench.h"

#include "live-snapshot.h"
#include "nabla-figure-view-probe.h"
#include "nabla-text.h"

#include <time.h>

#define STEPS_A_FRAME 40

const char *const live_bench_figures[LIVE_BENCH_VIEWS]
    = { "network", "boundary", "cost", "metrics" };

/* The rooms of the four tiles in a window of 1280×800 */
static const int sizes[LIVE_BENCH_VIEWS][2]
    = { { 558, 362 }, { 398, 362 }, { 558, 218 }, { 398, 218 } };

struct _LiveBench
{
  LiveRun *run;
  GtkWidget *window; /* (nullable) */
  NablaFigureView *views[LIVE_BENCH_VIEWS];
  guint n_shown[LIVE_BENCH_VIEWS];
  guint live;
  guint n_frames;
  guint n_drawn;
  double begin; /* of the frame that is painted, in the thread's time */
  GArray *milliseconds;
};

static double
thread_milliseconds (void)
{
  struct timespec time;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * (double) time.tv_sec + 1e-6 * (double) time.tv_nsec;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
quantile (GArray *sorted, double q)
{
  return sorted->len > 0 ? g_array_index (sorted, double, (guint) (q * (sorted->len - 1))) : 0;
}

static void
summarize (GArray *milliseconds, LiveBenchTimes *times)
{
  g_array_sort (milliseconds, compare);
  *times = (LiveBenchTimes){
    .fewest = quantile (milliseconds, 0),
    .median = quantile (milliseconds, 0.5),
    .many = quantile (milliseconds, 0.95),
  };
}

LiveBench *
live_bench_new (guint n_points, guint n_steps)
{
  LiveBench *self = g_new0 (LiveBench, 1);
  self->run = live_run_new (n_points, n_steps);
  self->milliseconds = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
live_bench_free (LiveBench *self)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  live_run_free (self->run);
  g_array_unref (self->milliseconds);
  g_free (self);
}

char *
live_bench_draw (LiveBench *self, guint view, guint n_rounds, LiveBenchTimes *times)
{
  PangoContext *pango = nabla_text_context_new ();
  g_autoptr (NablaFigureStore) store = nabla_figure_store_new ();
  GString *costs = g_string_new (NULL);
  g_array_set_size (self->milliseconds, 0);
  /* In the first frames, fonts are loaded and nothing is known. */
  for (guint round = 0; round < n_rounds + 4; round++)
    {
      g_autoptr (NablaSnapshot) snapshot = live_run_next (self->run, STEPS_A_FRAME);
      NablaFigureRequest *request
          = nabla_figure_request_new (nabla_figure_find (live_bench_figures[view], NULL), snapshot,
                                      sizes[view][0], sizes[view][1]);
      double start = thread_milliseconds ();
      g_autoptr (NablaFigureFrame) frame = nabla_figure_frame_new (request, store, pango);
      double taken = thread_milliseconds () - start;
      if (round >= 4)
        g_array_append_val (self->milliseconds, taken);
      g_string_printf (costs, "%u painted of", frame->n_painted);
      for (guint l = 0; l < nabla_marks_n_layers (frame->marks); l++)
        g_string_append_printf (costs, " %.0f", nabla_figure_layer_cost (frame->marks, l));
    }
  g_object_unref (pango);
  summarize (self->milliseconds, times);
  return g_string_free (costs, FALSE);
}

static void
before_paint_cb (GdkFrameClock *clock, LiveBench *self)
{
  self->begin = thread_milliseconds ();
}

static void
after_paint_cb (GdkFrameClock *clock, LiveBench *self)
{
  double taken = thread_milliseconds () - self->begin;
  if (self->n_frames++ > 10)
    g_array_append_val (self->milliseconds, taken);
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    {
      guint n = nabla_figure_view_n_frames (self->views[i]);
      self->n_drawn += n > self->n_shown[i];
      self->n_shown[i] = n;
    }
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LiveBench *self = data;
  /* Making the snapshot is the worker's part: it is not counted. */
  double start = thread_milliseconds ();
  NablaSnapshot *snapshot = live_run_next (self->run, STEPS_A_FRAME);
  self->begin += thread_milliseconds () - start;
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    if (self->live & 1u << i)
      nabla_figure_view_set_snapshot (self->views[i], snapshot);
  nabla_snapshot_unref (snapshot);
  return G_SOURCE_CONTINUE;
}

void
live_bench_open (LiveBench *self)
{
  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 48);
  gtk_widget_set_margin_start (grid, 300);
  gtk_widget_set_margin_top (grid, 95);
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    {
      GtkWidget *view = nabla_figure_view_new (nabla_figure_find (live_bench_figures[i], NULL));
      gtk_widget_set_size_request (view, sizes[i][0], sizes[i][1]);
      self->views[i] = NABLA_FIGURE_VIEW (view);
      gtk_grid_attach (GTK_GRID (grid), view, (int) i % 2, (int) i / 2, 1, 1);
    }
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (self->window), grid);
  gtk_window_present (GTK_WINDOW (self->window));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  gtk_widget_add_tick_callback (self->window, tick_cb, self, NULL);
}

static void
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

void
live_bench_run (LiveBench *self, guint live, double seconds, LiveBenchTimes *times)
{
  self->live = live;
  self->n_frames = self->n_drawn = 0;
  g_array_set_size (self->milliseconds, 0);
  double start = thread_milliseconds ();
  gint64 begin = g_get_monotonic_time ();
  gboolean is_over = FALSE;
  g_timeout_add_once ((guint) (1000 * seconds), stop_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
  double wall = (double) (g_get_monotonic_time () - begin) / 1e6;
  guint n_live = 0;
  for (guint i = 0; i < LIVE_BENCH_VIEWS; i++)
    n_live += (live >> i) & 1;

  summarize (self->milliseconds, times);
  times->window_frames = self->n_frames / wall;
  times->figure_frames = n_live > 0 ? self->n_drawn / wall / n_live : 0;
  times->share = (thread_milliseconds () - start) / wall / 1000;
}
