/* What the marks of the network figure stand for, for whoever clicks on them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-snapshot.h"

G_BEGIN_DECLS

/* The series of an edge is that of its layer and this; the index is its place in W. */
#define NABLA_NETWORK_EDGE_SERIES 0x10000

/**
 * nabla_network_mark_find:
 * @series, @index: of a mark of the network figure
 * @layer: (out): of the snapshot's layers, the input being 0
 * @unit: (out): of that layer, from 0
 * @previous: (out): for an edge the unit of the layer before that it comes from;
 *   −1 for a unit
 *
 * Returns: whether the mark is a unit or an edge of @snapshot
 */
gboolean nabla_network_mark_find (const NablaSnapshot *snapshot,
                                  int series,
                                  guint32 index,
                                  guint *layer,
                                  guint *unit,
                                  int *previous);

G_END_DECLS
