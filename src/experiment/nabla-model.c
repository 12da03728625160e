/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-model.h"

#include "nabla-document.h"
#include "nabla-error.h"
#include "nabla-experiment-private.h"

#include <glib/gi18n-lib.h>

/* A graph's message with the place in the file that it is about. */
static gboolean
fail_at (const NablaExperiment *experiment, guint line, GError *reason, GError **error)
{
  nabla_document_fail (error, nabla_experiment_file (experiment), line, reason->code,
                       reason->message);
  g_error_free (reason);
  return FALSE;
}

static NablaNode *
node_at (const NablaModel *self, int place)
{
  return place >= 0 ? self->outputs[place] : self->input;
}

static gboolean
add_input (NablaModel *self,
           const NablaExperiment *experiment,
           const NablaShape *shape,
           GError **error)
{
  if (nabla_experiment_n_inputs (experiment) > 1)
    {
      nabla_document_fail (error, nabla_experiment_file (experiment),
                           nabla_experiment_input (experiment, 1)->line, NABLA_ERROR_UNSUPPORTED,
                           _("a network of several inputs can be written, but not yet trained"));
      return FALSE;
    }
  const NablaInputSpec *input = nabla_experiment_input (experiment, 0);
  GError *reason = NULL;
  self->input = nabla_graph_add_input (self->graph, input->name, shape, &reason);
  return self->input != NULL || fail_at (experiment, input->line, reason, error);
}

static gboolean
add_layer (NablaModel *self, const NablaExperiment *experiment, guint index, GError **error)
{
  const NablaLayerSpec *layer = nabla_experiment_layer (experiment, index);
  NablaNode *inputs[NABLA_MAX_INPUTS];
  for (guint i = 0; i < layer->n_from; i++)
    inputs[i] = node_at (self, layer->from[i]);
  NablaNode *share = layer->share >= 0 ? self->pre_activations[layer->share] : NULL;

  GError *reason = NULL;
  NablaNode *node = nabla_graph_add (self->graph, layer->name, layer->op->name, layer->settings,
                                     inputs, layer->n_from, share, &reason);
  if (node == NULL)
    return fail_at (experiment, layer->line, reason, error);
  if (!layer->trainable)
    nabla_graph_set_trainable (self->graph, node, FALSE);
  self->pre_activations[index] = self->outputs[index] = node;
  if (layer->activation == NULL)
    return TRUE;

  g_autofree char *name = g_strconcat (layer->name, "/", layer->activation->name, NULL);
  self->outputs[index] = nabla_graph_add (self->graph, name, layer->activation->name,
                                          layer->activation_settings, &node, 1, NULL, &reason);
  return self->outputs[index] != NULL || fail_at (experiment, layer->line, reason, error);
}

/* What the loss compares with: the label, for which a node is made once, or an input. */
static NablaNode *
get_target (NablaModel *self, const NablaLossSpec *loss, guint n_y, GError **error)
{
  if (loss->target != NULL)
    return self->input;
  if (self->target == NULL)
    {
      NablaShape shape = NABLA_SHAPE_1 (n_y);
      self->target = nabla_graph_add_input (self->graph, NABLA_TARGET_NODE, &shape, error);
    }
  return self->target;
}

static gboolean
add_loss (NablaModel *self,
          const NablaExperiment *experiment,
          guint index,
          guint n_y,
          GError **error)
{
  const NablaLossSpec *loss = nabla_experiment_loss (experiment, index);
  GError *reason = NULL;
  NablaNode *inputs[] = { node_at (self, loss->from), get_target (self, loss, n_y, &reason) };
  if (inputs[1] == NULL)
    return fail_at (experiment, loss->line, reason, error);

  g_autofree char *name = *loss->name != '\0' ? g_strconcat (NABLA_LOSS_NODE "/", loss->name, NULL)
                                              : g_strdup (NABLA_LOSS_NODE);
  NablaNode *node = nabla_graph_add (self->graph, name, loss->op->name, loss->settings, inputs,
                                     G_N_ELEMENTS (inputs), NULL, &reason);
  if (node == NULL)
    {
      /* What is to be changed is the layer whose units do not fit. */
      guint line
        = loss->from >= 0 ? nabla_experiment_layer (experiment, loss->from)->line : loss->line;
      return fail_at (experiment, line, reason, error);
    }
  nabla_graph_add_loss (self->graph, node, loss->weight);
  if (index == 0)
    {
      self->loss = node;
      self->logits = inputs[0];
    }
  return TRUE;
}

NablaModel *
nabla_model_new (const NablaExperiment *experiment,
                 NablaPrecision precision,
                 const NablaShape *input_shape,
                 guint n_y,
                 GError **error)
{
  g_return_val_if_fail (experiment != NULL && input_shape != NULL, NULL);

  guint n_layers = nabla_experiment_n_layers (experiment);
  g_autoptr (NablaModel) self = g_new0 (NablaModel, 1);
  self->graph = nabla_graph_new (precision);
  nabla_graph_plant (self->graph, nabla_experiment_train (experiment)->bug);
  self->outputs = g_new0 (NablaNode *, n_layers);
  self->pre_activations = g_new0 (NablaNode *, n_layers);
  if (!add_input (self, experiment, input_shape, error))
    return NULL;
  for (guint i = 0; i < n_layers; i++)
    if (!add_layer (self, experiment, i, error))
      return NULL;
  for (guint i = 0; i < nabla_experiment_n_losses (experiment); i++)
    if (!add_loss (self, experiment, i, n_y, error))
      return NULL;
  if (!nabla_graph_build (self->graph, error))
    return NULL;

  NablaRandomState random;
  nabla_random_state_seed (&random, nabla_experiment_seed (experiment));
  nabla_graph_initialize (self->graph, &random);
  return g_steal_pointer (&self);
}

void
nabla_model_free (NablaModel *self)
{
  if (self == NULL)
    return;
  nabla_graph_free (self->graph);
  g_free (self->outputs);
  g_free (self->pre_activations);
  g_free (self);
}
