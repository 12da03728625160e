/* The page of an instrument with pictures: its settings at the left, its figures in tiles.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-instrument-state.h"
#include "nabla-lab-page.h"

G_BEGIN_DECLS

#define NABLA_TYPE_INSTRUMENT_PAGE (nabla_instrument_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaInstrumentPage, nabla_instrument_page, NABLA, INSTRUMENT_PAGE, GtkWidget)

/**
 * nabla_instrument_page_new:
 * @instrument: (transfer none): one that has pictures
 *
 * A laboratory page, see NablaLabPage. Files and text of numbers may be dropped or pasted
 * on the page of an instrument that takes a series.
 *
 * Signal `failed (GError *)`: what could not be done.
 */
GtkWidget *nabla_instrument_page_new (const NablaInstrument *instrument);

/* Returns: (transfer none): its settings, and what was computed of them */
NablaInstrumentState *nabla_instrument_page_get_state (NablaInstrumentPage *self);

/* Takes the series in a file, for an instrument that takes one. */
void nabla_instrument_page_open (NablaInstrumentPage *self, const char *path);

/* Begins or ends drawing a series by hand. */
void nabla_instrument_page_set_drawing (NablaInstrumentPage *self, gboolean is_drawing);

G_END_DECLS
