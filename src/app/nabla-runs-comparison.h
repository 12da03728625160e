/* What sets a few stored runs apart: their cost curves and their hyperparameters.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-snapshot.h"
#include "nabla-store.h"

G_BEGIN_DECLS

/* So many runs are compared at most. */
#define NABLA_RUNS_MOST_COMPARED 10

/**
 * NablaRunsSetting:
 * @key: as in nabla_experiment_with ()
 * @title: what people call it, translated: “Learning rate α”
 * @values: (array): of each run, as it is read; “–” where there is no such hyperparameter
 * @differs: whether they are not all the same
 */
typedef struct
{
  char *key;
  char *title;
  char **values;
  gboolean differs;
} NablaRunsSetting;

/**
 * NablaRunsComparison: constant once it is made, atomically counted.
 * @n: how many runs
 * @names: (array zero-terminated=1): what they are called
 * @settings: (element-type NablaRunsSetting): those that differ first
 * @n_different: how many those are
 * @snapshot: with a curve a run, for the figure of the cost
 * @tags, @notes: of a single run, else %NULL
 * @title: of a single run, else %NULL
 */
typedef struct
{
  guint n;
  char **names;
  GPtrArray *settings;
  guint n_different;
  NablaSnapshot *snapshot;
  char *title;
  char *tags;
  char *notes;
} NablaRunsComparison;

/**
 * nabla_runs_comparison_new:
 * @ids: (array length=n): rows, no more than %NABLA_RUNS_MOST_COMPARED
 *
 * Milliseconds a run: to be called on a thread.
 *
 * Returns: (transfer full) (nullable): the comparison
 */
NablaRunsComparison *
nabla_runs_comparison_new (NablaStore *store, const gint64 *ids, guint n, GError **error);
NablaRunsComparison *nabla_runs_comparison_ref (NablaRunsComparison *self);
void nabla_runs_comparison_unref (NablaRunsComparison *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRunsComparison, nabla_runs_comparison_unref)

G_END_DECLS
