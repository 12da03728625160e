/* What puts a fork together.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-run-fork.h"

G_BEGIN_DECLS

/* A fork with room for @n moments before the one at which @trainer stands, to be filled by
 * nabla_run_fork_put (). */
NablaRunFork *nabla_run_fork_new_sized (const NablaTrainer *trainer, guint n);

/* Puts moment @index < n. */
void nabla_run_fork_put (NablaRunFork *self,
                         guint index,
                         gint64 step,
                         guint n_changes,
                         NablaExperiment *experiment,
                         GBytes *state);

G_END_DECLS
