/* Labels: never on each other, never out of their room, in their order.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"
#include "nabla-label-layout.h"

#include <math.h>

static void
check_apart (const NablaLabelBox *boxes, guint n, double top, double bottom)
{
  for (guint i = 0; i < n; i++)
    {
      if (!boxes[i].is_placed || boxes[i].is_obstacle)
        continue;
      g_assert_cmpfloat (boxes[i].middle - boxes[i].height / 2, >=, top - 1e-3);
      g_assert_cmpfloat (boxes[i].middle + boxes[i].height / 2, <=, bottom + 1e-3);
      for (guint k = 0; k < i; k++)
        if (boxes[k].is_placed && !boxes[k].is_obstacle && boxes[i].left < boxes[k].right
            && boxes[k].left < boxes[i].right)
          g_assert_cmpfloat (fabs (boxes[i].middle - boxes[k].middle), >=,
                             (boxes[i].height + boxes[k].height) / 2 - 1e-3);
    }
}

static void
test_alone (void)
{
  NablaLabelBox box = { .left = 0, .right = 50, .height = 10, .wanted = 42 };
  nabla_label_layout (&box, 1, 0, 100);
  g_assert_true (box.is_placed);
  g_assert_cmpfloat (box.middle, ==, 42);

  box = (NablaLabelBox) { .left = 0, .right = 50, .height = 10, .wanted = -300 };
  nabla_label_layout (&box, 1, 0, 100);
  g_assert_true (box.is_placed);
  g_assert_cmpfloat (box.middle, ==, 5);
}

/* Three labels that want one place are spread around it, in their order. */
static void
test_column (void)
{
  NablaLabelBox boxes[] = {
    { .left = 10, .right = 50, .height = 10, .wanted = 50.2 },
    { .left = 10, .right = 60, .height = 10, .wanted = 49.8 },
    { .left = 10, .right = 70, .height = 10, .wanted = 50 },
  };
  nabla_label_layout (boxes, 3, 0, 100);
  g_assert_cmpfloat_with_epsilon (boxes[1].middle, 40, 1e-6);
  g_assert_cmpfloat_with_epsilon (boxes[2].middle, 50, 1e-6);
  g_assert_cmpfloat_with_epsilon (boxes[0].middle, 60, 1e-6);
}

static void
test_edge (void)
{
  NablaLabelBox boxes[] = {
    { .left = 10, .right = 50, .height = 10, .wanted = 99 },
    { .left = 10, .right = 50, .height = 10, .wanted = 98 },
  };
  nabla_label_layout (boxes, 2, 0, 100);
  g_assert_cmpfloat_with_epsilon (boxes[0].middle, 95, 1e-6);
  g_assert_cmpfloat_with_epsilon (boxes[1].middle, 85, 1e-6);
}

static void
test_obstacle (void)
{
  NablaLabelBox boxes[] = {
    { .left = 0, .right = 90, .height = 4, .wanted = 50, .is_obstacle = TRUE },
    { .left = 40, .right = 80, .height = 10, .wanted = 47 },
    { .left = 100, .right = 140, .height = 10, .wanted = 50 },
  };
  nabla_label_layout (boxes, 3, 0, 100);
  g_assert_cmpfloat_with_epsilon (boxes[1].middle, 43, 1e-6);
  g_assert_cmpfloat_with_epsilon (boxes[2].middle, 50, 1e-6);

  /* With obstacles everywhere, the label stands on one rather than nowhere. */
  boxes[0].height = 100;
  boxes[1].wanted = 47;
  nabla_label_layout (boxes, 2, 0, 100);
  g_assert_true (boxes[1].is_placed);
  g_assert_cmpfloat_with_epsilon (boxes[1].middle, 47, 1e-6);
}

static void
test_random (void)
{
  for (guint round = 0; round < 400; round++)
    {
      NablaLabelBox boxes[14];
      guint n = (guint) g_test_rand_int_range (1, 15), n_placed = 0;
      for (guint i = 0; i < n; i++)
        {
          double left = 20 * g_test_rand_int_range (0, 10);
          boxes[i] = (NablaLabelBox) {
            .left = left, .right = left + g_test_rand_double_range (10, 90),
            .height = g_test_rand_double_range (8, 20),
            .wanted = g_test_rand_double_range (-20, 320),
            .is_obstacle = g_test_rand_int_range (0, 5) == 0,
          };
        }
      nabla_label_layout (boxes, n, 0, 300);
      check_apart (boxes, n, 0, 300);
      for (guint i = 0; i < n; i++)
        n_placed += boxes[i].is_placed || boxes[i].is_obstacle;
      /* Fourteen labels of at most 20 fit into 300. */
      g_assert_cmpuint (n_placed, >=, MIN (n, 10));
    }
}

static void
test_texts (void)
{
  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  NablaTextStyle style = { .size = 9, .y_align = NABLA_ALIGN_MIDDLE, .x_align = 1 };
  nabla_labels_add_obstacle (labels, 0, 300, 48, 52);
  nabla_labels_add (labels, figure_test_pango (), &style, 200, 50, "run 1");
  nabla_labels_add_marker (labels, NABLA_THEME_LIGHT, 1);
  nabla_labels_add (labels, figure_test_pango (), &style, 200, 51, "run 2");
  nabla_labels_draw (labels, 0, 100, marks);

  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_TEXT, -1), ==, 2);
  const NablaMark *marker = figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0);
  g_assert_cmpint (marker->shape, ==, NABLA_MARKER_DIAMOND);
  double first[4], second[4];
  figure_test_text_box (marks, figure_test_find_text (marks, "run 1"), first);
  figure_test_text_box (marks, figure_test_find_text (marks, "run 2"), second);
  g_assert_true (first[3] < second[1] || second[3] < first[1]);
  const NablaMarkPoint *point = nabla_marks_points (marks, marker, NULL);
  g_assert_cmpfloat (point->x, <, first[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/label-layout/alone", test_alone);
  g_test_add_func ("/label-layout/column", test_column);
  g_test_add_func ("/label-layout/edge", test_edge);
  g_test_add_func ("/label-layout/obstacle", test_obstacle);
  g_test_add_func ("/label-layout/random", test_random);
  g_test_add_func ("/label-layout/texts", test_texts);
  return g_test_run ();
}
