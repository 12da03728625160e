/* Trainers: the pure loop.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-difference.h"
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
typedef enum
{
  NABLA_STEP_DONE,
  NABLA_STEP_CUT_OFF,
  NABLA_STEP_DIVERGED,
} NablaStepResult;

/**
 * NablaChange:
 * @step: it holds from the step after so many updates on
 * @key, @value: as in nabla_trainer_set ()
 *
 * What was changed in mid-run. A run's record is a list of them; the experiment it
 * began with and the record give its bits again.
 */
typedef struct
{
  gint64 step;
  char *key;
  char *value;
} NablaChange;

/* Returns: (transfer full) (element-type NablaChange): a record of one's own, to be
 * kept beyond a reset */
GArray *nabla_record_copy (const GArray *record);

/* Returns: (transfer full) (element-type NablaChange): the first @n changes of it */
GArray *nabla_record_head (const GArray *record, guint n);

/**
 * nabla_record_to_text:
 *
 * Returns: (transfer full): a change a line: step, key and value, separated by tabs; no
 *   value where a key was taken away
 */
char *nabla_record_to_text (const GArray *record);

/* Returns: (transfer full) (nullable): the record of such a text; %NULL if it is none */
GArray *nabla_record_from_text (const char *text);

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
 * nabla_trainer_is_live:
 * @before: what is trained
 * @after: what is wanted
 *
 * Returns: whether nabla_trainer_change () can get a run from one to the other; if
 *   not, @after is a new run. nabla_experiment_effect () says when it takes effect.
 */
gboolean nabla_trainer_is_live (const NablaExperiment *before, const NablaExperiment *after);

/**
 * nabla_trainer_set:
 * @key, @value: as in nabla_experiment_with (), or a single weight: `W[3,1]@hidden`,
 *   `b[2]@hidden`, `gamma[1]@norm`, counted from 1 as in the course's W^[l]
 *
 * Changes a hyperparameter in mid-run, when nabla_experiment_effect () says: mostly
 * from the next step on. Another optimizer begins with states of zero and counts its
 * bias correction from here; another activation or loss, and a layer that is frozen or
 * freed, keep all parameters. Seed, batch_seed, initialization and scale say how a run
 * begins: they hold from the next reset on, or, at step 0, at once, and the weights are
 * drawn again. Painted points may come and go (and the batches begin anew with those that
 * are there). What needs other data, layers or units is refused: that is another run.
 *
 * A weight is a number of the network and not of the experiment, which stays as it is;
 * the optimizer's state stays too.
 *
 * What had an effect is recorded with the step.
 *
 * Returns: whether it was changed; if not, everything is as before
 */
gboolean nabla_trainer_set (NablaTrainer *self, const char *key, const char *value, GError **error);

/**
 * nabla_trainer_change:
 * @after: the experiment as it shall be
 *
 * Like nabla_trainer_set (), for any number of keys at once: all of them or none.
 */
gboolean nabla_trainer_change (NablaTrainer *self, NablaExperiment *after, GError **error);

/* Returns: (element-type NablaChange): what was changed so far, in order */
const GArray *nabla_trainer_record (const NablaTrainer *self);

/* Returns: the experiment as it was when the run began: with the record, the run */
const NablaExperiment *nabla_trainer_beginning (const NablaTrainer *self);

/**
 * nabla_trainer_replay:
 * @record: (element-type NablaChange): of a run that began as this one; not the
 *   trainer's own, see nabla_record_copy ()
 * @until: the step at which to stop
 * @cancel: (nullable): looked at between nodes
 *
 * Goes from where the trainer stands to step @until, making each change at its step;
 * those of earlier steps are taken as made. A trainer made of
 * nabla_trainer_beginning () gets the bits of the recorded run, at any number of
 * threads.
 *
 * Returns: whether it got there; if not, it stands where it was stopped, diverged or
 *   a change was refused
 */
gboolean nabla_trainer_replay (
    NablaTrainer *self, const GArray *record, gint64 until, const gint *cancel, GError **error);

/**
 * nabla_trainer_diverged:
 * @step: (out): updates made when it happened
 *
 * Returns: (nullable): name of the first node whose value was not finite; %NULL
 *   while all is well
 */
const char *nabla_trainer_diverged (const NablaTrainer *self, gint64 *step);

/**
 * NablaEarlyStopping:
 * @best_step: the end of the epoch after which the dev cost was lowest; −1 if none was
 *   measured
 * @best_cost: that cost, without penalty
 * @stopped_step: where training was last to stop; −1 if it was not
 */
typedef struct
{
  gint64 best_step;
  double best_cost;
  gint64 stopped_step;
} NablaEarlyStopping;

/**
 * nabla_trainer_early_stopping:
 *
 * With `[train] patience=N`, the trainer itself measures the cost over the dev set at the
 * end of each epoch, by its own count and no clock's; after N epochs without a lower one it
 * says so by nabla_trainer_is_stopped (). Whoever goes on nevertheless trains on, and
 * patience begins anew. Without a dev set, or with patience 0, nothing is measured and what
 * was remembered is forgotten.
 *
 * Returns: (transfer none): what was seen until now
 */
const NablaEarlyStopping *nabla_trainer_early_stopping (const NablaTrainer *self);

/* Returns: whether training is to stop here */
gboolean nabla_trainer_is_stopped (const NablaTrainer *self);

/* Measures the dev cost of an epoch that has ended, if a command cut that off after the
 * step. Returns: whether nothing is left to be judged */
gboolean nabla_trainer_judge (NablaTrainer *self, const gint *cancel);

/**
 * nabla_trainer_save_state:
 *
 * Returns: (transfer full): all that the next steps depend on beside experiment and data:
 *   parameters, optimizer, states, step, how batches were cut, and what early stopping
 *   remembers; as bytes that nabla_trainer_restore_state () of the same experiment takes
 *   back
 */
GBytes *nabla_trainer_save_state (const NablaTrainer *self);

/* Returns: whether @state was of this network and optimizer; if not, nothing is changed */
gboolean nabla_trainer_restore_state (NablaTrainer *self, GBytes *state);

/**
 * nabla_trainer_restore:
 * @then: the experiment as it was when @state was saved
 * @record: (element-type NablaChange): what had been changed until then
 * @state: of nabla_trainer_save_state ()
 *
 * Like nabla_trainer_restore_state (), for another moment of the same run, when optimizer,
 * activations or painted points were other ones.
 *
 * Returns: whether it could be done; if not, the trainer may be good for nothing but
 *   another nabla_trainer_restore () or nabla_trainer_rewind ()
 */
gboolean nabla_trainer_restore (
    NablaTrainer *self, NablaExperiment *then, const GArray *record, GBytes *state, GError **error);

/* Puts the trainer where the run began: the experiment of then, step 0, nothing changed. */
gboolean nabla_trainer_rewind (NablaTrainer *self, GError **error);

/**
 * nabla_trainer_load:
 * @record: (element-type NablaChange): what was changed in the run that @path is of
 * @path: weights and optimizer, as nabla_weights_save () wrote them
 * @step: updates made until then
 *
 * For a new trainer of the experiment that the run began with: puts it where the run was,
 * so that its next steps have the bits that the run's would have had.
 *
 * Returns: whether it could be done; if not, the trainer is good for nothing
 */
gboolean nabla_trainer_load (
    NablaTrainer *self, const GArray *record, const char *path, gint64 step, GError **error);

/* Puts the run back to step 0, with the hyperparameters as they are now; its record is
 * empty again, and weights set by hand are drawn anew. */
void nabla_trainer_reset (NablaTrainer *self);

const NablaExperiment *nabla_trainer_experiment (const NablaTrainer *self);

/* Returns: a number that grows whenever what the network says may have changed: by
 * steps, changes, resets */
guint64 nabla_trainer_revision (const NablaTrainer *self);

/* Returns: the data; another one after points were painted */
NablaProblem *nabla_trainer_problem (const NablaTrainer *self);
const NablaModel *nabla_trainer_model (const NablaTrainer *self);
NablaOptimizer *nabla_trainer_optimizer (const NablaTrainer *self);
NablaEvaluator *nabla_trainer_evaluator (const NablaTrainer *self);

G_END_DECLS
