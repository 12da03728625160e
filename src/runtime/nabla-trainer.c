/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-trainer.h"

#include "nabla-batches.h"
#include "nabla-error.h"
#include "nabla-param.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _NablaTrainer {
  NablaExperiment *experiment;
  NablaProblem *problem;
  NablaModel *model;
  NablaPool *pool;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
  NablaEvaluator *evaluator;
  NablaBatches *batches;
  guint32 *examples; /* of a batch, as numbers in the data set */
  gint64 step;
  GArray *record;
  char *diverged_node;
  gint64 diverged_step;
};

static void
change_clear (gpointer data)
{
  NablaChange *change = data;
  g_free (change->key);
  g_free (change->value);
}

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

static void
restart_batches (NablaTrainer *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  g_clear_pointer (&self->batches, nabla_batches_free);
  self->batches = nabla_batches_new (self->problem->partition->sizes[NABLA_SPLIT_TRAIN],
                                     train->batch_size, train->batch_seed);
}

static void
initialize (NablaTrainer *self)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, nabla_experiment_seed (self->experiment));
  nabla_graph_initialize (self->model->graph, &random);
}

static gboolean
make_workspace (NablaTrainer *self, GError **error)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  gsize m = self->problem->partition->sizes[NABLA_SPLIT_TRAIN];
  gsize rows = train->batch_size == 0 ? m : MIN (m, train->batch_size);
  if (self->workspace != NULL && nabla_workspace_rows (self->workspace) >= rows)
    return TRUE;

  NablaWorkspace *workspace = nabla_workspace_new (self->model->graph, rows, TRUE, self->pool, error);
  if (workspace == NULL)
    return FALSE;
  g_clear_pointer (&self->workspace, nabla_workspace_free);
  self->workspace = workspace;
  nabla_workspace_feed (workspace, self->model->input, self->problem->x);
  nabla_workspace_feed (workspace, self->model->target, self->problem->y);
  return TRUE;
}

NablaTrainer *
nabla_trainer_new (NablaExperiment *experiment, NablaProblem *problem, guint n_threads, GError **error)
{
  g_return_val_if_fail (experiment != NULL && problem != NULL, NULL);

  const NablaTrainSpec *train = nabla_experiment_train (experiment);
  g_return_val_if_fail (problem->precision == train->precision, NULL);

  g_autoptr (NablaTrainer) self = g_new0 (NablaTrainer, 1);
  const NablaDataset *data = problem->dataset;
  NablaShape shape = data->image_height > 0
                       ? NABLA_SHAPE_3 (data->image_height, data->image_width, data->image_channels)
                       : NABLA_SHAPE_1 (data->n_x);
  self->experiment = nabla_experiment_ref (experiment);
  self->problem = nabla_problem_ref (problem);
  self->record = g_array_new (FALSE, FALSE, sizeof (NablaChange));
  g_array_set_clear_func (self->record, change_clear);
  self->diverged_step = -1;
  self->pool = nabla_pool_new (n_threads);
  self->model = nabla_model_new (experiment, train->precision, &shape, problem->n_y, error);
  if (self->model == NULL || !make_workspace (self, error))
    return NULL;

  const NablaOptimizerClass *klass = nabla_optimizer_find (train->precision, train->optimizer->name);
  self->optimizer = nabla_optimizer_new (klass, self->model->graph, error);
  if (self->optimizer == NULL)
    return NULL;
  memcpy (nabla_optimizer_settings (self->optimizer), train->optimizer_settings,
          sizeof train->optimizer_settings);
  self->evaluator = nabla_evaluator_new (self->model, problem, self->pool, error);
  if (self->evaluator == NULL)
    return NULL;
  self->examples = g_new (guint32, problem->partition->sizes[NABLA_SPLIT_TRAIN]);
  restart_batches (self);
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
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->record, g_array_unref);
  g_free (self->examples);
  g_free (self->diverged_node);
  g_free (self);
}

/* The batch of the next step. */
static NablaBatch
next_batch (NablaTrainer *self)
{
  gsize count;
  const guint32 *of_split = nabla_batches_get (self->batches, self->step, &count, NULL);
  const guint32 *train = self->problem->partition->indices[NABLA_SPLIT_TRAIN];
  NablaBatch batch = {
    .rows = count,
    .step = self->step,
    .seed = nabla_experiment_seed (self->experiment),
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
  return (NablaTraining) {
    .learning_rate = nabla_trainer_learning_rate (self),
    .l2 = train->l2,
    .l1 = train->l1,
    .clip_norm = train->clip_norm,
  };
}

NablaStepResult
nabla_trainer_step (NablaTrainer *self, const gint *cancel, double *cost)
{
  g_return_val_if_fail (self != NULL, NABLA_STEP_CUT_OFF);

  NablaBatch batch = next_batch (self);
  NablaTraining training = next_training (self);
  double penalty = cost != NULL ? nabla_workspace_penalty (self->workspace, &training, batch.rows) : 0;
  double mean_loss = 0;
  gboolean done = nabla_workspace_step (self->workspace, &batch, self->optimizer, &training, cancel, &mean_loss);
  if (cost != NULL)
    *cost = mean_loss + penalty;
  if (done)
    {
      self->step++;
      return NABLA_STEP_DONE;
    }
  if (cancel != NULL && g_atomic_int_get (cancel) != 0)
    return NABLA_STEP_CUT_OFF;

  const NablaNode *node = nabla_workspace_find_not_finite (self->workspace);
  g_free (self->diverged_node);
  self->diverged_node = g_strdup (node != NULL ? node->name : "cost");
  self->diverged_step = self->step;
  return NABLA_STEP_DIVERGED;
}

double
nabla_trainer_objective (NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, NAN);

  NablaBatch batch = next_batch (self);
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
  double progress = train->steps > 0 ? MIN (1.0, (double) self->step / train->steps) : 0;
  return train->schedule->rate (train->learning_rate, nabla_trainer_epoch (self), progress,
                                train->schedule_settings);
}

/* What a change of a running experiment may touch: settings that the loop reads
 * at every step. Compares the new experiment with the old one. */
static gboolean
same_settings (const NablaParamSpec *params, const double *before, const double *after)
{
  for (guint i = 0; params != NULL && params[i].name != NULL; i++)
    if (params[i].fixed && before[i] != after[i])
      return FALSE;
  return TRUE;
}

static gboolean
same_network (const NablaExperiment *before, const NablaExperiment *after)
{
  for (guint i = 0; i < nabla_experiment_n_layers (before); i++)
    {
      const NablaLayerSpec *a = nabla_experiment_layer (before, i), *b = nabla_experiment_layer (after, i);
      if (a->op != b->op || a->activation != b->activation || a->share != b->share
          || a->trainable != b->trainable || a->n_from != b->n_from
          || memcmp (a->from, b->from, a->n_from * sizeof *a->from) != 0
          || !same_settings (a->op->params, a->settings, b->settings))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_live_change (const NablaExperiment *before, const NablaExperiment *after, const char *key)
{
  const NablaTrainSpec *a = nabla_experiment_train (before), *b = nabla_experiment_train (after);
  if (g_str_has_prefix (key, "data.") || g_str_has_prefix (key, "experiment.")
      || g_str_has_prefix (key, "loss"))
    return FALSE;
  return a->optimizer == b->optimizer && a->precision == b->precision
         && a->batch_seed == b->batch_seed && same_network (before, after);
}

static void
apply (NablaTrainer *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  memcpy (nabla_optimizer_settings (self->optimizer), train->optimizer_settings,
          sizeof train->optimizer_settings);
  for (guint i = 0; i < nabla_experiment_n_layers (self->experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (self->experiment, i);
      NablaNode *node = self->model->pre_activations[i], *output = self->model->outputs[i];
      memcpy (node->settings, layer->settings, sizeof layer->settings);
      if (output != node)
        memcpy (output->settings, layer->activation_settings, sizeof layer->activation_settings);
    }
}

gboolean
nabla_trainer_set (NablaTrainer *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, FALSE);

  g_autoptr (NablaExperiment) changed = nabla_experiment_with (self->experiment, key, value, error);
  if (changed == NULL)
    return FALSE;
  if (!is_live_change (self->experiment, changed, key))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s cannot change while the network trains: it makes another network or other data, which is a new run"),
                   key);
      return FALSE;
    }

  guint batch_size = nabla_experiment_train (self->experiment)->batch_size;
  NablaExperiment *before = self->experiment;
  self->experiment = changed;
  if (!make_workspace (self, error))
    {
      self->experiment = before;
      return FALSE;
    }
  self->experiment = nabla_experiment_ref (changed);
  nabla_experiment_unref (before);
  apply (self);
  if (nabla_experiment_train (changed)->batch_size != batch_size)
    nabla_batches_change_size (self->batches, self->step, nabla_experiment_train (changed)->batch_size);
  NablaChange change = { self->step, g_strdup (key), g_strdup (value) };
  g_array_append_val (self->record, change);
  return TRUE;
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

/* The pieces of memory that make up a run's state. */
static guint
state_pieces (const NablaTrainer *self, void *pieces[4], gsize sizes[4])
{
  const NablaGraph *graph = self->model->graph;
  gsize size = nabla_precision_size (nabla_graph_precision (graph)), n = 0;
  gsize parameters = nabla_graph_parameters_size (graph) * size;
  pieces[n] = nabla_graph_parameters (graph), sizes[n++] = parameters;
  pieces[n] = nabla_graph_states (graph), sizes[n++] = nabla_graph_states_size (graph) * size;
  for (guint i = 0; i < nabla_optimizer_class (self->optimizer)->n_states; i++)
    pieces[n] = nabla_optimizer_state (self->optimizer, i), sizes[n++] = parameters;
  return n;
}

GBytes *
nabla_trainer_save_state (const NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  void *pieces[4];
  gsize sizes[4];
  guint n = state_pieces (self, pieces, sizes);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) &self->step, sizeof self->step);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, pieces[i], sizes[i]);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

gboolean
nabla_trainer_restore_state (NablaTrainer *self, GBytes *state)
{
  g_return_val_if_fail (self != NULL && state != NULL, FALSE);

  void *pieces[4];
  gsize sizes[4], length, whole = sizeof self->step;
  guint n = state_pieces (self, pieces, sizes);
  const guint8 *bytes = g_bytes_get_data (state, &length);
  for (guint i = 0; i < n; i++)
    whole += sizes[i];
  if (length != whole)
    return FALSE;
  memcpy (&self->step, bytes, sizeof self->step);
  bytes += sizeof self->step;
  for (guint i = 0; i < n; bytes += sizes[i++])
    memcpy (pieces[i], bytes, sizes[i]);
  g_clear_pointer (&self->diverged_node, g_free);
  self->diverged_step = -1;
  return TRUE;
}

void
nabla_trainer_reset (NablaTrainer *self)
{
  g_return_if_fail (self != NULL);

  void *pieces[4];
  gsize sizes[4];
  guint n = state_pieces (self, pieces, sizes);
  for (guint i = 2; i < n; i++)
    memset (pieces[i], 0, sizes[i]);
  initialize (self);
  restart_batches (self);
  g_array_set_size (self->record, 0);
  g_clear_pointer (&self->diverged_node, g_free);
  self->diverged_step = -1;
  self->step = 0;
}

const NablaExperiment *
nabla_trainer_experiment (const NablaTrainer *self)
{
  return self->experiment;
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
