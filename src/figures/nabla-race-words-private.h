/* What the figures of a race say in words.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-picture.h"

G_BEGIN_DECLS

/* Returns: (transfer full): who leads, by how much, and who diverged, in one sentence */
char *nabla_race_summary (const NablaRacePicture *race);

/* Returns: (nullable): the racer that leads; NULL if none runs or has finished */
const NablaRacer *nabla_race_leader (const NablaRacePicture *race);

G_END_DECLS
