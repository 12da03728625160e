/* Jobs on the run store, on threads: a job gets a connection of its own, which is kept for
 * the next one.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-store.h"

G_BEGIN_DECLS

/**
 * NablaRunsJobs:
 *
 * The store's path and the connections that no thread uses now. Atomically counted: a job
 * that goes on keeps it.
 */
typedef struct _NablaRunsJobs NablaRunsJobs;

NablaRunsJobs *nabla_runs_jobs_new (const char *path);
NablaRunsJobs *nabla_runs_jobs_ref (NablaRunsJobs *self);
void nabla_runs_jobs_unref (NablaRunsJobs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRunsJobs, nabla_runs_jobs_unref)

/**
 * NablaRunsJob:
 * @data: what the job was given
 *
 * Called on a thread. Returns: (transfer full) (nullable): what came of it; %NULL with @error
 */
typedef gpointer (*NablaRunsJob) (NablaStore *store,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

/**
 * nabla_runs_jobs_run_async:
 * @data: (transfer full): freed with @free_data on the main thread
 * @free_result: frees what nobody fetches
 */
void nabla_runs_jobs_run_async (NablaRunsJobs *self,
                                NablaRunsJob job,
                                gpointer data,
                                GDestroyNotify free_data,
                                GDestroyNotify free_result,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Returns: (transfer full) (nullable): what the job returned. A job that was overtaken gives
 * an error that nobody has to be told. */
gpointer nabla_runs_jobs_run_finish (GAsyncResult *result, GError **error);

/* Returns: (transfer full) (nullable): the same connection type for one's own thread: one that
 * no job uses, if there is one. Opening a new one takes up to some 50 ms. */
NablaStore *nabla_runs_jobs_take (NablaRunsJobs *self, GError **error);

/* Returns: (transfer full) (nullable): a sentence for the user if the database was set aside
 * when it was opened, once */
char *nabla_runs_jobs_take_note (NablaRunsJobs *self);

G_END_DECLS
