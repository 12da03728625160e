/* The keeper of one's own runs: writes each run of a session to the store when it ends.
 *
 * A run has ended when it is finished or has diverged, when another run takes its place, when
 * it begins anew or is left for a branch, and when the keeper is freed. A run that goes on
 * after its end is written anew in the same row; one of less than 20 steps leaves nothing.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

G_BEGIN_DECLS

typedef struct _NablaRunKeeper NablaRunKeeper;

/**
 * NablaRunKeeperFunc:
 * @message: a sentence: a store that was set aside, or why a run could not be kept
 *
 * Called on the main thread, as long as the keeper lives.
 */
typedef void (*NablaRunKeeperFunc) (const char *message, gpointer data);

/**
 * nabla_run_keeper_new:
 * @session: whose runs are kept
 * @store_path: (nullable): the database; %NULL for nabla_store_default_path ()
 * @func: (nullable): is told of what goes wrong, once for each sort of it
 *
 * Writes on a thread of its own.
 */
NablaRunKeeper *nabla_run_keeper_new (NablaSession *session,
                                      const char *store_path,
                                      NablaRunKeeperFunc func,
                                      gpointer data);

/* Writes the run that is going on, and waits until all is written: to be called when the
 * window is closed. */
void nabla_run_keeper_free (NablaRunKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRunKeeper, nabla_run_keeper_free)

G_END_DECLS
