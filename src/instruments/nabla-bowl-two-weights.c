/* The arena of two weights: the cost of a logistic regression with one feature on twenty real
 * examples, J(w, b) = mean cross-entropy of σ(w x + b).
 *
 * The engine's graph computes it, and many places at once: there the places (w, b) are the
 * examples, and what is known of the students are the frozen weights (x, 1) of a dense layer
 * with a unit for each of them, so that its z is w x + b. The gradient is that with respect
 * to the graph's input.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bowl-private.h"

#include "nabla-workspace.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Hours that twenty students spent studying, and whether they passed: the example of
 * logistic regression in Wikipedia's article of that name. */
static const double hours[] = { 0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 1.75, 2.00, 2.25, 2.50,
                                2.75, 3.00, 3.25, 3.50, 4.00, 4.25, 4.50, 4.75, 5.00, 5.50 };
static const double passed[] = { 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 };
#define N_STUDENTS G_N_ELEMENTS (hours)

/* Places that pass through the graph at once */
#define CHUNK 256

typedef struct
{
  NablaGraph *graph;
  NablaWorkspace *workspace;
  NablaNode *place, *target, *loss;
  double *targets;
} Regression;

static void
release (gpointer prepared)
{
  Regression *self = prepared;
  g_clear_pointer (&self->workspace, nabla_workspace_free);
  g_clear_pointer (&self->graph, nabla_graph_free);
  g_free (self->targets);
  g_free (self);
}

static gboolean
build (Regression *self, GError **error)
{
  NablaGraph *graph = self->graph = nabla_graph_new (NABLA_DOUBLE);
  const NablaOp *dense = nabla_op_find (NABLA_DOUBLE, "dense");
  double settings[NABLA_MAX_PARAMS] = { 0 };
  nabla_param_defaults (dense->params, settings);
  settings[nabla_param_find (dense->params, "units")] = N_STUDENTS;

  self->place = nabla_graph_add_input (graph, "place", &NABLA_SHAPE_1 (2), error);
  self->target = self->place != NULL
                     ? nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (N_STUDENTS), error)
                     : NULL;
  NablaNode *z = self->target != NULL
                     ? nabla_graph_add (graph, "z", "dense", settings, &self->place, 1, NULL, error)
                     : NULL;
  if (z == NULL)
    return FALSE;
  self->loss = nabla_graph_add (graph, "J", "sigmoid_cross_entropy", NULL,
                                (NablaNode *[]){ z, self->target }, 2, NULL, error);
  if (self->loss == NULL)
    return FALSE;
  nabla_graph_add_loss (graph, self->loss, 1);
  nabla_graph_want_gradient (graph, self->place);
  nabla_graph_set_trainable (graph, z, FALSE);
  if (!nabla_graph_build (graph, error))
    return FALSE;

  double weights[N_STUDENTS][2], zeros[N_STUDENTS] = { 0 };
  for (guint i = 0; i < N_STUDENTS; i++)
    {
      weights[i][0] = hours[i];
      weights[i][1] = 1;
    }
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/W"), weights[0]);
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/b"), zeros);
  self->workspace = nabla_workspace_new (graph, CHUNK, TRUE, NULL, error);
  if (self->workspace == NULL)
    return FALSE;
  self->targets = g_new (double, CHUNK *N_STUDENTS);
  for (guint i = 0; i < CHUNK * N_STUDENTS; i++)
    self->targets[i] = passed[i % N_STUDENTS];
  nabla_workspace_feed (self->workspace, self->target, self->targets);
  return TRUE;
}

static gpointer
prepare (const double *settings, GError **error)
{
  Regression *self = g_new0 (Regression, 1);
  if (build (self, error))
    return self;
  release (self);
  return NULL;
}

/* The loss sums over the students and averages over the places. */
static void
evaluate (const double *settings,
          gpointer prepared,
          gsize n,
          const NablaPlace *places,
          double *costs,
          NablaPlace *gradients)
{
  Regression *self = prepared;
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
          const double share = (double)batch.rows / N_STUDENTS;
          for (gsize i = begin; i < begin + batch.rows; i++)
            gradients[i] = (NablaPlace){ share * gradients[i].w, share * gradients[i].b };
        }
      nabla_workspace_get_value (self->workspace, self->loss, costs + begin);
      for (gsize i = begin; i < begin + batch.rows; i++)
        costs[i] /= N_STUDENTS;
    }
}

static char *
formula (const double *settings)
{
  /* Translators: the cost of a logistic regression on what is known of 20 students */
  return g_strdup (_("<i>J</i>(<i>w</i>, <i>b</i>) of <i>ŷ</i> = <i>σ</i>(<i>w x</i> + <i>b</i>), "
                      "20 students"));
}

/* Newton's method; the cost is convex. Columns of the Hessian are differences of gradients. */
static guint
minima (const double *settings, gpointer prepared, NablaPlace *minima)
{
  const double h = 1e-5;
  NablaPlace p = { 0, 0 };
  for (guint i = 0; i < 50; i++)
    {
      const NablaPlace around[]
          = { p, { p.w + h, p.b }, { p.w - h, p.b }, { p.w, p.b + h }, { p.w, p.b - h } };
      double costs[G_N_ELEMENTS (around)];
      NablaPlace g[G_N_ELEMENTS (around)];
      evaluate (settings, prepared, G_N_ELEMENTS (around), around, costs, g);
      double ww = (g[1].w - g[2].w) / (2 * h), wb = (g[1].b - g[2].b) / (2 * h);
      double bb = (g[3].b - g[4].b) / (2 * h), determinant = ww * bb - wb * wb;
      double step_w = (bb * g[0].w - wb * g[0].b) / determinant;
      double step_b = (ww * g[0].b - wb * g[0].w) / determinant;
      p.w -= step_w;
      p.b -= step_b;
      if (fabs (step_w) + fabs (step_b) < 1e-12)
        break;
    }
  minima[0] = p;
  return 1;
}

const NablaBowlArena nabla_bowl_two_weights = {
  .name = "two_weights",
  .title = N_("Two Weights"),
  .help = N_("The real cost of a logistic regression: hours of study, and who passed."),
  .scale = NABLA_TERRAIN_LOG,
  .w_minimum = -1.2,
  .w_maximum = 3.8,
  .b_minimum = -8.2,
  .b_maximum = 2.2,
  .start = { 0, 0 },
  .finish_cost = 0.405,
  .formula = formula,
  .minima = minima,
  .prepare = prepare,
  .release = release,
  .evaluate = evaluate,
};
