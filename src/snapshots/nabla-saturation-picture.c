/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-saturation-picture.h"

#include <math.h>

double
nabla_activation_derivative (const char *activation, double slope, double z)
{
  g_return_val_if_fail (activation != NULL, NAN);

  if (g_str_equal (activation, "tanh"))
    {
      double a = tanh (z);
      return 1 - a * a;
    }
  if (g_str_equal (activation, "sigmoid"))
    {
      double a = 1 / (1 + exp (-z));
      return a * (1 - a);
    }
  if (g_str_equal (activation, "relu"))
    return z > 0 ? 1 : 0;
  if (g_str_equal (activation, "leaky_relu"))
    return z > 0 ? 1 : slope;
  return NAN;
}

NablaSaturation *
nabla_saturation_new (guint n_layers)
{
  NablaSaturation *self = g_new0 (NablaSaturation, 1);
  self->n_layers = n_layers;
  self->layers = g_new0 (NablaSaturatedLayer, n_layers);
  return self;
}

void
nabla_saturation_free (NablaSaturation *self)
{
  g_return_if_fail (self != NULL);

  for (guint l = 0; l < self->n_layers; l++)
    {
      g_free (self->layers[l].name);
      g_free (self->layers[l].activation);
    }
  g_free (self->layers);
  g_free (self);
}
