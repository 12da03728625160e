/* Views: what all of them need before the first is made.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * nabla_views_init:
 * @display: where views will be shown
 *
 * Makes icons and styles of the views known. To be called once, before the first
 * widget; it does nothing when called again.
 */
void nabla_views_init (GdkDisplay *display);

G_END_DECLS
