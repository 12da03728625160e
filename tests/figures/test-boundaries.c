/* Boundaries side by side: a plane a racer, its accuracies beside it, a line where the answer
 * turns, and words where there is none any more.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include <math.h>
#include <string.h>

enum
{
  SIDE = 20
};

/* A race of @n whose networks turn at x1 = @turn of the plane −1 … 1, the next ones farther
 * right. */
static NablaSnapshot *
make (guint n, double turn)
{
  static const char *const names[] = { "None", "L2", "Dropout", "Augmented", "Xavier", "He" };
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  snapshot->race = nabla_race_picture_new ("My Network");
  for (guint i = 0; i < n; i++)
    {
      NablaRacer *racer = nabla_race_picture_add (snapshot->race, names[i], i);
      racer->step = 100;
      racer->train_accuracy = 0.98 - 0.01 * i;
      racer->dev_accuracy = 0.90 + 0.02 * i;
      racer->field = nabla_field_new (SIDE, SIDE, 1);
      racer->field->is_probability = TRUE;
      racer->field->x_minimum = racer->field->y_minimum = -1;
      racer->field->x_maximum = racer->field->y_maximum = 1;
      for (guint k = 0; k < SIDE * SIDE; k++)
        {
          double x = 2 * (k % SIDE + 0.5) / SIDE - 1;
          racer->field->values[k] = (float)(1 / (1 + exp (-8 * (x - turn - 0.1 * i))));
        }
      racer->points = nabla_points_new (4);
      for (guint k = 0; k < 4; k++)
        {
          racer->points->x[k] = (float)(0.4 * k - 0.6);
          racer->points->label[k] = k > 1;
          racer->points->split[k] = k % 2;
        }
    }
  return snapshot;
}

static double
middle_of_line (const NablaMarks *marks, guint place)
{
  gsize n;
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, -1, place);
  const NablaMarkPoint *points = nabla_marks_points (marks, line, &n);
  double sum = 0;
  guint count = 0;
  for (gsize i = 0; i < n; i++)
    if (isfinite (points[i].x))
      {
        sum += points[i].x;
        count++;
      }
  g_assert_cmpuint (count, >, 2);
  return sum / count;
}

static void
test_planes (void)
{
  g_autoptr (NablaSnapshot) snapshot = make (4, 0);
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundaries", snapshot, NULL, 560, 400);
  for (int i = 0; i < 4; i++)
    {
      double x, y, width, height, line = middle_of_line (marks, (guint)i);
      const NablaMark *picture = figure_test_find (marks, NABLA_MARK_PICTURE, i, 0);
      nabla_marks_box (marks, picture, &x, &y, &width, &height);
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (x + width, <=, 560);
      g_assert_cmpfloat (y + height, <=, 400);
      /* p = ½ at 0.1 i of −1 … 1 */
      g_assert_cmpfloat_with_epsilon ((line - x) / width, 0.5 + 0.05 * i, 0.01);
    }
  g_assert_nonnull (figure_test_find_text (marks, "None"));
  g_assert_nonnull (figure_test_find_text (marks, "train 98.0 · dev 90.0%"));
  g_assert_nonnull (figure_test_find_text (marks, "train 95.0 · dev 96.0%"));

  /* one input changed, other numbers and another line */
  g_autoptr (NablaSnapshot) other = make (4, 0.3);
  ((NablaRacer *)other->race->racers->pdata[0])->dev_accuracy = 0.5;
  double before = middle_of_line (marks, 0);
  g_autoptr (NablaMarks) changed = figure_test_draw ("boundaries", other, NULL, 560, 400);
  g_assert_cmpfloat (middle_of_line (changed, 0), >, before + 10);
  g_assert_nonnull (figure_test_find_text (changed, "train 98.0 · dev 50.0%"));
}

static char *
summary_of (const NablaSnapshot *snapshot)
{
  return nabla_figure_summary (nabla_figure_find ("boundaries", NULL), snapshot, NULL);
}

static void
test_summary (void)
{
  g_autoptr (NablaSnapshot) snapshot = make (4, 0), nothing = nabla_snapshot_new ();
  g_autofree char *text = summary_of (snapshot), *none = summary_of (nothing);
  g_assert_cmpstr (text, ==, "Augmented is best on dev: 96.0%; None is 8.0 points better on train.");
  g_assert_cmpstr (none, ==, "Nobody has been measured yet.");
  for (guint i = 0; i < 4; i++)
    ((NablaRacer *)snapshot->race->racers->pdata[i])->dev_accuracy = NAN;
  g_autofree char *train = summary_of (snapshot);
  g_assert_cmpstr (train, ==, "None is best on train: 98.0%.");
}

static void
test_diverged (void)
{
  g_autoptr (NablaSnapshot) snapshot = make (3, 0);
  NablaRacer *racer = snapshot->race->racers->pdata[1];
  racer->state = NABLA_RACER_DIVERGED;
  racer->state_step = 1234;
  for (guint k = 0; k < SIDE * SIDE; k++)
    racer->field->values[k] = NAN;
  g_autoptr (NablaMarks) marks = figure_test_draw ("boundaries", snapshot, NULL, 560, 400);
  g_assert_nonnull (figure_test_find_text (marks, "diverged at step 1,234"));
  g_assert_null (figure_test_find_text (marks, "train 97.0"));
  g_assert_nonnull (figure_test_find_text (marks, "train 98.0"));
}

/* Every room and every number of racers; texts stay inside. */
static void
test_rooms (void)
{
  const double rooms[][2]
      = { { 1, 1 }, { 40, 200 }, { 240, 150 }, { 560, 400 }, { 1600, 300 }, { 300, 900 } };
  for (guint n = 0; n <= 6; n++)
    for (guint k = 0; k < G_N_ELEMENTS (rooms); k++)
      {
        g_autoptr (NablaSnapshot) snapshot = make (n, 0);
        if (n == 6) /* one without a plane among others that have one */
          g_clear_pointer (&((NablaRacer *)snapshot->race->racers->pdata[2])->field,
                           nabla_field_free);
        g_autoptr (NablaMarks) marks
            = figure_test_draw ("boundaries", snapshot, NULL, rooms[k][0], rooms[k][1]);
        const NablaMark *text;
        for (guint i = 0; rooms[k][0] > 100 && n > 0
                          && (text = figure_test_find (marks, NABLA_MARK_TEXT, -1, i)) != NULL;
             i++)
          {
            double box[4];
            figure_test_text_box (marks, text, box);
            g_assert_cmpfloat (box[0], >=, -1);
            g_assert_cmpfloat (box[1], >=, -1);
            g_assert_cmpfloat (box[2], <=, rooms[k][0] + 1);
            g_assert_cmpfloat (box[3], <=, rooms[k][1] + 1);
          }
      }
}

static void
test_table (void)
{
  g_autoptr (NablaSnapshot) snapshot = make (2, 0);
  g_autoptr (GString) csv = g_string_new (NULL);
  nabla_figure_find ("boundaries", NULL)->tabulate (snapshot, csv);
  g_assert_true (g_str_has_prefix (csv->str, "racer,step,train_accuracy,dev_accuracy"));
  g_assert_nonnull (strstr (csv->str, "\nNone,100,0.98,0.9,"));
  g_assert_nonnull (strstr (csv->str, "\nL2,100,0.97,0.92,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/boundaries/planes", test_planes);
  g_test_add_func ("/boundaries/summary", test_summary);
  g_test_add_func ("/boundaries/diverged", test_diverged);
  g_test_add_func ("/boundaries/rooms", test_rooms);
  g_test_add_func ("/boundaries/table", test_table);
  return g_test_run ();
}
