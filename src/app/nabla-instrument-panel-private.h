/* What the sources of the instrument's panel share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-instrument-panel.h"
#include "nabla-param-row.h"

G_BEGIN_DECLS

struct _NablaInstrumentPanel
{
  GtkBox parent_instance;
  NablaInstrumentState *state;
  NablaBenchHead *head;
  GtkWidget *box;
  GtkWidget *rows[NABLA_MAX_PARAMS];  /* (nullable): NablaParamRow by index of the setting */
  GtkWidget *notes[NABLA_MAX_PARAMS]; /* (nullable): label below the row */
  GtkWidget *hands[NABLA_MAX_PARAMS]; /* (nullable): buttons of values at hand */
  double ends[NABLA_MAX_PARAMS][2];   /* what sliders span */
  GtkWidget *outputs[NABLA_MAX_OUTPUTS];
  GtkWidget *sentence;
  gboolean is_updating;

  /* The series; NULL in an instrument without one */
  GtkWidget *own_row; /* names what the user brought, with a button back */
  GtkWidget *own_title;
  GtkWidget *draw_toggle;
  GtkWidget *value_row; /* NablaParamRow of the chosen value, while drawing */
};

/* Adds a heading and a list below it. Returns: (transfer none): the list */
GtkWidget *nabla_instrument_panel_add_list (NablaInstrumentPanel *self, const char *title);

/* Adds what belongs to one setting: its row, values at hand, and a note. */
void nabla_instrument_panel_add_setting (NablaInstrumentPanel *self, GtkWidget *list, guint param);

/* Makes a row of a list that holds @child. */
GtkWidget *nabla_instrument_panel_row (GtkWidget *child);

/* The rows of the series, and what they show now */
void nabla_instrument_series_rows_add (NablaInstrumentPanel *self);
void nabla_instrument_series_rows_update (NablaInstrumentPanel *self);

/* The card with something to predict */
GtkWidget *nabla_instrument_question_new (const NablaInstrumentQuestion *question);

/* Tells of what could not be done. */
void nabla_instrument_panel_report (NablaInstrumentPanel *self, const GError *error);

/* Tells whether the pointer draws. */
void nabla_instrument_panel_tell_drawing (NablaInstrumentPanel *self, gboolean is_drawing);

G_END_DECLS
