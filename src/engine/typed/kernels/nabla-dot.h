/* Sums over examples.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-typed.h"

#include <string.h>

/* Sixteen running sums, on any processor, so that the order of adding is the
 * same on all. */
typedef NablaReal NablaLanes __attribute__ ((vector_size (NABLA_LANES * sizeof (NablaReal)),
                                             aligned (sizeof (NablaReal)), may_alias));

/* The sum of sixteen lanes, halves upon halves. */
static inline NablaReal
nabla_sum_lanes (NablaLanes v)
{
  NablaReal part[NABLA_LANES];
  memcpy (part, &v, sizeof part);
  for (int half = NABLA_LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++)
      part[i] += part[i + half];
  return part[0];
}

/**
 * dot:
 * @rows, @columns: C is rows × columns
 * @lanes: examples, whole blocks of %NABLA_LANES
 * @a, @lda: A of shape (rows, lanes)
 * @b, @ldb: B of shape (columns, lanes); rows beyond the batch must be zero in
 *   one of the two
 * @c, @ldc: C, row-major
 * @accumulate: whether the product is added to what is in C
 *
 * C := A Bᵀ, or C := C + A Bᵀ: for products with few results and many examples,
 * such as dW of a small layer.
 */
void NABLA_T (dot) (gsize rows,
                    gsize columns,
                    gsize lanes,
                    const NablaReal *a,
                    gsize lda,
                    const NablaReal *b,
                    gsize ldb,
                    NablaReal *c,
                    gsize ldc,
                    gboolean accumulate);

/**
 * row_sums:
 * @a, @lda: A of shape (rows, lanes); columns beyond the batch must be zero
 *
 * c[i] := Σ_e A[i][e], or added to what is there: db, for one.
 */
void NABLA_T (row_sums) (gsize rows,
                         gsize lanes,
                         const NablaReal *a,
                         gsize lda,
                         NablaReal *c,
                         gboolean accumulate);
