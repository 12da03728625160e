/* Searches: hyperparameters found by trying.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-store.h"

G_BEGIN_DECLS

/**
 * NablaSearch:
 *
 * Trials of an experiment's [search], trained on threads of its own, one each; every
 * trial that is over is written to the store before it is told. Which trials there are
 * and what comes of them depends on the experiment alone, not on threads or time, as
 * long as none is given up by the median rule.
 *
 * Created, started, asked and freed by one thread, which it never keeps waiting.
 */
typedef struct _NablaSearch NablaSearch;

/**
 * NablaSearchOptions:
 * @trials: in a round; 0 as [search] says
 * @rounds: 0 as [search] says
 * @grid: a grid of at most @trials instead of random draws
 * @halving: successive halving: all trials of a round are trained for a few steps, the
 *   better third of them anew for three times as many, and so on (Jamieson, Talwalkar,
 *   "Non-stochastic best arm identification", AISTATS 2016)
 * @eager: give trials up whose best cost so far is worse than the median of the others'
 *   mean at that step (Golovin et al., "Google Vizier", KDD 2017); not reproducible
 * @jobs: trials at a time; 0 for one a core
 * @store_path: (nullable): the database; %NULL keeps nothing
 * @resume: go on with the latest search of the same experiment, data and method that the
 *   store has; without one, begin
 * @data_path: (nullable): a file in place of the experiment's source
 */
typedef struct
{
  guint trials;
  guint rounds;
  gboolean grid;
  gboolean halving;
  gboolean eager;
  guint jobs;
  const char *store_path;
  gboolean resume;
  const char *data_path;
} NablaSearchOptions;

typedef enum
{
  NABLA_SEARCH_READING, /* data, store */
  NABLA_SEARCH_RUNNING,
  NABLA_SEARCH_PAUSED,
  NABLA_SEARCH_DONE,
  NABLA_SEARCH_CANCELLED,
  NABLA_SEARCH_BROKEN, /* its error says why */
} NablaSearchState;

/**
 * nabla_search_new:
 * @experiment: with at least one axis in [search]
 *
 * Checks what can be checked without reading a file.
 *
 * Returns: (transfer full) (nullable): a search that stands still
 */
NablaSearch *
nabla_search_new (NablaExperiment *experiment, const NablaSearchOptions *options, GError **error);

/* Waits until its threads have left their trials: some microseconds, one step of a large
 * network at most. Trials that were running are not lost to a search that is resumed, which
 * runs them anew. */
void nabla_search_free (NablaSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSearch, nabla_search_free)

/* Opens the store, reads the data and begins, all on threads of its own. */
void nabla_search_start (NablaSearch *self);

/* Holds running trials between two steps, or lets them go on. */
void nabla_search_set_paused (NablaSearch *self, gboolean paused);

/* Gives running trials up; what is over stays in the store, to be resumed. */
void nabla_search_cancel (NablaSearch *self);

/* “Finish now”: lets running trials end, begins no more, and counts as done. */
void nabla_search_finish (NablaSearch *self);

/**
 * nabla_search_refine:
 * @box: (array): a range an axis; %NULL: around the best few trials
 * @trials: in that round; 0 for as many as in the others
 *
 * Asks for one more round, tried in @box, when the planned ones are over. It may be called
 * once a search is done as well, which then goes on.
 *
 * Returns: whether there will be one; not before the data are read, nor once the search was
 *   cancelled
 */
gboolean nabla_search_refine (NablaSearch *self, const NablaSearchRange *box, guint trials);

/**
 * NablaSearchStatus:
 * @state: it is done only when all events before that were published
 * @round, @rung: that is being run; round from 1, 0 before it began
 * @rounds: planned
 * @n_planned: trials of this round and those before, and of later ones as planned
 * @n_over: of these over, @n_running running, @n_stored found in the store
 * @has_dev: whether results are dev costs; train costs if not
 * @stored_id: of the search in the store; 0 without one
 */
typedef struct
{
  NablaSearchState state;
  guint round;
  guint rounds;
  guint rung;
  guint n_rungs;
  guint n_planned;
  guint n_over;
  guint n_running;
  guint n_stored;
  gboolean has_dev;
  gint64 stored_id;
} NablaSearchStatus;

void nabla_search_get_status (NablaSearch *self, NablaSearchStatus *status);

/* Returns: (transfer full) (nullable): why a search is broken */
GError *nabla_search_get_error (NablaSearch *self);

/* Returns: (transfer none): what is searched, with the axes of [search] */
NablaExperiment *nabla_search_experiment (NablaSearch *self);

/* Fills in the ranges of a round that has begun. Returns: whether it has */
gboolean nabla_search_get_box (NablaSearch *self, guint round, NablaSearchRange *box);

typedef enum
{
  NABLA_SEARCH_EVENT_NOTE,  /* a sentence for the user, see @message */
  NABLA_SEARCH_EVENT_ROUND, /* @round began; nabla_search_get_box () */
  NABLA_SEARCH_EVENT_STARTED,
  NABLA_SEARCH_EVENT_RUNG,  /* halving: the trial ended a rung, and may go on */
  NABLA_SEARCH_EVENT_OVER,  /* the trial has its last result, which is stored */
  NABLA_SEARCH_EVENT_STATE, /* done, broken, cancelled: nabla_search_get_status () */
} NablaSearchEventKind;

/**
 * NablaSearchEvent:
 * @trial: (nullable): a copy of the trial as it is then
 * @stored: whether it was run earlier, by a search that this one resumes
 */
typedef struct
{
  NablaSearchEventKind kind;
  guint round;
  NablaTrial *trial;
  gboolean stored;
  char *message;
} NablaSearchEvent;

/**
 * nabla_search_poll:
 *
 * To be called once a frame.
 *
 * Returns: (transfer full) (element-type NablaSearchEvent) (nullable): what happened since,
 *   in order; %NULL for nothing
 */
GPtrArray *nabla_search_poll (NablaSearch *self);

/* As above, but waits for something to happen, up to @milliseconds. For programs without
 * a main loop. */
GPtrArray *nabla_search_wait (NablaSearch *self, guint milliseconds);

/**
 * nabla_search_take:
 *
 * For trials that are run elsewhere, by another process: takes one, which is then running.
 *
 * Returns: (transfer full) (nullable): a trial to be run; %NULL if there is none now
 */
NablaTrial *nabla_search_take (NablaSearch *self);

/* Gives back a trial that was taken and is over. One that is over already, because it was put
 * back and run by another, is not counted twice. */
void nabla_search_give (NablaSearch *self, const NablaTrial *trial);

/* Gives back a trial that was taken and will not be run: another will. */
void nabla_search_put_back (NablaSearch *self, guint number);

/**
 * nabla_search_importance:
 * @round: whose trials count: later rounds vary less
 * @shares: (array) (out): a number an axis, 0 … 1, or NAN if there are too few trials
 *
 * See nabla_importance ().
 *
 * Returns: how many trials were counted
 */
guint nabla_search_importance (NablaSearch *self, guint round, double *shares);

G_END_DECLS
