/* Instrument picture: the plane of an instrument, and where on it one stands.
 *
 * Shows the value that the instrument names for every point of its plane, with the
 * line where another one is zero, and a dot at the settings. The dot is moved by
 * clicking, by dragging, and by the arrow keys.
 *
 * Signal `moved (double x, double y)`: the user chose another point; both lie in the
 * ranges of their settings.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-instrument.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_INSTRUMENT_PICTURE (nabla_instrument_picture_get_type ())
G_DECLARE_FINAL_TYPE (
    NablaInstrumentPicture, nabla_instrument_picture, NABLA, INSTRUMENT_PICTURE, GtkWidget)

/* @instrument: (transfer none): one that has a plane */
GtkWidget *nabla_instrument_picture_new (const NablaInstrument *instrument);

/**
 * nabla_instrument_picture_set:
 * @settings: (array): one number a param
 *
 * Computes the plane anew, which takes well below a millisecond.
 */
void nabla_instrument_picture_set (NablaInstrumentPicture *self, const double *settings);

G_END_DECLS
