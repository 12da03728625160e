/* A prediction: bars as long as probabilities, right and wrong by shape, and the
 * value of a regression on its scale.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include <math.h>
#include <string.h>

/* Whether there is a check or a cross: a polyline of a color */
static gboolean
has_verdict (const NablaMarks *marks, NablaColorToken token)
{
  const NablaColor color = nabla_color (NABLA_THEME_LIGHT, token);
  const NablaMark *mark;
  for (guint i = 0; (mark = figure_test_find (marks, NABLA_MARK_POLYLINE, -1, i)) != NULL; i++)
    if (memcmp (&mark->stroke, &color, sizeof color) == 0)
      return TRUE;
  return FALSE;
}

static NablaSnapshot *
binary (float p, float label)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  snapshot->example = nabla_example_new (2, 1, 0);
  snapshot->example->index = 37;
  snapshot->example->split = NABLA_SNAPSHOT_DEV;
  snapshot->example->prediction[0] = p;
  snapshot->example->label = label;
  return snapshot;
}

static void
test_classes (void)
{
  g_autoptr (NablaSnapshot) snapshot = binary (0.25f, 0);
  g_autoptr (NablaMarks) marks = figure_test_draw ("prediction", snapshot, NULL, 400, 300);
  double x, y, height, ground, first, second;
  nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, -1, 0), &x, &y, &ground,
                   &height);
  nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 0), &x, &y, &first,
                   &height);
  nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, 1, 0), &x, &y, &second,
                   &height);
  g_assert_cmpfloat_with_epsilon (first / ground, 0.75, 0.001);
  g_assert_cmpfloat_with_epsilon (second / ground, 0.25, 0.001);
  g_assert_nonnull (figure_test_find_text (marks, "75.0%"));
  g_assert_nonnull (figure_test_find_text (marks, "example 37 · dev"));
  g_assert_true (has_verdict (marks, NABLA_COLOR_SUCCESS));
  g_assert_false (has_verdict (marks, NABLA_COLOR_ERROR));
}

static void
test_verdicts (void)
{
  const NablaFigure *figure = nabla_figure_find ("prediction", NULL);
  g_autoptr (NablaSnapshot) wrong = binary (0.25f, 1);
  g_autoptr (NablaMarks) marks = figure_test_draw ("prediction", wrong, NULL, 400, 300);
  g_assert_true (has_verdict (marks, NABLA_COLOR_ERROR));
  g_autofree char *text = nabla_figure_summary (figure, wrong, NULL);
  g_assert_cmpstr (text, ==, "The answer is “0”, with 75.0%, but “1” is true.");

  /* Nobody knows whether the answer to what somebody drew is right. */
  g_autoptr (NablaSnapshot) drawn = binary (0.25f, NAN);
  drawn->example->index = -1;
  g_autoptr (NablaMarks) open = figure_test_draw ("prediction", drawn, NULL, 400, 300);
  g_assert_false (has_verdict (open, NABLA_COLOR_ERROR));
  g_assert_false (has_verdict (open, NABLA_COLOR_SUCCESS));
  g_assert_nonnull (figure_test_find_text (open, "your example"));
}

/* Of more classes than have room, the most probable ones are shown. */
static void
test_many_classes (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 100;
  snapshot->example = nabla_example_new (2, 100, 0);
  snapshot->example->label = 93;
  snapshot->example->prediction[93] = 0.6f;
  snapshot->example->prediction[12] = 0.4f;
  g_autoptr (NablaMarks) marks = figure_test_draw ("prediction", snapshot, NULL, 400, 200);
  const NablaMark *first = figure_test_find_text (marks, "60.0%");
  const NablaMark *second = figure_test_find_text (marks, "40.0%");
  g_assert_cmpfloat (nabla_marks_points (marks, first, NULL)->y, <,
                     nabla_marks_points (marks, second, NULL)->y);
}

static void
test_value (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("waves");
  snapshot->example->prediction[0] = 0.25f;
  snapshot->example->label = -0.25f;
  g_autoptr (NablaMarks) marks = figure_test_draw ("prediction", snapshot, NULL, 400, 300);
  g_assert_nonnull (figure_test_find_text (marks, "height 0.250"));
  const NablaMark *predicted = figure_test_find (marks, NABLA_MARK_MARKERS, 0, 0);
  const NablaMark *truth = figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0);
  g_assert_cmpint (predicted->shape, !=, truth->shape);
  g_assert_cmpfloat (nabla_marks_points (marks, predicted, NULL)->x, >,
                     nabla_marks_points (marks, truth, NULL)->x);
  g_autofree char *text
      = nabla_figure_summary (nabla_figure_find ("prediction", NULL), snapshot, NULL);
  g_assert_cmpstr (text, ==, "Predicted is 0.250, true is −0.250: off by 0.500.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prediction/classes", test_classes);
  g_test_add_func ("/prediction/verdicts", test_verdicts);
  g_test_add_func ("/prediction/many-classes", test_many_classes);
  g_test_add_func ("/prediction/value", test_value);
  return g_test_run ();
}
