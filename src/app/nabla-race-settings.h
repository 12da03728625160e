/* The settings of a racer, in a popover: optimizer, learning rate, schedule and theirs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_SETTINGS (nabla_race_settings_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceSettings, nabla_race_settings, NABLA, RACE_SETTINGS, GtkPopover)

/* Returns: (transfer floating): a popover for the racers of @model */
GtkWidget *nabla_race_settings_new (NablaRaceModel *model);

/* Whose settings are shown */
void nabla_race_settings_set_racer (NablaRaceSettings *self, guint index);

G_END_DECLS
