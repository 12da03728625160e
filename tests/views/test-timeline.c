/* The timeline: what it says, what it draws, what it asks for.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-timeline.h"
#include "widget-test.h"

#include <math.h>

#define WIDTH 600

typedef struct {
  GtkWidget *window;
  NablaTimeline *timeline;
  guint n_seeks;
  gint64 sought;
} Fixture;

static void
seek_cb (NablaTimeline *timeline, gint64 step, Fixture *fixture)
{
  fixture->n_seeks++;
  fixture->sought = step;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->timeline = NABLA_TIMELINE (nabla_timeline_new ());
  gtk_widget_set_valign (GTK_WIDGET (fixture->timeline), GTK_ALIGN_CENTER);
  nabla_timeline_set_steps_total (fixture->timeline, 6000);
  nabla_timeline_set_step (fixture->timeline, 4800);
  g_signal_connect (fixture->timeline, "seek", G_CALLBACK (seek_cb), fixture);
  fixture->window = widget_test_show (GTK_WIDGET (fixture->timeline), WIDTH, 100);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* The pixels of the timeline */
static cairo_surface_t *
picture (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->timeline);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  g_autoptr (GskRenderNode) node = gtk_snapshot_to_node (snapshot);
  cairo_t *cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  return surface;
}

/* How much of the column at @x is violet: opacity times saturation, summed */
static int
violet (cairo_surface_t *surface, int x)
{
  int sum = 0;
  for (int y = 0; y < 34; y++)
    {
      const guint8 *pixel = cairo_image_surface_get_data (surface)
                            + y * cairo_image_surface_get_stride (surface) + 4 * x;
      sum += MAX (pixel[0], pixel[2]) - pixel[1];
    }
  return sum;
}

static void
set_curve (Fixture *fixture)
{
  float steps[480], values[480];
  for (guint i = 0; i < 480; i++)
    {
      steps[i] = 10.0f * (float)i;
      values[i] = 0.02f + 0.7f * expf (-(float)i / 60);
    }
  nabla_timeline_set_curve (fixture->timeline, steps, values, 480);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->timeline);
  gtk_test_accessible_assert_role (widget, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, "Timeline");
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 4800.0);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 6000.0);
  nabla_timeline_set_looked_at (fixture->timeline, 600);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "step 600 of 6,000");
  nabla_timeline_set_looked_at (fixture->timeline, -1);
  nabla_timeline_set_step (fixture->timeline, 6000);
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       "step 6,000 of 6,000");
}

static void
test_height (Fixture *fixture, gconstpointer data)
{
  int height = gtk_widget_get_height (GTK_WIDGET (fixture->timeline));
  g_assert_cmpint (height, >=, 48);
  g_assert_cmpint (height, <=, 56);
}

/* The curve ends where the run is, and fades behind the step that is looked at. */
static void
test_curve (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *empty = picture (fixture);
  g_assert_cmpint (violet (empty, 100), <, 20);
  set_curve (fixture);
  cairo_surface_t *full = picture (fixture);
  g_assert_cmpint (violet (full, 20), >, violet (full, 400));
  g_assert_cmpint (violet (full, 400), >, 200);
  g_assert_cmpint (violet (full, 500), <, 20);
  nabla_timeline_set_looked_at (fixture->timeline, 1000);
  cairo_surface_t *past = picture (fixture);
  g_assert_cmpint (violet (past, 50), ==, violet (full, 50));
  g_assert_cmpint (violet (past, 300), <, violet (full, 300) / 2);
  g_assert_cmpint (violet (past, 300), >, 0);
  cairo_surface_destroy (empty);
  cairo_surface_destroy (full);
  cairo_surface_destroy (past);
}

static int
alpha (cairo_surface_t *surface, int x, int y)
{
  return cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + 4 * x + 3];
}

/* A mark stands at its step, and is fainter in the future of the step that is looked at. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  const gint64 steps[] = { 1000, 3000 };
  const char *const texts[] = { "α = 0.003", "points painted" };
  cairo_surface_t *none = picture (fixture);
  g_assert_cmpint (alpha (none, 100, 33), ==, 0);
  nabla_timeline_set_marks (fixture->timeline, steps, texts, 2);
  cairo_surface_t *both = picture (fixture);
  g_assert_cmpint (alpha (both, 100, 32), >, 200);
  g_assert_cmpint (alpha (both, 300, 32), >, 200);
  g_assert_cmpint (alpha (both, 200, 32), ==, 0);
  nabla_timeline_set_looked_at (fixture->timeline, 2000);
  cairo_surface_t *past = picture (fixture);
  g_assert_cmpint (alpha (past, 100, 32), >, 200);
  g_assert_cmpint (alpha (past, 300, 32), <, 120);
  g_assert_cmpint (alpha (past, 300, 32), >, 20);
  nabla_timeline_set_marks (fixture->timeline, NULL, NULL, 0);
  cairo_surface_t *gone = picture (fixture);
  g_assert_cmpint (alpha (gone, 100, 32), ==, 0);
  cairo_surface_destroy (none);
  cairo_surface_destroy (both);
  cairo_surface_destroy (past);
  cairo_surface_destroy (gone);
}

/* Nothing that a diverged or an empty run sends ends the process. */
static void
test_odd_curves (Fixture *fixture, gconstpointer data)
{
  static const float steps[] = { 0, 10, 20, 30, 40, 1e30f };
  static const float odd[][6] = {
    { NAN, NAN, NAN, NAN, NAN, NAN },
    { 1, INFINITY, 2, -INFINITY, NAN, 3 },
    { 1, 1, 1, 1, 1, 1 },
    { 0, 0, 0, 0, 0, 0 },
    { -5, 3, -1e30f, 1e30f, 1e-30f, NAN },
    { 1e-30f, 1e30f, 1, NAN, 2, 3 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    for (guint n = 0; n <= 6; n++)
      {
        nabla_timeline_set_curve (fixture->timeline, steps, odd[i], n);
        cairo_surface_destroy (picture (fixture));
      }
  nabla_timeline_set_steps_total (fixture->timeline, 0);
  nabla_timeline_set_step (fixture->timeline, G_MAXINT64);
  cairo_surface_destroy (picture (fixture));
  nabla_timeline_set_steps_total (fixture->timeline, G_MAXINT64);
  cairo_surface_destroy (picture (fixture));
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->timeline);
  g_assert_false (gtk_widget_get_focusable (widget));
  nabla_timeline_set_seekable (fixture->timeline, TRUE);
  if (!widget_test_focus_window (fixture->window))
    return;
  gtk_widget_grab_focus (widget);
  widget_test_xdotool ("key Left");
  widget_test_wait (fixture->sought == 4799);
  widget_test_xdotool ("key Page_Up");
  widget_test_wait (fixture->sought == 4199);
  widget_test_xdotool ("key Home");
  widget_test_wait (fixture->n_seeks == 3 && fixture->sought == 0);
  widget_test_xdotool ("key Right");
  widget_test_wait (fixture->sought == 1);
  widget_test_xdotool ("key End");
  widget_test_wait (fixture->sought == 4800);
  g_assert_cmpint (nabla_timeline_get_looked_at (fixture->timeline), ==, 4800);
}

/* As a run that trains: its next snapshot says that the tip is looked at. */
static void
put_back_cb (NablaTimeline *timeline)
{
  if (nabla_timeline_get_looked_at (timeline) >= 0)
    nabla_timeline_set_looked_at (timeline, -1);
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  int x, y;
  widget_test_middle (GTK_WIDGET (fixture->timeline), &x, &y);
  g_autofree char *drag = g_strdup_printf (
      "mousemove 300 %d mousedown 1 mousemove 200 %d sleep 0.05 mousemove 150 %d "
      "sleep 0.05 mouseup 1",
      y, y, y);
  if (!widget_test_xdotool (drag))
    return;
  widget_test_frames (fixture->window, 3);
  g_assert_cmpuint (fixture->n_seeks, ==, 0);
  nabla_timeline_set_seekable (fixture->timeline, TRUE);
  widget_test_xdotool (drag);
  widget_test_wait (fixture->sought == 1500);
  /* What the run has not reached yet cannot be gone to. */
  g_autofree char *click = g_strdup_printf ("mousemove 590 %d click 1", y);
  widget_test_xdotool (click);
  widget_test_wait (fixture->sought == 4800);

  gulong handler
      = g_signal_connect (fixture->timeline, "notify::looked-at", G_CALLBACK (put_back_cb), NULL);
  g_autofree char *back = g_strdup_printf ("mousemove 150 %d click 1", y);
  widget_test_xdotool (back);
  widget_test_wait (fixture->sought == 1500);
  g_signal_handler_disconnect (fixture->timeline, handler);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/timeline/accessible", test_accessible);
  ADD ("/timeline/height", test_height);
  ADD ("/timeline/curve", test_curve);
  ADD ("/timeline/marks", test_marks);
  ADD ("/timeline/odd-curves", test_odd_curves);
  ADD ("/timeline/keys", test_keys);
  ADD ("/timeline/drag", test_drag);
  return g_test_run ();
}
