/* The experiments that show what goes wrong: each does what its comment says, over five
 * seeds, and not by chance.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "runtime-test.h"

#include <math.h>
#include <string.h>

#define SEEDS 5

/* A shipped experiment with changes `key=value` made to it, of one seed. */
static NablaTrainer *
make (const char *file, const char *changes, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "data", "experiments", file, NULL);
  NablaExperiment *experiment = nabla_experiment_load (path, &error);
  g_assert_no_error (error);
  g_autofree char *all
      = g_strdup_printf ("experiment.seed=%u;data.seed=%u;%s", seed, seed, changes);
  g_auto (GStrv) list = g_strsplit (all, ";", -1);
  for (char **change = list; *change != NULL && **change != '\0'; change++)
    {
      char *equals = strchr (*change, '=');
      *equals = '\0';
      NablaExperiment *changed = nabla_experiment_with (experiment, *change, equals + 1, &error);
      g_assert_no_error (error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  NablaTrainer *trainer = runtime_make_from (experiment, 1);
  nabla_experiment_unref (experiment);
  return trainer;
}

static NablaMetrics
measure (NablaTrainer *trainer, NablaSplit split)
{
  NablaMetrics metrics;
  g_assert_true (
      nabla_evaluator_measure (nabla_trainer_evaluator (trainer), split, NULL, &metrics));
  g_clear_pointer (&metrics.confusion, g_free);
  return metrics;
}

static void
train_all (NablaTrainer *trainer)
{
  runtime_train_to (trainer, nabla_experiment_train (nabla_trainer_experiment (trainer))->steps);
}

/* The experiment with a layer more in front of another. */
static NablaTrainer *
make_with_layer (const char *file, const char *before, const char *body, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "data", "experiments", file, NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_autofree char *head = g_strdup_printf ("[layer %s]", before);
  g_autofree char *more = g_strdup_printf ("[layer more]\n%s\n%s", body, head);
  g_autoptr (GString) changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, head, more, 0), ==, 1);
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (changed->str, -1, path, &error);
  g_assert_no_error (error);
  g_autofree char *number = g_strdup_printf ("%u", seed);
  g_autoptr (NablaExperiment) seeded
      = nabla_experiment_with (experiment, "experiment.seed", number, &error);
  g_autoptr (NablaExperiment) both = nabla_experiment_with (seeded, "data.seed", number, &error);
  g_assert_no_error (error);
  return runtime_make_from (both, 1);
}

/* Sums over seeds, for one remedy. */
typedef struct
{
  double train, dev, dev_cost;
} Fit;

static void
fit_add (Fit *self, NablaTrainer *trainer)
{
  train_all (trainer);
  NablaMetrics dev = measure (trainer, NABLA_SPLIT_DEV);
  self->train += measure (trainer, NABLA_SPLIT_TRAIN).accuracy / SEEDS;
  self->dev += dev.accuracy / SEEDS;
  self->dev_cost += dev.cost / SEEDS;
}

static void
test_football (void)
{
  Fit none = { 0 }, l2 = { 0 }, dropout = { 0 }, noise = { 0 };
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (NablaTrainer) plain = make ("football.nabla", "", seed);
      g_autoptr (NablaTrainer) penalized = make ("football.nabla", "train.l2=3", seed);
      g_autoptr (NablaTrainer) thinned
          = make_with_layer ("football.nabla", "output", "op=dropout\nkeep_prob=0.6", seed);
      g_autoptr (NablaTrainer) moved
          = make_with_layer ("football.nabla", "hidden1", "op=gaussian_noise\nstddev=0.5", seed);
      fit_add (&none, plain);
      fit_add (&l2, penalized);
      fit_add (&dropout, thinned);
      fit_add (&noise, moved);
    }
  g_test_message ("none %.3f/%.3f, L2 %.3f/%.3f, dropout %.3f/%.3f, noise %.3f/%.3f", none.train,
                  none.dev, l2.train, l2.dev, dropout.train, dropout.dev, noise.train, noise.dev);
  /* learned by heart */
  g_assert_cmpfloat (none.train - none.dev, >, 0.1);
  g_assert_cmpfloat (none.dev_cost, >, 1);
  g_assert_cmpfloat (l2.train - l2.dev, <, 0.04);
  g_assert_cmpfloat (noise.train - noise.dev, <, 0.04);
  g_assert_cmpfloat (dropout.train - dropout.dev, <, none.train - none.dev - 0.02);
  /* and each remedy helps where it counts */
  g_assert_cmpfloat (l2.dev, >, none.dev + 0.02);
  g_assert_cmpfloat (noise.dev, >, none.dev + 0.02);
  g_assert_cmpfloat (dropout.dev, >, none.dev + 0.01);
  g_assert_cmpfloat (l2.dev_cost, <, 0.35);
  g_assert_cmpfloat (noise.dev_cost, <, 0.35);
}

static void
get (NablaTrainer *trainer, const char *name, double *values)
{
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  nabla_graph_get_parameter (graph, nabla_graph_find (graph, name), values);
}

/* Eight equal units: W is 8 × 2, row by row. */
static void
test_equal_units (void)
{
  enum
  {
    UNITS = 8
  };
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      double w[2 * UNITS], b[UNITS], out[UNITS], bias, before[2 * UNITS];
      g_autoptr (NablaTrainer) trainer = make ("equal-units.nabla", "", seed);
      get (trainer, "hidden/W", before);
      runtime_train_to (trainer, 500);
      get (trainer, "hidden/W", w);
      get (trainer, "hidden/b", b);
      get (trainer, "output/W", out);
      for (guint i = 1; i < UNITS; i++)
        {
          g_assert_cmpmem (&w[2 * i], 2 * sizeof *w, w, 2 * sizeof *w);
          g_assert_cmpmem (&b[i], sizeof *b, b, sizeof *b);
          g_assert_cmpmem (&out[i], sizeof *out, out, sizeof *out);
        }
      g_assert_cmpfloat (fabs (w[0] - before[0]), >, 0.01);

      /* one draw at random, and they part */
      g_autoptr (NablaTrainer) random
          = make ("equal-units.nabla", "initialization@hidden=normal", seed);
      runtime_train_to (random, 500);
      get (random, "hidden/W", w);
      g_assert_cmpfloat (w[0], !=, w[2]);

      /* zeros: nothing but the bias of the output moves */
      g_autoptr (NablaTrainer) zeros = make (
          "equal-units.nabla", "initialization@hidden=zeros;initialization@output=zeros", seed);
      runtime_train_to (zeros, 500);
      get (zeros, "hidden/W", w);
      get (zeros, "hidden/b", b);
      get (zeros, "output/W", out);
      get (zeros, "output/b", &bias);
      for (guint i = 0; i < UNITS; i++)
        g_assert_true (w[2 * i] == 0 && w[2 * i + 1] == 0 && b[i] == 0 && out[i] == 0);
      g_assert_cmpfloat (bias, !=, 0);
    }
}

/* Share of the activations of a layer on the training set that are within 0.01 of ±1. */
static double
saturated (NablaTrainer *trainer, const char *name)
{
  g_autoptr (GError) error = NULL;
  const NablaModel *model = nabla_trainer_model (trainer);
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  gsize m = problem->dataset->m, n = 0;
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (model->graph, m, FALSE, NULL, &error);
  nabla_workspace_feed (workspace, model->input, problem->x);
  nabla_workspace_feed (workspace, model->target, problem->y);
  nabla_workspace_forward (workspace, &(NablaBatch){ .rows = m }, NABLA_MODE_EVALUATE);
  const NablaNode *node = nabla_graph_find (model->graph, name);
  gsize size = m * nabla_shape_size (&node->shape);
  g_autofree double *a = g_new (double, size);
  nabla_workspace_get_value (workspace, node, a);
  for (gsize i = 0; i < size; i++)
    n += fabs (a[i]) > 0.99;
  return (double)n / size;
}

static void
test_large_weights (void)
{
  static const char xavier[] = "initialization@hidden1=xavier;initialization@hidden2=xavier";
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (NablaTrainer) large = make ("large-weights.nabla", "", seed);
      g_autoptr (NablaTrainer) right = make ("large-weights.nabla", xavier, seed);
      g_assert_cmpfloat (saturated (large, "hidden1/tanh"), >, 0.6);
      g_assert_cmpfloat (saturated (large, "hidden2/tanh"), >, 0.8);
      g_assert_cmpfloat (saturated (right, "hidden2/tanh"), <, 0.05);
      train_all (large);
      train_all (right);
      double cost = measure (large, NABLA_SPLIT_TRAIN).cost;
      double right_cost = measure (right, NABLA_SPLIT_TRAIN).cost;
      g_test_message ("seed %u: %.3f, Xavier %.3f", seed, cost, right_cost);
      g_assert_cmpfloat (cost, >, 1.1 * right_cost);
      /* and they stay saturated */
      g_assert_cmpfloat (saturated (large, "hidden2/tanh"), >, 0.7);
    }
}

/* ‖dW‖ of a layer over all examples. */
static double
gradient_norm (NablaTrainer *trainer, const char *name)
{
  g_autoptr (GError) error = NULL;
  const NablaModel *model = nabla_trainer_model (trainer);
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  gsize m = problem->dataset->m;
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (model->graph, m, TRUE, NULL, &error);
  nabla_workspace_feed (workspace, model->input, problem->x);
  nabla_workspace_feed (workspace, model->target, problem->y);
  nabla_workspace_gradients (workspace, &(NablaBatch){ .rows = m });
  const NablaNode *node = nabla_graph_find (model->graph, name);
  gsize size = nabla_shape_size (&node->shape);
  g_autofree double *dw = g_new (double, size);
  double squares = 0;
  g_assert_true (nabla_workspace_get_gradient (workspace, node, dw));
  for (gsize i = 0; i < size; i++)
    squares += dw[i] * dw[i];
  return sqrt (squares);
}

static void
test_deep_tanh (void)
{
  g_autoptr (GString) xavier = g_string_new ("train.precision=double");
  for (guint i = 1; i <= 12; i++)
    g_string_append_printf (xavier, ";initialization@hidden%u=xavier", i);
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (NablaTrainer) small = make ("deep-tanh.nabla", "train.precision=double", seed);
      g_autoptr (NablaTrainer) right = make ("deep-tanh.nabla", xavier->str, seed);
      /* from the last hidden layer to the first, gradients vanish */
      g_assert_cmpfloat (gradient_norm (small, "hidden1/W"), <,
                         1e-4 * gradient_norm (right, "hidden1/W"));
      g_assert_cmpfloat (gradient_norm (right, "hidden1/W"), >,
                         0.03 * gradient_norm (right, "hidden12/W"));
      train_all (small);
      train_all (right);
      double cost = measure (small, NABLA_SPLIT_TRAIN).cost;
      double right_cost = measure (right, NABLA_SPLIT_TRAIN).cost;
      g_test_message ("seed %u: %.4f, Xavier %.4f", seed, cost, right_cost);
      g_assert_cmpfloat_with_epsilon (cost, log (2), 0.002);
      g_assert_cmpfloat (right_cost, <, 0.3);
    }
}

static void
test_batch_norm (void)
{
  for (guint seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (GString) without = g_string_new (NULL);
      g_autoptr (NablaTrainer) normalized = make ("batch-norm.nabla", "", seed);
      for (guint i = 1; i <= 5; i++)
        g_string_append_printf (without, "op@norm%u=relu;activation@norm%u=none;", i, i);
      g_autoptr (NablaTrainer) plain = make ("batch-norm.nabla", without->str, seed);
      train_all (normalized);
      train_all (plain);
      double cost = measure (normalized, NABLA_SPLIT_TRAIN).cost;
      double plain_cost = measure (plain, NABLA_SPLIT_TRAIN).cost;
      g_test_message ("seed %u: %.4f, without %.4f", seed, cost, plain_cost);
      g_assert_cmpfloat (cost, <, 0.2);
      g_assert_cmpfloat (plain_cost, >, 0.65);
      g_assert_cmpfloat (measure (normalized, NABLA_SPLIT_DEV).accuracy, >, 0.9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/laboratory/football", test_football);
  g_test_add_func ("/runtime/laboratory/equal-units", test_equal_units);
  g_test_add_func ("/runtime/laboratory/large-weights", test_large_weights);
  g_test_add_func ("/runtime/laboratory/deep-tanh", test_deep_tanh);
  g_test_add_func ("/runtime/laboratory/batch-norm", test_batch_norm);
  return g_test_run ();
}
