/* The menu of a tile with a figure: its settings, export, copy. The tile also shows the
 * figure's summary, and the figure follows the window's light or dark.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-tile.h"

G_BEGIN_DECLS

#define NABLA_TYPE_FIGURE_MENU (nabla_figure_menu_get_type ())
G_DECLARE_FINAL_TYPE (NablaFigureMenu, nabla_figure_menu, NABLA, FIGURE_MENU, GObject)

/**
 * nabla_figure_menu_new:
 * @tile: gets the menu and shows the summary
 * @view: in the tile
 *
 * Signal ::failed (GError *): an export or a setting that could not be done.
 *
 * Returns: (transfer none): the menu, which lives as long as @tile
 */
NablaFigureMenu *nabla_figure_menu_new (NablaTile *tile, NablaFigureView *view);

G_END_DECLS
