/* The window.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_WINDOW (nabla_window_get_type ())
G_DECLARE_FINAL_TYPE (NablaWindow, nabla_window, NABLA, WINDOW, AdwApplicationWindow)

/* Returns: (transfer none): a new window of @application */
NablaWindow *nabla_window_new (AdwApplication *application);

G_END_DECLS
