/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-study-private.h"

#include "nabla-trainer-private.h"

#include <string.h>

static double *
as_double (NablaPrecision precision, const void *numbers, gsize n)
{
  double *copy = g_new (double, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    copy[i] = precision == NABLA_DOUBLE ? ((const double *)numbers)[i]
                                        : (double)((const float *)numbers)[i];
  return copy;
}

static gsize
largest_state (const NablaGraph *graph)
{
  gsize largest = 1;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    largest = MAX (largest, nabla_graph_node (graph, i)->state_size);
  return largest;
}

void
nabla_study_get_parameters (const NablaGraph *graph, double *values)
{
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (!nabla_study_is_parameter (node))
        continue;
      nabla_graph_get_parameter (graph, node, values);
      values += nabla_shape_size (&node->shape);
    }
}

void
nabla_study_set_parameters (NablaGraph *graph, const double *values)
{
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (!nabla_study_is_parameter (node))
        continue;
      nabla_graph_set_parameter (graph, node, values);
      values += nabla_shape_size (&node->shape);
    }
}

/* Numbers that @graph keeps between steps, from another graph of the same network. */
static void
copy_states (NablaGraph *graph, const NablaGraph *from)
{
  g_autofree double *values = g_new (double, largest_state (graph));
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      const NablaNode *theirs = nabla_graph_find (from, node->name);
      if (node->state_size == 0 || theirs == NULL || theirs->state_size != node->state_size)
        continue;
      nabla_graph_get_state (from, theirs, values);
      nabla_graph_set_state (graph, node, values);
    }
}

static void
choose_examples (NablaStudyNetwork *self, const NablaProblem *problem, gsize most)
{
  self->m_train = problem->partition->sizes[NABLA_SPLIT_TRAIN];
  self->m = MIN (self->m_train, most);
  self->examples = g_new (guint32, self->m);
  for (gsize i = 0; i < self->m; i++)
    self->examples[i] = problem->partition->indices[NABLA_SPLIT_TRAIN][i * self->m_train / self->m];
}

NablaStudyNetwork *
nabla_study_network_new (const NablaRunFork *fork, gsize most, GError **error)
{
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, fork->n - 1, 1, error);
  if (trainer == NULL)
    return NULL;
  g_autoptr (NablaStudyNetwork) self = g_new0 (NablaStudyNetwork, 1);
  const NablaProblem *problem = fork->problem;
  const NablaTrainSpec *train = nabla_experiment_train (fork->experiment);
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  const NablaShape shape = nabla_problem_input_shape (problem);
  const gsize m = problem->dataset->m;
  self->model = nabla_model_new (fork->experiment, NABLA_DOUBLE, &shape, problem->n_y, error);
  if (self->model == NULL)
    return NULL;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    if (nabla_study_is_parameter (nabla_graph_node (graph, i)))
      self->size += nabla_shape_size (&nabla_graph_node (graph, i)->shape);
  g_autofree double *parameters = g_new (double, MAX (self->size, 1));
  nabla_study_get_parameters (graph, parameters);
  nabla_study_set_parameters (self->model->graph, parameters);
  copy_states (self->model->graph, graph);

  choose_examples (self, problem, most);
  self->step = fork->steps[fork->n - 1];
  self->seed = trainer->seed;
  self->training = (NablaTraining){ .learning_rate = nabla_trainer_learning_rate (trainer),
                                    .l2 = train->l2,
                                    .l1 = train->l1 };
  self->workspace = nabla_workspace_new (self->model->graph, self->m, TRUE, NULL, error);
  if (self->workspace == NULL)
    return NULL;
  self->x = as_double (problem->precision, problem->x, m * problem->dataset->n_x);
  nabla_workspace_feed (self->workspace, self->model->input, self->x);
  if (self->model->target != NULL)
    {
      self->y = as_double (problem->precision, problem->y, m * problem->n_y);
      nabla_workspace_feed (self->workspace, self->model->target, self->y);
    }
  return g_steal_pointer (&self);
}

void
nabla_study_network_free (NablaStudyNetwork *self)
{
  if (self == NULL)
    return;
  nabla_workspace_free (self->workspace);
  nabla_model_free (self->model);
  g_free (self->examples);
  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

double
nabla_study_network_cost (NablaStudyNetwork *self)
{
  const NablaBatch batch
      = { .examples = self->examples, .rows = self->m, .step = self->step, .seed = self->seed };
  return nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE)
         + nabla_workspace_penalty (self->workspace, &self->training, self->m_train);
}

void
nabla_study_network_gradient (NablaStudyNetwork *self,
                              const guint32 *examples,
                              gsize rows,
                              double *gradient)
{
  const NablaBatch batch
      = { .examples = examples, .rows = rows, .step = self->step, .seed = self->seed };
  const NablaGraph *graph = self->model->graph;
  nabla_workspace_gradients (self->workspace, &batch);
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (!nabla_study_is_parameter (node))
        continue;
      gsize n = nabla_shape_size (&node->shape);
      if (!node->needs_gradient || !nabla_workspace_get_gradient (self->workspace, node, gradient))
        memset (gradient, 0, n * sizeof *gradient);
      gradient += n;
    }
}

NablaTrainer *
nabla_study_trainer (const NablaRunFork *fork,
                     gboolean from_beginning,
                     guint batch_size,
                     GError **error)
{
  g_autofree char *size = batch_size == 0 ? g_strdup ("full") : g_strdup_printf ("%u", batch_size);
  g_autoptr (NablaExperiment) experiment
      = nabla_experiment_with (fork->experiment, "train.batch_size", size, error);
  if (experiment == NULL)
    return NULL;
  g_autoptr (NablaTrainer) trainer = nabla_trainer_new (experiment, fork->problem, 1, error);
  if (trainer == NULL || from_beginning)
    return g_steal_pointer (&trainer);
  g_autoptr (NablaTrainer) present = nabla_run_fork_trainer (fork, fork->n - 1, 1, error);
  if (present == NULL)
    return NULL;
  const NablaGraph *graph = present->model->graph;
  gsize size_of_all = 1;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    if (nabla_study_is_parameter (nabla_graph_node (graph, i)))
      size_of_all += nabla_shape_size (&nabla_graph_node (graph, i)->shape);
  g_autofree double *parameters = g_new (double, size_of_all);
  nabla_study_get_parameters (graph, parameters);
  nabla_study_set_parameters (trainer->model->graph, parameters);
  copy_states (trainer->model->graph, graph);
  trainer->revision++;
  return g_steal_pointer (&trainer);
}
