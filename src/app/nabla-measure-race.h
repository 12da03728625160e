/* Measuring: how smooth a race of six is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-page.h"

G_BEGIN_DECLS

/**
 * nabla_measure_race_begin:
 * @window: on the screen, or about to be, with the race page in it
 * @session: of its bench
 * @arena: or preset, see nabla_race_page_open ()
 * @seconds: how long to look at frames
 *
 * Fills the race up to six racers, lets them race for @seconds and prints one JSON object as
 * nabla_measure_begin () does; then quits @application.
 */
void nabla_measure_race_begin (GtkApplication *application,
                               GtkWindow *window,
                               NablaSession *session,
                               NablaRacePage *page,
                               const char *arena,
                               double seconds);

G_END_DECLS
