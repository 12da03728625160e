/* Samples of what is seen inside of networks: a deep one whose gradients vanish, units that
 * are the same, and parts whose numbers are odd.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sample-private.h"

#include <math.h>

#define NUMBERS 600

/* @n_layers layers at 60 steps; z and gradients shrink by @factor from layer to layer. */
static void
add_distributions (NablaSnapshot *snapshot, guint n_layers, double factor, GRand *random)
{
  NablaDistributions *picture = snapshot->distributions = nabla_distributions_new (n_layers);
  guint n_columns = snapshot->step > 0 ? 60 : 1;
  for (guint l = 0; l < n_layers; l++)
    {
      picture->names[l] = l + 1 < n_layers ? g_strdup_printf ("h%u", l + 1) : g_strdup ("output");
      picture->activations[l] = g_strdup (l + 1 < n_layers ? "tanh" : NULL);
      picture->units[l] = 6;
    }
  for (guint c = 0; c < n_columns; c++)
    {
      gint64 step = n_columns > 1 ? snapshot->step * c / (n_columns - 1) : 0;
      NablaDistributionColumn *column = nabla_distribution_column_new (step, n_layers);
      for (guint l = 0; l < n_layers; l++)
        {
          double grown = 1 + 2.0 * c / n_columns;
          double sizes[]
              = { grown * pow (factor, l), 0, 0.01 * pow (factor, n_layers - 1 - l), 0.4 * grown };
          float numbers[NUMBERS];
          for (guint q = 0; q < NABLA_N_LAYER_QUANTITIES; q++)
            {
              for (guint i = 0; i < NUMBERS; i++)
                numbers[i] = (float)(q == NABLA_LAYER_A ? tanh (numbers[i])
                                                        : sizes[q] * sample_normal (random));
              nabla_distribution_count (
                  nabla_distribution_column_cell (column, l, (NablaLayerQuantity)q), numbers,
                  NUMBERS);
              for (guint i = 0; q == NABLA_LAYER_Z && i < NUMBERS; i++)
                numbers[i] = (float)(sizes[q] * sample_normal (random));
            }
        }
      g_ptr_array_add (picture->columns, column);
    }
}

static void
add_saturation (NablaSnapshot *snapshot, guint n_layers, const char *activation, double size)
{
  snapshot->saturation = nabla_saturation_new (n_layers);
  for (guint l = 0; l < n_layers; l++)
    {
      NablaSaturatedLayer *layer = &snapshot->saturation->layers[l];
      double sum = 0;
      layer->name = g_strdup_printf ("h%u", l + 1);
      layer->activation = g_strdup (activation);
      layer->units = 8;
      layer->rows = 200;
      layer->low = -size;
      layer->high = size;
      layer->share_flat = 0.3f;
      for (guint i = 0; i < NABLA_SATURATION_BINS; i++)
        sum += layer->bins[i] = (float)exp (-0.002 * (i - 24.0) * (i - 24.0));
      for (guint i = 0; i < NABLA_SATURATION_BINS; i++)
        layer->bins[i] /= (float)sum;
    }
}

/* Layers of @n units, of which the first @equal are the same. */
static void
add_units (NablaSnapshot *snapshot,
           guint n_layers,
           guint n,
           guint equal,
           gboolean has_lines,
           GRand *random)
{
  NablaUnits *units = snapshot->units = nabla_units_new (n_layers);
  for (guint l = 0; l < n_layers; l++)
    {
      NablaUnitsLayer *layer = &units->layers[l];
      guint shown = MIN (n, NABLA_UNITS_MOST_SHOWN), columns = l == 0 && has_lines ? 2 : shown;
      layer->name = g_strdup_printf ("h%u", l + 1);
      layer->units = n;
      layer->n_previous = columns;
      layer->n_groups = n - equal + 1;
      layer->group = g_new (guint32, n);
      layer->n_shown = shown;
      layer->n_columns = columns;
      layer->weights = g_new (float, shown *columns);
      layer->biases = g_new (float, shown);
      layer->similarity = g_new (float, shown *shown);
      for (guint u = 0; u < n; u++)
        layer->group[u] = u < equal ? 0 : u - equal + 1;
      for (guint u = 0; u < shown; u++)
        {
          for (guint j = 0; j < columns; j++)
            layer->weights[u * columns + j]
                = u > 0 && u < equal ? layer->weights[j] : (float)sample_normal (random);
          layer->biases[u]
              = u > 0 && u < equal ? layer->biases[0] : (float)(0.5 * sample_normal (random));
          for (guint v = 0; v < shown; v++)
            layer->similarity[u * shown + v]
                = u == v || MAX (u, v) < equal ? 1 : (float)sin (u * v);
        }
    }
  if (!has_lines)
    return;
  guint shown = units->layers[0].n_shown;
  units->has_lines = TRUE;
  units->lines = g_new (float, 3 * shown);
  for (guint u = 0; u < shown; u++)
    {
      units->lines[3 * u] = units->layers[0].weights[2 * u];
      units->lines[3 * u + 1] = units->layers[0].weights[2 * u + 1];
      units->lines[3 * u + 2] = units->layers[0].biases[u];
    }
  units->x_minimum = units->y_minimum = -2;
  units->x_maximum = units->y_maximum = 2;
  units->x_name = g_strdup ("x1");
  units->y_name = g_strdup ("x2");
  units->n_points = 200;
  units->x = g_new (float, 200);
  units->y = g_new (float, 200);
  units->label = g_new (float, 200);
  for (guint i = 0; i < 200; i++)
    {
      units->x[i] = (float)(0.8 * sample_normal (random));
      units->y[i] = (float)(0.8 * sample_normal (random));
      units->label[i] = units->x[i] > 0;
    }
}

static void
add_batch_norm (NablaSnapshot *snapshot, guint n, GRand *random)
{
  NablaBatchNorm *picture = snapshot->batch_norm = nabla_batch_norm_new (1);
  NablaBatchNormLayer *layer = &picture->layers[0];
  layer->name = g_strdup ("n1");
  layer->n_units = n;
  layer->n_shown = MIN (n, NABLA_BATCH_NORM_MOST_UNITS);
  layer->units = g_new0 (NablaBatchNormUnit, layer->n_shown);
  layer->epsilon = 1e-5;
  picture->rows = 64;
  picture->train_cost = 0.31;
  picture->test_cost = 0.52;
  picture->mean_difference = 0.08;
  picture->largest_difference = 0.41;
  for (guint u = 0; u < layer->n_shown; u++)
    {
      NablaBatchNormUnit *unit = &layer->units[u];
      unit->batch_mean = (float)(3 * sample_normal (random));
      unit->batch_variance = (float)(0.5 + g_rand_double (random));
      unit->moving_mean = 0.8f * unit->batch_mean;
      unit->moving_variance = 1;
      unit->gamma = (float)(1 + 0.2 * sample_normal (random));
      unit->beta = (float)(0.3 * sample_normal (random));
      for (guint i = 0; i < NABLA_BATCH_NORM_PERCENTILES; i++)
        {
          static const double places[] = { -1.64, -0.67, 0, 0.67, 1.64 };
          unit->before[i] = (float)(unit->batch_mean + places[i] * sqrt (unit->batch_variance));
          unit->after[i] = (float)(unit->beta + unit->gamma * places[i]);
          unit->at_test[i] = unit->beta + unit->gamma * (unit->before[i] - unit->moving_mean);
        }
    }
}

static void
add_decay (NablaSnapshot *snapshot, guint n_layers, gboolean is_adaptive)
{
  NablaDecay *decay = snapshot->decay = nabla_decay_new (n_layers);
  decay->optimizer = g_strdup (is_adaptive ? "adam" : "gradient_descent");
  decay->learning_rate = 0.1;
  decay->l2 = 0.7;
  decay->m = 200;
  decay->is_adaptive = is_adaptive;
  for (guint l = 0; l < n_layers; l++)
    {
      NablaDecayLayer *layer = &decay->layers[l];
      layer->name = l + 1 < n_layers ? g_strdup_printf ("h%u", l + 1) : g_strdup ("output");
      layer->n = 36;
      layer->norm = 2.5 + l;
      layer->gradient_move = 0.02 / (l + 1);
      layer->decoupled_move = 0.00035 * layer->norm;
      layer->l2_move = (is_adaptive ? 12 : 1) * layer->decoupled_move;
      layer->factor_low = is_adaptive ? 0.98 : 0.99965;
      layer->factor_median = is_adaptive ? 0.995 : 0.99965;
      layer->factor_high = is_adaptive ? 0.9999 : 0.99965;
    }
}

/* A fold: u = tanh of one direction, v = tanh of a bent one */
static void
add_hidden_space (NablaSnapshot *snapshot, guint units, GRand *random)
{
  const guint side = 25, n = 200;
  NablaHiddenSpace *space = snapshot->hidden_space = nabla_hidden_space_new (side, 1, n);
  space->names = g_strsplit ("h1;h2", ";", -1);
  space->layer = 1;
  space->units = units;
  space->is_projected = units > 2;
  space->explained = units > 2 ? 0.83 : 1;
  space->is_probability = TRUE;
  space->has_line = TRUE;
  space->line[0] = 1;
  space->line[1] = -0.8;
  space->line[2] = 0.1;
  for (guint c = 0; c < side * side; c++)
    {
      double x = (c % side) / 6.0 - 2, y = (c / side) / 6.0 - 2;
      double u = tanh (x + 0.4 * y), v = tanh (0.7 * x * y - 0.3 * x);
      space->grid[2 * c] = (float)u;
      space->grid[2 * c + 1] = (float)v;
      space->values[c] = (float)(1 / (1 + exp (-4 * (u - 0.8 * v + 0.1))));
    }
  for (guint i = 0; i < n; i++)
    {
      double x = sample_normal (random), y = sample_normal (random);
      space->u[i] = (float)tanh (x + 0.4 * y);
      space->v[i] = (float)tanh (0.7 * x * y - 0.3 * x);
      space->label[i] = space->u[i] - 0.8 * space->v[i] + 0.1 + 0.1 * y > 0;
      space->split[i] = i % 3;
      space->example[i] = i;
    }
}

static void
add_metrics (NablaSnapshot *snapshot, const double *errors, const guint *sizes)
{
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      snapshot->metrics[s].m = sizes[s];
      snapshot->metrics[s].accuracy = 1 - errors[s];
    }
}

/* Fifty layers: sigmoids that make gradients vanish, and wide matrices of units */
NablaSnapshot *
sample_deep (void)
{
  static const double errors[] = { 0.12, 0.125, 0.3 };
  static const guint sizes[] = { 60000, 10000, 10000 };
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (12);
  snapshot->step = 999999;
  snapshot->n_classes = 2;
  add_distributions (snapshot, 50, 0.6, random);
  add_saturation (snapshot, 49, "sigmoid", 30);
  add_units (snapshot, 50, 1000, 400, FALSE, random);
  add_batch_norm (snapshot, 1000, random);
  add_decay (snapshot, 50, FALSE);
  add_hidden_space (snapshot, 1000, random);
  add_metrics (snapshot, errors, sizes);
  return snapshot;
}

/* Four units, three of which are the same */
NablaSnapshot *
sample_twins (void)
{
  static const double errors[] = { 0.01, 0.16, 0.15 };
  static const guint sizes[] = { 200, 100, 100 };
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (13);
  snapshot->step = 1200;
  snapshot->n_classes = 2;
  add_distributions (snapshot, 3, 1, random);
  add_saturation (snapshot, 2, "tanh", 6);
  add_units (snapshot, 2, 4, 3, TRUE, random);
  add_batch_norm (snapshot, 4, random);
  add_decay (snapshot, 3, TRUE);
  add_hidden_space (snapshot, 2, random);
  add_metrics (snapshot, errors, sizes);
  return snapshot;
}

/* The parts with one number each, or with numbers of which most are @odd */
void
sample_add_odd_layers (NablaSnapshot *snapshot, double odd)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (14);
  const float numbers[] = { (float)odd, 3e38f, -3e38f, 1e-40f, (float)odd };
  add_distributions (snapshot, 3, 1, random);
  for (guint c = 0; c < snapshot->distributions->columns->len; c++)
    for (guint l = 0; l < 2; l++)
      for (guint q = 0; q < NABLA_N_LAYER_QUANTITIES; q++)
        nabla_distribution_count (
            nabla_distribution_column_cell (snapshot->distributions->columns->pdata[c], l,
                                            (NablaLayerQuantity)q),
            numbers, l == 0 ? 1 : G_N_ELEMENTS (numbers));
  add_saturation (snapshot, 2, "relu", 3e38);
  snapshot->saturation->layers[0].share_not_finite = 0.5;
  snapshot->saturation->layers[0].high = snapshot->saturation->layers[0].low;
  add_units (snapshot, 2, 4, 1, TRUE, random);
  for (guint u = 0; u < 4; u++)
    snapshot->units->lines[3 * u + u % 3] = (float)odd;
  snapshot->units->layers[0].weights[1] = snapshot->units->layers[0].similarity[1] = (float)odd;
  snapshot->units->x[3] = (float)odd;
  add_batch_norm (snapshot, 3, random);
  snapshot->batch_norm->train_cost = odd;
  snapshot->batch_norm->layers[0].units[0].batch_variance = (float)odd;
  snapshot->batch_norm->layers[0].units[1].after[2] = (float)odd;
  snapshot->batch_norm->layers[0].units[1].gamma = -3e38f;
  snapshot->batch_norm->layers[0].units[2].moving_mean = (float)odd;
  add_decay (snapshot, 2, TRUE);
  snapshot->decay->layers[0].l2_move = snapshot->decay->layers[1].norm = odd;
  snapshot->decay->layers[1].factor_low = odd;
  add_hidden_space (snapshot, 2, random);
  snapshot->hidden_space->u[0] = snapshot->hidden_space->grid[5] = (float)odd;
  snapshot->hidden_space->v[1] = snapshot->hidden_space->grid[8] = 3e38f;
  snapshot->hidden_space->values[3] = (float)odd;
  snapshot->hidden_space->line[1] = odd;
}
