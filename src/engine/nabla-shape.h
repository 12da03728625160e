/* Shapes: what one example looks like as it flows through the network.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Depth, height, width, channels. */
#define NABLA_MAX_RANK 4

/**
 * NablaShape:
 * @rank: how many dimensions; 0 for a single number (a loss)
 * @dim: the dimensions of one example, without the number of examples: (n) for
 *   features, (n_H, n_W, n_C) for a picture. For a parameter, all its dimensions:
 *   (n_l, n_{l−1}) for W^[l].
 */
typedef struct {
  guint rank;
  guint dim[NABLA_MAX_RANK];
} NablaShape;

#define NABLA_SHAPE_1(a) ((NablaShape) { 1, { (a) } })
#define NABLA_SHAPE_2(a, b) ((NablaShape) { 2, { (a), (b) } })
#define NABLA_SHAPE_3(a, b, c) ((NablaShape) { 3, { (a), (b), (c) } })

/* Returns: product of the dimensions: numbers an example has */
gsize nabla_shape_size (const NablaShape *self);

gboolean nabla_shape_equal (const NablaShape *self, const NablaShape *other);

/* Returns: (transfer full): such as `(28, 28, 1)`; with @examples (may be NULL),
 * its words as a last dimension: `(4, m)` */
char *nabla_shape_format (const NablaShape *self, const char *examples);

G_END_DECLS
