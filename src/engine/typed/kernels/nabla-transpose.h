/* Turning rows into columns.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-typed.h"

/**
 * transpose:
 * @rows, @columns: of the source; columns of the result are rows of the source
 * @source: row i begins at source + i · @source_pitch
 * @target: element (j, i) is target[j · target_pitch + i]
 *
 * Neither side is read or written outside its shape.
 */
void NABLA_T (transpose) (gsize rows,
                          gsize columns,
                          const NablaReal *source,
                          gsize source_pitch,
                          NablaReal *target,
                          gsize target_pitch);

/**
 * gather:
 * @n: how many rows to take
 * @columns: of a row
 * @source: rows, one after another without gaps
 * @rows: (array length=n) (nullable): numbers of the rows; %NULL for @first,
 *   @first + 1, …
 * @target: as in transpose: row rows[i] of the source becomes column i
 *
 * Takes a mini-batch: examples become columns.
 */
void NABLA_T (gather) (gsize n,
                       gsize columns,
                       const NablaReal *source,
                       const guint32 *rows,
                       gsize first,
                       NablaReal *target,
                       gsize target_pitch);
