/* Samples of networks that were trained on small tasks in the plane.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sample-private.h"

#include "sample-network.h"

#include <math.h>

#define GRID 120
#define MAP 24
#define MOST_EXAMPLES 500

/* A training task in the plane */
typedef struct {
  guint m;
  double x[MOST_EXAMPLES][2];
  double label[MOST_EXAMPLES];
  guint8 split[MOST_EXAMPLES];
  guint n_classes;
  double range[2][2];
} Task;

static void
split_task (Task *task)
{
  for (guint i = 0; i < task->m; i++)
    task->split[i] = i % 5 < 3 ? NABLA_SNAPSHOT_TRAIN
                     : i % 5 == 3 ? NABLA_SNAPSHOT_DEV : NABLA_SNAPSHOT_TEST;
}

static void
make_spirals (Task *task, GRand *random)
{
  *task = (Task) { .m = 500, .n_classes = 2, .range = { { -1.4, 1.4 }, { -1.3, 1.3 } } };
  for (guint i = 0; i < task->m; i++)
    {
      guint k = g_rand_int_range (random, 0, 2);
      double t = sqrt (g_rand_double (random)), angle = 5.5 * t + k * G_PI;
      task->x[i][0] = t * cos (angle) + 0.07 * sample_normal (random);
      task->x[i][1] = t * sin (angle) + 0.07 * sample_normal (random);
      task->label[i] = k;
    }
  split_task (task);
}

static void
make_flower (Task *task, GRand *random)
{
  *task = (Task) { .m = 400, .n_classes = 2, .range = { { -5, 5 }, { -5, 5 } } };
  for (guint i = 0; i < task->m; i++)
    {
      guint k = i % 2;
      double t = k * 3.12 + 3.12 * i / task->m + 0.2 * sample_normal (random);
      double radius = 4 * sin (4 * t) + 0.2 * sample_normal (random);
      task->x[i][0] = radius * sin (t);
      task->x[i][1] = radius * cos (t);
      task->label[i] = k;
    }
}

static void
make_petals (Task *task, GRand *random)
{
  static const double centers[3][2] = { { 1.46, 0.25 }, { 4.26, 1.33 }, { 5.55, 2.03 } };
  static const double widths[3][2] = { { 0.17, 0.1 }, { 0.47, 0.2 }, { 0.55, 0.27 } };
  *task = (Task) { .m = 150, .n_classes = 3, .range = { { 0.5, 7.4 }, { -0.2, 2.9 } } };
  for (guint i = 0; i < task->m; i++)
    {
      guint k = i % 3;
      double z = sample_normal (random);
      task->x[i][0] = centers[k][0] + widths[k][0] * z;
      task->x[i][1] = centers[k][1] + widths[k][1] * (0.6 * z + 0.8 * sample_normal (random));
      task->label[i] = k;
    }
  split_task (task);
}

static void
make_waves (Task *task, GRand *random)
{
  *task = (Task) { .m = 300, .range = { { -2, 2 }, { -2, 2 } } };
  for (guint i = 0; i < task->m; i++)
    {
      double x = task->x[i][0] = 4 * g_rand_double (random) - 2;
      double y = task->x[i][1] = 4 * g_rand_double (random) - 2;
      task->label[i] = x * exp (-x * x - y * y) * 2 + 0.03 * sample_normal (random);
    }
  split_task (task);
}

static gboolean
is_right (const Task *task, const SampleNetwork *network, const double *a, guint i, guint *guess)
{
  guint n_out = network->sizes[network->n_layers];
  *guess = a[0] > 0.5;
  if (n_out > 1)
    *guess = 0;
  for (guint k = 1; k < n_out; k++)
    if (a[k] > a[*guess])
      *guess = k;
  return *guess == (guint) task->label[i];
}

/* Σ (y − mean of y)² over a split */
static double
variation_of (const Task *task, guint split)
{
  double sum = 0, squares = 0, n = 0;
  for (guint i = 0; i < task->m; i++)
    if (task->split[i] == split)
      {
        sum += task->label[i];
        squares += task->label[i] * task->label[i];
        n++;
      }
  return squares - sum * sum / n;
}

static void
measure (const Task *task, const SampleNetwork *network, guint split, NablaMetrics *metrics)
{
  SampleActivations activations;
  g_free (metrics->confusion);
  *metrics = (NablaMetrics) { .mae = NAN, .rmse = NAN, .r2 = NAN, .accuracy = NAN };
  if (task->n_classes > 0)
    metrics->confusion = g_new0 (guint64, task->n_classes * task->n_classes);
  double right = 0, squares = 0, absolute = 0;
  for (guint i = 0; i < task->m; i++)
    {
      if (task->split[i] != split)
        continue;
      sample_network_forward (network, task->x[i], activations);
      metrics->m++;
      metrics->cost += sample_network_loss (network, activations, task->label[i]);
      const double *a = activations[network->n_layers];
      guint guess;
      right += is_right (task, network, a, i, &guess);
      absolute += fabs (a[0] - task->label[i]);
      squares += (a[0] - task->label[i]) * (a[0] - task->label[i]);
      if (task->n_classes > 0)
        metrics->confusion[(guint) task->label[i] * task->n_classes + guess]++;
    }
  if (metrics->m == 0)
    return;
  metrics->cost /= (double) metrics->m;
  if (task->n_classes > 0)
    metrics->accuracy = right / (double) metrics->m;
  else
    {
      metrics->mae = absolute / (double) metrics->m;
      metrics->rmse = sqrt (squares / (double) metrics->m);
      metrics->r2 = 1 - squares / MAX (variation_of (task, split), 1e-12);
    }
}

static NablaField *
field_of (const Task *task, const SampleNetwork *network)
{
  guint n = network->sizes[network->n_layers];
  NablaField *field = nabla_field_new (GRID, GRID, n);
  field->is_probability = !network->is_regression;
  field->x_minimum = task->range[0][0];
  field->x_maximum = task->range[0][1];
  field->y_minimum = task->range[1][0];
  field->y_maximum = task->range[1][1];
  SampleActivations activations;
  for (guint r = 0; r < GRID; r++)
    for (guint c = 0; c < GRID; c++)
      {
        double x[2];
        x[0] = task->range[0][0] + (c + 0.5) / GRID * (task->range[0][1] - task->range[0][0]);
        x[1] = task->range[1][0] + (r + 0.5) / GRID * (task->range[1][1] - task->range[1][0]);
        sample_network_forward (network, x, activations);
        for (guint k = 0; k < n; k++)
          field->values[(r * GRID + c) * n + k] = (float) activations[network->n_layers][k];
      }
  return field;
}

static NablaPoints *
points_of (const Task *task)
{
  NablaPoints *points = nabla_points_new (task->m);
  for (guint i = 0; i < task->m; i++)
    {
      points->x[i] = (float) task->x[i][0];
      points->y[i] = (float) task->x[i][1];
      points->label[i] = (float) task->label[i];
      points->split[i] = task->split[i];
    }
  return points;
}

static NablaLayerPicture *
layer_of (const Task *task, const SampleNetwork *network, guint l)
{
  static const char *const names[] = { "input", "hidden1", "hidden2", "hidden3" };
  gboolean is_output = l == network->n_layers;
  NablaLayerPicture *layer = nabla_layer_picture_new (is_output ? "output" : names[l],
                                                      network->sizes[l],
                                                      l > 0 ? network->sizes[l - 1] : 0);
  if (l > 0)
    {
      if (!is_output)
        layer->activation = g_strdup ("tanh");
      layer->weights = g_new (float, layer->units * layer->n_previous);
      layer->biases = g_new (float, layer->units);
      for (guint i = 0; i < layer->units; i++)
        {
          layer->biases[i] = (float) network->biases[l - 1][i];
          for (guint j = 0; j < layer->n_previous; j++)
            layer->weights[i * layer->n_previous + j] = (float) network->weights[l - 1][i][j];
        }
    }

  layer->unit_map_size = MAP;
  layer->unit_maps = g_new (float, layer->units * MAP * MAP);
  SampleActivations activations;
  for (guint r = 0; r < MAP; r++)
    for (guint c = 0; c < MAP; c++)
      {
        double x[2];
        x[0] = task->range[0][0] + (c + 0.5) / MAP * (task->range[0][1] - task->range[0][0]);
        x[1] = task->range[1][0] + (r + 0.5) / MAP * (task->range[1][1] - task->range[1][0]);
        sample_network_forward (network, x, activations);
        for (guint i = 0; i < layer->units; i++)
          layer->unit_maps[(i * MAP + r) * MAP + c] = (float) activations[l][i];
      }
  return layer;
}

typedef struct {
  const char *title;
  guint hidden[3];
  guint steps;
  guint steps_total;
  guint batch_size;
  double rate;
} Plan;

/* Trains on @task; costs of the three sets every 20 steps. */
static NablaCostCurves *
train (const Task *task, const Plan *plan, SampleNetwork *network, GRand *random)
{
  guint sizes[SAMPLE_MOST_LAYERS + 1] = { 2 }, n_layers = 0;
  for (guint l = 0; l < 3 && plan->hidden[l] > 0; l++)
    sizes[++n_layers] = plan->hidden[l];
  sizes[++n_layers] = task->n_classes > 2 ? task->n_classes : 1;
  sample_network_init (network, sizes, n_layers, task->n_classes == 0, random);

  NablaCostCurves *curves = nabla_cost_curves_new (plan->title);
  curves->cost = nabla_series_new ();
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    curves->split_cost[s] = nabla_series_new ();
  guint members[MOST_EXAMPLES], m = 0, batch[MOST_EXAMPLES];
  for (guint i = 0; i < task->m; i++)
    if (task->split[i] == NABLA_SNAPSHOT_TRAIN)
      members[m++] = i;
  for (guint step = 0; step <= plan->steps; step++)
    {
      if (step % 20 == 0)
        for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
          {
            NablaMetrics metrics = { 0 };
            measure (task, network, s, &metrics);
            if (metrics.m > 0)
              nabla_series_append (curves->split_cost[s], step, metrics.cost);
            g_free (metrics.confusion);
          }
      guint n = plan->batch_size > 0 ? plan->batch_size : m;
      for (guint k = 0; k < n; k++)
        batch[k] = members[plan->batch_size > 0 ? g_rand_int_range (random, 0, (int) m) : (int) k];
      double rate = step < plan->steps ? plan->rate : 0;
      nabla_series_append (curves->cost, step,
                           sample_network_step (network, task->x, task->label, batch, n, rate));
    }
  return curves;
}

static NablaFit *
fit_of (const Task *task, const SampleNetwork *network)
{
  NablaFit *fit = nabla_fit_new (task->m);
  SampleActivations activations;
  for (guint i = 0; i < task->m; i++)
    {
      sample_network_forward (network, task->x[i], activations);
      fit->truth[i] = (float) task->label[i];
      fit->prediction[i] = (float) activations[network->n_layers][0];
      fit->split[i] = task->split[i];
    }
  return fit;
}

static NablaExample *
example_of (const Task *task, const SampleNetwork *network, guint i)
{
  guint n_out = network->sizes[network->n_layers];
  NablaExample *example = nabla_example_new (2, n_out, network->n_layers + 1);
  SampleActivations activations;
  sample_network_forward (network, task->x[i], activations);
  example->index = i;
  example->split = task->split[i];
  example->label = (float) task->label[i];
  example->loss = (float) sample_network_loss (network, activations, task->label[i]);
  for (guint j = 0; j < 2; j++)
    example->x[j] = (float) task->x[i][j];
  for (guint k = 0; k < n_out; k++)
    example->prediction[k] = (float) activations[network->n_layers][k];
  for (guint l = 0; l <= network->n_layers; l++)
    {
      example->a[l] = g_new (float, network->sizes[l]);
      if (l > 0)
        example->z[l] = g_new (float, network->sizes[l]);
      for (guint u = 0; u < network->sizes[l]; u++)
        {
          example->a[l][u] = (float) activations[l][u];
          double z = l > 0 ? network->biases[l - 1][u] : 0;
          for (guint j = 0; l > 0 && j < network->sizes[l - 1]; j++)
            z += network->weights[l - 1][u][j] * activations[l - 1][j];
          if (l > 0)
            example->z[l][u] = (float) z;
          if (l == network->n_layers)
            example->a[l][u] = (float) z;
        }
    }
  return example;
}

/* The first @n rows, by falling loss among all */
static NablaExamples *
examples_of (const Task *task, const SampleNetwork *network, guint n)
{
  NablaExamples *examples = nabla_examples_new (n, 2);
  gboolean is_taken[MOST_EXAMPLES] = { FALSE };
  SampleActivations activations;
  examples->n_total = task->m;
  for (gsize row = 0; row < n; row++)
    {
      double worst = -1;
      guint chosen = 0;
      for (guint i = 0; i < task->m; i++)
        {
          sample_network_forward (network, task->x[i], activations);
          double loss = sample_network_loss (network, activations, task->label[i]);
          guint guess;
          if (row == 0 && task->n_classes > 0)
            examples->n_wrong
              += !is_right (task, network, activations[network->n_layers], i, &guess);
          if (!is_taken[i] && loss > worst)
            {
              worst = loss;
              chosen = i;
            }
        }
      is_taken[chosen] = TRUE;
      sample_network_forward (network, task->x[chosen], activations);
      const double *a = activations[network->n_layers];
      guint guess;
      is_right (task, network, a, chosen, &guess);
      gboolean is_single = network->sizes[network->n_layers] == 1;
      examples->x[2 * row] = (float) task->x[chosen][0];
      examples->x[2 * row + 1] = (float) task->x[chosen][1];
      examples->index[row] = chosen;
      examples->split[row] = task->split[chosen];
      examples->label[row] = (float) task->label[chosen];
      examples->prediction[row] = task->n_classes > 0 ? (float) guess : (float) a[0];
      examples->confidence[row] = (float) (is_single ? MAX (a[0], 1 - a[0]) : a[guess]);
      if (task->n_classes == 0)
        examples->confidence[row] = NAN;
      examples->loss[row] = (float) worst;
    }
  return examples;
}

static NablaSnapshot *
snapshot_of (const char *title, const Task *task, const Plan *plans, guint n_plans, guint seed)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup (title);
  snapshot->n_classes = task->n_classes;
  snapshot->step = plans[0].steps;
  snapshot->steps_total = plans[0].steps_total;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree SampleNetwork *network = g_new (SampleNetwork, 1);
  g_autofree SampleNetwork *other = g_new (SampleNetwork, 1);
  for (guint p = 0; p < n_plans; p++)
    nabla_snapshot_add_curves (snapshot, train (task, &plans[p], p == 0 ? network : other, random));
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    measure (task, network, s, &snapshot->metrics[s]);
  snapshot->field = field_of (task, network);
  snapshot->points = points_of (task);
  for (guint l = 0; l <= network->n_layers; l++)
    nabla_snapshot_add_layer (snapshot, layer_of (task, network, l));
  if (task->n_classes == 0)
    snapshot->fit = fit_of (task, network);
  snapshot->examples = examples_of (task, network, 40);
  snapshot->example = example_of (task, network, snapshot->examples->index[4]);
  return snapshot;
}

NablaSnapshot *
sample_spirals (void)
{
  static const Plan plans[] = {
    { "Run 12", { 8, 8 }, 4800, 6000, 32, 0.2 },
    { "run 11: one layer of 4", { 4 }, 6000, 6000, 0, 0.3 },
    { "run 10: α = 0.1", { 8, 8 }, 6000, 6000, 0, 0.1 },
  };
  g_autofree Task *task = g_new (Task, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (14);
  make_spirals (task, random);
  NablaSnapshot *snapshot = snapshot_of ("Two Spirals", task, plans, G_N_ELEMENTS (plans), 7);
  snapshot->field->x_name = g_strdup ("x1");
  snapshot->field->y_name = g_strdup ("x2");
  return snapshot;
}

/* The same run, looked at in its past */
NablaSnapshot *
sample_past (void)
{
  NablaSnapshot *snapshot = sample_spirals ();
  snapshot->step = 600;
  return snapshot;
}

NablaSnapshot *
sample_flower (void)
{
  static const Plan plan = { "Run 1", { 4 }, 7000, 7000, 0, 1.2 };
  g_autofree Task *task = g_new (Task, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  make_flower (task, random);
  NablaSnapshot *snapshot = snapshot_of ("Planar flower, one hidden layer", task, &plan, 1, 3);
  snapshot->field->x_name = g_strdup ("x1");
  snapshot->field->y_name = g_strdup ("x2");
  return snapshot;
}

NablaSnapshot *
sample_petals (void)
{
  static const Plan plan = { "Run 3", { 6 }, 3000, 3000, 0, 0.2 };
  static const char *const names[] = { "setosa", "versicolor", "virginica" };
  g_autofree Task *task = g_new (Task, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  make_petals (task, random);
  NablaSnapshot *snapshot = snapshot_of ("Iris, two features", task, &plan, 1, 5);
  snapshot->label_name = g_strdup ("species");
  snapshot->class_names = g_new0 (char *, 3);
  for (guint k = 0; k < 3; k++)
    snapshot->class_names[k] = g_strdup (names[k]);
  snapshot->field->x_name = g_strdup ("petal length (cm)");
  snapshot->field->y_name = g_strdup ("petal width (cm)");
  snapshot->feature_names = g_strdupv ((char *[]) { "petal length (cm)", "petal width (cm)", NULL });
  return snapshot;
}

NablaSnapshot *
sample_waves (void)
{
  static const Plan plan = { "Run 4", { 8, 6 }, 4000, 4000, 0, 0.1 };
  g_autofree Task *task = g_new (Task, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  make_waves (task, random);
  NablaSnapshot *snapshot = snapshot_of ("A wave to predict", task, &plan, 1, 5);
  snapshot->label_name = g_strdup ("height");
  snapshot->field->x_name = g_strdup ("east");
  snapshot->field->y_name = g_strdup ("north");
  snapshot->feature_names = g_strdupv ((char *[]) { "east", "north", NULL });
  return snapshot;
}
