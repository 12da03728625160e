/* Safetensors: files of named arrays.
 *
 * The format of Hugging Face's library of that name, which PyTorch, JAX and others
 * read:
 *
 *   8 bytes    n, how long the header is, little-endian
 *   n bytes    the header, JSON, padded with spaces to a multiple of 8:
 *              {"__metadata__": {"key": "text", …},
 *               "hidden/W": {"dtype": "F32", "shape": [4, 2], "data_offsets": [0, 32]}, …}
 *   the rest   the numbers, little-endian, each array row-major, one after another
 *              without gaps; offsets are counted from here
 *
 * Nothing in a file is executed or trusted: every length and offset is checked
 * before memory is taken or a number read.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NABLA_TENSOR_MAX_RANK 8

/* Headers that are longer are not read: what the format allows. */
#define NABLA_SAFETENSORS_MAX_HEADER 100000000

/* Kinds of numbers that are converted to double; others are not read. */
typedef enum {
  NABLA_TENSOR_F64,
  NABLA_TENSOR_F32,
  NABLA_TENSOR_F16,
  NABLA_TENSOR_BF16,
} NablaTensorType;

/**
 * NablaTensor:
 * @rank, @dim: its shape
 * @begin, @end: its bytes, counted from the end of the header
 *
 * What the header says of one array.
 */
typedef struct {
  char *name;
  NablaTensorType type;
  guint rank;
  gsize dim[NABLA_TENSOR_MAX_RANK];
  gsize begin;
  gsize end;
} NablaTensor;

/**
 * NablaSafetensors:
 *
 * An open file whose header was read and found right.
 */
typedef struct _NablaSafetensors NablaSafetensors;

/**
 * nabla_safetensors_open:
 * @path: a file
 * @error: one sentence that begins with @path: %NABLA_ERROR_IO if the system
 *   refuses, %NABLA_ERROR_DATA if the file is damaged or of another kind,
 *   %NABLA_ERROR_UNSUPPORTED if it holds other numbers than %NablaTensorType
 *
 * Returns: (transfer full) (nullable): the file
 */
NablaSafetensors *nabla_safetensors_open (const char *path, GError **error);
void nabla_safetensors_free (NablaSafetensors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSafetensors, nabla_safetensors_free)

/* Returns: (transfer none): the texts of `__metadata__`, by key */
GHashTable *nabla_safetensors_metadata (const NablaSafetensors *self);

/* The arrays, in the order of their numbers in the file. */
guint nabla_safetensors_n_tensors (const NablaSafetensors *self);
const NablaTensor *nabla_safetensors_tensor (const NablaSafetensors *self, guint index);

/* Returns: (nullable): the array called @name */
const NablaTensor *nabla_safetensors_find (const NablaSafetensors *self, const char *name);

/* Returns: how many numbers it has */
gsize nabla_tensor_size (const NablaTensor *self);

/* Returns: (transfer full): its shape, such as `(4, 2)` */
char *nabla_tensor_format_shape (const NablaTensor *self);

/**
 * nabla_safetensors_read:
 * @tensor: of this file
 * @values: (out): room for nabla_tensor_size () numbers
 *
 * Returns: whether all could be read
 */
gboolean nabla_safetensors_read (NablaSafetensors *self,
                                 const NablaTensor *tensor,
                                 double *values,
                                 GError **error);

/**
 * nabla_safetensors_write:
 * @path: where; a file that is there is replaced at once or, on error, not at all
 * @metadata: (nullable) (element-type utf8 utf8): texts by key
 * @tensors: (array length=n_tensors): names, shapes and types, F32 or F64; places
 *   are not looked at
 * @get: called for each array in order: gives its numbers
 *
 * Keys are written in alphabetical order, so that the same arrays make the same
 * file.
 *
 * Returns: whether the file is there
 */
gboolean nabla_safetensors_write (const char *path,
                                  GHashTable *metadata,
                                  const NablaTensor *tensors,
                                  guint n_tensors,
                                  void (*get) (gpointer data, guint index, double *values),
                                  gpointer data,
                                  GError **error);

G_END_DECLS
