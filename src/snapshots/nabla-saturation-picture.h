/* Saturation: where pre-activations lie on their activation's derivative.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NABLA_SATURATION_BINS 64
/* Where |g′(z)| is less than this, hardly anything of a gradient gets through. */
#define NABLA_SATURATION_FLAT 0.05

/**
 * NablaSaturatedLayer: an activation and what it gets
 * @name: of the layer
 * @activation: tanh, sigmoid, relu or leaky_relu
 * @slope: of leaky_relu, left of zero
 * @units: how many
 * @rows: examples looked at, evenly chosen of the batch
 * @low, @high: of the finite z
 * @bins: shares of z in equal parts of @low … @high
 * @share_flat: of z where g′(z) < %NABLA_SATURATION_FLAT
 * @share_not_finite: of z
 * @n_dead: units of relu through which no example's gradient gets: z ≤ 0 for all
 * @n_stuck: units for which g′(z) < %NABLA_SATURATION_FLAT for all; dead ones too
 */
typedef struct
{
  char *name;
  char *activation;
  double slope;
  guint units;
  gsize rows;
  double low, high;
  float bins[NABLA_SATURATION_BINS];
  float share_flat;
  float share_not_finite;
  guint n_dead;
  guint n_stuck;
} NablaSaturatedLayer;

typedef struct
{
  guint n_layers;
  NablaSaturatedLayer *layers;
} NablaSaturation;

/* Returns: g′(z) of tanh, sigmoid, relu or leaky_relu; NAN of others. At the kink it is
 * the derivative of the left side, as backpropagation takes it. */
double nabla_activation_derivative (const char *activation, double slope, double z);

NablaSaturation *nabla_saturation_new (guint n_layers);
void nabla_saturation_free (NablaSaturation *self);

G_END_DECLS
