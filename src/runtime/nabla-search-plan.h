/* Search plans: which trials there are, and which goes on.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-search.h"

G_BEGIN_DECLS

/**
 * NablaSearchPlan:
 *
 * A search without threads, clock or files: it says which trial to run next and is told
 * what came of it, in any order. What it decides, the next rung's trials and the next
 * round's box, is decided when all trials of the rung are over, of their results alone,
 * ties by trial number; so it does not depend on who ran them, how many at a time, or
 * whether some were run before.
 */
typedef struct _NablaSearchPlan NablaSearchPlan;

/* Returns: (transfer full) (nullable): a plan that has not begun */
NablaSearchPlan *nabla_search_plan_new (NablaExperiment *experiment,
                                        const NablaSearchOptions *options,
                                        GError **error);
void nabla_search_plan_free (NablaSearchPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSearchPlan, nabla_search_plan_free)

/**
 * nabla_search_plan_recall:
 * @trial: of an earlier search of the same plan, with the results of its rungs
 *
 * Before the first nabla_search_plan_advance (): what need not be run. A trial whose values are
 * not those that this plan draws is not believed.
 */
void nabla_search_plan_recall (NablaSearchPlan *self, const NablaTrial *trial);

/* Before the first nabla_search_plan_advance () too: the box that round @round was given. */
void nabla_search_plan_recall_box (NablaSearchPlan *self, guint round, const NablaSearchRange *box);

/**
 * NablaPlanFunc:
 * @kind: a round began, or a trial ended a rung, or is over
 * @trial: (nullable): which
 * @stored: whether it was recalled
 */
typedef void (*NablaPlanFunc) (NablaSearchEventKind kind,
                               guint round,
                               const NablaTrial *trial,
                               gboolean stored,
                               gpointer data);

/* What is told of decisions, by the functions below, while they run. */
void nabla_search_plan_set_func (NablaSearchPlan *self, NablaPlanFunc func, gpointer data);

/* Begins the first round, or one that was asked for since the plan was done. */
void nabla_search_plan_advance (NablaSearchPlan *self);

/* Returns: (transfer none) (nullable): a trial to run now, which is then running; %NULL if all
 * of this rung are running or over */
NablaTrial *nabla_search_plan_next (NablaSearchPlan *self);

/**
 * nabla_search_plan_give:
 * @result: a copy of a running trial, run
 *
 * Returns: (nullable): the plan's own trial with the result in it; %NULL if that trial is
 *   not running: another has given it already
 */
const NablaTrial *nabla_search_plan_give (NablaSearchPlan *self, const NablaTrial *result);

/* Lets a running trial wait again. */
void nabla_search_plan_put_back (NablaSearchPlan *self, guint number);

/* Lets a plan end: no trial is begun any more, and it is done when those running are over. */
void nabla_search_plan_finish (NablaSearchPlan *self);

/* Returns: whether there is nothing more to do */
gboolean nabla_search_plan_is_done (const NablaSearchPlan *self);

/* As nabla_search_refine (). */
void nabla_search_plan_refine (NablaSearchPlan *self, const NablaSearchRange *box, guint trials);

/* Returns: trials that exist by now, by number */
const GPtrArray *nabla_search_plan_trials (const NablaSearchPlan *self);
gboolean nabla_search_plan_box (const NablaSearchPlan *self, guint round, NablaSearchRange *box);

/**
 * nabla_search_next_box:
 * @trials: of all rounds until now
 * @old: (array) (nullable): the box of the round before; %NULL for the first round
 *
 * Returns: (transfer full) (array): the box of the next round: what holds the best few
 *   trials and a little more; the old one if there are not two results
 */
NablaSearchRange *nabla_search_next_box (const NablaSearchSpec *search,
                                         const GPtrArray *trials,
                                         const NablaSearchRange *old);

/* Returns: (transfer full): the boxes of all rounds that began, as JSON */
char *nabla_search_boxes_to_text (const NablaSearchPlan *plan, const NablaSearchSpec *search);

/* Gives them back to a plan that has not begun. Returns: whether @text could be read */
gboolean
nabla_search_boxes_recall (NablaSearchPlan *plan, const NablaSearchSpec *search, const char *text);

/* Fills in round, rung, counts of trials and rounds. */
void nabla_search_plan_status (const NablaSearchPlan *self, NablaSearchStatus *status);

guint nabla_search_plan_trials_a_round (const NablaSearchPlan *self);

/* Returns: (transfer full): `random`, `grid+halving`… */
char *nabla_search_plan_method (const NablaSearchPlan *self);

G_END_DECLS
