/* The pictures of instruments: what is computed is what is drawn. One setting is changed,
 * and the marks show the changed numbers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"
#include "nabla-averages-marks.h"
#include "nabla-error.h"
#include "nabla-figure-table.h"
#include "nabla-instrument.h"

#include <math.h>
#include <string.h>

static NablaSnapshot *
observe (const char *name,
         const NablaInstrumentSeries *series,
         const char *const *changes,
         double *values)
{
  const NablaInstrument *instrument = nabla_instrument_find (name, NULL);
  double settings[NABLA_MAX_PARAMS], own[NABLA_MAX_OUTPUTS];
  GError *error = NULL;
  nabla_param_defaults (instrument->params, settings);
  for (guint i = 0; changes != NULL && changes[i] != NULL; i += 2)
    {
      nabla_instrument_set (instrument, settings, changes[i], changes[i + 1], &error);
      g_assert_no_error (error);
    }
  NablaSnapshot *snapshot = nabla_instrument_observe (instrument, settings, series, NULL,
                                                      values != NULL ? values : own, &error);
  g_assert_no_error (error);
  return snapshot;
}

static double
output (const char *name, const double *values, const char *word)
{
  return values[nabla_instrument_find_output (nabla_instrument_find (name, NULL), word, NULL)];
}

/* Where values stand in a figure of this size */
static void
get_axes (const char *figure, const NablaSnapshot *snapshot, NablaAxis *x, NablaAxis *y)
{
  NablaFigureContext context = {
    .width = 968, .height = 492, .text_scale = 1, .line_scale = 1, .pango = figure_test_pango ()
  };
  g_assert_true (
      nabla_figure_axes (nabla_figure_find (figure, NULL), snapshot, &context, NULL, x, y));
}

static const NablaMarkPoint *
point_of_day (const NablaMarks *marks, int series, gsize day)
{
  const NablaMark *line = figure_test_find (marks, NABLA_MARK_POLYLINE, series, 0);
  g_assert_nonnull (line);
  gsize n;
  const NablaMarkPoint *points = nabla_marks_points (marks, line, &n);
  for (gsize i = 0; i < n; i++)
    if (points[i].index == day - 1)
      return &points[i];
  g_assert_not_reached ();
}

/* The averages of the embedded days, in a loop of their own */
static void
check_curves (const NablaSnapshot *snapshot, double beta)
{
  const NablaAveragesPicture *picture = snapshot->averages;
  g_autoptr (NablaMarks) marks = figure_test_draw ("averages", snapshot, NULL, 968, 492);
  NablaAxis x, y;
  get_axes ("averages", snapshot, &x, &y);
  double v = 0;
  for (gsize t = 1; t <= 112; t++)
    {
      v = beta * v + (1 - beta) * picture->theta[t - 1];
      const NablaMarkPoint *point = point_of_day (marks, 0, t);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&y, point->y),
                                      v / (1 - pow (beta, (double)t)), 0.01);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, point->x), (double)t, 0.01);
      point = point_of_day (marks, NABLA_AVERAGES_PLAIN, t);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&y, point->y), v, 0.01);
    }
}

static void
test_averages_curves (void)
{
  g_autoptr (NablaSnapshot) snapshot = observe ("averages", NULL, NULL, NULL);
  check_curves (snapshot, 0.9);
  const char *const longer[] = { "beta", "0.95", NULL };
  g_autoptr (NablaSnapshot) other = observe ("averages", NULL, longer, NULL);
  check_curves (other, 0.95);
}

/* The equation above, and the finding, with the numbers of the chosen day */
static void
test_averages_words (void)
{
  double values[NABLA_MAX_OUTPUTS];
  g_autoptr (NablaSnapshot) snapshot = observe ("averages", NULL, NULL, values);
  g_assert_cmpfloat_with_epsilon (output ("averages", values, "v"), 10.5381687541114, 1e-12);
  g_assert_cmpfloat_with_epsilon (output ("averages", values, "corrected"), 10.73404362108864,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (output ("averages", values, "share"), 1 - pow (0.9, 10), 1e-12);
  g_autoptr (NablaMarks) marks = figure_test_draw ("averages", snapshot, NULL, 968, 492);
  g_assert_nonnull (figure_test_find_text (marks, "9.98 + "));
  g_assert_nonnull (figure_test_find_text (marks, "15.6 = 10.54"));
  g_assert_nonnull (figure_test_find_text (marks, "= 10.54 / 0.9818 = <b>10.73</b>"));
  g_assert_nonnull (figure_test_find_text (marks, "the last 10 days carry 65% of the weight"));
  g_assert_nonnull (figure_test_find_text (marks, "1 January 2012"));
  g_assert_nonnull (figure_test_find_text (marks, "1 February"));
  const NablaFigure *figure = nabla_figure_find ("averages", NULL);
  g_autofree char *summary = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (summary, ==,
                   "day 38, 7 February 2012: 15.6°; the average over about 10 days is 10.73°, "
                   "4.87° below");

  const char *const changes[] = { "beta", "0.98", "day", "3", "bias_correction", "false", NULL };
  g_autoptr (NablaSnapshot) other = observe ("averages", NULL, changes, values);
  /* θ = 12.8, 10.6, 11.7 */
  double v = 0.02 * (0.98 * 0.98 * 12.8 + 0.98 * 10.6 + 11.7);
  g_assert_cmpfloat_with_epsilon (output ("averages", values, "v"), v, 1e-12);
  marks = (nabla_marks_free (g_steal_pointer (&marks)),
           figure_test_draw ("averages", other, NULL, 968, 492));
  g_assert_nonnull (figure_test_find_text (marks, "11.7 = 0.6876"));
  g_assert_nonnull (figure_test_find_text (marks, "the last 50 days carry 64% of the weight"));
  /* Without correction there is no equation for it, and no second curve. */
  g_assert_null (figure_test_find_text (marks, "corrected"));
  g_assert_null (figure_test_find (marks, NABLA_MARK_POLYLINE, NABLA_AVERAGES_PLAIN, 0));
}

/* The bars are the weights: the newest is 1 − β high, each other β times the next. */
static void
test_averages_weights (void)
{
  static const char *const betas[] = { "0.9", "0.5" };
  for (guint b = 0; b < G_N_ELEMENTS (betas); b++)
    {
      double beta = b == 0 ? 0.9 : 0.5, first = 0;
      const char *const changes[] = { "beta", betas[b], NULL };
      g_autoptr (NablaSnapshot) snapshot = observe ("averages", NULL, changes, NULL);
      g_autoptr (NablaMarks) marks = figure_test_draw ("averages", snapshot, NULL, 968, 492);
      g_assert_cmpuint (figure_test_count (marks, NABLA_MARK_RECTANGLE, NABLA_AVERAGES_WEIGHTS), ==,
                        MIN (38, (guint)floor (log (0.004) / log (beta)) + 1));
      for (guint k = 0; k < 7; k++)
        {
          double x, y, width, height;
          nabla_marks_box (
              marks, figure_test_find (marks, NABLA_MARK_RECTANGLE, NABLA_AVERAGES_WEIGHTS, k), &x,
              &y, &width, &height);
          if (k == 0)
            first = height;
          g_assert_cmpfloat_with_epsilon (height, first * pow (beta, k), 0.05);
        }
    }
}

static void
test_averages_bias (void)
{
  g_autoptr (NablaSnapshot) snapshot = observe ("averages", NULL, NULL, NULL);
  const NablaFigure *figure = nabla_figure_find ("averages_bias", NULL);
  g_autoptr (NablaMarks) marks = figure_test_draw ("averages_bias", snapshot, NULL, 400, 200);
  g_assert_nonnull (figure_test_find_text (marks, "day 1: 1.28° instead of 12.8°"));
  g_autofree char *summary = nabla_figure_summary (figure, snapshot, NULL);
  g_assert_cmpstr (summary, ==, "after 24 days 8% is missing");
  const char *const changes[] = { "beta", "0.98", NULL };
  g_autoptr (NablaSnapshot) other = observe ("averages", NULL, changes, NULL);
  g_autoptr (NablaMarks) others = figure_test_draw ("averages_bias", other, NULL, 400, 200);
  g_assert_nonnull (figure_test_find_text (others, "day 1: 0.256° instead of 12.8°"));
}

static void
test_averages_window (void)
{
  const char *const changes[] = { "first", "366", "length", "100", NULL };
  g_autoptr (NablaSnapshot) snapshot = observe ("averages", NULL, changes, NULL);
  g_autoptr (NablaMarks) marks = figure_test_draw ("averages_overview", snapshot, NULL, 968, 492);
  const NablaMark *window
      = figure_test_find (marks, NABLA_MARK_RECTANGLE, NABLA_AVERAGES_WINDOW, 0);
  NablaAxis x, y;
  double left, top, width, height;
  get_axes ("averages_overview", snapshot, &x, &y);
  nabla_marks_box (marks, window, &left, &top, &width, &height);
  g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, left + 2), 366, 0.1);
  g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, left + width - 2), 465, 0.1);
  g_autofree char *summary
      = nabla_figure_summary (nabla_figure_find ("averages_overview", NULL), snapshot, NULL);
  g_assert_nonnull (strstr (summary, "31 December 2012 to 9 April 2013"));
  /* And the large picture shows the same days. */
  get_axes ("averages", snapshot, &x, &y);
  g_assert_cmpfloat (x.low, ==, 366);
  g_assert_cmpfloat (x.high, ==, 465);
}

/* A series of one's own: one value, a constant, very many, and their table */
static void
test_averages_series (void)
{
  static const gsize lengths[] = { 1, 2, 50, 100000 };
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (NablaInstrumentSeries) series = nabla_instrument_series_new ("test", lengths[i]);
      for (gsize t = 0; t < series->n; t++)
        series->values[t] = -3.5;
      const char *const changes[] = { "day", "100000", "length", "100000", NULL };
      double values[NABLA_MAX_OUTPUTS];
      g_autoptr (NablaSnapshot) snapshot = observe ("averages", series, changes, values);
      /* The corrected average of a constant is the constant, from the first day on. */
      g_assert_cmpfloat_with_epsilon (output ("averages", values, "corrected"), -3.5, 1e-9);
      g_assert_cmpuint (snapshot->averages->day, ==, series->n);
      g_autoptr (NablaMarks) marks = figure_test_draw ("averages", snapshot, NULL, 968, 492);
      g_assert_null (figure_test_find_text (marks, "°"));
      gsize n;
      nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_POLYLINE, 0, 0), &n);
      g_assert_cmpuint (n, >=, MIN (series->n, 50));
      g_assert_cmpuint (n, <, 5000);
      if (i != 2)
        continue;
      g_autoptr (GString) csv
          = nabla_figure_table (nabla_figure_find ("averages", NULL), snapshot, NULL);
      g_auto (GStrv) lines = g_strsplit (csv->str, "\n", -1);
      g_assert_cmpstr (lines[0], ==,
                       "day,label,theta,v (beta=0.9),v corrected (beta=0.9),v (beta=0.5),"
                       "v corrected (beta=0.5),v (beta=0.98),v corrected (beta=0.98)");
      g_assert_cmpuint (g_strv_length (lines), ==, 52);
      g_assert_true (g_str_has_prefix (lines[1], "1,,-3.5,-0.3"));
    }
}

/* Each kept activation counts 1/keep_prob times: the mean stays, within four errors of it. */
static void
test_dropout (void)
{
  static const char *const keeps[] = { "0.8", "0.3", "1" };
  for (guint k = 0; k < G_N_ELEMENTS (keeps); k++)
    {
      const char *const changes[] = { "keep_prob", keeps[k], "trials", "2000", NULL };
      double keep = g_ascii_strtod (keeps[k], NULL), values[NABLA_MAX_OUTPUTS];
      g_autoptr (NablaSnapshot) snapshot = observe ("dropout", NULL, changes, values);
      double error = output ("dropout", values, "mean_error");
      g_assert_cmpfloat (output ("dropout", values, "expected"), ==, 50);
      g_assert_cmpfloat_with_epsilon (output ("dropout", values, "mean"), 50, 4 * error + 1e-9);
      g_assert_cmpfloat_with_epsilon (output ("dropout", values, "mean_without"), 50 * keep,
                                      4 * keep * error + 1e-9);
      /* The variance of a sum of n kept ones over keep_prob is n (1 − keep_prob) / keep_prob. */
      g_assert_cmpfloat_with_epsilon (error, sqrt (50 * (1 - keep) / keep / 2000), 0.1 * error + 1e-12);
      const NablaChart *chart = nabla_charts_find (snapshot->charts, "dropout_sums");
      for (guint b = 0; b < 2; b++)
        {
          const NablaChartBars *bars = chart->bars->pdata[b];
          double sum = 0;
          for (gsize i = 0; i < bars->n; i++)
            sum += bars->heights[i];
          g_assert_cmpfloat_with_epsilon (sum, 1, 1e-9);
        }
      g_autoptr (NablaMarks) marks = figure_test_draw ("dropout_sums", snapshot, NULL, 968, 492);
      g_assert_nonnull (figure_test_find_text (marks, "without dropout: 50"));
      /* The lines stand where the means are. */
      NablaAxis x, y;
      gsize n;
      get_axes ("dropout_sums", snapshot, &x, &y);
      const NablaMarkPoint *points
          = nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_POLYLINE, 202, 0), &n);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, points[0].x),
                                      output ("dropout", values, "mean_without"), 0.05);
    }
}

/* What the second layer's line says at layer @layer */
static double
scale_at (const NablaSnapshot *snapshot, int series, guint layer)
{
  g_autoptr (NablaMarks) marks = figure_test_draw ("depth_scales", snapshot, NULL, 968, 492);
  NablaAxis x, y;
  gsize n;
  get_axes ("depth_scales", snapshot, &x, &y);
  const NablaMarkPoint *points
      = nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_POLYLINE, series, 0), &n);
  g_assert_cmpuint (n, >, layer);
  return nabla_axis_value (&y, points[layer].y);
}

static void
test_depth (void)
{
  double values[NABLA_MAX_OUTPUTS];
  /* Small weights: both vanish, by √(64 · 0.05²) = 0.4 a layer while tanh is nearly straight. */
  g_autoptr (NablaSnapshot) small = observe ("depth", NULL, NULL, values);
  g_assert_cmpfloat (output ("depth", values, "gradient_ratio"), <, 1e-3);
  g_assert_cmpfloat_with_epsilon (scale_at (small, 0, 7) / scale_at (small, 0, 6), 0.4, 0.05);
  g_assert_cmpfloat_with_epsilon (scale_at (small, 1, 6) / scale_at (small, 1, 7), 0.4, 0.05);
  g_assert_cmpfloat_with_epsilon (scale_at (small, 0, 11),
                                  output ("depth", values, "last_activation"),
                                  0.01 * output ("depth", values, "last_activation"));

  /* He with relu keeps the mean square. */
  const char *const he[] = { "activation", "relu", "initialization", "he", NULL };
  g_autoptr (NablaSnapshot) kept = observe ("depth", NULL, he, values);
  double ratio = scale_at (kept, 0, 11) / scale_at (kept, 0, 0);
  g_assert_cmpfloat (ratio, >, 0.3);
  g_assert_cmpfloat (ratio, <, 3);

  /* Large ones saturate tanh; batch norm heals it. */
  const char *const large[] = { "scale", "1", NULL };
  g_autoptr (NablaSnapshot) saturated = observe ("depth", NULL, large, values);
  double share = output ("depth", values, "saturated");
  g_assert_cmpfloat (share, >, 0.6);
  g_autofree char *percent = g_strdup_printf ("layer 1: %.0f%%", 100 * share);
  g_autofree char *summary
      = nabla_figure_summary (nabla_figure_find ("depth_saturation", NULL), saturated, NULL);
  g_assert_true (g_str_has_prefix (summary, percent));
  const char *const normal[] = { "scale", "1", "batch_norm", "true", NULL };
  g_autoptr (NablaSnapshot) normalized = observe ("depth", NULL, normal, values);
  g_assert_cmpfloat (output ("depth", values, "saturated"), <, 0.15);
  g_assert_nonnull (normalized);

  /* Zeros: nothing goes forward, nothing comes back. */
  const char *const zeros[] = { "initialization", "zeros", NULL };
  g_autoptr (NablaSnapshot) dead = observe ("depth", NULL, zeros, values);
  g_assert_cmpfloat (output ("depth", values, "gradient_ratio"), ==, 0);
  summary = (g_free (summary),
             nabla_figure_summary (nabla_figure_find ("depth_scales", NULL), dead, NULL));
  g_assert_nonnull (strstr (summary, "no gradient arrives"));
}

static void
test_depth_cancel (void)
{
  const NablaInstrument *depth = nabla_instrument_find ("depth", NULL);
  double settings[NABLA_MAX_PARAMS], values[NABLA_MAX_OUTPUTS];
  const gint cancel = 1;
  g_autoptr (GError) error = NULL;
  nabla_param_defaults (depth->params, settings);
  g_assert_null (nabla_instrument_observe (depth, settings, NULL, &cancel, values, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED);
}

static void
test_schedule (void)
{
  const struct
  {
    const char *word;
    double at_10;
  } cases[] = {
    { "constant", 0.2 },
    { "inverse_time", 0.2 / 11 },
    { "exponential", 0.2 * pow (0.95, 10) },
    { "staircase", 0.1 },
    { "cosine", 0.2 * 0.5 * (1 + cos (G_PI * 10 / 39)) },
    { "manual", 0.02 },
  };
  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      const char *const changes[] = { "schedule", cases[c].word, "epoch", "10", NULL };
      double values[NABLA_MAX_OUTPUTS];
      g_autoptr (NablaSnapshot) snapshot = observe ("schedule", NULL, changes, values);
      g_assert_cmpfloat_with_epsilon (output ("schedule", values, "rate"), cases[c].at_10, 1e-12);
      g_autoptr (NablaMarks) marks = figure_test_draw ("schedule_rate", snapshot, NULL, 968, 492);
      NablaAxis x, y;
      gsize n;
      get_axes ("schedule_rate", snapshot, &x, &y);
      const NablaMarkPoint *points
          = nabla_marks_points (marks, figure_test_find (marks, NABLA_MARK_POLYLINE, 0, 0), &n);
      /* A stair has a corner more for each epoch, straight below the one before. */
      gboolean is_stepped
          = g_str_equal (cases[c].word, "staircase") || g_str_equal (cases[c].word, "manual");
      gsize tenth = is_stepped ? 20 : 10;
      g_assert_cmpuint (n, ==, is_stepped ? 79 : 40);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&y, points[tenth].y), cases[c].at_10, 1e-4);
      g_assert_cmpfloat_with_epsilon (nabla_axis_value (&x, points[tenth].x), 10, 1e-4);
      if (is_stepped)
        {
          g_assert_cmpfloat (points[tenth - 1].x, ==, points[tenth].x);
          g_assert_cmpfloat (points[tenth - 1].y, ==, points[tenth - 2].y);
        }
      /* Each of the schedules is named. */
      g_assert_nonnull (figure_test_find_text (marks, "Constant"));
      g_assert_nonnull (figure_test_find_text (marks, "Cosine"));
    }
}

/* All pictures of all instruments, at odd sizes: no mark leaves the room. */
static void
test_rooms (void)
{
  static const double rooms[][2] = { { 240, 150 }, { 120, 80 }, { 968, 492 }, { 1900, 400 } };
  const NablaInstrument *const *instruments = nabla_instruments ();
  for (guint i = 0; instruments[i] != NULL; i++)
    for (guint t = 0; instruments[i]->tiles != NULL && instruments[i]->tiles[t].figure != NULL; t++)
      for (guint r = 0; r < G_N_ELEMENTS (rooms); r++)
        {
          const char *figure = instruments[i]->tiles[t].figure;
          g_test_message ("%s %s %gx%g", instruments[i]->name, figure, rooms[r][0], rooms[r][1]);
          g_autoptr (NablaSnapshot) snapshot = observe (instruments[i]->name, NULL, NULL, NULL);
          g_autoptr (NablaMarks) marks
              = figure_test_draw (figure, snapshot, NULL, rooms[r][0], rooms[r][1]);
          for (guint layer = 0; layer < nabla_marks_n_layers (marks); layer++)
            {
              gsize n;
              const NablaMark *mark = nabla_marks_layer (marks, layer, &n);
              for (gsize m = 0; m < n; m++)
                if (mark[m].type == NABLA_MARK_TEXT)
                  {
                    double box[4];
                    figure_test_text_box (marks, &mark[m], box);
                    g_test_message ("“%s”", nabla_marks_string (marks, &mark[m]));
                    g_assert_cmpfloat (box[0], >=, -2);
                    g_assert_cmpfloat (box[1], >=, -2);
                    g_assert_cmpfloat (box[2], <=, rooms[r][0] + 2);
                    g_assert_cmpfloat (box[3], <=, rooms[r][1] + 2);
                  }
            }
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instrument-figures/averages/curves", test_averages_curves);
  g_test_add_func ("/instrument-figures/averages/words", test_averages_words);
  g_test_add_func ("/instrument-figures/averages/weights", test_averages_weights);
  g_test_add_func ("/instrument-figures/averages/bias", test_averages_bias);
  g_test_add_func ("/instrument-figures/averages/window", test_averages_window);
  g_test_add_func ("/instrument-figures/averages/series", test_averages_series);
  g_test_add_func ("/instrument-figures/dropout", test_dropout);
  g_test_add_func ("/instrument-figures/depth/scales", test_depth);
  g_test_add_func ("/instrument-figures/depth/cancel", test_depth_cancel);
  g_test_add_func ("/instrument-figures/schedule", test_schedule);
  g_test_add_func ("/instrument-figures/rooms", test_rooms);
  return g_test_run ();
}
