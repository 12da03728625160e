/* Planted bugs: gradient checking is red for those in the gradient and green for the
 * others; each bites, where it says it does, and none leaves anything behind.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-bug.h"
#include "nabla-gradient-check.h"

#include <math.h>
#include <string.h>

#define ROWS 21
#define FEATURES 3
#define UNITS 6
#define OUTPUTS 4

/* input → dense → activation → dropout → dense → loss: place for every bug. */
typedef struct
{
  NablaGraph *graph;
  NablaWorkspace *workspace;
  NablaOptimizer *optimizer;
  double x[ROWS * FEATURES];
  double y[ROWS * OUTPUTS];
  float x_single[ROWS * FEATURES];
  float y_single[ROWS * OUTPUTS];
} Net;

static NablaNode *
add (NablaGraph *graph,
     const char *name,
     const char *op,
     const double *settings,
     NablaNode *const *inputs,
     guint n_inputs)
{
  GError *error = NULL;
  NablaNode *node = nabla_graph_add (graph, name, op, settings, inputs, n_inputs, NULL, &error);
  g_assert_no_error (error);
  return node;
}

static Net *
net_new (NablaPrecision precision,
         const NablaBug *bug,
         const char *activation,
         const char *loss,
         const char *optimizer)
{
  GError *error = NULL;
  Net *self = g_new0 (Net, 1);
  NablaRandomState random;
  const double dense[] = { UNITS, 3, 0 }, last[] = { OUTPUTS, 3, 0 }, keep_prob[] = { 0.6 };
  self->graph = nabla_graph_new (precision);
  nabla_graph_plant (self->graph, bug);
  NablaNode *x = nabla_graph_add_input (self->graph, "x", &NABLA_SHAPE_1 (FEATURES), &error);
  NablaNode *y = nabla_graph_add_input (self->graph, "y", &NABLA_SHAPE_1 (OUTPUTS), &error);
  NablaNode *node = add (self->graph, "z1", "dense", dense, &x, 1);
  node = add (self->graph, "a1", activation, NULL, &node, 1);
  node = add (self->graph, "drop", "dropout", keep_prob, &node, 1);
  NablaNode *ends[] = { add (self->graph, "z2", "dense", last, &node, 1), y };
  nabla_graph_add_loss (self->graph, add (self->graph, "loss", loss, NULL, ends, 2), 1);
  g_assert_true (nabla_graph_build (self->graph, &error));

  nabla_random_state_seed (&random, 4);
  nabla_graph_initialize (self->graph, &random);
  nabla_random_state_randn (&random, self->x, G_N_ELEMENTS (self->x));
  for (gsize e = 0; e < ROWS; e++)
    self->y[e * OUTPUTS + e % OUTPUTS] = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (self->x); i++)
    self->x_single[i] = self->x[i];
  for (gsize i = 0; i < G_N_ELEMENTS (self->y); i++)
    self->y_single[i] = self->y[i];
  gboolean is_double = precision == NABLA_DOUBLE;
  self->workspace = nabla_workspace_new (self->graph, ROWS, TRUE, NULL, &error);
  nabla_workspace_feed (self->workspace, x, is_double ? (void *)self->x : self->x_single);
  nabla_workspace_feed (self->workspace, y, is_double ? (void *)self->y : self->y_single);
  self->optimizer
      = nabla_optimizer_new (nabla_optimizer_find (precision, optimizer), self->graph, &error);
  g_assert_no_error (error);
  return self;
}

static void
net_free (Net *self)
{
  nabla_optimizer_free (self->optimizer);
  nabla_workspace_free (self->workspace);
  nabla_graph_free (self->graph);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Net, net_free)

static gboolean
net_step (Net *self, guint64 step)
{
  const NablaBatch batch = { .rows = ROWS, .step = step, .seed = 9 };
  const NablaTraining training = { .learning_rate = 0.05 };
  return nabla_workspace_step (self->workspace, &batch, self->optimizer, &training, NULL, NULL);
}

static double
net_evaluate (Net *self)
{
  const NablaBatch batch = { .rows = ROWS };
  return nabla_workspace_forward (self->workspace, &batch, NABLA_MODE_EVALUATE);
}

static gboolean
same_parameters (const Net *a, const Net *b)
{
  gsize size = nabla_graph_parameters_size (a->graph)
               * nabla_precision_size (nabla_graph_precision (a->graph));
  return memcmp (nabla_graph_parameters (a->graph), nabla_graph_parameters (b->graph), size) == 0;
}

/* Parameters or predictions that differ after ten steps. */
static gboolean
bites (NablaPrecision precision,
       const NablaBug *bug,
       const char *activation,
       const char *loss,
       const char *optimizer)
{
  g_autoptr (Net) right = net_new (precision, NULL, activation, loss, optimizer);
  g_autoptr (Net) wrong = net_new (precision, bug, activation, loss, optimizer);
  g_assert_true (same_parameters (right, wrong));
  for (guint64 step = 0; step < 10; step++)
    g_assert_true (net_step (right, step) && net_step (wrong, step));
  return !same_parameters (right, wrong) || net_evaluate (right) != net_evaluate (wrong);
}

static gboolean
is_right (const NablaBug *bug, const char *activation, const char *loss, const char *optimizer)
{
  g_autoptr (Net) net = net_new (NABLA_DOUBLE, bug, activation, loss, optimizer);
  const NablaBatch batch = { .rows = ROWS, .step = 3, .seed = 9 };
  const NablaTraining training = { .learning_rate = 0.1 };
  g_autoptr (NablaGradientCheck) check
      = nabla_gradient_check_run (net->graph, net->workspace, &batch, &training, NULL, NULL);
  return check->passed;
}

/* What a bug is in, one at a time: the others stay as @word leaves them. */
static void
place (const char *word, const char **activation, const char **loss, const char **optimizer)
{
  const NablaOp *op = nabla_op_find (NABLA_DOUBLE, word);
  *activation = op != NULL && (op->flags & NABLA_OP_ACTIVATION) ? word : "tanh";
  *loss = op != NULL && (op->flags & NABLA_OP_LOSS) ? word : "mean_squared_error";
  *optimizer = nabla_optimizer_find (NABLA_DOUBLE, word) != NULL ? word : "gradient_descent";
}

static void
test_check (gconstpointer data)
{
  const NablaBug *bug = data;
  g_autofree char *words = nabla_bug_words (bug);
  g_auto (GStrv) list = g_strsplit (words, ", ", -1);
  g_assert_cmpuint (g_strv_length (list), >, 0);
  for (char **word = list; *word != NULL; word++)
    {
      const char *activation, *loss, *optimizer;
      place (*word, &activation, &loss, &optimizer);
      g_assert_true (is_right (NULL, activation, loss, optimizer));
      g_assert_cmpint (is_right (bug, activation, loss, optimizer), ==, !bug->in_gradient);
      for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
        g_assert_true (bites (precision, bug, activation, loss, optimizer)
                       || g_str_equal (bug->name, "softmax_without_max_shift"));
    }
}

static void
test_described (void)
{
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    for (const NablaBug *const *bug = nabla_bugs (precision); *bug != NULL; bug++)
      {
        g_assert_true (nabla_bug_find (precision, (*bug)->name) == *bug);
        g_assert_nonnull ((*bug)->title);
        g_assert_cmpuint (strlen ((*bug)->help), >, 40);
        g_assert_null (nabla_op_find (precision, (*bug)->name));
        g_assert_null (nabla_optimizer_find (precision, (*bug)->name));
        /* as symbols of a struct of this precision */
        for (const NablaBugOp *i = (*bug)->ops; i != NULL && i->right != NULL; i++)
          g_assert_true (nabla_op_find (precision, i->right->name) == i->right);
        for (const NablaBugOptimizer *i = (*bug)->optimizers; i != NULL && i->right != NULL; i++)
          g_assert_true (nabla_optimizer_find (precision, i->right->name) == i->right);
      }
  g_assert_null (nabla_bug_find (NABLA_DOUBLE, "none"));
  g_assert_null (nabla_bug_of_op (NULL, "tanh"));
  g_assert_null (nabla_bug_of_optimizer (NULL, "adam"));
}

/* Of a network without a bug, and of one with a bug that finds nothing. */
static void
test_none (void)
{
  const NablaBug *elsewhere = nabla_bug_find (NABLA_SINGLE, "adam_bias_correction");
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    g_assert_false (bites (precision, elsewhere, "tanh", "softmax_cross_entropy", "momentum"));

  /* planted in an optimizer at work and taken away again: its states stay */
  g_autoptr (Net) right = net_new (NABLA_SINGLE, NULL, "tanh", "softmax_cross_entropy", "adam");
  g_autoptr (Net) net = net_new (NABLA_SINGLE, NULL, "tanh", "softmax_cross_entropy", "adam");
  for (guint64 step = 0; step < 20; step++)
    {
      nabla_optimizer_plant (net->optimizer, step == 10 ? elsewhere : NULL);
      g_assert_true (net_step (right, step) && net_step (net, step));
      g_assert_cmpint (same_parameters (right, net), ==, step < 10);
    }
}

/* Parameters of @bug's network after one step from @net's start. */
static double
moved (Net *net, const char *name, gsize index, gboolean step)
{
  double values[UNITS * MAX (FEATURES, OUTPUTS)];
  const NablaNode *node = nabla_graph_find (net->graph, name);
  nabla_graph_get_parameter (net->graph, node, values);
  double before = values[index];
  if (!step)
    return before;
  g_assert_true (net_step (net, 0));
  nabla_graph_get_parameter (net->graph, node, values);
  return values[index] - before;
}

/* The first step is 10 α long where it should be α. */
static void
test_adam (void)
{
  const NablaBug *bug = nabla_bug_find (NABLA_DOUBLE, "adam_bias_correction");
  static const char *const optimizers[] = { "adam", "adamw" };
  for (guint i = 0; i < G_N_ELEMENTS (optimizers); i++)
    {
      const char *optimizer = optimizers[i];
      g_autoptr (Net) right = net_new (NABLA_DOUBLE, NULL, "tanh", "mean_squared_error", optimizer);
      g_autoptr (Net) wrong = net_new (NABLA_DOUBLE, bug, "tanh", "mean_squared_error", optimizer);
      g_assert_cmpfloat_with_epsilon (fabs (moved (right, "z2/b", 1, TRUE)), 0.05, 1e-6);
      g_assert_cmpfloat_with_epsilon (fabs (moved (wrong, "z2/b", 1, TRUE)), 0.5, 1e-4);
    }

  /* and as the wrong formula has it, over many steps, with decay and a large ε */
  const NablaOptimizerClass *adamw = nabla_optimizer_find (NABLA_DOUBLE, "adamw");
  const NablaBugOptimizer *wrong = nabla_bug_of_optimizer (bug, "adamw");
  double settings[] = { 0.8, 0.97, 0.01, 1, 0.2 };
  g_assert_cmpuint (nabla_param_count (adamw->params), ==, G_N_ELEMENTS (settings));
  double theta = 0.7, v = 0, s = 0, expected = theta, v0 = 0, s0 = 0;
  void *states[] = { &v, &s };
  for (guint64 t = 1; t <= 300; t++)
    {
      double g = sin (t * 0.7) + 0.3;
      const NablaUpdate update = {
        .t = t, .learning_rate = 0.02, .gradient_scale = 1, .decays = TRUE, .settings = settings
      };
      v0 = 0.8 * v0 + 0.2 * g;
      s0 = 0.97 * s0 + 0.03 * g * g;
      double v_hat = v0 * (1 - pow (0.8, t)), s_hat = s0 * (1 - pow (0.97, t));
      expected -= 0.02 * v_hat / (sqrt (s_hat) + 0.01) + 0.02 * 0.2 * expected;
      wrong->update (&update, 1, &theta, &g, states);
      g_assert_cmpfloat_with_epsilon (theta, expected, 1e-12);
    }

  /* without correction there is nothing to get wrong */
  settings[3] = 0;
  g_assert_false (wrong->bites (settings));
}

/* Biases move ten times as far, weights as they should. */
static void
test_momentum (void)
{
  const NablaBug *bug = nabla_bug_find (NABLA_DOUBLE, "momentum_without_one_minus_beta");
  g_autoptr (Net) right = net_new (NABLA_DOUBLE, NULL, "tanh", "mean_squared_error", "momentum");
  g_autoptr (Net) wrong = net_new (NABLA_DOUBLE, bug, "tanh", "mean_squared_error", "momentum");
  double b = moved (right, "z2/b", 2, TRUE);
  g_assert_cmpfloat (fabs (b), >, 0);
  g_assert_cmpfloat_with_epsilon (moved (wrong, "z2/b", 2, TRUE) / b, 10, 1e-9);
  g_assert_cmpfloat (moved (wrong, "z2/W", 5, FALSE), ==, moved (right, "z2/W", 5, FALSE));

  const NablaBugOptimizer *in = nabla_bug_of_optimizer (bug, "momentum");
  g_assert_true (in->bites ((double[]){ 0.9, 1, 0 }));
  g_assert_false (in->bites ((double[]){ 0.9, 0, 0 }));
}

/* Right: the mean over many masks is what predictions use. Wrong: keep_prob of it. */
static void
test_dropout (void)
{
  enum
  {
    DRAWS = 3000
  };
  for (int planted = 0; planted <= 1; planted++)
    {
      const NablaBug *bug = nabla_bug_find (NABLA_DOUBLE, "dropout_scales_at_test_time");
      g_autoptr (Net) net
          = net_new (NABLA_DOUBLE, planted ? bug : NULL, "sigmoid", "mean_squared_error", "adam");
      const NablaNode *node = nabla_graph_find (net->graph, "drop");
      double values[ROWS * UNITS], training = 0, testing = 0;
      net_evaluate (net);
      nabla_workspace_get_value (net->workspace, node, values);
      for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
        testing += values[i];
      for (guint step = 0; step < DRAWS; step++)
        {
          const NablaBatch batch = { .rows = ROWS, .step = step, .seed = 1 };
          nabla_workspace_forward (net->workspace, &batch, NABLA_MODE_OBJECTIVE);
          nabla_workspace_get_value (net->workspace, node, values);
          for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
            training += values[i] / DRAWS;
        }
      g_assert_cmpfloat_with_epsilon (testing / training, planted ? 0.6 : 1, 0.01);
    }
}

/* The cost of logits (z, 0, 0, 0) if the first class is right. */
static double
softmax_cost (NablaPrecision precision, const NablaBug *bug, double z)
{
  g_autoptr (Net) net = net_new (precision, bug, "tanh", "softmax_cross_entropy", "adam");
  const double zeros[UNITS * OUTPUTS] = { 0 }, b[OUTPUTS] = { z };
  nabla_graph_set_parameter (net->graph, nabla_graph_find (net->graph, "z2/W"), zeros);
  nabla_graph_set_parameter (net->graph, nabla_graph_find (net->graph, "z2/b"), b);
  return nabla_workspace_forward (net->workspace, &(NablaBatch){ .rows = 1 }, NABLA_MODE_EVALUATE);
}

static void
test_softmax (void)
{
  static const double largest[] = { [NABLA_SINGLE] = 88, [NABLA_DOUBLE] = 709 };
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      const NablaBug *bug = nabla_bug_find (precision, "softmax_without_max_shift");
      for (double z = -5; z <= 5; z++)
        g_assert_cmpfloat_with_epsilon (softmax_cost (precision, bug, z),
                                        softmax_cost (precision, NULL, z), 1e-5);
      g_assert_true (isfinite (softmax_cost (precision, bug, largest[precision])));
      g_assert_false (isfinite (softmax_cost (precision, bug, largest[precision] + 1)));
      g_assert_cmpfloat (softmax_cost (precision, NULL, largest[precision] + 1), <, 1e-30);

      /* training stops there, at the step and the node, with everything as it was */
      g_autoptr (Net) net = net_new (precision, bug, "tanh", "softmax_cross_entropy", "adam");
      g_autoptr (Net) before = net_new (precision, bug, "tanh", "softmax_cross_entropy", "adam");
      const double b[OUTPUTS] = { 1000 };
      nabla_graph_set_parameter (net->graph, nabla_graph_find (net->graph, "z2/b"), b);
      nabla_graph_set_parameter (before->graph, nabla_graph_find (before->graph, "z2/b"), b);
      g_assert_false (net_step (net, 0));
      g_assert_true (same_parameters (net, before));
      g_assert_cmpstr (nabla_workspace_find_not_finite (net->workspace)->name, ==, "loss");
    }
}

/* The cost is the same, the gradient m times as large. */
static void
test_missing_mean (void)
{
  const NablaBug *bug = nabla_bug_find (NABLA_DOUBLE, "missing_mean");
  static const char *const losses[]
      = { "sigmoid_cross_entropy", "softmax_cross_entropy", "mean_squared_error" };
  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autoptr (Net) right = net_new (NABLA_DOUBLE, NULL, "tanh", losses[i], "adam");
      g_autoptr (Net) wrong = net_new (NABLA_DOUBLE, bug, "tanh", losses[i], "adam");
      const NablaBatch batch = { .rows = ROWS };
      double a[OUTPUTS], b[OUTPUTS];
      g_assert_cmpfloat (nabla_workspace_gradients (right->workspace, &batch), ==,
                         nabla_workspace_gradients (wrong->workspace, &batch));
      nabla_workspace_get_gradient (right->workspace, nabla_graph_find (right->graph, "z2/b"), a);
      nabla_workspace_get_gradient (wrong->workspace, nabla_graph_find (wrong->graph, "z2/b"), b);
      for (guint j = 0; j < OUTPUTS; j++)
        g_assert_cmpfloat_with_epsilon (b[j], ROWS * a[j], 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const NablaBug *const *bug = nabla_bugs (NABLA_DOUBLE); *bug != NULL; bug++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/bugs/check/%s", (*bug)->name);
      g_test_add_data_func (path, *bug, test_check);
    }
  g_test_add_func ("/engine/bugs/described", test_described);
  g_test_add_func ("/engine/bugs/none", test_none);
  g_test_add_func ("/engine/bugs/adam", test_adam);
  g_test_add_func ("/engine/bugs/momentum", test_momentum);
  g_test_add_func ("/engine/bugs/dropout", test_dropout);
  g_test_add_func ("/engine/bugs/softmax", test_softmax);
  g_test_add_func ("/engine/bugs/missing-mean", test_missing_mean);
  return g_test_run ();
}
