/* Forks: moments of a run, for computations beside it.
 *
 * A run hands one out with nabla_run_fork () and goes on; whoever has it makes trainers
 * of its moments on threads of their own.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/* So many moments a fork has at most. */
#define NABLA_RUN_FORK_MOST 65

/**
 * NablaRunFork:
 * @beginning: the experiment that the run began with
 * @experiment: as it is at the step that is looked at
 * @problem: the data of @experiment
 * @record: (element-type NablaChange): what was changed until then
 * @n: how many moments, at least 1, at most %NABLA_RUN_FORK_MOST
 * @steps: (array length=n): growing, about evenly spaced over what was run; the last one is
 *   the step that is looked at
 * @states: (array length=n): of nabla_trainer_save_state ()
 * @experiments: (array length=n): as they were then
 * @n_changes: (array length=n): how many of the record had been made by then
 *
 * All of it is constant: several threads may read it.
 */
typedef struct
{
  NablaExperiment *beginning;
  NablaExperiment *experiment;
  NablaProblem *problem;
  GArray *record;
  guint n;
  gint64 *steps;
  GBytes **states;
  NablaExperiment **experiments;
  guint *n_changes;
} NablaRunFork;

/**
 * nabla_run_fork_new:
 * @trainer: standing between two steps
 *
 * Returns: (transfer full): a fork of one moment, this one
 */
NablaRunFork *nabla_run_fork_new (const NablaTrainer *trainer);
void nabla_run_fork_free (NablaRunFork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRunFork, nabla_run_fork_free)

/**
 * nabla_run_fork_trainer:
 * @index: which moment; @n − 1 for the one that is looked at
 * @n_threads: 0 for one a core
 *
 * Returns: (transfer full) (nullable): a trainer that stands there and whose next steps
 *   have the bits of the run's
 */
NablaTrainer *
nabla_run_fork_trainer (const NablaRunFork *self, guint index, guint n_threads, GError **error);

/**
 * nabla_run_fork_go:
 * @trainer: one of nabla_run_fork_trainer ()
 * @index: which moment
 *
 * Takes the trainer to another moment, which is faster than to make one more.
 *
 * Returns: whether it could be done
 */
gboolean
nabla_run_fork_go (const NablaRunFork *self, NablaTrainer *trainer, guint index, GError **error);

G_END_DECLS
