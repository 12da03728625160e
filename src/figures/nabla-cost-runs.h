/* Cost runs: what the cost curve shows of each run, before it is drawn.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-curve.h"
#include "nabla-figure.h"

G_BEGIN_DECLS

/* The settings of the cost curve, in their order */
enum { NABLA_COST_SCALE, NABLA_COST_AUTOMATIC_SMOOTHING, NABLA_COST_BETA };
enum { NABLA_COST_SCALE_AUTOMATIC, NABLA_COST_SCALE_LINEAR, NABLA_COST_SCALE_LOG };

/**
 * NablaCostRun:
 * @title: (nullable): of the run
 * @train: the solid line: the objective of every step, or the cost over the
 *   training set if that is to be compared with dev or test (which are measured
 *   as it is, without dropout and penalty) and was measured often or differs
 * @raw: the objective of every step, where @train is something else or smoothed
 * @splits: dev and test; empty for all runs but the live one
 * @beta: by which @train is smoothed, or 0
 * @split_beta: by which @splits are smoothed, or 0
 */
typedef struct {
  const char *title;
  NablaCurve train;
  NablaCurve raw;
  NablaCurve splits[NABLA_SNAPSHOT_SPLITS];
  double beta;
  double split_beta;
} NablaCostRun;

/**
 * nabla_cost_runs_scan:
 * @n_runs: (out): how many there are
 *
 * Returns: (transfer full) (nullable) (array length=n_runs): the runs of
 *   @snapshot, the live one first; NULL if none has a finite value
 */
NablaCostRun *nabla_cost_runs_scan (const NablaSnapshot *snapshot,
                                    const double *settings,
                                    guint *n_runs);

/* Returns: an axis of all steps, to the end of the live run if that is known */
NablaAxis nabla_cost_runs_x_axis (const NablaCostRun *runs,
                                  guint n_runs,
                                  const NablaSnapshot *snapshot);

/* Returns: an axis of all costs, logarithmic if the settings or the range ask for it */
NablaAxis nabla_cost_runs_y_axis (const NablaCostRun *runs, guint n_runs, const double *settings);

/* Returns: (transfer full): the summary of the cost curve */
char *nabla_cost_summary (const NablaSnapshot *snapshot, const double *settings);

G_END_DECLS
