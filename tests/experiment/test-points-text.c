/* Painted points: written and read, refused with a place, and a data set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-difference.h"
#include "nabla-error.h"
#include "nabla-points-text.h"
#include "nabla-problem.h"

#include <float.h>
#include <string.h>

static NablaExperiment *
try_parse (const char *points, GError **error)
{
  g_autofree char *text = g_strdup_printf (
    "[data]\nsource=points\n# painted\npoints=%s\n[layer output]\nop=dense\nunits=1\n"
    "[loss]\nop=sigmoid_cross_entropy\n", points);
  return nabla_experiment_parse (text, -1, "/some/where/p.nabla", error);
}

static NablaProblem *
new_problem (const NablaExperiment *experiment)
{
  g_autoptr (GError) error = NULL;
  NablaProblem *problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  return problem;
}

static void
test_round_trip (void)
{
  static const NablaPaintedPoint points[] = {
    { 0.1, -1, 0 }, { 1.0 / 3, 2e-300, 9 }, { DBL_MAX, -DBL_MIN, 1 }, { 0, -123456.789, 4 },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = nabla_points_text_format (points, G_N_ELEMENTS (points));
  g_assert_true (g_str_has_prefix (text, "0.1,-1,0; 0.3333333333333333,2e-300,9; "));
  g_autoptr (GArray) read = nabla_points_text_parse (text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, G_N_ELEMENTS (points));
  for (guint i = 0; i < read->len; i++)
    {
      const NablaPaintedPoint *point = &g_array_index (read, NablaPaintedPoint, i);
      g_assert_cmpfloat (point->x1, ==, points[i].x1);
      g_assert_cmpfloat (point->x2, ==, points[i].x2);
      g_assert_cmpuint (point->label, ==, points[i].label);
    }

  static const struct { const char *text; guint n; } loose[] = {
    { "", 0 }, { "  ", 0 }, { "1,2,0", 1 }, { " 1 , 2 , 0 ;", 1 }, { "1,2,0;3,4,1;  ", 2 }, { "1,2,1;\t3,4,1", 2 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (loose); i++)
    {
      g_autoptr (GArray) list = nabla_points_text_parse (loose[i].text, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (list->len, ==, loose[i].n);
    }
  g_autofree char *none = nabla_points_text_format (NULL, 0);
  g_assert_cmpstr (none, ==, "");
}

static void
test_refused (void)
{
  static const struct { const char *points, *says; } cases[] = {
    { "1,2", "point 1 is '1,2'" },
    { "1,2,0;1,2,10", "point 2 is '1,2,10'" },
    { "1,2,0; 1,2,0.5", "point 2 is '1,2,0.5'" },
    { "1,2,-1", "point 1" },
    { "1,2,0,3", "point 1" },
    { "1,2,0;;3,4,1", "point 2 is ''" },
    { ";", "point 1 is ''" },
    { "nan,2,0", "point 1 is 'nan,2,0'" },
    { "inf,2,0", "point 1" },
    { "1e999,2,0", "point 1" },
    { "one,2,0", "point 1 is 'one,2,0'" },
    { ",,", "point 1 is ',,'" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (try_parse (cases[i].points, &error));
      g_assert_true (g_str_has_prefix (error->message, "p.nabla:4: [data] points: point "));
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }

  /* a thousand times a point is fine, more than are kept are not */
  g_autoptr (GString) many = g_string_new (NULL);
  for (guint i = 0; i < NABLA_POINTS_MOST; i++)
    g_string_append_printf (many, "%u.123456789,-%u.987654321,%u;", i, i, i % 10);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) full = try_parse (many->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nabla_experiment_data (full)->points->len, ==, NABLA_POINTS_MOST);
  g_string_append (many, "1,2,0");
  g_assert_null (try_parse (many->str, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "5000"));
}

static void
test_dataset (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) two = try_parse ("0.5,-1,0; 2,3,1; 4,5,0", &error);
  g_autoptr (NablaProblem) problem = new_problem (two);
  const NablaDataset *data = problem->dataset;
  static const double x[] = { 0.5, -1, 2, 3, 4, 5 }, y[] = { 0, 1, 0 };
  g_assert_cmpint (data->task, ==, NABLA_TASK_BINARY);
  g_assert_cmpuint (data->n_classes, ==, 2);
  g_assert_cmpmem (data->x, 6 * sizeof *x, x, sizeof x);
  g_assert_cmpmem (data->y, 3 * sizeof *y, y, sizeof y);
  g_assert_cmpstr (data->feature_names[0], ==, "x₁");
  g_assert_cmpstr (data->feature_names[1], ==, "x₂");

  /* of one class only, the other one has no points yet */
  g_autoptr (NablaExperiment) one = try_parse ("0.5,-1,0; 2,3,0", &error);
  g_autoptr (NablaProblem) alone = new_problem (one);
  g_assert_cmpint (alone->dataset->task, ==, NABLA_TASK_BINARY);
  g_assert_cmpuint (alone->dataset->n_classes, ==, 2);

  g_autoptr (NablaExperiment) few = try_parse ("0.5,-1,1", &error);
  g_assert_no_error (error);
  g_assert_null (nabla_problem_new (few, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, "p.nabla: [data] points: there is 1 point; a network needs at least 2");
  g_clear_error (&error);
  g_autoptr (NablaExperiment) empty = try_parse ("", &error);
  g_assert_no_error (error);
  g_assert_null (nabla_problem_new (empty, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "no points yet"));
  g_clear_error (&error);

  /* three classes are not for a sigmoid */
  g_autoptr (NablaExperiment) three = try_parse ("0,0,0; 1,1,1; 2,2,2", &error);
  g_assert_null (nabla_problem_new (three, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "softmax_cross_entropy"));
  g_clear_error (&error);
  g_autoptr (NablaExperiment) loss = nabla_experiment_with (three, "loss.op", "softmax_cross_entropy", &error);
  g_autoptr (NablaProblem) classes = new_problem (loss);
  g_assert_cmpint (classes->dataset->task, ==, NABLA_TASK_MULTICLASS);
  g_assert_cmpuint (classes->n_y, ==, 3);
}

static void
test_changes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) before = try_parse ("0,0,0; 1,1,1", &error);
  g_autoptr (NablaExperiment) after = nabla_experiment_with (before, "data.points", "0,0,0; 1,1,1; 2,2,1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nabla_experiment_data (after)->points->len, ==, 3);
  g_assert_cmpint (nabla_experiment_effect (before, after), ==, NABLA_EFFECT_STEP);
  g_assert_false (nabla_experiment_same_data (before, after));
  g_autofree char *text = nabla_experiment_to_text (after);
  g_assert_nonnull (strstr (text, "# painted\npoints=0,0,0; 1,1,1; 2,2,1\n"));
  g_assert_null (nabla_experiment_with (before, "data.points", "0,0", &error));
  g_assert_true (g_str_has_prefix (error->message, "[data] points: point 1 is '0,0'"));
  g_clear_error (&error);

  /* a third class is another network, one point no data */
  g_autoptr (NablaExperiment) third = nabla_experiment_with (before, "data.points", "0,0,0; 1,1,1; 2,2,2", &error);
  g_assert_cmpint (nabla_experiment_effect (before, third), ==, NABLA_EFFECT_RUN);
  g_autoptr (NablaExperiment) one = nabla_experiment_with (before, "data.points", "0,0,0", &error);
  g_assert_cmpint (nabla_experiment_effect (before, one), ==, NABLA_EFFECT_RUN);

  /* written otherwise they are the same points */
  g_autoptr (NablaExperiment) same = nabla_experiment_with (before, "data.points", "0.0,0,0;1,1e0,1;", &error);
  g_assert_cmpint (nabla_experiment_effect (before, same), ==, NABLA_EFFECT_NONE);

  /* another data set does not lose them */
  g_autoptr (NablaExperiment) moons = nabla_experiment_with (after, "data.source", "moons", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nabla_experiment_data (moons)->points->len, ==, 3);
  g_autoptr (NablaExperiment) fewer = nabla_experiment_with (moons, "data.points", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (nabla_experiment_effect (moons, fewer), ==, NABLA_EFFECT_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/experiment/points-text/round-trip", test_round_trip);
  g_test_add_func ("/experiment/points-text/refused", test_refused);
  g_test_add_func ("/experiment/points-text/dataset", test_dataset);
  g_test_add_func ("/experiment/points-text/changes", test_changes);
  return g_test_run ();
}
