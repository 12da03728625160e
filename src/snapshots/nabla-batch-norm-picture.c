/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-batch-norm-picture.h"

NablaBatchNorm *
nabla_batch_norm_new (guint n_layers)
{
  NablaBatchNorm *self = g_new0 (NablaBatchNorm, 1);
  self->n_layers = n_layers;
  self->layers = g_new0 (NablaBatchNormLayer, n_layers);
  return self;
}

void
nabla_batch_norm_free (NablaBatchNorm *self)
{
  g_return_if_fail (self != NULL);

  for (guint l = 0; l < self->n_layers; l++)
    {
      g_free (self->layers[l].name);
      g_free (self->layers[l].units);
    }
  g_free (self->layers);
  g_free (self);
}
