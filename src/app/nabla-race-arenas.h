/* The arena picker of the race: small live pictures of all bowls, and the own network.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_ARENAS (nabla_race_arenas_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceArenas, nabla_race_arenas, NABLA, RACE_ARENAS, GtkBox)

/* Three in a row; shows and chooses the arena of @model, below it the arena's settings. */
GtkWidget *nabla_race_arenas_new (NablaRaceModel *model);

G_END_DECLS
