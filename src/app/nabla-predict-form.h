/* A form for one example: a field a feature.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-dataset.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PREDICT_FORM (nabla_predict_form_get_type ())
G_DECLARE_FINAL_TYPE (NablaPredictForm, nabla_predict_form, NABLA, PREDICT_FORM, GtkBox)

/* Returns: (transfer floating): an empty form. Its signal ::changed tells that an
 * example was typed, pasted or dropped. */
GtkWidget *nabla_predict_form_new (void);

/* Makes fields for the features of @dataset, filled with its first example. */
void nabla_predict_form_set_dataset (NablaPredictForm *self, const NablaDataset *dataset);

/**
 * nabla_predict_form_values:
 * @n: (out): how many
 *
 * Returns: (transfer none) (nullable) (array length=n): the features as they are
 *   now, in the data's own units
 */
const double *nabla_predict_form_values (NablaPredictForm *self, guint *n);

/* Fills in example @index of the data set. */
void nabla_predict_form_take (NablaPredictForm *self, gsize index);

/**
 * nabla_predict_form_read:
 * @text: numbers with commas, semicolons, tabs or blanks between: a row of a table
 * @error: how many were found and how many are needed
 *
 * Returns: whether the fields were filled
 */
gboolean nabla_predict_form_read (NablaPredictForm *self, const char *text, GError **error);

G_END_DECLS
