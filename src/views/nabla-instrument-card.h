/* Instrument card: an instrument to turn and to read.
 *
 * A row for each setting that can be turned, the picture of its plane if it has one,
 * and its arithmetic with the numbers put in.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-instrument.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_INSTRUMENT_CARD (nabla_instrument_card_get_type ())
G_DECLARE_FINAL_TYPE (NablaInstrumentCard, nabla_instrument_card, NABLA, INSTRUMENT_CARD, GtkWidget)

/**
 * nabla_instrument_card_new:
 * @instrument: (transfer none): what is shown
 * @settings: (array) (nullable): where it stands, one number a param; its defaults
 *   if %NULL
 * @controls: (array zero-terminated=1) (nullable): params with a row; all if %NULL or
 *   empty
 *
 * Signal `changed`: the user turned a setting or moved the dot.
 */
GtkWidget *nabla_instrument_card_new (const NablaInstrument *instrument,
                                      const double *settings,
                                      const char *const *controls);

/* Returns: (array): the settings as they stand */
const double *nabla_instrument_card_get_settings (NablaInstrumentCard *self);

/* Returns: (array): the values that come of them */
const double *nabla_instrument_card_get_values (NablaInstrumentCard *self);

/* Turns one setting, as a row would; FALSE if there is none, or @text is no value of it. */
gboolean nabla_instrument_card_set (NablaInstrumentCard *self,
                                    const char *key,
                                    const char *text,
                                    GError **error);

G_END_DECLS
