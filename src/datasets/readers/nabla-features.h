/* Features: which columns of a table become which numbers of x.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-source.h"

#include <math.h>

G_BEGIN_DECLS

/**
 * NablaFeature:
 * @name: the column's, or `column=word`
 * @column: index into the table's columns
 * @word: of a text column: x is 1 where the row has this word, else 0;
 *   %NABLA_CODE_MISSING for a word that the table does not have
 */
typedef struct {
  char *name;
  guint column;
  guint32 word;
} NablaFeature;

/**
 * NablaFeatures:
 * @list: (element-type NablaFeature)
 * @used: (array): for each column of the table, whether a feature is made of it
 */
typedef struct {
  GArray *list;
  gboolean *used;
} NablaFeatures;

/**
 * nabla_features_init:
 * @file: named in messages
 * @label: index of the label's column, or −1
 * @options: leave_out and features are looked at
 * @notes: (element-type utf8): gets sentences on columns that are left out
 */
gboolean nabla_features_init (NablaFeatures *self,
                              const char *file,
                              const NablaTable *table,
                              int label,
                              const NablaDatasetOptions *options,
                              GPtrArray *notes,
                              GError **error);
void nabla_features_clear (NablaFeatures *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaFeatures, nabla_features_clear)

/* Returns: how many values @rows lack in the columns that are used */
gsize nabla_features_count_missing (const NablaFeatures *self,
                                    const NablaTable *table,
                                    const guint32 *rows,
                                    gsize n_rows);

/* Returns: whether a row lacks a value in a used column */
gboolean nabla_features_lack (const NablaFeatures *self, const NablaTable *table, gsize row);

/* Returns: x of a feature in a row; NaN where the value is missing */
static inline double
nabla_feature_value (const NablaFeature *self, const NablaTable *table, gsize row)
{
  const NablaColumn *column = &table->columns[self->column];
  if (column->type == NABLA_COLUMN_NUMBER)
    return column->numbers[row];
  guint32 code = column->codes[row];
  return code == NABLA_CODE_MISSING ? NAN : code == self->word;
}

G_END_DECLS
