/* Dialects: how a text writes its table, found out from its first rows.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-input.h"
#include "nabla-records.h"

G_BEGIN_DECLS

/**
 * NablaDialect:
 * @delimiter: as in NablaRecords
 * @point: the decimal point: `.` or `,`
 * @start, @start_line: where in the text the first row of values begins, the header
 *   and what is above it passed over; as an offset, and as a line from 1
 * @header_line: of the header row; 0 if there is none
 * @n_columns: fields of a row
 * @names: (array zero-terminated=1): their names
 * @is_text: (array length=n_columns): which have words among the first rows
 * @class_names: (array zero-terminated=1) (nullable): of a file in the manner of
 *   scikit-learn, whose first row is `150,4,setosa,versicolor,virginica`: what the
 *   numbers in the last column stand for
 */
typedef struct {
  char delimiter;
  char point;
  gsize start;
  gsize start_line;
  gsize header_line;
  guint n_columns;
  char **names;
  gboolean *is_text;
  char **class_names;
} NablaDialect;

/**
 * nabla_dialect_find:
 * @named_table: whether the file's name says that it is a table (`.csv`). It does not
 *   make one of a text without delimiters; it only lets rows of unequal length be
 *   reported as a mistake instead of taken for prose.
 *
 * Returns: whether the text is a table; @self is filled then
 */
gboolean nabla_dialect_find (NablaDialect *self, NablaInput *input, gboolean named_table);
void nabla_dialect_clear (NablaDialect *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaDialect, nabla_dialect_clear)

G_END_DECLS
