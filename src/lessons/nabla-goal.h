/* Goals: what a run has to reach, written as a person would say it.
 *
 *   dev_accuracy >= 0.9 and hidden_units <= 5 within 2000 steps
 *
 * A goal is up to eight conditions joined by `and`, each a quantity of the run, one
 * of `>=`, `<=`, `>`, `<`, and a number (`0.9` or `90%`); `within N steps` at the end
 * is the condition that the run has made no more. The same goals are judged on the
 * live run in the window and headless by `nabla-cli lesson check`.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-experiment.h"

G_BEGIN_DECLS

#define NABLA_GOAL_MAX_CONDITIONS 8

/* What a run can be judged by; the names are in lower case, such as `dev_accuracy`. */
typedef enum
{
  NABLA_QUANTITY_TRAIN_COST, /* mean loss, without penalty */
  NABLA_QUANTITY_DEV_COST,
  NABLA_QUANTITY_TEST_COST,
  NABLA_QUANTITY_TRAIN_ACCURACY, /* 0 … 1 */
  NABLA_QUANTITY_DEV_ACCURACY,
  NABLA_QUANTITY_TEST_ACCURACY,
  NABLA_QUANTITY_TRAIN_RMSE, /* of a regression, as R² */
  NABLA_QUANTITY_DEV_RMSE,
  NABLA_QUANTITY_TEST_RMSE,
  NABLA_QUANTITY_TRAIN_R2,
  NABLA_QUANTITY_DEV_R2,
  NABLA_QUANTITY_TEST_R2,
  NABLA_QUANTITY_HIDDEN_UNITS, /* all units of all hidden layers */
  NABLA_QUANTITY_HIDDEN_LAYERS,
  NABLA_QUANTITY_PARAMETERS,
  NABLA_QUANTITY_STEPS, /* updates made so far */
  NABLA_N_QUANTITIES,
} NablaQuantity;

/**
 * NablaRunValues:
 * @values: one number a quantity; NAN for what is not known
 * @examples: how many examples train, dev and test have, 0 if not known; with them
 *   a goal can say how many answers are missing
 *
 * What a run has come to.
 */
typedef struct
{
  double values[NABLA_N_QUANTITIES];
  double examples[3];
} NablaRunValues;

/* Makes all values unknown. */
void nabla_run_values_init (NablaRunValues *self);

/* Puts in what an experiment tells before it is trained: hidden units and layers.
 * Hidden are the layers that have units and that no loss takes its logits from. */
void nabla_run_values_set_experiment (NablaRunValues *self, const NablaExperiment *experiment);

/* Returns: the quantity's word in goals */
const char *nabla_quantity_name (NablaQuantity quantity);

/* Returns: whether @name is a quantity; if not, @error has the nearest right word */
gboolean nabla_quantity_parse (const char *name, NablaQuantity *quantity, GError **error);

typedef enum
{
  NABLA_AT_LEAST,
  NABLA_AT_MOST,
  NABLA_MORE_THAN,
  NABLA_LESS_THAN,
} NablaComparison;

/* Returns: whether @value @comparison @bound holds; not for NAN */
gboolean nabla_comparison_holds (NablaComparison comparison, double value, double bound);

typedef struct
{
  NablaQuantity quantity;
  NablaComparison comparison;
  double bound;
} NablaCondition;

typedef struct
{
  guint n_conditions;
  NablaCondition conditions[NABLA_GOAL_MAX_CONDITIONS];
} NablaGoal;

/**
 * nabla_goal_parse:
 * @text: as above
 * @goal: (out): unchanged on error
 * @error: which word is wrong, and what is allowed there
 *
 * Returns: whether @text is a goal
 */
gboolean nabla_goal_parse (const char *text, NablaGoal *goal, GError **error);

/**
 * nabla_range_parse:
 * @text: comparisons without a quantity, joined by `and`: `>= 0.6 and < 0.9`
 * @goal: (out): conditions whose quantity means nothing; unchanged on error
 *
 * Returns: whether @text is a range
 */
gboolean nabla_range_parse (const char *text, NablaGoal *goal, GError **error);

/* Returns: whether @value meets every comparison of @range */
gboolean nabla_range_holds (const NablaGoal *range, double value);

/* Returns: whether the condition holds; what is not known does not */
gboolean nabla_condition_met (const NablaCondition *self, const NablaRunValues *values);

/* Returns: whether all conditions hold at once */
gboolean nabla_goal_met (const NablaGoal *self, const NablaRunValues *values);

/* Returns: the N of `within N steps`, or 0 without */
gint64 nabla_goal_steps (const NablaGoal *self);

/* Returns: (transfer full): the condition in words: "At most 5 hidden units" */
char *nabla_condition_describe (const NablaCondition *self);

/* Returns: (transfer full): what the run has: "89.75%", "4"; "–" if not known */
char *nabla_condition_format_value (const NablaCondition *self, const NablaRunValues *values);

/* Returns: (transfer full) (nullable): how many right answers are missing, if the
 * condition asks for an accuracy that is not reached */
char *nabla_condition_format_missing (const NablaCondition *self, const NablaRunValues *values);

G_END_DECLS
