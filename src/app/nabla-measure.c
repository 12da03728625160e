/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-measure.h"

#include "nabla-frame-meter.h"

#include <locale.h>
#include <sys/resource.h>

/* Frames before this are of a window that is being made. */
#define SETTLE_MS 1500
#define ENDLESS "1000000000"

typedef struct {
  GtkApplication *application;
  GtkWindow *window;
  NablaBenchPage *bench;
  double seconds;
  NablaFrameMeter *meter;
  NablaRun *alone;  /* (nullable) trains without being looked at */
  gint64 alone_start;
  double alone_speed[2];
  guint n_alone;
  gint64 start, start_steps;
  double window_speed;
} Measure;

static void
print_result (Measure *self)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  /* Programs read this: numbers have points. */
  setlocale (LC_NUMERIC, "C");
  double alone = (self->alone_speed[0] + self->alone_speed[1]) / 2;
  NablaFrameTimes times = nabla_frame_meter_times (self->meter);
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
           nabla_session_n_threads (nabla_bench_page_session (self->bench)), self->seconds, times.n,
           times.median_fps, times.p95_frame_ms, times.under_20_ms, times.p95_work_ms, self->window_speed, alone,
           self->window_speed / alone, times.first_frame_ms, usage.ru_maxrss / 1024.0);
}

static gboolean begin_alone (gpointer data);

static gboolean
end_window_cb (gpointer data)
{
  Measure *self = data;
  NablaSession *session = nabla_bench_page_session (self->bench);
  double elapsed = (g_get_monotonic_time () - self->start) / 1e6;
  nabla_frame_meter_look (self->meter, FALSE);
  self->window_speed = (nabla_session_steps (session) - self->start_steps) / elapsed;
  nabla_session_pause (session);
  g_timeout_add (SETTLE_MS, begin_alone, self);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_looking_cb (gpointer data)
{
  Measure *self = data;
  nabla_frame_meter_look (self->meter, TRUE);
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
  nabla_frame_meter_free (self->meter);
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

void
nabla_measure_begin (GtkApplication *application, GtkWindow *window, NablaBenchPage *bench, double seconds)
{
  g_return_if_fail (GTK_IS_APPLICATION (application) && GTK_IS_WINDOW (window) && seconds > 0);

  Measure *self = g_new0 (Measure, 1);
  self->application = application;
  self->window = window;
  self->bench = bench;
  self->seconds = seconds;
  self->meter = nabla_frame_meter_new (GTK_WIDGET (window));
  g_timeout_add (100, begin_cb, self);
}
