/* Arrays: blocks of numbers with a shape, as numpy saves them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* numpy's own limit. */
#define NABLA_ARRAY_MAX_DIMS 32

/**
 * NablaArray:
 * @name: its name in the file; empty for the only one of an NPY file
 * @type: numpy's name of what the file holds: `float64`, `uint8`, `bool`, `str`…
 * @n_dims: number of axes; 0 for a single number
 * @shape: length of each axis
 * @n_values: their product
 * @values: the numbers, the last axis running fastest (C order) whatever the order
 *   in the file. Whole numbers beyond 2⁵³ are rounded to the nearest double.
 * @words: (nullable): of an array of text, its @n_words different values, to which
 *   @values are indices
 */
typedef struct {
  /*< public, const >*/
  char *name;
  char *type;
  guint n_dims;
  gsize shape[NABLA_ARRAY_MAX_DIMS];
  gsize n_values;
  double *values;
  const char **words;
  guint n_words;
  /*< private >*/
  GStringChunk *letters;
} NablaArray;

/**
 * nabla_array_new:
 * @name: what it is called
 * @n_dims: number of axes, at most %NABLA_ARRAY_MAX_DIMS
 * @shape: (array length=n_dims): length of each axis
 *
 * Returns: (transfer full) (nullable): an array of zeros to be filled, of type
 *   float64; %NULL with %NABLA_ERROR_TOO_LARGE if memory is short
 */
NablaArray *nabla_array_new (const char *name, guint n_dims, const gsize *shape, GError **error);

/**
 * nabla_array_shape_text:
 *
 * Returns: (transfer full): the shape as numpy writes it: `(400, 2)`, `(3,)`, `()`
 */
char *nabla_array_shape_text (const NablaArray *self);

void nabla_array_free (NablaArray *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaArray, nabla_array_free)

G_END_DECLS
