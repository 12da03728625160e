/* What the cost curve shows, in one sentence.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-cost-runs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A dev cost of this many times the train cost is called high variance. */
#define HIGH_VARIANCE 2.0
/* A dev cost this much above its lowest is worth saying. */
#define RISEN 1.1

/* Returns: the index of the last point at the snapshot's step, or −1 */
static gssize
point_now (const NablaCurve *curve, const NablaSnapshot *snapshot)
{
  gsize now = nabla_curve_after (curve, snapshot->step);
  return now == 0 ? -1 : (gssize) MIN (now - 1, curve->last);
}

static gint64
step_of (const NablaCurve *curve, gsize index)
{
  return nabla_series_get (curve->series, index).step;
}

/* Compares a curve with what it was a tenth of its points ago, by a percent. */
static int
trend_of (const NablaCurve *curve, gsize now, double beta)
{
  gsize before = now - MAX (now / 10, MIN (now, 1));
  double value = nabla_curve_value (curve, now, beta);
  double earlier = nabla_curve_value (curve, before, beta);
  double margin = fabs (earlier) / 100;
  return value < earlier - margin ? -1 : value > earlier + margin;
}

static char *
summarize_train (const NablaCostRun *run, const NablaSnapshot *snapshot)
{
  gssize now = point_now (&run->train, snapshot);
  if (now < 0)
    return g_strdup (_("No cost has been recorded yet."));

  char cost[NABLA_LABEL_LENGTH], step[NABLA_LABEL_LENGTH];
  nabla_label_value (nabla_curve_value (&run->train, (gsize) now, run->beta), cost);
  nabla_label_count (step_of (&run->train, (gsize) now), step);
  int trend = trend_of (&run->train, (gsize) now, run->beta);
  /* Translators: a cost and a step, both written as numbers */
  return g_strdup_printf (trend < 0   ? _("Cost %1$s at step %2$s, falling.")
                          : trend > 0 ? _("Cost %1$s at step %2$s, rising.")
                                      : _("Cost %1$s at step %2$s, level."),
                          cost, step);
}

/* Returns: the index of the lowest point up to @now, as it is drawn */
static gsize
lowest_of (const NablaCurve *curve, gsize now, double beta)
{
  gsize lowest = now;
  double least = nabla_curve_value (curve, now, beta);
  for (gsize i = 0; i < now; i++)
    {
      double value = nabla_curve_value (curve, i, beta);
      if (value < least)
        {
          least = value;
          lowest = i;
        }
    }
  return lowest;
}

static char *
summarize_splits (const NablaCostRun *run, const NablaSnapshot *snapshot)
{
  const NablaCurve *train = &run->train, *dev = &run->splits[NABLA_SNAPSHOT_DEV];
  double beta = run->split_beta;
  gsize now = (gsize) point_now (dev, snapshot);
  double train_cost = nabla_curve_value (train, (gsize) point_now (train, snapshot), run->beta);
  double dev_cost = nabla_curve_value (dev, now, beta);
  gsize lowest = lowest_of (dev, now, beta);
  double least = nabla_curve_value (dev, lowest, beta);

  char train_text[NABLA_LABEL_LENGTH], dev_text[NABLA_LABEL_LENGTH], third[NABLA_LABEL_LENGTH];
  nabla_label_value (train_cost, train_text);
  nabla_label_value (dev_cost, dev_text);
  if (train_cost > 0 && dev_cost > HIGH_VARIANCE * train_cost)
    {
      g_ascii_formatd (third, sizeof third, dev_cost < 100 * train_cost ? "%.1f" : "%.0f",
                       dev_cost / train_cost);
      /* Translators: two costs and their ratio, written as numbers */
      return g_strdup_printf (_("Train %1$s, dev %2$s: dev is %3$s times train, high variance."),
                              train_text, dev_text, third);
    }
  if (least > 0 && dev_cost > RISEN * least)
    /* Translators: two costs and a step, written as numbers */
    return g_strdup_printf (_("Train %1$s, dev %2$s: dev was lowest at step %3$s."), train_text,
                            dev_text, nabla_label_count (step_of (dev, lowest), third));
  nabla_label_count (step_of (dev, now), third);
  return g_strdup_printf (trend_of (dev, now, beta) < 0
                            ? _("Train %1$s, dev %2$s at step %3$s, dev falling.")
                            : _("Train %1$s, dev %2$s at step %3$s, dev no longer falling."),
                          train_text, dev_text, third);
}

/* Runs that are compared, none of which goes on: which ends lowest. NULL if none has an end. */
static char *
summarize_others (const NablaCostRun *runs, guint n_runs)
{
  char number[NABLA_LABEL_LENGTH];
  const NablaCostRun *best = NULL;
  double least = INFINITY;
  for (guint r = 1; r < n_runs; r++)
    {
      const NablaCurve *train = &runs[r].train;
      double last = train->n > 0 ? nabla_series_get (train->series, train->n - 1).value : NAN;
      if (!isfinite (last) || last >= least)
        continue;
      least = last;
      best = &runs[r];
    }
  if (best == NULL || best->title == NULL)
    return NULL;
  /* Translators: what a run is called, and a cost */
  return g_strdup_printf (_("Lowest at its end: %1$s with %2$s."), best->title,
                          nabla_label_value (least, number));
}

char *
nabla_cost_summary (const NablaSnapshot *snapshot, const double *settings)
{
  guint n_runs;
  g_autofree NablaCostRun *runs = nabla_cost_runs_scan (snapshot, settings, &n_runs);
  if (snapshot->diverged_step >= 0)
    {
      char step[NABLA_LABEL_LENGTH];
      nabla_label_count (snapshot->diverged_step, step);
      if (snapshot->diverged_node == NULL)
        return g_strdup_printf (_("Stopped at step %s: the cost is not a finite number."), step);
      /* Translators: a step, and the name of a layer or of the loss */
      return g_strdup_printf (_("Stopped at step %1$s: not a finite number, first in “%2$s”."),
                              step, snapshot->diverged_node);
    }
  if (runs == NULL)
    return g_strdup (_("No cost has been recorded yet."));

  const NablaCurve *train = &runs->train, *dev = &runs->splits[NABLA_SNAPSHOT_DEV];
  char *others = train->n == 0 ? summarize_others (runs, n_runs) : NULL;
  if (others != NULL)
    return others;
  if (dev->n_finite > 0 && point_now (dev, snapshot) >= 0 && train->n_finite > 0
      && point_now (train, snapshot) >= 0)
    return summarize_splits (runs, snapshot);
  return summarize_train (runs, snapshot);
}
