/* A ring that fills as a lesson goes on, and is a check mark when it is done.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RING (nabla_ring_get_type ())
G_DECLARE_FINAL_TYPE (NablaRing, nabla_ring, NABLA, RING, GtkWidget)

GtkWidget *nabla_ring_new (void);

/* @fraction: 0 … 1; 1 is done */
void nabla_ring_set_fraction (NablaRing *self, double fraction);
double nabla_ring_get_fraction (NablaRing *self);

G_END_DECLS
