/* Diagnosis: bias and variance as numbers, and what they say.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-snapshot.h"

G_BEGIN_DECLS

/**
 * NablaFinding: what the errors say, beyond what chance explains
 * @NABLA_FINDING_NONE: nothing was measured
 * @NABLA_FINDING_DIVERGED: values are not finite, so the errors say nothing
 * @NABLA_FINDING_UNSURE: the sets are too small to tell the gaps from chance
 */
typedef enum
{
  NABLA_FINDING_NONE,
  NABLA_FINDING_DIVERGED,
  NABLA_FINDING_UNSURE,
  NABLA_FINDING_FINE,
  NABLA_FINDING_BIAS,
  NABLA_FINDING_VARIANCE,
  NABLA_FINDING_BOTH,
  NABLA_FINDING_MISMATCH,
} NablaFinding;

/**
 * NablaDiagnosis:
 * @human: error of people, or the least that is possible; NAN if nobody knows
 * @is_measured: of each split
 * @error: of each split, 0 … 1: the share of wrong answers; of a regression, the RMSE in
 *   units of the labels' standard deviation, so that 1 is what the mean would get
 * @low, @high: 95 % confidence interval of each
 * @bias: error of train − @human; NAN if one of them is not known
 * @variance: error of dev − that of train; NAN without dev
 * @mismatch: error of test − that of dev; NAN without them
 * @bias_is_sure, @variance_is_sure, @mismatch_is_sure: whether the gap is larger than chance
 *   explains, and large enough to matter
 */
typedef struct
{
  double human;
  gboolean is_measured[NABLA_SNAPSHOT_SPLITS];
  double error[NABLA_SNAPSHOT_SPLITS];
  double low[NABLA_SNAPSHOT_SPLITS], high[NABLA_SNAPSHOT_SPLITS];
  double bias, variance, mismatch;
  gboolean bias_is_sure, variance_is_sure, mismatch_is_sure;
  NablaFinding finding;
} NablaDiagnosis;

/* @human: see above */
void nabla_diagnosis_make (NablaDiagnosis *self, const NablaSnapshot *snapshot, double human);

/* Returns: (transfer none): what to do, in a sentence or two */
const char *nabla_diagnosis_advice (const NablaDiagnosis *self);

G_END_DECLS
