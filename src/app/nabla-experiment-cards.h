/* The shipped experiments as cards, each with a look at its data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * nabla_experiment_cards_new:
 * @folder: with the experiments
 *
 * Pictures are drawn when there is time. A card activates `win.example` with its path.
 *
 * Returns: (transfer floating): heading and cards
 */
GtkWidget *nabla_experiment_cards_new (const char *folder);

/* Returns: (transfer full) (element-type NablaExperiment): those in @folder, by name */
GPtrArray *nabla_experiment_cards_load (const char *folder);

G_END_DECLS
