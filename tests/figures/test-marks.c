/* The list of marks: what goes in comes out, layer by layer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-marks.h"

#include <math.h>

static const NablaColor ink = { 0.2f, 0.2f, 0.2f, 1 };

static void
fill (NablaMarks *marks)
{
  nabla_marks_line (marks, 1, 2, 3, 4, ink, 1.5);
  nabla_marks_begin_layer (marks);
  nabla_marks_markers (marks, NABLA_MARKER_STAR, 3.3, ink)->series = 2;
  nabla_marks_point (marks, 10, 20, 7);
  NablaTextStyle style = { .size = 9, .color = ink };
  nabla_marks_text (marks, &style, 5, 6, "step");
  nabla_marks_text (marks, &style, 5, 16, "代价");
  const guint8 pixels[] = { 1, 2, 3, 255, 4, 5, 6, 255 };
  nabla_marks_picture (marks, 0, 0, 20, 10, 2, 1, g_bytes_new (pixels, sizeof pixels), FALSE);
}

static void
test_reading (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  fill (marks);
  g_assert_cmpuint (nabla_marks_n_layers (marks), ==, 2);

  gsize n, n_points;
  const NablaMark *list = nabla_marks_layer (marks, 0, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (list[0].type, ==, NABLA_MARK_POLYLINE);
  g_assert_cmpint (list[0].series, ==, -1);
  const NablaMarkPoint *points = nabla_marks_points (marks, &list[0], &n_points);
  g_assert_cmpuint (n_points, ==, 2);
  g_assert_cmpfloat (points[1].y, ==, 4);

  list = nabla_marks_layer (marks, 1, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpint (list[0].series, ==, 2);
  g_assert_cmpuint (nabla_marks_points (marks, &list[0], NULL)->index, ==, 7);
  g_assert_cmpstr (nabla_marks_string (marks, &list[1]), ==, "step");
  g_assert_cmpstr (nabla_marks_string (marks, &list[2]), ==, "代价");
  g_assert_cmpuint (nabla_marks_get_picture (marks, &list[3])->columns, ==, 2);
  double x, y, width, height;
  nabla_marks_box (marks, &list[3], &x, &y, &width, &height);
  g_assert_cmpfloat (width, ==, 20);
  g_assert_cmpfloat (height, ==, 10);
}

static void
test_clear (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  fill (marks);
  nabla_marks_clear (marks);
  gsize n;
  nabla_marks_layer (marks, 0, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (nabla_marks_n_layers (marks), ==, 1);
}

/* A generation tells every difference, and nothing else. */
static void
test_generation (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  g_autoptr (NablaMarks) same = nabla_marks_new ();
  fill (marks);
  fill (same);
  for (guint layer = 0; layer < 2; layer++)
    g_assert_cmpuint (nabla_marks_generation (marks, layer), ==,
                      nabla_marks_generation (same, layer));

  /* One more mark in the first layer leaves the second one as it was. */
  nabla_marks_clear (same);
  nabla_marks_line (same, 0, 0, 1, 1, ink, 1);
  fill (same);
  g_assert_cmpuint (nabla_marks_generation (marks, 0), !=, nabla_marks_generation (same, 0));
  g_assert_cmpuint (nabla_marks_generation (marks, 1), ==, nabla_marks_generation (same, 1));
}

static void
test_generation_differences (void)
{
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint64 generations[8];
  for (guint i = 0; i < G_N_ELEMENTS (generations); i++)
    {
      const guint8 pixels[] = { i == 7, 2, 3, 255 };
      NablaTextStyle style = { .size = i == 1 ? 10 : 9, .color = ink, .bold = i == 2 };
      nabla_marks_clear (marks);
      nabla_marks_text (marks, &style, i == 3 ? 1 : 0, 0, i == 4 ? "b" : "a");
      NablaMark *line = nabla_marks_line (marks, 1, 2, 3, i == 5 ? 4.01 : 4, ink, 1);
      line->dash = i == 6 ? NABLA_DASH_LONG : NABLA_DASH_NONE;
      nabla_marks_picture (marks, 0, 0, 1, 1, 1, 1, g_bytes_new (pixels, 4), FALSE);
      generations[i] = nabla_marks_generation (marks, 0);
      g_assert_true (g_hash_table_add (seen, &generations[i]));
    }
}

static void
test_dash (void)
{
  NablaMark mark = { .line_width = 2, .dash = NABLA_DASH_LONG };
  double lengths[2];
  g_assert_true (nabla_mark_dash (&mark, lengths));
  g_assert_cmpfloat (lengths[0], ==, 5);
  g_assert_cmpfloat (lengths[1], ==, 4);
  mark.dash = NABLA_DASH_DOT;
  g_assert_true (nabla_mark_dash (&mark, lengths));
  g_assert_cmpfloat (lengths[0], ==, 1);
  mark.dash = NABLA_DASH_NONE;
  g_assert_false (nabla_mark_dash (&mark, lengths));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/marks/reading", test_reading);
  g_test_add_func ("/marks/clear", test_clear);
  g_test_add_func ("/marks/generation", test_generation);
  g_test_add_func ("/marks/generation/differences", test_generation_differences);
  g_test_add_func ("/marks/dash", test_dash);
  return g_test_run ();
}
