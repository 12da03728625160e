/* Network names: what stands above the layers and beside inputs and outputs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-network-layout-private.h"

G_BEGIN_DECLS

/* The space between a unit and its name */
#define NABLA_NETWORK_GAP 7.0

/* Returns: the style of captions and names */
NablaTextStyle nabla_network_caption_style (const NablaFigureContext *context);

/* Returns: the room that names of inputs need at the left, or of classes at the right */
double nabla_network_names_room (const NablaSnapshot *snapshot,
                                 const NablaFigureContext *context,
                                 gboolean is_input);

/* Writes, at height @y, how many units a layer has and what they compute. */
void nabla_network_captions_draw (const NablaNetworkColumn *columns,
                                  guint n,
                                  double y,
                                  const NablaFigureContext *context,
                                  NablaMarks *marks);

/* Writes features beside inputs, and classes beside outputs that are classes. */
void nabla_network_names_draw (const NablaSnapshot *snapshot,
                               const NablaNetworkColumn *columns,
                               guint n,
                               const NablaFigureContext *context,
                               NablaMarks *marks);

G_END_DECLS
