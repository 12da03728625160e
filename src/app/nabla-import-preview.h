/* Import previews: the first rows of a file and what its columns look like.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-column-profile.h"

G_BEGIN_DECLS

#define NABLA_PREVIEW_ROWS 6
#define NABLA_PREVIEW_COLUMNS 40
#define NABLA_PREVIEW_PICTURES 10

/**
 * NablaPreviewPicture:
 * @label: its class, or the value to predict
 * @pixels: (array): height × width × 3 bytes, red, green, blue
 */
typedef struct {
  char *label;
  guint8 *pixels;
} NablaPreviewPicture;

/**
 * NablaPreviewColumn:
 * @index: of a table's column, or of an array's feature; −1 for an array of labels
 * @name: its name
 * @is_text: whether it has words, or stands for classes
 * @is_label: whether it is y
 * @is_used: whether it is y or a feature is made of it
 * @profile: of all its values; its words belong to the source
 * @can_leave_out: whether it is a column of a table that is not the label
 * @cells: its first values as text, of numbers six digits; %NULL where there is none
 */
typedef struct {
  int index;
  char *name;
  gboolean is_text;
  gboolean is_label;
  gboolean is_used;
  gboolean can_leave_out;
  NablaColumnProfile profile;
  char *cells[NABLA_PREVIEW_ROWS];
} NablaPreviewColumn;

/**
 * NablaImportPreview:
 * @columns: (array length=n_columns): the label first, then as in the file
 * @n_more: columns that are not shown
 * @n_rows: rows that are shown
 * @n_pictures: of pictures: the first of them; there are no columns then but the label's
 * @width, @height: of a picture
 */
typedef struct {
  NablaPreviewColumn *columns;
  guint n_columns;
  guint n_more;
  guint n_rows;
  guint n_pictures;
  NablaPreviewPicture pictures[NABLA_PREVIEW_PICTURES];
  guint width;
  guint height;
} NablaImportPreview;

/**
 * nabla_import_preview_new:
 * @dataset: made of @source: which column is the label and which were used
 * @previous: (nullable): a preview of the same source, whose profiles are used again
 *
 * Of arrays the columns are the features of an example, not those of the array.
 *
 * Returns: (transfer full) (nullable): the preview; %NULL if it was cancelled or there
 *   is no memory
 */
NablaImportPreview *nabla_import_preview_new (const NablaSource *source,
                                              const NablaDataset *dataset,
                                              const NablaImportPreview *previous,
                                              GCancellable *cancellable,
                                              GError **error);
void nabla_import_preview_free (NablaImportPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaImportPreview, nabla_import_preview_free)

/* Returns: (transfer full) (nullable): @value in at most six digits, or in all of a whole
 * number: `0.217`, `−12.5`, `2024`, `108,000`; %NULL for NaN */
char *nabla_import_number_text (double value);

/* Returns: whether @dataset, made of @column's table, has features of it */
gboolean nabla_import_uses_column (const NablaDataset *dataset, const NablaColumn *column);

G_END_DECLS
