/* The figure view, as it is in a window: it shows what the figure draws, follows
 * snapshots, and does nothing that is not needed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "live-snapshot.h"
#include "nabla-error.h"
#include "nabla-figure-view-probe.h"
#include "nabla-painter.h"
#include "nabla-text.h"
#include "sample-snapshot.h"
#include "views-test.h"

#include <math.h>
#include <string.h>

#define WIDTH 398
#define HEIGHT 362

static NablaFigureView *
view_new (const char *figure)
{
  return NABLA_FIGURE_VIEW (nabla_figure_view_new (nabla_figure_find (figure, NULL)));
}

static gboolean
has_frame (gpointer data)
{
  return nabla_figure_view_get_frame (data) != NULL;
}

typedef struct
{
  NablaFigureView *view;
  guint n_frames;
} Change;

static gboolean
has_changed (gpointer data)
{
  Change *change = data;
  return nabla_figure_view_n_frames (change->view) > change->n_frames;
}

/* Waits until more than @n_frames were shown. */
static void
wait_for_change (NablaFigureView *view, guint n_frames)
{
  Change change = { view, n_frames };
  views_test_wait (has_changed, &change);
}

static GdkRGBA
surface_color (NablaTheme theme)
{
  NablaColor color = nabla_color (theme, NABLA_COLOR_SURFACE);
  return (GdkRGBA){ color.red, color.green, color.blue, 1 };
}

/* What the view should show, painted for a file */
static cairo_surface_t *
expected_picture (const NablaFigure *figure, const NablaSnapshot *snapshot, NablaTheme theme)
{
  PangoContext *pango = nabla_text_context_new ();
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaFigureContext context = { .width = WIDTH,
                                 .height = HEIGHT,
                                 .theme = theme,
                                 .text_scale = 1,
                                 .line_scale = 1,
                                 .pango = pango };
  nabla_figure_draw (figure, snapshot, &context, NULL, marks);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  GdkRGBA color = surface_color (theme);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_paint (cr);
  nabla_paint (marks, pango, cr);
  cairo_destroy (cr);
  g_object_unref (pango);
  return surface;
}

/* Every figure, of nothing, of one point, of numbers that are huge or none, in both
 * themes. Warnings are fatal. */
static void
test_shows (gconstpointer data)
{
  static const char *const samples[]
      = { "empty", "one-point", "huge", "not-finite", "infinite", "spirals", "digits", "diverged" };
  const NablaFigure *figure = data;
  NablaFigureView *view = view_new (figure->name);
  GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make (samples[i]);
      for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
        {
          guint old = nabla_figure_view_n_frames (view);
          nabla_figure_view_set_snapshot (view, snapshot);
          nabla_figure_view_set_dark (view, theme == NABLA_THEME_DARK);
          wait_for_change (view, old);
          while (nabla_figure_view_get_frame (view)->request->context.theme != (NablaTheme) theme)
            wait_for_change (view, nabla_figure_view_n_frames (view));
          GdkRGBA color = surface_color ((NablaTheme) theme);
          cairo_surface_t *found = views_test_picture (GTK_WIDGET (view), &color);
          cairo_surface_t *expected = expected_picture (figure, snapshot, (NablaTheme) theme);
          g_autofree char *name = g_strdup_printf ("view-%s-%s-%s", figure->name, samples[i],
                                                   theme == NABLA_THEME_DARK ? "dark" : "light");
          views_test_save (found, name);
          double share, mean = views_test_difference (found, expected, &share);
          if (mean > 0.15 || share > 0.0005)
            g_test_fail_printf ("%s differs by %.3f on the average, in %.2f %% of the pixels", name,
                                mean, 100 * share);
          cairo_surface_destroy (found);
          cairo_surface_destroy (expected);
        }
    }
  views_test_close (window);
}

/* Without a snapshot, the figure says what is missing. */
static void
test_no_snapshot (void)
{
  NablaFigureView *view = view_new ("cost");
  g_assert_cmpstr (nabla_figure_view_get_summary (view), ==, "");
  GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  views_test_wait (has_frame, view);
  g_assert_cmpuint (nabla_marks_n_layers (nabla_figure_view_get_frame (view)->marks), ==, 1);
  g_assert_cmpstr (nabla_figure_view_get_summary (view), !=, "");
  views_test_close (window);
}

static void
count_cb (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_summary (void)
{
  NablaFigureView *view = view_new ("cost");
  GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  guint n_changes = 0;
  g_signal_connect_swapped (view, "notify::summary", G_CALLBACK (count_cb), &n_changes);
  LiveRun *run = live_run_new (100, 500);
  g_autoptr (NablaSnapshot) last = NULL;
  gint64 start = g_get_monotonic_time (), end = start + G_TIME_SPAN_SECOND;
  while (g_get_monotonic_time () < end)
    {
      g_clear_pointer (&last, nabla_snapshot_unref);
      last = live_run_next (run, 40);
      nabla_figure_view_set_snapshot (view, last);
      views_test_run_for (15);
    }
  g_assert_cmpuint (n_changes, >=, 2);
  /* Four a second, however long the last round took, and one at each end. */
  double seconds = (double)(g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
  g_assert_cmpfloat (n_changes, <=, 4 * seconds + 2);
  /* The last snapshot is told too, though it came too early. */
  views_test_run_for (700);
  g_autofree char *expected
      = nabla_figure_summary (nabla_figure_view_get_figure (view), last, NULL);
  g_assert_cmpstr (nabla_figure_view_get_summary (view), ==, expected);
  char *description = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, expected);
  g_assert_null (description);
  live_run_free (run);
  views_test_close (window);
}

/* A second frame of the same snapshot makes nothing new; of a snapshot with another
 * field, the points on it are not painted again. */
static void
test_keeps (void)
{
  NablaFigureView *view = view_new ("boundary");
  GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  LiveRun *run = live_run_new (500, 100);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (NablaSnapshot) snapshot = live_run_next (run, 10);
      guint old = nabla_figure_view_n_frames (view);
      nabla_figure_view_set_snapshot (view, snapshot);
      wait_for_change (view, old);
    }
  views_test_next_frame (GTK_WIDGET (view));
  /* The summary of the last snapshot comes late, with a frame. */
  views_test_run_for (400);
  views_test_next_frame (GTK_WIDGET (view));
  guint n_nodes = nabla_snapshot_painter_n_nodes (nabla_figure_view_get_painter (view));
  guint n_layouts = nabla_snapshot_painter_n_layouts (nabla_figure_view_get_painter (view));
  guint old = nabla_figure_view_n_frames (view);
  for (guint i = 0; i < 5; i++)
    views_test_next_frame (GTK_WIDGET (view));
  g_assert_true (nabla_figure_view_n_frames (view) == old);
  g_assert_cmpuint (nabla_snapshot_painter_n_nodes (nabla_figure_view_get_painter (view)), ==,
                    n_nodes);
  g_assert_cmpuint (nabla_snapshot_painter_n_layouts (nabla_figure_view_get_painter (view)), ==,
                    n_layouts);

  g_autoptr (NablaSnapshot) next = live_run_next (run, 10);
  nabla_figure_view_set_snapshot (view, next);
  wait_for_change (view, old);
  views_test_next_frame (GTK_WIDGET (view));
  g_assert_cmpuint (nabla_marks_n_layers (nabla_figure_view_get_frame (view)->marks), ==, 3);
  g_assert_cmpuint (nabla_figure_view_get_frame (view)->n_painted, <=, 1);
  g_assert_cmpuint (nabla_snapshot_painter_n_nodes (nabla_figure_view_get_painter (view)), <=,
                    n_nodes + 2);

  /* The same snapshot again is no news. */
  old = nabla_figure_view_n_frames (view);
  nabla_figure_view_set_snapshot (view, next);
  views_test_run_for (100);
  g_assert_true (nabla_figure_view_n_frames (view) == old);
  live_run_free (run);
  views_test_close (window);
}

/* A view that is not on the screen asks for nothing, and catches up when it is. */
static void
test_unmapped (void)
{
  NablaFigureView *view = view_new ("cost");
  GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  views_test_wait (has_frame, view);
  gtk_widget_set_visible (GTK_WIDGET (view), FALSE);
  guint old = nabla_figure_view_n_frames (view);
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("spirals");
  nabla_figure_view_set_snapshot (view, snapshot);
  views_test_run_for (150);
  g_assert_true (nabla_figure_view_n_frames (view) == old);
  gtk_widget_set_visible (GTK_WIDGET (view), TRUE);
  wait_for_change (view, old);
  g_assert_cmpuint (nabla_marks_n_layers (nabla_figure_view_get_frame (view)->marks), >, 1);
  views_test_close (window);
}

static void
test_size (void)
{
  NablaFigureView *view = view_new ("boundary");
  GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  views_test_wait (has_frame, view);
  gtk_widget_set_size_request (GTK_WIDGET (view), 500, 300);
  guint old = nabla_figure_view_n_frames (view);
  wait_for_change (view, old);
  while (nabla_figure_view_get_frame (view)->request->context.width != 500)
    wait_for_change (view, nabla_figure_view_n_frames (view));
  g_assert_cmpfloat (nabla_figure_view_get_frame (view)->request->context.height, ==, 300);
  views_test_close (window);
}

static void
test_settings (void)
{
  NablaFigureView *view = view_new ("cost");
  g_autoptr (GError) error = NULL;
  g_assert_cmpfloat (nabla_figure_view_get_setting (view, "beta"), ==, 0.9);
  g_assert_true (nabla_figure_view_set_setting (view, "beta", 0.5, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view, "beta"), ==, 0.5);
  g_assert_false (nabla_figure_view_set_setting (view, "beta", 2, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpfloat (nabla_figure_view_get_setting (view, "beta"), ==, 0.5);
  g_assert_false (nabla_figure_view_set_setting (view, "gamma", 0.5, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN);
  g_assert_true (isnan (nabla_figure_view_get_setting (view, "gamma")));
  g_object_unref (g_object_ref_sink (view));
}

/* A view may end while its frame is being drawn. */
static void
test_end (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("million");
  for (guint i = 0; i < 5; i++)
    {
      NablaFigureView *view = view_new ("cost");
      nabla_figure_view_set_snapshot (view, snapshot);
      GtkWindow *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
      views_test_run_for (3 * i);
      views_test_close (window);
    }
  views_test_run_for (200);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  for (guint f = 0; nabla_figures ()[f] != NULL; f++)
    {
      const NablaFigure *figure = nabla_figures ()[f];
      g_autofree char *path = g_strdup_printf ("/figure-view/shows/%s", figure->name);
      g_test_add_data_func (path, figure, test_shows);
    }
  g_test_add_func ("/figure-view/no-snapshot", test_no_snapshot);
  g_test_add_func ("/figure-view/summary", test_summary);
  g_test_add_func ("/figure-view/keeps", test_keeps);
  g_test_add_func ("/figure-view/unmapped", test_unmapped);
  g_test_add_func ("/figure-view/size", test_size);
  g_test_add_func ("/figure-view/settings", test_settings);
  g_test_add_func ("/figure-view/end", test_end);
  return g_test_run ();
}
