/* Figure slots: a view asks the drawing thread for frames.
 *
 * One thread draws for all views, at a lower priority than the window and the
 * same as training. A slot holds one request and one frame, the latest each: a
 * view that asks faster than figures can be drawn gets fewer frames, not later
 * ones.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-frame.h"

G_BEGIN_DECLS

typedef struct _NablaFigureSlot NablaFigureSlot;

/**
 * nabla_figure_slot_new:
 * @ready: called on the main thread when there is a frame to take
 * @data: for @ready
 *
 * Returns: (transfer full): a slot; end it with nabla_figure_slot_close ()
 */
NablaFigureSlot *nabla_figure_slot_new (void (*ready) (gpointer data), gpointer data);

/* Ends the use of @self by its view: @ready is not called any more. */
void nabla_figure_slot_close (NablaFigureSlot *self);

/**
 * nabla_figure_slot_request:
 * @request: (transfer full): replaces one that was not begun yet
 */
void nabla_figure_slot_request (NablaFigureSlot *self, NablaFigureRequest *request);

/* Returns: (transfer full) (nullable): the latest frame, if it was not taken yet */
NablaFigureFrame *nabla_figure_slot_take (NablaFigureSlot *self);

G_END_DECLS
