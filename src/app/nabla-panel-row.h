/* Rows for hyperparameters, as the panel and the strip of lessons have them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer floating): a NablaParamRow for @spec, with titles for its choices
 * and a slider that spans what is usual for @key */
GtkWidget *nabla_panel_row_for_spec (const char *key, const NablaParamSpec *spec);

/**
 * nabla_panel_row_new:
 * @session: whose experiment is changed
 * @key: of the experiment; kept as the row's data "nabla-key"
 * @spec: of @key
 *
 * Returns: (transfer floating): such a row; what is typed in it changes the experiment
 */
GtkWidget *nabla_panel_row_new (NablaSession *session, const char *key, const NablaParamSpec *spec);

G_END_DECLS
