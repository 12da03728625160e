/* Field pictures: what a model says about the plane, as pixels.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-colors.h"
#include "nabla-snapshot.h"

G_BEGIN_DECLS

/**
 * NablaValueScale:
 * @map: diverging if values lie on both sides of zero, otherwise sequential
 * @low, @high: values at the ends of the map; of opposite sign and equal if it
 *   is diverging
 *
 * How the values of a regression are colored.
 */
typedef struct {
  NablaMap map;
  double low, high;
} NablaValueScale;

/* Returns: a scale for the finite values of @field and @points, each of which may be NULL */
NablaValueScale nabla_value_scale (const NablaField *field, const NablaPoints *points);

/* Returns: the color of @value on the scale */
NablaColor nabla_value_scale_color (const NablaValueScale *self, NablaTheme theme, double value);

/* Returns: that color as a ground behind points, nearer to the surface's */
NablaColor nabla_value_scale_ground (const NablaValueScale *self, NablaTheme theme, double value);

/**
 * nabla_field_picture:
 * @field: the grid
 * @scale: for values that are no probabilities
 *
 * Two classes take the field map by the probability of class 1; more take their
 * own colors, the paler the less sure the model is. What is not finite has the
 * surface's color.
 *
 * Returns: (transfer full): rows × columns pixels for nabla_marks_picture ()
 */
GBytes *nabla_field_picture (const NablaField *field,
                             const NablaValueScale *scale,
                             NablaTheme theme);

G_END_DECLS
