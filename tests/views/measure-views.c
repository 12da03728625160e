/* How much of a frame four live views take from the main thread.
 *
 * measure-views [SECONDS [POINTS [STEPS [THREADS]]]]: shows the bench's four
 * figures of a run that goes on, beside so many busy threads at nice 10, and
 * says what the main thread and the drawing thread spend on a frame. Run it
 * under Xvfb with GSK_RENDERER=cairo.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "live-snapshot.h"
#include "nabla-figure-frame.h"
#include "nabla-figure-view.h"
#include "nabla-text.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define STEPS_A_FRAME 40
#define N_VIEWS 4

typedef struct
{
  LiveRun *run;
  NablaFigureView *views[N_VIEWS];
  gboolean live[N_VIEWS];
  guint n_frames;
  double begin, end; /* of the thread's time, in the frame that is painted */
  GArray *milliseconds;
} Bench;

static const char *const figures[N_VIEWS] = { "network", "boundary", "cost", "metrics" };

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
quantile (GArray *values, double q)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare);
  return g_array_index (values, double, (guint) (q * (values->len - 1)));
}

/* What the drawing thread does, done here, one figure after the other */
static void
measure_drawing (LiveRun *run, const int sizes[N_VIEWS][2])
{
  PangoContext *pango = nabla_text_context_new ();
  for (guint i = 0; i < N_VIEWS; i++)
    {
      g_autoptr (NablaFigureStore) store = nabla_figure_store_new ();
      g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
      g_autoptr (GString) layers = g_string_new (NULL);
      guint n_painted = 0;
      for (guint round = 0; round < 40; round++)
        {
          NablaFigureRequest request = { .figure = nabla_figure_find (figures[i], NULL),
                                         .snapshot = live_run_next (run, STEPS_A_FRAME),
                                         .scale = 1 };
          nabla_param_defaults (request.figure->params, request.settings);
          request.context = (NablaFigureContext){
            .width = sizes[i][0], .height = sizes[i][1], .text_scale = 1, .line_scale = 1
          };
          double start = thread_milliseconds ();
          g_autoptr (NablaFigureFrame) frame = nabla_figure_frame_new (&request, store, pango);
          double taken = thread_milliseconds () - start;
          if (round > 3)
            g_array_append_val (times, taken);
          n_painted = frame->n_painted;
          g_string_truncate (layers, 0);
          for (guint l = 0; l < nabla_marks_n_layers (frame->marks); l++)
            g_string_append_printf (layers, " %.0f", nabla_figure_layer_cost (frame->marks, l));
          nabla_snapshot_unref (request.snapshot);
        }
      g_print ("%-10s drawn in %5.2f ms (median), %u layers painted; estimated µs a layer:%s\n",
               figures[i], quantile (times, 0.5), n_painted, layers->str);
    }
  g_object_unref (pango);
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *self)
{
  self->begin = thread_milliseconds ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *self)
{
  double taken = thread_milliseconds () - self->begin;
  if (self->n_frames++ > 10)
    g_array_append_val (self->milliseconds, taken);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *self = data;
  /* Making the snapshot is the worker's part: it is not counted. */
  double start = thread_milliseconds ();
  NablaSnapshot *snapshot = live_run_next (self->run, STEPS_A_FRAME);
  self->begin += thread_milliseconds () - start;
  for (guint i = 0; i < N_VIEWS; i++)
    if (self->live[i])
      nabla_figure_view_set_snapshot (self->views[i], snapshot);
  nabla_snapshot_unref (snapshot);
  return G_SOURCE_CONTINUE;
}

static gpointer
busy_thread (gpointer data)
{
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 10);
  atomic_bool *stop = data;
  volatile double sum = 0;
  while (!atomic_load (stop))
    for (guint i = 0; i < 100000; i++)
      sum += i;
  return NULL;
}

static void
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
}

static void
run_for (double seconds)
{
  gboolean is_over = FALSE;
  g_timeout_add_once ((guint) (1000 * seconds), stop_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
measure_window (Bench *self, GtkWidget *window, const char *name, double seconds)
{
  self->n_frames = 0;
  g_array_set_size (self->milliseconds, 0);
  double start = thread_milliseconds ();
  gint64 begin = g_get_monotonic_time ();
  run_for (seconds);
  double wall = (double) (g_get_monotonic_time () - begin) / 1e6;
  g_print ("%-10s %5.1f frames a second; main thread %5.2f ms a frame (median), %5.2f (95 %%), "
           "%4.0f %% of a core\n",
           name, self->n_frames / wall, quantile (self->milliseconds, 0.5),
           quantile (self->milliseconds, 0.95), (thread_milliseconds () - start) / wall / 10);
}

int
main (int argc, char **argv)
{
  gtk_init ();
  double seconds = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 4;
  guint n_points = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 500;
  guint n_steps = argc > 3 ? (guint) g_ascii_strtoull (argv[3], NULL, 10) : 100000;
  guint n_threads = argc > 4 ? (guint) g_ascii_strtoull (argv[4], NULL, 10) : 1;

  /* The rooms of the four tiles in a window of 1280×800 */
  static const int sizes[N_VIEWS][2] = { { 558, 362 }, { 398, 362 }, { 558, 218 }, { 398, 218 } };
  Bench self = { .run = live_run_new (n_points, n_steps),
                 .milliseconds = g_array_new (FALSE, FALSE, sizeof (double)) };
  g_print ("%u points, %u steps\n", n_points, n_steps);
  measure_drawing (self.run, sizes);

  GtkWidget *grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 48);
  gtk_widget_set_margin_start (grid, 300);
  gtk_widget_set_margin_top (grid, 95);
  for (guint i = 0; i < N_VIEWS; i++)
    {
      GtkWidget *view = nabla_figure_view_new (nabla_figure_find (figures[i], NULL));
      gtk_widget_set_size_request (view, sizes[i][0], sizes[i][1]);
      self.views[i] = NABLA_FIGURE_VIEW (view);
      gtk_grid_attach (GTK_GRID (grid), view, (int) i % 2, (int) i / 2, 1, 1);
    }
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), grid);
  gtk_window_present (GTK_WINDOW (window));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &self);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), &self);
  gtk_widget_add_tick_callback (window, tick_cb, &self, NULL);

  atomic_bool stop = FALSE;
  GThread *threads[64];
  n_threads = MIN (n_threads, G_N_ELEMENTS (threads));
  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("busy", busy_thread, &stop);

  measure_window (&self, window, "none", seconds / 2);
  for (guint i = 0; i < N_VIEWS; i++)
    {
      self.live[i] = TRUE;
      measure_window (&self, window, figures[i], seconds / 2);
      self.live[i] = FALSE;
    }
  for (guint i = 0; i < N_VIEWS; i++)
    self.live[i] = TRUE;
  measure_window (&self, window, "all", seconds);

  atomic_store (&stop, TRUE);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  gtk_window_destroy (GTK_WINDOW (window));
  live_run_free (self.run);
  g_array_unref (self.milliseconds);
  return 0;
}
