/* The confusion matrix: scores against numbers worked out by hand, cells where
 * they belong.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-scores.h"

#include <math.h>
#include <string.h>

static void
test_binary_scores (void)
{
  /* 50 and 10 of class 0, 5 and 35 of class 1 */
  const guint64 counts[] = { 50, 10, 5, 35 };
  NablaScores scores = nabla_scores (counts, 2);
  g_assert_cmpfloat_with_epsilon (scores.accuracy, 85 / 100.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores.precision, 35 / 45.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores.recall, 35 / 40.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores.f1, 70 / 85.0, 1e-12);
}

static void
test_class_scores (void)
{
  /* Precision 5/6, 3/5, 4/6; recall 5/6, 3/5, 4/6; class 3 occurs nowhere. */
  const guint64 counts[] = { 5, 1, 0, 0, 0, 3, 2, 0, 1, 1, 4, 0, 0, 0, 0, 0 };
  NablaScores scores = nabla_scores (counts, 4);
  double mean = (5 / 6.0 + 3 / 5.0 + 4 / 6.0) / 3;
  g_assert_cmpfloat_with_epsilon (scores.accuracy, 12 / 17.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores.precision, mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores.recall, mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (scores.f1, mean, 1e-12);
}

static void
test_odd_scores (void)
{
  const guint64 none[] = { 0, 0, 0, 0 };
  NablaScores scores = nabla_scores (none, 2);
  g_assert_cmpfloat (scores.accuracy, ==, 0);
  g_assert_cmpfloat (scores.f1, ==, 0);
  const guint64 huge[] = { G_MAXUINT64, 0, G_MAXUINT64, G_MAXUINT64 };
  scores = nabla_scores (huge, 2);
  g_assert_cmpfloat_with_epsilon (scores.accuracy, 2 / 3.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (scores.recall, 0.5, 1e-9);
}

static void
test_pairs (void)
{
  const guint64 counts[] = { 9, 2, 7, 0, 9, 3, 1, 2, 9 };
  NablaConfusedPair pairs[4];
  g_assert_cmpuint (nabla_most_confused (counts, 3, pairs, 4), ==, 4);
  g_assert_cmpuint (pairs[0].true_class, ==, 0);
  g_assert_cmpuint (pairs[0].predicted_class, ==, 2);
  g_assert_cmpuint (pairs[0].count, ==, 7);
  g_assert_cmpuint (pairs[1].count, ==, 3);
  /* Of equal counts, the first one found comes first. */
  g_assert_cmpuint (pairs[2].true_class, ==, 0);
  g_assert_cmpuint (pairs[3].true_class, ==, 2);
  g_assert_cmpuint (nabla_most_confused (counts, 3, pairs, 1), ==, 1);
  g_assert_cmpuint (pairs[0].count, ==, 7);
}

static NablaSnapshot *
binary_snapshot (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  static const guint64 counts[NABLA_SNAPSHOT_SPLITS][4]
    = { { 200, 3, 4, 193 }, { 53, 2, 2, 63 }, { 40, 0, 1, 39 } };
  snapshot->n_classes = 2;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      snapshot->metrics[s].m = 100;
      snapshot->metrics[s].confusion = g_memdup2 (counts[s], sizeof counts[s]);
    }
  return snapshot;
}

static void
test_cells (void)
{
  g_autoptr (NablaSnapshot) snapshot = binary_snapshot ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("metrics", snapshot, NULL, 800, 420);
  /* Dev is shown, series 1: four cells, row by row */
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 1), ==, 4);
  double x[4], y[4], width, height;
  for (guint i = 0; i < 4; i++)
    nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, 1, i), &x[i], &y[i],
                     &width, &height);
  g_assert_cmpfloat_with_epsilon (width, height, 1e-3);
  g_assert_cmpfloat (x[1], >, x[0] + width);
  g_assert_cmpfloat (y[2], >, y[0] + height);
  g_assert_cmpfloat (y[1], ==, y[0]);

  /* 63 of class 1 were told right: in the last cell */
  const NablaMarkPoint *point
    = nabla_marks_points (marks, figure_test_find_text (marks, "63"), NULL);
  g_assert_true (point->x > x[3] && point->x < x[3] + width && point->y > y[3]
                 && point->y < y[3] + height);
  g_assert_nonnull (figure_test_find_text (marks, "96.9%"));
  /* Accuracy 116 / 120 */
  g_assert_nonnull (figure_test_find_text (marks, "96.7"));
  g_assert_nonnull (figure_test_find_text (marks, "predicted"));
}

static void
test_settings (void)
{
  g_autoptr (NablaSnapshot) snapshot = binary_snapshot ();
  const double train[] = { 1, 0 }, percent[] = { 3, 2 };
  g_autoptr (NablaMarks) marks = figure_test_draw ("metrics", snapshot, train, 800, 420);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 0), ==, 4);
  g_assert_nonnull (figure_test_find_text (marks, "193"));
  g_autoptr (NablaMarks) shares = figure_test_draw ("metrics", snapshot, percent, 800, 420);
  g_assert_cmpuint (figure_test_count (shares, NABLA_MARK_RECTANGLE, 2), ==, 4);
  g_assert_null (figure_test_find_text (shares, "39"));
  g_assert_nonnull (figure_test_find_text (shares, "97.5"));

  const NablaFigure *figure = nabla_figure_find ("metrics", NULL);
  g_autofree char *summary = nabla_figure_summary (figure, snapshot, train);
  g_assert_cmpstr (summary, ==,
                   "Train accuracy 98.2%; most often “1” is taken for “0” (4×).");
}

/* A hundred classes are a picture, with some names and the worst pairs. */
static void
test_many_classes (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("hundred");
  g_autoptr (NablaMarks) marks = figure_test_draw ("metrics", snapshot, NULL, 800, 420);
  const NablaMark *mark = figure_test_find (marks, NABLA_MARK_PICTURE, 1, 0);
  g_assert_cmpuint (nabla_marks_get_picture (marks, mark)->columns, ==, 100);
  g_assert_false (nabla_marks_get_picture (marks, mark)->is_smooth);
  double x, y, width, height;
  nabla_marks_box (marks, mark, &x, &y, &width, &height);
  g_assert_cmpfloat (width, >=, 200);
  g_assert_cmpfloat (width / 100, ==, (int) (width / 100));
  g_assert_nonnull (figure_test_find_text (marks, "kind 95"));
  g_assert_nonnull (figure_test_find_text (marks, " → kind"));
}

/* Where there is no room for both, the matrix stays; in a miniature, bars do. */
static void
test_narrow (void)
{
  g_autoptr (NablaSnapshot) snapshot = binary_snapshot ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("metrics", snapshot, NULL, 280, 220);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 1), ==, 4);
  g_assert_null (figure_test_find_text (marks, "Accuracy"));

  g_autoptr (NablaMarks) small = figure_test_draw ("metrics", snapshot, NULL, 240, 114);
  g_assert_cmpuint (figure_test_count (small, NABLA_MARK_RECTANGLE, 1), ==, 1);
  g_assert_nonnull (figure_test_find_text (small, "Accuracy"));
  g_assert_nonnull (figure_test_find_text (small, "%"));
}

/* A regression has errors instead of classes. */
static void
test_regression (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  snapshot->metrics[NABLA_SNAPSHOT_TRAIN]
    = (NablaMetrics) { .m = 10, .mae = 0.25, .rmse = 0.5, .r2 = 0.75, .accuracy = NAN };
  g_autoptr (NablaMarks) marks = figure_test_draw ("metrics", snapshot, NULL, 560, 360);
  g_assert_nonnull (figure_test_find_text (marks, "RMSE"));
  g_assert_nonnull (figure_test_find_text (marks, "0.250"));
  g_assert_nonnull (figure_test_find_text (marks, "0.500"));
  g_assert_nonnull (figure_test_find_text (marks, "0.750"));
  g_assert_null (figure_test_find_text (marks, "percent"));

  /* The bar of R² is three quarters of its ground. */
  g_autoptr (NablaMarks) small = figure_test_draw ("metrics", snapshot, NULL, 150, 70);
  double x, y, width, height, full;
  nabla_marks_box (small, figure_test_find (small, NABLA_MARK_RECTANGLE, -1, 0), &x, &y, &full,
                   &height);
  nabla_marks_box (small, figure_test_find (small, NABLA_MARK_RECTANGLE, 0, 0), &x, &y, &width,
                   &height);
  g_assert_cmpfloat_with_epsilon (width / full, 0.75, 0.01);
}

/* A cell knows its pair of classes, and the pointer over it is told the count. */
static void
test_hover (void)
{
  g_autoptr (NablaSnapshot) snapshot = binary_snapshot ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("metrics", snapshot, NULL, 560, 360);
  const NablaMark *cell = figure_test_find (marks, NABLA_MARK_RECTANGLE, 1, 1);
  g_assert_cmpuint (nabla_marks_points (marks, cell, NULL)->index, ==, 1);
  double x, y, width, height;
  nabla_marks_box (marks, cell, &x, &y, &width, &height);
  NablaFigureContext context = {
    .width = 560, .height = 360, .text_scale = 1, .line_scale = 1, .pango = figure_test_pango (),
  };
  g_autoptr (NablaMarks) overlay = nabla_marks_new ();
  nabla_figure_hover (nabla_figure_find ("metrics", NULL), snapshot, &context, NULL,
                      x + width / 2, y + height / 2, overlay);
  g_autofree char *count = g_strdup_printf (
    "“0” taken for “1”: %" G_GUINT64_FORMAT, snapshot->metrics[NABLA_SNAPSHOT_DEV].confusion[1]);
  g_assert_nonnull (figure_test_find_text (overlay, count));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/metrics/scores/binary", test_binary_scores);
  g_test_add_func ("/metrics/scores/classes", test_class_scores);
  g_test_add_func ("/metrics/scores/odd", test_odd_scores);
  g_test_add_func ("/metrics/pairs", test_pairs);
  g_test_add_func ("/metrics/cells", test_cells);
  g_test_add_func ("/metrics/settings", test_settings);
  g_test_add_func ("/metrics/many-classes", test_many_classes);
  g_test_add_func ("/metrics/narrow", test_narrow);
  g_test_add_func ("/metrics/regression", test_regression);
  g_test_add_func ("/metrics/hover", test_hover);
  return g_test_run ();
}
