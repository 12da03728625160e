/* What leaves a figure view: files and the clipboard.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-file.h"
#include "nabla-figure-table.h"
#include "nabla-figure-view-private.h"
#include "nabla-painter.h"
#include "nabla-text.h"

#include <string.h>

/* Of a picture on the clipboard, device pixels a logical pixel */
#define COPY_SCALE 2

typedef struct
{
  NablaFigureRequest *request;
  char *path;
} Export;

static void
export_free (Export *self)
{
  nabla_figure_request_free (self->request);
  g_free (self->path);
  g_free (self);
}

static Export *
export_new (NablaFigureView *self, const char *path)
{
  Export *export = g_new0 (Export, 1);
  static const NablaFigureOptions sheet = NABLA_FIGURE_OPTIONS_INIT;
  export->request = nabla_figure_view_make_request (self, sheet.width, sheet.height, 1);
  export->path = g_strdup (path);
  return export;
}

static gboolean
has_ending (const char *path, const char *ending)
{
  gsize n = strlen (path), n_ending = strlen (ending);
  return n > n_ending && g_ascii_strcasecmp (path + n - n_ending, ending) == 0;
}

static gboolean
export_write (const Export *self, GError **error)
{
  const NablaFigureRequest *request = self->request;
  if (has_ending (self->path, ".csv"))
    return nabla_figure_table_write (request->figure, request->snapshot, self->path, error);

  NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
  options.theme = request->context.theme;
  options.text_scale = request->context.text_scale;
  options.settings = request->settings;
  return nabla_figure_write (request->figure, request->snapshot, &options, self->path, error);
}

gboolean
nabla_figure_view_export (NablaFigureView *self, const char *path, GError **error)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self) && path != NULL, FALSE);

  Export *export = export_new (self, path);
  gboolean is_written = export_write (export, error);
  export_free (export);
  return is_written;
}

static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  if (export_write (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
nabla_figure_view_export_async (NablaFigureView *self,
                                const char *path,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self) && path != NULL);

  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, nabla_figure_view_export_async);
  g_task_set_task_data (task, export_new (self, path), (GDestroyNotify) export_free);
  g_task_run_in_thread (task, export_thread);
}

gboolean
nabla_figure_view_export_finish (NablaFigureView *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
nabla_figure_view_save_csv (NablaFigureView *self, const char *path, GError **error)
{
  g_return_val_if_fail (NABLA_IS_FIGURE_VIEW (self) && path != NULL, FALSE);

  g_autoptr (NablaFigureRequest) request = nabla_figure_view_make_request (self, 1, 1, 1);
  return nabla_figure_table_write (request->figure, request->snapshot, path, error);
}

/* Pixels as cairo has them, on the surface's color */
static GBytes *
paint_copy (const NablaFigureRequest *request, int width, int height)
{
  PangoContext *pango = nabla_text_context_new ();
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaFigureContext context = request->context;
  context.pango = pango;
  nabla_figure_draw (request->figure, request->snapshot, &context, request->settings, marks);

  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  NablaColor color = nabla_color (context.theme, NABLA_COLOR_SURFACE);
  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
  cairo_paint (cr);
  cairo_scale (cr, request->scale, request->scale);
  nabla_paint (marks, pango, cr);
  cairo_destroy (cr);
  g_object_unref (pango);
  cairo_surface_flush (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  return g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize) height,
                                     (GDestroyNotify) cairo_surface_destroy, surface);
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const NablaFigureRequest *request = data;
  int width = request->scale * (int) request->context.width;
  int height = request->scale * (int) request->context.height;
  g_task_return_pointer (task, paint_copy (request, width, height), (GDestroyNotify) g_bytes_unref);
}

static void
copy_ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaFigureView *self = NABLA_FIGURE_VIEW (source);
  const NablaFigureRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GBytes) pixels = g_task_propagate_pointer (G_TASK (result), NULL);
  int width = request->scale * (int) request->context.width;
  int height = request->scale * (int) request->context.height;
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (
      width, height, GDK_MEMORY_DEFAULT, pixels, g_bytes_get_size (pixels) / (gsize) height);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
}

void
nabla_figure_view_copy (NablaFigureView *self)
{
  g_return_if_fail (NABLA_IS_FIGURE_VIEW (self));

  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  if (width <= 0 || height <= 0)
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, copy_ready_cb, NULL);
  g_task_set_source_tag (task, nabla_figure_view_copy);
  g_task_set_task_data (task, nabla_figure_view_make_request (self, width, height, COPY_SCALE),
                        (GDestroyNotify) nabla_figure_request_free);
  g_task_run_in_thread (task, copy_thread);
}
