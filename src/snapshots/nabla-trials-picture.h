/* The trials of a search: what was tried, and what came of it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

/* A search varies no more parameters at once. */
#define NABLA_MAX_TRIAL_AXES 16

/**
 * NablaTrialAxis: one parameter that is searched.
 * @key: such as `learning_rate` or `units@hidden`
 * @title: what it is called, translated
 * @symbol: short: the course's letter, or the title
 * @scale: how it was drawn; of %NABLA_SCALE_ONE_MINUS, figures show 1 − value
 * @is_whole: whether only whole numbers are tried
 * @choices: (nullable) (array zero-terminated=1): names; values are their indices then
 * @low, @high: the range of the first round
 * @importance: share of the results' spread that it explains, 0 … 1; NAN if nobody knows yet
 */
typedef struct {
  char *key;
  char *title;
  char *symbol;
  NablaParamScale scale;
  gboolean is_whole;
  char **choices;
  double low, high;
  double importance;
} NablaTrialAxis;

typedef enum {
  NABLA_TRIAL_POINT_RUNNING,
  NABLA_TRIAL_POINT_DONE,
  NABLA_TRIAL_POINT_DIVERGED,  /* no result: worse than any other */
  NABLA_TRIAL_POINT_STOPPED,   /* given up before its end; its result is that of its last step */
} NablaTrialPointState;

/**
 * NablaTrialPoint: one trial.
 * @number: from 0, over all rounds
 * @round: from 0
 * @result: cost; NAN while there is none
 */
typedef struct {
  guint number;
  guint round;
  NablaTrialPointState state;
  double result;
} NablaTrialPoint;

/**
 * NablaTrialsPicture:
 * @result_name: what the result is, translated: “dev cost”
 * @axes: (array length=n_axes): in the experiment's order
 * @trials: (array length=n_trials): by number
 * @values: n_trials × n_axes: what each trial tried
 * @boxes: n_rounds × n_axes × 2: the range that each round draws from
 * @n_planned: how many trials there will be; 0 if nobody knows
 * @chosen: (optional): number of the trial that somebody looks at, or −1
 * @next_box: (nullable): n_axes × 2: the range that is being chosen for the next round
 * @brush: (nullable): (n_axes + 1) × 2: only trials within are stressed; the last one is the
 *   result's; NAN where an axis has none
 */
typedef struct {
  char *result_name;
  guint n_axes;
  NablaTrialAxis *axes;
  guint n_trials;
  NablaTrialPoint *trials;
  double *values;
  guint n_rounds;
  double *boxes;
  guint n_planned;
  gint64 chosen;
  double *next_box;
  double *brush;
} NablaTrialsPicture;

/* Returns: (transfer full): room for so many axes, trials and rounds, nothing chosen; numbers
 * are 0, importances NAN */
NablaTrialsPicture *nabla_trials_picture_new (guint n_axes, guint n_trials, guint n_rounds);
void nabla_trials_picture_free (NablaTrialsPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTrialsPicture, nabla_trials_picture_free)

/**
 * nabla_trials_picture_best:
 * @n_trials: look at so many of the first ones only
 *
 * Returns: the index of the trial with the lowest result, the first of equal ones; −1 if none
 *   has a result
 */
gint64 nabla_trials_picture_best (const NablaTrialsPicture *self, guint n_trials);

/* Returns: whether trial @index lies within the brush; all do where there is none */
gboolean nabla_trials_picture_is_brushed (const NablaTrialsPicture *self, guint index);

G_END_DECLS
