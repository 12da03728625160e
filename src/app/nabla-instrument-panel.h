/* The panel of an instrument with pictures: its settings, the series, what comes of them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-head.h"
#include "nabla-instrument-state.h"

G_BEGIN_DECLS

#define NABLA_TYPE_INSTRUMENT_PANEL (nabla_instrument_panel_get_type ())
G_DECLARE_FINAL_TYPE (NablaInstrumentPanel, nabla_instrument_panel, NABLA, INSTRUMENT_PANEL, GtkBox)

/* Signals: `drawing-changed (gboolean)`: whether the pointer is to draw a series;
 * `failed (GError *)`: a file that has no series. */
GtkWidget *nabla_instrument_panel_new (NablaInstrumentState *state);

NablaBenchHead *nabla_instrument_panel_head (NablaInstrumentPanel *self);

/* Takes the series in a file, or in text that was pasted. */
void nabla_instrument_panel_open (NablaInstrumentPanel *self, const char *path);
void nabla_instrument_panel_paste (NablaInstrumentPanel *self, const char *text);

/* Begins or ends drawing by hand, as its row does. */
void nabla_instrument_panel_set_drawing (NablaInstrumentPanel *self, gboolean is_drawing);

G_END_DECLS
