/* A chosen unit of the network: a ring, and its arithmetic for one example.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"
#include "nabla-network-layout-private.h"

G_BEGIN_DECLS

/* Moves the outputs up, below @top, if their place is needed for the arithmetic of the
 * chosen unit and that is enough. */
void nabla_network_unit_make_room (const NablaSnapshot *snapshot,
                                   NablaNetworkColumn *columns,
                                   guint n,
                                   guint layer,
                                   guint unit,
                                   double top,
                                   const NablaFigureContext *context);

/**
 * nabla_network_unit_draw:
 * @columns: (array length=n): the layers as they are laid out
 * @layer, @unit: the chosen one
 *
 * Draws a ring around the unit, and, if the snapshot follows an example and there is
 * room under the output, how z = Σ w_i a_i + b comes about, and a = g(z).
 */
void nabla_network_unit_draw (const NablaSnapshot *snapshot,
                              const NablaNetworkColumn *columns,
                              guint n,
                              guint layer,
                              guint unit,
                              const NablaFigureContext *context,
                              NablaMarks *marks);

G_END_DECLS
