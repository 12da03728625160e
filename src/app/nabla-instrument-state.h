/* The state of an instrument with pictures: its settings, the series that the user brought,
 * and what was computed of them last, on a thread.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-instrument.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define NABLA_TYPE_INSTRUMENT_STATE (nabla_instrument_state_get_type ())
G_DECLARE_FINAL_TYPE (
    NablaInstrumentState, nabla_instrument_state, NABLA, INSTRUMENT_STATE, GObject)

/**
 * nabla_instrument_state_new:
 * @instrument: one that has pictures
 *
 * Signals:
 *  - `changed`: a setting or the series did
 *  - `computed`: there is a new snapshot, of settings that are at most a moment old
 *  - `failed (GError *)`: what could not be computed
 */
NablaInstrumentState *nabla_instrument_state_new (const NablaInstrument *instrument);

const NablaInstrument *nabla_instrument_state_instrument (NablaInstrumentState *self);

/* Returns: (array): the settings as they stand */
const double *nabla_instrument_state_settings (NablaInstrumentState *self);

/* Sets a setting, as near to @value as it can be now, and has it computed. */
void nabla_instrument_state_set (NablaInstrumentState *self, guint param, double value);

/* The same with a value as the command line takes it. Returns: whether it is allowed */
gboolean nabla_instrument_state_set_text (NablaInstrumentState *self,
                                          const char *key,
                                          const char *text,
                                          GError **error);

/* @series: (nullable): what the user brought; %NULL for the instrument's own */
void nabla_instrument_state_set_series (NablaInstrumentState *self,
                                        const NablaInstrumentSeries *series);
const NablaInstrumentSeries *nabla_instrument_state_series (NablaInstrumentState *self);

/* Returns: (nullable): the latest */
const NablaSnapshot *nabla_instrument_state_snapshot (NablaInstrumentState *self);

/* Returns: (array): the values that belong to the snapshot */
const double *nabla_instrument_state_values (NablaInstrumentState *self);

/* Returns: whether something newer is being computed */
gboolean nabla_instrument_state_is_busy (NablaInstrumentState *self);

/* Gives up what is computed; nothing is told any more. */
void nabla_instrument_state_stop (NablaInstrumentState *self);

G_END_DECLS
