/* A run that goes on, made up: snapshots as the bench shows them, each a little
 * different from the one before, without an engine.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-snapshot.h"

G_BEGIN_DECLS

typedef struct _LiveRun LiveRun;

/**
 * live_run_new:
 * @n_points: examples in the plane
 * @n_steps: recorded steps of the cost curve at the beginning
 */
LiveRun *live_run_new (guint n_points, guint n_steps);
void live_run_free (LiveRun *self);

/* Returns: (transfer full): the next snapshot: field, weights, units and metrics
 * have changed, the curve has grown by @n_steps */
NablaSnapshot *live_run_next (LiveRun *self, guint n_steps);

G_END_DECLS
