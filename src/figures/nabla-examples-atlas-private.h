/* Pictures of the data set in rows, each with what the model takes it for.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Draws as many of the snapshot's examples as have room; they are pictures. */
void nabla_examples_atlas_draw (const NablaSnapshot *snapshot,
                                const NablaFigureContext *context,
                                NablaMarks *marks);

G_END_DECLS
