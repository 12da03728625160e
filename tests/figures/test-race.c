/* The figures of a race: what they show is where the racers are, and changes as they move.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-bowl.h"
#include "nabla-figure-table.h"

#include <math.h>
#include <string.h>

#define WIDTH 800.0
#define HEIGHT 500.0

static NablaFigureContext
context (void)
{
  return (NablaFigureContext){
    .width = WIDTH,
    .height = HEIGHT,
    .text_scale = 1,
    .line_scale = 1,
    .pango = figure_test_pango (),
  };
}

static NablaBowlRace *
make_race (double learning_rate)
{
  const NablaBowlArena *arena = nabla_bowl_arena_find ("bowl", NULL);
  NablaBowlOptions options = nabla_bowl_options (arena);
  NablaBowlRace *race = nabla_bowl_race_new (arena, NULL, &options, NULL);
  static const char *const names[] = { "gradient_descent", "adam" };
  for (guint i = 0; i < 2; i++)
    {
      NablaBowlRacer racer;
      nabla_bowl_racer_init (&racer, nabla_optimizer_find (NABLA_DOUBLE, names[i]),
                             i == 0 ? learning_rate : 0.4);
      nabla_bowl_race_add (race, &racer);
    }
  return race;
}

static NablaSnapshot *
race_at (double learning_rate, guint step, int chosen)
{
  g_autoptr (NablaBowlRace) race = make_race (learning_rate);
  return nabla_bowl_race_observe (race, step, chosen);
}

static void
axes_of (const char *name, const NablaSnapshot *snapshot, NablaAxis *x, NablaAxis *y)
{
  NablaFigureContext own = context ();
  g_assert_true (nabla_figure_axes (nabla_figure_find (name, NULL), snapshot, &own, NULL, x, y));
}

/* Returns: the last mark of markers with a series that has exactly one point: the racer */
static const NablaMarkPoint *
racer_marker (const NablaMarks *marks, int series, NablaMarker shape)
{
  const NablaMarkPoint *found = NULL;
  for (guint place = 0;; place++)
    {
      const NablaMark *mark = figure_test_find (marks, NABLA_MARK_MARKERS, series, place);
      if (mark == NULL)
        return found;
      gsize n;
      const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
      if (n == 1 && mark->shape == shape)
        found = points;
    }
}

static void
test_bowl_places (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 46, 1);
  g_autoptr (NablaMarks) marks = figure_test_draw ("bowl", snapshot, NULL, WIDTH, HEIGHT);
  NablaAxis x, y;
  axes_of ("bowl", snapshot, &x, &y);
  g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, nabla_axis_place (&x, -9)), -9, 1e-9);
  static const NablaMarker shapes[] = { NABLA_MARKER_TRIANGLE, NABLA_MARKER_CIRCLE };
  for (guint i = 0; i < 2; i++)
    {
      const NablaRacer *racer = snapshot->race->racers->pdata[i];
      const NablaMarkPoint *point = racer_marker (marks, (int)i, shapes[i]);
      g_assert_nonnull (point);
      g_assert_cmpuint (point->index, ==, 46);
      g_assert_cmpfloat_with_epsilon (point->x, nabla_axis_place (&x, racer->trail->w[46]), 0.01);
      g_assert_cmpfloat_with_epsilon (point->y, nabla_axis_place (&y, racer->trail->b[46]), 0.01);
    }
  g_assert_nonnull (figure_test_find_text (marks, "start: drag it"));
  g_assert_nonnull (figure_test_find_text (marks, "25"));
}

/* A trail ends where its racer is, and goes on with it. */
static void
test_bowl_trail (void)
{
  gsize before = 0;
  for (guint step = 10; step <= 40; step += 10)
    {
      g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, step, -1);
      g_autoptr (NablaMarks) marks = figure_test_draw ("bowl", snapshot, NULL, WIDTH, HEIGHT);
      const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, 1, 1);
      const NablaMark *first = figure_test_find (marks, NABLA_MARK_POLYLINE, 1, 0);
      /* The contour of level 1 has the same number; trails come after it. */
      gsize n, n_first;
      nabla_marks_points (marks, first, &n_first);
      const NablaMarkPoint *points = nabla_marks_points (marks, line, &n);
      g_assert_cmpuint (points[n - 1].index, ==, step);
      g_assert_cmpuint (n, >, before);
      before = n;
    }
}

/* The arrow points to the place of the next step. */
static void
test_bowl_arrow (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 2, -1), later = race_at (0.0355, 3, -1);
  g_autoptr (NablaMarks) marks = figure_test_draw ("bowl", snapshot, NULL, WIDTH, HEIGHT);
  NablaAxis x, y;
  axes_of ("bowl", snapshot, &x, &y);
  const NablaMark *arrow = figure_test_find (marks, NABLA_MARK_ARROW, 0, 0);
  g_assert_nonnull (arrow);
  const NablaMarkPoint *ends = nabla_marks_points (marks, arrow, NULL);
  const NablaRacer *racer = later->race->racers->pdata[0];
  g_assert_cmpfloat_with_epsilon (ends[1].x, nabla_axis_place (&x, racer->trail->w[3]), 0.01);
  g_assert_cmpfloat_with_epsilon (ends[1].y, nabla_axis_place (&y, racer->trail->b[3]), 0.01);
}

/* Who has left the range waits at the edge, with a cross if its numbers are none. */
static void
test_bowl_diverged (void)
{
  for (guint pass = 0; pass < 2; pass++)
    {
      g_autoptr (NablaSnapshot) snapshot = race_at (0.06, pass == 0 ? 60 : 2000, 0);
      g_autoptr (NablaMarks) marks = figure_test_draw ("bowl", snapshot, NULL, WIDTH, HEIGHT);
      const NablaMarkPoint *point = racer_marker (marks, 0, NABLA_MARKER_TRIANGLE);
      g_assert_cmpfloat (point->x, >, 0);
      g_assert_cmpfloat (point->x, <, WIDTH);
      g_assert_true (point->y < 15 || point->y > HEIGHT - 15);
      g_assert_true ((racer_marker (marks, 0, NABLA_MARKER_CROSS) != NULL) == (pass == 1));
    }
}

static void
test_bowl_hover (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 46, 1);
  NablaFigureContext own = context ();
  NablaAxis x, y;
  axes_of ("bowl", snapshot, &x, &y);
  const NablaRacer *racer = snapshot->race->racers->pdata[1];
  g_autoptr (NablaMarks) overlay = nabla_marks_new ();
  const NablaFigure *figure = nabla_figure_find ("bowl", NULL);
  nabla_figure_hover (figure, snapshot, &own, NULL, nabla_axis_place (&x, racer->trail->w[20]) + 1,
                      nabla_axis_place (&y, racer->trail->b[20]), overlay);
  g_assert_nonnull (figure_test_find_text (overlay, "Adam, step 20"));
  nabla_figure_hover (figure, snapshot, &own, NULL, nabla_axis_place (&x, 2),
                      nabla_axis_place (&y, -1), overlay);
  const NablaMark *text = figure_test_find_text (overlay, "J ≈");
  g_assert_nonnull (text);
  /* ½ (2² + 50) = 27 within a cell */
  g_assert_true (strstr (nabla_marks_string (overlay, text), "J ≈ 2") != NULL);
}

/* The circle holds what it says, in the units of w and b. */
static void
test_bowl_wander (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("race-noise");
  g_autoptr (NablaMarks) marks = figure_test_draw ("bowl", snapshot, NULL, WIDTH, HEIGHT);
  NablaAxis x, y;
  axes_of ("bowl", snapshot, &x, &y);
  const NablaRacer *racer = snapshot->race->racers->pdata[0];
  const NablaMark *circle = figure_test_find (marks, NABLA_MARK_POLYGON, 0, 0);
  g_assert_nonnull (circle);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, circle, &n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (hypot (nabla_axis_value (&x, points[i].x) - racer->wander_w,
                                           nabla_axis_value (&y, points[i].y) - racer->wander_b),
                                    racer->wander_radius, 1e-3);
  g_assert_nonnull (figure_test_find_text (marks, "±"));
}

/* Terrain is drawn once and kept: it is a layer of its own that steps do not change. */
static void
test_bowl_layers (void)
{
  g_autoptr (NablaBowlRace) race = make_race (0.03);
  g_autoptr (NablaSnapshot) first = nabla_bowl_race_observe (race, 10, 0);
  g_autoptr (NablaSnapshot) second = nabla_bowl_race_observe (race, 11, 0);
  g_autoptr (NablaMarks) before = figure_test_draw ("bowl", first, NULL, WIDTH, HEIGHT);
  g_autoptr (NablaMarks) after = figure_test_draw ("bowl", second, NULL, WIDTH, HEIGHT);
  g_assert_cmpuint (nabla_marks_generation (before, 0), ==, nabla_marks_generation (after, 0));
  g_assert_cmpuint (nabla_marks_generation (before, 1), !=, nabla_marks_generation (after, 1));
}

static void
test_cost (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 46, 1);
  g_autoptr (NablaMarks) marks = figure_test_draw ("race_cost", snapshot, NULL, WIDTH, HEIGHT);
  NablaAxis x, y;
  axes_of ("race_cost", snapshot, &x, &y);
  g_assert_true (y.is_log);
  g_assert_cmpfloat (x.high, ==, 120);
  for (guint i = 0; i < 2; i++)
    {
      const NablaRacer *racer = snapshot->race->racers->pdata[i];
      const NablaMarkPoint *point
          = racer_marker (marks, (int)i, i == 0 ? NABLA_MARKER_TRIANGLE : NABLA_MARKER_CIRCLE);
      g_assert_cmpfloat_with_epsilon (point->x, nabla_axis_place (&x, 46), 0.01);
      g_assert_cmpfloat_with_epsilon (point->y, nabla_axis_place (&y, racer->cost), 0.01);
      const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, (int)i, 0);
      gsize n;
      g_assert_cmpfloat (nabla_marks_points (marks, line, &n)[n - 1].x, <=, point->x + 0.01);
    }
  g_assert_nonnull (figure_test_find_text (marks, "= 0.01"));

  double linear[] = { 0, 0 };
  NablaFigureContext own = context ();
  g_assert_true (
      nabla_figure_axes (nabla_figure_find ("race_cost", NULL), snapshot, &own, linear, &x, &y));
  g_assert_false (y.is_log);
}

/* Against seconds, each racer has its own place. */
static void
test_cost_seconds (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("race-networks");
  const double seconds[] = { 1, 1 };
  g_autoptr (NablaMarks) marks = figure_test_draw ("race_cost", snapshot, seconds, WIDTH, HEIGHT);
  NablaFigureContext own = context ();
  NablaAxis x, y;
  g_assert_true (
      nabla_figure_axes (nabla_figure_find ("race_cost", NULL), snapshot, &own, seconds, &x, &y));
  for (int i = 0; i < 2; i++)
    {
      const NablaRacer *racer = snapshot->race->racers->pdata[i];
      const NablaMarkPoint *point
          = racer_marker (marks, i, i == 0 ? NABLA_MARKER_CIRCLE : NABLA_MARKER_DIAMOND);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, point->x), racer->seconds, 1e-3);
    }
  g_autoptr (NablaSnapshot) bowl = race_at (0.03, 10, -1);
  g_autoptr (NablaMarks) none = figure_test_draw ("race_cost", bowl, seconds, WIDTH, HEIGHT);
  g_assert_nonnull (figure_test_find_text (none, "Seconds are measured"));
}

static void
test_cost_hover (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 46, 1);
  NablaFigureContext own = context ();
  NablaAxis x, y;
  axes_of ("race_cost", snapshot, &x, &y);
  g_autoptr (NablaMarks) overlay = nabla_marks_new ();
  nabla_figure_hover (nabla_figure_find ("race_cost", NULL), snapshot, &own, NULL,
                      nabla_axis_place (&x, 0), HEIGHT / 2, overlay);
  g_assert_nonnull (figure_test_find_text (overlay, "Adam 131"));
}

static double
text_top (const NablaMarks *marks, const char *text)
{
  const NablaMark *mark = figure_test_find_text (marks, text);
  g_assert_nonnull (mark);
  return nabla_marks_points (marks, mark, NULL)->y;
}

/* The leader stands first, and another step has another leader. */
static void
test_standings (void)
{
  g_autoptr (NablaSnapshot) early = race_at (0.0355, 10, 1), late = race_at (0.0355, 46, 1);
  g_autoptr (NablaMarks) first = figure_test_draw ("standings", early, NULL, WIDTH, HEIGHT);
  g_autoptr (NablaMarks) second = figure_test_draw ("standings", late, NULL, WIDTH, HEIGHT);
  for (guint i = 0; i < 2; i++)
    {
      const NablaSnapshot *snapshot = i == 0 ? early : late;
      const NablaRacer *descent = snapshot->race->racers->pdata[0];
      const NablaRacer *adam = snapshot->race->racers->pdata[1];
      const NablaMarks *marks = i == 0 ? first : second;
      g_assert_true ((text_top (marks, "Adam") < text_top (marks, "Gradient"))
                     == (adam->cost < descent->cost));
      char number[NABLA_LABEL_LENGTH];
      g_assert_nonnull (figure_test_find_text (marks, nabla_label_value (adam->cost, number)));
      g_assert_nonnull (
          figure_test_find_text (marks, nabla_label_value (adam->to_minimum, number)));
    }
  g_assert_nonnull (figure_test_find_text (second, "after step 46"));

  g_autoptr (NablaSnapshot) diverged = race_at (0.06, 2000, 1);
  g_autoptr (NablaMarks) third = figure_test_draw ("standings", diverged, NULL, WIDTH, HEIGHT);
  g_assert_cmpfloat (text_top (third, "Adam"), <, text_top (third, "Gradient"));
  g_assert_nonnull (figure_test_find_text (third, "diverged"));
  g_autofree char *summary
      = nabla_figure_summary (nabla_figure_find ("standings", NULL), diverged, NULL);
  g_assert_nonnull (strstr (summary, "Adam reached the finish line first"));
}

static void
test_standings_networks (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("race-networks");
  g_autoptr (NablaMarks) marks = figure_test_draw ("standings", snapshot, NULL, WIDTH, HEIGHT);
  g_assert_nonnull (figure_test_find_text (marks, "97.0%"));
  g_assert_nonnull (figure_test_find_text (marks, "88.0%"));
  g_assert_null (figure_test_find_text (marks, "to minimum"));
}

/* Bars are as long as the numbers beside them say. */
static void
test_terms (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 46, 1);
  g_autoptr (NablaMarks) marks = figure_test_draw ("terms", snapshot, NULL, 1000, 240);
  const NablaRaceTerm *gradient = snapshot->race->terms->pdata[0];
  char number[NABLA_LABEL_LENGTH];
  g_assert_nonnull (figure_test_find_text (marks, nabla_label_value (gradient->values[0], number)));
  const NablaMark *w = figure_test_find (marks, NABLA_MARK_RECTANGLE, 0, 0);
  const NablaMark *b = figure_test_find (marks, NABLA_MARK_RECTANGLE, 1, 0);
  double x, y, w_width, b_width, height;
  nabla_marks_box (marks, w, &x, &y, &w_width, &height);
  nabla_marks_box (marks, b, &x, &y, &b_width, &height);
  g_assert_cmpfloat_with_epsilon (w_width / b_width,
                                  fabs (gradient->values[0] / gradient->values[1]), 1e-3);
  g_assert_nonnull (figure_test_find_text (marks, "Bias correction"));

  /* A small tile tells the values of all terms that have some. */
  g_autoptr (NablaMarks) small = figure_test_draw ("terms", snapshot, NULL, 250, 160);
  g_assert_nonnull (figure_test_find_text (small, "Gradient"));
  g_assert_nonnull (figure_test_find_text (small, "Update"));
  g_assert_nonnull (figure_test_find_text (small, "Damping"));

  g_autoptr (NablaSnapshot) other = race_at (0.0355, 46, 0);
  g_autoptr (NablaMarks) descent = figure_test_draw ("terms", other, NULL, 1000, 240);
  g_assert_null (figure_test_find_text (descent, "Bias correction"));
  g_assert_nonnull (figure_test_find_text (descent, "Update"));
  g_autofree char *first = nabla_figure_summary (nabla_figure_find ("terms", NULL), snapshot, NULL);
  g_assert_nonnull (strstr (first, "Adam at step 47"));
}

static void
test_two_contours (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("race-inputs");
  g_autoptr (NablaMarks) marks = figure_test_draw ("two_contours", snapshot, NULL, WIDTH, HEIGHT);
  const NablaMark *first = figure_test_find_text (marks, "As they are: there in");
  const NablaMark *second = figure_test_find_text (marks, "Normalized: there in");
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_cmpfloat (nabla_marks_points (marks, first, NULL)->x, <, WIDTH / 2);
  g_assert_cmpfloat (nabla_marks_points (marks, second, NULL)->x, >, WIDTH / 2);
}

/* Everything that is drawn can be taken along, up to the step that is looked at. */
static void
test_tables (void)
{
  g_autoptr (NablaSnapshot) snapshot = race_at (0.0355, 3, 1);
  static const struct
  {
    const char *figure;
    const char *line;
    guint n_lines;
  } tables[] = {
    { "bowl", "Gradient descent,0,-9,1.9,", 1 + 2 * 4 },
    { "race_cost", "Adam,0,,", 1 + 2 * 4 },
    { "standings", "rank,racer,step,cost", 1 + 2 },
    { "terms", "4,Gradient,w,", 1 + 2 * 5 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      GString *csv
          = nabla_figure_table (nabla_figure_find (tables[i].figure, NULL), snapshot, NULL);
      g_assert_nonnull (strstr (csv->str, tables[i].line));
      guint n = 0;
      for (const char *c = csv->str; *c != '\0'; c++)
        n += *c == '\n';
      g_assert_cmpuint (n, ==, tables[i].n_lines);
      g_string_free (csv, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/bowl/places", test_bowl_places);
  g_test_add_func ("/race/bowl/trail", test_bowl_trail);
  g_test_add_func ("/race/bowl/arrow", test_bowl_arrow);
  g_test_add_func ("/race/bowl/diverged", test_bowl_diverged);
  g_test_add_func ("/race/bowl/hover", test_bowl_hover);
  g_test_add_func ("/race/bowl/wander", test_bowl_wander);
  g_test_add_func ("/race/bowl/layers", test_bowl_layers);
  g_test_add_func ("/race/cost/steps", test_cost);
  g_test_add_func ("/race/cost/seconds", test_cost_seconds);
  g_test_add_func ("/race/cost/hover", test_cost_hover);
  g_test_add_func ("/race/standings/bowl", test_standings);
  g_test_add_func ("/race/standings/networks", test_standings_networks);
  g_test_add_func ("/race/terms", test_terms);
  g_test_add_func ("/race/two-contours", test_two_contours);
  g_test_add_func ("/race/tables", test_tables);
  return g_test_run ();
}
