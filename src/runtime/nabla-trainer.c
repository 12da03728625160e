/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-trainer-private.h"

#include <math.h>
#include <string.h>

/* Whether the train split is the whole data set in its own order. */
static gboolean
is_whole_set (const NablaTrainer *self)
{
  const NablaPartition *partition = self->problem->partition;
  gsize m = partition->sizes[NABLA_SPLIT_TRAIN];
  const guint32 *indices = partition->indices[NABLA_SPLIT_TRAIN];
  return m == self->problem->dataset->m && m > 0 && indices[0] == 0 && indices[m - 1] == m - 1
         && nabla_experiment_data (self->experiment)->train == 1;
}

void
nabla_trainer_initialize (NablaTrainer *self)
{
  NablaRandomState random;
  self->seed = nabla_experiment_seed (self->experiment);
  nabla_random_state_seed (&random, self->seed);
  nabla_graph_initialize (self->model->graph, &random);
  self->batch_seed = nabla_experiment_train (self->experiment)->batch_seed;
  nabla_trainer_restart_batches (self);
  self->revision++;
}

void
nabla_trainer_restart_batches (NablaTrainer *self)
{
  gsize m = self->problem->partition->sizes[NABLA_SPLIT_TRAIN];
  g_clear_pointer (&self->batches, nabla_batches_free);
  self->batches = nabla_batches_new (m, nabla_experiment_train (self->experiment)->batch_size,
                                     self->batch_seed);
  self->examples = g_renew (guint32, self->examples, m);
}

gsize
nabla_trainer_batch_rows (const NablaProblem *problem, const NablaExperiment *experiment)
{
  gsize m = problem->partition->sizes[NABLA_SPLIT_TRAIN];
  gsize batch_size = nabla_experiment_train (experiment)->batch_size;
  return batch_size == 0 ? m : MIN (m, batch_size);
}

NablaModel *
nabla_trainer_make_model (const NablaTrainer *self,
                          const NablaExperiment *experiment,
                          GError **error)
{
  NablaShape shape = nabla_problem_input_shape (self->problem);
  return nabla_model_new (experiment, nabla_experiment_train (experiment)->precision, &shape,
                          self->problem->n_y, error);
}

NablaWorkspace *
nabla_trainer_make_workspace (const NablaTrainer *self,
                              const NablaModel *model,
                              const NablaProblem *problem,
                              const NablaExperiment *experiment,
                              GError **error)
{
  gsize rows = nabla_trainer_batch_rows (problem, experiment);
  NablaWorkspace *workspace = nabla_workspace_new (model->graph, rows, TRUE, self->pool, error);
  if (workspace == NULL)
    return NULL;
  nabla_workspace_feed (workspace, model->input, problem->x);
  if (model->target != NULL)
    nabla_workspace_feed (workspace, model->target, problem->y);
  return workspace;
}

NablaOptimizer *
nabla_trainer_make_optimizer (const NablaModel *model,
                              const NablaExperiment *experiment,
                              GError **error)
{
  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  const NablaOptimizerClass *klass
      = nabla_optimizer_find (train->precision, train->optimizer->name);
  NablaOptimizer *optimizer = nabla_optimizer_new (klass, model->graph, error);
  if (optimizer != NULL)
    memcpy (nabla_optimizer_settings (optimizer), train->optimizer_settings,
            sizeof train->optimizer_settings);
  return optimizer;
}

NablaTrainer *
nabla_trainer_new (NablaExperiment *experiment,
                   NablaProblem *problem,
                   guint n_threads,
                   GError **error)
{
  g_return_val_if_fail (experiment != NULL && problem != NULL, NULL);
  g_return_val_if_fail (problem->precision == nabla_experiment_train (experiment)->precision, NULL);

  g_autoptr (NablaTrainer) self = g_new0 (NablaTrainer, 1);
  self->beginning = nabla_experiment_ref (experiment);
  self->experiment = nabla_experiment_ref (experiment);
  self->problem = nabla_problem_ref (problem);
  self->record = nabla_record_new ();
  self->diverged_step = -1;
  self->judgement = nabla_judgement_none;
  self->pool = nabla_pool_new (n_threads);
  self->model = nabla_trainer_make_model (self, experiment, error);
  if (self->model == NULL)
    return NULL;
  self->workspace = nabla_trainer_make_workspace (self, self->model, problem, experiment, error);
  if (self->workspace == NULL)
    return NULL;
  self->optimizer = nabla_trainer_make_optimizer (self->model, experiment, error);
  if (self->optimizer == NULL)
    return NULL;
  self->evaluator = nabla_evaluator_new (self->model, problem, self->pool, error);
  if (self->evaluator == NULL)
    return NULL;
  nabla_trainer_initialize (self);
  return g_steal_pointer (&self);
}

void
nabla_trainer_free (NablaTrainer *self)
{
  if (self == NULL)
    return;
  nabla_evaluator_free (self->evaluator);
  nabla_optimizer_free (self->optimizer);
  nabla_workspace_free (self->workspace);
  nabla_model_free (self->model);
  nabla_pool_free (self->pool);
  g_clear_pointer (&self->batches, nabla_batches_free);
  g_clear_pointer (&self->problem, nabla_problem_unref);
  g_clear_pointer (&self->beginning, nabla_experiment_unref);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->record, g_array_unref);
  g_free (self->examples);
  g_free (self->diverged_node);
  g_free (self);
}

/* The batch of the next step. */
static NablaBatch
next_batch (NablaTrainer *self, guint64 *epoch)
{
  gsize count;
  const guint32 *of_split = nabla_batches_get (self->batches, self->step, &count, epoch);
  const guint32 *train = self->problem->partition->indices[NABLA_SPLIT_TRAIN];
  NablaBatch batch = {
    .rows = count,
    .step = self->step,
    .seed = self->seed,
  };
  if (of_split != NULL)
    {
      for (gsize i = 0; i < count; i++)
        self->examples[i] = train[of_split[i]];
      batch.examples = self->examples;
    }
  else if (!is_whole_set (self))
    batch.examples = train;
  return batch;
}

static NablaTraining
next_training (NablaTrainer *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  return (NablaTraining){
    .learning_rate = nabla_trainer_learning_rate (self),
    .l2 = train->l2,
    .l1 = train->l1,
    .clip_norm = train->clip_norm,
    .optimizer_begin = self->optimizer_begin,
  };
}

NablaStepResult
nabla_trainer_step (NablaTrainer *self, const gint *cancel, double *cost)
{
  g_return_val_if_fail (self != NULL, NABLA_STEP_CUT_OFF);

  guint64 epoch;
  if (!nabla_trainer_judge (self, cancel))
    return NABLA_STEP_CUT_OFF;
  NablaBatch batch = next_batch (self, &epoch);
  NablaTraining training = next_training (self);
  double penalty
      = cost != NULL ? nabla_workspace_penalty (self->workspace, &training, batch.rows) : 0;
  double mean_loss = 0;
  gboolean done = nabla_workspace_step (self->workspace, &batch, self->optimizer, &training, cancel,
                                        &mean_loss);
  if (cost != NULL)
    *cost = mean_loss + penalty;
  if (done)
    {
      self->step++;
      self->revision++;
      if (self->diverged_node != NULL)
        nabla_trainer_forget_divergence (self);
      nabla_trainer_end_step (self, epoch, cancel);
      return NABLA_STEP_DONE;
    }
  if (cancel != NULL && g_atomic_int_get (cancel) != 0)
    return NABLA_STEP_CUT_OFF;

  const NablaNode *node = nabla_workspace_find_not_finite (self->workspace);
  g_free (self->diverged_node);
  self->diverged_node = g_strdup (node != NULL ? node->name : "cost");
  self->revision++;
  self->diverged_step = self->step;
  return NABLA_STEP_DIVERGED;
}

double
nabla_trainer_objective (NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  NablaBatch batch = next_batch (self, NULL);
  NablaTraining training = next_training (self);
  return nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_OBJECTIVE)
         + nabla_workspace_penalty (self->workspace, &training, batch.rows);
}

gint64
nabla_trainer_steps (const NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->step;
}

gint64
nabla_trainer_epoch (NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  gsize count;
  guint64 epoch;
  nabla_batches_get (self->batches, self->step, &count, &epoch);
  return epoch;
}

double
nabla_trainer_learning_rate (NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, 0);

  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  double progress = train->steps > 0 ? MIN (1.0, (double)self->step / train->steps) : 0;
  return train->schedule->rate (train->learning_rate, nabla_trainer_epoch (self), progress,
                                train->schedule_settings);
}

void
nabla_trainer_forget_divergence (NablaTrainer *self)
{
  g_clear_pointer (&self->diverged_node, g_free);
  self->diverged_step = -1;
}

const GArray *
nabla_trainer_record (const NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->record;
}

const char *
nabla_trainer_diverged (const NablaTrainer *self, gint64 *step)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (step != NULL)
    *step = self->diverged_step;
  return self->diverged_node;
}

const NablaExperiment *
nabla_trainer_experiment (const NablaTrainer *self)
{
  return self->experiment;
}

const NablaExperiment *
nabla_trainer_beginning (const NablaTrainer *self)
{
  return self->beginning;
}

guint64
nabla_trainer_revision (const NablaTrainer *self)
{
  return self->revision;
}

NablaProblem *
nabla_trainer_problem (const NablaTrainer *self)
{
  return self->problem;
}

const NablaModel *
nabla_trainer_model (const NablaTrainer *self)
{
  return self->model;
}

NablaOptimizer *
nabla_trainer_optimizer (const NablaTrainer *self)
{
  return self->optimizer;
}

NablaEvaluator *
nabla_trainer_evaluator (const NablaTrainer *self)
{
  return self->evaluator;
}
