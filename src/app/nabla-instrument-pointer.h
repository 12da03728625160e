/* What the pointer does in the pictures of an instrument: it takes settings along, or
 * draws a series.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-instrument-state.h"

G_BEGIN_DECLS

#define NABLA_TYPE_INSTRUMENT_POINTER (nabla_instrument_pointer_get_type ())
G_DECLARE_FINAL_TYPE (
    NablaInstrumentPointer, nabla_instrument_pointer, NABLA, INSTRUMENT_POINTER, GObject)

/**
 * nabla_instrument_pointer_new:
 * @view: shows a figure of the instrument of @state
 *
 * Settings that the figure has a handle of follow clicks and drags, and the arrow keys:
 * by one, or with Page Up and Page Down by ten; of numbers that are not whole by a
 * hundredth of the axis.
 *
 * Returns: (transfer none): the pointer, which lives as long as @view
 */
NablaInstrumentPointer *nabla_instrument_pointer_new (NablaFigureView *view,
                                                      NablaInstrumentState *state);

/* Whether pressing and dragging draw the series of the state, if this is the figure for it. */
void nabla_instrument_pointer_set_drawing (NablaInstrumentPointer *self, gboolean is_drawing);

G_END_DECLS
