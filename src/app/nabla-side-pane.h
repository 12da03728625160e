/* A panel beside its content; over it where there is no room for both.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SIDE_PANE (nabla_side_pane_get_type ())
G_DECLARE_FINAL_TYPE (NablaSidePane, nabla_side_pane, NABLA, SIDE_PANE, GtkWidget)

/**
 * nabla_side_pane_new:
 * @panel, @content: (transfer floating): the two
 * @room: the least width at which the panel stands beside the content
 *
 * Returns: (transfer floating): the pane, its panel to be seen. Its signal ::changed
 *   tells that nabla_side_pane_get_visible () has another answer.
 */
GtkWidget *nabla_side_pane_new (GtkWidget *panel, GtkWidget *content, int room);

/* Where there is no room, the panel is hidden until this asks for it again. */
void nabla_side_pane_set_visible (NablaSidePane *self, gboolean visible);
gboolean nabla_side_pane_get_visible (NablaSidePane *self);

/* Whether the panel is seen where there is room. */
gboolean nabla_side_pane_get_wanted (NablaSidePane *self);

/* As if there were no room, however wide the pane is; %FALSE restores what was before. */
void nabla_side_pane_set_over (NablaSidePane *self, gboolean always_over);

G_END_DECLS
