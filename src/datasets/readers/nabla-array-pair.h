/* Array pairs: which array of a file is X, which is y, and how they lie.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"

G_BEGIN_DECLS

/**
 * NablaArrayPair:
 * @x: the features
 * @y: (nullable): the labels
 * @m: examples
 * @n_x: features of one
 * @step: from an example's first number to the next example's, in x->values
 * @offsets: (array length=n_x): from an example's first number to each feature's
 * @height, @width, @channels: of the pictures that examples of three or four axes
 *   are, else 0
 * @label: y as a column of @m rows, for NablaTarget; without values if @y is %NULL
 *
 * Examples are the first axis of X. Where only the last axis of a two-dimensional X
 * fits y, or y is a row (1, m), they are its columns, as the course has it: X (n_x, m),
 * Y (1, m). Labels are (m), (m, 1), (1, m), or one-hot.
 */
typedef struct {
  const NablaArray *x;
  const NablaArray *y;
  gsize m;
  guint n_x;
  gsize step;
  gsize *offsets;
  guint height, width, channels;
  NablaColumn label;
} NablaArrayPair;

/**
 * nabla_array_pair_init:
 * @label: (nullable): name of y; %NULL to find it by its name or its shape
 * @needs_label: whether a missing y is a mistake
 */
gboolean nabla_array_pair_init (NablaArrayPair *self,
                                const NablaSource *source,
                                const char *label,
                                gboolean needs_label,
                                GError **error);
void nabla_array_pair_clear (NablaArrayPair *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaArrayPair, nabla_array_pair_clear)

/* Returns: feature @k of example @i */
static inline double
nabla_array_pair_value (const NablaArrayPair *self, gsize i, guint k)
{
  return self->x->values[i * self->step + self->offsets[k]];
}

G_END_DECLS
