/* Race markers: a slot of the palette as a small picture, color and shape together.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_MARKER (nabla_race_marker_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceMarker, nabla_race_marker, NABLA, RACE_MARKER, GtkWidget)

/* @slot: from 0 */
GtkWidget *nabla_race_marker_new (guint slot);

void nabla_race_marker_set_slot (NablaRaceMarker *self, guint slot);

G_END_DECLS
