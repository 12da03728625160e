/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-dot.h"

#define TILE 4

static inline __attribute__ ((always_inline)) void
tile (int rows, int columns, gsize lanes, const NablaReal *a, gsize lda, const NablaReal *b,
      gsize ldb, NablaReal *c, gsize ldc, gboolean accumulate)
{
  NablaLanes sum[TILE][TILE];
  NABLA_UNROLL
  for (int i = 0; i < rows; i++)
    NABLA_UNROLL
    for (int j = 0; j < columns; j++)
      sum[i][j] = (NablaLanes) { 0 };
  for (gsize e = 0; e < lanes; e += NABLA_LANES)
    NABLA_UNROLL
    for (int i = 0; i < rows; i++)
      {
        NablaLanes x = *(const NablaLanes *) (a + i * lda + e);
        NABLA_UNROLL
        for (int j = 0; j < columns; j++)
          sum[i][j] += x * *(const NablaLanes *) (b + j * ldb + e);
      }
  NABLA_UNROLL
  for (int i = 0; i < rows; i++)
    NABLA_UNROLL
    for (int j = 0; j < columns; j++)
      {
        NablaReal total = nabla_sum_lanes (sum[i][j]);
        c[i * ldc + j] = accumulate ? c[i * ldc + j] + total : total;
      }
}

void
NABLA_T (dot) (gsize rows, gsize columns, gsize lanes, const NablaReal *a, gsize lda,
               const NablaReal *b, gsize ldb, NablaReal *c, gsize ldc, gboolean accumulate)
{
  gsize i = 0;
  for (; i + TILE <= rows; i += TILE)
    {
      gsize j = 0;
      for (; j + TILE <= columns; j += TILE)
        tile (TILE, TILE, lanes, a + i * lda, lda, b + j * ldb, ldb, c + i * ldc + j, ldc, accumulate);
      for (; j + 2 <= columns; j += 2)
        tile (TILE, 2, lanes, a + i * lda, lda, b + j * ldb, ldb, c + i * ldc + j, ldc, accumulate);
      for (; j < columns; j++)
        tile (TILE, 1, lanes, a + i * lda, lda, b + j * ldb, ldb, c + i * ldc + j, ldc, accumulate);
    }
  for (; i < rows; i++)
    {
      gsize j = 0;
      for (; j + TILE <= columns; j += TILE)
        tile (1, TILE, lanes, a + i * lda, lda, b + j * ldb, ldb, c + i * ldc + j, ldc, accumulate);
      for (; j < columns; j++)
        tile (1, 1, lanes, a + i * lda, lda, b + j * ldb, ldb, c + i * ldc + j, ldc, accumulate);
    }
}

void
NABLA_T (row_sums) (gsize rows, gsize lanes, const NablaReal *a, gsize lda, NablaReal *c, gboolean accumulate)
{
  for (gsize i = 0; i < rows; i++)
    {
      NablaLanes sum = { 0 };
      for (gsize e = 0; e < lanes; e += NABLA_LANES)
        sum += *(const NablaLanes *) (a + i * lda + e);
      NablaReal total = nabla_sum_lanes (sum);
      c[i] = accumulate ? c[i] + total : total;
    }
}
