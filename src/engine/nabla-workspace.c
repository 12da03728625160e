/* A workspace: planning and looking. The passes are in nabla-workspace-run.c.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-workspace-private.h"

#include "nabla-arena.h"
#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What one core's second-level cache holds of a chunk's values. */
#define CACHE_BYTES (256 * 1024)

#define PAGE_LANES 1024

static gsize
round_up (gsize n, gsize to)
{
  return (n + to - 1) / to * to;
}

/* Numbers that a node's value takes in memory. */
static gsize
value_size (const NablaWorkspace *self, const NablaNode *node)
{
  if (node->layout == NABLA_LAYOUT_PLANES)
    return self->rows * node->planes.example_stride;
  return nabla_shape_size (&node->shape) * self->pitch;
}

static gsize
cache_size (const NablaWorkspace *self, const NablaNode *node)
{
  return node->cache_fixed + node->cache_lanes * self->pitch;
}

static void
plan_init (NablaPlan *plan)
{
  plan->tasks = g_array_new (FALSE, FALSE, sizeof (NablaTask));
  plan->sections = g_array_new (FALSE, FALSE, sizeof (NablaSection));
}

static void
plan_clear (NablaPlan *plan)
{
  g_array_unref (plan->tasks);
  g_array_unref (plan->sections);
}

/* Phases over examples follow each other without a barrier: each range of
 * examples needs only its own. So do those of parameters, which only read. */
static void
plan_add (NablaPlan *plan, const NablaNode *node, const NablaPhase *phase, gboolean independent)
{
  NablaTask task = { node, phase->run };
  NablaSection *last = plan->sections->len > 0
                         ? &g_array_index (plan->sections, NablaSection, plan->sections->len - 1)
                         : NULL;
  g_array_append_val (plan->tasks, task);
  if (last != NULL && last->over == phase->over && (phase->over == NABLA_OVER_EXAMPLES || independent))
    last->end_task = plan->tasks->len;
  else
    {
      NablaSection section = { phase->over, plan->tasks->len - 1, plan->tasks->len };
      g_array_append_val (plan->sections, section);
    }
}

static void
plan_forward (NablaPlan *plan, const NablaGraph *graph)
{
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const NablaNode *node = nabla_graph_node_at (graph, i);
      for (const NablaPhase *phase = node->op->forward; phase->run != NULL; phase++)
        plan_add (plan, node, phase, FALSE);
    }
}

static void
plan_backward (NablaPlan *plan, const NablaGraph *graph)
{
  for (guint i = graph->nodes->len; i-- > 0;)
    {
      const NablaNode *node = nabla_graph_node_at (graph, i);
      for (const NablaPhase *phase = node->op->backward_data; node->needs_gradient && phase->run != NULL; phase++)
        plan_add (plan, node, phase, FALSE);
    }
  /* A section of its own even behind one over units. */
  NablaSection parameters = { NABLA_OVER_UNITS, plan->tasks->len, plan->tasks->len };
  g_array_append_val (plan->sections, parameters);
  for (guint i = graph->nodes->len; i-- > 0;)
    {
      const NablaNode *node = nabla_graph_node_at (graph, i);
      for (const NablaPhase *phase = node->op->backward_parameters; node->needs_gradient && phase->run != NULL; phase++)
        plan_add (plan, node, phase, TRUE);
    }
}

static void
plan_updates (NablaWorkspace *self)
{
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      NablaNode *node = nabla_graph_node_at (self->graph, i);
      NablaTask commit = { node, node->op->commit.run };
      if (commit.run != NULL)
        g_array_append_val (self->commits, commit);
      if (nabla_node_is_parameter (node) && node->needs_gradient)
        g_array_append_val (self->updates, node);
    }
}

/* Gives each node its place in the arenas. */
static gboolean
plan_memory (NablaWorkspace *self, GError **error)
{
  const NablaGraph *graph = self->graph;
  gsize size = nabla_precision_size (graph->precision);
  gsize n_values = 0, n_gradients = 0;
  for (int place = 0; place <= 1; place++)
    {
      char *values = self->values_arena, *gradients = self->gradients_arena;
      n_values = n_gradients = 0;
      for (guint i = 0; i < graph->nodes->len; i++)
        {
          const NablaNode *node = nabla_graph_node_at (graph, i);
          gboolean parameter = nabla_node_is_parameter (node);
          gsize value = parameter ? 0 : round_up (value_size (self, node), NABLA_LANES);
          gsize cache = round_up (cache_size (self, node), NABLA_LANES);
          gboolean gradient = self->with_gradients && node->needs_gradient;
          if (place && parameter)
            {
              self->values[i] = (char *) graph->parameters + node->parameter_offset * size;
              if (gradient)
                self->gradients[i] = (char *) self->parameter_gradients + node->parameter_offset * size;
            }
          else if (place)
            {
              self->values[i] = values + n_values * size;
              if (gradient)
                self->gradients[i] = gradients + n_gradients * size;
            }
          if (place)
            {
              self->caches[i] = values + (n_values + value) * size;
              self->states[i] = (char *) graph->states + node->state_offset * size;
            }
          n_values += value + cache;
          n_gradients += gradient ? value : 0;
        }
      if (place)
        break;

      gsize parameters = self->with_gradients ? graph->parameters_size : 0;
      self->values_arena = nabla_arena_alloc (n_values * size);
      self->gradients_arena = nabla_arena_alloc (n_gradients * size);
      self->parameter_gradients = nabla_arena_alloc (parameters * size);
      if (self->values_arena == NULL || self->gradients_arena == NULL || self->parameter_gradients == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                       _("A batch of %zu examples needs %zu bytes of memory, more than there are; "
                         "a smaller batch_size needs less"),
                       self->rows, (n_values + n_gradients + parameters) * size);
          return FALSE;
        }
    }
  self->chunk_lanes = CLAMP (CACHE_BYTES / MAX (1, n_values / self->pitch * size) / 64 * 64, 64, 4096);
  return TRUE;
}

static double
estimate_work (const NablaWorkspace *self)
{
  double work = 0;
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const NablaNode *node = nabla_graph_node_at (self->graph, i);
      if (nabla_node_is_parameter (node))
        continue;
      work += 10.0 * nabla_shape_size (&node->shape);
      for (guint j = node->n_data; j < node->n_inputs; j++)
        work += 2.0 * nabla_shape_size (&node->inputs[j]->shape);
    }
  return work;
}

NablaWorkspace *
nabla_workspace_new (NablaGraph *graph, gsize rows, gboolean with_gradients, NablaPool *pool, GError **error)
{
  g_return_val_if_fail (graph != NULL && graph->built && rows > 0, NULL);

  guint n = graph->nodes->len;
  g_autoptr (NablaWorkspace) self = g_new0 (NablaWorkspace, 1);
  self->graph = graph;
  self->pool = pool;
  self->rows = rows;
  self->pitch = round_up (rows, NABLA_LANES);
  /* Rows of values a whole number of pages apart would fight for the same lines
   * of the cache. */
  if (self->pitch % PAGE_LANES == 0)
    self->pitch += NABLA_LANES;
  self->typed = nabla_typed_lists (graph->precision);
  self->with_gradients = with_gradients;
  self->values = g_new0 (void *, n);
  self->gradients = g_new0 (void *, n);
  self->caches = g_new0 (void *, n);
  self->states = g_new0 (void *, n);
  self->feeds = g_new0 (const void *, n);
  self->commits = g_array_new (FALSE, FALSE, sizeof (NablaTask));
  self->updates = g_array_new (FALSE, FALSE, sizeof (NablaNode *));
  plan_init (&self->forward);
  plan_init (&self->step);

  if (!plan_memory (self, error))
    return NULL;
  plan_forward (&self->forward, graph);
  if (with_gradients)
    {
      plan_forward (&self->step, graph);
      plan_backward (&self->step, graph);
      plan_updates (self);
    }
  self->work_per_lane = estimate_work (self);
  return g_steal_pointer (&self);
}

void
nabla_workspace_free (NablaWorkspace *self)
{
  if (self == NULL)
    return;
  plan_clear (&self->forward);
  plan_clear (&self->step);
  g_array_unref (self->commits);
  g_array_unref (self->updates);
  nabla_arena_free (self->values_arena);
  nabla_arena_free (self->gradients_arena);
  nabla_arena_free (self->parameter_gradients);
  g_free (self->values);
  g_free (self->gradients);
  g_free (self->caches);
  g_free (self->states);
  g_free (self->feeds);
  g_free (self);
}

gsize
nabla_workspace_rows (const NablaWorkspace *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows;
}

void
nabla_workspace_fix_threads (NablaWorkspace *self, guint n_threads)
{
  g_return_if_fail (self != NULL);

  self->fixed_threads = n_threads;
}

void
nabla_workspace_feed (NablaWorkspace *self, const NablaNode *input, const void *data)
{
  g_return_if_fail (self != NULL && input != NULL && (input->op->flags & NABLA_OP_INPUT));

  self->feeds[input->index] = data;
  self->inputs_valid = FALSE;
}

/* Numbers of columns as rows of doubles, one row an example. */
static void
get_columns (const NablaWorkspace *self, const void *columns, gsize units, double *values)
{
  for (gsize e = 0; e < self->pass.rows; e++)
    for (gsize i = 0; i < units; i++)
      values[e * units + i] = nabla_precision_get (self->graph->precision, columns, i * self->pitch + e);
}

/* The other way, for all examples that there is room for; the columns beyond are 0. */
static void
set_columns (const NablaWorkspace *self, void *columns, gsize units, const double *values)
{
  for (gsize i = 0; i < units; i++)
    for (gsize e = 0; e < self->pitch; e++)
      nabla_precision_set (self->graph->precision, columns, i * self->pitch + e,
                           e < self->rows ? values[e * units + i] : 0);
}

/* The same of planes, in the order h, w, c. */
static void
get_planes (const NablaWorkspace *self, const NablaNode *node, const void *planes, double *values)
{
  const NablaPlanes *p = &node->planes;
  for (gsize e = 0; e < self->pass.rows; e++)
    for (guint h = 0; h < node->shape.dim[0]; h++)
      for (guint w = 0; w < node->shape.dim[1]; w++)
        for (guint c = 0; c < node->shape.dim[2]; c++)
          *values++ = nabla_precision_get (self->graph->precision, planes,
                                           e * p->example_stride + c * p->plane_stride
                                             + (h + p->pad) * p->row_pitch + w);
}

static void
get_numbers (const NablaWorkspace *self, const NablaNode *node, const void *numbers, double *values)
{
  gsize size = nabla_shape_size (&node->shape);
  if (node->layout == NABLA_LAYOUT_PARAMETER)
    for (gsize i = 0; i < size; i++)
      values[i] = nabla_precision_get (self->graph->precision, numbers, i);
  else if (node->layout == NABLA_LAYOUT_PLANES)
    get_planes (self, node, numbers, values);
  else
    get_columns (self, numbers, size, values);
}

void
nabla_workspace_get_value (const NablaWorkspace *self, const NablaNode *node, double *values)
{
  g_return_if_fail (self != NULL && node != NULL && values != NULL);

  get_numbers (self, node, self->values[node->index], values);
}

gboolean
nabla_workspace_get_gradient (const NablaWorkspace *self, const NablaNode *node, double *values)
{
  g_return_val_if_fail (self != NULL && node != NULL && values != NULL, FALSE);

  if (self->gradients[node->index] == NULL)
    return FALSE;
  get_numbers (self, node, self->gradients[node->index], values);
  return TRUE;
}

void
nabla_workspace_set_gradient (NablaWorkspace *self, const NablaNode *node, const double *values)
{
  g_return_if_fail (self != NULL && node != NULL && values != NULL);
  g_return_if_fail (nabla_node_is_parameter (node)
                    || (node->is_output && node->layout == NABLA_LAYOUT_COLUMNS));
  g_return_if_fail (self->gradients[node->index] != NULL);

  if (node->layout == NABLA_LAYOUT_PARAMETER)
    for (gsize i = 0; i < nabla_shape_size (&node->shape); i++)
      nabla_precision_set (self->graph->precision, self->gradients[node->index], i, values[i]);
  else
    set_columns (self, self->gradients[node->index], nabla_shape_size (&node->shape), values);
}

void
nabla_workspace_get_prediction (const NablaWorkspace *self, const NablaNode *loss, double *values)
{
  g_return_if_fail (self != NULL && loss != NULL && (loss->op->flags & NABLA_OP_LOSS));

  get_columns (self, self->caches[loss->index], loss->cache_lanes, values);
}

const void *
nabla_workspace_prediction (const NablaWorkspace *self, const NablaNode *loss, gsize *pitch)
{
  g_return_val_if_fail (self != NULL && loss != NULL && (loss->op->flags & NABLA_OP_LOSS), NULL);

  if (pitch != NULL)
    *pitch = self->pitch;
  return self->caches[loss->index];
}

const void *
nabla_workspace_value (const NablaWorkspace *self, const NablaNode *node, gsize *pitch)
{
  g_return_val_if_fail (self != NULL && node != NULL, NULL);

  if (pitch != NULL)
    *pitch = self->pitch;
  return self->values[node->index];
}

const void *
nabla_workspace_gradient (const NablaWorkspace *self, const NablaNode *node, gsize *pitch)
{
  g_return_val_if_fail (self != NULL && node != NULL, NULL);

  if (pitch != NULL)
    *pitch = self->pitch;
  return self->gradients[node->index];
}

const NablaNode *
nabla_workspace_find_not_finite (const NablaWorkspace *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const NablaNode *node = nabla_graph_node_at (self->graph, i);
      gsize size = nabla_shape_size (&node->shape);
      gsize rows = node->layout == NABLA_LAYOUT_PARAMETER ? 1 : self->pass.rows;
      g_autofree double *values = g_new (double, size * rows);
      get_numbers (self, node, self->values[i], values);
      for (gsize j = 0; j < size * rows; j++)
        if (!isfinite (values[j]))
          return node;
    }
  return NULL;
}
