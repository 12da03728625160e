/* Column builders: a column of a table as it grows, row after row.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-input.h"
#include "nabla-table.h"

G_BEGIN_DECLS

/**
 * NablaColumnBuilder:
 * @column: name and type are set by the maker
 *
 * Room for rows is asked of the input's budget by nabla_column_builder_reserve ();
 * words are kept once each.
 */
typedef struct {
  NablaColumn column;
  /*< private >*/
  gsize n_reserved;
  GHashTable *index;
  GPtrArray *words;
} NablaColumnBuilder;

void nabla_column_builder_init (NablaColumnBuilder *self, const char *name, NablaColumnType type);
void nabla_column_builder_clear (NablaColumnBuilder *self);

/**
 * nabla_column_builder_retype:
 *
 * Forgets all values; the column is of words from now on.
 */
void nabla_column_builder_retype (NablaColumnBuilder *self, NablaInput *input);

/**
 * nabla_column_builder_reserve:
 * @n_rows: rows there shall be room for; values already set are kept
 * @n_expected: rows that there will be in the end, for the message
 */
gboolean nabla_column_builder_reserve (NablaColumnBuilder *self,
                                       NablaInput *input,
                                       gsize n_rows,
                                       double n_expected,
                                       GError **error);

/**
 * nabla_column_builder_set_number:
 * @value: the number, or NaN for a missing one
 */
static inline void
nabla_column_builder_set_number (NablaColumnBuilder *self, gsize row, double value)
{
  self->column.numbers[row] = value;
  self->column.n_missing += value != value;
}

/**
 * nabla_column_builder_set_word:
 * @word: (nullable): UTF-8 with a NUL, or %NULL for a missing one
 */
gboolean nabla_column_builder_set_word (NablaColumnBuilder *self,
                                        NablaInput *input,
                                        gsize row,
                                        const char *word,
                                        GError **error);

/**
 * nabla_column_builder_finish:
 * @n_rows: rows that were set
 * @column: (out): the column; the builder is empty afterwards
 */
void nabla_column_builder_finish (NablaColumnBuilder *self,
                                  NablaInput *input,
                                  gsize n_rows,
                                  NablaColumn *column);

/**
 * nabla_column_builders_grow:
 * @builders: (array length=n_columns): the columns of a table
 * @wanted: (array length=n_columns) (nullable): which of them shall have room; %NULL
 *   for all
 * @n_read: bytes of the text that were read for the first @n_rows + 1 rows, from
 *   which the number of rows to come is guessed
 * @n_reserved: (inout): rows there is room for
 *
 * Makes room for at least one row more in all columns.
 */
gboolean nabla_column_builders_grow (NablaColumnBuilder *builders,
                                     const gboolean *wanted,
                                     guint n_columns,
                                     NablaInput *input,
                                     gsize n_read,
                                     gsize n_rows,
                                     gsize *n_reserved,
                                     GError **error);

/**
 * nabla_column_builders_finish:
 *
 * Returns: (transfer full): the table of all columns; the builders are empty afterwards
 */
NablaTable *nabla_column_builders_finish (NablaColumnBuilder *builders,
                                          guint n_columns,
                                          NablaInput *input,
                                          gsize n_rows);

/**
 * nabla_column_name_unique:
 * @taken: (element-type utf8 guint): owns its keys; the names given so far
 * @name: what the column is called in the file
 *
 * Returns: (transfer full): @name, or `name (2)` if another column has it already
 */
char *nabla_column_name_unique (GHashTable *taken, const char *name);

G_END_DECLS
