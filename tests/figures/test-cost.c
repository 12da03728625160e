/* The cost curve: which lines there are, in which color and dash, what stands
 * at their ends, and what the summary finds.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-cost-runs.h"

#include <math.h>
#include <string.h>

static NablaSeries *
falling_series (gsize n, double scale)
{
  NablaSeries *series = nabla_series_new ();
  for (gsize i = 0; i < n; i++)
    nabla_series_append (series, (gint64) i, scale / (1 + 0.05 * (double) i));
  return series;
}

/* A run of 100 steps whose dev cost is @ratio times its train cost */
static NablaSnapshot *
plain_snapshot (double ratio)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->step = 99;
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 1");
  curves->cost = falling_series (100, 1);
  curves->split_cost[NABLA_SNAPSHOT_TRAIN] = falling_series (100, 0.9);
  if (ratio > 0)
    curves->split_cost[NABLA_SNAPSHOT_DEV] = falling_series (100, 0.9 * ratio);
  nabla_snapshot_add_curves (snapshot, curves);
  return snapshot;
}

/* Returns: the live run's line with a dash that is not faded */
static const NablaMark *
find_line (const NablaMarks *marks, NablaDash dash, double width)
{
  const NablaMark *mark;
  for (guint i = 0; (mark = figure_test_find (marks, NABLA_MARK_POLYLINE, 0, i)) != NULL; i++)
    if (mark->dash == dash && fabs (mark->line_width - width) < 0.01 && mark->stroke.alpha == 1)
      return mark;
  return NULL;
}

static void
test_lines (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (1.5);
  g_autoptr (NablaMarks) marks = figure_test_draw ("cost", snapshot, NULL, 800, 420);
  const NablaMark *train = find_line (marks, NABLA_DASH_NONE, 2.2);
  const NablaMark *dev = find_line (marks, NABLA_DASH_LONG, 2);
  g_assert_nonnull (train);
  g_assert_nonnull (dev);
  g_assert_null (find_line (marks, NABLA_DASH_DOT, 2));
  g_assert_cmpfloat (train->stroke.red, ==, nabla_color_slot (NABLA_THEME_LIGHT, 0).red);

  /* The larger cost lies higher. */
  gsize n;
  const NablaMarkPoint *low = nabla_marks_points (marks, train, &n);
  const NablaMarkPoint *high = nabla_marks_points (marks, dev, NULL);
  g_assert_cmpuint (n, ==, 100);
  g_assert_cmpfloat (high[50].y, <, low[50].y);
  g_assert_cmpfloat (low[0].y, <, low[99].y);
  g_assert_cmpuint (low[99].index, ==, 99);

  /* 0.9 / 5.95 and one and a half of it */
  g_assert_nonnull (figure_test_find_text (marks, "train 0.151"));
  g_assert_nonnull (figure_test_find_text (marks, "dev 0.227"));
}

/* Train alone is the objective; beside dev, it is measured as dev is. */
static void
test_train_line (void)
{
  g_autoptr (NablaSnapshot) alone = plain_snapshot (0);
  g_autoptr (NablaSnapshot) beside = plain_snapshot (1.5);
  const double settings[] = { 0, 1, 0.9 };
  guint n;
  g_autofree NablaCostRun *first = nabla_cost_runs_scan (alone, settings, &n);
  g_assert_cmpfloat (first->train.high, ==, 1);
  g_assert_cmpuint (first->raw.n, ==, 0);
  g_autofree NablaCostRun *second = nabla_cost_runs_scan (beside, settings, &n);
  g_assert_cmpfloat (second->train.high, ==, 0.9);
  g_assert_cmpfloat (second->raw.high, ==, 1);

  /* A fast run measures seldom: the objective stands for its few points … */
  NablaCostCurves *curves = beside->curves->pdata[0];
  g_clear_pointer (&curves->split_cost[NABLA_SNAPSHOT_TRAIN], nabla_series_unref);
  curves->split_cost[NABLA_SNAPSHOT_TRAIN] = falling_series (20, 0.9);
  g_autofree NablaCostRun *third = nabla_cost_runs_scan (beside, settings, &n);
  g_assert_cmpfloat (third->train.high, ==, 1);

  /* … unless a penalty makes it something else. */
  g_clear_pointer (&curves->cost, nabla_series_unref);
  curves->cost = falling_series (100, 1.5);
  g_autofree NablaCostRun *fourth = nabla_cost_runs_scan (beside, settings, &n);
  g_assert_cmpfloat (fourth->train.high, ==, 0.9);
  g_assert_cmpfloat (fourth->raw.high, ==, 1.5);
}

/* The best step of early stopping is ringed on the curve and named; where it stopped is a
 * line. Another best step is another place. */
static void
test_early_stopping (void)
{
  double x[2];
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (NablaSnapshot) snapshot = plain_snapshot (1.5);
      g_autoptr (NablaMarks) without = figure_test_draw ("cost", snapshot, NULL, 800, 420);
      g_assert_null (figure_test_find_text (without, "best dev cost"));
      snapshot->best_step = 20 + 50 * i;
      snapshot->best_cost = 0.25;
      snapshot->stopped_step = 90;
      g_autoptr (NablaMarks) marks = figure_test_draw ("cost", snapshot, NULL, 800, 420);
      g_assert_nonnull (figure_test_find_text (marks, i == 0 ? "best dev cost 0.250 at step 20"
                                                             : "best dev cost 0.250 at step 70"));
      const NablaMark *ring = NULL, *mark;
      for (guint j = 0; (mark = figure_test_find (marks, NABLA_MARK_MARKERS, 0, j)) != NULL; j++)
        if (nabla_marks_points (marks, mark, NULL)[0].index == (guint32) snapshot->best_step)
          ring = mark;
      g_assert_nonnull (ring);
      x[i] = nabla_marks_points (marks, ring, NULL)[0].x;
      /* what is not finite, and too small a room, leave it out */
      snapshot->best_cost = NAN;
      g_autoptr (NablaMarks) broken = figure_test_draw ("cost", snapshot, NULL, 800, 420);
      g_assert_null (figure_test_find_text (broken, "best dev cost"));
      snapshot->best_cost = 0.25;
      g_autoptr (NablaMarks) small = figure_test_draw ("cost", snapshot, NULL, 240, 150);
      g_assert_nonnull (small);
    }
  g_assert_cmpfloat (x[1], >, x[0] + 200);
}

static void
test_smoothing (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("million");
  g_autoptr (NablaMarks) marks = figure_test_draw ("cost", snapshot, NULL, 800, 420);
  g_assert_nonnull (figure_test_find_text (marks, "<i>β</i> = 0.999"));
  const NablaMark *columns = figure_test_find (marks, NABLA_MARK_COLUMNS, 0, 0);
  g_assert_nonnull (columns);
  g_assert_cmpfloat_with_epsilon (columns->stroke.alpha, 0.25, 1e-3);
  gsize n;
  nabla_marks_points (marks, columns, &n);
  g_assert_cmpuint (n, <=, 2 * 800);
  nabla_marks_points (marks, find_line (marks, NABLA_DASH_NONE, 2.2), &n);
  g_assert_cmpuint (n, <=, 4 * 800);

  /* Nothing is smoothed that is not said to be. */
  const double off[] = { NABLA_COST_SCALE_AUTOMATIC, FALSE, 0 };
  g_autoptr (NablaMarks) raw = figure_test_draw ("cost", snapshot, off, 800, 420);
  g_assert_null (figure_test_find_text (raw, "smoothed"));
  g_assert_null (figure_test_find (raw, NABLA_MARK_COLUMNS, 0, 0));
}

static void
test_scale (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (1.5);
  const double linear[] = { NABLA_COST_SCALE_LINEAR, TRUE, 0 };
  const double logarithmic[] = { NABLA_COST_SCALE_LOG, TRUE, 0 };
  const double automatic[] = { NABLA_COST_SCALE_AUTOMATIC, TRUE, 0 };
  guint n;
  g_autofree NablaCostRun *runs = nabla_cost_runs_scan (snapshot, linear, &n);
  g_assert_false (nabla_cost_runs_y_axis (runs, n, linear).is_log);
  g_assert_true (nabla_cost_runs_y_axis (runs, n, logarithmic).is_log);
  /* From 1.35 to 0.15: less than twenty times */
  g_assert_false (nabla_cost_runs_y_axis (runs, n, automatic).is_log);

  g_autoptr (NablaSnapshot) wide = sample_snapshot_make ("diverged");
  g_autofree NablaCostRun *wide_runs = nabla_cost_runs_scan (wide, automatic, &n);
  g_assert_true (nabla_cost_runs_y_axis (wide_runs, n, automatic).is_log);
  /* Negative costs cannot be shown on a logarithmic axis, whoever asks for it. */
  g_autoptr (NablaSnapshot) negative = sample_snapshot_make ("huge");
  g_autofree NablaCostRun *negative_runs = nabla_cost_runs_scan (negative, automatic, &n);
  g_assert_false (nabla_cost_runs_y_axis (negative_runs, n, logarithmic).is_log);
}

/* What lies after the snapshot's step is faded, and labels stand at the step. */
static void
test_past (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (1.5);
  snapshot->step = 40;
  g_autoptr (NablaMarks) marks = figure_test_draw ("cost", snapshot, NULL, 800, 420);
  gsize n;
  const NablaMarkPoint *points
    = nabla_marks_points (marks, find_line (marks, NABLA_DASH_NONE, 2.2), &n);
  g_assert_cmpuint (points[n - 1].index, ==, 40);
  guint n_faded = 0;
  const NablaMark *mark;
  for (guint i = 0; (mark = figure_test_find (marks, NABLA_MARK_POLYLINE, 0, i)) != NULL; i++)
    n_faded += fabsf (mark->stroke.alpha - 0.35f) < 1e-3f;
  g_assert_cmpuint (n_faded, ==, 2);
  g_assert_nonnull (figure_test_find_text (marks, "train 0.300"));
}

static void
test_other_runs (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (1.5);
  NablaCostCurves *other = nabla_cost_curves_new ("run 10: α = 0.1");
  other->cost = falling_series (150, 2);
  nabla_snapshot_add_curves (snapshot, other);
  g_autoptr (NablaMarks) marks = figure_test_draw ("cost", snapshot, NULL, 800, 420);
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, 1, 0);
  g_assert_cmpfloat_with_epsilon (line->line_width, 1.6, 1e-3);
  g_assert_cmpfloat (line->stroke.red, ==, nabla_color_slot (NABLA_THEME_LIGHT, 1).red);
  g_assert_nonnull (figure_test_find_text (marks, "run 10: α = 0.1"));
  g_assert_cmpint (figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0)->shape, ==,
                   NABLA_MARKER_DIAMOND);
}

static void
test_divergence (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("diverged");
  g_autoptr (NablaMarks) marks = figure_test_draw ("cost", snapshot, NULL, 800, 420);
  g_assert_nonnull (figure_test_find_text (marks, "not finite at step 104"));
  NablaColor red = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_ERROR);
  guint n_red = 0;
  const NablaMark *mark;
  for (guint i = 0; (mark = figure_test_find (marks, NABLA_MARK_POLYLINE, -1, i)) != NULL; i++)
    n_red += mark->stroke.red == red.red && mark->stroke.green == red.green;
  g_assert_cmpuint (n_red, ==, 3);
}

static void
check_summary (const NablaSnapshot *snapshot, const char *expected)
{
  const NablaFigure *figure = nabla_figure_find ("cost", NULL);
  g_autofree char *summary = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (summary, ==, expected);
}

static void
test_summary (void)
{
  g_autoptr (NablaSnapshot) high_variance = plain_snapshot (4.8);
  check_summary (high_variance,
                 "Train 0.151, dev 0.726: dev is 4.8 times train, high variance.");
  g_autoptr (NablaSnapshot) close = plain_snapshot (1.5);
  check_summary (close, "Train 0.151, dev 0.227 at step 99, dev falling.");
  g_autoptr (NablaSnapshot) alone = plain_snapshot (0);
  check_summary (alone, "Cost 0.168 at step 99, falling.");
  g_autoptr (NablaSnapshot) diverged = sample_snapshot_make ("diverged");
  check_summary (diverged, "Stopped at step 104: not a finite number, first in “loss”.");
  g_autoptr (NablaSnapshot) empty = nabla_snapshot_new ();
  check_summary (empty, "No cost has been recorded yet.");

  /* A dev cost that has risen again */
  g_autoptr (NablaSnapshot) rising = nabla_snapshot_new ();
  rising->step = 100;
  NablaCostCurves *curves = nabla_cost_curves_new (NULL);
  curves->cost = falling_series (101, 1);
  curves->split_cost[NABLA_SNAPSHOT_DEV] = nabla_series_new ();
  for (int step = 0; step <= 100; step += 10)
    nabla_series_append (curves->split_cost[NABLA_SNAPSHOT_DEV], step,
                         0.2 + 1e-5 * (step - 50) * (step - 50));
  nabla_snapshot_add_curves (rising, curves);
  check_summary (rising, "Train 0.167, dev 0.225: dev was lowest at step 50.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cost/lines", test_lines);
  g_test_add_func ("/cost/train-line", test_train_line);
  g_test_add_func ("/cost/smoothing", test_smoothing);
  g_test_add_func ("/cost/early-stopping", test_early_stopping);
  g_test_add_func ("/cost/scale", test_scale);
  g_test_add_func ("/cost/past", test_past);
  g_test_add_func ("/cost/other-runs", test_other_runs);
  g_test_add_func ("/cost/divergence", test_divergence);
  g_test_add_func ("/cost/summary", test_summary);
  return g_test_run ();
}
