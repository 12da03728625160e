/* What leaves a figure view: files of each format, and the clipboard.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-figure-view.h"
#include "sample-snapshot.h"
#include "views-test.h"

#include <glib/gstdio.h>
#include <string.h>

static NablaFigureView *
view_new (const char *figure, const char *sample)
{
  NablaFigureView *view
      = NABLA_FIGURE_VIEW (nabla_figure_view_new (nabla_figure_find (figure, NULL)));
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make (sample);
  nabla_figure_view_set_snapshot (view, snapshot);
  return view;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
is_there (gpointer data)
{
  return *(gpointer *)data != NULL;
}

/* Each format begins as it should; the view need not be on the screen. */
static void
test_files (void)
{
  static const struct
  {
    const char *ending, *start;
  } formats[] = {
    { "png", "\x89PNG" },
    { "svg", "<" },
    { "pdf", "%PDF" },
    { "csv", "step,objective" },
  };
  NablaFigureView *view = g_object_ref_sink (view_new ("cost", "spirals"));
  g_autofree char *folder = g_dir_make_tmp ("nabla-view-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name = g_strdup_printf ("cost.%s", formats[i].ending);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL, *again = NULL;
      gsize length, length_again;
      g_autoptr (GError) error = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      nabla_figure_view_export_async (view, path, finished_cb, &result);
      views_test_wait (is_there, &result);
      g_assert_true (nabla_figure_view_export_finish (view, result, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_assert_cmpint (strncmp (text, formats[i].start, strlen (formats[i].start)), ==, 0);

      g_assert_true (nabla_figure_view_export (view, path, &error));
      g_assert_true (g_file_get_contents (path, &again, &length_again, NULL));
      /* A PDF has the time in it. */
      if (!g_str_equal (formats[i].ending, "pdf"))
        g_assert_cmpmem (text, length, again, length_again);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_object_unref (view);
}

static void
test_settings (void)
{
  NablaFigureView *view = g_object_ref_sink (view_new ("cost", "spirals"));
  g_autofree char *folder = g_dir_make_tmp ("nabla-view-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cost.svg", NULL);
  g_autofree char *linear = NULL, *logarithmic = NULL, *dark = NULL;
  g_assert_true (nabla_figure_view_set_setting (view, "scale", 1, NULL));
  g_assert_true (nabla_figure_view_export (view, path, NULL));
  g_assert_true (g_file_get_contents (path, &linear, NULL, NULL));
  g_assert_true (nabla_figure_view_set_setting (view, "scale", 2, NULL));
  g_assert_true (nabla_figure_view_export (view, path, NULL));
  g_assert_true (g_file_get_contents (path, &logarithmic, NULL, NULL));
  g_assert_cmpstr (linear, !=, logarithmic);
  nabla_figure_view_set_dark (view, TRUE);
  g_assert_true (nabla_figure_view_export (view, path, NULL));
  g_assert_true (g_file_get_contents (path, &dark, NULL, NULL));
  g_assert_nonnull (strstr (dark, "#1e1e1e"));
  g_assert_null (strstr (logarithmic, "#1e1e1e"));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_object_unref (view);
}

static void
test_errors (void)
{
  NablaFigureView *view = g_object_ref_sink (view_new ("boundary", "flower"));
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_figure_view_export (view, "/nowhere/at/all.png", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_IO);
  g_clear_error (&error);
  g_assert_false (nabla_figure_view_export (view, "boundary.gif", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_false (nabla_figure_view_save_csv (view, "/nowhere/at/all.csv", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_IO);
  g_clear_error (&error);
  g_autoptr (GAsyncResult) result = NULL;
  nabla_figure_view_export_async (view, "/nowhere/at/all.csv", finished_cb, &result);
  views_test_wait (is_there, &result);
  g_assert_false (nabla_figure_view_export_finish (view, result, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_IO);
  g_object_unref (view);
}

static gboolean
has_content (gpointer clipboard)
{
  return gdk_clipboard_get_content (clipboard) != NULL;
}

/* Other programs get a PNG of what is shown, at twice its size. */
static void
test_copy (void)
{
  NablaFigureView *view = view_new ("boundary", "flower");
  GtkWindow *window = views_test_window (GTK_WIDGET (view), 320, 240);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  g_assert_null (gdk_clipboard_get_content (clipboard));
  nabla_figure_view_copy (view);
  views_test_wait (has_content, clipboard);
  g_assert_true (
      gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/png"));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gdk_clipboard_read_texture_async (clipboard, NULL, finished_cb, &result);
  views_test_wait (is_there, &result);
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (clipboard, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 640);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 480);

  /* The corner of a field has the color of one of its ends, and is opaque. */
  g_autofree guint32 *pixels = g_new (guint32, 640 * 480);
  gdk_texture_download (texture, (guchar *)pixels, 640 * 4);
  g_assert_cmphex (pixels[0] >> 24, ==, 0xff);
  g_assert_cmphex (pixels[0], !=, 0xffffffff);
  views_test_close (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure-view-export/files", test_files);
  g_test_add_func ("/figure-view-export/settings", test_settings);
  g_test_add_func ("/figure-view-export/errors", test_errors);
  g_test_add_func ("/figure-view-export/copy", test_copy);
  return g_test_run ();
}
