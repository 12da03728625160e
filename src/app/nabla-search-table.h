/* The trials of a search as a table: the best first, or by any column.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_TABLE (nabla_search_table_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchTable, nabla_search_table, NABLA, SEARCH_TABLE, GtkWidget)

/* Signal ::activated (guint number): the user wants that trial opened. Its selection is the
 * model's chosen trial. */
GtkWidget *nabla_search_table_new (NablaSearchModel *model);

G_END_DECLS
