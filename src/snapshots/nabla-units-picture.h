/* Units: which of a layer are the same unit, and their lines in the plane.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many units, and so many weights of each, are compared in pictures. */
#define NABLA_UNITS_MOST_SHOWN 64

/**
 * NablaUnitsLayer:
 * @name: of the layer
 * @units: how many
 * @n_previous: weights of each
 * @n_groups: how many different ones there are: units of a group have the same weights
 *   and bias, bit for bit
 * @group: for each unit its group, 0 … n_groups − 1, in the order in which they appear
 * @weights_zero: whether all of W is exactly zero
 * @gradients_zero: whether all of dJ/dW is exactly zero
 * @n_shown, @n_columns: min (units, 64), min (n_previous, 64)
 * @weights: n_shown × n_columns, row by row
 * @biases: (nullable): n_shown
 * @similarity: n_shown × n_shown: cosine of the angle between two units' weights and
 *   biases; NAN where one of them is zero
 */
typedef struct
{
  char *name;
  guint units;
  guint n_previous;
  guint n_groups;
  guint32 *group;
  gboolean weights_zero;
  gboolean gradients_zero;
  guint n_shown;
  guint n_columns;
  float *weights;
  float *biases;
  float *similarity;
} NablaUnitsLayer;

/**
 * NablaUnits:
 * @layers: those with weights, in order
 * @has_lines: whether the data has two features, so that a unit of the first layer has
 *   a line w·x + b = 0 in their plane
 * @lines: (nullable): of each unit of the first layer, for its first n_shown: a, b, c of
 *   a·x₁ + b·x₂ + c = 0 in the data's own units
 * @x_minimum … @y_maximum: what the data's plane covers
 * @x_name, @y_name: the two features
 * @n_points, @x, @y, @label: examples in it
 * @moves: what gradients let move
 */
typedef struct
{
  guint n_layers;
  NablaUnitsLayer *layers;
  gboolean has_lines;
  float *lines;
  double x_minimum, x_maximum, y_minimum, y_maximum;
  char *x_name, *y_name;
  gsize n_points;
  float *x, *y, *label;
  enum
  {
    NABLA_UNITS_MOVE,        /* some weight or hidden bias has a gradient */
    NABLA_UNITS_OUTPUT_BIAS, /* nothing but the output's bias has one */
    NABLA_UNITS_NOTHING,     /* no parameter has one */
  } moves;
} NablaUnits;

NablaUnits *nabla_units_new (guint n_layers);
void nabla_units_free (NablaUnits *self);

G_END_DECLS
