/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-measure-race.h"

#include "nabla-frame-meter.h"

#include <locale.h>

/* Frames before this are of a page that is being made. */
#define SETTLE_MS 2000

/* Whom to add until there are six. */
static const char *const more[]
    = { "optimizer=gradient_descent", "optimizer=momentum", "optimizer=rmsprop",
        "optimizer=adam", "optimizer=adamw", "schedule=inverse_time" };

typedef struct
{
  GtkApplication *application;
  GtkWindow *window;
  NablaSession *session;
  NablaRaceModel *model;
  NablaFrameMeter *meter;
  char *arena;
  double seconds;
  gint64 start_step;
} Measure;

static gboolean
end_cb (gpointer data)
{
  Measure *self = data;
  NablaFrameTimes times = nabla_frame_meter_times (self->meter);
  gint64 steps = nabla_race_model_steps (self->model) - self->start_step;
  /* Programs read this: numbers have points. */
  setlocale (LC_NUMERIC, "C");
  g_print ("{\"race\": \"%s\", \"racers\": %u, \"width\": %d, \"height\": %d, \"seconds\": %.1f, \"frames\": %u, "
           "\"median_fps\": %.1f, \"p95_frame_ms\": %.1f, \"under_20_ms\": %.4f, \"p95_work_ms\": %.1f, "
           "\"steps_per_second\": %.0f}\n",
           self->arena, nabla_race_model_n_racers (self->model), gtk_widget_get_width (GTK_WIDGET (self->window)),
           gtk_widget_get_height (GTK_WIDGET (self->window)), self->seconds, times.n, times.median_fps,
           times.p95_frame_ms, times.under_20_ms, times.p95_work_ms, steps / self->seconds);
  nabla_frame_meter_free (self->meter);
  g_application_quit (G_APPLICATION (self->application));
  g_free (self->arena);
  g_free (self);
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer data)
{
  Measure *self = data;
  self->start_step = nabla_race_model_steps (self->model);
  nabla_frame_meter_look (self->meter, TRUE);
  g_timeout_add (1000 * self->seconds, end_cb, self);
  return G_SOURCE_REMOVE;
}

static gboolean
play_cb (gpointer data)
{
  Measure *self = data;
  if (nabla_race_model_is_building (self->model))
    return G_SOURCE_CONTINUE;
  nabla_race_model_play (self->model);
  g_timeout_add (SETTLE_MS, look_cb, self);
  return G_SOURCE_REMOVE;
}

/* An experiment that was opened puts the free bench in front: the race comes after it. */
static gboolean
begin_cb (gpointer data)
{
  Measure *self = data;
  g_autoptr (GError) error = NULL;
  if (nabla_session_is_loading (self->session) || nabla_session_experiment (self->session) == NULL)
    return G_SOURCE_CONTINUE;
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.workbench", "s", "race");
  if (!nabla_race_model_open (self->model, self->arena, &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : self->arena);
      g_application_quit (G_APPLICATION (self->application));
      return G_SOURCE_REMOVE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (more) && nabla_race_model_n_racers (self->model) < NABLA_RACE_MOST; i++)
    if (!nabla_race_model_add (self->model, more[(i + 4) % G_N_ELEMENTS (more)], &error))
      g_clear_error (&error);
  /* It goes on for as long as it is looked at. */
  nabla_race_model_set_speed (self->model,
                              nabla_race_model_total (self->model) / (self->seconds + 2 * SETTLE_MS / 1000.0));
  g_timeout_add (SETTLE_MS, play_cb, self);
  return G_SOURCE_REMOVE;
}

void
nabla_measure_race_begin (
    GtkApplication *application, GtkWindow *window, NablaSession *session, NablaRacePage *page,
    const char *arena, double seconds)
{
  g_return_if_fail (GTK_IS_APPLICATION (application) && GTK_IS_WINDOW (window) && seconds > 0);
  g_return_if_fail (NABLA_IS_RACE_PAGE (page) && arena != NULL);

  Measure *self = g_new0 (Measure, 1);
  self->application = application;
  self->window = window;
  self->session = session;
  self->model = nabla_race_page_model (page);
  self->arena = g_strdup (arena);
  self->seconds = seconds;
  self->meter = nabla_frame_meter_new (GTK_WIDGET (window));
  g_timeout_add (500, begin_cb, self);
}
