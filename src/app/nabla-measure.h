/* Measuring: how smooth the window is while it trains, and what that costs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-page.h"

G_BEGIN_DECLS

/**
 * nabla_measure_begin:
 * @window: on the screen, or about to be
 * @bench: its bench, with an experiment
 * @seconds: how long to look at frames
 *
 * Trains the experiment without looking for a quarter of @seconds, then in the window
 * for @seconds, then without looking again; prints one JSON object with frames per
 * second, the times from the beginning of a frame to that of the next, how long the main
 * thread works at a frame, both speeds, the time from the start of the process to its
 * first frame, and the most memory it took; and quits @application.
 */
void nabla_measure_begin (GtkApplication *application,
                          GtkWindow *window,
                          NablaBenchPage *bench,
                          double seconds);

G_END_DECLS
