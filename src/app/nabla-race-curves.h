/* The curves of all racers in miniature, to be laid over the track of a timeline.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-snapshot.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_CURVES (nabla_race_curves_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceCurves, nabla_race_curves, NABLA, RACE_CURVES, GtkWidget)

GtkWidget *nabla_race_curves_new (void);

/**
 * nabla_race_curves_set:
 * @race: (nullable): whose cost curves are shown
 * @recorded: the last step of them to show
 * @looked_at: what follows is faded
 * @total: steps of the whole width
 */
void nabla_race_curves_set (NablaRaceCurves *self,
                            const NablaRacePicture *race,
                            gint64 recorded,
                            gint64 looked_at,
                            gint64 total);

G_END_DECLS
