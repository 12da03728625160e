/* What is seen inside of a network: the same as plain loops compute, and without a trace.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observe.h"
#include "runtime-test.h"

#include <math.h>
#include <string.h>

static const char plain[]
    = "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=200\nnoise=0.3\nseed=1\n"
      "normalize=standard\n[layer h1]\nop=dense\nunits=5\nactivation=tanh\n"
      "[layer h2]\nop=dense\nunits=2\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"
      "[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=gradient_descent\nlearning_rate=0.5\nbatch_size=full\nsteps=1000\n"
      "precision=double\n";

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 1e-5)

/* Another experiment: @from, which must be in the text, is @to in it. */
static char *
replaced (const char *text, const char *from, const char *to)
{
  g_assert_nonnull (strstr (text, from));
  g_auto (GStrv) parts = g_strsplit (text, from, -1);
  return g_strjoinv (to, parts);
}

static double *
parameter (const NablaTrainer *trainer, const char *name)
{
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  const NablaNode *node = nabla_graph_find (graph, name);
  double *values = g_new (double, nabla_shape_size (&node->shape));
  nabla_graph_get_parameter (graph, node, values);
  return values;
}

/* Values and gradients of `plain` for all 200 examples, in the plainest loops. */
typedef struct
{
  double x[200][2], z1[200][5], a1[200][5], z2[200][2], a2[200][2], z3[200];
  double dz1[200][5], dz2[200][2], dz3[200];
} Plain;

static Plain *
compute (const NablaTrainer *trainer)
{
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  Plain *self = g_new0 (Plain, 1);
  g_autofree double *w1 = parameter (trainer, "h1/W"), *b1 = parameter (trainer, "h1/b");
  g_autofree double *w2 = parameter (trainer, "h2/W"), *b2 = parameter (trainer, "h2/b");
  g_autofree double *w3 = parameter (trainer, "output/W"), *b3 = parameter (trainer, "output/b");
  for (int e = 0; e < 200; e++)
    {
      memcpy (self->x[e], problem->dataset->x + 2 * e, sizeof self->x[e]);
      nabla_normalizer_apply (problem->normalizer, self->x[e]);
      for (int u = 0; u < 5; u++)
        {
          self->z1[e][u] = b1[u] + w1[2 * u] * self->x[e][0] + w1[2 * u + 1] * self->x[e][1];
          self->a1[e][u] = tanh (self->z1[e][u]);
        }
      for (int u = 0; u < 2; u++)
        {
          self->z2[e][u] = b2[u];
          for (int j = 0; j < 5; j++)
            self->z2[e][u] += w2[5 * u + j] * self->a1[e][j];
          self->a2[e][u] = fmax (self->z2[e][u], 0);
        }
      self->z3[e] = b3[0] + w3[0] * self->a2[e][0] + w3[1] * self->a2[e][1];
      self->dz3[e] = (1 / (1 + exp (-self->z3[e])) - problem->dataset->y[e]) / 200;
      for (int u = 0; u < 2; u++)
        self->dz2[e][u] = self->z2[e][u] > 0 ? w3[u] * self->dz3[e] : 0;
      for (int u = 0; u < 5; u++)
        self->dz1[e][u] = (w2[u] * self->dz2[e][0] + w2[5 + u] * self->dz2[e][1])
                          * (1 - self->a1[e][u] * self->a1[e][u]);
    }
  return self;
}

static NablaSnapshot *
look (NablaTrainer *trainer, guint watch)
{
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = watch;
  return nabla_observe (trainer, &options);
}

/* Everything that @cell says of @n numbers. */
static void
check_distribution (const NablaDistribution *cell, const double *values, guint n)
{
  double low = INFINITY, high = -INFINITY, sum = 0, squares = 0, zeros = 0, bins = 0, octaves = 0;
  for (guint i = 0; i < n; i++)
    {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
      sum += values[i];
      squares += values[i] * values[i];
      zeros += values[i] == 0;
    }
  g_assert_cmpuint (cell->n, ==, n);
  assert_near (cell->low, low);
  assert_near (cell->high, high);
  assert_near (cell->mean, sum / n);
  assert_near (cell->rms, sqrt (squares / n));
  assert_near (cell->share_zero, zeros / n);
  for (guint i = 0; i < NABLA_DISTRIBUTION_BINS; i++)
    bins += cell->bins[i];
  for (guint i = 0; i < NABLA_DISTRIBUTION_OCTAVES; i++)
    octaves += cell->octaves[i];
  g_assert_cmpfloat_with_epsilon (bins, 1, 1e-4);
  g_assert_cmpfloat_with_epsilon (octaves, 1 - zeros / n, 1e-4);
  /* half of the numbers lie below the median, if it is not one of many equal ones */
  guint below = 0;
  for (guint i = 0; i < n; i++)
    below += values[i] < cell->percentiles[NABLA_DISTRIBUTION_MEDIAN];
  g_assert_cmpfloat (below, <=, 0.54 * n + 1);
  for (guint i = 1; i < NABLA_DISTRIBUTION_PERCENTILES; i++)
    g_assert_cmpfloat (cell->percentiles[i], >=, cell->percentiles[i - 1]);
}

static void
test_distributions (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (plain, 1);
  for (int round = 0; round < 2; round++)
    {
      runtime_train_to (trainer, 50 * round);
      g_autofree Plain *numbers = compute (trainer);
      g_autoptr (NablaSnapshot) snapshot = look (trainer, NABLA_WATCH_DISTRIBUTIONS);
      const NablaDistributions *picture = snapshot->distributions;
      g_assert_cmpuint (picture->n_layers, ==, 3);
      g_assert_cmpstr (picture->names[1], ==, "h2");
      g_assert_cmpstr (picture->activations[0], ==, "tanh");
      g_assert_cmpuint (picture->units[0], ==, 5);
      g_assert_cmpuint (picture->columns->len, ==, 1);
      const NablaDistributionColumn *now = picture->columns->pdata[0];
      g_assert_cmpint (now->step, ==, 50 * round);
      check_distribution (nabla_distribution_column_cell (now, 0, NABLA_LAYER_Z), numbers->z1[0],
                          1000);
      check_distribution (nabla_distribution_column_cell (now, 0, NABLA_LAYER_A), numbers->a1[0],
                          1000);
      check_distribution (nabla_distribution_column_cell (now, 0, NABLA_LAYER_GRADIENT),
                          numbers->dz1[0], 1000);
      check_distribution (nabla_distribution_column_cell (now, 1, NABLA_LAYER_A), numbers->a2[0],
                          400);
      check_distribution (nabla_distribution_column_cell (now, 1, NABLA_LAYER_GRADIENT),
                          numbers->dz2[0], 400);
      check_distribution (nabla_distribution_column_cell (now, 2, NABLA_LAYER_GRADIENT),
                          numbers->dz3, 200);
      g_autofree double *w1 = parameter (trainer, "h1/W");
      check_distribution (nabla_distribution_column_cell (now, 0, NABLA_LAYER_WEIGHTS), w1, 10);
    }
}

/* A bounded number of columns covers the whole run, evenly. */
static void
test_over_time (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (plain, 1);
  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_DISTRIBUTIONS;
  for (gint64 step = 0; step <= 900; step++)
    {
      runtime_train_to (trainer, step);
      g_autoptr (NablaSnapshot) snapshot = nabla_observer_observe (observer, &options, NULL);
      g_assert_cmpuint (snapshot->distributions->columns->len, <=, 130);
    }
  g_autoptr (NablaSnapshot) late = nabla_observer_observe (observer, &options, NULL);
  GPtrArray *columns = late->distributions->columns;
  g_assert_cmpuint (columns->len, >, 40);
  gint64 widest = 0;
  for (guint i = 1; i < columns->len; i++)
    {
      const NablaDistributionColumn *one = columns->pdata[i - 1], *other = columns->pdata[i];
      g_assert_cmpint (one->step, <, other->step);
      widest = MAX (widest, other->step - one->step);
    }
  g_assert_cmpint (((NablaDistributionColumn *)columns->pdata[0])->step, ==, 0);
  g_assert_cmpint (((NablaDistributionColumn *)columns->pdata[columns->len - 1])->step, ==, 900);
  g_assert_cmpint (widest, <=, 32);

  /* what is looked at again is not what comes after it */
  nabla_trainer_reset (trainer);
  g_autoptr (NablaSnapshot) early = nabla_observer_observe (observer, &options, NULL);
  g_assert_cmpuint (early->distributions->columns->len, ==, 1);
  /* and another past has other columns */
  runtime_train_to (trainer, 40);
  g_autoptr (NablaSnapshot) same = nabla_observer_observe (observer, &options, NULL);
  g_assert_cmpuint (same->distributions->columns->len, >, 5);
  nabla_trainer_reset (trainer);
  runtime_set (trainer, "learning_rate", "0.1");
  runtime_train_to (trainer, 40);
  g_autoptr (NablaSnapshot) other = nabla_observer_observe (observer, &options, NULL);
  g_assert_cmpuint (other->distributions->columns->len, ==, 2);
}

static void
test_saturation (void)
{
  g_autofree char *large
      = replaced (plain, "activation=tanh\n", "activation=tanh\ninitialization=normal\nscale=3\n");
  g_autoptr (NablaTrainer) trainer = runtime_make (large, 1);
  runtime_set (trainer, "b[2]@h2", "-100");
  g_autofree Plain *numbers = compute (trainer);
  guint flat = 0, positive = 0;
  for (int e = 0; e < 200; e++)
    for (int u = 0; u < 5; u++)
      flat += 1 - numbers->a1[e][u] * numbers->a1[e][u] < 0.05;
  for (int e = 0; e < 200; e++)
    positive += numbers->z2[e][0] > 0;

  g_autoptr (NablaSnapshot) snapshot = look (trainer, NABLA_WATCH_SATURATION);
  g_assert_cmpuint (snapshot->saturation->n_layers, ==, 2);
  const NablaSaturatedLayer *h1 = &snapshot->saturation->layers[0];
  const NablaSaturatedLayer *h2 = &snapshot->saturation->layers[1];
  g_assert_cmpstr (h1->name, ==, "h1");
  g_assert_cmpstr (h1->activation, ==, "tanh");
  g_assert_cmpuint (flat, >, 200);
  assert_near (h1->share_flat, flat / 1000.0);
  g_assert_cmpuint (h1->n_dead, ==, 0);
  g_assert_cmpuint (h2->n_dead, ==, positive > 0 ? 1 : 2);
  assert_near (h2->share_flat, 1 - positive / 400.0);

  /* the figure's derivative is the one by which it was counted */
  g_assert_cmpfloat_with_epsilon (nabla_activation_derivative ("tanh", 0, 2.178), 0.05, 1e-3);
  g_assert_cmpfloat_with_epsilon (nabla_activation_derivative ("sigmoid", 0, 0), 0.25, 1e-12);
  g_assert_cmpfloat (nabla_activation_derivative ("leaky_relu", 0.01, -1), ==, 0.01);
}

static void
test_units (void)
{
  /* as they are drawn, all are different, and their lines are where z is 0 */
  g_autoptr (NablaTrainer) trainer = runtime_make (plain, 1);
  g_autoptr (NablaSnapshot) drawn = look (trainer, NABLA_WATCH_UNITS);
  const NablaUnits *units = drawn->units;
  g_assert_cmpuint (units->layers[0].n_groups, ==, 5);
  g_assert_cmpint (units->moves, ==, NABLA_UNITS_MOVE);
  g_assert_true (units->has_lines);
  g_autofree double *w = parameter (trainer, "h1/W");
  for (int u = 0; u < 5; u++)
    {
      const float *line = units->lines + 3 * u;
      double x[2] = { 0.3, -(line[0] * 0.3 + line[2]) / line[1] };
      nabla_normalizer_apply (nabla_trainer_problem (trainer)->normalizer, x);
      assert_near (w[2 * u] * x[0] + w[2 * u + 1] * x[1], 0);
      double product = w[2 * u] * w[0] + w[2 * u + 1] * w[1];
      assert_near (units->layers[0].similarity[u],
                   product / (hypot (w[2 * u], w[2 * u + 1]) * hypot (w[0], w[1])));
    }

  /* equal ones stay equal while they learn, until one is moved by hand */
  g_autofree char *equal
      = replaced (plain, "op=dense\n", "op=dense\ninitialization=constant\nscale=0.5\n");
  g_autoptr (NablaTrainer) twins = runtime_make (equal, 1);
  runtime_train_to (twins, 100);
  g_autoptr (NablaSnapshot) learned = look (twins, NABLA_WATCH_UNITS);
  g_assert_cmpuint (learned->units->layers[0].n_groups, ==, 1);
  g_assert_cmpint (learned->units->moves, ==, NABLA_UNITS_MOVE);
  runtime_set (twins, "W[3,1]@h1", "0.25");
  g_autoptr (NablaSnapshot) moved = look (twins, NABLA_WATCH_UNITS);
  g_assert_cmpuint (moved->units->layers[0].n_groups, ==, 2);
  g_assert_cmpuint (moved->units->layers[0].group[2], ==, 1);
  g_assert_cmpuint (moved->units->layers[0].group[4], ==, 0);

  /* zeros: nothing but the output's bias moves */
  g_autofree char *zeros = replaced (plain, "op=dense\n", "op=dense\ninitialization=zeros\n");
  g_autoptr (NablaTrainer) still = runtime_make (zeros, 1);
  runtime_train_to (still, 20);
  g_autoptr (NablaSnapshot) stuck = look (still, NABLA_WATCH_UNITS);
  g_assert_true (stuck->units->layers[0].weights_zero);
  g_assert_true (stuck->units->layers[2].gradients_zero);
  g_assert_cmpint (stuck->units->moves, !=, NABLA_UNITS_MOVE);
  g_assert_true (isnan (stuck->units->layers[0].similarity[1]));
}

static void
test_batch_norm (void)
{
  g_autofree char *text
      = replaced (plain, "activation=tanh\n", "[layer n1]\nop=batch_norm\nactivation=tanh\n");
  g_autoptr (NablaTrainer) trainer = runtime_make (text, 1);
  runtime_train_to (trainer, 12);
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  g_autofree double *w = parameter (trainer, "h1/W"), *b = parameter (trainer, "h1/b");
  double state[10];
  nabla_graph_get_state (graph, nabla_graph_find (graph, "n1"), state);
  g_autoptr (NablaSnapshot) snapshot = look (trainer, NABLA_WATCH_BATCH_NORM | NABLA_WATCH_METRICS);
  const NablaBatchNorm *picture = snapshot->batch_norm;
  g_assert_cmpuint (picture->n_layers, ==, 1);
  g_assert_cmpuint (picture->rows, ==, 200);
  g_assert_false (picture->has_dropout);
  const NablaDataset *data = nabla_trainer_problem (trainer)->dataset;
  for (int u = 0; u < 5; u++)
    {
      const NablaBatchNormUnit *unit = &picture->layers[0].units[u];
      double mean = 0, squares = 0;
      for (int e = 0; e < 200; e++)
        {
          double x[2] = { data->x[2 * e], data->x[2 * e + 1] };
          nabla_normalizer_apply (nabla_trainer_problem (trainer)->normalizer, x);
          double z = w[2 * u] * x[0] + w[2 * u + 1] * x[1] + b[u];
          mean += z / 200;
          squares += z * z / 200;
        }
      assert_near (unit->batch_mean, mean);
      assert_near (unit->batch_variance, squares - mean * mean);
      assert_near (unit->moving_mean, state[u]);
      assert_near (unit->moving_variance, state[5 + u]);
      /* the median goes through the formula, in both modes */
      double scale = sqrt (unit->batch_variance + picture->layers[0].epsilon);
      assert_near (unit->after[2],
                   unit->gamma * (unit->before[2] - unit->batch_mean) / scale + unit->beta);
      scale = sqrt (unit->moving_variance + picture->layers[0].epsilon);
      assert_near (unit->at_test[2],
                   unit->gamma * (unit->before[2] - unit->moving_mean) / scale + unit->beta);
    }
  g_assert_cmpfloat_with_epsilon (picture->train_cost, nabla_trainer_objective (trainer), 1e-9);
  g_assert_cmpfloat_with_epsilon (picture->test_cost, snapshot->metrics[0].cost, 1e-9);
  g_assert_cmpfloat (picture->largest_difference, >, picture->mean_difference);
  g_assert_cmpfloat (picture->mean_difference, >, 0);

  /* without such a layer there is nothing to compare */
  g_autoptr (NablaTrainer) without = runtime_make (plain, 1);
  g_autoptr (NablaSnapshot) none = look (without, NABLA_WATCH_BATCH_NORM);
  g_assert_cmpuint (none->batch_norm->n_layers, ==, 0);
}

/* ‖ΔW‖ of h1 in one step, from where the trainer stands. */
static double
move_of (NablaTrainer *trainer, double *moved)
{
  g_autofree double *before = parameter (trainer, "h1/W");
  runtime_train_to (trainer, nabla_trainer_steps (trainer) + 1);
  g_autofree double *after = parameter (trainer, "h1/W");
  double squares = 0;
  for (int i = 0; i < 10; i++)
    {
      moved[i] = after[i] - before[i];
      squares += moved[i] * moved[i];
    }
  return sqrt (squares);
}

static void
test_decay (void)
{
  static const char *const optimizers[]
      = { "gradient_descent", "momentum", "rmsprop", "adam", "adamw" };
  for (guint o = 0; o < G_N_ELEMENTS (optimizers); o++)
    {
      g_autofree char *to = g_strconcat ("optimizer=", optimizers[o], NULL);
      g_autofree char *text = replaced (plain, "optimizer=gradient_descent", to);
      g_autoptr (NablaTrainer) trainer = runtime_make (text, 1);
      gboolean is_adamw = g_str_equal (optimizers[o], "adamw");
      runtime_set (trainer, "learning_rate", "0.01");
      runtime_set (trainer, "clip_norm", "0.05");
      runtime_train_to (trainer, 30);
      g_autofree double *w = parameter (trainer, "h1/W");
      runtime_set (trainer, "l2", "3");
      g_autoptr (NablaSnapshot) snapshot = look (trainer, NABLA_WATCH_DECAY);
      const NablaDecay *decay = snapshot->decay;
      const NablaDecayLayer *h1 = &decay->layers[0];
      double norm = 0;
      for (int i = 0; i < 10; i++)
        norm += w[i] * w[i];
      g_assert_cmpfloat_with_epsilon (h1->norm, sqrt (norm), 1e-12);
      g_assert_cmpuint (decay->m, ==, 200);
      g_assert_cmpint (decay->is_adaptive, ==, o >= 2);
      double lambda = is_adamw ? 0.01 : 3.0 / 200;
      g_assert_cmpfloat_with_epsilon (h1->decoupled_move, 0.01 * lambda * sqrt (norm), 1e-12);
      if (o < 2)
        {
          g_assert_cmpfloat_with_epsilon (h1->factor_median, 1 - 0.01 * 3 / 200, 1e-12);
          g_assert_cmpfloat_with_epsilon (h1->l2_move, h1->decoupled_move, 1e-12);
        }
      else
        g_assert_cmpfloat (h1->factor_low, <, h1->factor_high);

      /* without a penalty the step is the one that was foreseen */
      double with_decay[10], without[10];
      g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
      runtime_set (trainer, "l2", "0");
      double whole = move_of (trainer, with_decay);
      g_assert_true (nabla_trainer_restore_state (trainer, state));
      if (is_adamw)
        runtime_set (trainer, "weight_decay", "0");
      double move = move_of (trainer, without);
      g_assert_cmpfloat_with_epsilon (h1->gradient_move, move, 1e-9);
      g_assert_cmpfloat (h1->gradient_move, >, 0);
      double squares = 0;
      for (int i = 0; i < 10; i++)
        squares += (with_decay[i] - without[i]) * (with_decay[i] - without[i]);
      if (is_adamw)
        g_assert_cmpfloat_with_epsilon (sqrt (squares), h1->decoupled_move, 1e-9);
      else
        g_assert_cmpfloat (whole, ==, move);
    }
}

static void
test_hidden_space (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (plain, 1);
  runtime_train_to (trainer, 200);
  g_autofree Plain *numbers = compute (trainer);
  g_autoptr (NablaSnapshot) snapshot = look (trainer, NABLA_WATCH_HIDDEN_SPACE);
  const NablaHiddenSpace *space = snapshot->hidden_space;
  g_assert_cmpuint (g_strv_length (space->names), ==, 2);
  g_assert_cmpuint (space->layer, ==, 1);
  g_assert_false (space->is_projected);
  g_assert_cmpuint (space->n_points, ==, 200);
  g_assert_true (space->has_line);
  for (gsize i = 0; i < space->n_points; i++)
    {
      guint e = space->example[i];
      assert_near (space->u[i], numbers->a2[e][0]);
      assert_near (space->v[i], numbers->a2[e][1]);
      /* the line is where the output's z is 0 */
      assert_near (space->line[0] * space->u[i] + space->line[1] * space->v[i] + space->line[2],
                   numbers->z3[e]);
    }
  for (gsize c = 0; c < (gsize)space->side * space->side; c++)
    {
      double z = space->line[0] * space->grid[2 * c] + space->line[1] * space->grid[2 * c + 1]
                 + space->line[2];
      assert_near (space->values[c], 1 / (1 + exp (-z)));
    }

  /* five units: along the principal components, of which the first has the most */
  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_HIDDEN_SPACE;
  options.hidden_layer = 0;
  g_autoptr (NablaSnapshot) first = nabla_observer_observe (observer, &options, NULL);
  space = first->hidden_space;
  g_assert_true (space->is_projected);
  g_assert_cmpuint (space->units, ==, 5);
  double u = 0, v = 0, uu = 0, uv = 0, vv = 0, all = 0;
  for (gsize i = 0; i < 200; i++)
    {
      u += space->u[i];
      v += space->v[i];
      uu += space->u[i] * space->u[i];
      uv += space->u[i] * space->v[i];
      vv += space->v[i] * space->v[i];
    }
  for (int k = 0; k < 5; k++)
    {
      double mean = 0;
      for (int e = 0; e < 200; e++)
        mean += numbers->a1[e][k] / 200;
      for (int e = 0; e < 200; e++)
        all += (numbers->a1[e][k] - mean) * (numbers->a1[e][k] - mean);
    }
  g_assert_cmpfloat_with_epsilon (u, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (v, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (uv, 0, 1e-2);
  g_assert_cmpfloat (uu, >, vv);
  g_assert_cmpfloat_with_epsilon (space->explained, (uu + vv) / all, 1e-4);
  g_assert_cmpfloat (space->explained, >, 0.7);
  /* and the next picture is not turned over */
  runtime_train_to (trainer, 203);
  g_autoptr (NablaSnapshot) next = nabla_observer_observe (observer, &options, NULL);
  for (gsize i = 0; i < 200; i += 9)
    g_assert_cmpfloat_with_epsilon (next->hidden_space->u[i], space->u[i], 0.2);
}

/* Whoever looks at everything at every step gets the same bits as who does not. */
static void
test_no_trace (void)
{
  static const char *const precisions[] = { "single", "double" };
  for (guint p = 0; p < 2; p++)
    {
      g_autofree char *text = g_strdup_printf ("%sprecision=%s\n", runtime_rich, precisions[p]);
      g_autoptr (NablaTrainer) seen = runtime_make (text, 2);
      g_autoptr (NablaTrainer) unseen = runtime_make (text, 1);
      g_autoptr (NablaObserver) observer = nabla_observer_new (seen);
      for (gint64 step = 0; step < 60; step++)
        {
          runtime_train_to (seen, step);
          g_autoptr (NablaSnapshot) snapshot
              = nabla_observer_observe (observer, &nabla_observe_defaults, NULL);
          g_assert_nonnull (snapshot->distributions);
          g_assert_nonnull (snapshot->batch_norm);
          if (step == 30)
            {
              runtime_set (seen, "learning_rate", "0.02");
              runtime_train_to (unseen, 30);
              runtime_set (unseen, "learning_rate", "0.02");
            }
        }
      runtime_train_to (seen, 60);
      runtime_train_to (unseen, 60);
      g_assert_cmphex (runtime_hash (seen), ==, runtime_hash (unseen));
    }
}

/* Networks of odd shapes, and those that diverged, are looked at without harm. */
static void
test_odd (void)
{
  static const char data[] = "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=60\nseed=1\n";
  static const char train[] = "[train]\noptimizer=gradient_descent\nlearning_rate=%s\nsteps=400\n";
  g_autofree char *slow = g_strdup_printf (train, "0.1"), *fast = g_strdup_printf (train, "100");
  g_autofree char *one = g_strconcat (
      data, "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n", slow, NULL);
  g_autoptr (NablaTrainer) logistic = runtime_make (one, 1);
  runtime_train_to (logistic, 5);
  g_autoptr (NablaSnapshot) simple = look (logistic, NABLA_WATCH_ALL);
  g_assert_cmpuint (simple->distributions->n_layers, ==, 1);
  g_assert_cmpuint (simple->saturation->n_layers, ==, 0);
  g_assert_null (simple->hidden_space->names[0]);
  g_assert_cmpuint (simple->units->layers[0].n_groups, ==, 1);

  GString *deep = g_string_new (data);
  for (int l = 0; l < 50; l++)
    g_string_append_printf (deep, "[layer h%d]\nop=dense\nunits=6\nactivation=sigmoid\n", l);
  g_string_append_printf (
      deep, "[layer output]\nop=dense\nunits=1\n[loss]\nop=mean_squared_error\n%s", slow);
  g_autofree char *deep_text = g_string_free (deep, FALSE);
  g_autoptr (NablaTrainer) tower = runtime_make (deep_text, 1);
  g_autoptr (NablaSnapshot) vanished = look (tower, NABLA_WATCH_ALL);
  const NablaDistributionColumn *now = vanished->distributions->columns->pdata[0];
  g_assert_cmpuint (vanished->distributions->n_layers, ==, 51);
  g_assert_cmpfloat (nabla_distribution_column_cell (now, 0, NABLA_LAYER_GRADIENT)->rms, <,
                     1e-6 * nabla_distribution_column_cell (now, 50, NABLA_LAYER_GRADIENT)->rms);

  g_autofree char *burst = g_strconcat (
      data,
      "[layer h]\nop=dense\nunits=4\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"
      "[loss]\nop=mean_squared_error\n",
      fast, NULL);
  g_autoptr (NablaTrainer) diverging = runtime_make (burst, 1);
  while (nabla_trainer_step (diverging, NULL, NULL) == NABLA_STEP_DONE)
    ;
  g_assert_nonnull (nabla_trainer_diverged (diverging, NULL));
  g_autoptr (NablaSnapshot) diverged = look (diverging, NABLA_WATCH_ALL);
  now = diverged->distributions->columns->pdata[0];
  g_assert_cmpfloat (nabla_distribution_column_cell (now, 1, NABLA_LAYER_Z)->rms, >=, 0);

  gint cancel = 1;
  g_autoptr (NablaObserver) observer = nabla_observer_new (tower);
  g_assert_null (nabla_observer_observe (observer, &nabla_observe_defaults, &cancel));
  cancel = 0;
  g_autoptr (NablaSnapshot) later
      = nabla_observer_observe (observer, &nabla_observe_defaults, &cancel);
  g_assert_nonnull (later);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/observe-layers/distributions", test_distributions);
  g_test_add_func ("/observe-layers/over-time", test_over_time);
  g_test_add_func ("/observe-layers/saturation", test_saturation);
  g_test_add_func ("/observe-layers/units", test_units);
  g_test_add_func ("/observe-layers/batch-norm", test_batch_norm);
  g_test_add_func ("/observe-layers/decay", test_decay);
  g_test_add_func ("/observe-layers/hidden-space", test_hidden_space);
  g_test_add_func ("/observe-layers/no-trace", test_no_trace);
  g_test_add_func ("/observe-layers/odd", test_odd);
  return g_test_run ();
}
