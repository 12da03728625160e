/* What tests of views share: a window of a known size, waiting, pictures of
 * widgets. Tests run under Xvfb.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * views_test_window:
 * @child: shown at @width × @height, without a title bar
 *
 * Returns: (transfer none): the window on the screen; destroy it
 */
GtkWindow *views_test_window (GtkWidget *child, int width, int height);

/* Destroys a window, and lets what hangs on it end. */
void views_test_close (GtkWindow *window);

/* Lets the main loop run until @is_done says so; the test fails after ten seconds
 *. */
void views_test_wait (gboolean (*is_done) (gpointer data), gpointer data);

/* Lets the main loop run for some milliseconds. */
void views_test_run_for (guint milliseconds);

/* Lets the window of @widget show one more frame. */
void views_test_next_frame (GtkWidget *widget);

/* Returns: (transfer full): @widget as the window's renderer paints it, on @color */
cairo_surface_t *views_test_picture (GtkWidget *widget, const GdkRGBA *color);

/**
 * views_test_difference:
 * @a, @b: image surfaces of the same size
 * @share: (out) (optional): of pixels that differ by more than an eighth
 *
 * Differences of one or two levels are rounding, and count as none.
 *
 * Returns: the mean difference of their channels, 0 … 255
 */
double views_test_difference (cairo_surface_t *a, cairo_surface_t *b, double *share);

/* Writes @surface to $NABLA_PICTURES/NAME.png if that folder is named, for eyes. */
void views_test_save (cairo_surface_t *surface, const char *name);

G_END_DECLS
