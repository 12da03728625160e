/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bowl-regression-private.h"

#include "nabla-workspace.h"

#include <math.h>

/* Places that pass through the graph at once */
#define CHUNK 256

/* @sum: what a loss over all cases is divided by to be their mean: 1 if it is that already */
struct _NablaBowlRegression
{
  NablaGraph *graph;
  NablaWorkspace *workspace;
  NablaNode *place, *target, *loss;
  double *targets;
  double sum;
};

void
nabla_bowl_regression_free (NablaBowlRegression *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->workspace, nabla_workspace_free);
  g_clear_pointer (&self->graph, nabla_graph_free);
  g_free (self->targets);
  g_free (self);
}

static gboolean
build (NablaBowlRegression *self, const char *loss, gsize m, const double *x, GError **error)
{
  NablaGraph *graph = self->graph;
  const NablaOp *dense = nabla_op_find (NABLA_DOUBLE, "dense");
  double settings[NABLA_MAX_PARAMS] = { 0 };
  nabla_param_defaults (dense->params, settings);
  settings[nabla_param_find (dense->params, "units")] = (double)m;

  self->place = nabla_graph_add_input (graph, "place", &NABLA_SHAPE_1 (2), error);
  self->target
      = self->place != NULL ? nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (m), error) : NULL;
  NablaNode *z = self->target != NULL
                     ? nabla_graph_add (graph, "z", "dense", settings, &self->place, 1, NULL, error)
                     : NULL;
  if (z == NULL)
    return FALSE;
  self->loss = nabla_graph_add (graph, "J", loss, NULL, (NablaNode *[]){ z, self->target }, 2, NULL,
                                error);
  if (self->loss == NULL)
    return FALSE;
  nabla_graph_add_loss (graph, self->loss, 1);
  nabla_graph_want_gradient (graph, self->place);
  nabla_graph_set_trainable (graph, z, FALSE);
  if (!nabla_graph_build (graph, error))
    return FALSE;
  g_autofree double *zeros = g_new0 (double, m);
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/W"), x);
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/b"), zeros);
  self->workspace = nabla_workspace_new (graph, CHUNK, TRUE, NULL, error);
  return self->workspace != NULL;
}

NablaBowlRegression *
nabla_bowl_regression_new (
    const char *loss, gsize m, const double *x, const double *y, GError **error)
{
  g_autoptr (NablaBowlRegression) self = g_new0 (NablaBowlRegression, 1);
  self->graph = nabla_graph_new (NABLA_DOUBLE);
  if (!build (self, loss, m, x, error))
    return NULL;
  /* Cross-entropy sums over its outputs, the squared error is their mean. */
  self->sum = g_str_equal (loss, "mean_squared_error") ? 1 : (double)m;
  self->targets = g_new (double, CHUNK *m);
  for (gsize i = 0; i < CHUNK * m; i++)
    self->targets[i] = y[i % m];
  nabla_workspace_feed (self->workspace, self->target, self->targets);
  return g_steal_pointer (&self);
}

/* The graph's cost is the mean over the places, and so is its gradient. */
void
nabla_bowl_regression_evaluate (NablaBowlRegression *self,
                                gsize n,
                                const NablaPlace *places,
                                double *costs,
                                NablaPlace *gradients)
{
  for (gsize begin = 0; begin < n; begin += CHUNK)
    {
      const NablaBatch batch = { .rows = MIN (CHUNK, n - begin) };
      nabla_workspace_feed (self->workspace, self->place, &places[begin].w);
      if (gradients == NULL)
        nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
      else
        {
          nabla_workspace_gradients (self->workspace, &batch);
          nabla_workspace_get_gradient (self->workspace, self->place, &gradients[begin].w);
          const double share = (double)batch.rows / self->sum;
          for (gsize i = begin; i < begin + batch.rows; i++)
            gradients[i] = (NablaPlace){ share * gradients[i].w, share * gradients[i].b };
        }
      nabla_workspace_get_value (self->workspace, self->loss, costs + begin);
      for (gsize i = begin; i < begin + batch.rows; i++)
        costs[i] /= self->sum;
    }
}

void
nabla_bowl_regression_hessian (NablaBowlRegression *self, NablaPlace place, double hessian[3])
{
  const double h = 1e-5;
  const NablaPlace around[] = { { place.w + h, place.b },
                                { place.w - h, place.b },
                                { place.w, place.b + h },
                                { place.w, place.b - h } };
  double costs[G_N_ELEMENTS (around)];
  NablaPlace g[G_N_ELEMENTS (around)];
  nabla_bowl_regression_evaluate (self, G_N_ELEMENTS (around), around, costs, g);
  hessian[0] = (g[0].w - g[1].w) / (2 * h);
  hessian[1] = (g[0].b - g[1].b + g[2].w - g[3].w) / (4 * h);
  hessian[2] = (g[2].b - g[3].b) / (2 * h);
}

NablaPlace
nabla_bowl_regression_minimum (NablaBowlRegression *self)
{
  NablaPlace p = { 0, 0 };
  for (guint i = 0; i < 50; i++)
    {
      double cost, h[3];
      NablaPlace g;
      nabla_bowl_regression_evaluate (self, 1, &p, &cost, &g);
      nabla_bowl_regression_hessian (self, p, h);
      double determinant = h[0] * h[2] - h[1] * h[1];
      double step_w = (h[2] * g.w - h[1] * g.b) / determinant;
      double step_b = (h[0] * g.b - h[1] * g.w) / determinant;
      p.w -= step_w;
      p.b -= step_b;
      if (fabs (step_w) + fabs (step_b) < 1e-12)
        break;
    }
  return p;
}
