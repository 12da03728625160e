/* Network layout: where the units of each layer stand, and which are shown.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/**
 * NablaNetworkColumn:
 * @layer: what it shows
 * @has_maps: whether units are small pictures; otherwise circles
 * @size: side of a picture, or diameter of a circle
 * @x: of the units' middles
 * @n_shown: how many units are shown; fewer than there are if they do not fit
 * @n_first: how many of these are the layer's first; the others are its last
 */
typedef struct {
  const NablaLayerPicture *layer;
  gboolean has_maps;
  double size;
  double x;
  guint n_shown;
  guint n_first;

  /*< private >*/
  double middle;
  double pitch;
} NablaNetworkColumn;

/**
 * nabla_network_layout:
 * @layers: of NablaLayerPicture, at least one
 * @left, @right, @top, @bottom: where there is room
 *
 * Returns: (transfer full): a column for each layer
 */
NablaNetworkColumn *nabla_network_layout (GPtrArray *layers,
                                          double text_scale,
                                          double left,
                                          double right,
                                          double top,
                                          double bottom);

/* Returns: whether units are left out, between the first and the last ones */
gboolean nabla_network_column_is_cut (const NablaNetworkColumn *self);

/* Returns: which unit of the layer is the shown unit @k */
guint nabla_network_column_unit (const NablaNetworkColumn *self, guint k);

/* Returns: the height at which the shown unit @k stands */
double nabla_network_column_y (const NablaNetworkColumn *self, guint k);

/* Returns: the height of the gap in a column that is cut */
double nabla_network_column_gap_y (const NablaNetworkColumn *self);

G_END_DECLS
