/* Tiles of a vector's length squared are turned in registers by butterflies:
 * step s swaps the off-diagonal blocks of s × s numbers, for s = L/2 … 1.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-transpose.h"

#define L NABLA_VECTOR_LENGTH

/* Where number i of the upper and of the lower vector comes from, counted
 * through both vectors. */
#define UPPER(i, s) (((i) & (s)) ? L + (i) - (s) : (i))
#define LOWER(i, s) (((i) & (s)) ? L + (i) : (i) + (s))
#define LIST2(f, s, i) f (i, s), f (i + 1, s)
#define LIST4(f, s, i) LIST2 (f, s, i), LIST2 (f, s, i + 2)
#define LIST8(f, s, i) LIST4 (f, s, i), LIST4 (f, s, i + 4)
#define LIST16(f, s, i) LIST8 (f, s, i), LIST8 (f, s, i + 8)
#if NABLA_VECTOR_LENGTH == 16
#define LIST LIST16
#elif NABLA_VECTOR_LENGTH == 8
#define LIST LIST8
#elif NABLA_VECTOR_LENGTH == 4
#define LIST LIST4
#else
#define LIST LIST2
#endif

#define BUTTERFLY(s)                                                                      \
  NABLA_UNROLL                                                                            \
  for (int i = 0; i < L; i++)                                                             \
    if ((i & (s)) == 0)                                                                   \
      {                                                                                   \
        NablaVector upper = __builtin_shufflevector (v[i], v[i + (s)], LIST (UPPER, s, 0)); \
        v[i + (s)] = __builtin_shufflevector (v[i], v[i + (s)], LIST (LOWER, s, 0));      \
        v[i] = upper;                                                                     \
      }

static inline __attribute__ ((always_inline)) void
turn (const NablaReal *const *rows, gsize column, NablaReal *target, gsize target_pitch)
{
  NablaVector v[2 * L];
  NABLA_UNROLL
  for (int i = 0; i < L; i++)
    v[i] = *(const NablaVector *) (rows[i] + column);
#if NABLA_VECTOR_LENGTH >= 16
  BUTTERFLY (8)
#endif
#if NABLA_VECTOR_LENGTH >= 8
  BUTTERFLY (4)
#endif
#if NABLA_VECTOR_LENGTH >= 4
  BUTTERFLY (2)
#endif
  BUTTERFLY (1)
  NABLA_UNROLL
  for (int i = 0; i < L; i++)
    *(NablaVector *) (target + i * target_pitch) = v[i];
}

static void
turn_rows (const NablaReal *const *rows, gsize n, gsize columns, NablaReal *target, gsize target_pitch)
{
  gsize j = 0;
  if (n == L)
    for (; j + L <= columns; j += L)
      turn (rows, j, target + j * target_pitch, target_pitch);
  for (; j < columns; j++)
    for (gsize i = 0; i < n; i++)
      target[j * target_pitch + i] = rows[i][j];
}

void
NABLA_T (transpose) (gsize rows, gsize columns, const NablaReal *source, gsize source_pitch,
                     NablaReal *target, gsize target_pitch)
{
  for (gsize i = 0; i < rows; i += L)
    {
      const NablaReal *row[L];
      gsize n = MIN ((gsize) L, rows - i);
      for (gsize x = 0; x < n; x++)
        row[x] = source + (i + x) * source_pitch;
      turn_rows (row, n, columns, target + i, target_pitch);
    }
}

/* Rows shorter than a vector: number by number. */
static void
gather_short (gsize n, gsize columns, const NablaReal *restrict source, const guint32 *restrict rows,
              gsize first, NablaReal *restrict target, gsize target_pitch)
{
  for (gsize j = 0; j < columns; j++)
    {
      NablaReal *restrict to = target + j * target_pitch;
      if (rows != NULL)
        for (gsize i = 0; i < n; i++)
          to[i] = source[rows[i] * columns + j];
      else
        for (gsize i = 0; i < n; i++)
          to[i] = source[(first + i) * columns + j];
    }
}

void
NABLA_T (gather) (gsize n, gsize columns, const NablaReal *source, const guint32 *rows, gsize first,
                  NablaReal *target, gsize target_pitch)
{
  if (columns < L)
    {
      gather_short (n, columns, source, rows, first, target, target_pitch);
      return;
    }
  for (gsize i = 0; i < n; i += L)
    {
      const NablaReal *row[L];
      gsize part = MIN ((gsize) L, n - i);
      for (gsize x = 0; x < part; x++)
        row[x] = source + (rows != NULL ? rows[i + x] : first + i + x) * columns;
      turn_rows (row, part, columns, target + i, target_pitch);
    }
}
