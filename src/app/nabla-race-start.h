/* The start of a bowl's race as something to hold: lies over the figure, is dragged by the
 * pointer or, with the focus, moved by arrow keys (with Control, finely).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-view.h"
#include "nabla-race-model.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_START (nabla_race_start_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceStart, nabla_race_start, NABLA, RACE_START, GtkWidget)

/* @view: which shows the bowl of @model, and which the start lies over */
GtkWidget *nabla_race_start_new (NablaRaceModel *model, NablaFigureView *view);

G_END_DECLS
