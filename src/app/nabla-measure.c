/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-measure.h"

#include "nabla-number.h"

#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Frames before this are of a window that is being made. */
#define SETTLE_MS 1500
#define ENDLESS "1000000000"

typedef struct {
  GtkApplication *application;
  GtkWindow *window;
  NablaBenchPage *bench;
  double seconds;
  GArray *frames;  /* of double: milliseconds from the beginning of a frame to that of the next */
  GArray *work;    /* of double: milliseconds that a frame took, layout and painting */
  gint64 last_frame;
  gboolean looking;
  double first_frame_ms;
  NablaRun *alone;  /* (nullable) trains without being looked at */
  gint64 alone_start;
  double alone_speed[2];
  guint n_alone;
  gint64 start, start_steps;
  double window_speed;
} Measure;

/* Milliseconds since the process began, in the kernel's ticks. */
static double
process_age (void)
{
  g_autofree char *stat = NULL;
  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL))
    return 0;
  /* The name may have blanks: fields are counted from behind its bracket. */
  g_auto (GStrv) fields = g_strsplit (strrchr (stat, ')') + 2, " ", -1);
  if (g_strv_length (fields) < 20)
    return 0;
  struct timespec now;
  clock_gettime (CLOCK_BOOTTIME, &now);
  double ticks = 0;
  nabla_number_parse (fields[19], -1, &ticks);
  return 1000 * (now.tv_sec + now.tv_nsec / 1e9 - ticks / sysconf (_SC_CLK_TCK));
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* @share of the sorted @values lie below what is returned. */
static double
quantile (const GArray *values, double share)
{
  if (values->len == 0)
    return 0;
  return g_array_index (values, double, MIN (values->len - 1, (guint) (share * values->len)));
}

static void
print_result (Measure *self)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  /* Programs read this: numbers have points. */
  setlocale (LC_NUMERIC, "C");
  double under = 0, alone = (self->alone_speed[0] + self->alone_speed[1]) / 2;
  for (guint i = 0; i < self->frames->len; i++)
    under += g_array_index (self->frames, double, i) < 20;
  g_array_sort (self->frames, compare_doubles);
  g_array_sort (self->work, compare_doubles);
  g_autoptr (GVariant) tiles = nabla_bench_page_get_tiles (self->bench);
  g_autoptr (GString) views = g_string_new (NULL);
  GVariantIter iter;
  const char *name;
  guint32 span;
  g_variant_iter_init (&iter, tiles);
  while (g_variant_iter_next (&iter, "(&su)", &name, &span))
    g_string_append_printf (views, "%s%s", views->len > 0 ? ";" : "", name);

  g_print ("{\"views\": \"%s\", \"width\": %d, \"height\": %d, \"renderer\": \"%s\", \"threads\": %u, "
           "\"seconds\": %.1f, \"frames\": %u, \"median_fps\": %.1f, \"p95_frame_ms\": %.1f, "
           "\"under_20_ms\": %.4f, \"p95_work_ms\": %.1f, \"window_steps_per_second\": %.0f, \"headless_steps_per_second\": %.0f, "
           "\"speed_ratio\": %.3f, \"first_frame_ms\": %.0f, \"memory_mb\": %.0f}\n",
           views->str, gtk_widget_get_width (GTK_WIDGET (self->window)),
           gtk_widget_get_height (GTK_WIDGET (self->window)),
           G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (self->window))),
           nabla_session_n_threads (nabla_bench_page_session (self->bench)), self->seconds, self->frames->len,
           1000 / quantile (self->frames, 0.5), quantile (self->frames, 0.95), under / MAX (1, self->frames->len),
           quantile (self->work, 0.95),
           self->window_speed, alone, self->window_speed / alone, self->first_frame_ms, usage.ru_maxrss / 1024.0);
}

static gboolean begin_alone (gpointer data);

static gboolean
end_window_cb (gpointer data)
{
  Measure *self = data;
  NablaSession *session = nabla_bench_page_session (self->bench);
  double elapsed = (g_get_monotonic_time () - self->start) / 1e6;
  self->looking = FALSE;
  self->window_speed = (nabla_session_steps (session) - self->start_steps) / elapsed;
  nabla_session_pause (session);
  g_timeout_add (SETTLE_MS, begin_alone, self);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_looking_cb (gpointer data)
{
  Measure *self = data;
  self->looking = TRUE;
  self->last_frame = 0;
  self->start = g_get_monotonic_time ();
  self->start_steps = nabla_session_steps (nabla_bench_page_session (self->bench));
  g_timeout_add (1000 * self->seconds, end_window_cb, self);
  return G_SOURCE_REMOVE;
}

static void
begin_window (Measure *self)
{
  NablaSession *session = nabla_bench_page_session (self->bench);
  nabla_session_set_speed (session, 0);
  nabla_session_play (session);
  g_timeout_add (SETTLE_MS, begin_looking_cb, self);
}

static gboolean
end_alone_cb (gpointer data)
{
  Measure *self = data;
  self->alone_speed[self->n_alone++]
    = nabla_run_steps (self->alone) / ((g_get_monotonic_time () - self->alone_start) / 1e6);
  g_clear_pointer (&self->alone, nabla_run_free);
  if (self->n_alone == 1)
    {
      begin_window (self);
      return G_SOURCE_REMOVE;
    }
  print_result (self);
  g_array_unref (self->frames);
  g_array_unref (self->work);
  g_application_quit (G_APPLICATION (self->application));
  g_free (self);
  return G_SOURCE_REMOVE;
}

/* The same experiment on the same data with as many threads, and nobody watches. */
static gboolean
begin_alone (gpointer data)
{
  Measure *self = data;
  NablaSession *session = nabla_bench_page_session (self->bench);
  NablaObserveOptions options = nabla_observe_defaults;
  g_autoptr (GError) error = NULL;
  NablaTrainer *trainer = nabla_trainer_new (nabla_session_experiment (session), nabla_session_problem (session),
                                             nabla_session_n_threads (session), &error);
  if (trainer == NULL)
    {
      g_printerr ("%s\n", error->message);
      g_application_quit (G_APPLICATION (self->application));
      return G_SOURCE_REMOVE;
    }
  options.watch = 0;
  self->alone = nabla_run_new (trainer);
  nabla_run_watch (self->alone, &options);
  self->alone_start = g_get_monotonic_time ();
  nabla_run_play (self->alone, 0);
  g_timeout_add (1000 * self->seconds / 4, end_alone_cb, self);
  return G_SOURCE_REMOVE;
}

static void
add_ms (GArray *list, gint64 from, gint64 to)
{
  double ms = (to - from) / 1000.0;
  g_array_append_val (list, ms);
}

/* A frame begins when the clock ticks: what comes late delays it. */
static void
before_paint_cb (GdkFrameClock *clock, Measure *self)
{
  gint64 now = g_get_monotonic_time ();
  if (self->looking && self->last_frame != 0)
    add_ms (self->frames, self->last_frame, now);
  self->last_frame = now;
}

static void
after_paint_cb (GdkFrameClock *clock, Measure *self)
{
  if (self->first_frame_ms == 0)
    self->first_frame_ms = process_age ();
  if (self->looking && self->last_frame != 0)
    add_ms (self->work, self->last_frame, g_get_monotonic_time ());
}

static gboolean
begin_cb (gpointer data)
{
  Measure *self = data;
  NablaSession *session = nabla_bench_page_session (self->bench);
  g_autoptr (GError) error = NULL;
  if (nabla_session_problem (session) == NULL)
    return G_SOURCE_CONTINUE;
  if (!nabla_session_set (session, "train.steps", ENDLESS, &error))
    g_printerr ("%s\n", error->message);
  g_timeout_add (SETTLE_MS, begin_alone, self);
  return G_SOURCE_REMOVE;
}

static void
realize_cb (GtkWidget *window, Measure *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

void
nabla_measure_begin (GtkApplication *application, GtkWindow *window, NablaBenchPage *bench, double seconds)
{
  g_return_if_fail (GTK_IS_APPLICATION (application) && GTK_IS_WINDOW (window) && seconds > 0);

  Measure *self = g_new0 (Measure, 1);
  self->application = application;
  self->window = window;
  self->bench = bench;
  self->seconds = seconds;
  self->frames = g_array_new (FALSE, FALSE, sizeof (double));
  self->work = g_array_new (FALSE, FALSE, sizeof (double));
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    realize_cb (GTK_WIDGET (window), self);
  else
    g_signal_connect (window, "realize", G_CALLBACK (realize_cb), self);
  g_timeout_add (100, begin_cb, self);
}
