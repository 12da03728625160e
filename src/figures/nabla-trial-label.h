/* Values of searched parameters in words.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trials-picture.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a value as people write it, or the name of a choice */
char *nabla_trial_axis_format (const NablaTrialAxis *self, double value);

G_END_DECLS
