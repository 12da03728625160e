/* dropout: the sum of a layer's activations over many trials, in which each is dropped with
 * probability 1 − keep_prob; with the division by keep_prob its expectation stays.
 *
 * The op dropout of networks does it, in double precision: a trial is an example.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-instrument.h"

#include "nabla-short-number.h"
#include "nabla-workspace.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  KEEP_PROB,
  UNITS,
  ACTIVATION,
  TRIALS,
  SEED,
  N_SETTINGS
};
enum
{
  EXPECTED,
  MEAN,
  MEAN_ERROR,
  MEAN_WITHOUT,
  MEAN_WITHOUT_ERROR,
  KEPT,
  N_VALUES
};

#define MOST_TRIALS 5000
#define MOST_BARS 40

static const NablaParamSpec params[] = {
  { "keep_prob", N_ ("Keep probability"), NULL, N_ ("Chance of each activation to stay."),
    NABLA_PARAM_REAL, 0.05, 1, 0.8, NABLA_SCALE_LINEAR, NULL },
  { "units", N_ ("Units"), "n", N_ ("How many activations are summed."), NABLA_PARAM_INTEGER, 1,
    200, 50, NABLA_SCALE_LINEAR, NULL },
  { "activation", N_ ("Activation value"), "a", N_ ("What each unit gives."), NABLA_PARAM_REAL, -4,
    4, 1, NABLA_SCALE_LINEAR, NULL },
  { "trials", N_ ("Trials"), NULL, N_ ("How often units are dropped anew."), NABLA_PARAM_INTEGER, 2,
    MOST_TRIALS, 1000, NABLA_SCALE_LOG, NULL },
  { "seed", N_ ("Seed"), NULL, N_ ("Which random numbers are drawn."), NABLA_PARAM_INTEGER, 0, 1000,
    1, NABLA_SCALE_LINEAR, NULL },
  { NULL },
};

static const NablaInstrumentOutput outputs[] = {
  { "expected", N_ ("Sum without dropout"), "n·a" },
  { "mean", N_ ("Mean with the division"), "E" },
  { "mean_error", N_ ("Its standard error"), "σ/√trials" },
  { "mean_without", N_ ("Mean without the division"), "E" },
  { "mean_without_error", N_ ("Its standard error without the division"), "σ/√trials" },
  { "kept", N_ ("Share of units kept"), "keep_prob" },
  { NULL },
};

/* @sums: (array length=trials) (out): of what the op gives. Returns: the share kept in @kept */
static gboolean
run_trials (const double *settings, double *sums, double *kept, GError **error)
{
  gsize n = (gsize)settings[UNITS], trials = (gsize)settings[TRIALS];
  g_autoptr (NablaGraph) graph = nabla_graph_new (NABLA_DOUBLE);
  NablaNode *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 ((guint)n), error);
  if (x == NULL)
    return FALSE;
  double own[NABLA_MAX_PARAMS] = { settings[KEEP_PROB] };
  NablaNode *dropout = nabla_graph_add (graph, "dropout", "dropout", own, &x, 1, NULL, error);
  if (dropout == NULL || !nabla_graph_build (graph, error))
    return FALSE;
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, trials, FALSE, NULL, error);
  if (workspace == NULL)
    return FALSE;
  g_autofree double *values = g_new (double, trials *n);
  for (gsize i = 0; i < trials * n; i++)
    values[i] = 1;
  nabla_workspace_feed (workspace, x, values);
  const NablaBatch batch = { .rows = trials, .seed = (guint32)settings[SEED] };
  nabla_workspace_forward (workspace, &batch, NABLA_MODE_OBJECTIVE);
  nabla_workspace_get_value (workspace, dropout, values);
  gsize n_kept = 0;
  for (gsize t = 0; t < trials; t++)
    {
      sums[t] = 0;
      for (gsize i = 0; i < n; i++)
        {
          sums[t] += settings[ACTIVATION] * values[t * n + i];
          n_kept += values[t * n + i] != 0;
        }
    }
  *kept = (double)n_kept / (double)(trials * n);
  return TRUE;
}

static void
measure (const double *settings, const double *sums, double kept, double *values)
{
  double trials = settings[TRIALS], mean = 0, square = 0;
  for (gsize t = 0; t < (gsize)trials; t++)
    mean += sums[t];
  mean /= trials;
  for (gsize t = 0; t < (gsize)trials; t++)
    square += (sums[t] - mean) * (sums[t] - mean);
  double deviation = sqrt (square / (trials - 1));
  values[EXPECTED] = settings[UNITS] * settings[ACTIVATION];
  values[MEAN] = mean;
  values[MEAN_ERROR] = deviation / sqrt (trials);
  values[MEAN_WITHOUT] = settings[KEEP_PROB] * mean;
  values[MEAN_WITHOUT_ERROR] = settings[KEEP_PROB] * values[MEAN_ERROR];
  values[KEPT] = kept;
}

static gboolean
compute (const double *settings, gsize n, double *values, GError **error)
{
  g_autofree double *sums = g_new (double, MOST_TRIALS);
  for (gsize row = 0; row < n; row++)
    {
      double kept;
      if (!run_trials (settings + row * N_SETTINGS, sums, &kept, error))
        return FALSE;
      measure (settings + row * N_SETTINGS, sums, kept, values + row * N_VALUES);
    }
  return TRUE;
}

/* Sums are multiples of what one unit gives: bars that hold whole numbers of these have no
 * gaps that are not in the data. */
static void
add_histogram (NablaChart *chart,
               const char *title,
               guint slot,
               const double *sums,
               double factor,
               gsize n,
               double unit)
{
  g_autofree double *scaled = g_new (double, n);
  double low = INFINITY, high = -INFINITY;
  for (gsize i = 0; i < n; i++)
    {
      scaled[i] = factor * sums[i];
      low = MIN (low, scaled[i]);
      high = MAX (high, scaled[i]);
    }
  double step = unit > 0 ? unit : 1;
  double width = step * ceil (MAX ((high - low) / (MOST_BARS * step), 1));
  gsize n_bars = (gsize)floor ((high - low) / width + 0.5) + 1;
  low -= step / 2;
  NablaChartBars *bars
      = nabla_chart_add_bars (chart, title, slot, low, low + width * (double)n_bars, n_bars);
  nabla_chart_count (scaled, n, low, low + width * (double)n_bars, bars->heights, n_bars);
}

/* Two digits: no error is known better. */
static double
round_error (double error)
{
  if (!(error > 0))
    return error;
  double unit = pow (10, floor (log10 (error)) - 1);
  return round (error / unit) * unit;
}

static NablaChart *
make_chart (const double *settings, const double *sums, const double *values)
{
  NablaChart *chart = nabla_chart_new ("dropout_sums", C_ ("axis", "sum"), C_ ("axis", "share"));
  gsize n = (gsize)settings[TRIALS];
  double unit = fabs (settings[ACTIVATION]);
  add_histogram (chart, _ ("divided by keep_prob"), 0, sums, 1, n, unit / settings[KEEP_PROB]);
  add_histogram (chart, _ ("not divided"), 3, sums, settings[KEEP_PROB], n, unit);

  char expected[NABLA_SHORT_NUMBER_LENGTH], mean[NABLA_SHORT_NUMBER_LENGTH];
  char error[NABLA_SHORT_NUMBER_LENGTH], without[NABLA_SHORT_NUMBER_LENGTH];
  char without_error[NABLA_SHORT_NUMBER_LENGTH];
  nabla_short_number (values[EXPECTED], expected);
  nabla_short_number (values[MEAN], mean);
  nabla_short_number (round_error (values[MEAN_ERROR]), error);
  nabla_short_number (values[MEAN_WITHOUT], without);
  nabla_short_number (round_error (values[MEAN_WITHOUT_ERROR]), without_error);
  g_autofree char *first = g_strdup_printf (_ ("without dropout: %s"), expected);
  g_autofree char *second = g_strdup_printf (_ ("mean, divided: %1$s ± %2$s"), mean, error);
  g_autofree char *third
      = g_strdup_printf (_ ("mean, not divided: %1$s ± %2$s"), without, without_error);
  nabla_chart_add_line (chart, first, 0, values[EXPECTED])->is_dashed = TRUE;
  nabla_chart_add_line (chart, second, 0, values[MEAN])->error = values[MEAN_ERROR];
  nabla_chart_add_line (chart, third, 3, values[MEAN_WITHOUT])->error = values[MEAN_WITHOUT_ERROR];
  chart->finding = g_strdup_printf (
      _ ("the mean is %1$s with the division, %2$s without it; without dropout it is %3$s"), mean,
      without, expected);
  return chart;
}

static NablaSnapshot *
observe (const double *settings,
         const NablaInstrumentSeries *series,
         const gint *cancel,
         double *values,
         GError **error)
{
  g_autofree double *sums = g_new (double, MOST_TRIALS);
  double kept;
  if (!run_trials (settings, sums, &kept, error))
    return NULL;
  measure (settings, sums, kept, values);
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  nabla_snapshot_add_chart (snapshot, make_chart (settings, sums, values));
  return snapshot;
}

static char *
sentence (const double *settings, const double *values)
{
  char keep[NABLA_SHORT_NUMBER_LENGTH], mean[NABLA_SHORT_NUMBER_LENGTH];
  char without[NABLA_SHORT_NUMBER_LENGTH], expected[NABLA_SHORT_NUMBER_LENGTH];
  return g_strdup_printf ("E[Σ a·d / keep_prob] = %s / %s ≈ %s; n·a = %s",
                          nabla_short_number (values[MEAN_WITHOUT], without),
                          nabla_short_number (settings[KEEP_PROB], keep),
                          nabla_short_number (values[MEAN], mean),
                          nabla_short_number (values[EXPECTED], expected));
}

static const NablaInstrumentTile tiles[] = { { "dropout_sums", 12, 1, FALSE }, { NULL } };
static const NablaInstrumentAtHand at_hand[]
    = { { "keep_prob", 4, { 0.3, 0.5, 0.8, 1 } }, { "trials", 3, { 10, 100, 1000 } }, { NULL } };

const NablaInstrument nabla_instrument_dropout = {
  .name = "dropout",
  .title = N_ ("Dropout and Expectation"),
  .help = N_ ("Drops units at random many times and averages what is left, with and without the "
              "division by keep_prob."),
  .params = params,
  .outputs = outputs,
  .compute = compute,
  .sentence = sentence,
  .section = "2.1",
  .tiles = tiles,
  .observe = observe,
  .at_hand = at_hand,
  .question = {
    N_ ("Without the division, is what the next layer gets too large or too small?"),
    { N_ ("Too large"), N_ ("Too small") },
    1,
    N_ ("Too small: a share of 1 − keep_prob of the sum is missing on average."),
  },
};
