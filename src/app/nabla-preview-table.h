/* Preview tables: the first rows of a file under heads that show each column at a
 * glance.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-import-preview.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NablaPreviewTable:
 *
 * The label's column is tinted and stays in place; the others scroll. The head of a
 * column is a button that leaves the column out, or takes it in again:
 *
 *   toggled (const char *name, gboolean is_used)
 *
 * Of pictures it shows the first ones, each over its class.
 */
#define NABLA_TYPE_PREVIEW_TABLE (nabla_preview_table_get_type ())
G_DECLARE_FINAL_TYPE (NablaPreviewTable, nabla_preview_table, NABLA, PREVIEW_TABLE, GtkWidget)

/**
 * nabla_preview_table_show:
 * @preview: what to show; must live until another one is shown
 * @left_out: (nullable) (array zero-terminated=1): the columns that the user has left
 *   out. Others that are not used were left out by the reader, for good.
 */
void nabla_preview_table_show (NablaPreviewTable *self,
                               const NablaImportPreview *preview,
                               const char *const *left_out);

G_END_DECLS
