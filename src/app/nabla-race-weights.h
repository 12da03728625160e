/* The weight chooser of the race: of which weight of the network the terms are told.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_WEIGHTS (nabla_race_weights_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceWeights, nabla_race_weights, NABLA, RACE_WEIGHTS, GtkWidget)

/* A button with the weight's name, to be seen while networks race, and its popover */
GtkWidget *nabla_race_weights_new (NablaRaceModel *model);

G_END_DECLS
