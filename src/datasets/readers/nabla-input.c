/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-input.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* Between two calls of the progress function, in microseconds. */
enum { PROGRESS_INTERVAL = 30000 };

/* What the system could give without swapping; 0 if it does not say. */
static gsize
available_memory (void)
{
  g_autofree char *text = NULL;
  if (g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    {
      const char *line = strstr (text, "MemAvailable:");
      if (line != NULL)
        return (gsize) g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024;
    }
  long pages = sysconf (_SC_AVPHYS_PAGES), page_size = sysconf (_SC_PAGESIZE);
  return pages > 0 && page_size > 0 ? (gsize) pages * (gsize) page_size : 0;
}

void
nabla_input_init (NablaInput *self,
                  const char *name,
                  const NablaReadOptions *options,
                  NablaProgressFunc progress,
                  gpointer progress_data,
                  GCancellable *cancellable)
{
  static const NablaReadOptions guess_all = { 0 };
  memset (self, 0, sizeof *self);
  self->name = name;
  self->options = options != NULL ? options : &guess_all;
  self->progress = progress;
  self->progress_data = progress_data;
  self->cancellable = cancellable;
  self->progress_to = 1;
  self->progress_last = -1;
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->budget = self->options->memory_limit;
  if (self->budget == 0)
    self->budget = available_memory () / 4 * 3;
  if (self->budget == 0)
    self->budget = G_MAXSIZE;
}

void
nabla_input_clear (NablaInput *self)
{
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->converted, g_free);
}

void
nabla_input_phase (NablaInput *self, double from, double to)
{
  self->progress_from = from;
  self->progress_to = to;
}

gboolean
nabla_input_tick (NablaInput *self, double part, GError **error)
{
  if (self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED,
                   _("%s: reading was cancelled"), self->name);
      return FALSE;
    }
  if (self->progress == NULL)
    return TRUE;
  gint64 now = g_get_monotonic_time ();
  if (now - self->progress_time < PROGRESS_INTERVAL)
    return TRUE;
  double fraction
    = self->progress_from + (self->progress_to - self->progress_from) * CLAMP (part, 0, 1);
  if (fraction > self->progress_last)
    {
      self->progress (fraction, self->progress_data);
      self->progress_last = fraction;
    }
  self->progress_time = now;
  return TRUE;
}

static gboolean
refuse (NablaInput *self, double needed, GError **error)
{
  g_autofree char *bytes = g_strdup_printf ("%.0f", needed);
  g_autofree char *limit = g_strdup_printf ("%" G_GSIZE_FORMAT, self->budget);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
               _("%s: reading it needs %s more bytes of memory, but only %s are free for it"),
               self->name, bytes, limit);
  return FALSE;
}

gboolean
nabla_input_resize (NablaInput *self,
                    gpointer block,
                    gsize n_old,
                    gsize n_new,
                    gsize size,
                    double n_expected,
                    GError **error)
{
  gpointer *memory = block;
  double expected = (MAX (n_expected, (double) n_new) - (double) n_old) * (double) size;
  gsize new_bytes;
  if (!g_size_checked_mul (&new_bytes, n_new, size))
    return refuse (self, expected, error);
  gsize old_bytes = n_old * size;
  if (new_bytes > old_bytes && new_bytes - old_bytes > self->budget)
    return refuse (self, expected, error);

  gpointer resized = g_try_realloc (*memory, MAX (new_bytes, 1));
  if (resized == NULL)
    return refuse (self, expected, error);
  *memory = resized;
  self->budget = self->budget - new_bytes + old_bytes;
  return TRUE;
}

gboolean
nabla_input_spend (NablaInput *self, gsize n_bytes, GError **error)
{
  if (n_bytes > self->budget)
    return refuse (self, (double) n_bytes, error);
  self->budget -= n_bytes;
  return TRUE;
}

gboolean
nabla_input_fail_at (const NablaInput *self, gsize line, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: file, line, what is wrong there. */
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s, line %u: %s"), self->name, (guint) line,
               what);
  return FALSE;
}

void
nabla_input_note (NablaInput *self, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}
