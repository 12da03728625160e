/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "views-test.h"

#include <stdlib.h>

#define PATIENCE (10 * G_TIME_SPAN_SECOND)

GtkWindow *
views_test_window (GtkWidget *child, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_decorated (window, FALSE);
  gtk_widget_set_size_request (child, width, height);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
  gtk_widget_set_valign (child, GTK_ALIGN_START);
  gtk_window_set_child (window, child);
  gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  views_test_next_frame (GTK_WIDGET (window));
  return window;
}

void
views_test_close (GtkWindow *window)
{
  gtk_window_destroy (window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
views_test_wait (gboolean (*is_done) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  guint source = g_timeout_add (20, wake_cb, NULL);
  while (!is_done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (source);
}

static gboolean
is_past (gpointer data)
{
  return g_get_monotonic_time () >= *(const gint64 *) data;
}

void
views_test_run_for (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  views_test_wait (is_past, &end);
}

static void
painted_cb (GdkFrameClock *clock, gboolean *is_painted)
{
  *is_painted = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(const gboolean *) data;
}

void
views_test_next_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean is_painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);
  gtk_widget_queue_draw (widget);
  views_test_wait (is_true, &is_painted);
  g_signal_handler_disconnect (clock, handler);
}

cairo_surface_t *
views_test_picture (GtkWidget *widget, const GdkRGBA *color)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  views_test_next_frame (widget);
  GdkPaintable *paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  GdkTexture *texture = gsk_renderer_render_texture (
      renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  g_object_unref (texture);
  gsk_render_node_unref (node);
  g_object_unref (paintable);
  return surface;
}

/* Each translucent layer rounds to 8 bits; many over each other, such as the 16 shades of
 * parallel coordinates, add up to this where they are painted before on no ground. */
#define ROUNDING 2

double
views_test_difference (cairo_surface_t *a, cairo_surface_t *b, double *share)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  g_assert_cmpint (width, ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (b));
  cairo_surface_flush (a);
  cairo_surface_flush (b);
  gsize stride = (gsize) cairo_image_surface_get_stride (a);
  guint64 sum = 0, n_different = 0;
  for (int y = 0; y < height; y++)
    {
      const guint8 *p = cairo_image_surface_get_data (a) + (gsize) y * stride;
      const guint8 *q = cairo_image_surface_get_data (b) + (gsize) y * stride;
      for (int x = 0; x < width; x++, p += 4, q += 4)
        {
          int largest = 0;
          for (guint i = 0; i < 3; i++)
            {
              int difference = abs (p[i] - q[i]);
              if (difference <= ROUNDING)
                difference = 0;
              largest = MAX (largest, difference);
              sum += (guint64) difference;
            }
          n_different += largest > 32;
        }
    }
  double n = (double) width * height;
  if (share != NULL)
    *share = (double) n_different / n;
  return (double) sum / (3 * n);
}

void
views_test_save (cairo_surface_t *surface, const char *name)
{
  const char *folder = g_getenv ("NABLA_PICTURES");
  if (folder == NULL)
    return;
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GdkTexture) texture = NULL;
  cairo_surface_flush (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  gsize size = stride * (gsize) cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = g_bytes_new (cairo_image_surface_get_data (surface), size);
  texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface),
                                    cairo_image_surface_get_height (surface), GDK_MEMORY_DEFAULT,
                                    bytes, stride);
  gdk_texture_save_to_png (texture, path);
}
