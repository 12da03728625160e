/* Every op of the registry against finite differences, in double: alone, with
 * another consumer of the same input before and behind it, and with each of its
 * inputs frozen in turn; with odd sizes and a batch of one. Activations and
 * losses against libm.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-gradient-check.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define FEATURES 3
#define OUTPUTS 2
#define MOST_ROWS 37

typedef enum { ALONE, CONSUMER_BEFORE, CONSUMER_BEHIND, N_SURROUNDINGS } Surroundings;

typedef struct {
  const NablaOp *op;
  guint n_inputs;
  guint units;
  gsize rows;
  Surroundings surroundings;
  int frozen; /* which input, or −1 */
} Case;

static NablaNode *
add (NablaGraph *graph, const char *name, const char *op, const double *settings, NablaNode *const *inputs, guint n_inputs)
{
  GError *error = NULL;
  NablaNode *node = nabla_graph_add (graph, name, op, settings, inputs, n_inputs, NULL, &error);
  g_assert_no_error (error);
  return node;
}

static NablaNode *
add_dense (NablaGraph *graph, const char *name, NablaNode *input, guint units)
{
  const double settings[] = { units, 3 /* xavier */, 0 };
  return add (graph, name, "dense", settings, &input, 1);
}

/* Settings that fit any number of units. */
static void
settings_for (const Case *c, double *settings)
{
  nabla_param_defaults (c->op->params, settings);
  if (g_str_equal (c->op->name, "reshape"))
    settings[2] = c->units;
  if (g_str_equal (c->op->name, "parameter"))
    settings[2] = c->units;
  if (g_str_equal (c->op->name, "dropout"))
    settings[0] = 0.6;
  if (g_str_equal (c->op->name, "leaky_relu"))
    settings[0] = 0.3;
}

/* input → dense each → op → dense → mean squared error; losses stand at the end
 * themselves. The parameters of the dense layers before the op see its gradient. */
static NablaGraph *
build (const Case *c, NablaNode **x, NablaNode **y)
{
  GError *error = NULL;
  NablaGraph *graph = nabla_graph_new (NABLA_DOUBLE);
  gboolean loss = c->op->flags & NABLA_OP_LOSS;
  guint outputs = loss ? c->units : OUTPUTS;
  NablaNode *inputs[NABLA_MAX_INPUTS], *sum[NABLA_MAX_INPUTS + 1];
  guint n_sum = 0;
  double settings[NABLA_MAX_PARAMS];

  *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (FEATURES), &error);
  *y = nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (outputs), &error);
  for (guint i = 0; i < c->n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("pre%u", i);
      inputs[i] = add_dense (graph, name, *x, c->units);
      if (loss && i == 1)
        inputs[i] = *y;
      else if ((int) i == c->frozen)
        nabla_graph_set_trainable (graph, inputs[i], FALSE);
    }
  for (guint i = 0; c->surroundings == CONSUMER_BEFORE && !loss && i < c->n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("side%u", i);
      sum[n_sum++] = add_dense (graph, name, inputs[i], OUTPUTS);
    }
  settings_for (c, settings);
  NablaNode *node = add (graph, "op", c->op->name, settings, inputs, c->n_inputs);
  if (loss)
    {
      nabla_graph_add_loss (graph, node, 0.7);
      g_assert_true (nabla_graph_build (graph, &error));
      return graph;
    }
  if (node->shape.rank > 1)
    node = add (graph, "flat", "flatten", NULL, &node, 1);
  sum[n_sum++] = add_dense (graph, "post", node, OUTPUTS);
  for (guint i = 0; c->surroundings == CONSUMER_BEHIND && i < c->n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("side%u", i);
      sum[n_sum++] = add_dense (graph, name, inputs[i], OUTPUTS);
    }
  NablaNode *ends[] = { n_sum > 1 ? add (graph, "sum", "add", NULL, sum, n_sum) : sum[0], *y };
  nabla_graph_add_loss (graph, add (graph, "loss", "mean_squared_error", NULL, ends, 2), 1);
  g_assert_true (nabla_graph_build (graph, &error));
  return graph;
}

static void
check_case (const Case *c)
{
  g_autoptr (GError) error = NULL;
  NablaNode *x, *y;
  g_autoptr (NablaGraph) graph = build (c, &x, &y);
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, MOST_ROWS, TRUE, NULL, &error);
  NablaRandomState random;
  double data[MOST_ROWS * FEATURES], targets[MOST_ROWS * 64];

  nabla_random_state_seed (&random, 5);
  nabla_graph_initialize (graph, &random);
  nabla_random_state_randn (&random, data, G_N_ELEMENTS (data));
  gsize n_y = nabla_shape_size (&y->shape);
  for (gsize i = 0; i < MOST_ROWS * n_y; i++)
    targets[i] = nabla_random_state_uniform (&random);
  /* shares that sum to 1 suit every loss */
  for (gsize e = 0; (c->op->flags & NABLA_OP_LOSS) && e < MOST_ROWS; e++)
    {
      double total = 0;
      for (gsize i = 0; i < n_y; i++)
        total += targets[e * n_y + i];
      for (gsize i = 0; i < n_y; i++)
        targets[e * n_y + i] /= total;
    }
  nabla_workspace_feed (workspace, x, data);
  nabla_workspace_feed (workspace, y, targets);

  const NablaBatch batch = { .rows = c->rows, .step = 3, .seed = 9 };
  const NablaTraining training = { .learning_rate = 1, .l2 = 0.3, .l1 = 0.2 };
  g_autoptr (NablaGradientCheck) check
    = nabla_gradient_check_run (graph, workspace, &batch, &training, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < check->n_rows; i++)
    if (!check->rows[i].passed)
      g_error ("%s, %u inputs of %u units, %" G_GSIZE_FORMAT " rows, surroundings %d, frozen %d: %s differs by %g"
               " (number %" G_GSIZE_FORMAT ": %.10g, numeric %.10g; %" G_GSIZE_FORMAT " kinks)",
               c->op->name, c->n_inputs, c->units, c->rows, c->surroundings, c->frozen,
               check->rows[i].name, check->rows[i].difference, check->rows[i].worst,
               check->rows[i].analytic, check->rows[i].numeric, check->rows[i].n_kinks);
}

static void
test_gradients (gconstpointer data)
{
  const NablaOp *op = data;
  static const guint units[] = { 1, 5, 20 };
  static const gsize rows[] = { 1, 6, MOST_ROWS };

  for (guint n = op->min_inputs; n <= MIN (op->max_inputs, 3); n++)
    for (guint u = 0; u < G_N_ELEMENTS (units); u++)
      for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
        for (int surroundings = 0; surroundings < N_SURROUNDINGS; surroundings++)
          for (int frozen = -1; frozen < (int) n; frozen++)
            {
              /* one example has no variance, and its normalized value no slope */
              if (g_str_equal (op->name, "batch_norm") && rows[r] == 1)
                continue;
              const Case c = { op, n, units[u], rows[r], surroundings, frozen };
              check_case (&c);
            }
}

/* Backpropagation from outside to outside: with Y of an op given dY, its inputs' dX
 * are the slopes of Σ dY·Y. */
static void
test_outputs (gconstpointer data)
{
  enum { UNITS = 5, ROWS = 21, MOST_INPUTS = 3 };
  static const double step = 1e-6;
  const NablaOp *op = data;
  guint n_inputs = MIN (op->max_inputs, MOST_INPUTS);
  const Case c = { .op = op, .units = UNITS };
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaGraph) graph = nabla_graph_new (NABLA_DOUBLE);
  double x[MOST_INPUTS][ROWS * UNITS], settings[NABLA_MAX_PARAMS];
  NablaNode *inputs[MOST_INPUTS];
  NablaRandomState random;

  for (guint i = 0; i < n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("x%u", i);
      inputs[i] = nabla_graph_add_input (graph, name, &NABLA_SHAPE_1 (UNITS), &error);
      nabla_graph_want_gradient (graph, inputs[i]);
    }
  settings_for (&c, settings);
  NablaNode *node = add (graph, "op", op->name, settings, inputs, n_inputs);
  nabla_graph_add_output (graph, node);
  /* a consumer, though one without a loss, leaves dY as it is */
  add (graph, "behind", "tanh", NULL, &node, 1);
  g_assert_true (nabla_graph_build (graph, &error));
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, ROWS, TRUE, NULL, &error);
  nabla_random_state_seed (&random, 3);
  nabla_graph_initialize (graph, &random);
  for (guint i = 0; i < n_inputs; i++)
    {
      nabla_random_state_randn (&random, x[i], ROWS * UNITS);
      nabla_workspace_feed (workspace, inputs[i], x[i]);
    }

  gsize n_y = ROWS * nabla_shape_size (&node->shape);
  g_autofree double *y = g_new (double, n_y), *dy = g_new (double, n_y), *dx = g_new (double, ROWS * UNITS);
  const NablaBatch batch = { .rows = ROWS, .step = 3, .seed = 9 };
  nabla_random_state_randn (&random, dy, n_y);
  nabla_workspace_set_gradient (workspace, node, dy);
  nabla_workspace_gradients (workspace, &batch);
  g_assert_true (nabla_workspace_get_gradient (workspace, node, y));
  g_assert_cmpmem (y, n_y * sizeof *y, dy, n_y * sizeof *dy);
  for (guint i = 0; i < n_inputs; i++)
    {
      g_assert_true (nabla_workspace_get_gradient (workspace, inputs[i], dx));
      for (gsize j = 0; j < ROWS * UNITS; j++)
        {
          double before = x[i][j], slope = 0;
          for (int side = -1; side <= 1; side += 2)
            {
              x[i][j] = before + side * step;
              nabla_workspace_feed (workspace, inputs[i], x[i]);
              nabla_workspace_forward (workspace, &batch, NABLA_MODE_OBJECTIVE);
              nabla_workspace_get_value (workspace, node, y);
              for (gsize k = 0; k < n_y; k++)
                slope += side * dy[k] * y[k] / (2 * step);
            }
          x[i][j] = before;
          g_assert_cmpfloat_with_epsilon (dx[j], slope, 1e-7);
        }
      nabla_workspace_feed (workspace, inputs[i], x[i]);
    }
}

/* The value of an op on given numbers, in one precision. */
static void
apply (NablaPrecision precision, const char *op, const double *numbers, gsize n, double *values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaGraph) graph = nabla_graph_new (precision);
  NablaNode *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (1), &error);
  NablaNode *y = add (graph, "y", op, NULL, &x, 1);
  g_assert_true (nabla_graph_build (graph, &error));
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, n, FALSE, NULL, &error);
  g_autofree float *floats = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    floats[i] = numbers[i];
  nabla_workspace_feed (workspace, x, precision == NABLA_DOUBLE ? (const void *) numbers : floats);
  nabla_workspace_forward (workspace, &(NablaBatch) { .rows = n }, NABLA_MODE_EVALUATE);
  nabla_workspace_get_value (workspace, y, values);
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static void
test_accuracy (void)
{
  static const struct { const char *op; double (*reference) (double); } functions[]
    = { { "tanh", tanh }, { "sigmoid", sigmoid } };
  enum { N = 40001 };
  g_autofree double *x = g_new (double, N), *y = g_new (double, N);
  for (int i = 0; i < N; i++)
    x[i] = (float) ((i - N / 2) * 0.001);
  for (guint f = 0; f < G_N_ELEMENTS (functions); f++)
    for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
      {
        double limit = precision == NABLA_DOUBLE ? 4 * DBL_EPSILON : 4 * FLT_EPSILON;
        apply (precision, functions[f].op, x, N, y);
        for (int i = 0; i < N; i++)
          {
            double right = functions[f].reference (x[i]);
            g_assert_cmpfloat (fabs (y[i] - right), <=, limit * MAX (fabs (right), 1e-30));
          }
      }
}

static void
test_extremes (void)
{
  const double x[] = { -INFINITY, -1e30, -1000, -0.0, 0, 1e-30, 1000, 1e30, INFINITY, NAN };
  double y[G_N_ELEMENTS (x)];
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    for (const NablaOp *const *op = nabla_ops (precision); *op != NULL; op++)
      {
        if (!((*op)->flags & NABLA_OP_ACTIVATION))
          continue;
        apply (precision, (*op)->name, x, G_N_ELEMENTS (x), y);
        for (guint i = 1; i + 2 < G_N_ELEMENTS (x); i++)
          g_assert_true (isfinite (y[i]));
        /* what is not a number stays so, that it can be traced */
        g_assert_true (isnan (y[G_N_ELEMENTS (x) - 1]));
      }
}

/* Cost and gradient of a loss whose logits are given. */
static double
loss_of (NablaPrecision precision, const char *op, const double *z, const double *y, guint n, double *dz)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaGraph) graph = nabla_graph_new (precision);
  NablaNode *x = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (1), &error);
  NablaNode *target = nabla_graph_add_input (graph, "target", &NABLA_SHAPE_1 (n), &error);
  NablaNode *ends[] = { add_dense (graph, "z", x, n), target };
  nabla_graph_add_loss (graph, add (graph, "loss", op, NULL, ends, 2), 1);
  g_assert_true (nabla_graph_build (graph, &error));
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, 1, TRUE, NULL, &error);

  /* with x = 0 the logits are the biases */
  nabla_graph_set_parameter (graph, nabla_graph_find (graph, "z/b"), z);
  float zero_float[64] = { 0 }, y_float[64];
  double zero[64] = { 0 };
  for (guint i = 0; i < n; i++)
    y_float[i] = y[i];
  gboolean is_double = precision == NABLA_DOUBLE;
  nabla_workspace_feed (workspace, x, is_double ? (void *) zero : zero_float);
  nabla_workspace_feed (workspace, target, is_double ? (const void *) y : y_float);
  double cost = nabla_workspace_gradients (workspace, &(NablaBatch) { .rows = 1 });
  nabla_workspace_get_gradient (workspace, nabla_graph_find (graph, "z/b"), dz);
  return cost;
}

static void
test_stable_losses (void)
{
  double dz[3];
  for (int precision = 0; precision < NABLA_N_PRECISIONS; precision++)
    {
      /* sure and right: nothing to lose; sure and wrong: |z| */
      g_assert_cmpfloat (loss_of (precision, "sigmoid_cross_entropy", (double[]) { 1000 }, (double[]) { 1 }, 1, dz), <, 1e-37);
      g_assert_cmpfloat (fabs (dz[0]), <, 1e-37);
      g_assert_cmpfloat (loss_of (precision, "sigmoid_cross_entropy", (double[]) { -1000 }, (double[]) { 1 }, 1, dz), ==, 1000);
      g_assert_cmpfloat (dz[0], ==, -1);
      g_assert_cmpfloat (loss_of (precision, "sigmoid_cross_entropy", (double[]) { -1000 }, (double[]) { 0 }, 1, dz), <, 1e-37);
      const double logits[] = { 1000, -1000, 0 };
      g_assert_cmpfloat (loss_of (precision, "softmax_cross_entropy", logits, (double[]) { 1, 0, 0 }, 3, dz), ==, 0);
      g_assert_cmpfloat (loss_of (precision, "softmax_cross_entropy", logits, (double[]) { 0, 1, 0 }, 3, dz), ==, 2000);
      g_assert_cmpfloat (dz[0], ==, 1);
      g_assert_cmpfloat (dz[1], ==, -1);
      g_assert_cmpfloat_with_epsilon (loss_of (precision, "softmax_cross_entropy", (double[]) { 0, 0, 0 }, (double[]) { 0, 1, 0 }, 3, dz), log (3), 1e-6);
      g_assert_cmpfloat (loss_of (precision, "mean_squared_error", (double[]) { 3, 1 }, (double[]) { 1, 1 }, 2, dz), ==, 2);
      g_assert_cmpfloat (dz[0], ==, 2);
    }
}

static void
test_shape_errors (void)
{
  g_autoptr (NablaGraph) graph = nabla_graph_new (NABLA_SINGLE);
  NablaNode *picture = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_3 (4, 4, 3), NULL);
  NablaNode *flat = add (graph, "flat", "flatten", NULL, &picture, 1);
  NablaNode *three = add_dense (graph, "three", flat, 3);
  guint n_nodes = nabla_graph_n_nodes (graph);
  const struct { const char *op; NablaNode *inputs[2]; guint n; const char *message; } bad[] = {
    { "dense", { picture }, 1, "(4, 4, 3)" },
    { "add", { three, flat }, 2, "(48)" },
    { "reshape", { flat }, 1, "(1, 1, 1)" },
    { "softmax_cross_entropy", { three, flat }, 2, "(48, m)" },
    { "tanh", { three, flat }, 2, "2 inputs" },
    { "no_such_op", { three }, 1, "no_such_op" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (nabla_graph_add (graph, "new", bad[i].op, NULL, bad[i].inputs, bad[i].n, NULL, &error));
      g_assert_nonnull (g_strstr_len (error->message, -1, bad[i].message));
      g_assert_cmpuint (nabla_graph_n_nodes (graph), ==, n_nodes);
      g_assert_null (nabla_graph_find (graph, "new/W"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const NablaOp *const *op = nabla_ops (NABLA_DOUBLE); *op != NULL; op++)
    {
      if ((*op)->flags & NABLA_OP_INPUT)
        continue;
      g_autofree char *path = g_strdup_printf ("/engine/gradient/%s", (*op)->name);
      g_test_add_data_func (path, *op, test_gradients);
      g_autofree char *outputs = g_strdup_printf ("/engine/outputs/%s", (*op)->name);
      if (!((*op)->flags & NABLA_OP_LOSS))
        g_test_add_data_func (outputs, *op, test_outputs);
    }
  g_test_add_func ("/engine/accuracy", test_accuracy);
  g_test_add_func ("/engine/extremes", test_extremes);
  g_test_add_func ("/engine/stable-losses", test_stable_losses);
  g_test_add_func ("/engine/shape-errors", test_shape_errors);
  return g_test_run ();
}
