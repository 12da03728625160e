/* Hidden space: where a layer puts the plane of the data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaHiddenSpace:
 * @names: (array zero-terminated=1): of the hidden layers
 * @layer: which of them is shown
 * @units: of that one
 * @is_projected: whether it has more than two units, so that u and v are coordinates on
 *   its first two principal components, of the points shown; else they are a₁ and a₂
 * @explained: share of the points' variance that both components have
 * @side: lines of the grid in each direction
 * @grid: (array): side × side × 2: where the crossings are put; row 0 is at the bottom of
 *   the plane. Evenly spaced in the plane of two features, the others at their mean.
 * @n_values, @values: side × side × n_values: what the whole network says there
 * @is_probability: of @values
 * @n_points, @u, @v, @label, @split, @example: examples
 * @has_line: whether the output has one unit that takes this layer's activations, so
 *   that its boundary is straight here
 * @line: a, b, c of a·u + b·v + c = 0; where is_projected, for what lies in the plane of
 *   both components
 */
typedef struct
{
  char **names;
  guint layer;
  guint units;
  gboolean is_projected;
  double explained;
  guint side;
  float *grid;
  guint n_values;
  float *values;
  gboolean is_probability;
  gsize n_points;
  float *u, *v, *label;
  guint8 *split;
  guint32 *example;
  gboolean has_line;
  double line[3];
} NablaHiddenSpace;

/* Returns: (transfer full): with room for so much, zeroed; no names */
NablaHiddenSpace *nabla_hidden_space_new (guint side, guint n_values, gsize n_points);
void nabla_hidden_space_free (NablaHiddenSpace *self);

G_END_DECLS
