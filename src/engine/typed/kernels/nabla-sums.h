/* Sums of many numbers, in double, in an order that nothing changes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-typed.h"

/* Σ x, Σ x² and Σ |x| over @n numbers of the compilation's precision. */
double NABLA_T (sum) (const void *x, gsize n);
double NABLA_T (sum_squares) (const void *x, gsize n);
double NABLA_T (sum_absolutes) (const void *x, gsize n);
