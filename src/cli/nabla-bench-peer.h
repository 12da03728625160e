/* The peer of the bench: another program that runs the same workloads.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bench.h"

G_BEGIN_DECLS

typedef struct _NablaBenchPeer NablaBenchPeer;

/**
 * nabla_bench_peer_new:
 * @name: `pytorch`
 *
 * Starts the peer and waits until it is ready.
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence that says what to
 *   install if it is not there
 */
NablaBenchPeer *nabla_bench_peer_new (const char *name, GError **error);
void nabla_bench_peer_free (NablaBenchPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaBenchPeer, nabla_bench_peer_free)

/* Returns: what it says of itself, such as its version */
const char *nabla_bench_peer_version (const NablaBenchPeer *self);

/**
 * nabla_bench_peer_run:
 * @threads: at most so many
 * @seconds: about how long to measure
 *
 * Returns: microseconds a step, or a negative number with @error set
 */
double nabla_bench_peer_run (NablaBenchPeer *self,
                             const NablaWorkload *workload,
                             guint threads,
                             double seconds,
                             GError **error);

G_END_DECLS
