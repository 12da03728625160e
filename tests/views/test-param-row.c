/* Rows of the panel: what a slider stops at, what an entry takes, what is told.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-number.h"
#include "nabla-param-row.h"
#include "nabla-param-track.h"
#include "widget-test.h"

#include <math.h>

static const char *const optimizers[] = { "gradient_descent", "momentum", "adam", NULL };

static const NablaParamSpec learning_rate = { "learning_rate",
                                              "Learning rate",
                                              "α",
                                              "How far one step goes.",
                                              NABLA_PARAM_REAL,
                                              1e-7,
                                              100,
                                              0.01,
                                              NABLA_SCALE_LOG };
static const NablaParamSpec batch_size = {
  "batch_size", "Batch size", NULL,           "Examples of a mini-batch.", NABLA_PARAM_INTEGER, 1,
  1 << 20,      64,           NABLA_SCALE_LOG
};
static const NablaParamSpec momentum
    = { "beta", "Momentum", "β", "What stays.",        NABLA_PARAM_REAL,
        0,      0.9999,     0.9, NABLA_SCALE_ONE_MINUS };
static const NablaParamSpec l2
    = { "l2", "L2 regularization", "λ", "Adds weights.", NABLA_PARAM_REAL, 0, 1000,
        0,    NABLA_SCALE_LINEAR };
static const NablaParamSpec noise
    = { "noise", "Noise", NULL, "Spread.", NABLA_PARAM_REAL, 0, 0.25, 0.1, NABLA_SCALE_LINEAR };
static const NablaParamSpec steps
    = { "steps", "Steps", NULL, "Updates.", NABLA_PARAM_INTEGER, 0, 1e9, 1000, NABLA_SCALE_LINEAR };
static const NablaParamSpec seed
    = { "seed", "Seed",       NULL, "Where it begins.", NABLA_PARAM_INTEGER,
        0,      4294967295.0, 1,    NABLA_SCALE_LINEAR };
static const NablaParamSpec optimizer
    = { "optimizer", "Optimizer",        NULL,      "How.", NABLA_PARAM_CHOICE, 0, 0,
        0,           NABLA_SCALE_LINEAR, optimizers };
static const NablaParamSpec stratify
    = { "stratify", "Stratified split", NULL, "Whether.", NABLA_PARAM_BOOLEAN, 0, 1,
        0,          NABLA_SCALE_LINEAR };

static const NablaParamSpec *const numbers[]
    = { &learning_rate, &batch_size, &momentum, &l2, &noise, &steps };

/* --- The track ---------------------------------------------------------------- */

static void
test_track_ranges (void)
{
  NablaParamTrack track;
  g_assert_true (nabla_param_track_init (&track, &learning_rate));
  g_assert_cmpfloat_with_epsilon (track.low, 1e-5, 1e-12);
  g_assert_cmpfloat_with_epsilon (track.high, 1, 1e-12);
  double places[NABLA_PARAM_TRACK_MOST_TICKS];
  g_assert_cmpuint (nabla_param_track_ticks (&track, places), ==, 6);

  g_assert_true (nabla_param_track_init (&track, &batch_size));
  g_assert_cmpint (track.kind, ==, NABLA_PARAM_TRACK_BINARY);
  g_assert_cmpfloat (track.high, ==, 512);
  g_assert_cmpuint (nabla_param_track_ticks (&track, places), ==, 10);

  g_assert_true (nabla_param_track_init (&track, &steps));
  g_assert_cmpint (track.kind, ==, NABLA_PARAM_TRACK_DECADES);
  g_assert_cmpfloat (nabla_param_track_value (&track, log10 (4230)), ==, 4200);
  g_assert_false (nabla_param_track_init (&track, &seed));
  g_assert_false (nabla_param_track_init (&track, &optimizer));
}

/* A stop is found again from its own place; places grow with values. */
static void
test_track_is_a_scale (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      NablaParamTrack track;
      double first, last, before = -HUGE_VAL;
      g_assert_true (nabla_param_track_init (&track, numbers[i]));
      nabla_param_track_ends (&track, &first, &last);
      g_assert_cmpfloat (first, <, last);
      for (guint k = 0; k <= 1000; k++)
        {
          double value = nabla_param_track_value (&track, first + (last - first) * k / 1000);
          g_autoptr (GError) error = NULL;
          nabla_param_check (numbers[i], "here", value, &error);
          g_assert_no_error (error);
          g_assert_cmpfloat (value, >=, before);
          before = value;
          double again = nabla_param_track_value (&track, nabla_param_track_place (&track, value));
          g_assert_cmpfloat (again, ==, value);
          /* What stands in the entry is short. */
          char text[NABLA_NUMBER_LENGTH];
          g_assert_cmpuint (strlen (nabla_number_format (value, text)), <=, 8);
        }
    }
}

static void
test_track_ends (void)
{
  NablaParamTrack track;
  double first, last;
  g_assert_true (nabla_param_track_init (&track, &l2));
  nabla_param_track_ends (&track, &first, &last);
  g_assert_cmpfloat (nabla_param_track_value (&track, first), ==, 0);
  g_assert_cmpfloat (nabla_param_track_value (&track, last), ==, 10);

  g_assert_true (nabla_param_track_init (&track, &batch_size));
  nabla_param_track_set_word (&track, 0);
  nabla_param_track_ends (&track, &first, &last);
  g_assert_cmpfloat (last, ==, 10);
  g_assert_cmpfloat (nabla_param_track_value (&track, last), ==, 0);
  g_assert_cmpfloat (nabla_param_track_value (&track, 9), ==, 512);
  g_assert_cmpfloat (nabla_param_track_place (&track, 0), ==, last);
}

static void
test_track_steps (void)
{
  NablaParamTrack track;
  g_assert_true (nabla_param_track_init (&track, &batch_size));
  nabla_param_track_set_word (&track, 0);
  g_assert_cmpfloat (nabla_param_track_step (&track, 32, 1, FALSE), ==, 64);
  g_assert_cmpfloat (nabla_param_track_step (&track, 32, -1, FALSE), ==, 16);
  g_assert_cmpfloat (nabla_param_track_step (&track, 33, 1, FALSE), ==, 64);
  g_assert_cmpfloat (nabla_param_track_step (&track, 33, -1, FALSE), ==, 32);
  g_assert_cmpfloat (nabla_param_track_step (&track, 1, -1, FALSE), ==, 1);
  g_assert_cmpfloat (nabla_param_track_step (&track, 512, 1, FALSE), ==, 0);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0, -1, FALSE), ==, 512);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0, 1, FALSE), ==, 0);

  g_assert_true (nabla_param_track_init (&track, &learning_rate));
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.01, 1, FALSE), ==, 0.011);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.01, -1, FALSE), <, 0.01);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.01, 1, TRUE), ==, 0.1);
  g_assert_cmpfloat (nabla_param_track_step (&track, 100, 1, TRUE), ==, 100);

  g_assert_true (nabla_param_track_init (&track, &momentum));
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.9, 1, TRUE), ==, 0.99);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.9, 1, FALSE), >, 0.9);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.9, -1, FALSE), <, 0.9);

  g_assert_true (nabla_param_track_init (&track, &l2));
  g_assert_cmpfloat (nabla_param_track_step (&track, 0, 1, FALSE), ==, 0.001);
  g_assert_cmpfloat (nabla_param_track_step (&track, 0.001, -1, FALSE), ==, 0);
}

/* Every arrow key goes somewhere until the end is reached, wherever it begins. */
static void
test_track_steps_move (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      NablaParamTrack track;
      g_assert_true (nabla_param_track_init (&track, numbers[i]));
      for (int direction = -1; direction <= 1; direction += 2)
        {
          double value = numbers[i]->initial;
          double end = direction > 0 ? track.high : track.low;
          for (guint k = 0; k < 2000 && (end - value) * direction > 0; k++)
            {
              double next = nabla_param_track_step (&track, value, direction, FALSE);
              g_assert_cmpfloat ((next - value) * direction, >, 0);
              value = next;
            }
          g_assert_cmpfloat ((end - value) * direction, <=, 0);
        }
    }
}

/* --- The row ------------------------------------------------------------------ */

typedef struct {
  guint count;
  char *text;
} Told;

static void
changed_cb (NablaParamRow *row, const char *text, Told *told)
{
  told->count++;
  g_free (told->text);
  told->text = g_strdup (text);
}

static NablaParamRow *
new_row (const NablaParamSpec *spec, Told *told)
{
  NablaParamRow *row = NABLA_PARAM_ROW (nabla_param_row_new (spec));
  *told = (Told){ 0 };
  g_signal_connect (row, "changed", G_CALLBACK (changed_cb), told);
  return row;
}

static GtkWidget *
show (NablaParamRow *row)
{
  GtkWidget *list = gtk_list_box_new ();
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (row));
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  return widget_test_show (list, 276, 300);
}

static void
test_sizes (void)
{
  static const struct
  {
    const NablaParamSpec *spec;
    int height;
  } rows[] = {
    { &optimizer, 40 }, { &seed, 40 }, { &stratify, 40 }, { &noise, 61 }, { &learning_rate, 61 }
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Told told;
      NablaParamRow *row = new_row (rows[i].spec, &told);
      GtkWidget *window = show (row);
      g_assert_cmpint (ABS (gtk_widget_get_height (GTK_WIDGET (row)) - rows[i].height), <=, 2);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

static void
test_set_is_silent (void)
{
  Told told;
  NablaParamRow *row = g_object_ref_sink (new_row (&learning_rate, &told));
  GtkWidget *reset = widget_test_find (GTK_WIDGET (row), GTK_TYPE_BUTTON, "Reset to Default");
  g_assert_false (gtk_widget_get_visible (reset));
  nabla_param_row_set_value (row, 0.3);
  nabla_param_row_set_value (row, 3000);
  g_assert_cmpfloat (nabla_param_row_get_value (row), ==, 0.3);
  g_assert_true (gtk_widget_get_visible (reset));
  g_assert_true (nabla_param_row_set_text (row, "1e-3"));
  g_assert_false (nabla_param_row_set_text (row, "much"));
  g_assert_cmpfloat (nabla_param_row_get_value (row), ==, 0.001);
  g_assert_cmpuint (told.count, ==, 0);

  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpuint (told.count, ==, 1);
  g_assert_cmpstr (told.text, ==, "0.01");
  g_assert_false (gtk_widget_get_visible (reset));
  nabla_param_row_set_default (row, 0.1);
  g_assert_true (gtk_widget_get_visible (reset));
  g_free (told.text);
  g_object_unref (row);
}

static void
test_typed (void)
{
  Told told;
  NablaParamRow *row = new_row (&learning_rate, &told);
  GtkWidget *window = show (row);
  GtkWidget *entry = widget_test_find (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), " 0.5 ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (told.text, ==, "0.5");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.5");

  gtk_editable_set_text (GTK_EDITABLE (entry), "5000");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (told.count, ==, 1);
  g_assert_cmpfloat (nabla_param_row_get_value (row), ==, 0.5);
  g_assert_cmpstr (nabla_param_row_get_error (row), ==,
                   "Learning rate: found 5000, but only 1e-07 to 100 is allowed");
  GtkWidget *sentence
      = widget_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, nabla_param_row_get_error (row));
  gtk_test_accessible_assert_role (sentence, GTK_ACCESSIBLE_ROLE_ALERT);
  widget_test_frames (window, 2);
  g_assert_true (gtk_widget_get_mapped (sentence));

  gtk_editable_set_text (GTK_EDITABLE (entry), "fast");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (nabla_param_row_get_error (row), ==, "Learning rate: 'fast' is not a number");
  nabla_param_row_set_value (row, 0.5);
  g_assert_null (nabla_param_row_get_error (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.5");
  g_free (told.text);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_real_keys (void)
{
  Told told;
  NablaParamRow *row = new_row (&batch_size, &told);
  nabla_param_row_set_word (row, "full", 0);
  GtkWidget *window = show (row);
  GtkWidget *entry = widget_test_find (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL);
  if (widget_test_focus_window (window))
    {
      gtk_widget_grab_focus (entry);
      widget_test_xdotool ("key Up");
      widget_test_wait (g_strcmp0 (told.text, "128") == 0);
      widget_test_xdotool ("key Page_Up");
      widget_test_wait (g_strcmp0 (told.text, "512") == 0);
      widget_test_xdotool ("key Up");
      widget_test_wait (g_strcmp0 (told.text, "full") == 0);
      g_assert_cmpfloat (nabla_param_row_get_value (row), ==, 0);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "full");
      widget_test_xdotool ("key ctrl+a type 48");
      widget_test_xdotool ("key Return");
      widget_test_wait (g_strcmp0 (told.text, "48") == 0);
      widget_test_xdotool ("key ctrl+a type x");
      widget_test_xdotool ("key Return");
      widget_test_wait (nabla_param_row_get_error (row) != NULL);
      widget_test_xdotool ("key Escape");
      widget_test_wait (nabla_param_row_get_error (row) == NULL);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "48");
    }
  g_free (told.text);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* However fast a slider moves, a frame tells of one value: the last. */
static void
test_dragged (void)
{
  Told told;
  NablaParamRow *row = new_row (&learning_rate, &told);
  GtkWidget *window = show (row);
  GtkWidget *scale = widget_test_find (GTK_WIDGET (row), GTK_TYPE_SCALE, NULL);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_LABEL, "Learning rate");
  for (guint i = 0; i < 50; i++)
    gtk_range_set_value (GTK_RANGE (scale), -2 + i * 0.02);
  g_assert_cmpuint (told.count, ==, 0);
  /* What comes back from the run meanwhile does not throw the slider back. */
  nabla_param_row_set_value (row, 0.0123);
  widget_test_frames (window, 2);
  g_assert_cmpuint (told.count, ==, 1);
  g_assert_cmpstr (told.text, ==, "0.095");
  g_assert_cmpfloat (nabla_param_row_get_value (row), ==, 0.095);

  int x, y;
  widget_test_middle (scale, &x, &y);
  y -= 2;
  g_autofree char *drag
      = g_strdup_printf ("mousemove %d %d mousedown 1 mousemove %d %d sleep 0.05 mousemove %d %d "
                         "sleep 0.05 mouseup 1",
                         x, y, x + 20, y, x - 40, y);
  if (widget_test_xdotool (drag))
    widget_test_wait (nabla_param_row_get_value (row) < 0.003);
  g_free (told.text);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_wheel_is_ignored (void)
{
  Told told;
  NablaParamRow *row = new_row (&learning_rate, &told);
  GtkWidget *window = show (row);
  int x, y;
  widget_test_middle (widget_test_find (GTK_WIDGET (row), GTK_TYPE_SCALE, NULL), &x, &y);
  g_autofree char *wheel = g_strdup_printf ("mousemove %d %d click --repeat 3 5", x, y);
  if (widget_test_xdotool (wheel))
    {
      widget_test_frames (window, 3);
      g_assert_cmpuint (told.count, ==, 0);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_choice (void)
{
  static const char *const titles[] = { "Gradient Descent", "Momentum", "Adam", NULL };
  Told told;
  NablaParamRow *row = new_row (&optimizer, &told);
  nabla_param_row_set_choice_titles (row, titles);
  g_assert_true (nabla_param_row_set_text (row, "adam"));
  GtkWidget *window = show (row);
  GtkWidget *choice = widget_test_find (GTK_WIDGET (row), GTK_TYPE_DROP_DOWN, NULL);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==, 2);
  g_assert_cmpuint (told.count, ==, 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 1);
  g_assert_cmpstr (told.text, ==, "momentum");
  /* With keys: open the list, go down, take it. */
  if (widget_test_focus_window (window))
    {
      gtk_widget_grab_focus (choice);
      widget_test_xdotool ("key space sleep 0.3 key Down sleep 0.1 key Down sleep 0.1 key Down "
                           "sleep 0.1 key Return");
      widget_test_wait (g_strcmp0 (told.text, "adam") == 0);
    }
  g_free (told.text);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_switch (void)
{
  Told told;
  NablaParamRow *row = new_row (&stratify, &told);
  GtkWidget *window = show (row);
  GtkWidget *toggle = widget_test_find (GTK_WIDGET (row), GTK_TYPE_SWITCH, NULL);
  if (widget_test_click (toggle, 1))
    {
      widget_test_wait (told.count == 1);
      g_assert_cmpstr (told.text, ==, "true");
    }
  g_free (told.text);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Tab goes through the controls of a row and on to the next row; back likewise. */
static void
test_tab (void)
{
  Told told[3];
  const NablaParamSpec *specs[] = { &learning_rate, &optimizer, &stratify };
  GtkWidget *list = gtk_list_box_new ();
  for (guint i = 0; i < 3; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (new_row (specs[i], &told[i])));
  GtkWidget *window = widget_test_show (list, 276, 300);
  GtkWidget *stops[] = { widget_test_find (list, GTK_TYPE_ENTRY, NULL),
                         widget_test_find (list, GTK_TYPE_SCALE, NULL),
                         widget_test_find (list, GTK_TYPE_DROP_DOWN, NULL),
                         widget_test_find (list, GTK_TYPE_SWITCH, NULL) };
  if (widget_test_focus_window (window))
    {
      gtk_widget_grab_focus (stops[0]);
      for (int i = 1; i < 4; i++)
        {
          widget_test_xdotool ("key Tab");
          GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
          g_assert_true (focus == stops[i] || gtk_widget_is_ancestor (focus, stops[i]));
        }
      for (int i = 2; i >= 0; i--)
        {
          widget_test_xdotool ("key shift+Tab");
          GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
          g_assert_true (focus == stops[i] || gtk_widget_is_ancestor (focus, stops[i]));
        }
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);
  g_test_add_func ("/param-row/track/ranges", test_track_ranges);
  g_test_add_func ("/param-row/track/is-a-scale", test_track_is_a_scale);
  g_test_add_func ("/param-row/track/ends", test_track_ends);
  g_test_add_func ("/param-row/track/steps", test_track_steps);
  g_test_add_func ("/param-row/track/steps-move", test_track_steps_move);
  g_test_add_func ("/param-row/sizes", test_sizes);
  g_test_add_func ("/param-row/set-is-silent", test_set_is_silent);
  g_test_add_func ("/param-row/typed", test_typed);
  g_test_add_func ("/param-row/real-keys", test_real_keys);
  g_test_add_func ("/param-row/dragged", test_dragged);
  g_test_add_func ("/param-row/wheel-is-ignored", test_wheel_is_ignored);
  g_test_add_func ("/param-row/choice", test_choice);
  g_test_add_func ("/param-row/switch", test_switch);
  g_test_add_func ("/param-row/tab", test_tab);
  return g_test_run ();
}
