/* The panel of hyperparameters, built from parameter specs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench-head.h"
#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_PANEL (nabla_panel_get_type ())
G_DECLARE_FINAL_TYPE (NablaPanel, nabla_panel, NABLA, PANEL, GtkBox)

/* Shows the experiment of @session and changes it. */
void nabla_panel_set_session (NablaPanel *self, NablaSession *session);

/* Says in a few words how the experiment stands to its file: "not saved". */
void nabla_panel_set_status (NablaPanel *self, const char *status);

/* Returns: (transfer none): its head, where another page can be chosen */
NablaBenchHead *nabla_panel_head (NablaPanel *self);

G_END_DECLS
