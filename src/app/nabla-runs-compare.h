/* Selected runs side by side: tiles with their cost curves, with their hyperparameters, and
 * with the notes of a single one.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-runs-comparison.h"
#include "nabla-runs-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUNS_COMPARE (nabla_runs_compare_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsCompare, nabla_runs_compare, NABLA, RUNS_COMPARE, GtkWidget)

/* Signal ::failed (GError *). */
GtkWidget *nabla_runs_compare_new (NablaRunsJobs *jobs);

/**
 * nabla_runs_compare_show:
 * @ids: (element-type gint64): the first %NABLA_RUNS_MOST_COMPARED of what is selected
 * @n_selected: how many are selected
 *
 * Reads them on a thread; a later call overtakes an earlier one. Nothing happens if they are
 * what is shown.
 */
void nabla_runs_compare_show (NablaRunsCompare *self, GArray *ids, guint n_selected);

/* Returns: (transfer none) (nullable): what is shown */
NablaRunsComparison *nabla_runs_compare_shown (NablaRunsCompare *self);

/* Stores at once what was typed into the notes. */
void nabla_runs_compare_flush (NablaRunsCompare *self);

G_END_DECLS
