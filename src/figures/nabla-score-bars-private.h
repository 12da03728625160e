/* Score bars: the accuracy (or R²) of each set, where a table has no room.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Adds a bar for each measured set; of series as the set's number. */
void nabla_score_bars_draw (const NablaSnapshot *snapshot,
                            const NablaFigureContext *context,
                            NablaMarks *marks);

G_END_DECLS
