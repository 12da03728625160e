/* What the engine knows of the compilation of typed/ that it uses.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bug.h"

/**
 * NablaTypedLists:
 * @ops, @optimizers, @bugs: NULL-terminated
 * @grain: ranges that threads are given begin at multiples of it, in examples
 *   and in units, so that results do not depend on how many threads there are
 * @sum, @sum_squares, @sum_absolutes: Σ x, Σ x², Σ |x| over @n numbers
 *
 * What one compilation of typed/ gives to the engine.
 */
typedef struct {
  const NablaOp *const *ops;
  const NablaOptimizerClass *const *optimizers;
  const NablaBug *const *bugs;
  guint grain;
  double (*sum) (const void *x, gsize n);
  double (*sum_squares) (const void *x, gsize n);
  double (*sum_absolutes) (const void *x, gsize n);
} NablaTypedLists;

/* Returns: what is used on this processor */
const NablaTypedLists *nabla_typed_lists (NablaPrecision precision);
