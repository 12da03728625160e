/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-bench.h"

#include "nabla-arena.h"
#include "nabla-initialization.h"

#include <glib/gi18n-lib.h>

const NablaWorkload nabla_workloads[] = {
  { "planar", N_("2-4-1 tanh, 400 examples at once, gradient descent"),
    { 2, 4, 1 }, "tanh", "sigmoid_cross_entropy", "gradient_descent", 400, 400 },
  { "tiny", N_("2-8-8-1 tanh, batch 10, gradient descent"),
    { 2, 8, 8, 1 }, "tanh", "sigmoid_cross_entropy", "gradient_descent", 400, 10 },
  { "mlp64", N_("784-128-10 ReLU, batch 64, Adam"),
    { 784, 128, 10 }, "relu", "softmax_cross_entropy", "adam", 6400, 64 },
  { "mlp256", N_("784-512-256-10 ReLU, batch 256, Adam"),
    { 784, 512, 256, 10 }, "relu", "softmax_cross_entropy", "adam", 6400, 256 },
  { "grid", N_("2-8-8-1 tanh on a grid of 256 by 256, forward"),
    { 2, 8, 8, 1 }, "tanh", NULL, NULL, 65536, 65536 },
  { NULL }
};

struct _NablaBench {
  const NablaWorkload *workload;
  NablaGraph *graph;
  NablaPool *pool;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
  float *x;
  float *y;
  guint32 *order;
  guint64 step;
};

static NablaNode *
add (NablaGraph *graph, const char *name, const char *op, const double *settings, NablaNode *a, NablaNode *b, GError **error)
{
  NablaNode *inputs[] = { a, b };
  return a == NULL ? NULL : nabla_graph_add (graph, name, op, settings, inputs, b != NULL ? 2 : 1, NULL, error);
}

static gboolean
build (NablaBench *self, NablaNode **x, NablaNode **y, GError **error)
{
  const NablaWorkload *w = self->workload;
  NablaRandomState random;
  guint n_y = 0;

  *x = nabla_graph_add_input (self->graph, "x", &NABLA_SHAPE_1 (w->layers[0]), error);
  NablaNode *node = *x;
  for (guint i = 1; w->layers[i] != 0; i++)
    {
      g_autofree char *name = g_strdup_printf ("layer%u", i);
      const double settings[] = { w->layers[i], NABLA_INITIALIZATION_XAVIER, 0 };
      n_y = w->layers[i];
      node = add (self->graph, name, "dense", settings, node, NULL, error);
      g_autofree char *activation = g_strdup_printf ("%s/%s", name, w->hidden);
      if (w->layers[i + 1] != 0)
        node = add (self->graph, activation, w->hidden, NULL, node, NULL, error);
    }
  *y = nabla_graph_add_input (self->graph, "y", &NABLA_SHAPE_1 (n_y), error);
  if (w->loss != NULL)
    {
      node = add (self->graph, "loss", w->loss, NULL, node, *y, error);
      if (node != NULL)
        nabla_graph_add_loss (self->graph, node, 1);
    }
  else
    node = add (self->graph, "output", "sigmoid", NULL, node, NULL, error);
  if (node == NULL || !nabla_graph_build (self->graph, error))
    return FALSE;
  nabla_random_state_seed (&random, 1);
  nabla_graph_initialize (self->graph, &random);
  return TRUE;
}

/* Normal features, one class at random; the order of one epoch. */
static void
make_data (NablaBench *self, guint n_x, guint n_y)
{
  NablaRandomState random;
  guint m = self->workload->m;
  nabla_random_state_seed (&random, 2);
  self->x = nabla_arena_alloc (sizeof (float) * m * n_x);
  self->y = nabla_arena_alloc (sizeof (float) * m * n_y);
  self->order = g_new (guint32, m);
  for (gsize i = 0; i < (gsize) m * n_x; i++)
    self->x[i] = nabla_random_state_normal (&random);
  for (gsize i = 0; i < m; i++)
    {
      gint64 label = nabla_random_state_randint (&random, 0, MAX (2, n_y));
      self->y[i * n_y + (n_y > 1 ? label : 0)] = n_y > 1 ? 1 : label;
    }
  nabla_random_state_permutation (&random, self->order, m);
}

NablaBench *
nabla_bench_new (const NablaWorkload *workload, guint threads, GError **error)
{
  g_return_val_if_fail (workload != NULL && workload->name != NULL, NULL);

  g_autoptr (NablaBench) self = g_new0 (NablaBench, 1);
  NablaNode *x, *y;
  self->workload = workload;
  self->graph = nabla_graph_new (NABLA_SINGLE);
  self->pool = nabla_pool_new (threads);
  if (!build (self, &x, &y, error))
    return NULL;
  self->workspace = nabla_workspace_new (self->graph, workload->batch, workload->optimizer != NULL, self->pool, error);
  if (self->workspace == NULL)
    return NULL;
  if (workload->optimizer != NULL)
    {
      self->optimizer = nabla_optimizer_new (nabla_optimizer_find (NABLA_SINGLE, workload->optimizer), self->graph, error);
      if (self->optimizer == NULL)
        return NULL;
    }
  make_data (self, x->shape.dim[0], y->shape.dim[0]);
  nabla_workspace_feed (self->workspace, x, self->x);
  nabla_workspace_feed (self->workspace, y, self->y);
  return g_steal_pointer (&self);
}

void
nabla_bench_free (NablaBench *self)
{
  if (self == NULL)
    return;
  nabla_optimizer_free (self->optimizer);
  nabla_workspace_free (self->workspace);
  nabla_pool_free (self->pool);
  nabla_graph_free (self->graph);
  nabla_arena_free (self->x);
  nabla_arena_free (self->y);
  g_free (self->order);
  g_free (self);
}

static void
run_step (NablaBench *self)
{
  static const NablaTraining training = { .learning_rate = 0.001 };
  const NablaWorkload *w = self->workload;
  guint batches = w->m / w->batch, first = self->step % batches * w->batch;
  const NablaBatch batch = {
    .examples = batches > 1 ? self->order + first : NULL,
    .rows = w->batch,
    .step = self->step++,
  };
  if (self->optimizer != NULL)
    nabla_workspace_step (self->workspace, &batch, self->optimizer, &training, NULL, NULL);
  else
    nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
}

double
nabla_bench_run (NablaBench *self, double seconds)
{
  g_return_val_if_fail (self != NULL, 0);

  /* A clock is read between groups of steps, doubled until they fill the time. */
  gint64 start = g_get_monotonic_time (), now = start;
  guint64 steps = 0;
  for (guint group = 1; now - start < seconds * G_USEC_PER_SEC; group = MIN (group * 2, 4096))
    {
      for (guint i = 0; i < group; i++)
        run_step (self);
      steps += group;
      now = g_get_monotonic_time ();
    }
  return (double) (now - start) / steps;
}
