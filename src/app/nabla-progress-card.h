/* Progress cards: long work, how far it is, and a button to stop it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NablaProgressCard:
 *
 * A NablaMessage with a bar, percent and the time that is left. Its signal
 *
 *   cancelled ()
 *
 * tells that the user wants the work to stop.
 */
#define NABLA_TYPE_PROGRESS_CARD (nabla_progress_card_get_type ())
G_DECLARE_FINAL_TYPE (NablaProgressCard, nabla_progress_card, NABLA, PROGRESS_CARD, GtkWidget)

GtkWidget *nabla_progress_card_new (void);

/**
 * nabla_progress_card_begin:
 * @title: translated: `Reading “flights.csv”…`
 * @sentence: (nullable): translated: what is known of the work: `128 MB`
 *
 * Sets the card back to 0 and its clock to now.
 */
void nabla_progress_card_begin (NablaProgressCard *self, const char *title, const char *sentence);

/* Shows @fraction, from 0 to 1, and the time left that follows from it. */
void nabla_progress_card_set_fraction (NablaProgressCard *self, double fraction);

G_END_DECLS
