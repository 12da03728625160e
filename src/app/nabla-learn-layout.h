/* Layouts of the Learn page's upper part, from a phone's width to a projector's.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer full): two cards beside each other, 7 to 4; below each other where
 * that would be too narrow */
GtkLayoutManager *nabla_learn_layout_new_top (void);

/* Returns: (transfer full): a picture of up to 268 × 178 at the left of a text, less
 * where there is little room */
GtkLayoutManager *nabla_learn_layout_new_card (void);

G_END_DECLS
