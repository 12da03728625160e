/* The list of stored runs and trials: which rows there are is asked on a thread, and each is
 * looked up when it comes into sight.
 *
 * A GListModel of NablaRunsItem, which are places: when the order changes they stay, with other
 * rows in them, so that a list view keeps its widgets. They get their rows, and come and go, a
 * few in each frame: a row has a dozen widgets, and views make 200 rows of them whatever is in
 * sight.
 *
 * It is a GtkSelectionModel over it that knows which places are
 * selected and nothing else, so that all of 100,000 rows are selected without making one.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-runs-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * NablaRunsItem:
 *
 * A place in the list and the row in it. Signal ::changed: something else is in it.
 */
#define NABLA_TYPE_RUNS_ITEM (nabla_runs_item_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsItem, nabla_runs_item, NABLA, RUNS_ITEM, GObject)

/* Returns: the row's id; 0 of a place that is empty, and about to go */
gint64 nabla_runs_item_id (NablaRunsItem *self);

/* Returns: (transfer none) (nullable): what the store has, looked up now if it was not; %NULL
 * if it is gone */
const NablaStoreRow *nabla_runs_item_row (NablaRunsItem *self);

#define NABLA_TYPE_RUNS_MODEL (nabla_runs_model_get_type ())
G_DECLARE_FINAL_TYPE (NablaRunsModel, nabla_runs_model, NABLA, RUNS_MODEL, GObject)

/**
 * nabla_runs_model_new:
 *
 * An empty list; the first nabla_runs_model_refresh () fills it.
 *
 * Signals: ::loaded (), after each answer of the store; ::failed (GError *).
 */
NablaRunsModel *nabla_runs_model_new (NablaRunsJobs *jobs);

/* Returns: (transfer none): what is listed, to be changed before a refresh; its @text is the
 * caller's no longer: see nabla_runs_model_set_text () */
NablaStoreQuery *nabla_runs_model_query (NablaRunsModel *self);
void nabla_runs_model_set_text (NablaRunsModel *self, const char *text);

/* Asks the store again; an answer that is still to come is overtaken. */
void nabla_runs_model_refresh (NablaRunsModel *self);

/* Asks again if somebody has written since; microseconds. */
void nabla_runs_model_poll (NablaRunsModel *self);

/* Returns: whether an answer is to be expected */
gboolean nabla_runs_model_is_loading (NablaRunsModel *self);

/* Returns: whether the store has answered at least once */
gboolean nabla_runs_model_is_loaded (NablaRunsModel *self);

/* Returns: whether the query leaves nothing out */
gboolean nabla_runs_model_shows_all (NablaRunsModel *self);

/* Returns: how many rows there are, of which the first may be shown so far */
guint nabla_runs_model_length (NablaRunsModel *self);

guint nabla_runs_model_n_selected (NablaRunsModel *self);

/**
 * nabla_runs_model_ids:
 * @selected: those only, or all
 * @most: no more than so many; 0 for all
 *
 * Returns: (transfer full) (element-type gint64): ids in the order of the list
 */
GArray *nabla_runs_model_ids (NablaRunsModel *self, gboolean selected, guint most);

G_END_DECLS
