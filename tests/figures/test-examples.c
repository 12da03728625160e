/* The data: cells of the table, crosses at wrong answers, pixels of pictures, and
 * areas that know their example.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include <math.h>
#include <string.h>

/* Two rows of two features: example 7 is right, example 3 is wrong */
static NablaSnapshot *
two_rows (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  snapshot->class_names = g_strdupv ((char *[]){ "cat", "dog", NULL });
  snapshot->feature_names = g_strdupv ((char *[]){ "weight", "length", NULL });
  NablaExamples *examples = snapshot->examples = nabla_examples_new (2, 2);
  examples->n_total = 400;
  examples->n_wrong = 12;
  const float x[] = { 1.5f, 2.5f, 3.5f, 4.5f };
  memcpy (examples->x, x, sizeof x);
  examples->index[0] = 7;
  examples->index[1] = 3;
  examples->label[0] = examples->label[1] = 1;
  examples->prediction[0] = 1;
  examples->confidence[0] = examples->confidence[1] = 0.75f;
  examples->loss[0] = 0.25f;
  examples->loss[1] = 2;
  return snapshot;
}

static guint
count_crosses (const NablaMarks *marks)
{
  guint n = 0;
  const NablaColor error = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_ERROR);
  const NablaMark *mark;
  for (guint i = 0; (mark = figure_test_find (marks, NABLA_MARK_POLYLINE, -1, i)) != NULL; i++)
    n += memcmp (&mark->stroke, &error, sizeof error) == 0;
  return n;
}

static void
test_table (void)
{
  g_autoptr (NablaSnapshot) snapshot = two_rows ();
  const double selected[] = { 3 };
  g_autoptr (NablaMarks) marks = figure_test_draw ("examples", snapshot, selected, 700, 300);
  const char *const words[] = { "weight", "length", "1.50", "4.50", "cat", "dog", "75.0%", "2.00" };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (figure_test_find_text (marks, words[i]));
  g_assert_cmpuint (count_crosses (marks), ==, 1);

  /* Areas lie below each other, know their example, and the chosen one is outlined. */
  const NablaMark *first = figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 0);
  const NablaMark *second = figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 1);
  g_assert_cmpuint (nabla_marks_points (marks, first, NULL)->index, ==, 7);
  g_assert_cmpuint (nabla_marks_points (marks, second, NULL)->index, ==, 3);
  g_assert_cmpfloat (first->stroke.alpha, ==, 0);
  g_assert_cmpfloat (second->stroke.alpha, ==, 1);
  g_assert_cmpfloat (nabla_marks_points (marks, first, NULL)[1].y, <=,
                     nabla_marks_points (marks, second, NULL)->y);
  g_assert_null (figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 2));
}

static void
test_pictures (void)
{
  g_autoptr (NablaSnapshot) snapshot = two_rows ();
  snapshot->image_height = 1;
  snapshot->image_width = 2;
  snapshot->image_channels = 1;
  const float x[] = { 0, 255, 255, 255 };
  memcpy (snapshot->examples->x, x, sizeof x);
  g_autoptr (NablaMarks) marks = figure_test_draw ("examples", snapshot, NULL, 700, 300);
  const NablaMark *mark = figure_test_find (marks, NABLA_MARK_PICTURE, -1, 0);
  const NablaPicture *picture = nabla_marks_get_picture (marks, mark);
  g_assert_false (picture->is_smooth);
  const guint8 *pixels = g_bytes_get_data (picture->pixels, NULL);
  g_assert_cmpuint (pixels[0], ==, 0);
  g_assert_cmpuint (pixels[4], ==, 255);
  g_assert_cmpuint (pixels[3], ==, 255);
  /* What is between two pictures is clear. */
  g_assert_cmpuint (picture->columns, >, 4);
  g_assert_cmpuint (pixels[2 * 4 + 3], ==, 0);
  g_assert_cmpuint (count_crosses (marks), ==, 1);
  g_assert_cmpuint (
      nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 1), NULL)->index,
      ==, 3);
}

static void
test_summary (void)
{
  g_autoptr (NablaSnapshot) snapshot = two_rows ();
  const NablaFigure *figure = nabla_figure_find ("examples", NULL);
  g_autofree char *part = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (part, ==, "12 of 400 are wrong; the worst of those shown is example 3.");
  snapshot->examples->n_total = 2;
  snapshot->examples->n_wrong = 1;
  g_autofree char *whole = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (whole, ==, "1 of 2 are wrong; the worst is example 3.");
  snapshot->examples->n_wrong = 0;
  g_autofree char *right = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (right, ==, "2 examples, and all are right.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/examples/table", test_table);
  g_test_add_func ("/examples/pictures", test_pictures);
  g_test_add_func ("/examples/summary", test_summary);
  return g_test_run ();
}
