/* A strip of a few hyperparameters above the views: what a lesson's step wants to have
 * at hand.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_CONTROL_STRIP (nabla_control_strip_get_type ())
G_DECLARE_FINAL_TYPE (NablaControlStrip, nabla_control_strip, NABLA, CONTROL_STRIP, GtkBox)

/* Returns: (transfer floating): a strip without controls, which is not seen */
GtkWidget *nabla_control_strip_new (NablaSession *session);

/**
 * nabla_control_strip_set_keys:
 * @keys: (array zero-terminated=1) (nullable): of the experiment, such as `units@hidden`;
 *   those that it does not have are passed over
 */
void nabla_control_strip_set_keys (NablaControlStrip *self, const char *const *keys);

/* Moves the focus to the control of @key. Returns: whether there is one */
gboolean nabla_control_strip_point_at (NablaControlStrip *self, const char *key);

G_END_DECLS
