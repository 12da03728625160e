/* Painting points on the decision boundary: set, moved and erased by hand.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-session.h"
#include "nabla-tile.h"

G_BEGIN_DECLS

typedef struct _NablaPaint NablaPaint;

/**
 * nabla_paint_new:
 * @tile: of the boundary; gets a pencil
 * @overlay: over @view; gets the tools while the pencil is pressed
 * @view: in @tile
 * @session: whose data are painted on
 *
 * Data of two features and two classes that are not painted ones become so with the
 * first stroke: a copy to paint on. Each stroke makes a new run, which plays if the
 * one before did.
 *
 * Returns: (transfer full): to be freed before @tile
 */
NablaPaint *nabla_paint_new (NablaTile *tile,
                             GtkOverlay *overlay,
                             NablaFigureView *view,
                             NablaSession *session);
void nabla_paint_free (NablaPaint *self);

/* The run has other data, perhaps none that can be painted on. */
void nabla_paint_run_changed (NablaPaint *self);

G_END_DECLS
