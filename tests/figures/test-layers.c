/* The views of the inside of a network: each says in its marks and words what its numbers
 * say, and other numbers give other marks.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-figure-table.h"

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
hover (const char *name, const NablaSnapshot *snapshot, const double *settings, double x, double y)
{
  NablaFigureContext context = context_new ();
  NablaMarks *overlay = nabla_marks_new ();
  nabla_figure_hover (nabla_figure_find (name, NULL), snapshot, &context, settings, x, y, overlay);
  return overlay;
}

static char *
summary_of (const char *name, const NablaSnapshot *snapshot, const double *settings)
{
  return nabla_figure_summary (nabla_figure_find (name, NULL), snapshot, settings);
}

static guint
count_rows (const char *name, const NablaSnapshot *snapshot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) csv = nabla_figure_table (nabla_figure_find (name, NULL), snapshot, &error);
  g_assert_no_error (error);
  guint rows = 0;
  for (const char *c = csv->str; *c != '\0'; c++)
    rows += *c == '\n';
  return rows;
}

/* How far a mark of @type and @series reaches to the right of its left end */
static double
reach_of (const NablaMarks *marks, NablaMarkType type, int series, guint place)
{
  const NablaMark *mark = figure_test_find (marks, type, series, place);
  g_assert_nonnull (mark);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
  double low = INFINITY, high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, points[i].x);
      high = MAX (high, points[i].x);
    }
  return high - low;
}

/* One layer with the numbers 1 … 100, of which the first @n_outside are 1,000 instead */
static NablaSnapshot *
hundred_numbers (guint n_outside)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  float numbers[100];
  for (guint i = 0; i < 100; i++)
    numbers[i] = i < n_outside ? 1000 : i + 1;
  snapshot->distributions = nabla_distributions_new (2);
  NablaDistributionColumn *column = nabla_distribution_column_new (7, 2);
  for (guint l = 0; l < 2; l++)
    {
      snapshot->distributions->names[l] = g_strdup_printf ("h%u", l + 1);
      for (guint q = 0; q < NABLA_N_LAYER_QUANTITIES; q++)
        nabla_distribution_count (nabla_distribution_column_cell (column, l, q), numbers, 100);
    }
  g_ptr_array_add (snapshot->distributions->columns, column);
  return snapshot;
}

static void
test_distributions (void)
{
  g_autoptr (NablaSnapshot) even = hundred_numbers (0);
  g_autoptr (NablaMarks) marks = figure_test_draw ("distributions", even, NULL, WIDTH, HEIGHT);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYGON, 0), ==, 1);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYGON, 1), ==, 1);
  g_assert_nonnull (figure_test_find_text (marks, "58.2")); /* √(Σ i² / 100) */

  /* the histogram is even: each of its steps within the numbers reaches as far */
  gsize n;
  const NablaMark *polygon = figure_test_find (marks, NABLA_MARK_POLYGON, 0, 0);
  const NablaMarkPoint *points = nabla_marks_points (marks, polygon, &n);
  double middle = points[n / 2].x - points[0].x, quarter = points[n / 4].x - points[0].x;
  g_assert_cmpfloat (middle, >, 100);
  g_assert_cmpfloat_with_epsilon (middle, quarter, 0.3 * middle);

  /* one layer alone has the whole room */
  double one[] = { NABLA_LAYER_Z, 1, 0, 0 };
  g_autoptr (NablaMarks) alone = figure_test_draw ("distributions", even, one, WIDTH, HEIGHT);
  g_assert_cmpuint (figure_test_count (alone, NABLA_MARK_POLYGON, 0), ==, 0);
  g_assert_cmpfloat (reach_of (alone, NABLA_MARK_POLYGON, 1, 0), >,
                     1.8 * reach_of (marks, NABLA_MARK_POLYGON, 1, 0));

  g_autoptr (NablaMarks) tip = hover ("distributions", even, NULL, 100, 180);
  g_assert_nonnull (figure_test_find_text (tip, "h1, step 7\nmedian 50.5"));
  g_autoptr (NablaSnapshot) outside = hundred_numbers (60);
  g_autoptr (NablaMarks) other_tip = hover ("distributions", outside, NULL, 100, 180);
  g_assert_nonnull (figure_test_find_text (other_tip, "median 1,000"));
  g_assert_cmpuint (count_rows ("distributions", even), ==, 1 + 2 * NABLA_N_LAYER_QUANTITIES);
}

static void
test_depth (void)
{
  g_autoptr (NablaSnapshot) deep = sample_snapshot_make ("deep");
  double gradients[] = { NABLA_LAYER_GRADIENT, -1, 0, 0 };
  g_autofree char *vanishing = summary_of ("distributions", deep, gradients);
  g_assert_true (g_str_has_prefix (vanishing, "Gradients vanish"));
  /* turned round, the first layer has the largest ones */
  NablaDistributionColumn *now
      = deep->distributions->columns->pdata[deep->distributions->columns->len - 1];
  nabla_distribution_column_cell (now, 0, NABLA_LAYER_GRADIENT)->rms = 10;
  g_autofree char *exploding = summary_of ("distributions", deep, gradients);
  g_assert_true (g_str_has_prefix (exploding, "Gradients explode"));
  nabla_distribution_column_cell (now, 30, NABLA_LAYER_GRADIENT)->share_not_finite = 0.5;
  g_autofree char *broken = summary_of ("distributions", deep, gradients);
  g_assert_nonnull (strstr (broken, "“h31” are not finite"));

  /* over time each layer has its picture and three lines */
  double history[] = { NABLA_LAYER_Z, -1, 1, 0 };
  g_autoptr (NablaMarks) marks = figure_test_draw ("distributions", deep, history, 1200, 500);
  for (int l = 0; l < 50; l++)
    {
      g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_PICTURE, l), ==, 1);
      g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, l), ==, 3);
    }
  g_assert_nonnull (figure_test_find_text (marks, "each from step 0 to 999,999"));
}

static void
test_saturation (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("twins");
  g_autoptr (NablaMarks) wide = figure_test_draw ("saturation", snapshot, NULL, WIDTH, HEIGHT);
  guint flat = figure_test_count (wide, NABLA_MARK_RECTANGLE, 1);
  guint steep = figure_test_count (wide, NABLA_MARK_RECTANGLE, 0);
  /* tanh is flat beyond ±2.18 */
  g_assert_cmpuint (flat, ==, 2 * 20);
  g_assert_cmpuint (steep, ==, 64 - 2 * 20);
  snapshot->saturation->layers[0].low = -1;
  snapshot->saturation->layers[0].high = 1;
  g_autoptr (NablaMarks) narrow = figure_test_draw ("saturation", snapshot, NULL, WIDTH, HEIGHT);
  g_assert_cmpuint (figure_test_count (narrow, NABLA_MARK_RECTANGLE, 1), ==, 0);

  g_autofree char *open = summary_of ("saturation", snapshot, NULL);
  g_assert_nonnull (strstr (open, "lets gradients through: only 30.0%"));
  snapshot->saturation->layers[0].share_flat = 0.7f;
  g_autofree char *closed = summary_of ("saturation", snapshot, NULL);
  g_assert_nonnull (strstr (closed, "is saturated: 70.0%"));
  snapshot->saturation->layers[0].n_dead = 3;
  g_autofree char *dead = summary_of ("saturation", snapshot, NULL);
  g_assert_nonnull (strstr (dead, "3 of 8"));

  NablaFigureContext context = context_new ();
  NablaAxis x, y;
  g_assert_true (
      nabla_figure_axes (nabla_figure_find ("saturation", NULL), snapshot, &context, NULL, &x, &y));
  g_autoptr (NablaMarks) tip
      = hover ("saturation", snapshot, NULL, nabla_axis_place (&x, 0), HEIGHT / 2);
  g_assert_nonnull (figure_test_find_text (tip, "g′ 1.00"));
  g_assert_cmpuint (count_rows ("saturation", snapshot), ==, 1 + 2 * NABLA_SATURATION_BINS);
}

static void
test_units (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("twins");
  g_autoptr (NablaMarks) marks = figure_test_draw ("units", snapshot, NULL, WIDTH, HEIGHT);
  /* three equal units are three lines beside each other, the fourth is one */
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, 0), ==, 3);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, 1), ==, 1);
  g_assert_nonnull (figure_test_find_text (marks, "×3"));
  g_autofree char *some = summary_of ("units", snapshot, NULL);
  g_assert_nonnull (strstr (some, "2 different units among 4"));

  /* a point on the fourth line says so */
  NablaFigureContext context = context_new ();
  NablaAxis x, y;
  g_assert_true (
      nabla_figure_axes (nabla_figure_find ("units", NULL), snapshot, &context, NULL, &x, &y));
  const float *line = snapshot->units->lines + 9;
  double at = -(line[0] * 1.4 + line[2]) / line[1];
  g_autoptr (NablaMarks) tip
      = hover ("units", snapshot, NULL, nabla_axis_place (&x, 1.4), nabla_axis_place (&y, at));
  g_assert_nonnull (figure_test_find_text (tip, "unit 4"));

  NablaUnitsLayer *layer = &snapshot->units->layers[0];
  layer->n_groups = 1;
  layer->group[3] = 0;
  g_autofree char *all = summary_of ("units", snapshot, NULL);
  g_assert_nonnull (strstr (all, "one and the same unit"));
  g_autoptr (NablaMarks) together = figure_test_draw ("units", snapshot, NULL, WIDTH, HEIGHT);
  g_assert_nonnull (figure_test_find_text (together, "×4"));
  snapshot->units->moves = NABLA_UNITS_OUTPUT_BIAS;
  g_autofree char *still = summary_of ("units", snapshot, NULL);
  g_assert_true (g_str_has_prefix (still, "Nothing but the output's bias can move"));

  /* without a line there is a word for it */
  memset (snapshot->units->lines, 0, 12 * sizeof (float));
  layer->weights_zero = TRUE;
  g_autoptr (NablaMarks) none = figure_test_draw ("units", snapshot, NULL, WIDTH, HEIGHT);
  g_assert_nonnull (figure_test_find_text (none, "w = 0: no line"));
  g_assert_cmpuint (count_rows ("units", snapshot), ==, 1 + 4 * 3 + 4 * 5);
}

static void
test_matrix (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("twins");
  double weights[] = { 0, 2 };
  g_autoptr (NablaMarks) marks = figure_test_draw ("units", snapshot, weights, WIDTH, HEIGHT);
  const NablaMark *mark = figure_test_find (marks, NABLA_MARK_PICTURE, 0, 0);
  const NablaPicture *picture = nabla_marks_get_picture (marks, mark);
  g_assert_cmpuint (picture->columns, ==, 3); /* two weights and the bias */
  g_assert_cmpuint (picture->rows, ==, 4);
  const guint8 *pixels = g_bytes_get_data (picture->pixels, NULL);
  g_assert_cmpmem (pixels, 12, pixels + 12, 12); /* units 1 and 2 are the same */
  g_assert_cmpint (memcmp (pixels, pixels + 36, 12), !=, 0);
  double x, y, width, height;
  nabla_marks_box (marks, mark, &x, &y, &width, &height);
  snapshot->units->layers[0].weights[7] = -1.25f; /* unit 4, input 2 */
  g_autoptr (NablaMarks) tip
      = hover ("units", snapshot, weights, x + width / 2, y + height * 7 / 8);
  g_assert_nonnull (figure_test_find_text (tip, "unit 4, input 2: −1.25"));
  double similarity[] = { 0, 3 };
  g_autoptr (NablaMarks) angles = hover ("units", snapshot, similarity, WIDTH / 2 + 3, y + 3);
  g_assert_nonnull (figure_test_find_text (angles, "units 1 and"));
}

static void
test_batch_norm (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("twins");
  g_autoptr (NablaMarks) marks = figure_test_draw ("batch_norm", snapshot, NULL, WIDTH, HEIGHT);
  for (int series = 0; series < 4; series++)
    g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_MARKERS, series), ==, 4);
  const NablaMark *mark = figure_test_find (marks, NABLA_MARK_MARKERS, 3, 0);
  double before = nabla_marks_points (marks, mark, NULL)->x;
  snapshot->batch_norm->layers[0].units[0].moving_mean += 1;
  g_autoptr (NablaMarks) moved = figure_test_draw ("batch_norm", snapshot, NULL, WIDTH, HEIGHT);
  mark = figure_test_find (moved, NABLA_MARK_MARKERS, 3, 0);
  g_assert_cmpfloat (nabla_marks_points (moved, mark, NULL)->x, >, before + 5);

  g_autofree char *apart = summary_of ("batch_norm", snapshot, NULL);
  g_assert_true (g_str_has_prefix (apart, "Training and test time disagree"));
  snapshot->batch_norm->test_cost = 0.311;
  g_autofree char *together = summary_of ("batch_norm", snapshot, NULL);
  g_assert_true (g_str_has_prefix (together, "Training and test time agree"));
  snapshot->batch_norm->layers[0].units[0].gamma = 12.5f;
  g_autoptr (NablaMarks) tip = hover ("batch_norm", snapshot, NULL, WIDTH / 2, 80);
  g_assert_nonnull (figure_test_find_text (tip, "unit 1\n"));
  g_assert_nonnull (figure_test_find_text (tip, "γ 12.5"));
  g_assert_cmpuint (count_rows ("batch_norm", snapshot), ==, 5);
}

static void
test_decay (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("twins");
  g_autoptr (NablaMarks) marks = figure_test_draw ("decay", snapshot, NULL, WIDTH, HEIGHT);
  /* bars are as long as their numbers say */
  const NablaDecayLayer *layers = snapshot->decay->layers;
  double gradient = reach_of (marks, NABLA_MARK_RECTANGLE, 0, 0);
  for (guint l = 0; l < 3; l++)
    {
      g_assert_cmpfloat_with_epsilon (reach_of (marks, NABLA_MARK_RECTANGLE, 0, l) / gradient,
                                      layers[l].gradient_move / layers[0].gradient_move, 0.01);
      g_assert_cmpfloat_with_epsilon (reach_of (marks, NABLA_MARK_RECTANGLE, 1, l) / gradient,
                                      layers[l].l2_move / layers[0].gradient_move, 0.01);
      g_assert_cmpfloat_with_epsilon (reach_of (marks, NABLA_MARK_RECTANGLE, 2, l) / gradient,
                                      layers[l].decoupled_move / layers[0].gradient_move, 0.01);
    }
  g_assert_nonnull (figure_test_find_text (marks, "0.0200"));
  g_autofree char *adaptive = summary_of ("decay", snapshot, NULL);
  g_assert_nonnull (strstr (adaptive, "12.0 times as far"));

  /* plain gradient descent has one factor for all, and no third bar */
  snapshot->decay->is_adaptive = FALSE;
  snapshot->decay->layers[0].factor_low = snapshot->decay->layers[0].factor_median
      = snapshot->decay->layers[0].factor_high = 0.9997;
  g_autoptr (NablaMarks) plain = figure_test_draw ("decay", snapshot, NULL, WIDTH, HEIGHT);
  g_assert_cmpuint (figure_test_count (plain, NABLA_MARK_RECTANGLE, 2), ==, 0);
  g_autofree char *one = summary_of ("decay", snapshot, NULL);
  g_assert_nonnull (strstr (one, "× 0.9997"));
  g_autoptr (NablaMarks) tip = hover ("decay", snapshot, NULL, 200, 40);
  g_assert_nonnull (figure_test_find_text (tip, "gradient 0.0200"));
  snapshot->decay->l2 = 0;
  g_autofree char *none = summary_of ("decay", snapshot, NULL);
  g_assert_true (g_str_has_prefix (none, "There is no penalty"));
  g_assert_cmpuint (count_rows ("decay", snapshot), ==, 4);
}

static void
test_hidden_space (void)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("twins");
  NablaHiddenSpace *space = snapshot->hidden_space;
  NablaFigureContext context = context_new ();
  NablaAxis x, y;
  g_assert_true (nabla_figure_axes (nabla_figure_find ("hidden_space", NULL), snapshot, &context,
                                    NULL, &x, &y));
  g_autoptr (NablaMarks) marks = figure_test_draw ("hidden_space", snapshot, NULL, WIDTH, HEIGHT);
  guint n_points = 0;
  for (int series = 2; series < 4; series++)
    for (guint k = 0; k < 2; k++)
      {
        gsize n;
        const NablaMark *mark = figure_test_find (marks, NABLA_MARK_MARKERS, series, k);
        const NablaMarkPoint *points = nabla_marks_points (marks, mark, &n);
        n_points += n;
        for (gsize i = 0; i < n; i++)
          {
            guint p = points[i].index;
            g_assert_cmpfloat (space->label[p], ==, series - 2);
            g_assert_cmpfloat_with_epsilon (points[i].x, nabla_axis_place (&x, space->u[p]), 0.01);
            g_assert_cmpfloat_with_epsilon (points[i].y, nabla_axis_place (&y, space->v[p]), 0.01);
          }
      }
  g_assert_cmpuint (n_points, ==, 200);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, 0), ==, 25);
  g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_POLYLINE, 1), ==, 25);
  /* both ends of the boundary are on the line */
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, 100, 0);
  const NablaMarkPoint *ends = nabla_marks_points (marks, line, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (space->line[0] * nabla_axis_value (&x, ends[i].x)
                                        + space->line[1] * nabla_axis_value (&y, ends[i].y)
                                        + space->line[2],
                                    0, 0.01);

  gsize right = 0;
  for (gsize i = 0; i < 200; i++)
    right += (space->u[i] - 0.8 * space->v[i] + 0.1 > 0) == (space->label[i] > 0.5);
  char share[NABLA_LABEL_LENGTH];
  g_autofree char *told = summary_of ("hidden_space", snapshot, NULL);
  g_assert_nonnull (strstr (told, nabla_label_percent (right / 200.0, share)));
  space->line[2] = 100; /* all on one side */
  g_autofree char *mixed = summary_of ("hidden_space", snapshot, NULL);
  g_assert_cmpstr (told, !=, mixed);

  g_autoptr (NablaMarks) tip
      = hover ("hidden_space", snapshot, NULL, nabla_axis_place (&x, space->u[17]),
               nabla_axis_place (&y, space->v[17]));
  g_assert_nonnull (figure_test_find_text (tip, "example 17: "));
  g_assert_cmpuint (count_rows ("hidden_space", snapshot), ==, 201);
}

static NablaSnapshot *
with_errors (double train, double dev, double test, guint m)
{
  const double errors[] = { train, dev, test };
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    if (!isnan (errors[s]))
      {
        snapshot->metrics[s].m = m;
        snapshot->metrics[s].accuracy = 1 - errors[s];
      }
  return snapshot;
}

static void
test_diagnosis (void)
{
  /* the course's own four cases first, with sets that are large enough */
  static const struct
  {
    double train, dev, test, human;
    guint m;
    const char *finding;
  } cases[] = {
    { 0.01, 0.11, NAN, 0, 10000, "High variance: dev is 10.0% above train." },
    { 0.15, 0.16, NAN, 0, 10000, "High bias: train is 15.0% above the human level." },
    { 0.15, 0.30, NAN, 0, 10000, "High bias and high variance: train is 15.0%" },
    { 0.005, 0.01, NAN, 0, 10000, "Neither high bias" },
    { 0.15, 0.16, NAN, 0.15, 10000, "Neither high bias" },
    { 0.08, 0.10, NAN, 0.075, 10000, "High variance" },
    { 0.08, 0.10, NAN, 0.01, 10000, "High bias" },
    { 0.01, 0.015, 0.10, 0, 10000, "Test is 8.5% above dev" },
    { 0.005, 0.09, NAN, 0, 20, "Dev is too small" },
    { 0.013, 0.08, NAN, 0, 50, "Dev is too small" },
    { 0.15, NAN, NAN, 0, 10000, "High bias" },
    { 0.005, NAN, NAN, 0, 10000, "No high bias. Variance is not known" },
    { 0.15, 0.152, NAN, NAN, 10000, "No high variance. Bias is not known" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double settings[] = { !isnan (cases[i].human), isnan (cases[i].human) ? 0 : cases[i].human };
      g_autoptr (NablaSnapshot) snapshot
          = with_errors (cases[i].train, cases[i].dev, cases[i].test, cases[i].m);
      g_autofree char *summary = summary_of ("diagnosis", snapshot, settings);
      if (!g_str_has_prefix (summary, cases[i].finding))
        g_test_fail_printf ("case %u: “%s”, not “%s”", i, summary, cases[i].finding);
    }

  /* bars as long as errors */
  g_autoptr (NablaSnapshot) snapshot = with_errors (0.05, 0.2, 0.1, 10000);
  g_autoptr (NablaMarks) marks = figure_test_draw ("diagnosis", snapshot, NULL, 700, HEIGHT);
  double train = reach_of (marks, NABLA_MARK_RECTANGLE, 0, 0);
  g_assert_cmpfloat_with_epsilon (reach_of (marks, NABLA_MARK_RECTANGLE, 1, 0) / train, 4, 0.05);
  g_assert_cmpfloat_with_epsilon (reach_of (marks, NABLA_MARK_RECTANGLE, 2, 0) / train, 2, 0.05);
  g_assert_nonnull (figure_test_find_text (marks, "avoidable bias +5.00%"));
  g_assert_nonnull (figure_test_find_text (marks, "variance +15.0%"));
  g_assert_nonnull (figure_test_find_text (marks, "mismatch −10.0%"));
  g_autoptr (NablaMarks) tip = hover ("diagnosis", snapshot, NULL, 200, 80);
  g_assert_nonnull (figure_test_find_text (tip, "% … "));
  g_assert_cmpuint (count_rows ("diagnosis", snapshot), ==, 4);

  /* of a regression, in units of the labels' deviation: here 2 */
  snapshot->n_classes = 0;
  snapshot->metrics[NABLA_SNAPSHOT_TEST].m = 0;
  for (guint s = 0; s < NABLA_SNAPSHOT_TEST; s++)
    snapshot->metrics[s]
        = (NablaMetrics){ .m = 10000, .rmse = 0.2 + 0.8 * s, .r2 = 1 - pow (0.1 + 0.4 * s, 2) };
  g_autofree char *numbers = summary_of ("diagnosis", snapshot, NULL);
  g_assert_nonnull (strstr (numbers, "dev is 0.400 above train"));

  /* what diverged has no bias */
  snapshot->diverged_step = snapshot->step;
  g_autofree char *diverged = summary_of ("diagnosis", snapshot, NULL);
  g_assert_true (g_str_has_prefix (diverged, "The run diverged"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layers/distributions", test_distributions);
  g_test_add_func ("/layers/depth", test_depth);
  g_test_add_func ("/layers/saturation", test_saturation);
  g_test_add_func ("/layers/units", test_units);
  g_test_add_func ("/layers/matrix", test_matrix);
  g_test_add_func ("/layers/batch-norm", test_batch_norm);
  g_test_add_func ("/layers/decay", test_decay);
  g_test_add_func ("/layers/hidden-space", test_hidden_space);
  g_test_add_func ("/layers/diagnosis", test_diagnosis);
  return g_test_run ();
}
