/* A row of the hyperparameter panel, made from the parameter's description.
 *
 * A choice is a name and a value with an arrow; a boolean has a switch; a number
 * has its symbol, an entry, and below it a slider on a scale that suits it. A
 * button resets what is not the default value. In an entry, Up and Down go to the next
 * stop, Page Up and Page Down further, Escape takes back what was typed.
 *
 * Signal `changed` (const char *text): the user gave another value; @text is as an
 * experiment file writes it. While a slider is dragged it comes once a frame at
 * most. Text that is no allowed value is refused with a sentence under the row,
 * and the old value stays.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PARAM_ROW (nabla_param_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaParamRow, nabla_param_row, NABLA, PARAM_ROW, GtkListBoxRow)

/**
 * nabla_param_row_new:
 * @spec: the parameter; copied, but its strings and choices are not
 *
 * The row stands at `initial`.
 */
GtkWidget *nabla_param_row_new (const NablaParamSpec *spec);

const NablaParamSpec *nabla_param_row_get_spec (NablaParamRow *self);

/* Sets the value without emitting `changed`; one that is not allowed is passed over. */
void nabla_param_row_set_value (NablaParamRow *self, double value);
double nabla_param_row_get_value (NablaParamRow *self);

/**
 * nabla_param_row_set_text:
 * @text: a value as an experiment file writes it, or the row's word
 *
 * Like nabla_param_row_set_value ().
 *
 * Returns: whether @text is allowed
 */
gboolean nabla_param_row_set_text (NablaParamRow *self, const char *text);

/* Returns: (transfer full): the value as an experiment file writes it */
char *nabla_param_row_get_text (NablaParamRow *self);

/* What the reset button goes back to; `initial` unless set. */
void nabla_param_row_set_default (NablaParamRow *self, double value);

/* Translated; the spec's title unless set. */
void nabla_param_row_set_title (NablaParamRow *self, const char *title);

/* Translated titles of the choices, as many as there are; their names unless set. */
void nabla_param_row_set_choice_titles (NablaParamRow *self, const char *const *titles);

/**
 * nabla_param_row_set_word:
 * @word: what may stand instead of a number, such as `full` for the batch size
 * @value: the number that means it, which need not lie in the range
 */
void nabla_param_row_set_word (NablaParamRow *self, const char *word, double value);

/* What the slider spans; the entry takes whatever is allowed. */
void nabla_param_row_set_range (NablaParamRow *self, double low, double high);

/* Puts @key (transfer floating), such as the line that a switch shows, before the control. */
void nabla_param_row_add_key (NablaParamRow *self, GtkWidget *key);

/* A sentence under the row, gone at the next change; NULL for none. */
void nabla_param_row_set_error (NablaParamRow *self, const char *sentence);

/* Returns: (nullable): the sentence under the row */
const char *nabla_param_row_get_error (NablaParamRow *self);

G_END_DECLS
