/* Writing into the run store.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-store-private.h"

#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Of a run of one's own so many points of the curve are kept. */
#define CURVE_POINTS 256

gboolean
nabla_store_add_search (NablaStore *self, NablaStoredSearch *search, GError **error)
{
  g_return_val_if_fail (self != NULL && search != NULL, FALSE);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_ADD_SEARCH, error);
  if (statement == NULL)
    return FALSE;
  nabla_store_bind_text (statement, 1, search->identity);
  nabla_store_bind_text (statement, 2, search->experiment);
  nabla_store_bind_text (statement, 3, search->path);
  nabla_store_bind_text (statement, 4, search->title);
  nabla_store_bind_text (statement, 5, search->method);
  nabla_store_bind_text (statement, 6, search->stop);
  sqlite3_bind_int64 (statement, 7, search->trials);
  sqlite3_bind_int64 (statement, 8, search->rounds);
  nabla_store_bind_text (statement, 9, search->boxes);
  sqlite3_bind_int (statement, 10, search->done);
  sqlite3_bind_int64 (statement, 11, search->created);
  if (!nabla_store_run (self, statement, error))
    return FALSE;
  search->id = sqlite3_last_insert_rowid (self->database);
  return TRUE;
}

gboolean
nabla_store_update_search (NablaStore *self, const NablaStoredSearch *search, GError **error)
{
  g_return_val_if_fail (self != NULL && search != NULL, FALSE);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_UPDATE_SEARCH, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, search->id);
  sqlite3_bind_int64 (statement, 2, search->trials);
  sqlite3_bind_int64 (statement, 3, search->rounds);
  nabla_store_bind_text (statement, 4, search->boxes);
  sqlite3_bind_int (statement, 5, search->done);
  return nabla_store_run (self, statement, error);
}

/* Binds train, dev and test, from @first on. */
static void
bind_splits (sqlite3_stmt *statement, int first, const double *values)
{
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    sqlite3_bind_double (statement, first + split, values[split]);
}

/* Runs an insertion or update that gives an id. */
static gboolean
run_for_id (NablaStore *self, sqlite3_stmt *statement, gint64 *id, GError **error)
{
  int code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      *id = sqlite3_column_int64 (statement, 0);
      return nabla_store_run (self, statement, error);
    }
  if (code == SQLITE_DONE)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, _("there is no such run any more"));
  else
    nabla_store_fail (self, code, error);
  sqlite3_reset (statement);
  return FALSE;
}

/* Results of lower rungs, separated by spaces. */
static char *
rungs_to_text (const NablaTrial *trial)
{
  GString *text = g_string_new (NULL);
  char number[NABLA_NUMBER_LENGTH];
  for (guint i = 0; i < trial->rung; i++)
    g_string_append_printf (text, i == 0 ? "%s" : " %s",
                            nabla_number_format (trial->rung_results[i], number));
  return g_string_free (text, FALSE);
}

static gboolean
put_trial (NablaStore *self,
           const NablaStoredSearch *search,
           const NablaSearchSpec *axes,
           const NablaTrial *trial,
           GError **error)
{
  gint64 id = 0;
  sqlite3_stmt *row = nabla_store_statement (self, NABLA_SQL_PUT_TRIAL, error);
  sqlite3_stmt *detail
      = row != NULL ? nabla_store_statement (self, NABLA_SQL_PUT_TRIAL_DETAIL, error) : NULL;
  if (detail == NULL)
    return FALSE;
  g_autofree char *parameters = nabla_trial_parameters (trial, axes);
  g_autofree char *rungs = rungs_to_text (trial);
  sqlite3_bind_int64 (row, 1, search->id);
  sqlite3_bind_int64 (row, 2, trial->number);
  sqlite3_bind_int64 (row, 3, trial->round);
  sqlite3_bind_int64 (row, 4, trial->rung);
  sqlite3_bind_int (row, 5, trial->state);
  sqlite3_bind_int64 (row, 6, g_get_real_time ());
  sqlite3_bind_double (row, 7, trial->seconds);
  sqlite3_bind_int64 (row, 8, trial->done_steps);
  sqlite3_bind_double (row, 9, trial->result);
  bind_splits (row, 10, trial->cost);
  bind_splits (row, 13, trial->accuracy);
  nabla_store_bind_text (row, 16, search->title);
  nabla_store_bind_text (row, 17, parameters);
  if (!run_for_id (self, row, &id, error))
    return FALSE;
  sqlite3_bind_int64 (detail, 1, id);
  nabla_store_bind_text (detail, 2, rungs);
  nabla_store_bind_text (detail, 3, trial->message);
  sqlite3_bind_blob (detail, 4, trial->curve, trial->n_curve * sizeof *trial->curve, SQLITE_STATIC);
  return nabla_store_run (self, detail, error);
}

gboolean
nabla_store_put_trials (NablaStore *self,
                        const NablaStoredSearch *search,
                        const NablaSearchSpec *axes,
                        NablaTrial *const *trials,
                        guint n,
                        GError **error)
{
  g_return_val_if_fail (self != NULL && search != NULL && axes != NULL, FALSE);

  if (!nabla_store_begin (self, error))
    return FALSE;
  gboolean done = TRUE;
  for (guint i = 0; done && i < n; i++)
    done = put_trial (self, search, axes, trials[i], error);
  return nabla_store_end (self, done, done ? error : NULL);
}

/* At most CURVE_POINTS of the series, the last among them. */
static GArray *
thin (const NablaSeries *series)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (NablaPoint));
  gsize n = series != NULL ? nabla_series_length (series) : 0, kept = MIN (n, CURVE_POINTS);
  for (gsize i = 0; i < kept; i++)
    {
      NablaPoint point = nabla_series_get (series, kept > 1 ? i * (n - 1) / (kept - 1) : n - 1);
      g_array_append_val (points, point);
    }
  return points;
}

static gboolean
put_run (NablaStore *self, gint64 *id, const NablaStoredRun *run, GError **error)
{
  NablaSql which = *id == 0 ? NABLA_SQL_ADD_RUN : NABLA_SQL_UPDATE_RUN;
  sqlite3_stmt *row = nabla_store_statement (self, which, error);
  sqlite3_stmt *detail
      = row != NULL ? nabla_store_statement (self, NABLA_SQL_PUT_RUN_DETAIL, error) : NULL;
  if (detail == NULL)
    return FALSE;
  g_autofree char *experiment = nabla_experiment_to_text (run->experiment);
  g_autofree char *record = run->record != NULL ? nabla_record_to_text (run->record) : NULL;
  g_autoptr (GArray) curve = thin (run->curve);
  double dev = run->cost[NABLA_SPLIT_DEV], train = run->cost[NABLA_SPLIT_TRAIN];
  sqlite3_bind_int64 (row, 1, *id);
  sqlite3_bind_int (row, 2, run->diverged ? NABLA_TRIAL_DIVERGED : NABLA_TRIAL_FINISHED);
  sqlite3_bind_int64 (row, 3, g_get_real_time ());
  sqlite3_bind_double (row, 4, run->seconds);
  sqlite3_bind_int64 (row, 5, run->steps);
  sqlite3_bind_double (row, 6, run->diverged ? NAN : isnan (dev) ? train : dev);
  bind_splits (row, 7, run->cost);
  bind_splits (row, 10, run->accuracy);
  if (*id == 0)
    nabla_store_bind_text (
        row, 13, run->title != NULL ? run->title : nabla_experiment_title (run->experiment));
  if (!run_for_id (self, row, id, error))
    return FALSE;
  sqlite3_bind_int64 (detail, 1, *id);
  nabla_store_bind_text (detail, 2, experiment);
  nabla_store_bind_text (detail, 3, run->path);
  nabla_store_bind_text (detail, 4, record);
  sqlite3_bind_blob (detail, 5, curve->data, curve->len * sizeof (NablaPoint), SQLITE_STATIC);
  return nabla_store_run (self, detail, error);
}

gint64
nabla_store_put_run (NablaStore *self, gint64 id, const NablaStoredRun *run, GError **error)
{
  g_return_val_if_fail (self != NULL && run != NULL && run->experiment != NULL, 0);

  if (!nabla_store_begin (self, error))
    return 0;
  gboolean done = put_run (self, &id, run, error);
  return nabla_store_end (self, done, done ? error : NULL) ? id : 0;
}

static gboolean
set_text (NablaStore *self, NablaSql which, gint64 id, const char *text, GError **error)
{
  sqlite3_stmt *statement = nabla_store_statement (self, which, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  nabla_store_bind_text (statement, 2, text != NULL ? text : "");
  return nabla_store_run (self, statement, error);
}

gboolean
nabla_store_set_title (NablaStore *self, gint64 id, const char *title, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return set_text (self, NABLA_SQL_SET_TITLE, id, title, error);
}

gboolean
nabla_store_set_tags (NablaStore *self, gint64 id, const char *tags, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return set_text (self, NABLA_SQL_SET_TAGS, id, tags, error);
}

gboolean
nabla_store_set_notes (NablaStore *self, gint64 id, const char *notes, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return set_text (self, NABLA_SQL_SET_NOTES, id, notes, error);
}

/* Marks what @which is about as deleted at @time, or as not with 0. */
static gboolean
mark (NablaStore *self, NablaSql which, gint64 id, gint64 time, GError **error)
{
  sqlite3_stmt *statement = nabla_store_statement (self, which, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  if (time != 0)
    sqlite3_bind_int64 (statement, 2, time);
  return nabla_store_run (self, statement, error);
}

gboolean
nabla_store_delete (NablaStore *self, const gint64 *ids, guint n, gboolean deleted, GError **error)
{
  g_return_val_if_fail (self != NULL && (ids != NULL || n == 0), FALSE);

  if (!nabla_store_begin (self, error))
    return FALSE;
  gboolean done = TRUE;
  for (guint i = 0; done && i < n; i++)
    done = mark (self, NABLA_SQL_DELETE, ids[i], deleted ? g_get_real_time () : 0, error);
  return nabla_store_end (self, done, done ? error : NULL);
}

gboolean
nabla_store_delete_search (NablaStore *self, gint64 search, gboolean deleted, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Trials that were deleted before stay so when the search comes back. */
  NablaSql trials = deleted ? NABLA_SQL_DELETE_TRIALS : NABLA_SQL_UNDELETE_TRIALS;
  gint64 time = deleted ? g_get_real_time () : 0;
  if (!nabla_store_begin (self, error))
    return FALSE;
  gboolean done = mark (self, trials, search, time, error)
                  && mark (self, NABLA_SQL_DELETE_SEARCH, search, time, error);
  return nabla_store_end (self, done, done ? error : NULL);
}

gboolean
nabla_store_purge (NablaStore *self, gint64 before, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!nabla_store_begin (self, error))
    return FALSE;
  gboolean done = TRUE;
  for (NablaSql which = NABLA_SQL_PURGE_RUNS; done && which <= NABLA_SQL_PURGE_SEARCHES; which++)
    {
      sqlite3_stmt *statement = nabla_store_statement (self, which, error);
      if (statement != NULL)
        sqlite3_bind_int64 (statement, 1, before);
      done = nabla_store_run (self, statement, error);
    }
  return nabla_store_end (self, done, done ? error : NULL);
}
