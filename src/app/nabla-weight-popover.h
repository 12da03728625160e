/* A popover in which one parameter of the network is changed by hand.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * nabla_weight_popover_show:
 * @parent: the view; @x, @y: where in it the weight is
 * @layer: of the snapshot's layers, from 1, since 0 is the input
 * @unit: of that layer, from 0
 * @previous: unit of the layer before, from 0; −1 for the bias
 *
 * Shows the weight's value, a slider and a field; each change goes to the run at
 * once.
 */
void nabla_weight_popover_show (GtkWidget *parent,
                                double x,
                                double y,
                                NablaSession *session,
                                guint layer,
                                guint unit,
                                int previous);

G_END_DECLS
