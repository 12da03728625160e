/* The figures of a search: what is drawn follows what was tried.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-parallel-axes.h"

#include <math.h>

enum { WIDTH = 560, HEIGHT = 360 };

static NablaMarks *
draw (const char *name, const NablaSnapshot *snapshot, const double *settings)
{
  return figure_test_draw (name, snapshot, settings, WIDTH, HEIGHT);
}

/* The place of trial @index among the markers of any round. */
static const NablaMarkPoint *
find_trial (const NablaMarks *marks, guint index, const NablaMark **found)
{
  for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
    {
      gsize n_marks, n;
      const NablaMark *list = nabla_marks_layer (marks, layer, &n_marks);
      for (gsize m = 0; m < n_marks; m++)
        {
          const NablaMarkPoint *points = nabla_marks_points (marks, &list[m], &n);
          for (gsize i = 0; list[m].type == NABLA_MARK_MARKERS && list[m].series >= 0 && i < n; i++)
            if (points[i].index == index)
              {
                *found = &list[m];
                return &points[i];
              }
        }
    }
  return NULL;
}

/* A larger value lies farther right, a result changes the color and nothing else, and of a
 * parameter drawn on 1 − x the axis shows that. */
static void
test_scatter (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("search-box");
  NablaTrialsPicture *trials = snapshot->trials;
  const double settings[] = { 0, 2 };
  const NablaMark *mark, *other;
  g_autoptr (NablaMarks) before = draw ("trials", snapshot, settings);
  NablaMarkPoint place = *find_trial (before, 7, &mark);
  NablaColor color = mark->fill;

  trials->values[7 * 5] *= 4;
  g_autoptr (NablaMarks) moved = draw ("trials", snapshot, settings);
  g_assert_cmpfloat (find_trial (moved, 7, &mark)->x, >, place.x + 20);
  g_assert_cmpfloat (find_trial (moved, 7, &mark)->y, ==, place.y);

  trials->values[7 * 5] /= 4;
  trials->values[7 * 5 + 2] = 0.999;
  g_autoptr (NablaMarks) lower = draw ("trials", snapshot, settings);
  trials->values[7 * 5 + 2] = 0.9;
  g_autoptr (NablaMarks) higher = draw ("trials", snapshot, settings);
  g_assert_cmpfloat (find_trial (lower, 7, &mark)->y, >, find_trial (higher, 7, &other)->y);
  g_assert_nonnull (figure_test_find_text (lower, "1 − β₁"));

  trials->trials[7].result = 1e-3;
  g_autoptr (NablaMarks) better = draw ("trials", snapshot, settings);
  find_trial (better, 7, &mark);
  g_assert_false (mark->fill.red == color.red && mark->fill.green == color.green);
  trials->trials[7].result = NAN;
  trials->trials[7].state = NABLA_TRIAL_POINT_DIVERGED;
  g_autoptr (NablaMarks) diverged = draw ("trials", snapshot, settings);
  find_trial (diverged, 7, &mark);
  g_assert_cmpint (mark->shape, ==, NABLA_MARKER_CROSS);
}

static void
test_best_so_far (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("search-box");
  g_autofree char *before = nabla_figure_summary (nabla_figure_find ("best_so_far", NULL), snapshot, NULL);
  snapshot->trials->trials[30].result = 0.0125;
  g_autofree char *after = nabla_figure_summary (nabla_figure_find ("best_so_far", NULL), snapshot, NULL);
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpstr (after, ==, "0.0125 since trial 30.");
  g_autoptr (NablaMarks) marks = draw ("best_so_far", snapshot, NULL);
  gsize n;
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, 1, 0);
  const NablaMarkPoint *points = nabla_marks_points (marks, line, &n);
  for (gsize i = 1; i < n; i++)
    g_assert_true (points[i].y >= points[i - 1].y && points[i].x >= points[i - 1].x);
  g_assert_cmpuint (points[n - 1].index, ==, 30);
}

/* Counts are those of the values, and drawn evenly nine tenths lie in the last decade. */
static void
test_sampled (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("search-box");
  NablaTrialsPicture *trials = snapshot->trials;
  for (guint i = 0; i < trials->n_trials; i++)
    trials->values[5 * i] = i < 40 ? 2e-4 : 0.5;
  g_autoptr (NablaMarks) marks = draw ("sampled", snapshot, NULL);
  g_assert_nonnull (figure_test_find_text (marks, "40"));
  g_assert_nonnull (figure_test_find_text (marks, "8"));
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 0), ==, 4);
  g_autofree char *summary = nabla_figure_summary (nabla_figure_find ("sampled", NULL), snapshot, NULL);
  g_assert_cmpstr (summary, ==, "Drawn evenly, 90.0% of the trials would fall into the last bin.");
}

static void
test_importance (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("search");
  double x, y, before, after, height;
  g_autoptr (NablaMarks) marks = draw ("importance", snapshot, NULL);
  nabla_marks_box (marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 0), &x, &y, &before, &height);
  snapshot->trials->axes[0].importance = 0.23;
  g_autoptr (NablaMarks) halved = draw ("importance", snapshot, NULL);
  nabla_marks_box (halved, figure_test_find (halved, NABLA_MARK_RECTANGLE, 0, 0), &x, &y, &after, &height);
  g_assert_cmpfloat_with_epsilon (after, before / 2, 0.01);
  g_assert_nonnull (figure_test_find_text (halved, "23%"));
}

/* A brush on the result counts the trials below its end; a height and its value are inverse. */
static void
test_parallel (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("search");
  NablaTrialsPicture *trials = snapshot->trials;
  guint n = 0;
  for (guint i = 0; i < trials->n_trials; i++)
    n += trials->trials[i].result <= 0.3;
  trials->brush[11] = 0.3;
  g_autofree char *expected = g_strdup_printf ("%u of 72 trials pass through the brush.", n);
  g_autofree char *summary = nabla_figure_summary (nabla_figure_find ("parallel", NULL), snapshot, NULL);
  g_assert_cmpstr (summary, ==, expected);

  NablaFigureContext context = { .width = WIDTH, .height = HEIGHT, .text_scale = 1, .line_scale = 1,
                                 .pango = figure_test_pango () };
  NablaParallelAxes axes;
  g_assert_true (nabla_parallel_axes_place (&axes, trials, &context));
  for (guint axis = 0; axis < axes.n; axis++)
    {
      double value = axis < 5 ? trials->values[5 * 3 + axis] : trials->trials[3].result;
      double height = nabla_parallel_axes_y (&axes, trials, axis, value);
      g_assert_cmpfloat_with_epsilon (nabla_parallel_axes_value (&axes, trials, axis, height), value,
                                      1e-6 * fabs (value) + 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures/trials/scatter", test_scatter);
  g_test_add_func ("/figures/trials/best-so-far", test_best_so_far);
  g_test_add_func ("/figures/trials/sampled", test_sampled);
  g_test_add_func ("/figures/trials/importance", test_importance);
  g_test_add_func ("/figures/trials/parallel", test_parallel);
  return g_test_run ();
}
