/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "live-snapshot.h"

#include "sample-snapshot.h"

#include <math.h>

struct _LiveRun
{
  NablaSnapshot *base; /* a network that was trained on two spirals */
  NablaSeries *cost;
  NablaSeries *dev;
  GRand *random;
  guint n_points;
  gint64 step;
  guint n_made;
};

static void
add_steps (LiveRun *self, guint n)
{
  for (guint i = 0; i < n; i++, self->step++)
    {
      double noise = exp (0.5 * (g_rand_double (self->random) - 0.5));
      double cost = 0.02 + 0.7 / (1 + 1e-3 * (double) self->step);
      nabla_series_append (self->cost, self->step, cost * noise);
      if (self->step % 50 == 0)
        nabla_series_append (self->dev, self->step, 1.2 * cost + 0.02);
    }
}

LiveRun *
live_run_new (guint n_points, guint n_steps)
{
  LiveRun *self = g_new0 (LiveRun, 1);
  self->base = sample_snapshot_make ("spirals");
  self->cost = nabla_series_new ();
  self->dev = nabla_series_new ();
  self->random = g_rand_new_with_seed (4);
  self->n_points = n_points;
  add_steps (self, n_steps);
  return self;
}

void
live_run_free (LiveRun *self)
{
  nabla_snapshot_unref (self->base);
  nabla_series_unref (self->cost);
  nabla_series_unref (self->dev);
  g_rand_free (self->random);
  g_free (self);
}

static NablaField *
next_field (const LiveRun *self, double phase)
{
  const NablaField *base = self->base->field;
  NablaField *field = nabla_field_new (base->columns, base->rows, base->n_values);
  float *values = field->values;
  *field = *base;
  field->values = values;
  field->x_name = g_strdup (base->x_name);
  field->y_name = g_strdup (base->y_name);
  for (guint row = 0; row < base->rows; row++)
    for (guint column = 0; column < base->columns; column++)
      {
        guint i = row * base->columns + column;
        double p = base->values[i] + 0.08 * sin (0.1 * column + phase) * cos (0.07 * row - phase);
        values[i] = (float) CLAMP (p, 0, 1);
      }
  return field;
}

static NablaPoints *
make_points (const LiveRun *self)
{
  const NablaPoints *base = self->base->points;
  NablaPoints *points = nabla_points_new (self->n_points);
  for (gsize i = 0; i < self->n_points; i++)
    {
      gsize from = i % base->n;
      /* Copies lie beside what they were made of. */
      double radius = 0.03 * (double) (i / base->n), angle = 2.4 * (double) i;
      points->x[i] = base->x[from] + (float) (radius * cos (angle));
      points->y[i] = base->y[from] + (float) (radius * sin (angle));
      points->label[i] = base->label[from];
      points->split[i] = base->split[from];
    }
  return points;
}

static float *
changed (const float *values, gsize n, double phase)
{
  float *copy = g_memdup2 (values, n * sizeof *values);
  for (gsize i = 0; i < n; i++)
    copy[i] *= (float) (1 + 0.1 * sin (phase + (double) i));
  return copy;
}

static void
add_layers (const LiveRun *self, NablaSnapshot *snapshot, double phase)
{
  for (guint l = 0; l < self->base->layers->len; l++)
    {
      const NablaLayerPicture *base = self->base->layers->pdata[l];
      NablaLayerPicture *layer
          = nabla_layer_picture_new (base->name, base->units, base->n_previous);
      layer->activation = g_strdup (base->activation);
      layer->unit_map_size = base->unit_map_size;
      gsize n_cells = (gsize) base->unit_map_size * base->unit_map_size * base->units;
      if (base->weights != NULL)
        layer->weights = changed (base->weights, (gsize) base->units * base->n_previous, phase);
      if (base->biases != NULL)
        layer->biases = changed (base->biases, base->units, phase);
      /* What comes in stays as it is. */
      if (base->unit_maps != NULL)
        layer->unit_maps = l == 0 ? g_memdup2 (base->unit_maps, n_cells * sizeof (float))
                                  : changed (base->unit_maps, n_cells, phase);
      nabla_snapshot_add_layer (snapshot, layer);
    }
}

static void
add_metrics (const LiveRun *self, NablaSnapshot *snapshot)
{
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      NablaMetrics *metrics = &snapshot->metrics[s];
      *metrics = self->base->metrics[s];
      metrics->confusion = g_memdup2 (metrics->confusion, 4 * sizeof (guint64));
      metrics->confusion[1] += self->n_made % 3;
      metrics->accuracy -= 0.001 * (self->n_made % 7);
      metrics->cost *= 1 + 0.01 * (self->n_made % 5);
    }
}

NablaSnapshot *
live_run_next (LiveRun *self, guint n_steps)
{
  add_steps (self, n_steps);
  double phase = 0.15 * ++self->n_made;
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup ("Two Spirals");
  snapshot->step = self->step - 1;
  snapshot->steps_total = 2 * self->step;
  snapshot->n_classes = 2;
  NablaCostCurves *curves = nabla_cost_curves_new ("Run 12");
  curves->cost = nabla_series_ref (self->cost);
  curves->split_cost[NABLA_SNAPSHOT_DEV] = nabla_series_ref (self->dev);
  nabla_snapshot_add_curves (snapshot, curves);
  snapshot->field = next_field (self, phase);
  snapshot->points = make_points (self);
  add_layers (self, snapshot, phase);
  add_metrics (self, snapshot);
  return snapshot;
}
