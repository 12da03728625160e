/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget-test.h"

#include "nabla-views.h"

#include <gdk/x11/gdkx.h>

void
widget_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv);
  adw_init ();
  nabla_views_init (gdk_display_get_default ());
}

static void
count_cb (GdkFrameClock *clock, guint *left)
{
  if (*left > 0)
    *left -= 1;
}

void
widget_test_frames (GtkWidget *widget, guint n)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  guint left = n;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (count_cb), &left);
  gdk_frame_clock_begin_updating (clock);
  widget_test_wait (left == 0);
  gdk_frame_clock_end_updating (clock);
  g_signal_handler_disconnect (clock, handler);
}

GtkWidget *
widget_test_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  widget_test_wait (gtk_widget_get_mapped (child) && gtk_widget_get_width (child) > 0);
  widget_test_frames (window, 2);
  return window;
}

static void
waited_cb (GObject *process, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;
  g_subprocess_wait_check_finish (G_SUBPROCESS (process), result, &error);
  g_assert_no_error (error);
  *(gboolean *)done = TRUE;
}

gboolean
widget_test_xdotool (const char *arguments)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");
  if (program == NULL || !GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    {
      g_test_skip ("there is no xdotool, or no X server for it");
      return FALSE;
    }
  g_autofree char *line = g_strconcat (program, " ", arguments, NULL);
  g_auto (GStrv) argv = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_newv ((const char *const *)argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  gboolean done = FALSE;
  g_subprocess_wait_check_async (process, NULL, waited_cb, &done);
  widget_test_wait (done);
  /* What the server has sent by now is on its way through our own queue. */
  gdk_display_sync (gdk_display_get_default ());
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return TRUE;
}

void
widget_test_middle (GtkWidget *widget, int *x, int *y)
{
  graphene_rect_t bounds;
  g_assert_true (
      gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_root (widget)), &bounds));
  *x = (int)(bounds.origin.x + bounds.size.width / 2);
  *y = (int)(bounds.origin.y + bounds.size.height / 2);
}

gboolean
widget_test_click (GtkWidget *widget, int n)
{
  int x, y;
  widget_test_middle (widget, &x, &y);
  g_autofree char *line
      = g_strdup_printf ("mousemove %d %d click --repeat %d --delay 40 1", x, y, n);
  return widget_test_xdotool (line);
}

gboolean
widget_test_focus_window (GtkWidget *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  if (!GDK_IS_X11_SURFACE (surface))
    {
      g_test_skip ("there is no X server");
      return FALSE;
    }
  g_autofree char *line
      = g_strdup_printf ("windowfocus --sync %lu", gdk_x11_surface_get_xid (surface));
  if (!widget_test_xdotool (line))
    return FALSE;
  widget_test_wait (gtk_window_is_active (GTK_WINDOW (window)));
  return TRUE;
}

static gboolean
is_called (GtkWidget *widget, const char *name)
{
  const char *text = GTK_IS_LABEL (widget)      ? gtk_label_get_text (GTK_LABEL (widget))
                     : GTK_IS_BUTTON (widget)   ? gtk_button_get_label (GTK_BUTTON (widget))
                     : GTK_IS_EDITABLE (widget) ? gtk_editable_get_text (GTK_EDITABLE (widget))
                                                : NULL;
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0 || g_strcmp0 (text, name) == 0
         || g_str_equal (gtk_widget_get_name (widget), name);
}

GtkWidget *
widget_test_find (GtkWidget *widget, GType type, const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (name == NULL || is_called (widget, name)))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = widget_test_find (child, type, name);
  return found;
}

void
widget_test_assert_value_text (GtkWidget *widget, const char *text)
{
  g_autofree char *found = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text);
  g_assert_cmpstr (found, ==, NULL);
}
