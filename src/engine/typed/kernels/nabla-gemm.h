/* Matrix products.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-typed.h"

/**
 * gemm:
 * @m, @n, @k: C is m × n, and k numbers are summed for each element
 * @a: A of shape (m, k): element (i, l) is a[i · a_row + l · a_column]
 * @b: B of shape (k, n), row-major with pitch @ldb. Rows must be readable up to
 *   @n rounded up to whole %NABLA_LANES.
 * @c: C of shape (m, n), row-major with pitch @ldc; nothing beyond @n is written
 * @bias: (nullable): m numbers, added to each column
 * @accumulate: whether the product is added to what is in C
 *
 * C := A B + b, or C := C + A B. Each element is one chain of multiply-adds in
 * the order of k, wherever it stands: rows that are equal in A are equal in C
 * to the last bit, and so are parts of C computed alone. (Not in the portable
 * build for large products, which OpenBLAS computes.)
 */
void NABLA_T (gemm) (gsize m,
                     gsize n,
                     gsize k,
                     const NablaReal *a,
                     gsize a_row,
                     gsize a_column,
                     const NablaReal *b,
                     gsize ldb,
                     NablaReal *c,
                     gsize ldc,
                     const NablaReal *bias,
                     gboolean accumulate);
