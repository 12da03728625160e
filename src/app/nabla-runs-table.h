/* The table of stored runs and trials.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-runs-model.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RUNS_TABLE (nabla_runs_table_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsTable, nabla_runs_table, NABLA, RUNS_TABLE, GtkWidget)

/**
 * nabla_runs_table_new:
 * @model: what is listed; a click on a header changes its order
 *
 * Signal ::activated (gint64 id): the user wants that row opened. Actions `table.sort` (the
 * name of a column) and `table.descending` (boolean) do what clicks on headers do.
 */
GtkWidget *nabla_runs_table_new (NablaRunsModel *model);

/* Returns: (transfer full): a menu of the columns to sort by; its actions are the table's, see
 * nabla_runs_table_actions () */
GMenuModel *nabla_runs_table_sort_menu (void);

/* Returns: (transfer none): the group `table` */
GActionGroup *nabla_runs_table_actions (NablaRunsTable *self);

/* Scrolls to the first row. */
void nabla_runs_table_to_top (NablaRunsTable *self);

/* Returns: (transfer full): what a row is called: “run 12”, “search 3, trial 17” */
char *nabla_runs_row_name (const NablaStoreRow *row);

G_END_DECLS
