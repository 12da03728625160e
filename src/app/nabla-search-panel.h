/* The panel of a search: its space, how it is searched, and what mattered.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-head.h"
#include "nabla-search-model.h"

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_PANEL (nabla_search_panel_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchPanel, nabla_search_panel, NABLA, SEARCH_PANEL, GtkBox)

GtkWidget *nabla_search_panel_new (NablaSearchModel *model);

G_END_DECLS
