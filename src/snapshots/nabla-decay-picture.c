/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-decay-picture.h"

NablaDecay *
nabla_decay_new (guint n_layers)
{
  NablaDecay *self = g_new0 (NablaDecay, 1);
  self->n_layers = n_layers;
  self->layers = g_new0 (NablaDecayLayer, n_layers);
  return self;
}

void
nabla_decay_free (NablaDecay *self)
{
  g_return_if_fail (self != NULL);

  for (guint l = 0; l < self->n_layers; l++)
    g_free (self->layers[l].name);
  g_free (self->layers);
  g_free (self->optimizer);
  g_free (self);
}
