/* The list of keys.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Returns: (transfer none): a window with all keys, in front of @parent */
GtkWindow *nabla_shortcuts_new (GtkWindow *parent);

G_END_DECLS
