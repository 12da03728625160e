/* The run store: runs, searches and trials, kept in SQLite.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"
#include "nabla-trial.h"

G_BEGIN_DECLS

/**
 * NablaStore:
 *
 * A connection to the database. It belongs to one thread at a time; any number of
 * connections, threads and processes may have the same file open: a writer waits for
 * another up to ten seconds. What a function has written when it returns survives the
 * process, whatever becomes of it.
 *
 * Errors are sentences. If the file turns out to be damaged, the function that found it
 * says so, and nabla_store_free () sets the file aside.
 */
typedef struct _NablaStore NablaStore;

/**
 * nabla_store_default_path:
 *
 * Returns: (transfer full): `nabla/runs.sqlite` in the user's data folder
 */
char *nabla_store_default_path (void);

/**
 * nabla_store_open:
 * @path: the database; it and its folder are made where they are missing
 * @note: (out) (optional) (nullable): a sentence for the user if a database that was
 *   damaged, or written by a later Nabla, was set aside: renamed, beside the new one
 * @error: why the file cannot be used; a damaged one is no error
 *
 * Journal: WAL with synchronous=NORMAL; TRUNCATE on network file systems, whose processes
 * share no memory, and wherever else WAL cannot be had.
 *
 * Returns: (transfer full) (nullable): the store
 */
NablaStore *nabla_store_open (const char *path, char **note, GError **error);
void nabla_store_free (NablaStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaStore, nabla_store_free)

/* Returns: whether a file system of this statfs () type is shared between machines, so that
 * WAL's shared memory cannot be had */
gboolean nabla_store_is_network (guint32 type);

/**
 * nabla_store_data_version:
 *
 * Returns: a number that differs when another connection has written since, so that a
 *   page knows when to look again (microseconds, no reading)
 */
gint64 nabla_store_data_version (NablaStore *self);

/**
 * NablaStoredSearch:
 * @id: 0 before it is added
 * @identity: what must be equal for a search to be resumed: experiment, data, method
 * @experiment, @path: its text, and (nullable) the file it is of
 * @title: of the experiment
 * @method: `random` or `grid`, with `+halving` behind it
 * @stop: `eager` where the median rule gave trials up: results then depend on timing and
 *   are not reproducible; else empty
 * @trials: in a round
 * @rounds: planned
 * @boxes: JSON: ranges of each round begun, `[{"learning_rate": [0.01, 0.1]}, …]`
 * @done: whether it came to its end
 * @created: Unix time in µs
 * @n_over: (out only): trials that are over
 * @best: (out only): lowest result; NAN without one
 */
typedef struct
{
  gint64 id;
  char *identity;
  char *experiment;
  char *path;
  char *title;
  char *method;
  char *stop;
  guint trials;
  guint rounds;
  char *boxes;
  gboolean done;
  gint64 created;
  guint n_over;
  double best;
} NablaStoredSearch;

void nabla_stored_search_clear (NablaStoredSearch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaStoredSearch, nabla_stored_search_clear)

/* Adds @search, and gives it its @id. */
gboolean nabla_store_add_search (NablaStore *self, NablaStoredSearch *search, GError **error);

/* Writes @boxes, @rounds, @trials and @done of a search that is there. */
gboolean
nabla_store_update_search (NablaStore *self, const NablaStoredSearch *search, GError **error);

/* Finds the latest search with @identity that is not deleted. Returns: 1 if there is one, 0 if
 * not, −1 with @error */
int nabla_store_find_search (NablaStore *self,
                             const char *identity,
                             NablaStoredSearch *search,
                             GError **error);
gboolean
nabla_store_get_search (NablaStore *self, gint64 id, NablaStoredSearch *search, GError **error);

/* Returns: (transfer full) (element-type NablaStoredSearch): all, latest first */
GArray *nabla_store_list_searches (NablaStore *self, GError **error);

/**
 * nabla_store_put_trials:
 * @trials: (array length=n): that are over, or (halving) have ended a rung
 *
 * Writes them in one transaction: all or none. A trial that is there already is replaced.
 */
gboolean nabla_store_put_trials (NablaStore *self,
                                 const NablaStoredSearch *search,
                                 const NablaSearchSpec *axes,
                                 NablaTrial *const *trials,
                                 guint n,
                                 GError **error);

/**
 * nabla_store_get_trials:
 * @axes: of the search's experiment
 * @with_deleted: whether those that were deleted are given too
 * @ids: (element-type gint64) (nullable): filled with the rows' ids, in the same order
 *
 * Returns: (transfer full) (element-type NablaTrial) (nullable): all trials of a search
 *   that were written, by number, with values and curves
 */
GPtrArray *nabla_store_get_trials (NablaStore *self,
                                   gint64 search,
                                   const NablaSearchSpec *axes,
                                   gboolean with_deleted,
                                   GArray *ids,
                                   GError **error);

/**
 * NablaStoredRun:
 *
 * A run of one's own, to be written: the experiment as it began, the changes that were
 * made, and what came of it.
 */
typedef struct
{
  const NablaExperiment *experiment;
  const char *path;     /* (nullable) */
  const char *title;    /* (nullable): the experiment's */
  const GArray *record; /* (nullable) of NablaChange */
  gint64 steps;
  double seconds;
  gboolean diverged;
  double cost[NABLA_N_SPLITS];     /* NAN where there is none */
  double accuracy[NABLA_N_SPLITS]; /* NAN where there is none */
  const NablaSeries *curve;        /* (nullable): kept in at most 256 points */
} NablaStoredRun;

/**
 * nabla_store_put_run:
 * @id: 0 for a new run, else the one that is written anew
 *
 * Returns: its id, or 0 with @error
 */
gint64 nabla_store_put_run (NablaStore *self, gint64 id, const NablaStoredRun *run, GError **error);

typedef enum
{
  NABLA_STORE_BY_CREATED,
  NABLA_STORE_BY_TITLE,
  NABLA_STORE_BY_SEARCH, /* and the trial's number */
  NABLA_STORE_BY_RESULT,
  NABLA_STORE_BY_TRAIN_COST,
  NABLA_STORE_BY_DEV_COST,
  NABLA_STORE_BY_TEST_COST,
  NABLA_STORE_BY_TRAIN_ACCURACY,
  NABLA_STORE_BY_DEV_ACCURACY,
  NABLA_STORE_BY_TEST_ACCURACY,
  NABLA_STORE_BY_STEPS,
  NABLA_STORE_BY_SECONDS,
  NABLA_STORE_BY_PARAMETER, /* see @parameter */
  NABLA_STORE_N_KEYS
} NablaStoreKey;

typedef enum
{
  NABLA_STORE_ALL,
  NABLA_STORE_RUNS,   /* of one's own only */
  NABLA_STORE_TRIALS, /* of searches only */
} NablaStoreKind;

/**
 * NablaStoreQuery:
 * @kind: what is listed
 * @search: of this search only; 0 for all
 * @text: (nullable): words that must each be in title, tags, notes or parameters
 * @better_than: only results below this; NAN for all
 * @finished_only: leave out those that diverged, failed or were given up
 * @key, @descending: what it is sorted by; rows without a value are last either way, ties
 *   are by id
 * @parameter: (nullable): the parameter's key, of %NABLA_STORE_BY_PARAMETER
 */
typedef struct
{
  NablaStoreKind kind;
  gint64 search;
  const char *text;
  double better_than;
  gboolean finished_only;
  NablaStoreKey key;
  gboolean descending;
  const char *parameter;
} NablaStoreQuery;

#define NABLA_STORE_QUERY_INIT                                                                     \
  {                                                                                                \
    .better_than = NAN, .descending = TRUE                                                         \
  }

/**
 * nabla_store_select:
 * @cancellable: (nullable): gives a long query up
 *
 * Which rows there are, in their order: 8 bytes a row, some 30 ms for 100,000 rows, so that a
 * list asks on a thread of its own (with its own store) and has rows looked up as they
 * come into sight.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): their ids
 */
GArray *nabla_store_select (NablaStore *self,
                            const NablaStoreQuery *query,
                            GCancellable *cancellable,
                            GError **error);

/**
 * NablaStoreRow:
 * @search, @trial: 0 for a run of one's own
 * @created: Unix time in µs
 * @parameters: JSON object of a trial's, keys as in [search]; `{}` for a run of one's own
 */
typedef struct
{
  gint64 id;
  gint64 search;
  guint trial;
  guint round;
  guint rung;
  NablaTrialState state;
  gint64 created;
  double seconds;
  gint64 steps;
  double result;
  double cost[NABLA_N_SPLITS];
  double accuracy[NABLA_N_SPLITS];
  char *title;
  char *tags;
  char *parameters;
} NablaStoreRow;

void nabla_store_row_clear (NablaStoreRow *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaStoreRow, nabla_store_row_clear)

/* Looks up a row, in some microseconds. */
gboolean nabla_store_get_row (NablaStore *self, gint64 id, NablaStoreRow *row, GError **error);

/**
 * NablaStoreDetail:
 * @experiment: the experiment's text; of a trial that of its search, before its values
 * @path: (nullable): the file it was of: where relative sources are looked for
 * @record: changes, see nabla_record_from_text ()
 * @curve: (element-type NablaPoint): cost by step
 */
typedef struct
{
  char *experiment;
  char *path;
  char *record;
  char *notes;
  char *message;
  GArray *curve;
} NablaStoreDetail;

void nabla_store_detail_clear (NablaStoreDetail *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaStoreDetail, nabla_store_detail_clear)

/* What is only looked at when a row is opened. */
gboolean
nabla_store_get_detail (NablaStore *self, gint64 id, NablaStoreDetail *detail, GError **error);

/* Returns: (transfer full) (nullable): the experiment of a run as it began, or that of a trial
 * with its values: to be opened on the bench */
NablaExperiment *nabla_store_get_experiment (NablaStore *self, gint64 id, GError **error);

gboolean nabla_store_set_title (NablaStore *self, gint64 id, const char *title, GError **error);
gboolean nabla_store_set_tags (NablaStore *self, gint64 id, const char *tags, GError **error);
gboolean nabla_store_set_notes (NablaStore *self, gint64 id, const char *notes, GError **error);

/**
 * nabla_store_delete:
 * @ids: (array length=n): rows
 * @deleted: FALSE takes the deletion back
 *
 * Takes rows out of sight, in one transaction. They are gone for good with
 * nabla_store_purge ().
 */
gboolean
nabla_store_delete (NablaStore *self, const gint64 *ids, guint n, gboolean deleted, GError **error);

/* As above, for a search with all its trials. */
gboolean
nabla_store_delete_search (NablaStore *self, gint64 search, gboolean deleted, GError **error);

/* Removes what was deleted before @before (Unix time in µs). */
gboolean nabla_store_purge (NablaStore *self, gint64 before, GError **error);

/**
 * nabla_store_export:
 * @ids: (array length=n): rows, in the order to write them
 * @path: `.csv` or `.json` at its end says how
 *
 * Every column of the rows, a column a parameter; JSON has the curves, notes and
 * experiments as well. Written as a whole or not at all.
 */
gboolean
nabla_store_export (NablaStore *self, const gint64 *ids, guint n, const char *path, GError **error);

/* Returns: (transfer full) (nullable): what nabla_store_export () writes */
char *nabla_store_to_csv (NablaStore *self, const gint64 *ids, guint n, GError **error);
char *nabla_store_to_json (NablaStore *self, const gint64 *ids, guint n, GError **error);

G_END_DECLS
