/* NPY: numpy's own format for one array.
 *
 * A magic word and a version, the length of a header, the header (a Python
 * dictionary such as {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }),
 * then the values. https://numpy.org/doc/stable/reference/generated/numpy.lib.format
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-input.h"

G_BEGIN_DECLS

/* No header is longer; numpy itself reads 10,000 bytes. */
#define NABLA_NPY_MAX_HEADER 65536

/**
 * NablaNpyHeader:
 * @kind: `f` float, `i` whole, `u` whole without sign, `b` truth, `U` text, `S` bytes
 * @item_size: bytes of a value
 * @big_endian: whether the high byte comes first
 * @fortran: whether the first axis runs fastest
 * @n_values: product of @shape
 * @data: where the values begin
 * @size: bytes in all, header and values
 */
typedef struct {
  char kind;
  gsize item_size;
  gboolean big_endian;
  gboolean fortran;
  guint n_dims;
  gsize shape[NABLA_ARRAY_MAX_DIMS];
  gsize n_values;
  gsize data;
  gsize size;
} NablaNpyHeader;

/* Returns: whether @bytes begin like an NPY file */
gboolean nabla_npy_is (const char *bytes, gsize length);

/**
 * nabla_npy_read_header:
 * @place: file, or file and array, for messages
 * @bytes: (array length=length): the beginning of the file; NABLA_NPY_MAX_HEADER
 *   bytes are always enough
 * @error: %NABLA_ERROR_UNSUPPORTED if it is sound, but its values are no numbers or
 *   words: Python objects, records, complex numbers, dates
 */
gboolean nabla_npy_read_header (NablaNpyHeader *self,
                                const char *place,
                                const char *bytes,
                                gsize length,
                                GError **error);

/**
 * nabla_npy_read_values:
 * @bytes: (array length=length): all of the file
 *
 * Returns: (transfer full) (nullable): the array, without a name
 */
NablaArray *nabla_npy_read_values (const NablaNpyHeader *self,
                                   NablaInput *input,
                                   const char *place,
                                   const char *bytes,
                                   gsize length,
                                   GError **error);

G_END_DECLS
