/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-units-picture.h"

NablaUnits *
nabla_units_new (guint n_layers)
{
  NablaUnits *self = g_new0 (NablaUnits, 1);
  self->n_layers = n_layers;
  self->layers = g_new0 (NablaUnitsLayer, n_layers);
  return self;
}

void
nabla_units_free (NablaUnits *self)
{
  g_return_if_fail (self != NULL);

  for (guint l = 0; l < self->n_layers; l++)
    {
      NablaUnitsLayer *layer = &self->layers[l];
      g_free (layer->name);
      g_free (layer->group);
      g_free (layer->weights);
      g_free (layer->biases);
      g_free (layer->similarity);
    }
  g_free (self->layers);
  g_free (self->lines);
  g_free (self->x_name);
  g_free (self->y_name);
  g_free (self->x);
  g_free (self->y);
  g_free (self->label);
  g_free (self);
}
