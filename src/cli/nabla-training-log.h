/* Training logs: what a training prints, for people or as JSON.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/**
 * NablaTrainingLog:
 * @json: one JSON object a line, not a table
 * @curves: grows with each row, for the cost figure
 * @bug: (nullable): the planted bug; found by nabla_training_log_begin ()
 */
typedef struct {
  gboolean json;
  NablaCostCurves *curves;
  const NablaBug *bug;
} NablaTrainingLog;

/* Prints what is trained, and the table's head. */
void nabla_training_log_begin (NablaTrainingLog *self, NablaTrainer *trainer);

/**
 * nabla_training_log_measure:
 * @metrics: (array length=3) (out): of train, dev and test, without confusion
 *
 * Measures the splits at the step where @trainer stands and adds their costs to
 * the curves.
 */
void nabla_training_log_measure (NablaTrainingLog *self, NablaTrainer *trainer, NablaMetrics *metrics);

/* Prints one row; @cost is the objective at @step. */
void nabla_training_log_row (NablaTrainingLog *self,
                             gint64 step,
                             gint64 epoch,
                             double cost,
                             const NablaMetrics *metrics);

/**
 * nabla_training_log_end:
 * @cost: the objective where the run ended
 * @seconds: of training, measuring not counted
 * @steps: made in that time
 */
void nabla_training_log_end (NablaTrainingLog *self,
                             NablaTrainer *trainer,
                             double cost,
                             const NablaMetrics *metrics,
                             double seconds,
                             gint64 steps);

G_END_DECLS
