/* The gradient check itself: it says yes to what is right, finds what is planted, and
 * knows a kink.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-gradient-check.h"

#include <math.h>
#include <string.h>

#define M 3

static NablaNode *
add (NablaGraph *graph, const char *name, const char *op, guint units, NablaNode *a, NablaNode *b)
{
  GError *error = NULL;
  NablaNode *inputs[] = { a, b };
  const double settings[NABLA_MAX_PARAMS] = { units };
  NablaNode *node
      = nabla_graph_add (graph, name, op, settings, inputs, b != NULL ? 2 : 1, NULL, &error);
  g_assert_no_error (error);
  return node;
}

/* The network of the course's exercise on gradient checking: 4-5-3-1 with ReLU, all
 * numbers drawn one after another from numpy's seed 1. */
typedef struct
{
  NablaGraph *graph;
  NablaNode *x, *y;
  NablaWorkspace *workspace;
  double data[M * 4], labels[M];
} Network;

static void
network_init (Network *self)
{
  GError *error = NULL;
  self->graph = nabla_graph_new (NABLA_DOUBLE);
  self->x = nabla_graph_add_input (self->graph, "x", &NABLA_SHAPE_1 (4), &error);
  self->y = nabla_graph_add_input (self->graph, "y", &NABLA_SHAPE_1 (1), &error);
  NablaNode *a1
      = add (self->graph, "a1", "relu", 0, add (self->graph, "1", "dense", 5, self->x, NULL), NULL);
  NablaNode *a2
      = add (self->graph, "a2", "relu", 0, add (self->graph, "2", "dense", 3, a1, NULL), NULL);
  NablaNode *z3 = add (self->graph, "3", "dense", 1, a2, NULL);
  NablaNode *loss = add (self->graph, "loss", "sigmoid_cross_entropy", 0, z3, self->y);
  nabla_graph_add_loss (self->graph, loss, 1);
  g_assert_true (nabla_graph_build (self->graph, &error));

  NablaRandomState random;
  double x[4 * M], values[20];
  nabla_random_state_seed (&random, 1);
  nabla_random_state_randn (&random, x, G_N_ELEMENTS (x));
  for (guint i = 0; i < 4; i++)
    for (guint e = 0; e < M; e++)
      self->data[e * 4 + i] = x[i * M + e];
  for (guint i = 0; i < nabla_graph_n_nodes (self->graph); i++)
    {
      NablaNode *node = nabla_graph_node (self->graph, i);
      if (!(node->op->flags & NABLA_OP_PARAMETER))
        continue;
      nabla_random_state_randn (&random, values, nabla_shape_size (&node->shape));
      nabla_graph_set_parameter (self->graph, node, values);
    }
  memcpy (self->labels, (double[]){ 1, 1, 0 }, sizeof self->labels);
}

static NablaGradientCheck *
network_check (Network *self, double *cost)
{
  GError *error = NULL;
  const NablaBatch batch = { .rows = M };
  const NablaTraining training = { .learning_rate = 1 };
  self->workspace = nabla_workspace_new (self->graph, M, TRUE, NULL, &error);
  nabla_workspace_feed (self->workspace, self->x, self->data);
  nabla_workspace_feed (self->workspace, self->y, self->labels);
  *cost = nabla_workspace_gradients (self->workspace, &batch);
  NablaGradientCheck *check
      = nabla_gradient_check_run (self->graph, self->workspace, &batch, &training, NULL, &error);
  g_assert_no_error (error);
  return check;
}

static void
network_clear (Network *self)
{
  nabla_workspace_free (self->workspace);
  nabla_graph_free (self->graph);
}

/* The course prints 1.19e−7 for it, which is what log (1 − ŷ) of a rounded ŷ leaves of
 * the differences; with a loss of logits they are a hundred times as exact. */
static void
test_right (void)
{
  Network network;
  double cost;
  network_init (&network);
  g_autoptr (NablaGradientCheck) check = network_check (&network, &cost);
  g_assert_cmpfloat_with_epsilon (cost, 2.407833389834357, 1e-13);
  g_assert_cmpfloat (check->course_difference, <, 1e-8);
  g_assert_cmpuint (check->n_rows, ==, 6);
  g_assert_true (check->passed);
  for (guint i = 0; i < check->n_rows; i++)
    g_assert_true (check->rows[i].passed && check->rows[i].n_kinks == 0);
  network_clear (&network);
}

/* The exercise's two mistakes: dW2 twice, and db1 four times as large as they are. */
static void
wrong_parameters (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  nabla_op_find (NABLA_DOUBLE, "dense")->backward_parameters[0].run (node, pass, begin, end);
  double *dw = pass->gradients[node->inputs[1]->index],
         *db = pass->gradients[node->inputs[2]->index];
  gsize n_previous = node->inputs[0]->shape.dim[0];
  for (gsize i = begin * n_previous; i < end * n_previous && g_str_equal (node->name, "2"); i++)
    dw[i] *= 2;
  for (gsize i = begin; i < end && g_str_equal (node->name, "1"); i++)
    db[i] *= 4;
}

static void
test_planted (void)
{
  Network network;
  double cost;
  NablaOp wrong = *nabla_op_find (NABLA_DOUBLE, "dense");
  wrong.backward_parameters[0].run = wrong_parameters;
  network_init (&network);
  nabla_graph_find (network.graph, "1")->op = &wrong;
  nabla_graph_find (network.graph, "2")->op = &wrong;
  g_autoptr (NablaGradientCheck) check = network_check (&network, &cost);
  g_assert_cmpfloat_with_epsilon (check->course_difference, 0.2850931566, 2e-8);
  g_assert_false (check->passed);
  for (guint i = 0; i < check->n_rows; i++)
    {
      const NablaGradientCheckRow *row = &check->rows[i];
      gboolean planted = g_str_equal (row->name, "2/W") || g_str_equal (row->name, "1/b");
      g_assert_true (row->passed == !planted);
      if (planted)
        g_assert_cmpfloat_with_epsilon (row->analytic, row->numeric * (row->name[0] == '2' ? 2 : 4),
                                        1e-6);
    }
  network_clear (&network);
}

/* ReLU at exactly 0, where the slope to the left is not that to the right: one number
 * of a parameter may be left out, not more. */
static void
test_kinks (void)
{
  Network network;
  double cost, w[20], b[5];
  network_init (&network);
  nabla_graph_get_parameter (network.graph, nabla_graph_find (network.graph, "1/b"), b);
  nabla_graph_get_parameter (network.graph, nabla_graph_find (network.graph, "1/W"), w);
  for (guint i = 0; i < 4; i++)
    w[i] = 0;
  b[0] = 0;
  nabla_graph_set_parameter (network.graph, nabla_graph_find (network.graph, "1/b"), b);
  nabla_graph_set_parameter (network.graph, nabla_graph_find (network.graph, "1/W"), w);
  g_autoptr (NablaGradientCheck) check = network_check (&network, &cost);
  g_assert_cmpstr (check->rows[0].name, ==, "1/W");
  g_assert_cmpuint (check->rows[0].n_kinks, ==, 4);
  g_assert_false (check->rows[0].passed);
  g_assert_cmpstr (check->rows[1].name, ==, "1/b");
  g_assert_cmpuint (check->rows[1].n_kinks, ==, 1);
  g_assert_true (check->rows[1].passed);
  g_assert_false (check->passed);
  network_clear (&network);
}

static void
test_cancelled (void)
{
  Network network;
  double cost;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  network_init (&network);
  g_autoptr (NablaGradientCheck) check = network_check (&network, &cost);
  g_assert_true (check->passed);
  guint64 hash = nabla_graph_hash (network.graph);
  g_cancellable_cancel (cancellable);
  g_assert_null (nabla_gradient_check_run (network.graph, network.workspace,
                                           &(NablaBatch){ .rows = M }, &(NablaTraining){ 0 },
                                           cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmphex (nabla_graph_hash (network.graph), ==, hash);
  network_clear (&network);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/gradient-check/right", test_right);
  g_test_add_func ("/engine/gradient-check/planted", test_planted);
  g_test_add_func ("/engine/gradient-check/kinks", test_kinks);
  g_test_add_func ("/engine/gradient-check/cancelled", test_cancelled);
  return g_test_run ();
}
