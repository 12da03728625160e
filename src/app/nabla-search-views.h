/* The views of a search: its figures on tiles, and what the pointer does in them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search-model.h"
#include "nabla-tile-grid.h"

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_VIEWS (nabla_search_views_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchViews, nabla_search_views, NABLA, SEARCH_VIEWS, GObject)

/**
 * nabla_search_views_new:
 * @grid: gets a tile for each figure
 *
 * A drag in the scatter chooses the box of the next round, one along an axis of the parallel
 * coordinates is a brush, and a click chooses a trial. Signal ::failed (GError *).
 */
NablaSearchViews *nabla_search_views_new (NablaSearchModel *model, NablaTileGrid *grid);

/* For a projector or a desk */
void nabla_search_views_set_scales (NablaSearchViews *self, double text_scale, double line_scale);

G_END_DECLS
