/* The transport of the race: play, steps both ways, speed, and the timeline of all racers.
 *
 * Its buttons are the actions bench.reset, bench.back, bench.play, bench.step and bench.speed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-model.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_TRANSPORT (nabla_race_transport_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceTransport, nabla_race_transport, NABLA, RACE_TRANSPORT, GtkBox)

GtkWidget *nabla_race_transport_new (NablaRaceModel *model);

/* For a projector: how much larger text is */
void nabla_race_transport_set_scale (NablaRaceTransport *self, double scale);

/* Leaves out what is not needed where there is no room. */
void nabla_race_transport_set_narrow (NablaRaceTransport *self, gboolean narrow);

G_END_DECLS
