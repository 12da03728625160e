/* The figures of studies and the batch ribbon: what they draw are the numbers they get.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"
#include "nabla-figure-table.h"

#include <math.h>
#include <string.h>

static const char *const names[] = { "batches",     "gradient_check", "gradient_angles",
                                     "batch_noise", "batch_sizes",    "surface" };

static NablaSnapshot *
make (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  snapshot->step = 12;

  NablaGradientCheckPicture *check = nabla_gradient_check_picture_new (2, 3);
  check->limit = 1e-7;
  check->rows[0] = (NablaCheckedParameter){ .name = g_strdup ("hidden/W"), .n = 2, .difference = 0.5 };
  check->rows[1] = (NablaCheckedParameter){
    .name = g_strdup ("output/W"), .n = 1, .difference = 1e-9, .passed = TRUE
  };
  check->numbers[0] = (NablaCheckedNumber){ 0, 0, 1, -1 };
  check->numbers[1] = (NablaCheckedNumber){ 0, 1, 2, 1 };
  check->numbers[2] = (NablaCheckedNumber){ 1, 0, 1.5, 1.5 };
  snapshot->gradient_check = check;

  NablaGradientAngles *angles = nabla_gradient_angles_new (2);
  angles->sizes[0] = (NablaAngles){ .batch_size = 1, .n = 3, .mean = 90, .expected = 80 };
  angles->sizes[0].counts[18] = 2;
  angles->sizes[0].counts[9] = 1;
  angles->sizes[1] = (NablaAngles){ .batch_size = 8, .n = 1, .mean = 45, .expected = 40 };
  angles->sizes[1].counts[9] = 1;
  snapshot->gradient_angles = angles;

  NablaBatchNoise *noise = nabla_batch_noise_new (2, 40);
  for (guint r = 0; r < 2; r++)
    {
      noise->runs[r].batch_size = r == 0 ? 1 : 64;
      noise->runs[r].n = 40;
      noise->runs[r].noise = r == 0 ? 0.5 : 0.125;
      for (guint i = 0; i < 40; i++)
        noise->runs[r].costs[i] = 1 + (r == 0 ? 0.4 : 0.1) * (i % 2);
    }
  snapshot->batch_noise = noise;

  NablaBatchSizes *sizes = nabla_batch_sizes_new (3);
  sizes->target = 0.3;
  sizes->sizes[0] = (NablaBatchTime){ 1, FALSE, NAN, NAN, NAN, 1000, 0.4 };
  sizes->sizes[1] = (NablaBatchTime){ 8, TRUE, 0.5, 4, 100, 4000, 0.2 };
  sizes->sizes[2] = (NablaBatchTime){ 64, TRUE, 2, 32, 100, 9000, 0.2 };
  snapshot->batch_sizes = sizes;

  NablaTerrain *terrain = nabla_terrain_new (25, 25);
  terrain->field->x_minimum = terrain->field->y_minimum = -1;
  terrain->field->x_maximum = terrain->field->y_maximum = 1;
  for (guint i = 0; i < 25 * 25; i++)
    {
      double x = ((int)(i % 25) - 12) / 12.5, y = ((int)(i / 25) - 12) / 12.5;
      terrain->field->values[i] = (float) (x * x + 2 * y * y);
    }
  nabla_terrain_finish (terrain);
  NablaSurfacePicture *surface = nabla_surface_picture_new (terrain, 2);
  surface->cost = 0.25;
  surface->lowest = 0;
  surface->explained = 0.75;
  surface->points[0] = (NablaSurfacePoint){ 0, 0.5, 0.5, 0.1, 0.75 };
  surface->points[1] = (NablaSurfacePoint){ 12, 0, 0, 0, 0.25 };
  snapshot->surface = surface;

  NablaBatchesPicture *batches = nabla_batches_picture_new (20, 3);
  batches->batch_size = 8;
  batches->epoch = 3;
  batches->first_step = 9;
  batches->next = 1;
  batches->starts[1] = 8;
  batches->starts[2] = 16;
  batches->starts[3] = 20;
  for (guint i = 0; i < 20; i++)
    batches->labels[i] = i % 2;
  snapshot->batches = batches;
  NablaCostCurves *curves = nabla_cost_curves_new ("run");
  curves->cost = nabla_series_new ();
  for (guint i = 0; i <= 9; i++)
    nabla_series_append (curves->cost, i, i == 9 ? 0.625 : 1);
  nabla_snapshot_add_curves (snapshot, curves);
  return snapshot;
}

static const NablaMarkPoint *
points_of (const NablaMarks *marks, NablaMarkType type, int series, gsize *n)
{
  const NablaMark *mark = figure_test_find (marks, type, series, 0);
  g_assert_nonnull (mark);
  return nabla_marks_points (marks, mark, n);
}

static void
test_gradient_check (void)
{
  g_autoptr (NablaSnapshot) snapshot = make ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("gradient_check", snapshot, NULL, 700, 300);
  g_assert_nonnull (figure_test_find_text (marks, "0.500"));
  g_assert_nonnull (figure_test_find_text (marks, "hidden/W"));
  g_assert_cmpint (figure_test_find (marks, NABLA_MARK_MARKERS, 0, 0)->shape, ==,
                   NABLA_MARKER_CROSS);
  g_assert_cmpint (figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0)->shape, ==,
                   NABLA_MARKER_CIRCLE);
  gsize n;
  double before = points_of (marks, NABLA_MARK_MARKERS, 0, &n)->x;
  snapshot->gradient_check->rows[0].difference = 1e-5;
  g_autoptr (NablaMarks) other = figure_test_draw ("gradient_check", snapshot, NULL, 700, 300);
  g_assert_cmpfloat (points_of (other, NABLA_MARK_MARKERS, 0, &n)->x, <, before);
  g_autofree char *summary
      = nabla_figure_summary (nabla_figure_find ("gradient_check", NULL), snapshot, NULL);
  g_assert_cmpstr (summary, ==, "1 parameter is wrong; hidden/W differs by 1.00e−5.");
}

static void
test_angles (void)
{
  g_autoptr (NablaSnapshot) snapshot = make ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("gradient_angles", snapshot, NULL, 700, 300);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 0), ==, 2);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 1), ==, 1);
  g_assert_nonnull (figure_test_find_text (marks, "90.0°"));
  gsize n;
  double wide = points_of (marks, NABLA_MARK_MARKERS, 0, &n)->x;
  snapshot->gradient_angles->sizes[0].expected = 20;
  g_autoptr (NablaMarks) other = figure_test_draw ("gradient_angles", snapshot, NULL, 700, 300);
  g_assert_cmpfloat (points_of (other, NABLA_MARK_MARKERS, 0, &n)->x, <, wide - 100);
}

static void
test_noise (void)
{
  g_autoptr (NablaSnapshot) snapshot = make ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("batch_noise", snapshot, NULL, 700, 300);
  g_assert_nonnull (figure_test_find_text (marks, "0.125"));
  gsize n;
  points_of (marks, NABLA_MARK_POLYLINE, 1, &n);
  g_assert_cmpuint (n, ==, 40);
  snapshot->batch_noise->runs[1].n = 10;
  g_autoptr (NablaMarks) other = figure_test_draw ("batch_noise", snapshot, NULL, 700, 300);
  points_of (other, NABLA_MARK_POLYLINE, 1, &n);
  g_assert_cmpuint (n, ==, 10);
}

static void
test_sizes (void)
{
  g_autoptr (NablaSnapshot) snapshot = make ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("batch_sizes", snapshot, NULL, 800, 300);
  gsize n;
  const NablaMarkPoint *dots = points_of (marks, NABLA_MARK_MARKERS, 0, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (dots[0].y, >, dots[1].y);
  points_of (marks, NABLA_MARK_MARKERS, 3, &n);
  g_assert_cmpuint (n, ==, 1);
  points_of (marks, NABLA_MARK_MARKERS, 2, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (points_of (marks, NABLA_MARK_MARKERS, 6, &n)->index, ==, 1);
  snapshot->batch_sizes->sizes[2].seconds = 0.1;
  g_autoptr (NablaMarks) other = figure_test_draw ("batch_sizes", snapshot, NULL, 800, 300);
  g_assert_cmpuint (points_of (other, NABLA_MARK_MARKERS, 6, &n)->index, ==, 2);
}

static void
test_surface (void)
{
  g_autoptr (NablaSnapshot) snapshot = make ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("surface", snapshot, NULL, 600, 400);
  gsize n;
  const NablaMarkPoint *ball = points_of (marks, NABLA_MARK_MARKERS, 102, &n);
  g_assert_cmpfloat_with_epsilon (ball->x, 300, 0.01);
  g_assert_cmpfloat_with_epsilon (ball->y, 200, 0.01);
  const NablaMarkPoint *way = points_of (marks, NABLA_MARK_POLYLINE, 100, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat_with_epsilon (way[0].x, 450, 0.01);
  g_assert_cmpfloat_with_epsilon (way[0].y, 100, 0.01);
  g_assert_nonnull (figure_test_find_text (marks, "75.0% of the way lies in this plane"));
  g_assert_nonnull (figure_test_find_text (marks, "0.250"));
  snapshot->surface->points[0].x = -0.5;
  g_autoptr (NablaMarks) other = figure_test_draw ("surface", snapshot, NULL, 600, 400);
  g_assert_cmpfloat_with_epsilon (points_of (other, NABLA_MARK_POLYLINE, 100, &n)[0].x, 150, 0.01);
}

static void
test_batches (void)
{
  g_autoptr (NablaSnapshot) snapshot = make ();
  g_autoptr (NablaMarks) marks = figure_test_draw ("batches", snapshot, NULL, 700, 300);
  gsize n;
  const NablaMarkPoint *full = points_of (marks, NABLA_MARK_PICTURE, 0, &n);
  const NablaMarkPoint *last = points_of (marks, NABLA_MARK_PICTURE, 2, &n);
  g_assert_cmpfloat_with_epsilon ((last[1].x - last[0].x) / (full[1].x - full[0].x), 0.5, 0.01);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, 1), ==, 1);
  g_assert_nonnull (figure_test_find_text (marks, "0.625"));
  g_assert_nonnull (figure_test_find_text (marks, "next"));
  snapshot->batches->next = 2;
  g_autoptr (NablaMarks) other = figure_test_draw ("batches", snapshot, NULL, 700, 300);
  g_assert_cmpuint (figure_test_count (other, NABLA_MARK_RECTANGLE, 2), ==, 1);
}

/* Nothing, tiny rooms, the projector, and numbers that are not finite. */
static void
test_odd (void)
{
  static const double rooms[][3] = { { 240, 114, 1 }, { 60, 40, 1 }, { 900, 500, 1.6 }, { 320, 600, 1 } };
  g_autoptr (NablaSnapshot) empty = nabla_snapshot_new ();
  g_autoptr (NablaSnapshot) snapshot = make ();
  snapshot->gradient_check->rows[0].difference = NAN;
  snapshot->gradient_check->numbers[0].numeric = INFINITY;
  snapshot->gradient_angles->sizes[0].mean = NAN;
  snapshot->batch_noise->runs[0].n = 1;
  snapshot->batch_noise->runs[0].noise = NAN;
  snapshot->surface->terrain->field->values[0] = INFINITY;
  snapshot->surface->explained = NAN;
  for (guint f = 0; f < G_N_ELEMENTS (names); f++)
    {
      const NablaFigure *figure = nabla_figure_find (names[f], NULL);
      for (guint e = 0; e < 2; e++)
        for (guint r = 0; r < G_N_ELEMENTS (rooms); r++)
          {
            const NablaFigureContext context = {
              .width = rooms[r][0],
              .height = rooms[r][1],
              .text_scale = rooms[r][2],
              .line_scale = rooms[r][2],
              .pango = figure_test_pango (),
            };
            g_autoptr (NablaMarks) marks = nabla_marks_new (), overlay = nabla_marks_new ();
            nabla_figure_draw (figure, e == 0 ? empty : snapshot, &context, NULL, marks);
            for (double at = 0; at <= 1; at += 0.25)
              nabla_figure_hover (figure, e == 0 ? empty : snapshot, &context, NULL,
                                  at * context.width, at * context.height, overlay);
            g_autofree char *summary
                = nabla_figure_summary (figure, e == 0 ? empty : snapshot, NULL);
            g_assert_cmpuint (strlen (summary), >, 10);
          }
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaSnapshot) whole = make ();
      GString *csv = nabla_figure_table (figure, whole, &error);
      g_assert_no_error (error);
      guint lines = 0;
      for (const char *at = csv->str; *at != '\0'; at++)
        lines += *at == '\n';
      g_assert_cmpuint (lines, >, 3);
      g_string_free (csv, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/studies/gradient-check", test_gradient_check);
  g_test_add_func ("/studies/angles", test_angles);
  g_test_add_func ("/studies/noise", test_noise);
  g_test_add_func ("/studies/sizes", test_sizes);
  g_test_add_func ("/studies/surface", test_surface);
  g_test_add_func ("/studies/batches", test_batches);
  g_test_add_func ("/studies/odd", test_odd);
  return g_test_run ();
}
