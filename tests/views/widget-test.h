/* Widgets in a window of a real display: frames, and the pointer and keys of xdotool.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

/* Every warning ends a test. */
void widget_test_init (int *argc, char ***argv);

/* Returns: (transfer none): a window that shows @child, after its first frame */
GtkWidget *widget_test_show (GtkWidget *child, int width, int height);

/* Waits until @n frames of the window of @widget were drawn. */
void widget_test_frames (GtkWidget *widget, guint n);

/* Waits until @done says so; fails after ten seconds. */
#define widget_test_wait(done)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_ = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;                               \
    while (!(done) && g_get_monotonic_time () < end_)                                              \
      if (!g_main_context_iteration (NULL, FALSE))                                                 \
        g_usleep (1000);                                                                           \
    g_assert_true (done);                                                                          \
  }                                                                                                \
  G_STMT_END

/* Runs xdotool with @arguments, split at spaces, while the main loop runs.
 * Skips the test if there is no xdotool.
 *
 * Returns: whether it was run */
gboolean widget_test_xdotool (const char *arguments);

/* The middle of @widget, in pixels of the screen (the window stands at 0, 0) */
void widget_test_middle (GtkWidget *widget, int *x, int *y);

/* Moves the pointer to the middle of @widget and clicks @n times. */
gboolean widget_test_click (GtkWidget *widget, int n);

/* Gives @window the keyboard; there is no window manager who would. */
gboolean widget_test_focus_window (GtkWidget *window);

/* Returns: (transfer none) (nullable): the first descendant of @widget of this
 * type for which @name is NULL or its widget name, tooltip or text */
GtkWidget *widget_test_find (GtkWidget *widget, GType type, const char *name);

/* What a slider or a progress bar says of its value; the macro of GTK can't have a % in it. */
void widget_test_assert_value_text (GtkWidget *widget, const char *text);
