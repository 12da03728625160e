/* Fields and points: values over a plane of two numbers, and examples in it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaField:
 * @columns, @rows: size of the grid
 * @n_values: numbers a cell: 1 (probability of class 1, or the value predicted)
 *   or one probability a class
 * @values: rows × columns × n_values; row 0 is at @y_minimum, so the top of a
 *   picture is the last row; cell (r, c) is computed at its centre
 * @x_minimum … @y_maximum: the range of the two features that the grid covers,
 *   in the data's own units
 * @x_name, @y_name: what the features are called
 * @is_probability: whether values are probabilities; otherwise predicted values
 */
typedef struct {
  guint columns;
  guint rows;
  guint n_values;
  float *values;
  double x_minimum, x_maximum, y_minimum, y_maximum;
  char *x_name, *y_name;
  gboolean is_probability;
} NablaField;

/**
 * NablaPoints:
 * @n: how many examples
 * @x, @y: their two shown features, in the data's own units
 * @label: true class, or the value to predict
 * @split: which set each belongs to
 *
 * Snapshots in which they are the same share them, so that equal pointers mean equal
 * points.
 * @example: number of each in the data set
 */
typedef struct {
  gsize n;
  float *x;
  float *y;
  float *label;
  guint8 *split;
  guint32 *example;
  /*< private >*/
  gint ref_count;
} NablaPoints;

/* Returns: (transfer full): a grid of zeros, without names */
NablaField *nabla_field_new (guint columns, guint rows, guint n_values);
void nabla_field_free (NablaField *self);

/* Returns: (transfer full): @n points at 0 */
NablaPoints *nabla_points_new (gsize n);
NablaPoints *nabla_points_ref (NablaPoints *self);
void nabla_points_unref (NablaPoints *self);

G_END_DECLS
