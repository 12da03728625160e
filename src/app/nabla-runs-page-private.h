/* What the files of the Runs page share: one is its widget, the other what is done to rows.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-message.h"
#include "nabla-runs-compare.h"
#include "nabla-runs-page.h"
#include "nabla-runs-table.h"

G_BEGIN_DECLS

enum
{
  NABLA_RUNS_PAGE_FAILED,
  NABLA_RUNS_PAGE_OPEN_REQUESTED,
  NABLA_RUNS_PAGE_BENCH_REQUESTED,
  NABLA_RUNS_PAGE_DELETED,
  NABLA_RUNS_PAGE_EXPORTED,
  NABLA_RUNS_PAGE_N_SIGNALS
};
extern guint nabla_runs_page_signals[NABLA_RUNS_PAGE_N_SIGNALS];

struct _NablaRunsPage
{
  GtkWidget parent_instance;
  NablaRunsJobs *jobs;
  NablaRunsModel *model;
  GSimpleActionGroup *actions;
  GArray *deleted; /* (nullable) of gint64: what an undo brings back */
  gboolean is_purged;

  GtkWidget *box;
  GtkEditable *search;
  GtkLabel *count;
  GtkStack *stack;
  NablaMessage *failure; /* instead of the rows */
  GtkPaned *paned;
  NablaRunsTable *table;
  NablaRunsCompare *compare;
  gboolean is_low; /* there is no room for comparing */
  gboolean is_divided;
  guint poll;
};

/* Adds the actions to the page's group. */
void nabla_runs_page_add_actions (NablaRunsPage *self);

/* Puts a row on the bench. */
void nabla_runs_page_open (NablaRunsPage *self, gint64 id);

/* Removes for good what was deleted long ago, once. */
void nabla_runs_page_purge (NablaRunsPage *self);

void nabla_runs_page_report (NablaRunsPage *self, const GError *error);

G_END_DECLS
