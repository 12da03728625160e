/* The race's panel: arena, racers, pace.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-head.h"
#include "nabla-race-model.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_PANEL (nabla_race_panel_get_type ())
G_DECLARE_FINAL_TYPE (NablaRacePanel, nabla_race_panel, NABLA, RACE_PANEL, GtkBox)

GtkWidget *nabla_race_panel_new (NablaRaceModel *model);

/* Returns: (transfer none): where it says what this is */
NablaBenchHead *nabla_race_panel_head (NablaRacePanel *self);

G_END_DECLS
