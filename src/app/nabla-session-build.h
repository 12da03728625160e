/* Building a run: data and network, on a thread.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * nabla_session_build_async:
 * @experiment: what to build
 * @known_experiment, @known: (nullable): an experiment and its data, which are used
 *   again if @experiment has the same
 * @n_threads: for training
 * @cancellable: stops the reading of a large file
 */
void nabla_session_build_async (NablaExperiment *experiment,
                                NablaExperiment *known_experiment,
                                NablaProblem *known,
                                guint n_threads,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);

/* The same of a saved model: it stands where the saved run stood. */
void nabla_session_build_saved_async (const char *path,
                                      guint n_threads,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);

/* Returns: (transfer full) (nullable): a trainer with everything built */
NablaTrainer *nabla_session_build_finish (GAsyncResult *result, GError **error);

G_END_DECLS
