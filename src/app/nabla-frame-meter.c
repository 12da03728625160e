/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-frame-meter.h"

#include "nabla-number.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

struct _NablaFrameMeter
{
  GtkWidget *window;
  GdkFrameClock *clock; /* (nullable): until the window is realized */
  GArray *frames;       /* of double: milliseconds from the beginning of a frame to the next */
  GArray *work;         /* of double: milliseconds that a frame took */
  gint64 last_frame;
  gboolean looks;
  double first_frame_ms;
};

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

/* @share of @values lie below what is returned. */
static double
quantile (GArray *values, double share)
{
  g_array_sort (values, compare_doubles);
  if (values->len == 0)
    return 0;
  return g_array_index (values, double, MIN (values->len - 1, (guint) (share * values->len)));
}

static void
add_ms (GArray *list, gint64 from, gint64 to)
{
  double ms = (to - from) / 1000.0;
  g_array_append_val (list, ms);
}

/* A frame begins when the clock ticks: what comes late delays it. */
static void
before_paint_cb (GdkFrameClock *clock, NablaFrameMeter *self)
{
  gint64 now = g_get_monotonic_time ();
  if (self->looks && self->last_frame != 0)
    add_ms (self->frames, self->last_frame, now);
  self->last_frame = now;
}

static void
after_paint_cb (GdkFrameClock *clock, NablaFrameMeter *self)
{
  if (self->first_frame_ms == 0)
    self->first_frame_ms = process_age ();
  if (self->looks && self->last_frame != 0)
    add_ms (self->work, self->last_frame, g_get_monotonic_time ());
}

static void
realize_cb (GtkWidget *window, NablaFrameMeter *self)
{
  self->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  g_signal_connect (self->clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
}

NablaFrameMeter *
nabla_frame_meter_new (GtkWidget *window)
{
  g_return_val_if_fail (GTK_IS_WIDGET (window), NULL);

  NablaFrameMeter *self = g_new0 (NablaFrameMeter, 1);
  self->window = window;
  self->frames = g_array_new (FALSE, FALSE, sizeof (double));
  self->work = g_array_new (FALSE, FALSE, sizeof (double));
  if (gtk_widget_get_realized (window))
    realize_cb (window, self);
  else
    g_signal_connect (window, "realize", G_CALLBACK (realize_cb), self);
  return self;
}

void
nabla_frame_meter_free (NablaFrameMeter *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->window, self);
  if (self->clock != NULL)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
  g_array_unref (self->frames);
  g_array_unref (self->work);
  g_free (self);
}

void
nabla_frame_meter_look (NablaFrameMeter *self, gboolean looks)
{
  g_return_if_fail (self != NULL);

  self->looks = looks;
  self->last_frame = 0;
}

NablaFrameTimes
nabla_frame_meter_times (NablaFrameMeter *self)
{
  NablaFrameTimes times = { 0 };
  g_return_val_if_fail (self != NULL, times);

  double under = 0;
  for (guint i = 0; i < self->frames->len; i++)
    under += g_array_index (self->frames, double, i) < 20;
  times.n = self->frames->len;
  times.median_fps = times.n > 0 ? 1000 / quantile (self->frames, 0.5) : 0;
  times.p95_frame_ms = quantile (self->frames, 0.95);
  times.under_20_ms = under / MAX (1, self->frames->len);
  times.p95_work_ms = quantile (self->work, 0.95);
  times.first_frame_ms = self->first_frame_ms;
  return times;
}
