/* The split bar: shares that are set, dragged and typed, and always make one.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-split-bar.h"
#include "widget-test.h"

#define WIDTH 400

typedef struct {
  GtkWidget *window;
  NablaSplitBar *bar;
  GtkWidget *dividers[2];
  guint count;
  double shares[3];
} Fixture;

static void
changed_cb (NablaSplitBar *bar, double train, double dev, double test, Fixture *fixture)
{
  fixture->count++;
  fixture->shares[0] = train;
  fixture->shares[1] = dev;
  fixture->shares[2] = test;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bar = NABLA_SPLIT_BAR (nabla_split_bar_new ());
  fixture->dividers[0] = gtk_widget_get_first_child (GTK_WIDGET (fixture->bar));
  fixture->dividers[1] = gtk_widget_get_last_child (GTK_WIDGET (fixture->bar));
  gtk_widget_set_valign (GTK_WIDGET (fixture->bar), GTK_ALIGN_CENTER);
  g_signal_connect (fixture->bar, "changed", G_CALLBACK (changed_cb), fixture);
  fixture->window = widget_test_show (GTK_WIDGET (fixture->bar), WIDTH, 100);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static gboolean
told (Fixture *fixture, double train, double dev, double test)
{
  return fixture->shares[0] == train && fixture->shares[1] == dev && fixture->shares[2] == test;
}

static void
test_set (Fixture *fixture, gconstpointer data)
{
  double train, dev, test;
  nabla_split_bar_set_shares (fixture->bar, 6, 2, 2);
  nabla_split_bar_get_shares (fixture->bar, &train, &dev, &test);
  g_assert_true (train == 0.6 && dev == 0.2 && test == 0.2);
  gtk_test_accessible_assert_property (fixture->dividers[0], GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       60.0);
  widget_test_assert_value_text (fixture->dividers[1], "train 60% · dev 20% · test 20%");
  nabla_split_bar_set_total (fixture->bar, 178);
  widget_test_assert_value_text (fixture->dividers[1], "train 107 · dev 35 · test 36");
  nabla_split_bar_set_counts (fixture->bar, 106, 36, 36);
  widget_test_assert_value_text (fixture->dividers[1], "train 106 · dev 36 · test 36");
  widget_test_frames (fixture->window, 2);
  g_assert_cmpuint (fixture->count, ==, 0);
}

/* With nothing but training, both dividers stand at the end and can be had. */
static void
test_drag_from_the_end (Fixture *fixture, gconstpointer data)
{
  int x, y;
  widget_test_middle (fixture->dividers[0], &x, &y);
  g_assert_cmpint (x, <, WIDTH - 10);
  g_autofree char *first
      = g_strdup_printf ("mousemove %d %d mousedown 1 mousemove 300 %d sleep 0.05 mousemove 240 %d "
                         "sleep 0.05 mouseup 1",
                         x, y, y, y);
  if (!widget_test_xdotool (first))
    return;
  widget_test_wait (told (fixture, 0.6, 0.4, 0));
  widget_test_frames (fixture->window, 2);
  widget_test_middle (fixture->dividers[1], &x, &y);
  g_autofree char *second
      = g_strdup_printf ("mousemove %d %d mousedown 1 mousemove 350 %d sleep 0.05 mousemove 320 %d "
                         "sleep 0.05 mouseup 1",
                         x, y, y, y);
  widget_test_xdotool (second);
  widget_test_wait (told (fixture, 0.6, 0.2, 0.2));
}

/* A divider pushes the other; a hundredth always trains. */
static void
test_push (Fixture *fixture, gconstpointer data)
{
  nabla_split_bar_set_shares (fixture->bar, 0.6, 0.2, 0.2);
  if (!widget_test_focus_window (fixture->window))
    return;
  gtk_widget_grab_focus (fixture->dividers[0]);
  widget_test_xdotool ("key Left");
  widget_test_wait (told (fixture, 0.59, 0.21, 0.2));
  widget_test_xdotool ("key Page_Up sleep 0.1 key Page_Up sleep 0.1 key Page_Up");
  widget_test_wait (told (fixture, 0.89, 0, 0.11));
  gtk_widget_grab_focus (fixture->dividers[1]);
  widget_test_xdotool ("key Home");
  widget_test_wait (told (fixture, 0.01, 0, 0.99));
  widget_test_xdotool ("key End");
  widget_test_wait (told (fixture, 0.01, 0.99, 0));
}

/* Whatever the shares and the width: dividers within the bar, side by side. */
static void
test_dividers (Fixture *fixture, gconstpointer data)
{
  for (guint trial = 0; trial < 40; trial++)
    {
      double train = g_test_rand_int_range (0, 3), dev = g_test_rand_int_range (0, 3);
      nabla_split_bar_set_shares (fixture->bar, train, dev, train + dev > 0 ? 0 : 1);
      widget_test_frames (fixture->window, 1);
      graphene_rect_t first, second;
      g_assert_true (
          gtk_widget_compute_bounds (fixture->dividers[0], GTK_WIDGET (fixture->bar), &first));
      g_assert_true (
          gtk_widget_compute_bounds (fixture->dividers[1], GTK_WIDGET (fixture->bar), &second));
      g_assert_cmpfloat (first.origin.x, >=, 0);
      g_assert_cmpfloat (first.origin.x + first.size.width, <=, second.origin.x);
      g_assert_cmpfloat (second.origin.x + second.size.width, <=, WIDTH);
    }
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/split-bar/set", test_set);
  ADD ("/split-bar/drag-from-the-end", test_drag_from_the_end);
  ADD ("/split-bar/push", test_push);
  ADD ("/split-bar/dividers", test_dividers);
  return g_test_run ();
}
