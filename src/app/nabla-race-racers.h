/* The racers list: who races, each with marker and settings; adds, changes and removes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_RACERS (nabla_race_racers_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceRacers, nabla_race_racers, NABLA, RACE_RACERS, GtkBox)

GtkWidget *nabla_race_racers_new (NablaRaceModel *model);

G_END_DECLS
