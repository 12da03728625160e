/* NPZ files, written: named arrays for numpy.load ().
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-array.h"

G_BEGIN_DECLS

/**
 * nabla_npz_file_write:
 * @path: where; an existing file is replaced once the new one is whole
 * @arrays: (array length=n_arrays): arrays of numbers with names that differ
 *
 * Writes a zip archive with a file NAME.npy for each array, as float64 in C order.
 * The same arrays give the same bytes.
 */
gboolean
nabla_npz_file_write (const char *path, NablaArray *const *arrays, guint n_arrays, GError **error);

G_END_DECLS
