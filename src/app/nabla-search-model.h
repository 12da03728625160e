/* The search on the page: what is searched, how, and what came of it so far.
 *
 * It steers a NablaSearch, keeps its trials and hands out a snapshot for the figures. The
 * space is that of the session's experiment until a search begins; from then on that of the
 * search, which goes on whatever becomes of the bench.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search.h"
#include "nabla-session.h"
#include "nabla-snapshot.h"

G_BEGIN_DECLS

#define NABLA_TYPE_SEARCH_MODEL (nabla_search_model_get_type ())
G_DECLARE_FINAL_TYPE (NablaSearchModel, nabla_search_model, NABLA, SEARCH_MODEL, GObject)

/**
 * NablaSearchModel::changed:
 *
 * There is another snapshot: trials, what is chosen, brush or box.
 *
 * NablaSearchModel::state-changed:
 *
 * Another state, round or space.
 *
 * NablaSearchModel::failed:
 * @error: a sentence for the user; everything is as it was
 *
 * NablaSearchModel::awake:
 *
 * Something is to be expected: whoever polls should do so again.
 */

/* @store_path: (nullable): where trials are kept */
NablaSearchModel *nabla_search_model_new (NablaSession *session, const char *store_path);

/* Returns: (transfer none) (nullable): whose space it is */
NablaExperiment *nabla_search_model_experiment (NablaSearchModel *self);

/* Returns: (transfer none) (nullable): the search, once it began */
NablaSearch *nabla_search_model_search (NablaSearchModel *self);

/* Returns: (transfer none): how the next search is to go; may be changed until it begins */
NablaSearchOptions *nabla_search_model_options (NablaSearchModel *self);

/* Begins, or goes on after a pause. */
void nabla_search_model_play (NablaSearchModel *self);
void nabla_search_model_pause (NablaSearchModel *self);
/* Lets running trials end, and no more begin. */
void nabla_search_model_finish (NablaSearchModel *self);
/* One more round in the box that was chosen, or around the best few trials. */
void nabla_search_model_refine (NablaSearchModel *self);
/* Puts the search away (its trials stay in the store): the session's space again. */
void nabla_search_model_reset (NablaSearchModel *self);

gboolean nabla_search_model_is_running (NablaSearchModel *self);
/* @status: filled with zeros before a search begins */
void nabla_search_model_get_status (NablaSearchModel *self, NablaSearchStatus *status);

/* Changes a line of [search] of the session's experiment; @value %NULL takes it away. */
gboolean nabla_search_model_set_axis (NablaSearchModel *self, const char *key, const char *value, GError **error);

/* Returns: (transfer none): what figures draw; with a `trials` part */
const NablaSnapshot *nabla_search_model_snapshot (NablaSearchModel *self);

/* Returns: (transfer none) (element-type NablaTrial): by number, from 1; places may be %NULL: not
 * begun */
GPtrArray *nabla_search_model_trials (NablaSearchModel *self);

/* The trial that figures and table stress: @number from 1; 0 for none */
void nabla_search_model_choose (NablaSearchModel *self, guint number);
guint nabla_search_model_get_chosen (NablaSearchModel *self);

/* Returns: (transfer full) (nullable): what trial @number trains */
NablaExperiment *nabla_search_model_trial_experiment (NablaSearchModel *self, guint number, GError **error);

/* The range of one axis that the next round is to try; the others stay. */
void nabla_search_model_set_box (NablaSearchModel *self, guint axis, double low, double high);
/* Returns: (transfer none) (nullable): ranges of all axes */
const NablaSearchRange *nabla_search_model_get_box (NablaSearchModel *self);
void nabla_search_model_clear_box (NablaSearchModel *self);

/* Stresses the trials whose value of @axis (the number of axes: whose result) is within;
 * NAN takes the brush away. */
void nabla_search_model_set_brush (NablaSearchModel *self, guint axis, double low, double high);

/* To be called once a frame. Returns: whether something is still to be expected */
gboolean nabla_search_model_poll (NablaSearchModel *self);

G_END_DECLS
