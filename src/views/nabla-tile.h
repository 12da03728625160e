/* A tile: one view of a run with its title, a sentence that says what it shows
 * now, and its menu.
 *
 * A tile knows nothing of what it holds. It tells by signals what was asked of
 * it: `enlarge` (double click on the head, Return, or the menu), `close-requested`
 * (Delete, or the menu) and `move` with a GtkDirectionType (Ctrl+Shift+arrow).
 * A NablaTileGrid listens to the first and the last.
 *
 * Its menu is the one that it is given, then Enlarge and Remove. Actions `tile.enlarge`,
 * `tile.close`, `tile.wider` and `tile.narrower` are installed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_TILE (nabla_tile_get_type ())
G_DECLARE_FINAL_TYPE (NablaTile, nabla_tile, NABLA, TILE, GtkWidget)

/**
 * nabla_tile_new:
 * @name: what the tile is called in settings, such as `cost`; its widget name
 * @title: what the head shows
 */
GtkWidget *nabla_tile_new (const char *name, const char *title);

void nabla_tile_set_title (NablaTile *self, const char *title);
const char *nabla_tile_get_title (NablaTile *self);

/* One line beside the title that states what is to be seen now; also the
 * accessible description. NULL or empty for none. */
void nabla_tile_set_summary (NablaTile *self, const char *summary);
const char *nabla_tile_get_summary (NablaTile *self);

/* The view itself, which fills the tile under its head. */
void nabla_tile_set_child (NablaTile *self, GtkWidget *child);
GtkWidget *nabla_tile_get_child (NablaTile *self);

/* Puts @widget (keys of a legend, segments) at the right of the head. */
void nabla_tile_add_end (NablaTile *self, GtkWidget *widget);

/* The view's own part of the menu; NULL for none. */
void nabla_tile_set_menu_model (NablaTile *self, GMenuModel *model);
GMenuModel *nabla_tile_get_menu_model (NablaTile *self);

/**
 * nabla_tile_set_badge:
 * @badge: (nullable): the key that enlarges the tile, shown instead of its menu
 */
void nabla_tile_set_badge (NablaTile *self, const char *badge);

/**
 * nabla_tile_set_message:
 * @message: (nullable): what to show instead of the child, mostly a NablaMessage:
 *   nothing loaded, loading, an error, a view that does not apply
 */
void nabla_tile_set_message (NablaTile *self, GtkWidget *message);
GtkWidget *nabla_tile_get_message (NablaTile *self);

/**
 * nabla_tile_set_footer:
 * @footer: (nullable): a strip under the child, mostly a NablaMessage: the run
 *   diverged, the run is finished
 */
void nabla_tile_set_footer (NablaTile *self, GtkWidget *footer);
GtkWidget *nabla_tile_get_footer (NablaTile *self);

/**
 * nabla_tile_set_weight:
 * @weight: how much of the height a row with this tile asks for, beside 1 of others;
 *   pictures want about 1.56
 */
void nabla_tile_set_weight (NablaTile *self, double weight);
double nabla_tile_get_weight (NablaTile *self);

G_END_DECLS
