/* The application: one process, its windows, what it is started with.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define NABLA_TYPE_APPLICATION (nabla_application_get_type ())
G_DECLARE_FINAL_TYPE (NablaApplication, nabla_application, NABLA, APPLICATION, AdwApplication)

/* Returns: (transfer full): the application, not yet running */
NablaApplication *nabla_application_new (void);

/* Returns: where experiments and lessons lie: in the source until Nabla is installed */
const char *nabla_application_data_dir (void);

G_END_DECLS
