/* A figure view under a pointer and keys: values are read, planes zoomed and panned,
 * marks chosen, points painted.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-figure-view-probe.h"
#include "sample-snapshot.h"
#include "views-test.h"
#include "widget-test.h"

#include <math.h>
#include <string.h>

#define WIDTH 500
#define HEIGHT 360

static NablaFigureView *
view_show (const char *figure, const char *sample, GtkWindow **window)
{
  NablaFigureView *view
      = NABLA_FIGURE_VIEW (nabla_figure_view_new (nabla_figure_find (figure, NULL)));
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make (sample);
  nabla_figure_view_set_snapshot (view, snapshot);
  *window = views_test_window (GTK_WIDGET (view), WIDTH, HEIGHT);
  widget_test_focus_window (GTK_WIDGET (*window));
  widget_test_wait (nabla_figure_view_get_frame (view) != NULL);
  return view;
}

static gboolean
has_overlay (NablaFigureView *view)
{
  const NablaMarks *overlay = nabla_figure_view_get_overlay (view);
  gsize n = 0;
  if (overlay == NULL)
    return FALSE;
  if (nabla_marks_n_layers (overlay) == 1)
    nabla_marks_layer (overlay, 0, &n);
  return n > 0 || nabla_marks_n_layers (overlay) > 1;
}

static guint64
overlay_generation (NablaFigureView *view)
{
  const NablaMarks *overlay = nabla_figure_view_get_overlay (view);
  return overlay != NULL ? nabla_marks_generation (overlay, 0) : 0;
}

/* Waits until what is shown was asked for with what is wanted now. */
static void
settle (NablaFigureView *view)
{
  views_test_run_for (400);
  views_test_next_frame (GTK_WIDGET (view));
}

/* The pointer reads values without drawing the figure again, and they go with it. */
static void
test_hover (void)
{
  GtkWindow *window;
  NablaFigureView *view = view_show ("cost", "spirals", &window);
  settle (view);
  guint n_frames = nabla_figure_view_n_frames (view);
  guint n_nodes = nabla_snapshot_painter_n_nodes (nabla_figure_view_get_painter (view));
  g_assert_false (has_overlay (view));
  if (widget_test_xdotool ("mousemove 200 180"))
    {
      widget_test_wait (has_overlay (view));
      guint64 first = overlay_generation (view);
      cairo_surface_t *picture = views_test_picture (GTK_WIDGET (view), &(GdkRGBA){ 1, 1, 1, 1 });
      views_test_save (picture, "hover-cost");
      cairo_surface_destroy (picture);
      widget_test_xdotool ("mousemove 260 180");
      widget_test_wait (overlay_generation (view) != first);
      g_assert_cmpuint (nabla_figure_view_n_frames (view), ==, n_frames);
      g_assert_cmpuint (nabla_snapshot_painter_n_nodes (nabla_figure_view_get_painter (view)), ==,
                        n_nodes);
      /* A pointer that rests sees the values of the next snapshot. */
      guint64 second = overlay_generation (view);
      g_autoptr (NablaSnapshot) next = sample_snapshot_make ("flower");
      nabla_figure_view_set_snapshot (view, next);
      widget_test_wait (overlay_generation (view) != second);
      widget_test_xdotool ("mousemove 700 700");
      widget_test_wait (!has_overlay (view));
    }
  views_test_close (window);
}

/* Arrow keys move a cursor, whose values are also told; Escape takes it away. */
static void
test_keys (void)
{
  GtkWindow *window;
  NablaFigureView *view = view_show ("cost", "spirals", &window);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  settle (view);
  if (widget_test_xdotool ("mousemove 900 900 key Left"))
    {
      widget_test_wait (has_overlay (view));
      guint64 middle = overlay_generation (view);
      widget_test_xdotool ("key Left");
      widget_test_wait (overlay_generation (view) != middle);
      views_test_run_for (50);
      cairo_surface_t *picture
          = views_test_picture (GTK_WIDGET (view), &(GdkRGBA){ 1, 1, 1, 1 });
      views_test_save (picture, "keys-cost");
      cairo_surface_destroy (picture);
      char *told = gtk_test_accessible_check_property (GTK_ACCESSIBLE (view),
                                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                       nabla_figure_view_get_summary (view));
      g_assert_nonnull (told);
      g_assert_nonnull (strstr (told, "train "));
      g_free (told);
      widget_test_xdotool ("key Right");
      widget_test_wait (overlay_generation (view) == middle);
      widget_test_xdotool ("key Escape");
      widget_test_wait (!has_overlay (view));
      g_assert_null (gtk_test_accessible_check_property (GTK_ACCESSIBLE (view),
                                                         GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                                         nabla_figure_view_get_summary (view)));
    }
  views_test_close (window);
}

static NablaFigureWindow
shown_window (NablaFigureView *view)
{
  return nabla_figure_view_get_frame (view)->request->context.window;
}

static void
axes_of (NablaFigureView *view, NablaAxis *x, NablaAxis *y)
{
  const NablaFigureRequest *request = nabla_figure_view_get_frame (view)->request;
  NablaFigureContext context = request->context;
  context.pango = nabla_snapshot_painter_get_pango (nabla_figure_view_get_painter (view));
  g_assert_true (
      nabla_figure_axes (request->figure, request->snapshot, &context, request->settings, x, y));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* The wheel zooms around the pointer: what is under it stays there. Dragging moves
 * what is shown with the pointer; a double click shows all again. */
static void
test_zoom (gconstpointer data)
{
  GtkWindow *window;
  NablaFigureView *view = view_show (data, "spirals", &window);
  settle (view);
  guint n_notified = 0;
  g_signal_connect_swapped (view, "notify::zoomed", G_CALLBACK (count_cb), &n_notified);
  /* Where numbers stand beside the plane, other numbers may need other room. */
  double most = g_str_equal (data, "cost") ? 15 : 1.5;
  NablaAxis x, y;
  axes_of (view, &x, &y);
  double x_value = nabla_axis_value (&x, 200), y_value = nabla_axis_value (&y, 150);
  double length = x.high - x.low;
  if (widget_test_xdotool ("mousemove 200 150 click 4 click 4 click 4"))
    {
      widget_test_wait (nabla_figure_view_is_zoomed (view));
      settle (view);
      g_assert_true (shown_window (view).is_zoomed);
      g_assert_cmpuint (n_notified, ==, 1);
      axes_of (view, &x, &y);
      g_assert_cmpfloat (x.high - x.low, <, 0.75 * length);
      g_assert_cmpfloat_with_epsilon (nabla_axis_place (&x, x_value), 200, most);
      g_assert_cmpfloat_with_epsilon (nabla_axis_place (&y, y_value), 150, most);
      cairo_surface_t *picture = views_test_picture (GTK_WIDGET (view), &(GdkRGBA){ 1, 1, 1, 1 });
      g_autofree char *name = g_strdup_printf ("zoom-%s", (const char *) data);
      views_test_save (picture, name);
      cairo_surface_destroy (picture);

      widget_test_xdotool ("mousedown 1 mousemove 220 155 mousemove 240 170 mouseup 1");
      settle (view);
      axes_of (view, &x, &y);
      g_assert_cmpfloat_with_epsilon (nabla_axis_place (&x, x_value), 240, 2 * most);
      g_assert_cmpfloat_with_epsilon (nabla_axis_place (&y, y_value), 170, 2 * most);

      widget_test_xdotool ("click --repeat 2 --delay 30 1");
      widget_test_wait (!nabla_figure_view_is_zoomed (view));
      settle (view);
      g_assert_false (shown_window (view).is_zoomed);
      g_assert_cmpuint (n_notified, ==, 2);
    }
  views_test_close (window);
}

static void
test_zoom_keys (void)
{
  GtkWindow *window;
  NablaFigureView *view = view_show ("boundary", "spirals", &window);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  NablaAxis x, y, moved;
  if (widget_test_xdotool ("mousemove 900 900 key plus key plus"))
    {
      widget_test_wait (nabla_figure_view_is_zoomed (view));
      settle (view);
      axes_of (view, &x, &y);
      widget_test_xdotool ("key shift+Right");
      settle (view);
      axes_of (view, &moved, &y);
      g_assert_cmpfloat_with_epsilon (moved.low - x.low, 0.1 * (x.high - x.low),
                                      0.01 * (x.high - x.low));
      widget_test_xdotool ("key minus key minus key minus key minus key minus");
      widget_test_wait (!nabla_figure_view_is_zoomed (view));
      widget_test_xdotool ("key plus");
      widget_test_wait (nabla_figure_view_is_zoomed (view));
      widget_test_xdotool ("key 0");
      widget_test_wait (!nabla_figure_view_is_zoomed (view));
      /* A figure without axes stays as it is. */
    }
  views_test_close (window);
  view = view_show ("network", "spirals", &window);
  nabla_figure_view_zoom_in (view);
  g_assert_false (nabla_figure_view_is_zoomed (view));
  views_test_close (window);
}

typedef struct
{
  int series;
  guint index;
  int n_press;
  guint n;
} Activation;

static void
activated_cb (NablaFigureView *view,
              int series,
              guint index,
              double x,
              double y,
              int n_press,
              GdkModifierType state,
              gpointer data)
{
  Activation *activation = data;
  *activation = (Activation){ series, index, n_press, activation->n + 1 };
}

/* A click on a point tells which example it is. */
static void
test_activate (void)
{
  GtkWindow *window;
  NablaFigureView *view = view_show ("boundary", "spirals", &window);
  settle (view);
  Activation activation = { .series = -1 };
  g_signal_connect (view, "mark-activated", G_CALLBACK (activated_cb), &activation);

  /* A point that lies alone */
  const NablaPoints *points = nabla_figure_view_get_snapshot (view)->points;
  NablaAxis x, y;
  axes_of (view, &x, &y);
  guint alone = G_MAXUINT;
  for (guint i = 0; i < points->n && alone == G_MAXUINT; i++)
    {
      double nearest = INFINITY;
      for (guint k = 0; k < points->n; k++)
        if (k != i)
          nearest = MIN (
              nearest,
              hypot (nabla_axis_place (&x, points->x[k]) - nabla_axis_place (&x, points->x[i]),
                     nabla_axis_place (&y, points->y[k]) - nabla_axis_place (&y, points->y[i])));
      if (nearest > 14)
        alone = i;
    }
  g_assert_cmpuint (alone, !=, G_MAXUINT);
  int place_x = (int) lround (nabla_axis_place (&x, points->x[alone]));
  int place_y = (int) lround (nabla_axis_place (&y, points->y[alone]));
  g_autofree char *click = g_strdup_printf ("mousemove %d %d click 1", place_x + 2, place_y);
  if (widget_test_xdotool (click))
    {
      widget_test_wait (activation.n == 1);
      g_assert_cmpuint (activation.index, ==, alone);
      g_assert_cmpint (activation.series, ==, (int) points->label[alone]);
      g_assert_cmpint (activation.n_press, ==, 1);
      g_assert_true (gtk_widget_has_focus (GTK_WIDGET (view)));
      /* Return chooses what the cursor is at. */
      widget_test_xdotool ("key Return");
      widget_test_wait (activation.n == 2);
      g_assert_cmpuint (activation.index, ==, alone);
      /* With the tool, a click paints. */
      nabla_figure_view_set_tool (view, NABLA_FIGURE_TOOL_PAINT);
      widget_test_xdotool ("click 1");
      views_test_run_for (100);
      g_assert_cmpuint (activation.n, ==, 2);
    }
  views_test_close (window);
}

typedef struct
{
  guint n[3];
  double x[3], y[3];
  GdkModifierType state;
} Strokes;

#define STROKE_CB(name, i)                                                                         \
  static void name (NablaFigureView *view, double x, double y, GdkModifierType state,              \
                    Strokes *strokes)                                                              \
  {                                                                                                \
    strokes->n[i]++;                                                                               \
    strokes->x[i] = x;                                                                             \
    strokes->y[i] = y;                                                                             \
    strokes->state = state;                                                                        \
  }
STROKE_CB (stroke_pressed_cb, 0)
STROKE_CB (stroke_dragged_cb, 1)
STROKE_CB (stroke_released_cb, 2)

static void
test_paint (void)
{
  GtkWindow *window;
  NablaFigureView *view = view_show ("boundary", "spirals", &window);
  Strokes strokes = { .n = { 0 } };
  g_signal_connect (view, "pressed-at", G_CALLBACK (stroke_pressed_cb), &strokes);
  g_signal_connect (view, "dragged-to", G_CALLBACK (stroke_dragged_cb), &strokes);
  g_signal_connect (view, "released-at", G_CALLBACK (stroke_released_cb), &strokes);
  nabla_figure_view_set_tool (view, NABLA_FIGURE_TOOL_PAINT);
  nabla_figure_view_zoom_in (view);
  settle (view);
  NablaFigureWindow before = shown_window (view);
  if (widget_test_xdotool ("mousemove 100 100 keydown shift mousedown 1 mousemove 130 110 "
                           "mousemove 160 120 mouseup 1 keyup shift"))
    {
      widget_test_wait (strokes.n[2] == 1);
      g_assert_cmpuint (strokes.n[0], ==, 1);
      g_assert_cmpuint (strokes.n[1], >=, 1);
      g_assert_cmpfloat (strokes.x[0], ==, 100);
      g_assert_cmpfloat (strokes.y[0], ==, 100);
      g_assert_cmpfloat (strokes.x[2], ==, 160);
      g_assert_cmpfloat (strokes.y[2], ==, 120);
      g_assert_true (strokes.state & GDK_SHIFT_MASK);
      settle (view);
      NablaFigureWindow after = shown_window (view);
      g_assert_cmpfloat (after.x_minimum, ==, before.x_minimum);
    }
  views_test_close (window);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  g_test_add_func ("/figure-view-input/hover", test_hover);
  g_test_add_func ("/figure-view-input/keys", test_keys);
  g_test_add_data_func ("/figure-view-input/zoom/cost", "cost", test_zoom);
  g_test_add_data_func ("/figure-view-input/zoom/boundary", "boundary", test_zoom);
  g_test_add_func ("/figure-view-input/zoom/keys", test_zoom_keys);
  g_test_add_func ("/figure-view-input/activate", test_activate);
  g_test_add_func ("/figure-view-input/paint", test_paint);
  return g_test_run ();
}
