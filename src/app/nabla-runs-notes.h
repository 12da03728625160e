/* Title, tags and notes of one stored run, to be written and read.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-runs-comparison.h"
#include "nabla-runs-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUNS_NOTES (nabla_runs_notes_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsNotes, nabla_runs_notes, NABLA, RUNS_NOTES, GtkWidget)

/* What is typed is stored half a second later, or when another run is shown. Signal ::failed
 * (GError *): it could not be. */
GtkWidget *nabla_runs_notes_new (NablaRunsJobs *jobs);

/**
 * nabla_runs_notes_set:
 * @id: of the run; 0 for none
 * @comparison: (nullable): of this run alone: has what is stored
 */
void nabla_runs_notes_set (NablaRunsNotes *self, gint64 id, NablaRunsComparison *comparison);

/* Stores at once what was typed. */
void nabla_runs_notes_flush (NablaRunsNotes *self);

G_END_DECLS
