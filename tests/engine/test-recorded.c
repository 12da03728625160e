/* Optimizers on the gradients of real trainings: what the engine makes of 1,000 steps is
 * what plain loops make of the gradients recorded meanwhile, to 1e-12.
 *
 * Each optimizer trains a network of its own; its gradients are then fed to the plain
 * loops of all optimizers and to the engine's, number by number.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-graph.h"
#include "nabla-optimizer.h"
#include "nabla-workspace.h"

#include <math.h>
#include <string.h>

#define EXAMPLES 256
#define BATCH 64
#define STEPS 1000
#define UNITS 12
/* (2 + 1) · 12 + 12 + 1 */
#define NUMBERS 49
#define TOLERANCE 1e-12

typedef struct
{
  double alpha, beta, beta1, beta2, epsilon;
} Plain;

static const Plain plain = { 0.01, 0.9, 0.9, 0.999, 1e-8 };

/* The loops of the course, for one number. */
static void
plain_momentum (const Plain *p, guint64 t, double g, double *theta, double *v, double *s)
{
  *v = p->beta * *v + (1 - p->beta) * g;
  *theta = *theta - p->alpha * *v;
}

static void
plain_momentum_alone (const Plain *p, guint64 t, double g, double *theta, double *v, double *s)
{
  *v = p->beta * *v + g;
  *theta = *theta - p->alpha * *v;
}

static void
plain_rmsprop (const Plain *p, guint64 t, double g, double *theta, double *v, double *s)
{
  *s = p->beta * *s + (1 - p->beta) * g * g;
  *theta = *theta - p->alpha * g / (sqrt (*s) + p->epsilon);
}

static void
plain_adam (const Plain *p, guint64 t, double g, double *theta, double *v, double *s)
{
  *v = p->beta1 * *v + (1 - p->beta1) * g;
  *s = p->beta2 * *s + (1 - p->beta2) * g * g;
  double v_corrected = *v / (1 - pow (p->beta1, t)), s_corrected = *s / (1 - pow (p->beta2, t));
  *theta = *theta - p->alpha * v_corrected / (sqrt (s_corrected) + p->epsilon);
}

static const struct
{
  const char *name;
  double settings[NABLA_MAX_PARAMS]; /* as the optimizers describe them */
  void (*update) (const Plain *p, guint64 t, double g, double *theta, double *v, double *s);
} optimizers[] = {
  { "momentum", { 0.9, 1, 0 }, plain_momentum },
  { "momentum", { 0.9, 0, 0 }, plain_momentum_alone },
  { "rmsprop", { 0.9, 1e-8, 0 }, plain_rmsprop },
  { "adam", { 0.9, 0.999, 1e-8, 1 }, plain_adam },
};

/* A training: where it began, every gradient, where it ended. */
typedef struct
{
  double first[NUMBERS];
  double last[NUMBERS];
  double gradients[STEPS][NUMBERS];
  double first_cost;
  double last_cost;
} Recording;

/* All numbers of the trained parameters, one after another. */
static void
get_numbers (const NablaGraph *graph, const NablaWorkspace *gradients_of, double *numbers)
{
  guint n = 0;
  for (guint i = 0; i < nabla_graph_n_nodes (graph); i++)
    {
      const NablaNode *node = nabla_graph_node (graph, i);
      if (!(node->op->flags & NABLA_OP_PARAMETER))
        continue;
      if (gradients_of != NULL)
        g_assert_true (nabla_workspace_get_gradient (gradients_of, node, numbers + n));
      else
        nabla_graph_get_parameter (graph, node, numbers + n);
      n += nabla_shape_size (&node->shape);
    }
  g_assert_cmpuint (n, ==, NUMBERS);
}

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

/* Two half moons with noise. */
static void
draw_moons (double *x, double *y)
{
  NablaRandomState random;
  nabla_random_state_seed (&random, 3);
  for (guint e = 0; e < EXAMPLES; e++)
    {
      double angle = G_PI * nabla_random_state_uniform (&random);
      y[e] = e % 2;
      x[2 * e]
          = (e % 2 ? 1 - cos (angle) : cos (angle)) + 0.2 * nabla_random_state_normal (&random);
      x[2 * e + 1]
          = (e % 2 ? 0.5 - sin (angle) : sin (angle)) + 0.2 * nabla_random_state_normal (&random);
    }
}

static Recording *
record (guint which)
{
  g_autoptr (GError) error = NULL;
  Recording *self = g_new0 (Recording, 1);
  double x[2 * EXAMPLES], y[EXAMPLES];
  const double hidden[] = { UNITS, 3, 0 }, last[] = { 1, 3, 0 };
  draw_moons (x, y);
  g_autoptr (NablaGraph) graph = nabla_graph_new (NABLA_DOUBLE);
  NablaNode *input = nabla_graph_add_input (graph, "x", &NABLA_SHAPE_1 (2), &error);
  NablaNode *target = nabla_graph_add_input (graph, "y", &NABLA_SHAPE_1 (1), &error);
  NablaNode *node = add (graph, "z1", "dense", hidden, &input, 1);
  node = add (graph, "a1", "tanh", NULL, &node, 1);
  NablaNode *ends[] = { add (graph, "z2", "dense", last, &node, 1), target };
  nabla_graph_add_loss (graph, add (graph, "loss", "sigmoid_cross_entropy", NULL, ends, 2), 1);
  g_assert_true (nabla_graph_build (graph, &error));
  NablaRandomState random;
  nabla_random_state_seed (&random, 1);
  nabla_graph_initialize (graph, &random);
  g_autoptr (NablaWorkspace) workspace = nabla_workspace_new (graph, BATCH, TRUE, NULL, &error);
  nabla_workspace_feed (workspace, input, x);
  nabla_workspace_feed (workspace, target, y);
  g_autoptr (NablaOptimizer) optimizer = nabla_optimizer_new (
      nabla_optimizer_find (NABLA_DOUBLE, optimizers[which].name), graph, &error);
  memcpy (nabla_optimizer_settings (optimizer), optimizers[which].settings,
          sizeof optimizers[which].settings);

  get_numbers (graph, NULL, self->first);
  const NablaTraining training = { .learning_rate = plain.alpha };
  for (guint64 step = 0; step < STEPS; step++)
    {
      const NablaBatch batch = {
        .first = step * BATCH % EXAMPLES,
        .rows = BATCH,
        .step = step,
      };
      g_assert_true (nabla_workspace_step (workspace, &batch, optimizer, &training, NULL,
                                           step == 0 ? &self->first_cost : &self->last_cost));
      get_numbers (graph, workspace, self->gradients[step]);
    }
  get_numbers (graph, NULL, self->last);
  g_assert_cmpfloat (self->last_cost, <, 0.7 * self->first_cost);
  return self;
}

/* What the plain loop of @which makes of recorded gradients. */
static void
follow (guint which, const Plain *settings, const Recording *recording, double *theta)
{
  double v[NUMBERS] = { 0 }, s[NUMBERS] = { 0 };
  memcpy (theta, recording->first, sizeof recording->first);
  for (guint64 t = 1; t <= STEPS; t++)
    for (guint i = 0; i < NUMBERS; i++)
      optimizers[which].update (settings, t, recording->gradients[t - 1][i], &theta[i], &v[i],
                                &s[i]);
}

/* What the engine's optimizer makes of them. */
static void
follow_engine (guint which, double alpha, const Recording *recording, double *theta)
{
  const NablaOptimizerClass *klass = nabla_optimizer_find (NABLA_DOUBLE, optimizers[which].name);
  double first[NUMBERS] = { 0 }, second[NUMBERS] = { 0 };
  void *const states[] = { first, second };
  memcpy (theta, recording->first, sizeof recording->first);
  for (guint64 t = 1; t <= STEPS; t++)
    {
      const NablaUpdate update = {
        .t = t,
        .learning_rate = alpha,
        .gradient_scale = 1,
        .settings = optimizers[which].settings,
      };
      klass->update (&update, NUMBERS, theta, recording->gradients[t - 1], states);
    }
}

static void
assert_same (const double *a, const double *b)
{
  for (guint i = 0; i < NUMBERS; i++)
    g_assert_cmpfloat_with_epsilon (a[i], b[i], TOLERANCE * MAX (1, fabs (b[i])));
}

static void
test_loops (void)
{
  for (guint trained = 0; trained < G_N_ELEMENTS (optimizers); trained++)
    {
      g_autofree Recording *recording = record (trained);
      double theta[NUMBERS], engine[NUMBERS];
      /* the run itself */
      follow (trained, &plain, recording, theta);
      assert_same (recording->last, theta);
      /* and every optimizer, fed what this run recorded */
      for (guint fed = 0; fed < G_N_ELEMENTS (optimizers); fed++)
        {
          follow (fed, &plain, recording, theta);
          follow_engine (fed, plain.alpha, recording, engine);
          assert_same (engine, theta);
        }
    }
}

/* v := βv + (1 − β)g at α and v := βv + g at α(1 − β) are one trajectory: fed the same
 * gradients, and each making its own. */
static void
test_momentum_forms (void)
{
  enum
  {
    WITH,
    WITHOUT
  };
  g_autofree Recording *recording = record (WITH);
  double with[NUMBERS], without[NUMBERS], too_fast[NUMBERS];
  follow_engine (WITH, plain.alpha, recording, with);
  follow_engine (WITHOUT, plain.alpha * (1 - plain.beta), recording, without);
  assert_same (without, with);
  follow_engine (WITHOUT, plain.alpha, recording, too_fast);
  double distance = 0;
  for (guint i = 0; i < NUMBERS; i++)
    distance = MAX (distance, fabs (too_fast[i] - with[i]));
  g_assert_cmpfloat (distance, >, 0.1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/recorded/loops", test_loops);
  g_test_add_func ("/engine/recorded/momentum-forms", test_momentum_forms);
  return g_test_run ();
}
