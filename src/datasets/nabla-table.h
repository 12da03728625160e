/* Tables: columns of numbers or words, as a file gave them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NABLA_COLUMN_NUMBER,  /* every value that is there is a number */
  NABLA_COLUMN_TEXT,    /* words: categories, names, dates */
} NablaColumnType;

/* Stands in NablaColumn.codes where a value is missing. */
#define NABLA_CODE_MISSING G_MAXUINT32

/**
 * NablaColumn:
 * @name: from the header row, or `column 3` where there is none; no two columns of
 *   a table have the same
 * @type: of all its values
 * @numbers: (nullable): of a number column, a value a row; NaN where it is missing
 * @codes: (nullable): of a text column, a row's value as an index into @words
 * @words: (nullable): of a text column, its @n_words different values in the order
 *   in which they first appear, UTF-8
 * @n_missing: rows without a value
 * @is_nominal: whether the file itself says that these are categories (ARFF)
 */
typedef struct {
  /*< public, const >*/
  char *name;
  NablaColumnType type;
  double *numbers;
  guint32 *codes;
  const char **words;
  guint n_words;
  gsize n_missing;
  gboolean is_nominal;
  /*< private >*/
  GStringChunk *letters;
} NablaColumn;

/**
 * NablaTable:
 * @n_rows: rows of values, the header row not counted
 * @n_columns: columns
 * @columns: (array length=n_columns): what is in them
 */
typedef struct {
  gsize n_rows;
  guint n_columns;
  NablaColumn *columns;
} NablaTable;

/**
 * nabla_table_find:
 * @name: a column's name, or its number counted from 1
 *
 * A name wins over a number, and the exact name over one that differs in case.
 *
 * Returns: the column's index from 0, or −1 if there is none
 */
int nabla_table_find (const NablaTable *self, const char *name);

void nabla_table_free (NablaTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaTable, nabla_table_free)

G_END_DECLS
