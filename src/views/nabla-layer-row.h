/* A row of the model: a layer with its number of units and its activation.
 *
 * Signals: `units-changed` (int), `activation-changed` (const char *name) and
 * `remove-requested` (Delete while the row has the focus, or its menu, which opens
 * with the second mouse button or the menu key). The row shows what was asked for
 * at once; what may not be is set back with the functions below, which emit
 * nothing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_LAYER_ROW (nabla_layer_row_get_type ())
G_DECLARE_FINAL_TYPE (NablaLayerRow, nabla_layer_row, NABLA, LAYER_ROW, GtkListBoxRow)

/**
 * nabla_layer_row_new:
 * @title: such as `Layer 1`
 * @activations: names of the activations, NULL-terminated
 * @titles: (nullable): what is shown for each of them; their names if NULL
 */
GtkWidget *
nabla_layer_row_new (const char *title, const char *const *activations, const char *const *titles);

/**
 * nabla_layer_row_new_fixed:
 * @title: such as `Output`
 * @units: such as `1 unit`
 * @activation: such as `sigmoid`
 *
 * A layer that follows from the data and is only shown.
 */
GtkWidget *nabla_layer_row_new_fixed (const char *title, const char *units, const char *activation);

void nabla_layer_row_set_title (NablaLayerRow *self, const char *title);

/* For a row that is only shown */
void nabla_layer_row_set_fixed (NablaLayerRow *self, const char *units, const char *activation);

void nabla_layer_row_set_units (NablaLayerRow *self, int units);
int nabla_layer_row_get_units (NablaLayerRow *self);

/* What the stepper allows; 1 to 65536 unless set */
void nabla_layer_row_set_range (NablaLayerRow *self, int fewest, int most);

/* @name: one of the activations; another is passed over */
void nabla_layer_row_set_activation (NablaLayerRow *self, const char *name);

/* Returns: (transfer none) (nullable): the chosen activation */
const char *nabla_layer_row_get_activation (NablaLayerRow *self);

/* Whether Delete and the menu offer to remove it; they do unless set. */
void nabla_layer_row_set_removable (NablaLayerRow *self, gboolean is_removable);

G_END_DECLS
