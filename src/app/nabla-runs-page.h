/* The Runs page: all runs and trials that were stored, to be found, compared, opened again,
 * exported and deleted.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RUNS_PAGE (nabla_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsPage, nabla_runs_page, NABLA, RUNS_PAGE, GtkWidget)

/**
 * nabla_runs_page_new:
 * @store_path: (nullable): the database; %NULL for nabla_store_default_path ()
 *
 * Nothing is read before the page is shown. Its actions are `runs.open`, `runs.export`,
 * `runs.delete`, `runs.undo`, `runs.bench`.
 *
 * Signals:
 *  - `failed (GError *)`: what could not be done
 *  - `open-requested (NablaExperiment *, a gpointer)`: a run or trial for the bench
 *  - `bench-requested ()`: the bench, to make a first run
 *  - `deleted (guint n)`: so many rows are gone; nabla_runs_page_undo () brings them back
 *  - `exported (const char *path)`: rows were written there
 */
GtkWidget *nabla_runs_page_new (const char *store_path);

/* Returns: (transfer none): what is listed, a GtkSelectionModel too */
GListModel *nabla_runs_page_model (NablaRunsPage *self);

/* Writes the selected rows, or all that are listed if none is, as `.csv` or `.json`; ::exported
 * tells when it is done. */
void nabla_runs_page_export_to (NablaRunsPage *self, const char *path);

/* Brings back what was deleted last; a second call does nothing. */
void nabla_runs_page_undo (NablaRunsPage *self);

G_END_DECLS
