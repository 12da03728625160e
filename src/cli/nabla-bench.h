/* Workloads: training steps whose speed is measured.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-workspace.h"

G_BEGIN_DECLS

/**
 * NablaWorkload:
 * @name: as in the bench's rows
 * @what: for people; marked N_()
 * @layers: units from input to output, ended by 0
 * @hidden: activation between them
 * @loss: (nullable): %NULL for a forward pass only
 * @optimizer: (nullable): %NULL for a forward pass only
 * @m: examples in the data
 * @batch: examples a step
 */
typedef struct {
  const char *name;
  const char *what;
  guint layers[6];
  const char *hidden;
  const char *loss;
  const char *optimizer;
  guint m;
  guint batch;
} NablaWorkload;

/* All workloads, ended by one without a name. */
extern const NablaWorkload nabla_workloads[];

/* A workload made ready to run. */
typedef struct _NablaBench NablaBench;

/**
 * nabla_bench_new:
 * @threads: to train with
 *
 * Returns: (transfer full) (nullable): random data and an initialized network
 */
NablaBench *nabla_bench_new (const NablaWorkload *workload, guint threads, GError **error);
void nabla_bench_free (NablaBench *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaBench, nabla_bench_free)

/**
 * nabla_bench_run:
 * @seconds: about how long to measure
 *
 * Returns: microseconds a step, over as many steps as fit in @seconds
 */
double nabla_bench_run (NablaBench *self, double seconds);

G_END_DECLS
