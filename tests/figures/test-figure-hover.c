/* Hovering and zooming: what a pointer over a figure says, and how a rectangle of
 * pixels becomes a part of the data and fills the figure.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include <math.h>
#include <string.h>

#define WIDTH 640.0
#define HEIGHT 360.0

static NablaFigureContext
context_new (void)
{
  return (NablaFigureContext){
    .width = WIDTH,
    .height = HEIGHT,
    .text_scale = 1,
    .line_scale = 1,
    .pango = figure_test_pango (),
  };
}

static NablaMarks *
hover (const char *name, const NablaSnapshot *snapshot, double x, double y)
{
  NablaFigureContext context = context_new ();
  NablaMarks *overlay = nabla_marks_new ();
  nabla_figure_hover (nabla_figure_find (name, NULL), snapshot, &context, NULL, x, y, overlay);
  return overlay;
}

/* Two runs of 101 steps: costs 100 … 0 and a constant 50 */
static NablaSnapshot *
two_runs (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->step = snapshot->steps_total = 100;
  NablaCostCurves *live = nabla_cost_curves_new ("Run 2");
  NablaCostCurves *earlier = nabla_cost_curves_new ("Run 1");
  live->cost = nabla_series_new ();
  live->split_cost[NABLA_SNAPSHOT_DEV] = nabla_series_new ();
  earlier->cost = nabla_series_new ();
  for (gint64 step = 0; step <= 100; step++)
    {
      nabla_series_append (live->cost, step, (double)(100 - step));
      if (step % 10 == 0)
        nabla_series_append (live->split_cost[NABLA_SNAPSHOT_DEV], step, 75);
      nabla_series_append (earlier->cost, step, 50);
    }
  nabla_snapshot_add_curves (snapshot, live);
  nabla_snapshot_add_curves (snapshot, earlier);
  return snapshot;
}

static void
test_cost (void)
{
  g_autoptr (NablaSnapshot) snapshot = two_runs ();
  NablaFigureContext context = context_new ();
  const NablaFigure *cost = nabla_figure_find ("cost", NULL);
  NablaAxis x, y;
  g_assert_true (nabla_figure_axes (cost, snapshot, &context, NULL, &x, &y));
  double place = nabla_axis_place (&x, 38);

  g_autoptr (NablaMarks) overlay = hover ("cost", snapshot, place, HEIGHT / 2);
  g_assert_nonnull (figure_test_find_text (overlay, "train 62.0"));
  g_assert_nonnull (figure_test_find_text (overlay, "dev 75.0"));
  g_assert_nonnull (figure_test_find_text (overlay, "Run 1 50.0"));
  g_assert_nonnull (figure_test_find_text (overlay, "step 38"));

  /* Dots stand on the curves; dev was last measured at step 30. */
  g_assert_cmpuint (figure_test_count (overlay, NABLA_MARK_MARKERS, 0), ==, 2);
  const NablaMark *train = figure_test_find (overlay, NABLA_MARK_MARKERS, 0, 0);
  const NablaMark *dev = figure_test_find (overlay, NABLA_MARK_MARKERS, 0, 1);
  gsize n;
  const NablaMarkPoint *point = nabla_marks_points (overlay, train, &n);
  g_assert_cmpfloat_with_epsilon (point->x, place, 0.01);
  g_assert_cmpfloat_with_epsilon (point->y, nabla_axis_place (&y, 62), 0.01);
  g_assert_cmpuint (point->index, ==, 38);
  point = nabla_marks_points (overlay, dev, &n);
  g_assert_cmpfloat_with_epsilon (point->x, nabla_axis_place (&x, 30), 0.01);
  g_assert_cmpfloat_with_epsilon (point->y, nabla_axis_place (&y, 75), 0.01);

  /* Beside the curves there is nothing to say. */
  g_autoptr (NablaMarks) beside = hover ("cost", snapshot, 2, HEIGHT / 2);
  gsize n_marks;
  nabla_marks_layer (beside, 0, &n_marks);
  g_assert_cmpuint (n_marks, ==, 0);
}

/* The plane says the probability of the cell under the pointer, zoomed or not. */
static void
test_boundary (void)
{
  g_autoptr (NablaSnapshot) snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  NablaField *field = snapshot->field = nabla_field_new (2, 2, 1);
  field->is_probability = TRUE;
  field->x_maximum = field->y_maximum = 1;
  field->values[0] = 0.125f; /* the lower left */
  field->values[3] = 0.875f; /* the upper right */
  g_autoptr (NablaMarks) low = hover ("boundary", snapshot, WIDTH / 4, 3 * HEIGHT / 4);
  g_autoptr (NablaMarks) high = hover ("boundary", snapshot, 3 * WIDTH / 4, HEIGHT / 4);
  g_assert_nonnull (figure_test_find_text (low, "P(1) = 12.5%"));
  g_assert_nonnull (figure_test_find_text (high, "P(1) = 87.5%"));

  NablaFigureContext context = context_new ();
  context.window = (NablaFigureWindow) { TRUE, 0, 0.4, 0, 0.4 };
  g_autoptr (NablaMarks) zoomed = nabla_marks_new ();
  nabla_figure_hover (nabla_figure_find ("boundary", NULL), snapshot, &context, NULL,
                      3 * WIDTH / 4, HEIGHT / 4, zoomed);
  g_assert_nonnull (figure_test_find_text (zoomed, "P(1) = 12.5%"));
}

/* A part that fills the figure: its corners are the figure's, and a zoom out of
 * the whole figure leads back. */
static void
check_zoom (const char *name, const NablaSnapshot *snapshot)
{
  const NablaFigure *figure = nabla_figure_find (name, NULL);
  NablaFigureContext context = context_new ();
  NablaAxis x, y, zoomed_x, zoomed_y;
  g_assert_true (nabla_figure_axes (figure, snapshot, &context, NULL, &x, &y));
  double x1 = x.start + 0.25 * (x.end - x.start), x2 = x.start + 0.75 * (x.end - x.start);
  double y1 = y.start + 0.25 * (y.end - y.start), y2 = y.start + 0.75 * (y.end - y.start);

  NablaFigureWindow window = { 0 };
  g_assert_true (nabla_figure_zoom (figure, snapshot, &context, NULL, x2, y1, x1, y2, &window));
  g_assert_true (window.is_zoomed);
  g_assert_cmpfloat_with_epsilon (window.x_minimum, nabla_axis_value (&x, x1), 1e-9);
  g_assert_cmpfloat_with_epsilon (window.y_maximum, nabla_axis_value (&y, y2), 1e-9);
  context.window = window;
  g_assert_true (nabla_figure_axes (figure, snapshot, &context, NULL, &zoomed_x, &zoomed_y));
  g_assert_cmpfloat (zoomed_x.low, ==, window.x_minimum);
  g_assert_cmpfloat (zoomed_x.high, ==, window.x_maximum);
  g_assert_cmpfloat (zoomed_y.low, ==, window.y_minimum);
  g_assert_cmpfloat (zoomed_y.high, ==, window.y_maximum);

  /* Marks are where the axes say, and what is drawn differs. */
  g_autoptr (NablaMarks) all = figure_test_draw (name, snapshot, NULL, WIDTH, HEIGHT);
  g_autoptr (NablaMarks) part = nabla_marks_new ();
  nabla_figure_draw (figure, snapshot, &context, NULL, part);
  g_assert_cmpuint (nabla_marks_generation (all, 1), !=, nabla_marks_generation (part, 1));

  NablaFigureWindow out;
  g_assert_true (
      nabla_figure_zoom (figure, snapshot, &context, NULL, nabla_axis_place (&zoomed_x, x.low),
                         nabla_axis_place (&zoomed_y, y.low), nabla_axis_place (&zoomed_x, x.high),
                         nabla_axis_place (&zoomed_y, y.high), &out));
  g_assert_cmpfloat_with_epsilon (out.x_minimum, x.low, 1e-3 * (x.high - x.low));
  g_assert_cmpfloat_with_epsilon (out.y_maximum, y.high, 1e-3 * (y.high - y.low));

  /* Nothing is shown of no width; the window stays as it was. */
  g_assert_false (nabla_figure_zoom (figure, snapshot, &context, NULL, x1, y1, x1, y2, &window));
  g_assert_cmpfloat (window.x_minimum, ==, zoomed_x.low);
  context.window.x_maximum = NAN;
  g_assert_true (nabla_figure_axes (figure, snapshot, &context, NULL, &zoomed_x, &zoomed_y));
  g_assert_cmpfloat (zoomed_x.high, ==, x.high);
}

static void
test_zoom (void)
{
  g_autoptr (NablaSnapshot) spirals = sample_snapshot_make ("spirals");
  check_zoom ("cost", spirals);
  check_zoom ("boundary", spirals);
}

/* The field moves with the points: a zoomed picture is placed where it belongs. */
static void
test_zoomed_field (void)
{
  g_autoptr (NablaSnapshot) spirals = sample_snapshot_make ("spirals");
  const NablaFigure *boundary = nabla_figure_find ("boundary", NULL);
  NablaFigureContext context = context_new ();
  g_assert_true (nabla_figure_zoom (boundary, spirals, &context, NULL, WIDTH / 4, HEIGHT / 2,
                                    3 * WIDTH / 4, HEIGHT, &context.window));
  g_autoptr (NablaMarks) marks = nabla_marks_new ();
  nabla_figure_draw (boundary, spirals, &context, NULL, marks);
  const NablaMark *picture = figure_test_find (marks, NABLA_MARK_PICTURE, -1, 0);
  double x, y, width, height;
  nabla_marks_box (marks, picture, &x, &y, &width, &height);
  g_assert_cmpfloat_with_epsilon (x, -WIDTH / 2, 0.1);
  g_assert_cmpfloat_with_epsilon (y, -HEIGHT, 0.1);
  g_assert_cmpfloat_with_epsilon (width, 2 * WIDTH, 0.1);
  g_assert_cmpfloat_with_epsilon (height, 2 * HEIGHT, 0.1);
}

/* Wherever the pointer is, and whatever the snapshot: finite marks, words inside. */
static void
test_everywhere (gconstpointer data)
{
  const SampleSnapshot *sample = data;
  g_autoptr (NablaSnapshot) snapshot = sample->make ();
  for (guint f = 0; nabla_figures ()[f] != NULL; f++)
    for (guint i = 0; i < 7 * 5; i++)
      {
        g_autoptr (NablaMarks) overlay = hover (nabla_figures ()[f]->name, snapshot,
                                                WIDTH * (i % 7) / 6, HEIGHT * (i / 7) / 4);
        gsize n_marks, n;
        const NablaMark *marks = nabla_marks_layer (overlay, 0, &n_marks);
        for (gsize m = 0; m < n_marks; m++)
          {
            const NablaMarkPoint *points = nabla_marks_points (overlay, &marks[m], &n);
            for (gsize p = 0; p < n; p++)
              g_assert_true (isfinite (points[p].x) && isfinite (points[p].y));
            if (marks[m].type != NABLA_MARK_TEXT)
              continue;
            double box[4];
            figure_test_text_box (overlay, &marks[m], box);
            g_assert_cmpfloat (box[0], >=, -1);
            g_assert_cmpfloat (box[1], >=, -1);
            g_assert_cmpfloat (box[2], <=, WIDTH + 1);
            g_assert_cmpfloat (box[3], <=, HEIGHT + 1);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/figure-hover/cost", test_cost);
  g_test_add_func ("/figure-hover/boundary", test_boundary);
  g_test_add_func ("/figure-hover/zoom", test_zoom);
  g_test_add_func ("/figure-hover/zoomed-field", test_zoomed_field);
  for (const SampleSnapshot *sample = sample_snapshots (); sample->name != NULL; sample++)
    {
      g_autofree char *path = g_strdup_printf ("/figure-hover/everywhere/%s", sample->name);
      g_test_add_data_func (path, sample, test_everywhere);
    }
  return g_test_run ();
}
