/* Painted points: a data set small enough to stand in the experiment itself.
 *
 *   [data]
 *   source=points
 *   points=0.5,-1,0; 1.25,2,1; -0.3,0.7,1
 *
 * A point is x₁, x₂ and its class; points are separated by `;`.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The word of [data] source=. */
#define NABLA_POINTS_SOURCE "points"

#define NABLA_POINTS_MOST 5000
#define NABLA_POINTS_MOST_CLASSES 10

/**
 * NablaPaintedPoint:
 * @x1, @x2: finite numbers
 * @label: its class, 0 … 9
 */
typedef struct
{
  double x1;
  double x2;
  guint label;
} NablaPaintedPoint;

/**
 * nabla_points_text_format:
 * @points: (array length=n): painted points
 *
 * Returns: (transfer full): `x1,x2,class; x1,x2,class` with numbers that read back as
 *   the same doubles; empty without points
 */
char *nabla_points_text_format (const NablaPaintedPoint *points, gsize n);

/**
 * nabla_points_text_parse:
 * @text: such a list; white space anywhere around numbers, and a `;` at the end, are
 *   allowed
 * @error: which point is wrong, what was found and what is allowed
 *
 * Returns: (transfer full) (nullable) (element-type NablaPaintedPoint): the points
 */
GArray *nabla_points_text_parse (const char *text, GError **error);

G_END_DECLS
