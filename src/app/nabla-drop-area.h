/* Drop areas: where files may be dropped.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NablaDropArea:
 *
 * Lies round a child, mostly a whole window's content. While files are dragged over
 * it, a highlight says that they may be dropped; when they are, it tells them by its
 * signal:
 *
 *   dropped (GPtrArray *files)   (element-type GFile), at least one
 *
 * Files come from file managers, and as text that is nothing but addresses
 * (`file:///…`) or absolute paths, as terminals and editors offer them. Other text
 * is refused while it is still dragged or when it is dropped, and nothing is told.
 */
#define NABLA_TYPE_DROP_AREA (nabla_drop_area_get_type ())
G_DECLARE_FINAL_TYPE (NablaDropArea, nabla_drop_area, NABLA, DROP_AREA, GtkWidget)

GtkWidget *nabla_drop_area_new (void);

/* Property `child`: (nullable): what is inside. */
void nabla_drop_area_set_child (NablaDropArea *self, GtkWidget *child);
GtkWidget *nabla_drop_area_get_child (NablaDropArea *self);

/**
 * nabla_drop_area_files:
 * @value: what was dropped: a GdkFileList, a GFile, or text
 *
 * Returns: (transfer full) (element-type GFile) (nullable): the files in it; %NULL if
 *   there are none, or text beside them
 */
GPtrArray *nabla_drop_area_files (const GValue *value);

G_END_DECLS
