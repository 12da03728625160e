/* Trainers: the pure loop.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-evaluator.h"

G_BEGIN_DECLS

/**
 * NablaTrainer:
 *
 * An experiment being trained: its graph, data, optimizer and step. It belongs
 * to one thread at a time, starts none beside its pool, knows no clock and draws
 * nothing that does not follow from the experiment: the same experiment and
 * record give the same bits, wherever they run.
 */
typedef struct _NablaTrainer NablaTrainer;

/**
 * NablaStepResult:
 * @NABLA_STEP_DONE: one more update was made
 * @NABLA_STEP_CUT_OFF: the step was cancelled and left no trace
 * @NABLA_STEP_DIVERGED: a value was not finite; nothing was updated
 */
typedef enum {
  NABLA_STEP_DONE,
  NABLA_STEP_CUT_OFF,
  NABLA_STEP_DIVERGED,
} NablaStepResult;

/* A hyperparameter changed in mid-run: it holds from the step after @step on. */
typedef struct {
  gint64 step;
  char *key;
  char *value;
} NablaChange;

/**
 * nabla_trainer_new:
 * @experiment: what to train
 * @problem: its data, in its precision
 * @n_threads: workers; 0 for one a core
 *
 * Builds the network and initializes it; the run stands at step 0.
 *
 * Returns: (transfer full) (nullable): the trainer
 */
NablaTrainer *nabla_trainer_new (NablaExperiment *experiment,
                                 NablaProblem *problem,
                                 guint n_threads,
                                 GError **error);
void nabla_trainer_free (NablaTrainer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTrainer, nabla_trainer_free)

/**
 * nabla_trainer_step:
 * @cancel: (nullable): looked at between nodes; if not 0, the step is cut off
 * @cost: (out) (optional): the objective of the parameters before this update on
 *   this step's batch, dropout active and penalty included: `cost` of the step
 *   that the run stood at before
 *
 * Makes one update.
 *
 * Returns: what became of it
 */
NablaStepResult nabla_trainer_step (NablaTrainer *self, const gint *cancel, double *cost);

/* Returns: what nabla_trainer_step () would give as cost next, without updating */
double nabla_trainer_objective (NablaTrainer *self);

/* Returns: updates made so far */
gint64 nabla_trainer_steps (const NablaTrainer *self);

/* Returns: the epoch that the next step belongs to */
gint64 nabla_trainer_epoch (NablaTrainer *self);

/* Returns: α of the next step, after the schedule */
double nabla_trainer_learning_rate (NablaTrainer *self);

/**
 * nabla_trainer_set:
 * @key, @value: as in nabla_experiment_with ()
 *
 * Changes a hyperparameter: from the next step on, batch_size from the next
 * epoch on. It is recorded with the step. What alters graph or data is refused,
 * since that is another run.
 *
 * Returns: whether it was changed; if not, everything is as before
 */
gboolean nabla_trainer_set (NablaTrainer *self, const char *key, const char *value, GError **error);

/* Returns: (element-type NablaChange): what was changed so far, in order */
const GArray *nabla_trainer_record (const NablaTrainer *self);

/**
 * nabla_trainer_diverged:
 * @step: (out): updates made when it happened
 *
 * Returns: (nullable): name of the first node whose value was not finite; %NULL
 *   while all is well
 */
const char *nabla_trainer_diverged (const NablaTrainer *self, gint64 *step);

/**
 * nabla_trainer_save_state:
 *
 * Returns: (transfer full): parameters, optimizer, states and step, as bytes that
 *   nabla_trainer_restore_state () of the same experiment takes back
 */
GBytes *nabla_trainer_save_state (const NablaTrainer *self);

/* Returns: whether @state was of this network; if not, nothing is changed */
gboolean nabla_trainer_restore_state (NablaTrainer *self, GBytes *state);

/* Puts the run back to step 0, with the hyperparameters as they are now. */
void nabla_trainer_reset (NablaTrainer *self);

const NablaExperiment *nabla_trainer_experiment (const NablaTrainer *self);
NablaProblem *nabla_trainer_problem (const NablaTrainer *self);
const NablaModel *nabla_trainer_model (const NablaTrainer *self);
NablaOptimizer *nabla_trainer_optimizer (const NablaTrainer *self);
NablaEvaluator *nabla_trainer_evaluator (const NablaTrainer *self);

G_END_DECLS
