/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-diagnosis-private.h"

#include "nabla-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* 95 % of a normal distribution lie within so many deviations. */
#define DEVIATIONS 1.96
/* Gaps below this, or below this share of the lower error, are not worth a change, however
 * sure they are. */
#define LEAST_GAP 0.01
#define LEAST_SHARE 0.15

/* Wilson's interval, which holds for small sets and for errors of 0 too. */
static void
measure_class_error (
    const NablaMetrics *metrics, guint n_classes, double *error, double *low, double *high)
{
  double p = 1 - metrics->accuracy, m = (double)metrics->m, z = DEVIATIONS;
  if (metrics->confusion != NULL)
    p = 1 - nabla_scores (metrics->confusion, n_classes).accuracy;
  double middle = (p + z * z / (2 * m)) / (1 + z * z / m);
  double half = z / (1 + z * z / m) * sqrt (MAX (p * (1 - p), 0) / m + z * z / (4 * m * m));
  *error = p;
  *low = MAX (middle - half, 0);
  *high = MIN (middle + half, 1);
}

/* The standard deviation of the labels, from what a regression's metrics say of it. */
static double
label_deviation (const NablaSnapshot *snapshot)
{
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[s];
      if (metrics->m > 0 && metrics->r2 < 1 && metrics->rmse > 0)
        return metrics->rmse / sqrt (1 - metrics->r2);
    }
  return 1;
}

/* Of normal errors the RMSE has the deviation RMSE / √2m. */
static void
measure_regression_error (
    const NablaMetrics *metrics, double deviation, double *error, double *low, double *high)
{
  *error = metrics->rmse / deviation;
  double half = DEVIATIONS * *error / sqrt (2 * (double)metrics->m);
  *low = MAX (*error - half, 0);
  *high = *error + half;
}

/* Whether @gap above @lower is more than chance; half an interval is as many deviations for
 * both errors. */
static gboolean
is_sure (double gap, double lower, double one_half, double other_half)
{
  return gap >= MAX (LEAST_GAP, LEAST_SHARE * lower) && gap > hypot (one_half, other_half);
}

static gboolean
could_be_large (double gap, double one_half, double other_half)
{
  return gap + hypot (one_half, other_half) >= 5 * LEAST_GAP;
}

void
nabla_diagnosis_make (NablaDiagnosis *self, const NablaSnapshot *snapshot, double human)
{
  g_return_if_fail (self != NULL && snapshot != NULL);

  double deviation = label_deviation (snapshot), half[NABLA_SNAPSHOT_SPLITS] = { 0 };
  *self = (NablaDiagnosis){ .human = human, .bias = NAN, .variance = NAN, .mismatch = NAN };
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[s];
      if (metrics->m == 0)
        continue;
      if (snapshot->n_classes > 0)
        measure_class_error (metrics, snapshot->n_classes, &self->error[s], &self->low[s],
                             &self->high[s]);
      else
        measure_regression_error (metrics, deviation, &self->error[s], &self->low[s],
                                  &self->high[s]);
      self->is_measured[s] = isfinite (self->error[s]) && isfinite (self->high[s]);
      half[s] = (self->high[s] - self->low[s]) / 2;
    }
  const gboolean *has = self->is_measured;
  if (!has[NABLA_SNAPSHOT_TRAIN])
    return;
  /* Train is what is to be fitted, no sample of it: its error has no chance in it. */
  self->bias = self->error[NABLA_SNAPSHOT_TRAIN] - human;
  self->bias_is_sure = is_sure (self->bias, human, 0, 0);
  if (has[NABLA_SNAPSHOT_DEV])
    {
      self->variance = self->error[NABLA_SNAPSHOT_DEV] - self->error[NABLA_SNAPSHOT_TRAIN];
      self->variance_is_sure = is_sure (self->variance, self->error[NABLA_SNAPSHOT_TRAIN],
                                        half[NABLA_SNAPSHOT_DEV], 0);
    }
  if (has[NABLA_SNAPSHOT_DEV] && has[NABLA_SNAPSHOT_TEST])
    {
      self->mismatch = self->error[NABLA_SNAPSHOT_TEST] - self->error[NABLA_SNAPSHOT_DEV];
      self->mismatch_is_sure = is_sure (self->mismatch, self->error[NABLA_SNAPSHOT_DEV],
                                        half[NABLA_SNAPSHOT_DEV], half[NABLA_SNAPSHOT_TEST]);
    }
  /* The larger gap is worked on first; a smaller one counts too if it is of its order. */
  double bias = self->bias_is_sure ? self->bias : 0;
  double variance = self->variance_is_sure ? self->variance : 0;
  double mismatch = self->mismatch_is_sure ? self->mismatch : 0;
  gboolean both = bias > 0 && variance > 0 && bias >= variance / 3 && variance >= bias / 3;
  gboolean is_unsure = has[NABLA_SNAPSHOT_DEV] && !self->variance_is_sure
                       && could_be_large (self->variance, half[NABLA_SNAPSHOT_DEV], 0);
  /* A gap that may be chance but would be the largest leaves open what to do first. */
  gboolean has_diverged = snapshot->diverged_step >= 0 && snapshot->step >= snapshot->diverged_step;
  self->finding = has_diverged                                        ? NABLA_FINDING_DIVERGED
                  : mismatch > MAX (bias, variance)                   ? NABLA_FINDING_MISMATCH
                  : both                                              ? NABLA_FINDING_BOTH
                  : is_unsure && (bias <= 0 || self->variance > bias) ? NABLA_FINDING_UNSURE
                  : bias > variance                                   ? NABLA_FINDING_BIAS
                  : variance > 0                                      ? NABLA_FINDING_VARIANCE
                                                                      : NABLA_FINDING_FINE;
}

const char *
nabla_diagnosis_advice (const NablaDiagnosis *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  gboolean has_dev = self->is_measured[NABLA_SNAPSHOT_DEV];
  switch (self->finding)
    {
    case NABLA_FINDING_NONE:
      return _ ("The model has not been measured yet.");
    case NABLA_FINDING_DIVERGED:
      return _ ("The run diverged: its errors say nothing. Lower the learning rate first.");
    case NABLA_FINDING_UNSURE:
      return _ ("Dev is too small to tell its gap from chance: take more examples into dev.");
    case NABLA_FINDING_FINE:
      return !has_dev ? _ ("No high bias. Variance is not known without a dev set: give some "
                           "examples to dev.")
             : isnan (self->human)
                 ? _ ("No high variance. Bias is not known without the human level.")
                 : _ ("Neither high bias nor high variance.");
    case NABLA_FINDING_BIAS:
      return has_dev ? _ ("High bias: try a larger network or train longer. More data would "
                          "hardly help.")
                     : _ ("High bias: try a larger network or train longer. Variance is not known "
                          "without a dev set.");
    case NABLA_FINDING_VARIANCE:
      return _ ("High variance: regularize (L2, dropout) or get more data.");
    case NABLA_FINDING_BOTH:
      return _ ("High bias and high variance: first a larger network or longer training, then "
                "regularization or more data.");
    case NABLA_FINDING_MISMATCH:
      return _ ("Test is worse than dev: they may come from different distributions, or choices "
                "were fitted to a dev set that is too small.");
    }
  return "";
}
