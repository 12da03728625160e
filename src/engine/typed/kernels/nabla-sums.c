/* Sixteen running sums, then their sum in order, then the rest: the compiler
 * makes vectors of the first, and the order is the same on any processor.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-sums.h"

#include <math.h>

#define SUM(name, TERM)                                                                   \
  double NABLA_T (name) (const void *numbers, gsize n)                                    \
  {                                                                                       \
    const NablaReal *x = numbers;                                                         \
    double lanes[NABLA_LANES] = { 0 }, total = 0;                                         \
    gsize whole = n / NABLA_LANES * NABLA_LANES;                                          \
    for (gsize i = 0; i < whole; i += NABLA_LANES)                                        \
      for (int l = 0; l < NABLA_LANES; l++)                                               \
        {                                                                                 \
          const double v = x[i + l];                                                      \
          lanes[l] += TERM;                                                               \
        }                                                                                 \
    for (int l = 0; l < NABLA_LANES; l++)                                                 \
      total += lanes[l];                                                                  \
    for (gsize i = whole; i < n; i++)                                                     \
      {                                                                                   \
        const double v = x[i];                                                            \
        total += TERM;                                                                    \
      }                                                                                   \
    return total;                                                                         \
  }

SUM (sum, v)
SUM (sum_squares, v * v)
SUM (sum_absolutes, fabs (v))
