/* The Search page: random search from coarse to fine, as it happens.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lab-page.h"
#include "nabla-search-model.h"

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_PAGE (nabla_search_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchPage, nabla_search_page, NABLA, SEARCH_PAGE, GtkWidget)

/**
 * nabla_search_page_new:
 * @session: whose experiment is searched
 * @store_path: (nullable): where trials are kept
 *
 * Signal ::failed (GError *) tells what could not be done; ::open-requested (NablaExperiment *,
 * a `gpointer`) asks for a trial to be put on the bench.
 */
GtkWidget *nabla_search_page_new (NablaSession *session, const char *store_path);

/* Returns: (transfer none): what it steers */
NablaSearchModel *nabla_search_page_model (NablaSearchPage *self);

G_END_DECLS
