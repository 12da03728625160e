/* Settings from the command line: --set KEY=VALUE, against lists of specs.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"

G_BEGIN_DECLS

/**
 * nabla_settings_parse:
 * @changes: (array zero-terminated=1) (nullable): `key=value` each; of two with one
 *   key the later holds
 * @own: (nullable): what an op or optimizer can be set to
 * @own_values: (out): its settings; defaults where nothing is said
 * @common: what all of its kind can be set to besides
 * @common_values: (out): of these
 * @error: names the key, what was found and what is allowed
 */
gboolean nabla_settings_parse (char **changes,
                               const NablaParamSpec *own,
                               double *own_values,
                               const NablaParamSpec *common,
                               double *common_values,
                               GError **error);

/* Returns: whether one of @changes is about @key */
gboolean nabla_settings_have (char **changes, const char *key);

G_END_DECLS
