/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-graph-private.h"

#include "nabla-arena.h"
#include "nabla-bug.h"
#include "nabla-error.h"
#include "nabla-initialization.h"

#include <glib/gi18n-lib.h>

/* The op of nodes that are parameters: nothing computes them. */
static const NablaOp variable = {
  .name = "variable",
  .flags = NABLA_OP_PARAMETER,
};

static void
node_free (gpointer data)
{
  NablaNode *self = data;
  g_free (self->name);
  g_free (self);
}

NablaGraph *
nabla_graph_new (NablaPrecision precision)
{
  g_return_val_if_fail (precision < NABLA_N_PRECISIONS, NULL);

  NablaGraph *self = g_new0 (NablaGraph, 1);
  self->precision = precision;
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->losses = g_ptr_array_new ();
  self->wrong_ops = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
nabla_graph_free (NablaGraph *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->losses);
  g_ptr_array_unref (self->wrong_ops);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->nodes);
  nabla_arena_free (self->parameters);
  nabla_arena_free (self->states);
  g_free (self);
}

void
nabla_graph_plant (NablaGraph *self, const NablaBug *bug)
{
  g_return_if_fail (self != NULL && !self->built);

  self->bug = bug != NULL ? nabla_bug_find (self->precision, bug->name) : NULL;
}

const NablaBug *
nabla_graph_bug (const NablaGraph *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bug;
}

/* @op, or a copy of it with the planted bug in its place. */
static const NablaOp *
planted (NablaGraph *self, const NablaOp *op)
{
  const NablaBugOp *bug = nabla_bug_of_op (self->bug, op->name);
  if (bug == NULL)
    return op;
  NablaOp *wrong = g_memdup2 (op, sizeof *op);
  if (bug->forward.run != NULL)
    wrong->forward[0] = bug->forward;
  if (bug->backward_data.run != NULL)
    wrong->backward_data[0] = bug->backward_data;
  g_ptr_array_add (self->wrong_ops, wrong);
  return wrong;
}

static NablaNode *
node_new (const char *name, const NablaOp *op)
{
  NablaNode *node = g_new0 (NablaNode, 1);
  node->name = g_strdup (name);
  node->op = op;
  node->loss_weight = 1;
  return node;
}

/* Takes @node into the graph, which owns it from now on. */
static void
append (NablaGraph *self, NablaNode *node)
{
  node->index = self->nodes->len;
  g_ptr_array_add (self->nodes, node);
  g_hash_table_insert (self->by_name, node->name, node);
}

static gboolean
check_name (const NablaGraph *self, const char *name, GError **error)
{
  if (nabla_graph_find (self, name) == NULL)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SYNTAX, _("Two layers are called '%s'"), name);
  return FALSE;
}

static gboolean
check_inputs (const NablaOp *op, const char *name, guint n_inputs, GError **error)
{
  if (n_inputs >= op->min_inputs && n_inputs <= op->max_inputs)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
               _("Layer '%s' (%s) has %u inputs, but takes %u to %u"), name, op->name, n_inputs,
               op->min_inputs, op->max_inputs);
  return FALSE;
}

NablaNode *
nabla_graph_add (NablaGraph *self,
                 const char *name,
                 const char *op_name,
                 const double *settings,
                 NablaNode *const *inputs,
                 guint n_inputs,
                 NablaNode *share,
                 GError **error)
{
  g_return_val_if_fail (self != NULL && !self->built && name != NULL && op_name != NULL, NULL);
  g_return_val_if_fail (n_inputs <= NABLA_MAX_INPUTS, NULL);

  const NablaOp *op = nabla_op_find (self->precision, op_name);
  if (op == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, _("Layer '%s': op '%s' is not known"),
                   name, op_name);
      return NULL;
    }
  if (!check_name (self, name, error) || !check_inputs (op, name, n_inputs, error))
    return NULL;
  if (share != NULL && !g_str_equal (share->op->name, op->name))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _("Layer '%s' (%s) cannot share the parameters of '%s' (%s)"), name, op->name,
                   share->name, share->op->name);
      return NULL;
    }

  NablaNode *node = node_new (name, planted (self, op));
  if (settings != NULL)
    memcpy (node->settings, settings, nabla_param_count (op->params) * sizeof *settings);
  else
    nabla_param_defaults (op->params, node->settings);
  for (guint i = 0; i < n_inputs; i++)
    node->inputs[i] = inputs[i];
  node->n_inputs = node->n_data = n_inputs;

  /* Parameters are added by infer and so stand before their node. */
  guint before = self->nodes->len;
  self->share = share;
  gboolean fits = op->infer (self, node, error);
  self->share = NULL;
  if (!fits)
    {
      for (guint i = before; i < self->nodes->len; i++)
        g_hash_table_remove (self->by_name, nabla_graph_node_at (self, i)->name);
      g_ptr_array_set_size (self->nodes, before);
      node_free (node);
      return NULL;
    }
  append (self, node);
  return node;
}

NablaNode *
nabla_graph_add_input (NablaGraph *self, const char *name, const NablaShape *shape, GError **error)
{
  g_return_val_if_fail (self != NULL && !self->built && name != NULL && shape != NULL, NULL);

  if (!check_name (self, name, error))
    return NULL;
  NablaNode *node = node_new (name, nabla_op_find (self->precision, "input"));
  node->shape = *shape;
  node->op->infer (self, node, NULL);
  append (self, node);
  return node;
}

NablaNode *
nabla_graph_add_parameter (NablaGraph *self,
                           const char *name,
                           const NablaShape *shape,
                           const NablaInitialization *initialization,
                           GError **error)
{
  g_return_val_if_fail (self != NULL && !self->built && name != NULL, NULL);
  g_return_val_if_fail (shape != NULL && initialization != NULL, NULL);

  if (!check_name (self, name, error))
    return NULL;
  NablaNode *node = node_new (name, &variable);
  node->shape = *shape;
  node->layout = NABLA_LAYOUT_PARAMETER;
  node->initialization = *initialization;
  node->trainable = TRUE;
  append (self, node);
  return node;
}

gboolean
nabla_node_add_parameter (NablaGraph *graph,
                          NablaNode *node,
                          const char *suffix,
                          NablaShape shape,
                          NablaInitialization initialization,
                          gboolean decays,
                          GError **error)
{
  NablaNode *parameter;
  if (graph->share != NULL)
    {
      parameter = graph->share->inputs[graph->share->n_data + (node->n_inputs - node->n_data)];
      if (!nabla_shape_equal (&parameter->shape, &shape))
        {
          g_autofree char *want = nabla_shape_format (&shape, NULL);
          g_autofree char *have = nabla_shape_format (&parameter->shape, NULL);
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                       _("Layer '%s' needs %s of shape %s, but '%s' that it shares has %s"),
                       node->name, suffix, want, graph->share->name, have);
          return FALSE;
        }
    }
  else
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", node->name, suffix);
      parameter = nabla_graph_add_parameter (graph, name, &shape, &initialization, error);
      if (parameter == NULL)
        return FALSE;
      parameter->decays = decays;
    }
  node->inputs[node->n_inputs++] = parameter;
  return TRUE;
}

void
nabla_graph_add_loss (NablaGraph *self, NablaNode *node, double weight)
{
  g_return_if_fail (self != NULL && !self->built && node != NULL);
  g_return_if_fail (node->op->flags & NABLA_OP_LOSS);

  node->loss_weight = weight;
  g_ptr_array_add (self->losses, node);
}

void
nabla_graph_add_output (NablaGraph *self, NablaNode *node)
{
  g_return_if_fail (self != NULL && !self->built && node != NULL);
  g_return_if_fail (!(node->op->flags & NABLA_OP_LOSS));

  node->is_output = TRUE;
}

void
nabla_graph_want_gradient (NablaGraph *self, NablaNode *input)
{
  g_return_if_fail (self != NULL && !self->built && input != NULL);
  g_return_if_fail (input->op->flags & NABLA_OP_INPUT);

  input->is_wanted = TRUE;
}

void
nabla_graph_set_trainable (NablaGraph *self, NablaNode *node, gboolean trainable)
{
  g_return_if_fail (self != NULL && !self->built && node != NULL);

  if (nabla_node_is_parameter (node))
    node->trainable = trainable;
  for (guint i = node->n_data; i < node->n_inputs; i++)
    node->inputs[i]->trainable = trainable;
}

/* A node needs a gradient if something trained or wanted lies before it and a loss
 * or an output behind it. The first consumer to go backward writes it, the others
 * add, as all do to an output's; consumers go backward in reverse order of
 * computation. */
static void
plan_gradients (NablaGraph *self)
{
  guint n = self->nodes->len;
  g_autofree gboolean *reaches_loss = g_new0 (gboolean, n);
  g_autofree gboolean *written = g_new0 (gboolean, n);

  for (guint i = 0; i < self->losses->len; i++)
    reaches_loss[((NablaNode *) g_ptr_array_index (self->losses, i))->index] = TRUE;
  for (guint i = 0; i < n; i++)
    if (nabla_graph_node_at (self, i)->is_output)
      reaches_loss[i] = written[i] = TRUE;
  for (guint i = n; i-- > 0;)
    {
      NablaNode *node = nabla_graph_node_at (self, i);
      for (guint j = 0; reaches_loss[i] && j < node->n_inputs; j++)
        reaches_loss[node->inputs[j]->index] = TRUE;
    }
  for (guint i = 0; i < n; i++)
    {
      NablaNode *node = nabla_graph_node_at (self, i);
      gboolean trained = node->is_wanted || (nabla_node_is_parameter (node) && node->trainable);
      for (guint j = 0; j < node->n_inputs; j++)
        trained = trained || node->inputs[j]->needs_gradient;
      node->needs_gradient = trained && reaches_loss[i];
    }
  for (guint i = n; i-- > 0;)
    {
      NablaNode *node = nabla_graph_node_at (self, i);
      for (guint j = 0; node->needs_gradient && j < node->n_inputs; j++)
        {
          guint input = node->inputs[j]->index;
          node->accumulate[j] = written[input];
          written[input] = TRUE;
        }
    }
}

gboolean
nabla_graph_build (NablaGraph *self, GError **error)
{
  g_return_val_if_fail (self != NULL && !self->built, FALSE);

  plan_gradients (self);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      NablaNode *node = nabla_graph_node_at (self, i);
      if (nabla_node_is_parameter (node))
        {
          node->parameter_offset = self->parameters_size;
          self->parameters_size
            += (nabla_shape_size (&node->shape) + NABLA_LANES - 1) / NABLA_LANES * NABLA_LANES;
        }
      node->state_offset = self->states_size;
      self->states_size += node->state_size;
    }

  gsize size = nabla_precision_size (self->precision);
  self->parameters = nabla_arena_alloc (self->parameters_size * size);
  self->states = nabla_arena_alloc (self->states_size * size);
  if (self->parameters == NULL || self->states == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("The parameters need %zu bytes of memory, more than there are"),
                   (self->parameters_size + self->states_size) * size);
      return FALSE;
    }
  self->built = TRUE;
  return TRUE;
}

void
nabla_graph_initialize (NablaGraph *self, NablaRandomState *random)
{
  g_return_if_fail (self != NULL && self->built && random != NULL);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      NablaNode *node = nabla_graph_node_at (self, i);
      gsize n = MAX (nabla_shape_size (&node->shape), node->state_size);
      g_autofree double *values = g_new0 (double, n);
      if (nabla_node_is_parameter (node))
        {
          nabla_initialization_draw (&node->initialization, random, values, nabla_shape_size (&node->shape));
          nabla_graph_set_parameter (self, node, values);
        }
      else if (node->state_size > 0)
        {
          if (node->op->reset_state != NULL)
            node->op->reset_state (node, values);
          nabla_graph_set_state (self, node, values);
        }
    }
}

NablaPrecision
nabla_graph_precision (const NablaGraph *self)
{
  return self->precision;
}

guint
nabla_graph_n_nodes (const NablaGraph *self)
{
  return self->nodes->len;
}

NablaNode *
nabla_graph_node (const NablaGraph *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->nodes->len, NULL);

  return nabla_graph_node_at (self, index);
}

NablaNode *
nabla_graph_find (const NablaGraph *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->by_name, name);
}

guint
nabla_graph_n_losses (const NablaGraph *self)
{
  return self->losses->len;
}

NablaNode *
nabla_graph_loss (const NablaGraph *self, guint index, double *weight)
{
  g_return_val_if_fail (self != NULL && index < self->losses->len, NULL);

  NablaNode *loss = g_ptr_array_index (self->losses, index);
  if (weight != NULL)
    *weight = loss->loss_weight;
  return loss;
}

gsize
nabla_graph_parameters_size (const NablaGraph *self)
{
  return self->parameters_size;
}

void *
nabla_graph_parameters (const NablaGraph *self)
{
  return self->parameters;
}

gsize
nabla_graph_states_size (const NablaGraph *self)
{
  return self->states_size;
}

void *
nabla_graph_states (const NablaGraph *self)
{
  return self->states;
}

void
nabla_graph_get_parameter (const NablaGraph *self, const NablaNode *node, double *values)
{
  g_return_if_fail (self->built && nabla_node_is_parameter (node));

  for (gsize i = 0; i < nabla_shape_size (&node->shape); i++)
    values[i] = nabla_precision_get (self->precision, self->parameters, node->parameter_offset + i);
}

void
nabla_graph_set_parameter (NablaGraph *self, const NablaNode *node, const double *values)
{
  g_return_if_fail (self->built && nabla_node_is_parameter (node));

  for (gsize i = 0; i < nabla_shape_size (&node->shape); i++)
    nabla_precision_set (self->precision, self->parameters, node->parameter_offset + i, values[i]);
}

void
nabla_graph_get_state (const NablaGraph *self, const NablaNode *node, double *values)
{
  g_return_if_fail (self->built);

  for (gsize i = 0; i < node->state_size; i++)
    values[i] = nabla_precision_get (self->precision, self->states, node->state_offset + i);
}

void
nabla_graph_set_state (NablaGraph *self, const NablaNode *node, const double *values)
{
  g_return_if_fail (self->built);

  for (gsize i = 0; i < node->state_size; i++)
    nabla_precision_set (self->precision, self->states, node->state_offset + i, values[i]);
}

gsize
nabla_graph_count_parameters (const NablaGraph *self)
{
  gsize n = 0;
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const NablaNode *node = nabla_graph_node_at (self, i);
      if (nabla_node_is_parameter (node) && node->trainable)
        n += nabla_shape_size (&node->shape);
    }
  return n;
}

guint64
nabla_graph_hash (const NablaGraph *self)
{
  g_return_val_if_fail (self != NULL && self->built, 0);

  /* FNV-1a over the bytes of parameters and state */
  guint64 hash = 14695981039346656037u;
  gsize size = nabla_precision_size (self->precision);
  const struct { const guint8 *bytes; gsize n; } parts[] = {
    { self->parameters, self->parameters_size * size },
    { self->states, self->states_size * size },
  };
  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    for (gsize i = 0; i < parts[part].n; i++)
      hash = (hash ^ parts[part].bytes[i]) * 1099511628211u;
  return hash;
}

gsize
nabla_precision_size (NablaPrecision precision)
{
  return precision == NABLA_DOUBLE ? sizeof (double) : sizeof (float);
}
