/* The optimizer race: two to six optimizers from one start, in a bowl or on the student's
 * own network and data.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lab-page.h"
#include "nabla-race-model.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_PAGE (nabla_race_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaRacePage, nabla_race_page, NABLA, RACE_PAGE, GtkWidget)

/**
 * nabla_race_page_new:
 * @session: the bench, whose experiment is the arena “My network”; its run is paused when a
 *   race of networks begins
 *
 * Signal ::failed (GError *): what was refused and why; all is as it was.
 *
 * Returns: (transfer floating): a page of the laboratory, standing in the bowl
 */
GtkWidget *nabla_race_page_new (NablaSession *session);

/**
 * nabla_race_page_open:
 * @name: of an arena (`bowl`, `rosenbrock`, `saddle`, `ravine`, `two_weights`, `network`) or
 *   of a preset in nabla-race-presets.c
 *
 * Returns: whether there is such a one
 */
gboolean nabla_race_page_open (NablaRacePage *self, const char *name);

/* Returns: (transfer none): what is raced */
NablaRaceModel *nabla_race_page_model (NablaRacePage *self);

G_END_DECLS
