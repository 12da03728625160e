/* Pool: threads that work in step.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaPool:
 *
 * Workers that spin for a moment after each job, so that the next one starts
 * within a fraction of a microsecond, and sleep when none comes. The calling
 * thread is worker 0. All run at nice 10 and flush denormals to zero.
 */
typedef struct _NablaPool NablaPool;

/**
 * nabla_pool_new:
 * @n_threads: workers, the caller included; 0 for one a core
 *
 * Returns: (transfer full): the pool
 */
NablaPool *nabla_pool_new (guint n_threads);
void nabla_pool_free (NablaPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaPool, nabla_pool_free)

guint nabla_pool_n_threads (const NablaPool *self);

/**
 * nabla_pool_run:
 * @n_threads: how many take part; at most what the pool has
 * @work: called in each of them with its number 0 … @n_threads − 1
 *
 * Returns when all have come back from @work.
 */
void nabla_pool_run (NablaPool *self,
                     guint n_threads,
                     void (*work) (gpointer data, guint thread, guint n_threads),
                     gpointer data);

/* Waits, inside @work, until all that take part have arrived here. */
void nabla_pool_barrier (NablaPool *self);

/* Makes this thread treat denormal numbers as zero: weights that have died away
 * would otherwise cost a hundred times the time. */
void nabla_flush_denormals (void);

G_END_DECLS
