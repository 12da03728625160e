/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-gradient-check.h"

#include "nabla-graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What all of a check's steps need. */
typedef struct {
  NablaGraph *graph;
  NablaWorkspace *workspace;
  const NablaBatch *batch;
  const NablaTraining *training;
  const NablaGradientCheckOptions *options;
  double cost; /* J (θ) */
  guint row;
  gsize n_done, n_total;
} Check;

/* ‖g − g′‖ and ‖g‖ + ‖g′‖, as their squares add up. */
typedef struct {
  double difference, analytic, numeric;
} Norms;

static void
norms_add (Norms *self, double analytic, double numeric)
{
  self->difference += (analytic - numeric) * (analytic - numeric);
  self->analytic += analytic * analytic;
  self->numeric += numeric * numeric;
}

static double
norms_ratio (const Norms *self)
{
  double sum = sqrt (self->analytic) + sqrt (self->numeric);
  return sum < NABLA_CHECK_NOTHING ? 0 : sqrt (self->difference) / sum;
}

static double
objective (const Check *self)
{
  return nabla_workspace_forward (self->workspace, self->batch, NABLA_MODE_OBJECTIVE)
         + nabla_workspace_penalty (self->workspace, self->training, self->batch->rows);
}

/* J with number @theta moved by @by. */
static double
moved (const Check *self, double *theta, double by)
{
  double value = *theta;
  *theta = value + by;
  double cost = objective (self);
  *theta = value;
  return cost;
}

/* Whether the difference of @error between the gradients comes from a kink
 * within ε. On a smooth curve the two slopes differ by ε J″, half of it for half
 * of ε; at a kink they don't. */
static gboolean
is_kink (const Check *self, double *theta, double plus, double minus, double error)
{
  const double epsilon = NABLA_CHECK_EPSILON, half = epsilon / 2;
  double bend = (plus - 2 * self->cost + minus) / epsilon;
  double half_bend = (moved (self, theta, half) - 2 * self->cost + moved (self, theta, -half)) / half;
  return fabs (bend - 2 * half_bend) > 0.05 * fabs (bend) + 1e-9
         && fabs (error) <= fabs (bend) + 2 * fabs (half_bend);
}

static double
analytic_gradient (const Check *self, const NablaNode *node, double gradient, double theta)
{
  if (!node->decays)
    return gradient;
  double sign = (theta > 0) - (theta < 0);
  return gradient + (self->training->l2 * theta + self->training->l1 * sign) / self->batch->rows;
}

static gsize
stride_of (const Check *self, gsize n)
{
  gsize most = self->options->most_numbers;
  return most == 0 ? 1 : MAX (1, (n + most - 1) / most);
}

static gboolean
is_cancelled (const Check *self)
{
  return self->options->cancel != NULL && g_atomic_int_get (self->options->cancel) != 0;
}

static void
check_parameter (Check *self, const NablaNode *node, const double *gradient, Norms *course, NablaGradientCheckRow *row)
{
  double *theta = (double *) self->graph->parameters + node->parameter_offset;
  Norms norms = { 0 };
  double worst = -1;

  *row = (NablaGradientCheckRow) { .name = g_strdup (node->name), .n = nabla_shape_size (&node->shape) };
  for (gsize i = 0; i < row->n && !is_cancelled (self); i += stride_of (self, row->n))
    {
      double analytic = analytic_gradient (self, node, gradient[i], theta[i]);
      double plus = moved (self, &theta[i], NABLA_CHECK_EPSILON);
      double minus = moved (self, &theta[i], -NABLA_CHECK_EPSILON);
      double numeric = (plus - minus) / (2 * NABLA_CHECK_EPSILON);
      double error = analytic - numeric;

      double course_numeric = (moved (self, &theta[i], NABLA_CHECK_COURSE_EPSILON)
                               - moved (self, &theta[i], -NABLA_CHECK_COURSE_EPSILON))
                              / (2 * NABLA_CHECK_COURSE_EPSILON);
      norms_add (course, analytic, course_numeric);
      row->n_checked++;
      if (self->options->progress != NULL)
        self->options->progress ((double) ++self->n_done / self->n_total, self->options->data);

      if (fabs (error) > NABLA_CHECK_LIMIT * (fabs (analytic) + fabs (numeric)) + 1e-10
          && is_kink (self, &theta[i], plus, minus, error))
        {
          row->n_kinks++;
          continue;
        }
      norms_add (&norms, analytic, numeric);
      if (self->options->number != NULL)
        self->options->number (self->row, i, analytic, numeric, self->options->data);
      if (fabs (error) > worst)
        {
          worst = fabs (error);
          row->worst = i;
          row->analytic = analytic;
          row->numeric = numeric;
        }
    }
  row->difference = norms_ratio (&norms);
  double rounding = NABLA_CHECK_ROUNDING * fabs (self->cost) * sqrt (row->n_checked);
  row->passed = (row->difference <= NABLA_CHECK_LIMIT || sqrt (norms.difference) <= rounding)
                && row->n_kinks <= MAX (1, NABLA_CHECK_KINKS * row->n_checked);
}

NablaGradientCheck *
nabla_gradient_check_run (NablaGraph *graph,
                          NablaWorkspace *workspace,
                          const NablaBatch *batch,
                          const NablaTraining *training,
                          GCancellable *cancellable,
                          GError **error)
{
  static const NablaGradientCheckOptions all = { 0 };
  return nabla_gradient_check_run_part (graph, workspace, batch, training, &all, cancellable, error);
}

NablaGradientCheck *
nabla_gradient_check_run_part (NablaGraph *graph,
                               NablaWorkspace *workspace,
                               const NablaBatch *batch,
                               const NablaTraining *training,
                               const NablaGradientCheckOptions *options,
                               GCancellable *cancellable,
                               GError **error)
{
  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (graph != NULL && workspace != NULL && batch != NULL && training != NULL, NULL);
  g_return_val_if_fail (nabla_graph_precision (graph) == NABLA_DOUBLE, NULL);

  g_autoptr (NablaGradientCheck) self = g_new0 (NablaGradientCheck, 1);
  Check check = { graph, workspace, batch, training, options, 0, 0, 0, 0 };
  Norms course = { 0 };
  guint n_nodes = nabla_graph_n_nodes (graph);
  g_autoptr (GPtrArray) gradients = g_ptr_array_new_full (n_nodes, g_free);

  /* All gradients first: differences run forward only and leave them alone, but
   * that is the workspace's business. */
  nabla_workspace_gradients (workspace, batch);
  for (guint i = 0; i < n_nodes; i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      double *gradient = NULL;
      if (nabla_node_is_parameter (node) && node->needs_gradient)
        {
          gradient = g_new (double, nabla_shape_size (&node->shape));
          nabla_workspace_get_gradient (workspace, node, gradient);
          gsize n = nabla_shape_size (&node->shape), stride = stride_of (&check, n);
          check.n_total += (n + stride - 1) / stride;
        }
      g_ptr_array_add (gradients, gradient);
    }

  check.cost = objective (&check);
  self->rows = g_new0 (NablaGradientCheckRow, n_nodes);
  self->passed = TRUE;
  for (guint i = 0; i < n_nodes; i++)
    {
      if (g_ptr_array_index (gradients, i) == NULL)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      check.row = self->n_rows;
      NablaGradientCheckRow *row = &self->rows[self->n_rows++];
      check_parameter (&check, nabla_graph_node (graph, i), g_ptr_array_index (gradients, i), &course, row);
      self->passed = self->passed && row->passed;
    }
  if (is_cancelled (&check))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("The check was stopped"));
      return NULL;
    }
  self->course_difference = norms_ratio (&course);
  return g_steal_pointer (&self);
}

void
nabla_gradient_check_free (NablaGradientCheck *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_rows; i++)
    g_free (self->rows[i].name);
  g_free (self->rows);
  g_free (self);
}
