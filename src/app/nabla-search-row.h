/* One searched parameter: its name, its range in words, and a bar to change it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_ROW (nabla_search_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchRow, nabla_search_row, NABLA, SEARCH_ROW, GtkListBoxRow)

/* @index: of the axis in the model's experiment. Before a search begins, the bar changes the
 * experiment's range and the parameter can be taken away; after that it chooses the next
 * round's. */
GtkWidget *nabla_search_row_new (NablaSearchModel *model, guint index);

/* Follows the model. */
void nabla_search_row_update (NablaSearchRow *self);

G_END_DECLS
