/* Samples that were made up: many classes, odd numbers, a million points.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sample-private.h"

#include <math.h>
#include <string.h>

/* A steep direction and a learning rate that is too large for it */
NablaSnapshot *
sample_diverged (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup ("Too large a learning rate");
  snapshot->step = 104;
  snapshot->steps_total = 1000;
  snapshot->diverged_step = 104;
  snapshot->diverged_node = g_strdup ("loss");
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 1");
  curves->cost = nabla_series_new ();
  for (guint step = 0; step < 104; step++)
    nabla_series_append (curves->cost, step, 0.7 * pow (2.25, step));
  nabla_series_append (curves->cost, 104, INFINITY);
  nabla_snapshot_add_curves (snapshot, curves);
  return snapshot;
}

/* @n_classes classes, most of them told right, some pairs often confused */
static NablaSnapshot *
make_classes (guint n_classes, guint per_class, const char *prefix)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  snapshot->title = g_strdup_printf ("%u classes", n_classes);
  snapshot->step = 2000;
  snapshot->n_classes = n_classes;
  snapshot->class_names = g_new0 (char *, n_classes);
  for (guint k = 0; k < n_classes; k++)
    snapshot->class_names[k] = g_strdup_printf ("%s%u", prefix, k);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      NablaMetrics *metrics = &snapshot->metrics[s];
      metrics->confusion = g_new0 (guint64, n_classes * n_classes);
      guint64 right = 0;
      guint m = (s == NABLA_SNAPSHOT_TRAIN ? 8 : 1) * per_class;
      for (guint k = 0; k < n_classes; k++)
        for (guint i = 0; i < m; i++)
          {
            guint guess = k;
            if (g_rand_double (random) < 0.03 + 0.03 * s)
              guess = g_rand_double (random) < 0.5
                        ? (k + n_classes / 2) % n_classes
                        : (guint) g_rand_int_range (random, 0, (int) n_classes);
            metrics->confusion[k * n_classes + guess]++;
            right += guess == k;
          }
      metrics->m = n_classes * m;
      metrics->accuracy = (double) right / (double) metrics->m;
      metrics->cost = 0.1 * (s + 1);
    }
  return snapshot;
}

static void
add_random_layer (NablaSnapshot *snapshot,
                  const char *name,
                  const char *activation,
                  guint units,
                  guint n_previous,
                  GRand *random)
{
  NablaLayerPicture *layer = nabla_layer_picture_new (name, units, n_previous);
  layer->activation = g_strdup (activation);
  if (n_previous > 0)
    {
      layer->weights = g_new (float, (gsize) units * n_previous);
      layer->biases = g_new (float, units);
      for (gsize i = 0; i < (gsize) units * n_previous; i++)
        layer->weights[i] = (float) (sample_normal (random) / sqrt (n_previous));
      for (guint i = 0; i < units; i++)
        layer->biases[i] = (float) (0.1 * sample_normal (random));
    }
  nabla_snapshot_add_layer (snapshot, layer);
}

/* The numeral @k in the strokes of a pocket calculator, as 28 × 28 numbers 0 … 255 */
static void
draw_numeral (guint k, float *x, GRand *random)
{
  static const char *const strokes[]
    = { "ABCDEF", "BC", "ABGED", "ABGCD", "FGBC", "AFGCD", "AFGECD", "ABC", "ABCDEFG", "ABCDFG" };
  static const int segments[7][4] = { /* from (x, y) to (x, y) */
    { 9, 5, 18, 5 }, { 18, 5, 18, 14 }, { 18, 14, 18, 22 }, { 9, 22, 18, 22 },
    { 9, 14, 9, 22 }, { 9, 5, 9, 14 }, { 9, 14, 18, 14 },
  };
  int dx = g_rand_int_range (random, -3, 4), dy = g_rand_int_range (random, -2, 3);
  double slant = 0.35 * (g_rand_double (random) - 0.3);
  for (const char *stroke = strokes[k]; *stroke != '\0'; stroke++)
    for (int t = 0; t <= 40; t++)
      {
        const int *s = segments[*stroke - 'A'];
        double y = s[1] + (s[3] - s[1]) * t / 40.0;
        double px = s[0] + (s[2] - s[0]) * t / 40.0 + slant * (14 - y) + dx;
        for (int c = (int) px - 1; c <= (int) px + 2; c++)
          for (int r = (int) y - 1; r <= (int) y + 2; r++)
            {
              float *pixel = &x[CLAMP (r + dy, 0, 27) * 28 + CLAMP (c, 0, 27)];
              double ink = 255 * CLAMP (1.9 - hypot (c - px, r - y), 0, 1);
              *pixel = MAX (*pixel, (float) ink);
            }
      }
}

static void
add_numerals (NablaSnapshot *snapshot, GRand *random)
{
  const guint n = 120;
  snapshot->image_height = snapshot->image_width = 28;
  snapshot->image_channels = 1;
  NablaExamples *examples = snapshot->examples = nabla_examples_new (n, 784);
  examples->n_total = 5000;
  examples->n_wrong = 31;
  for (guint i = 0; i < n; i++)
    {
      guint k = (guint) g_rand_int_range (random, 0, 10);
      draw_numeral (k, examples->x + 784 * i, random);
      examples->index[i] = (guint) g_rand_int_range (random, 0, 5000);
      examples->split[i] = i % 3;
      examples->label[i] = (float) k;
      examples->prediction[i] = (float) (i < 31 ? (k + 3) % 10 : k);
      examples->confidence[i] = (float) (i < 31 ? 0.6 - 0.01 * i : 0.9);
      examples->loss[i] = (float) (4 * exp (-0.05 * i));
    }
  NablaExample *example = snapshot->example = nabla_example_new (784, 10, 4);
  memcpy (example->x, examples->x, 784 * sizeof (float));
  example->index = examples->index[0];
  example->split = NABLA_SNAPSHOT_TRAIN;
  example->label = examples->label[0];
  example->loss = 4;
  double sum = 0;
  for (guint k = 0; k < 10; k++)
    sum += example->prediction[k]
      = (float) exp (sample_normal (random) + 4 * (k == (guint) examples->prediction[0]));
  for (guint k = 0; k < 10; k++)
    example->prediction[k] /= (float) sum;
  for (guint l = 0; l < 4; l++)
    {
      const NablaLayerPicture *layer = snapshot->layers->pdata[l];
      example->a[l] = g_new0 (float, layer->units);
      for (guint u = 0; u < layer->units; u++)
        example->a[l][u] = (float) fabs (sample_normal (random));
    }
}

NablaSnapshot *
sample_digits (void)
{
  NablaSnapshot *snapshot = make_classes (10, 100, "");
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  add_random_layer (snapshot, "input", NULL, 784, 0, random);
  add_random_layer (snapshot, "hidden1", "relu", 512, 784, random);
  add_random_layer (snapshot, "hidden2", "relu", 256, 512, random);
  add_random_layer (snapshot, "output", NULL, 10, 256, random);
  add_numerals (snapshot, random);
  return snapshot;
}

NablaSnapshot *
sample_hundred (void)
{
  NablaSnapshot *snapshot = make_classes (100, 40, "kind ");
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  add_random_layer (snapshot, "input", NULL, 3, 0, random);
  for (guint l = 1; l <= 9; l++)
    {
      g_autofree char *name = g_strdup_printf ("h%u", l);
      add_random_layer (snapshot, name, "relu", 6, l == 1 ? 3 : 6, random);
    }
  add_random_layer (snapshot, "output", NULL, 100, 6, random);
  return snapshot;
}

NablaSnapshot *
sample_one_point (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 2;
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 1");
  curves->cost = nabla_series_new ();
  nabla_series_append (curves->cost, 0, 0.693);
  nabla_snapshot_add_curves (snapshot, curves);
  snapshot->points = nabla_points_new (1);
  snapshot->points->x[0] = 1;
  snapshot->points->y[0] = 2;
  snapshot->field = nabla_field_new (1, 1, 1);
  snapshot->field->is_probability = TRUE;
  snapshot->field->x_maximum = 2;
  snapshot->field->y_maximum = 4;
  snapshot->field->values[0] = 0.5f;
  snapshot->metrics[0].m = 1;
  snapshot->metrics[0].accuracy = 1;
  snapshot->metrics[0].confusion = g_new0 (guint64, 4);
  snapshot->metrics[0].confusion[0] = 1;
  nabla_snapshot_add_layer (snapshot, nabla_layer_picture_new ("input", 1, 0));
  NablaLayerPicture *output = nabla_layer_picture_new ("output", 1, 1);
  output->weights = g_new0 (float, 1);
  output->biases = g_new0 (float, 1);
  nabla_snapshot_add_layer (snapshot, output);
  snapshot->examples = nabla_examples_new (1, 1);
  snapshot->examples->n_total = 1;
  snapshot->example = nabla_example_new (1, 1, 2);
  return snapshot;
}

/* Examples of a class that is none, and of numbers that are none */
static void
add_extreme_examples (NablaSnapshot *snapshot, double odd)
{
  NablaExamples *examples = snapshot->examples = nabla_examples_new (12, 2);
  NablaFit *fit = snapshot->fit = nabla_fit_new (12);
  examples->n_total = examples->n_wrong = G_MAXSIZE;
  for (guint i = 0; i < 12; i++)
    {
      examples->x[2 * i] = examples->x[2 * i + 1] = (float) (i % 2 == 0 ? odd : -3e38);
      examples->index[i] = G_MAXUINT32 - i;
      examples->split[i] = (guint8) (i % 4);
      examples->label[i] = (float) (i % 3 == 0 ? odd : i);
      examples->prediction[i] = (float) (i % 4 == 0 ? odd : i % 3);
      examples->confidence[i] = examples->loss[i] = (float) odd;
      fit->truth[i] = (float) (i % 3 == 0 ? odd : 3e38);
      fit->prediction[i] = (float) (i % 4 == 0 ? odd : -3e38);
    }
  NablaExample *example = snapshot->example = nabla_example_new (2, 3, 2);
  example->index = -1;
  example->split = -1;
  example->x[0] = (float) odd;
  example->x[1] = 3e38f;
  example->label = (float) odd;
  example->loss = (float) odd;
  for (guint k = 0; k < 3; k++)
    example->prediction[k] = (float) odd;
  example->a[0] = g_new0 (float, 2);
  example->a[1] = g_new0 (float, 3);
  example->a[0][0] = (float) odd;
  example->a[0][1] = -3e38f;
}

/* Numbers at the end of the range, positive and negative, @odd among them */
static NablaSnapshot *
make_extreme (double odd)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->n_classes = 3;
  snapshot->step = 199;
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 1");
  curves->cost = nabla_series_new ();
  curves->split_cost[NABLA_SNAPSHOT_DEV] = nabla_series_new ();
  for (guint i = 0; i < 200; i++)
    {
      nabla_series_append (curves->cost, i, i % 3 == 0 ? odd : i % 3 == 1 ? 1e308 : -1e308);
      nabla_series_append (curves->split_cost[NABLA_SNAPSHOT_DEV], i, i % 2 == 0 ? odd : 1e-308);
    }
  nabla_snapshot_add_curves (snapshot, curves);

  snapshot->field = nabla_field_new (20, 20, 3);
  snapshot->field->is_probability = TRUE;
  snapshot->field->x_minimum = -3e38;
  snapshot->field->x_maximum = 3e38;
  snapshot->field->y_minimum = -1;
  snapshot->field->y_maximum = 1;
  for (guint i = 0; i < 1200; i++)
    snapshot->field->values[i] = (float) (i % 7 == 0 ? odd : i % 5);
  snapshot->points = nabla_points_new (30);
  for (guint i = 0; i < 30; i++)
    {
      snapshot->points->x[i] = (float) (i % 4 == 0 ? odd : 2e38);
      snapshot->points->y[i] = (float) (i % 5 == 0 ? odd : 0.1 * i - 1.5);
      snapshot->points->label[i] = (float) (i % 6 == 0 ? odd : i % 3);
      snapshot->points->split[i] = i % 3;
    }
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      snapshot->metrics[s].m = G_MAXUINT64;
      snapshot->metrics[s].cost = odd;
      snapshot->metrics[s].accuracy = odd;
      snapshot->metrics[s].confusion = g_new0 (guint64, 9);
      for (guint i = 0; i < 9; i++)
        snapshot->metrics[s].confusion[i] = G_MAXUINT64 / 9;
    }
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  add_random_layer (snapshot, "input", NULL, 2, 0, random);
  add_random_layer (snapshot, "output", "softmax", 3, 2, random);
  NablaLayerPicture *output = snapshot->layers->pdata[1];
  for (guint i = 0; i < 6; i++)
    output->weights[i] = (float) (i % 2 == 0 ? odd : 3e38);
  output->unit_map_size = 4;
  output->unit_maps = g_new (float, 48);
  for (guint i = 0; i < 48; i++)
    output->unit_maps[i] = (float) (i % 2 == 0 ? odd : -3e38);
  add_extreme_examples (snapshot, odd);
  sample_add_odd_layers (snapshot, odd);
  return snapshot;
}

NablaSnapshot *
sample_huge (void)
{
  return make_extreme (1e300);
}

NablaSnapshot *
sample_not_finite (void)
{
  return make_extreme (NAN);
}

/* All values NaN or infinite, so that nothing has a range */
NablaSnapshot *
sample_infinite (void)
{
  NablaSnapshot *snapshot = make_extreme (-INFINITY);
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 2");
  curves->cost = nabla_series_new ();
  nabla_series_append (curves->cost, 0, INFINITY);
  g_clear_pointer (&snapshot->curves, g_ptr_array_unref);
  nabla_snapshot_add_curves (snapshot, curves);
  for (guint i = 0; i < 1200; i++)
    snapshot->field->values[i] = NAN;
  snapshot->n_classes = 0;
  snapshot->field->is_probability = FALSE;
  return snapshot;
}

NablaSnapshot *
sample_million (void)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  snapshot->title = g_strdup ("A million steps");
  snapshot->n_classes = 2;
  snapshot->step = snapshot->steps_total = 999999;
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 1");
  curves->cost = nabla_series_new ();
  for (gint64 step = 0; step < 1000000; step++)
    nabla_series_append (curves->cost, step,
                         (0.02 + 0.7 / (1 + 1e-4 * (double) step))
                           * exp (0.5 * (g_rand_double (random) - 0.5)));
  nabla_snapshot_add_curves (snapshot, curves);

  guint n = 200000;
  snapshot->points = nabla_points_new (n);
  for (guint i = 0; i < n; i++)
    {
      snapshot->points->x[i] = (float) sample_normal (random);
      snapshot->points->y[i] = (float) sample_normal (random);
      snapshot->points->label[i] = snapshot->points->x[i] > 0;
    }
  return snapshot;
}
