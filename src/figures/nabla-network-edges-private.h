/* Network edges: the weights between the units that are shown.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-network-layout-private.h"

G_BEGIN_DECLS

/* More edges than these hide each other; the strongest ones are drawn. */
#define NABLA_NETWORK_MOST_EDGES 400

/**
 * nabla_network_edges_draw:
 * @columns: (array length=n): the layers, the input first
 *
 * Adds a polyline for each weight, of the number of its layer as series and its
 * place in W as index: blue if it is negative and orange if positive, the wider
 * and stronger the larger it is among all weights of the network. The strongest
 * lie on top; a weight that is not finite is dotted and gray.
 */
void nabla_network_edges_draw (const NablaNetworkColumn *columns,
                               guint n,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

G_END_DECLS
