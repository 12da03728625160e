/* Examples in arrays: which axis counts them, and rows for the engine.
 *
 * An array (n, m) holds m examples of n features as columns, (n,) is one example, and
 * (m, n_H, n_W, n_C) are m pictures. The engine is fed rows, one an example.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-array.h"
#include "nabla-shape.h"

G_BEGIN_DECLS

/**
 * nabla_examples_of:
 * @place: what messages call the array
 * @shape: (out): of one example
 * @m: (out): how many
 *
 * Returns: whether @array holds examples at all
 */
gboolean nabla_examples_of (
    const NablaArray *array, const char *place, NablaShape *shape, gsize *m, GError **error);

/* Copies all numbers: columns are turned over, the others are rows as they are. */
void nabla_examples_to_rows (const NablaArray *array, double *rows);
void nabla_examples_from_rows (const double *rows, NablaArray *array);

/* Returns: whether two shapes are one but for axes of length 1: (4,) serves as (4, 1) */
gboolean nabla_examples_same_shape (guint n, const gsize *shape, guint n_other, const gsize *other);

G_END_DECLS
