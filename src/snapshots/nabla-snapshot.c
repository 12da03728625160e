/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-snapshot.h"

NablaSnapshot *
nabla_snapshot_new (void)
{
  NablaSnapshot *self = g_new0 (NablaSnapshot, 1);
  self->diverged_step = self->best_step = self->stopped_step = -1;
  self->ref_count = 1;
  return self;
}

NablaSnapshot *
nabla_snapshot_ref (const NablaSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaSnapshot *shared = (NablaSnapshot *) self;
  g_atomic_int_inc (&shared->ref_count);
  return shared;
}

void
nabla_snapshot_unref (const NablaSnapshot *self)
{
  g_return_if_fail (self != NULL);

  NablaSnapshot *shared = (NablaSnapshot *) self;
  if (!g_atomic_int_dec_and_test (&shared->ref_count))
    return;

  for (guint k = 0; shared->class_names != NULL && k < shared->n_classes; k++)
    g_free (shared->class_names[k]);
  g_free (shared->class_names);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    g_free (shared->metrics[s].confusion);
  g_clear_pointer (&shared->curves, g_ptr_array_unref);
  g_clear_pointer (&shared->layers, g_ptr_array_unref);
  g_clear_pointer (&shared->field, nabla_field_free);
  g_clear_pointer (&shared->points, nabla_points_unref);
  g_clear_pointer (&shared->fit, nabla_fit_free);
  g_clear_pointer (&shared->example, nabla_example_free);
  g_clear_pointer (&shared->examples, nabla_examples_free);
  g_clear_pointer (&shared->race, nabla_race_picture_free);
  g_clear_pointer (&shared->trials, nabla_trials_picture_free);
  g_clear_pointer (&shared->distributions, nabla_distributions_free);
  g_clear_pointer (&shared->saturation, nabla_saturation_free);
  g_clear_pointer (&shared->units, nabla_units_free);
  g_clear_pointer (&shared->batch_norm, nabla_batch_norm_free);
  g_clear_pointer (&shared->decay, nabla_decay_free);
  g_clear_pointer (&shared->hidden_space, nabla_hidden_space_free);
  g_clear_pointer (&shared->averages, nabla_averages_picture_free);
  g_clear_pointer (&shared->charts, g_ptr_array_unref);
  g_clear_pointer (&shared->batches, nabla_batches_picture_free);
  g_clear_pointer (&shared->gradient_check, nabla_gradient_check_picture_free);
  g_clear_pointer (&shared->gradient_angles, nabla_gradient_angles_free);
  g_clear_pointer (&shared->batch_noise, nabla_batch_noise_free);
  g_clear_pointer (&shared->batch_sizes, nabla_batch_sizes_free);
  g_clear_pointer (&shared->surface, nabla_surface_picture_free);
  g_strfreev (shared->feature_names);
  g_free (shared->diverged_node);
  g_free (shared->label_name);
  g_free (shared->title);
  g_free (shared);
}

void
nabla_snapshot_add_curves (NablaSnapshot *self, NablaCostCurves *curves)
{
  g_return_if_fail (self != NULL && curves != NULL);

  if (self->curves == NULL)
    self->curves = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_cost_curves_free);
  g_ptr_array_add (self->curves, curves);
}

void
nabla_snapshot_add_layer (NablaSnapshot *self, NablaLayerPicture *layer)
{
  g_return_if_fail (self != NULL && layer != NULL);

  if (self->layers == NULL)
    self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_layer_picture_free);
  g_ptr_array_add (self->layers, layer);
}

void
nabla_snapshot_add_chart (NablaSnapshot *self, NablaChart *chart)
{
  g_return_if_fail (self != NULL && chart != NULL);

  if (self->charts == NULL)
    self->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_chart_free);
  g_ptr_array_add (self->charts, chart);
}

NablaCostCurves *
nabla_cost_curves_new (const char *title)
{
  NablaCostCurves *self = g_new0 (NablaCostCurves, 1);
  self->title = g_strdup (title);
  return self;
}

NablaCostCurves *
nabla_cost_curves_share (const NablaCostCurves *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  NablaCostCurves *shared = nabla_cost_curves_new (self->title);
  shared->cost = self->cost != NULL ? nabla_series_ref (self->cost) : NULL;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    if (self->split_cost[s] != NULL)
      shared->split_cost[s] = nabla_series_ref (self->split_cost[s]);
  return shared;
}

void
nabla_cost_curves_free (NablaCostCurves *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->cost, nabla_series_unref);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    g_clear_pointer (&self->split_cost[s], nabla_series_unref);
  g_free (self->title);
  g_free (self);
}

NablaLayerPicture *
nabla_layer_picture_new (const char *name, guint units, guint n_previous)
{
  NablaLayerPicture *self = g_new0 (NablaLayerPicture, 1);
  self->name = g_strdup (name);
  self->units = units;
  self->n_previous = n_previous;
  return self;
}

void
nabla_layer_picture_free (NablaLayerPicture *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->weights);
  g_free (self->biases);
  g_free (self->unit_maps);
  g_free (self->activation);
  g_free (self->name);
  g_free (self);
}

NablaFit *
nabla_fit_new (gsize n)
{
  NablaFit *self = g_new0 (NablaFit, 1);
  self->n = n;
  self->truth = g_new0 (float, n);
  self->prediction = g_new0 (float, n);
  self->split = g_new0 (guint8, n);
  self->example = g_new0 (guint32, n);
  return self;
}

void
nabla_fit_free (NablaFit *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->truth);
  g_free (self->prediction);
  g_free (self->split);
  g_free (self->example);
  g_free (self);
}

NablaExample *
nabla_example_new (guint n_x, guint n_y, guint n_layers)
{
  NablaExample *self = g_new0 (NablaExample, 1);
  self->index = -1;
  self->split = -1;
  self->n_x = n_x;
  self->x = g_new0 (float, n_x);
  self->n_y = n_y;
  self->prediction = g_new0 (float, n_y);
  self->n_layers = n_layers;
  self->z = g_new0 (float *, n_layers);
  self->a = g_new0 (float *, n_layers);
  return self;
}

void
nabla_example_free (NablaExample *self)
{
  g_return_if_fail (self != NULL);

  for (guint l = 0; l < self->n_layers; l++)
    {
      g_free (self->z[l]);
      g_free (self->a[l]);
    }
  g_free (self->z);
  g_free (self->a);
  g_free (self->x);
  g_free (self->prediction);
  g_free (self);
}

NablaExamples *
nabla_examples_new (gsize n, guint n_x)
{
  NablaExamples *self = g_new0 (NablaExamples, 1);
  self->n = n;
  self->n_x = n_x;
  self->x = g_new0 (float, n * n_x);
  self->index = g_new0 (guint32, n);
  self->split = g_new0 (guint8, n);
  self->label = g_new0 (float, n);
  self->prediction = g_new0 (float, n);
  self->confidence = g_new0 (float, n);
  self->loss = g_new0 (float, n);
  return self;
}

void
nabla_examples_free (NablaExamples *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->x);
  g_free (self->index);
  g_free (self->split);
  g_free (self->label);
  g_free (self->prediction);
  g_free (self->confidence);
  g_free (self->loss);
  g_free (self);
}
