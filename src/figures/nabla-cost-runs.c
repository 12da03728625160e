/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-cost-runs.h"

#include <math.h>
#include <stdlib.h>

#define MANY_MEASUREMENTS 60
/* Ratios of objective and cost over the training set */
#define MOST_RATIOS 64
#define FEW_RATIOS 5
#define MOST_RATIO 1.2

static gboolean
has_points (NablaSeries *series)
{
  return series != NULL && nabla_series_length (series) > 0;
}

static double
beta_of (const NablaCurve *curve, const double *settings)
{
  return settings[NABLA_COST_AUTOMATIC_SMOOTHING] > 0 ? nabla_curve_automatic_beta (curve)
                                                      : settings[NABLA_COST_BETA];
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;
  return (first > second) - (first < second);
}

/* Whether the objective is something else than the cost over the training set,
 * because of dropout or a penalty: the median of their ratio is not near 1. */
static gboolean
is_other_quantity (NablaSeries *objective, NablaSeries *train, const double *settings)
{
  NablaCurve curve;
  nabla_curve_scan (&curve, objective);
  double beta = beta_of (&curve, settings);
  gsize n = nabla_series_length (train), n_ratios = 0;
  double ratios[MOST_RATIOS];
  gsize stride = n / MOST_RATIOS + 1;
  for (gsize i = 0; i < n; i += stride)
    {
      NablaPoint point = nabla_series_get (train, i);
      gsize after = nabla_curve_after (&curve, point.step);
      double ratio = after > 0 ? nabla_curve_value (&curve, after - 1, beta) / point.value : NAN;
      if (isfinite (ratio))
        ratios[n_ratios++] = ratio;
    }
  if (n_ratios < FEW_RATIOS)
    return FALSE;
  qsort (ratios, n_ratios, sizeof *ratios, compare_doubles);
  double median = ratios[n_ratios / 2];
  return median > MOST_RATIO || median < 1 / MOST_RATIO;
}

/* Whether the cost over the training set is to be drawn: beside dev or test, if
 * it was measured often enough to be a good curve, or if the objective cannot
 * stand for it. (A fast run measures only a few times, but records the objective
 * of every step.) */
static gboolean
compares_splits (const NablaCostCurves *live, const double *settings)
{
  NablaSeries *train = live->split_cost[NABLA_SNAPSHOT_TRAIN];
  if (!has_points (train)
      || (!has_points (live->split_cost[NABLA_SNAPSHOT_DEV])
          && !has_points (live->split_cost[NABLA_SNAPSHOT_TEST])))
    return FALSE;
  return !has_points (live->cost) || nabla_series_length (train) >= MANY_MEASUREMENTS
         || is_other_quantity (live->cost, train, settings);
}

static void
scan_run (NablaCostRun *run,
          const NablaCostCurves *curves,
          const double *settings,
          gboolean is_live,
          gboolean prefers_split)
{
  NablaSeries *split = curves->split_cost[NABLA_SNAPSHOT_TRAIN];
  gboolean is_split = has_points (split) && (prefers_split || !has_points (curves->cost));
  run->title = curves->title;
  nabla_curve_scan (&run->train, is_split ? split : curves->cost);
  run->beta = beta_of (&run->train, settings);
  for (guint s = NABLA_SNAPSHOT_DEV; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      nabla_curve_scan (&run->splits[s], is_live ? curves->split_cost[s] : NULL);
      run->split_beta = MAX (run->split_beta, beta_of (&run->splits[s], settings));
    }
  if (is_split && is_live)
    {
      /* Three curves of one kind are smoothed alike. */
      run->beta = run->split_beta = MAX (run->beta, run->split_beta);
      nabla_curve_scan (&run->raw, curves->cost);
    }
  else if (is_live && run->beta > 0)
    run->raw = run->train;
}

NablaCostRun *
nabla_cost_runs_scan (const NablaSnapshot *snapshot, const double *settings, guint *n_runs)
{
  g_return_val_if_fail (snapshot != NULL && settings != NULL && n_runs != NULL, NULL);

  *n_runs = snapshot->curves != NULL ? snapshot->curves->len : 0;
  if (*n_runs == 0)
    return NULL;

  g_autofree NablaCostRun *runs = g_new0 (NablaCostRun, *n_runs);
  gboolean prefers_split = compares_splits (snapshot->curves->pdata[0], settings);
  gboolean is_empty = TRUE;
  for (guint r = 0; r < *n_runs; r++)
    {
      scan_run (&runs[r], snapshot->curves->pdata[r], settings, r == 0, prefers_split);
      is_empty = is_empty && runs[r].train.n_finite == 0;
      for (guint s = NABLA_SNAPSHOT_DEV; s < NABLA_SNAPSHOT_SPLITS; s++)
        is_empty = is_empty && runs[r].splits[s].n_finite == 0;
    }
  return is_empty ? NULL : g_steal_pointer (&runs);
}

static void
include_steps (const NablaCurve *curve, gint64 *low, gint64 *high)
{
  if (curve->n == 0)
    return;
  *low = MIN (*low, nabla_series_get (curve->series, 0).step);
  *high = MAX (*high, nabla_series_get (curve->series, curve->n - 1).step);
}

NablaAxis
nabla_cost_runs_x_axis (const NablaCostRun *runs, guint n_runs, const NablaSnapshot *snapshot)
{
  gint64 low = G_MAXINT64, high = G_MININT64;
  for (guint r = 0; r < n_runs; r++)
    {
      include_steps (&runs[r].train, &low, &high);
      include_steps (&runs[r].raw, &low, &high);
      for (guint s = NABLA_SNAPSHOT_DEV; s < NABLA_SNAPSHOT_SPLITS; s++)
        include_steps (&runs[r].splits[s], &low, &high);
    }
  gboolean has_diverged = snapshot->diverged_step >= 0;
  high = MAX (high, has_diverged ? snapshot->diverged_step : snapshot->steps_total);

  NablaAxis axis;
  nabla_axis_init (&axis, (double) low, MAX ((double) high, (double) low + 1), FALSE);
  axis.is_whole = TRUE;
  return axis;
}

NablaAxis
nabla_cost_runs_y_axis (const NablaCostRun *runs, guint n_runs, const double *settings)
{
  double low = INFINITY, high = -INFINITY, low_positive = INFINITY;
  for (guint r = 0; r < n_runs; r++)
    {
      nabla_curve_smoothed_range (&runs[r].train, runs[r].beta, &low, &high, &low_positive);
      for (guint s = NABLA_SNAPSHOT_DEV; s < NABLA_SNAPSHOT_SPLITS; s++)
        nabla_curve_smoothed_range (&runs[r].splits[s], runs[r].split_beta, &low, &high,
                                    &low_positive);
    }

  /* A logarithmic axis cannot show what is negative; zeros lie at its lower end. */
  double scale = settings[NABLA_COST_SCALE];
  gboolean is_wide = scale == NABLA_COST_SCALE_AUTOMATIC && high / 20 > low_positive;
  gboolean can_be_log = low >= 0 && isfinite (low_positive);
  gboolean is_log = can_be_log && (is_wide || scale == NABLA_COST_SCALE_LOG);
  NablaAxis axis, wide;
  nabla_axis_init (&axis, is_log ? low_positive : low, high, is_log);

  /* The raw series may widen the range by a third and no more: one lucky
   * mini-batch must not press the curves flat. */
  const NablaCurve *raw = &runs[0].raw;
  if (raw->n_finite > 0)
    {
      wide = axis;
      nabla_axis_pad (&wide, 0.33);
      axis.low = MIN (axis.low, MAX (wide.low, is_log ? raw->low_positive : raw->low));
      axis.high = MAX (axis.high, MIN (wide.high, raw->high));
    }

  nabla_axis_pad (&axis, 0.04);
  if (!axis.is_log && low >= 0 && low < high / 4)
    axis.low = 0;
  return axis;
}
