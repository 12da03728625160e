/* Schedules: the learning rate over the epochs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

/**
 * NablaSchedule:
 * @name: the word after `schedule=`
 * @title, @help: for people; marked N_()
 * @params: its own hyperparameters. Their keys stand in [train] beside those of
 *   the optimizer, and are none of them.
 * @rate: α of one step. @initial_rate is α₀, the experiment's learning_rate;
 *   @epoch counts the passes over the training set that are done (the course's
 *   epoch_num): 0 in the first; @progress is the share of the run that is done,
 *   0 … 1; @settings has one number a parameter spec.
 *
 * Every schedule is a pure function, so that a run may be resumed or branched at
 * any step, and α₀ may be changed while it goes on.
 */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  double (*rate) (double initial_rate, guint64 epoch, double progress, const double *settings);
} NablaSchedule;

/* Returns: (array zero-terminated=1): constant, inverse_time, exponential,
 * staircase, cosine, manual */
const NablaSchedule *const *nabla_schedules (void);

/* Returns: (nullable): the schedule called @name */
const NablaSchedule *nabla_schedule_find (const char *name);

G_END_DECLS
