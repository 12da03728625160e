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
 * @params: its own hyperparameters
 * @rate: α at a moment of the run
 *
 * Every schedule is a pure function of the epoch (a real number: whole passes
 * so far plus the part of the running one), and of the share of the run that is
 * done, 0 … 1.
 */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  double (*rate) (double initial_rate, guint64 epoch, double progress, const double *settings);
} NablaSchedule;

/* Returns: (array zero-terminated=1): constant, inverse_time, exponential,
 * staircase, cosine */
const NablaSchedule *const *nabla_schedules (void);

/* Returns: (nullable): the schedule called @name */
const NablaSchedule *nabla_schedule_find (const char *name);

G_END_DECLS
