/* The next update of one weight, in full.
 *
 * It is not computed a second time by other formulas: the step is made, looked at and taken
 * back, so that each number is one that the engine computed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race-private.h"
#include "nabla-trainer-private.h"

#include <math.h>
#include <string.h>

static gboolean
is_parameter (const NablaNode *node)
{
  return (node->op->flags & NABLA_OP_PARAMETER) != 0;
}

static gsize
columns_of (const NablaNode *node)
{
  return node->shape.rank > 1 ? nabla_shape_size (&node->shape) / node->shape.dim[0] : 1;
}

const char *
nabla_race_parameter (const NablaRace *self, guint racer, guint index, gsize *rows, gsize *columns)
{
  g_return_val_if_fail (self != NULL && racer < self->n, NULL);

  const NablaGraph *graph = nabla_trainer_model (self->racers[racer].trainer)->graph;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (!is_parameter (node) || index-- > 0)
        continue;
      if (rows != NULL)
        *rows = node->shape.dim[0];
      if (columns != NULL)
        *columns = columns_of (node);
      return node->name;
    }
  return NULL;
}

char *
nabla_race_weight_name (const char *parameter, gsize element, gsize columns)
{
  g_return_val_if_fail (parameter != NULL && columns > 0, NULL);

  const char *slash = strrchr (parameter, '/');
  const char *letter = slash != NULL ? slash + 1 : parameter;
  g_autofree char *layer
      = slash != NULL ? g_strndup (parameter, slash - parameter) : g_strdup (parameter);
  if (columns == 1)
    return g_strdup_printf ("%s[%zu]@%s", letter, element + 1, layer);
  return g_strdup_printf ("%s[%zu,%zu]@%s", letter, element / columns + 1, element % columns + 1,
                          layer);
}

static const NablaNode *
find_node (const NablaRace *self, const NablaGraph *graph)
{
  const NablaNode *node
      = self->parameter != NULL ? nabla_graph_find (graph, self->parameter) : NULL;
  if (node != NULL && is_parameter (node)
      && self->options.element < nabla_shape_size (&node->shape))
    return node;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    if (is_parameter (nabla_graph_node (graph, i)))
      return nabla_graph_node (graph, i);
  return NULL;
}

static double
number_at (const NablaGraph *graph, const void *numbers, gsize index)
{
  return nabla_graph_precision (graph) == NABLA_DOUBLE ? ((const double *)numbers)[index]
                                                       : (double)((const float *)numbers)[index];
}

/* What clipping multiplied the gradients of the last step by. */
static double
clip_scale (const NablaTrainer *trainer, const NablaGraph *graph, double clip_norm)
{
  double squares = 0;
  for (guint i = 0; clip_norm > 0 && i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (!is_parameter (node))
        continue;
      gsize n = nabla_shape_size (&node->shape);
      g_autofree double *gradient = g_new (double, n);
      if (!nabla_workspace_get_gradient (trainer->workspace, node, gradient))
        continue;
      for (gsize k = 0; k < n; k++)
        squares += gradient[k] * gradient[k];
    }
  return squares > clip_norm * clip_norm ? clip_norm / sqrt (squares) : 1;
}

/* The gradient that the optimizer saw in the step that was made from @weight. */
static double
gradient_at (NablaTrainer *trainer, const NablaNode *node, gsize element, double weight, gsize rows)
{
  const NablaTrainSpec *train = nabla_experiment_train (trainer->experiment);
  g_autofree double *gradient = g_new0 (double, nabla_shape_size (&node->shape));
  if (!nabla_workspace_get_gradient (trainer->workspace, node, gradient))
    return NAN;
  double seen = gradient[element] * clip_scale (trainer, trainer->model->graph, train->clip_norm);
  if (node->decays)
    seen += train->l2 / rows * weight + train->l1 / rows * ((weight > 0) - (weight < 0));
  return seen;
}

void
nabla_race_look_ahead (NablaRace *self, NablaRaceMoment *moment)
{
  *moment = (NablaRaceMoment){ .racer = -1 };
  int racer = self->options.terms;
  if (racer < 0 || racer >= (int)self->n || self->racers[racer].is_diverged)
    return;
  NablaTrainer *trainer = self->racers[racer].trainer;
  const NablaGraph *graph = trainer->model->graph;
  const NablaNode *node = find_node (self, graph);
  if (node == NULL)
    return;
  gboolean is_wanted = g_strcmp0 (node->name, self->parameter) == 0;
  gsize element = is_wanted ? self->options.element : 0, rows;
  gsize at = node->parameter_offset + element;
  const NablaOptimizerClass *klass = nabla_optimizer_class (trainer->optimizer);
  g_autofree char *name = nabla_race_weight_name (node->name, element, columns_of (node));
  g_strlcpy (moment->weight, name, sizeof moment->weight);
  nabla_batches_get (trainer->batches, trainer->step, &rows, NULL);
  moment->optimizer = klass;
  memcpy (moment->settings, nabla_optimizer_settings (trainer->optimizer), sizeof moment->settings);
  moment->t = trainer->step - trainer->optimizer_begin + 1;
  moment->learning_rate = nabla_trainer_learning_rate (trainer);
  moment->decays = node->decays;
  moment->before = number_at (graph, nabla_graph_parameters (graph), at);
  for (guint k = 0; k < klass->n_states; k++)
    moment->states_before[k] = number_at (graph, nabla_optimizer_state (trainer->optimizer, k), at);

  g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
  NablaStepResult result = nabla_trainer_step (trainer, &self->quit, NULL);
  moment->after = number_at (graph, nabla_graph_parameters (graph), at);
  moment->gradient = gradient_at (trainer, node, element, moment->before, rows);
  for (guint k = 0; k < klass->n_states; k++)
    moment->states_after[k] = number_at (graph, nabla_optimizer_state (trainer->optimizer, k), at);
  nabla_trainer_restore_state (trainer, state);
  if (result == NABLA_STEP_DONE)
    moment->racer = racer;
}
