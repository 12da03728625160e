/* What snapshots show, compared with plain loops over the same weights; and that looking
 * gives way.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-observe.h"
#include "runtime-test.h"

#include <math.h>
#include <string.h>

static const char moons[]
  = "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=300\nnoise=0.3\nseed=1\ntrain=0.6\ndev=0.2\ntest=0.1\n"
    "normalize=standard\n[layer h1]\nop=dense\nunits=5\nactivation=tanh\n[layer d]\nop=dropout\n"
    "[layer h2]\nop=dense\nunits=3\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"
    "[loss]\nop=sigmoid_cross_entropy\n"
    "[train]\noptimizer=adam\nlearning_rate=0.05\nbatch_size=32\nsteps=1000\nprecision=double\n";

static NablaTrainer *
make_trained (const char *text, gint64 steps)
{
  NablaTrainer *trainer = runtime_make (text, 1);
  runtime_train_to (trainer, steps);
  return trainer;
}

/* One dense layer in plain loops. */
static void
plain_layer (const NablaTrainer *trainer, const char *name, const double *x, guint n_x, guint units, double *z)
{
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  g_autofree char *w_name = g_strconcat (name, "/W", NULL), *b_name = g_strconcat (name, "/b", NULL);
  g_autofree double *w = g_new (double, units * n_x), *b = g_new (double, units);
  nabla_graph_get_parameter (graph, nabla_graph_find (graph, w_name), w);
  nabla_graph_get_parameter (graph, nabla_graph_find (graph, b_name), b);
  for (guint u = 0; u < units; u++)
    {
      z[u] = b[u];
      for (guint j = 0; j < n_x; j++)
        z[u] += w[u * n_x + j] * x[j];
    }
}

typedef struct {
  double x[2], z1[5], a1[5], z2[3], a2[3], z3, p;
} Plain;

/* The network of `moons` on one example in the data's own units. */
static Plain
plain_network (const NablaTrainer *trainer, double x1, double x2)
{
  Plain self = { .x = { x1, x2 } };
  nabla_normalizer_apply (nabla_trainer_problem ((NablaTrainer *) trainer)->normalizer, self.x);
  plain_layer (trainer, "h1", self.x, 2, 5, self.z1);
  for (int u = 0; u < 5; u++)
    self.a1[u] = tanh (self.z1[u]);
  plain_layer (trainer, "h2", self.a1, 5, 3, self.z2);
  for (int u = 0; u < 3; u++)
    self.a2[u] = fmax (self.z2[u], 0);
  plain_layer (trainer, "output", self.a2, 3, 1, &self.z3);
  self.p = 1 / (1 + exp (-self.z3));
  return self;
}

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 1e-5)

static void
test_plane (void)
{
  g_autoptr (NablaTrainer) trainer = make_trained (moons, 200);
  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_FIELD | NABLA_WATCH_LAYERS;
  options.grid = 33;
  options.map_size = 11;
  options.feature_x = 1;
  options.feature_y = 0;
  guint64 hash = runtime_hash (trainer);
  g_autoptr (NablaSnapshot) snapshot = nabla_observer_observe (observer, &options, NULL);
  const NablaField *field = snapshot->field;
  g_assert_cmpuint (field->columns, ==, 33);
  g_assert_cmpstr (snapshot->feature_names[0], ==, field->y_name);
  g_assert_cmpstr (snapshot->feature_names[1], ==, field->x_name);
  g_assert_null (snapshot->feature_names[2]);
  for (guint side = 33, i = 0; i < side * side; i += 7)
    {
      double x = field->x_minimum + (i % side + 0.5) / side * (field->x_maximum - field->x_minimum);
      double y = field->y_minimum + (i / side + 0.5) / side * (field->y_maximum - field->y_minimum);
      assert_near (field->values[i], plain_network (trainer, y, x).p);
    }
  g_assert_cmpuint (snapshot->layers->len, ==, 4);
  const NablaLayerPicture *h1 = g_ptr_array_index (snapshot->layers, 1);
  const NablaLayerPicture *h2 = g_ptr_array_index (snapshot->layers, 2);
  g_assert_cmpuint (h1->unit_map_size, ==, 11);
  for (guint side = 11, i = 0; i < side * side; i++)
    {
      double x = field->x_minimum + (i % side + 0.5) / side * (field->x_maximum - field->x_minimum);
      double y = field->y_minimum + (i / side + 0.5) / side * (field->y_maximum - field->y_minimum);
      Plain plain = plain_network (trainer, y, x);
      for (int u = 0; u < 5; u++)
        assert_near (h1->unit_maps[u * 121 + i], plain.a1[u]);
      for (int u = 0; u < 3; u++)
        assert_near (h2->unit_maps[u * 121 + i], plain.a2[u]);
    }

  /* the next one shows the same points, and what was learned since */
  runtime_train_to (trainer, 230);
  g_autoptr (NablaSnapshot) later = nabla_observer_observe (observer, &options, NULL);
  g_assert_true (later->points == snapshot->points);
  g_assert_cmpuint (later->points->n, ==, 270);
  g_assert_cmpmem (&later->field->x_minimum, 4 * sizeof (double), &field->x_minimum, 4 * sizeof (double));
  g_assert_cmpfloat (later->field->values[500], !=, field->values[500]);
  options.feature_x = 0;
  options.feature_y = 1;
  options.most_points = 50;
  g_autoptr (NablaSnapshot) turned = nabla_observer_observe (observer, &options, NULL);
  g_assert_true (turned->points != snapshot->points);
  g_assert_cmpuint (turned->points->n, <=, 50);
  g_assert_cmpuint (turned->points->n, >=, 25);
  g_assert_cmpfloat (turned->points->x[0], ==, snapshot->points->y[0]);
  g_assert_cmpfloat (turned->field->x_minimum, ==, field->y_minimum);
  options.feature_y = 9;
  g_autoptr (NablaSnapshot) nowhere = nabla_observer_observe (observer, &options, NULL);
  g_assert_null (nowhere->field);

  /* and looking left no trace */
  g_autoptr (NablaTrainer) unseen = make_trained (moons, 230);
  g_assert_cmphex (runtime_hash (unseen), ==, runtime_hash (trainer));
  g_assert_cmphex (hash, !=, runtime_hash (trainer));
}

static void
check_journey (const NablaExample *example, const Plain *plain)
{
  g_assert_cmpuint (example->n_layers, ==, 4);
  g_assert_null (example->z[0]);
  for (int j = 0; j < 2; j++)
    assert_near (example->a[0][j], plain->x[j]);
  for (int u = 0; u < 5; u++)
    {
      assert_near (example->z[1][u], plain->z1[u]);
      assert_near (example->a[1][u], plain->a1[u]);
    }
  for (int u = 0; u < 3; u++)
    {
      assert_near (example->z[2][u], plain->z2[u]);
      assert_near (example->a[2][u], plain->a2[u]);
    }
  assert_near (example->z[3][0], plain->z3);
  assert_near (example->prediction[0], plain->p);
}

static void
test_example (void)
{
  g_autoptr (NablaTrainer) trainer = make_trained (moons, 200);
  const NablaDataset *data = nabla_trainer_problem (trainer)->dataset;
  const NablaPartition *partition = nabla_trainer_problem (trainer)->partition;
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_EXAMPLE;
  guint shown = 0, in_dev = 0;
  for (options.example = 0; options.example < 300; options.example += 13, shown++)
    {
      g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &options);
      const NablaExample *example = snapshot->example;
      const double *x = data->x + 2 * options.example;
      double y = data->y[options.example];
      Plain plain = plain_network (trainer, x[0], x[1]);
      g_assert_null (snapshot->layers);
      g_assert_cmpint (example->index, ==, options.example);
      g_assert_cmpfloat (example->x[1], ==, (float) x[1]);
      g_assert_cmpfloat (example->label, ==, y);
      check_journey (example, &plain);
      assert_near (example->loss, -(y * log (plain.p) + (1 - y) * log (1 - plain.p)));
      in_dev += example->split == NABLA_SPLIT_DEV;
      gboolean found = example->split < 0;
      for (gsize i = 0; !found && i < partition->sizes[example->split]; i++)
        found = partition->indices[example->split][i] == options.example;
      g_assert_true (found);
    }
  g_assert_cmpuint (in_dev, >, 0);
  g_assert_cmpuint (in_dev, <, shown);

  const double typed[] = { 0.25, -0.5 };
  options.typed = typed;
  options.n_typed = 2;
  g_autoptr (NablaSnapshot) own = nabla_observe (trainer, &options);
  Plain plain = plain_network (trainer, typed[0], typed[1]);
  check_journey (own->example, &plain);
  g_assert_cmpint (own->example->index, ==, -1);
  g_assert_cmpint (own->example->split, ==, -1);
  g_assert_true (isnan (own->example->label) && isnan (own->example->loss));
  options.n_typed = 1; /* of other data: not looked at */
  options.example = 300;
  g_autoptr (NablaSnapshot) none = nabla_observe (trainer, &options);
  g_assert_null (none->example);
}

static void
test_examples (void)
{
  g_autoptr (NablaTrainer) trainer = make_trained (moons, 60);
  const NablaDataset *data = nabla_trainer_problem (trainer)->dataset;
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_EXAMPLES | NABLA_WATCH_METRICS;
  options.examples_count = 1000;
  g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &options);
  const NablaExamples *rows = snapshot->examples;
  g_assert_cmpuint (rows->n, ==, 300);
  g_assert_cmpuint (rows->n_total, ==, 300);
  g_assert_cmpuint (rows->n_seen, ==, 300);
  g_assert_cmpuint (rows->n_wrong, >, 3);
  gboolean seen[300] = { FALSE };
  guint wrong[NABLA_N_SPLITS + 1] = { 0 }, n_wrong = 0;
  for (guint i = 0; i < rows->n; i++)
    {
      guint number = rows->index[i];
      Plain plain = plain_network (trainer, data->x[2 * number], data->x[2 * number + 1]);
      double y = data->y[number];
      g_assert_false (seen[number]);
      seen[number] = TRUE;
      g_assert_cmpfloat (rows->label[i], ==, y);
      g_assert_cmpfloat (rows->x[2 * i], ==, (float) data->x[2 * number]);
      g_assert_cmpfloat (rows->prediction[i], ==, plain.p > 0.5);
      assert_near (rows->confidence[i], fmax (plain.p, 1 - plain.p));
      assert_near (rows->loss[i], -(y * log (plain.p) + (1 - y) * log (1 - plain.p)));
      gboolean is_wrong = rows->prediction[i] != rows->label[i];
      g_assert_cmpint (is_wrong, ==, i < rows->n_wrong);
      if (i > 0 && i != rows->n_wrong)
        g_assert_cmpfloat (rows->loss[i - 1], >=, rows->loss[i]);
      wrong[rows->split[i]] += is_wrong;
      n_wrong += is_wrong;
    }
  g_assert_cmpuint (rows->n_wrong, ==, n_wrong);
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[split];
      g_assert_cmpfloat_with_epsilon ((1 - metrics->accuracy) * metrics->m, wrong[split], 1e-6);
    }

  /* by number, of one split, a page of them */
  options.wrong_first = FALSE;
  options.examples_split = NABLA_SPLIT_DEV;
  options.examples_first = 20;
  options.examples_count = 25;
  g_autoptr (NablaSnapshot) page = nabla_observe (trainer, &options);
  g_assert_cmpuint (page->examples->n_total, ==, 60);
  g_assert_cmpuint (page->examples->first, ==, 20);
  g_assert_cmpuint (page->examples->n, ==, 25);
  g_assert_cmpuint (page->examples->n_wrong, ==, wrong[NABLA_SPLIT_DEV]);
  for (guint i = 0; i < 25; i++)
    {
      g_assert_cmpint (page->examples->split[i], ==, NABLA_SPLIT_DEV);
      if (i > 0)
        g_assert_cmpuint (page->examples->index[i - 1], <, page->examples->index[i]);
    }
  options.examples_first = 59;
  g_autoptr (NablaSnapshot) last = nabla_observe (trainer, &options);
  g_assert_cmpuint (last->examples->n, ==, 1);
  options.examples_first = 1000;
  g_autoptr (NablaSnapshot) beyond = nabla_observe (trainer, &options);
  g_assert_cmpuint (beyond->examples->n, ==, 0);
}

/* Of a large set no more than so many examples are asked about. */
static void
test_many_examples (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (
    "[data]\nsource=moons\nsamples=90000\nnoise=0.3\n[layer output]\nop=dense\nunits=2\n[loss]\nop=softmax_cross_entropy\n"
    "[train]\nbatch_size=64\nsteps=10\n", 1);
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_EXAMPLES;
  g_autoptr (NablaSnapshot) worst = nabla_observe (trainer, &options);
  g_assert_cmpuint (worst->examples->n_seen, >, NABLA_OBSERVE_MOST_EXAMPLES / 2);
  g_assert_cmpuint (worst->examples->n_seen, <=, NABLA_OBSERVE_MOST_EXAMPLES);
  g_assert_cmpuint (worst->examples->n_total, ==, worst->examples->n_seen);
  g_assert_cmpuint (worst->examples->n, ==, 50);
  options.wrong_first = FALSE;
  options.examples_first = 89990;
  g_autoptr (NablaSnapshot) end = nabla_observe (trainer, &options);
  g_assert_cmpuint (end->examples->n_total, ==, 90000);
  g_assert_cmpuint (end->examples->n, ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      g_assert_cmpuint (end->examples->index[i], ==, 89990 + i);
      g_assert_cmpfloat (end->examples->loss[i], >, 0);
      g_assert_cmpfloat (end->examples->confidence[i], >=, 0.5);
    }
}

static void
test_regression (void)
{
  g_autoptr (NablaTrainer) trainer = make_trained (
    "[data]\nsource=sine\nsamples=200\ntrain=0.7\ndev=0.3\n[layer h]\nop=dense\nunits=8\nactivation=tanh\n"
    "[layer output]\nop=dense\nunits=1\n[loss]\nop=mean_squared_error\n[train]\noptimizer=adam\nlearning_rate=0.02\nsteps=400\nbatch_size=32\n", 300);
  const NablaProblem *problem = nabla_trainer_problem (trainer);
  NablaObserveOptions options = nabla_observe_defaults;
  options.example = 0;
  g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &options);
  const NablaFit *fit = snapshot->fit;
  g_assert_cmpuint (fit->n, ==, 200);
  double squares[NABLA_N_SPLITS] = { 0 };
  for (gsize i = 0; i < fit->n; i++)
    squares[fit->split[i]] += pow (fit->prediction[i] - fit->truth[i], 2);
  for (int split = 0; split <= NABLA_SPLIT_DEV; split++)
    g_assert_cmpfloat_with_epsilon (sqrt (squares[split] / problem->partition->sizes[split]),
                                    snapshot->metrics[split].rmse, 1e-5);
  const NablaExamples *rows = snapshot->examples;
  g_assert_cmpuint (rows->n_wrong, ==, 0);
  for (guint i = 0; i < rows->n; i++)
    {
      g_assert_cmpfloat_with_epsilon (pow (rows->prediction[i] - rows->label[i], 2), rows->loss[i], 1e-5);
      g_assert_true (isnan (rows->confidence[i]));
      if (i > 0)
        g_assert_cmpfloat (rows->loss[i - 1], >=, rows->loss[i]);
    }
  g_assert_cmpfloat (snapshot->example->label, ==, (float) problem->dataset->y[0]);
}

/* Batch norm and dropout belong to the layer before: what the next one adds up. */
static void
test_between (void)
{
  g_autoptr (NablaTrainer) trainer = make_trained (runtime_rich, 100);
  NablaObserveOptions options = nabla_observe_defaults;
  options.example = 17;
  g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &options);
  const NablaExample *example = snapshot->example;
  g_assert_cmpuint (snapshot->layers->len, ==, 4);
  g_assert_cmpfloat (snapshot->learning_rate, ==, 0.01);
  for (guint l = 1; l < 4; l++)
    {
      static const char *const activations[] = { NULL, "relu", "tanh", NULL };
      const NablaLayerPicture *layer = g_ptr_array_index (snapshot->layers, l);
      g_assert_cmpstr (layer->activation, ==, activations[l]);
      for (guint u = 0; u < layer->units; u++)
        {
          double z = layer->biases[u];
          for (guint j = 0; j < layer->n_previous; j++)
            z += layer->weights[u * layer->n_previous + j] * example->a[l - 1][j];
          g_assert_cmpfloat_with_epsilon (example->z[l][u], z, 1e-4);
        }
    }
}

static void
test_pictures (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (
    "[data]\nsource=digits\n[layer f]\nop=flatten\n[layer h]\nop=dense\nunits=6\nactivation=relu\n[layer output]\nop=dense\nunits=10\n"
    "[loss]\nop=softmax_cross_entropy\n[train]\nbatch_size=64\nsteps=10\n", 1);
  g_autoptr (NablaSnapshot) plain = nabla_observe (trainer, &nabla_observe_defaults);
  g_assert_null (plain->example);
  NablaObserveOptions options = nabla_observe_defaults;
  options.example = 3;
  g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &options);
  g_assert_cmpuint (snapshot->image_height, ==, 8);
  g_assert_cmpuint (snapshot->image_width, ==, 8);
  g_assert_cmpuint (snapshot->image_channels, ==, 1);
  g_assert_cmpuint (snapshot->example->n_x, ==, 64);
  g_assert_cmpuint (snapshot->example->n_y, ==, 10);
  g_assert_cmpuint (snapshot->example->n_layers, ==, snapshot->layers->len);
  g_assert_cmpuint (snapshot->examples->n_x, ==, 64);
  double sum = 0;
  for (int k = 0; k < 10; k++)
    sum += snapshot->example->prediction[k];
  assert_near (sum, 1);
}

static void
test_cancelled (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (moons, 1);
  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  NablaObserveOptions options = nabla_observe_defaults;
  gint cancel = 1;
  g_assert_false (nabla_observer_measure (observer, NABLA_N_SPLITS, &cancel));
  g_assert_null (nabla_observer_observe (observer, &options, &cancel));
  gint64 step;
  nabla_observer_metrics (observer, NABLA_SPLIT_TRAIN, &step);
  g_assert_cmpint (step, ==, -1);
  cancel = 0;
  g_assert_true (nabla_observer_measure (observer, NABLA_N_SPLITS, &cancel));
  g_autoptr (NablaSnapshot) snapshot = nabla_observer_observe (observer, &options, &cancel);
  g_assert_nonnull (snapshot);
  g_assert_cmpint (snapshot->metrics_step, ==, 0);

  /* metrics say of which step they are */
  runtime_train_to (trainer, 10);
  g_assert_false (nabla_observer_is_measured (observer, NABLA_N_SPLITS));
  g_autoptr (NablaSnapshot) later = nabla_observer_observe (observer, &options, &cancel);
  g_assert_cmpint (later->step, ==, 10);
  g_assert_cmpint (later->metrics_step, ==, 0);
  g_assert_cmpfloat (later->metrics[0].cost, ==, snapshot->metrics[0].cost);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/observe/plane", test_plane);
  g_test_add_func ("/runtime/observe/example", test_example);
  g_test_add_func ("/runtime/observe/examples", test_examples);
  g_test_add_func ("/runtime/observe/many-examples", test_many_examples);
  g_test_add_func ("/runtime/observe/regression", test_regression);
  g_test_add_func ("/runtime/observe/between", test_between);
  g_test_add_func ("/runtime/observe/pictures", test_pictures);
  g_test_add_func ("/runtime/observe/cancelled", test_cancelled);
  return g_test_run ();
}
