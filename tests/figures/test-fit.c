/* Predicted against true: points where they belong, hollow or filled, and scores.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include <math.h>

static NablaSnapshot *
plain_fit (void)
{
  static const float truth[] = { 0, 1, 2, 3, NAN }, prediction[] = { 0, 2, 2, 1, 5 };
  static const guint8 splits[] = { 0, 0, 1, 2, 0 };
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->fit = nabla_fit_new (5);
  for (guint i = 0; i < 5; i++)
    {
      snapshot->fit->truth[i] = truth[i];
      snapshot->fit->prediction[i] = prediction[i];
      snapshot->fit->split[i] = splits[i];
    }
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    snapshot->metrics[s] = (NablaMetrics){ .m = 1, .mae = 1, .rmse = 2, .r2 = 0.5 + 0.1 * s };
  return snapshot;
}

static void
test_points (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_fit ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("fit", snapshot, NULL, 700, 360);
  NablaFigureContext context = {
    .width = 700,
    .height = 360,
    .text_scale = 1,
    .line_scale = 1,
    .pango = figure_test_pango (),
  };
  NablaAxis x, y;
  g_assert_true (
      nabla_figure_axes (nabla_figure_find ("fit", NULL), snapshot, &context, NULL, &x, &y));
  /* Both axes have one scale, and right answers lie on the diagonal. */
  g_assert_cmpfloat (x.low, ==, y.low);
  g_assert_cmpfloat (x.high, ==, y.high);
  g_assert_cmpfloat_with_epsilon (x.end - x.start, y.start - y.end, 1);

  const NablaMark *train = figure_test_find (marks, NABLA_MARK_MARKERS, NABLA_SNAPSHOT_TRAIN, 0);
  const NablaMark *dev = figure_test_find (marks, NABLA_MARK_MARKERS, NABLA_SNAPSHOT_DEV, 0);
  const NablaMark *test = figure_test_find (marks, NABLA_MARK_MARKERS, NABLA_SNAPSHOT_TEST, 0);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, train, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (points[1].index, ==, 1);
  g_assert_cmpfloat_with_epsilon (points[1].x, nabla_axis_place (&x, 1), 0.01);
  g_assert_cmpfloat_with_epsilon (points[1].y, nabla_axis_place (&y, 2), 0.01);
  g_assert_cmpfloat (train->line_width, ==, 0);
  g_assert_cmpfloat (dev->line_width, >, 0);
  g_assert_cmpint (test->shape, !=, dev->shape);
  points = nabla_marks_points (marks, test, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat_with_epsilon (points[0].x, nabla_axis_place (&x, 3), 0.01);
  g_assert_nonnull (figure_test_find_text (marks, "0.600"));
}

static void
test_words (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_fit ();
  const NablaFigure *fit = nabla_figure_find ("fit", NULL);
  g_autofree char *summary = nabla_figure_summary (fit, snapshot, NULL);
  g_assert_cmpstr (summary, ==, "R² is 0.500 on train, 0.600 on dev; dev is off by 2.00 (RMSE).");

  /* Classes have no fit, and the figure says what it is for. */
  g_autoptr (NablaSnapshot) spirals = sample_snapshot_make ("spirals");
  g_autoptr (NablaMarks) marks = figure_test_draw ("fit", spirals, NULL, 700, 360);
  g_assert_nonnull (figure_test_find_text (marks, "No Fit to Show"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fit/points", test_points);
  g_test_add_func ("/fit/words", test_words);
  return g_test_run ();
}
