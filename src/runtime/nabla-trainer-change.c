/* Changes in mid-run: what is adopted at once, what is refused, and how a record of
 * them is made again.
 *
 * Settings that ops read at every step are only copied. Another activation, loss or
 * set of frozen layers is another graph with the same parameters: it is built beside
 * the old one, takes over the numbers, and only then takes its place, so that a change
 * which fails leaves everything as it was.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer-private.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
nabla_trainer_is_live (const NablaExperiment *before, const NablaExperiment *after)
{
  return nabla_experiment_effect (before, after) != NABLA_EFFECT_RUN;
}

/* What a change needs anew; NULL where the old serves. */
typedef struct
{
  NablaProblem *problem;
  NablaModel *model;
  NablaEvaluator *evaluator;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
} Parts;

static void
parts_clear (Parts *self)
{
  g_clear_pointer (&self->evaluator, nabla_evaluator_free);
  g_clear_pointer (&self->workspace, nabla_workspace_free);
  g_clear_pointer (&self->optimizer, nabla_optimizer_free);
  g_clear_pointer (&self->model, nabla_model_free);
  g_clear_pointer (&self->problem, nabla_problem_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

/* Whether the numbers of both graphs lie at the same places and mean the same. */
static gboolean
same_numbers (const NablaGraph *before, const NablaGraph *after)
{
  if (nabla_graph_parameters_size (before) != nabla_graph_parameters_size (after)
      || nabla_graph_states_size (before) != nabla_graph_states_size (after))
    return FALSE;
  for (guint i = 0; i < nabla_graph_n_nodes (before); i++)
    {
      const NablaNode *a = nabla_graph_node (before, i), *b;
      gboolean is_parameter = a->op->flags & NABLA_OP_PARAMETER;
      if (!is_parameter && a->state_size == 0)
        continue;
      b = nabla_graph_find (after, a->name);
      if (b == NULL || !nabla_shape_equal (&a->shape, &b->shape)
          || (is_parameter && a->parameter_offset != b->parameter_offset)
          || (!is_parameter && a->state_offset != b->state_offset))
        return FALSE;
    }
  return TRUE;
}

static void
copy_numbers (NablaGraph *to, const NablaGraph *from)
{
  gsize size = nabla_precision_size (nabla_graph_precision (from));
  memcpy (nabla_graph_parameters (to), nabla_graph_parameters (from),
          nabla_graph_parameters_size (from) * size);
  memcpy (nabla_graph_states (to), nabla_graph_states (from),
          nabla_graph_states_size (from) * size);
}

static gboolean
make_model (const NablaTrainer *self, const NablaExperiment *after, Parts *parts, GError **error)
{
  parts->model = nabla_trainer_make_model (self, after, error);
  if (parts->model == NULL)
    return FALSE;
  if (!same_numbers (self->model->graph, parts->model->graph))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("this makes a network with other parameters, which is a new run"));
      return FALSE;
    }
  copy_numbers (parts->model->graph, self->model->graph);
  return TRUE;
}

static gboolean
make_parts (const NablaTrainer *self, const NablaExperiment *after, Parts *parts, GError **error)
{
  gboolean same_graph = nabla_experiment_same_graph (self->experiment, after);
  gboolean same_data = nabla_experiment_same_data (self->experiment, after);
  gboolean same_optimizer = nabla_experiment_train (self->experiment)->optimizer
                            == nabla_experiment_train (after)->optimizer;
  if (same_data)
    parts->problem = nabla_problem_ref (self->problem);
  else
    parts->problem = nabla_problem_new (after, NULL, NULL, error);
  if (parts->problem == NULL || !nabla_problem_accepts (parts->problem, after, error))
    return FALSE;
  if (!same_graph && !make_model (self, after, parts, error))
    return FALSE;

  const NablaModel *model = same_graph ? self->model : parts->model;
  gsize rows = nabla_trainer_batch_rows (parts->problem, after);
  if (!same_graph || !same_data)
    {
      parts->evaluator = nabla_evaluator_new (model, parts->problem, self->pool, error);
      if (parts->evaluator == NULL)
        return FALSE;
    }
  if (!same_graph || !same_data || nabla_workspace_rows (self->workspace) < rows)
    {
      parts->workspace = nabla_trainer_make_workspace (self, model, parts->problem, after, error);
      if (parts->workspace == NULL)
        return FALSE;
    }
  if (!same_optimizer)
    parts->optimizer = nabla_trainer_make_optimizer (model, after, error);
  return same_optimizer || parts->optimizer != NULL;
}

#define SWAP(place, part, free_old)                                                                \
  if (part != NULL)                                                                                \
    {                                                                                              \
      free_old (place);                                                                            \
      place = g_steal_pointer (&part);                                                             \
    }

/* What uses others goes before them. */
static void
swap_parts (NablaTrainer *self, Parts *parts)
{
  if (parts->optimizer != NULL)
    self->optimizer_begin = self->step;
  SWAP (self->workspace, parts->workspace, nabla_workspace_free)
  SWAP (self->evaluator, parts->evaluator, nabla_evaluator_free)
  SWAP (self->optimizer, parts->optimizer, nabla_optimizer_free)
  SWAP (self->model, parts->model, nabla_model_free)
  SWAP (self->problem, parts->problem, nabla_problem_unref)
}

static void
copy_settings (NablaTrainer *self)
{
  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  memcpy (nabla_optimizer_settings (self->optimizer), train->optimizer_settings,
          sizeof train->optimizer_settings);
  nabla_optimizer_plant (self->optimizer, train->bug);
  for (guint i = 0; i < nabla_experiment_n_layers (self->experiment); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (self->experiment, i);
      NablaNode *node = self->model->pre_activations[i], *output = self->model->outputs[i];
      memcpy (node->settings, layer->settings, sizeof layer->settings);
      if (output != node)
        memcpy (output->settings, layer->activation_settings, sizeof layer->activation_settings);
    }
}

/* Initial weights are drawn by a parameter's own description. */
static void
copy_initializations (NablaTrainer *self, const NablaModel *fresh)
{
  for (guint i = 0; i < nabla_graph_n_nodes (self->model->graph); i++)
    {
      NablaNode *node = nabla_graph_node (self->model->graph, i);
      const NablaNode *same = nabla_graph_find (fresh->graph, node->name);
      if (same != NULL)
        node->initialization = same->initialization;
    }
}

static gboolean
become (NablaTrainer *self, NablaExperiment *after, NablaEffect effect, GError **error)
{
  g_auto (Parts) parts = { NULL };
  g_autoptr (NablaModel) fresh = NULL;
  if (!make_parts (self, after, &parts, error))
    return FALSE;
  if (effect == NABLA_EFFECT_START && parts.model == NULL)
    {
      fresh = nabla_trainer_make_model (self, after, error);
      if (fresh == NULL)
        return FALSE;
    }

  swap_parts (self, &parts);
  nabla_experiment_ref (after);
  nabla_experiment_unref (self->experiment);
  self->experiment = after;
  copy_settings (self);
  if (fresh != NULL)
    copy_initializations (self, fresh);
  return TRUE;
}

static void
set_error_run (GError **error)
{
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               _("This cannot change while the network trains: it makes another network or "
                  "other data, which is a new run"));
}

gboolean
nabla_trainer_become (NablaTrainer *self, NablaExperiment *after, GError **error)
{
  if (after == self->experiment)
    return TRUE;
  NablaEffect effect = nabla_experiment_effect (self->experiment, after);
  if (effect == NABLA_EFFECT_RUN)
    {
      set_error_run (error);
      return FALSE;
    }
  return become (self, after, effect, error);
}

static gboolean
adopt (NablaTrainer *self, NablaExperiment *after, NablaEffect effect, GError **error)
{
  const NablaProblem *problem = self->problem;
  guint batch_size = nabla_experiment_train (self->experiment)->batch_size;
  if (!become (self, after, effect, error))
    return FALSE;
  if (self->problem != problem)
    nabla_trainer_restart_batches (self);
  else if (nabla_experiment_train (after)->batch_size != batch_size)
    nabla_batches_change_size (self->batches, self->step,
                               nabla_experiment_train (after)->batch_size);
  if (effect == NABLA_EFFECT_START && self->step == 0)
    nabla_trainer_initialize (self);
  if (effect == NABLA_EFFECT_NONE)
    return TRUE;
  nabla_trainer_forget_divergence (self);
  self->revision++;
  return TRUE;
}

gboolean
nabla_trainer_set (NablaTrainer *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  if (nabla_trainer_is_weight_key (key))
    {
      if (!nabla_trainer_set_weight (self, key, value, error))
        return FALSE;
      nabla_trainer_note (self, key, value);
      return TRUE;
    }
  g_autoptr (NablaExperiment) after = nabla_experiment_with (self->experiment, key, value, error);
  if (after == NULL)
    return FALSE;
  NablaEffect effect = nabla_experiment_effect (self->experiment, after);
  if (effect == NABLA_EFFECT_RUN)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s cannot change while the network trains: it makes another network or "
                      "other data, which is a new run"),
                   key);
      return FALSE;
    }
  if (!adopt (self, after, effect, error))
    return FALSE;
  if (effect != NABLA_EFFECT_NONE)
    nabla_trainer_note (self, key, value);
  return TRUE;
}

gboolean
nabla_trainer_change (NablaTrainer *self, NablaExperiment *after, GError **error)
{
  g_return_val_if_fail (self != NULL && after != NULL, FALSE);

  NablaEffect effect = nabla_experiment_effect (self->experiment, after);
  g_autoptr (GArray) differences = nabla_experiment_differences (self->experiment, after);
  if (effect == NABLA_EFFECT_RUN)
    {
      set_error_run (error);
      return FALSE;
    }
  if (!adopt (self, after, effect, error))
    return FALSE;
  for (guint i = 0; effect != NABLA_EFFECT_NONE && i < differences->len; i++)
    {
      const NablaDifference *difference = &g_array_index (differences, NablaDifference, i);
      nabla_trainer_note (self, difference->key, difference->value);
    }
  return TRUE;
}

gboolean
nabla_trainer_train_to (NablaTrainer *self, gint64 step, const gint *cancel, GError **error)
{
  while (nabla_trainer_steps (self) < step)
    switch (nabla_trainer_step (self, cancel, NULL))
      {
      case NABLA_STEP_DONE:
        break;
      case NABLA_STEP_CUT_OFF:
        g_set_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED, _("The replay was stopped"));
        return FALSE;
      case NABLA_STEP_DIVERGED:
      default:
        g_set_error (error, NABLA_ERROR, NABLA_ERROR_NOT_FINITE,
                     _("The training diverged at step %lld: the first value that is not a finite "
                        "number is in '%s'"),
                     (long long)nabla_trainer_steps (self), nabla_trainer_diverged (self, NULL));
        return FALSE;
      }
  return TRUE;
}

/* Makes a change of a record again. What made no difference of its own, beside others that
 * were made at once, stands in the record nevertheless. */
static gboolean
redo (NablaTrainer *self, const NablaChange *change, GError **error)
{
  guint n = self->record->len;
  if (!nabla_trainer_set (self, change->key, change->value, error))
    return FALSE;
  if (self->record->len == n)
    nabla_trainer_note (self, change->key, change->value);
  return TRUE;
}

gboolean
nabla_trainer_redo_due (NablaTrainer *self, const GArray *record, GError **error)
{
  while (self->record->len < record->len)
    {
      const NablaChange *next = &g_array_index (record, NablaChange, self->record->len);
      if (next->step > self->step)
        return TRUE;
      if (!redo (self, next, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
nabla_trainer_replay (
    NablaTrainer *self, const GArray *record, gint64 until, const gint *cancel, GError **error)
{
  g_return_val_if_fail (self != NULL && record != NULL && record != self->record, FALSE);

  for (guint i = 0; i < record->len; i++)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, i);
      if (change->step < nabla_trainer_steps (self))
        continue;
      if (change->step > until)
        break;
      if (!nabla_trainer_train_to (self, change->step, cancel, error)
          || !redo (self, change, error))
        return FALSE;
    }
  return nabla_trainer_train_to (self, until, cancel, error);
}
