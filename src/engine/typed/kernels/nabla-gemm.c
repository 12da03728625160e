/* Matrix products in registers.
 *
 * A tile of C, some rows times some vectors, stays in registers while k runs;
 * each step loads a row of B's vectors and broadcasts a column of A's numbers.
 * The vectors lie along examples (forward, dX) or along inputs (dW), of which
 * there are many; units are rows, so a layer of two units wastes nothing. B's
 * rows are read as they are: a panel of 3 vectors × k stays in the second-level
 * cache for the k of this work, which saves packing. On AVX-512 this reaches
 * twice OpenBLAS's speed; without FMA, OpenBLAS is better and takes over.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-gemm.h"

#include <string.h>

#ifdef NABLA_ISA_PORTABLE
#include <cblas.h>
#include "nabla-typed-lists.h"
#endif

/* 8 × 3 accumulators, 3 of B and a broadcast fit 32 registers, 4 × 3 fit 16. */
#ifdef NABLA_ISA_V4
#define TILE_ROWS 8
#else
#define TILE_ROWS 4
#endif
#define TILE_VECTORS 3

typedef struct {
  gsize k;
  gsize a_row, a_column;
  gsize ldb, ldc;
  gsize n_last; /* columns of the tile's last vector that exist */
  gboolean accumulate;
} Tile;

static inline __attribute__ ((always_inline)) void
store (const Tile *t, NablaVector sum, gboolean last, NablaReal *c)
{
  if (!last || t->n_last == NABLA_VECTOR_LENGTH)
    {
      if (t->accumulate)
        sum += *(NablaVector *) c;
      *(NablaVector *) c = sum;
      return;
    }
  NablaReal part[NABLA_VECTOR_LENGTH];
  memcpy (part, &sum, sizeof part);
  for (gsize x = 0; x < t->n_last; x++)
    c[x] = t->accumulate ? c[x] + part[x] : part[x];
}

static inline __attribute__ ((always_inline)) void
tile (const Tile *t, int rows, int vectors, const NablaReal *a, const NablaReal *b, NablaReal *c,
      const NablaReal *bias)
{
  NablaVector sum[TILE_ROWS][TILE_VECTORS];
  NABLA_UNROLL
  for (int i = 0; i < rows; i++)
    {
      NablaVector first = (NablaVector) { 0 } + (bias != NULL ? bias[i] : 0);
      NABLA_UNROLL
      for (int j = 0; j < vectors; j++)
        sum[i][j] = first;
    }

  for (gsize l = 0; l < t->k; l++)
    {
      NablaVector row[TILE_VECTORS];
      NABLA_UNROLL
      for (int j = 0; j < vectors; j++)
        row[j] = *(const NablaVector *) (b + l * t->ldb + j * NABLA_VECTOR_LENGTH);
      NABLA_UNROLL
      for (int i = 0; i < rows; i++)
        NABLA_UNROLL
        for (int j = 0; j < vectors; j++)
          sum[i][j] += a[i * t->a_row + l * t->a_column] * row[j];
    }

  NABLA_UNROLL
  for (int i = 0; i < rows; i++)
    NABLA_UNROLL
    for (int j = 0; j < vectors; j++)
      store (t, sum[i][j], j == vectors - 1, c + i * t->ldc + j * NABLA_VECTOR_LENGTH);
}

/* One column of tiles: all rows of C for so many vectors. The number of rows and
 * vectors is known to the compiler in each call of tile (). */
#define PANEL(vectors)                                                                    \
  static void panel_##vectors (const Tile *t, gsize m, const NablaReal *a,                \
                               const NablaReal *b, NablaReal *c, const NablaReal *bias)   \
  {                                                                                       \
    gsize i = 0;                                                                          \
    for (; i + TILE_ROWS <= m; i += TILE_ROWS)                                            \
      tile (t, TILE_ROWS, vectors, a + i * t->a_row, b, c + i * t->ldc,                   \
            bias ? bias + i : NULL);                                                      \
    for (; TILE_ROWS > 4 && i + 4 <= m; i += 4)                                           \
      tile (t, 4, vectors, a + i * t->a_row, b, c + i * t->ldc, bias ? bias + i : NULL);  \
    for (; i + 2 <= m; i += 2)                                                            \
      tile (t, 2, vectors, a + i * t->a_row, b, c + i * t->ldc, bias ? bias + i : NULL);  \
    for (; i < m; i++)                                                                    \
      tile (t, 1, vectors, a + i * t->a_row, b, c + i * t->ldc, bias ? bias + i : NULL);  \
  }

PANEL (1)
PANEL (2)
PANEL (3)

static void
own_gemm (gsize m, gsize n, gsize k, const NablaReal *a, gsize a_row, gsize a_column,
          const NablaReal *b, gsize ldb, NablaReal *c, gsize ldc, const NablaReal *bias,
          gboolean accumulate)
{
  Tile t = { k, a_row, a_column, ldb, ldc, 0, accumulate };
  for (gsize j = 0; j < n;)
    {
      gsize left = (n - j + NABLA_VECTOR_LENGTH - 1) / NABLA_VECTOR_LENGTH;
      /* 4 = 2 + 2 is better than 3 + 1 */
      gsize vectors = left == 4 ? 2 : MIN (left, TILE_VECTORS);
      gsize width = MIN (n - j, vectors * NABLA_VECTOR_LENGTH);
      t.n_last = width - (vectors - 1) * NABLA_VECTOR_LENGTH;
      if (vectors == 3)
        panel_3 (&t, m, a, b + j, c + j, bias);
      else if (vectors == 2)
        panel_2 (&t, m, a, b + j, c + j, bias);
      else
        panel_1 (&t, m, a, b + j, c + j, bias);
      j += width;
    }
}

#ifdef NABLA_ISA_PORTABLE

#ifdef NABLA_TYPED_DOUBLE
#define BLAS_GEMM cblas_dgemm
#else
#define BLAS_GEMM cblas_sgemm
#endif

/* Below so many numbers a sum, a call of OpenBLAS costs more than it saves. */
#define BLAS_DEPTH 256

/* OpenBLAS rounds differently for different sizes, so what it is given is cut at
 * points that no number of threads moves: ranges begin at multiples of the grain. */
static void
blas_gemm (gsize m, gsize n, gsize k, const NablaReal *a, gsize a_row, gsize a_column,
           const NablaReal *b, gsize ldb, NablaReal *c, gsize ldc, const NablaReal *bias,
           gboolean accumulate)
{
  for (gsize i = 0; bias != NULL && i < m; i++)
    for (gsize j = 0; j < n; j++)
      c[i * ldc + j] = bias[i];
  gboolean transposed = a_column != 1;
  for (gsize i = 0; i < m; i += NABLA_GRAIN)
    for (gsize j = 0; j < n; j += NABLA_GRAIN)
      BLAS_GEMM (CblasRowMajor, transposed ? CblasTrans : CblasNoTrans, CblasNoTrans,
                 MIN (NABLA_GRAIN, m - i), MIN (NABLA_GRAIN, n - j), k, 1, a + i * a_row,
                 transposed ? a_column : a_row, b + j, ldb,
                 accumulate || bias != NULL ? 1 : 0, c + i * ldc + j, ldc);
}

#endif

void
NABLA_T (gemm) (gsize m, gsize n, gsize k, const NablaReal *a, gsize a_row, gsize a_column,
                const NablaReal *b, gsize ldb, NablaReal *c, gsize ldc, const NablaReal *bias,
                gboolean accumulate)
{
#ifdef NABLA_ISA_PORTABLE
  /* The choice looks at k only: m and n depend on how the work is cut. */
  if (k >= BLAS_DEPTH && (a_row == 1 || a_column == 1))
    {
      blas_gemm (m, n, k, a, a_row, a_column, b, ldb, c, ldc, bias, accumulate);
      return;
    }
#endif
  own_gemm (m, n, k, a, a_row, a_column, b, ldb, c, ldc, bias, accumulate);
}
