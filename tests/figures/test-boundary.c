/* The decision boundary: field, line and points lie where the numbers say.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-field-picture.h"

#include <math.h>
#include <string.h>

#define WIDTH 400.0
#define HEIGHT 200.0

/* A field 0 … 4 × 0 … 2 whose probability grows from left to right, and four
 * points at known places */
static NablaSnapshot *
plain_snapshot (guint n_classes)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = n_classes;
  NablaField *field = snapshot->field = nabla_field_new (20, 10, n_classes > 2 ? n_classes : 1);
  field->is_probability = n_classes > 0;
  field->x_maximum = 4;
  field->y_maximum = 2;
  for (guint cell = 0; cell < 200; cell++)
    for (guint k = 0; k < field->n_values; k++)
      field->values[cell * field->n_values + k]
        = n_classes > 2 ? (k == cell % 20 * n_classes / 20 ? 0.9f : 0.05f)
                        : (cell % 20 + 0.5f) / 20;
  static const float places[][2] = { { 1, 0.5f }, { 3, 0.5f }, { 1, 1.5f }, { 9, 1 } };
  snapshot->points = nabla_points_new (4);
  for (guint i = 0; i < 4; i++)
    {
      snapshot->points->x[i] = places[i][0];
      snapshot->points->y[i] = places[i][1];
      snapshot->points->label[i] = i == 1;
      snapshot->points->split[i] = i == 2 ? NABLA_SNAPSHOT_DEV : NABLA_SNAPSHOT_TRAIN;
    }
  return snapshot;
}

static void
test_binary (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (2);
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundary", snapshot, NULL, WIDTH, HEIGHT);

  /* The line at 0.5 stands upright in the middle. */
  gsize n;
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, -1, 0);
  const NablaMarkPoint *points = nabla_marks_points (marks, line, &n);
  g_assert_cmpfloat_with_epsilon (line->line_width, 1.6, 1e-3);
  g_assert_cmpuint (n, >=, 10);
  for (gsize i = 0; i + 1 < n; i++)
    g_assert_cmpfloat_with_epsilon (points[i].x, WIDTH / 2, 1e-3);

  /* Filled train, hollow dev; class 0 a circle, class 1 a diamond */
  const NablaMark *filled = figure_test_find (marks, NABLA_MARK_MARKERS, 0, 0);
  const NablaMark *hollow = figure_test_find (marks, NABLA_MARK_MARKERS, 0, 1);
  const NablaMark *other = figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0);
  NablaColor blue = nabla_color (NABLA_THEME_LIGHT, NABLA_COLOR_CLASS_0);
  g_assert_cmpfloat (filled->fill.blue, ==, blue.blue);
  g_assert_cmpfloat (hollow->fill.red, ==, 1);
  g_assert_cmpfloat (hollow->stroke.blue, ==, blue.blue);
  g_assert_cmpint (filled->shape, ==, NABLA_MARKER_CIRCLE);
  g_assert_cmpint (other->shape, ==, NABLA_MARKER_DIAMOND);
  points = nabla_marks_points (marks, hollow, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (points->index, ==, 2);
  g_assert_cmpfloat_with_epsilon (points->x, WIDTH / 4, 1e-3);
  g_assert_cmpfloat_with_epsilon (points->y, HEIGHT / 4, 1e-3);
}

static void
assert_pixel (const NablaPicture *picture, guint column, guint row, NablaColor color)
{
  const guint8 *pixels = g_bytes_get_data (picture->pixels, NULL);
  const guint8 *pixel = pixels + 4 * ((gsize) row * picture->columns + column);
  g_assert_cmpint (abs (pixel[0] - (int) lroundf (255 * color.red)), <=, 1);
  g_assert_cmpint (abs (pixel[1] - (int) lroundf (255 * color.green)), <=, 1);
  g_assert_cmpint (abs (pixel[2] - (int) lroundf (255 * color.blue)), <=, 1);
  g_assert_cmpint (pixel[3], ==, 255);
}

/* Row 0 of a field is at the bottom, of a picture at the top. */
static void
test_picture (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (2);
  snapshot->field->values[0] = 1;
  snapshot->field->values[19] = NAN;
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundary", snapshot, NULL, WIDTH, HEIGHT);
  const NablaMark *mark = figure_test_find (marks, NABLA_MARK_PICTURE, -1, 0);
  const NablaPicture *picture = nabla_marks_get_picture (marks, mark);
  double x, y, width, height;
  nabla_marks_box (marks, mark, &x, &y, &width, &height);
  g_assert_cmpfloat (x, ==, 0);
  g_assert_cmpfloat (y, ==, 0);
  g_assert_cmpfloat (width, ==, WIDTH);
  g_assert_cmpfloat (height, ==, HEIGHT);
  assert_pixel (picture, 0, 9, nabla_color_map (NABLA_THEME_LIGHT, NABLA_MAP_FIELD, 1));
  assert_pixel (picture, 0, 0, nabla_color_map (NABLA_THEME_LIGHT, NABLA_MAP_FIELD, 0.025));
  assert_pixel (picture, 19, 9, nabla_color_map (NABLA_THEME_LIGHT, NABLA_MAP_FIELD, 0.5));
}

/* Of two softmax outputs, the second is the probability of class 1. */
static void
test_two_outputs (void)
{
  NablaField *one = nabla_field_new (2, 1, 1), *two = nabla_field_new (2, 1, 2);
  one->is_probability = two->is_probability = TRUE;
  one->values[0] = two->values[1] = 0.2f;
  one->values[1] = two->values[3] = 0.9f;
  two->values[0] = 0.8f;
  two->values[2] = 0.1f;
  NablaValueScale scale = { NABLA_MAP_FIELD, 0, 1 };
  g_autoptr (GBytes) first = nabla_field_picture (one, &scale, NABLA_THEME_DARK);
  g_autoptr (GBytes) second = nabla_field_picture (two, &scale, NABLA_THEME_DARK);
  g_assert_true (g_bytes_equal (first, second));
  nabla_field_free (one);
  nabla_field_free (two);
}

static void
test_classes (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (4);
  snapshot->class_names = g_new0 (char *, 4);
  snapshot->class_names[3] = g_strdup ("virginica");
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundary", snapshot, NULL, WIDTH, HEIGHT);
  /* Three upright lines between four stripes of equal width, all in one mark */
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, -1, 0);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, line, &n);
  guint seen[4] = { 0 };
  for (gsize i = 0; i < n; i++)
    if (isfinite (points[i].x))
      {
        double quarters = points[i].x / (WIDTH / 4);
        g_assert_cmpfloat (fabs (quarters - round (quarters)), <, 0.01);
        seen[(guint) round (quarters)]++;
      }
  g_assert_cmpuint (seen[0], ==, 0);
  for (guint k = 1; k < 4; k++)
    g_assert_cmpuint (seen[k], >, 5);
  g_assert_nonnull (figure_test_find_text (marks, "virginica"));
}

static void
test_regression (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (0);
  NablaValueScale scale = nabla_value_scale (snapshot->field, NULL);
  g_assert_cmpint (scale.map, ==, NABLA_MAP_SEQUENTIAL);
  g_assert_cmpfloat_with_epsilon (scale.low, 0.025, 1e-6);
  snapshot->field->values[7] = -3;
  scale = nabla_value_scale (snapshot->field, NULL);
  g_assert_cmpint (scale.map, ==, NABLA_MAP_DIVERGING);
  g_assert_cmpfloat (scale.low, ==, -3);
  g_assert_cmpfloat (scale.high, ==, 3);

  snapshot->label_name = g_strdup ("height");
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundary", snapshot, NULL, 800, 420);
  g_assert_null (figure_test_find (marks, NABLA_MARK_POLYLINE, -1, 0));
  g_assert_nonnull (figure_test_find_text (marks, "height"));
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_PICTURE, -1), ==, 2);
}

/* Ticks can be read wherever they stand: on their halo, which is the surface's
 * color at 60 %, over any ground. */
static void
check_readable (NablaTheme theme, NablaColor ground)
{
  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
  NablaColor halo = { 0.6f * surface.red + 0.4f * ground.red,
                      0.6f * surface.green + 0.4f * ground.green,
                      0.6f * surface.blue + 0.4f * ground.blue, 1 };
  NablaColor text = nabla_color (theme, NABLA_COLOR_SECONDARY_TEXT);
  g_assert_cmpfloat (nabla_color_contrast (text, halo), >=, 4.5);
}

static void
test_readable (void)
{
  const NablaValueScale scales[]
    = { { NABLA_MAP_SEQUENTIAL, 0, 1 }, { NABLA_MAP_DIVERGING, -1, 1 } };
  NablaField *field = nabla_field_new (NABLA_N_SLOTS, 1, NABLA_N_SLOTS);
  field->is_probability = TRUE;
  for (guint k = 0; k < NABLA_N_SLOTS; k++)
    field->values[k * NABLA_N_SLOTS + k] = 1;
  for (guint theme = 0; theme < NABLA_N_THEMES; theme++)
    {
      for (guint s = 0; s < G_N_ELEMENTS (scales); s++)
        for (double value = scales[s].low; value <= 1; value += 0.01)
          check_readable (theme, nabla_value_scale_ground (&scales[s], theme, value));
      g_autoptr (GBytes) picture = nabla_field_picture (field, &scales[0], theme);
      const guint8 *pixel = g_bytes_get_data (picture, NULL);
      for (guint k = 0; k < NABLA_N_SLOTS; k++, pixel += 4)
        check_readable (theme, (NablaColor) { pixel[0] / 255.0f, pixel[1] / 255.0f,
                                              pixel[2] / 255.0f, 1 });
    }
  nabla_field_free (field);
}

static void
test_points_alone (void)
{
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (2);
  g_clear_pointer (&snapshot->field, nabla_field_free);
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundary", snapshot, NULL, WIDTH, HEIGHT);
  gsize n;
  const NablaMarkPoint *points
    = nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_MARKERS, 0, 0), &n);
  g_assert_cmpuint (n, ==, 2);
  for (gsize i = 0; i < n; i++)
    g_assert_true (points[i].x > 0 && points[i].x < WIDTH && points[i].y > 0
                   && points[i].y < HEIGHT);
}

static void
test_many_points (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("million");
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundary", snapshot, NULL, WIDTH, HEIGHT);
  gsize n_first, n_second;
  nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_MARKERS, 0, 0), &n_first);
  nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_MARKERS, 1, 0), &n_second);
  g_assert_cmpuint (n_first + n_second, ==, 20000);
}

static void
test_summary (void)
{
  const NablaFigure *figure = nabla_figure_find ("boundary", NULL);
  g_autoptr (NablaSnapshot) snapshot = plain_snapshot (2);
  snapshot->metrics[NABLA_SNAPSHOT_TRAIN].m = 400;
  snapshot->metrics[NABLA_SNAPSHOT_TRAIN].accuracy = 0.8975;
  g_autofree char *train = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (train, ==, "359 of 400 examples right.");
  snapshot->metrics[NABLA_SNAPSHOT_DEV].m = 100;
  snapshot->metrics[NABLA_SNAPSHOT_DEV].accuracy = 1;
  g_autofree char *both = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (both, ==,
                   "Train accuracy 89.8%, dev 100.0%; hollow points are not trained on.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/boundary/binary", test_binary);
  g_test_add_func ("/boundary/picture", test_picture);
  g_test_add_func ("/boundary/two-outputs", test_two_outputs);
  g_test_add_func ("/boundary/classes", test_classes);
  g_test_add_func ("/boundary/regression", test_regression);
  g_test_add_func ("/boundary/readable", test_readable);
  g_test_add_func ("/boundary/points-alone", test_points_alone);
  g_test_add_func ("/boundary/many-points", test_many_points);
  g_test_add_func ("/boundary/summary", test_summary);
  return g_test_run ();
}
