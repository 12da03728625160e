/* Reading the run store: searches with their trials, and lists of rows.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-store-private.h"

#include "nabla-error.h"
#include "nabla-experiment-changes.h"
#include "nabla-json-reader.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A query that was given up notices within so many of SQLite's own instructions. */
#define INSTRUCTIONS 5000

void
nabla_stored_search_clear (NablaStoredSearch *self)
{
  g_clear_pointer (&self->identity, g_free);
  g_clear_pointer (&self->experiment, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->stop, g_free);
  g_clear_pointer (&self->boxes, g_free);
}

void
nabla_store_row_clear (NablaStoreRow *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->tags, g_free);
  g_clear_pointer (&self->parameters, g_free);
}

void
nabla_store_detail_clear (NablaStoreDetail *self)
{
  g_clear_pointer (&self->experiment, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->record, g_free);
  g_clear_pointer (&self->notes, g_free);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->curve, g_array_unref);
}

static char *
nullable_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *)sqlite3_column_text (statement, column));
}

static void
read_search (sqlite3_stmt *statement, NablaStoredSearch *search)
{
  *search = (NablaStoredSearch){
    .id = sqlite3_column_int64 (statement, 0),
    .identity = nabla_store_column_text (statement, 1),
    .experiment = nabla_store_column_text (statement, 2),
    .path = nullable_text (statement, 3),
    .title = nabla_store_column_text (statement, 4),
    .method = nabla_store_column_text (statement, 5),
    .stop = nabla_store_column_text (statement, 6),
    .trials = sqlite3_column_int64 (statement, 7),
    .rounds = sqlite3_column_int64 (statement, 8),
    .boxes = nullable_text (statement, 9),
    .done = sqlite3_column_int (statement, 10),
    .created = sqlite3_column_int64 (statement, 11),
    .n_over = sqlite3_column_int64 (statement, 12),
    .best = nabla_store_column_real (statement, 13),
  };
}

/* Steps once, for a statement that gives one row. Returns: 1 if it did, 0 if there is none,
 * −1 with @error; the statement is to be reset. */
static int
step_once (NablaStore *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    return 1;
  if (code == SQLITE_DONE)
    return 0;
  nabla_store_fail (self, code, error);
  return -1;
}

int
nabla_store_find_search (NablaStore *self,
                         const char *identity,
                         NablaStoredSearch *search,
                         GError **error)
{
  g_return_val_if_fail (self != NULL && identity != NULL && search != NULL, -1);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_FIND_SEARCH, error);
  if (statement == NULL)
    return -1;
  nabla_store_bind_text (statement, 1, identity);
  int found = step_once (self, statement, error);
  if (found == 1)
    read_search (statement, search);
  sqlite3_reset (statement);
  return found;
}

static gboolean
fail_gone (GError **error)
{
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, _("there is no such run any more"));
  return FALSE;
}

gboolean
nabla_store_get_search (NablaStore *self, gint64 id, NablaStoredSearch *search, GError **error)
{
  g_return_val_if_fail (self != NULL && search != NULL, FALSE);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_GET_SEARCH, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  int found = step_once (self, statement, error);
  if (found == 1)
    read_search (statement, search);
  sqlite3_reset (statement);
  return found == 1 || (found == 0 && fail_gone (error));
}

static void
clear_search (gpointer data)
{
  nabla_stored_search_clear (data);
}

GArray *
nabla_store_list_searches (NablaStore *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_LIST_SEARCHES, error);
  if (statement == NULL)
    return NULL;
  g_autoptr (GArray) searches = g_array_new (FALSE, FALSE, sizeof (NablaStoredSearch));
  g_array_set_clear_func (searches, clear_search);
  int more;
  while ((more = step_once (self, statement, error)) == 1)
    {
      NablaStoredSearch search;
      read_search (statement, &search);
      g_array_append_val (searches, search);
    }
  sqlite3_reset (statement);
  return more == 0 ? g_steal_pointer (&searches) : NULL;
}

static void
read_splits (sqlite3_stmt *statement, int first, double *values)
{
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    values[split] = nabla_store_column_real (statement, first + split);
}

/* What is not in @text does not apply. */
static void
read_parameters (const char *text, const NablaSearchSpec *axes, NablaTrial *trial)
{
  NablaJsonReader reader;
  g_autofree char *key = NULL;
  memset (trial->applies, 0, axes->n_axes * sizeof *trial->applies);
  nabla_json_reader_init (&reader, text, strlen (text));
  nabla_json_read_begin (&reader, '{');
  while (nabla_json_read_member (&reader, &key))
    {
      guint i = 0;
      double number;
      char shortest[NABLA_NUMBER_LENGTH];
      g_autofree char *value = NULL;
      while (i < axes->n_axes && !g_str_equal (axes->axes[i].key, key))
        i++;
      /* a choice that looks like a number was written as one */
      if (*reader.p == '"' || (reader.p[0] == ' ' && reader.p[1] == '"'))
        nabla_json_read_string (&reader, &value);
      else if (nabla_json_read_number (&reader, &number))
        value = g_strdup (nabla_number_format (number, shortest));
      if (i == axes->n_axes || value == NULL)
        continue;
      const NablaSearchAxis *axis = &axes->axes[i];
      trial->applies[i] = nabla_search_parse (axis, value, &trial->values[i]);
      for (guint c = 0; !trial->applies[i] && axis->choices != NULL && axis->choices[c] != NULL;
           c++)
        if (nabla_number_parse (axis->choices[c], -1, &number)
            && g_str_equal (nabla_number_format (number, shortest), value))
          {
            trial->values[i] = c;
            trial->applies[i] = TRUE;
          }
    }
  nabla_json_reader_finish (&reader, NULL);
}

static void
read_rungs (const char *text, NablaTrial *trial)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  trial->rung_results = g_new (double, trial->rung);
  for (guint i = 0; i < trial->rung; i++)
    trial->rung_results[i] = NAN;
  for (guint i = 0; i < trial->rung && words[i] != NULL; i++)
    nabla_number_parse (words[i], -1, &trial->rung_results[i]);
}

static NablaTrial *
read_trial (sqlite3_stmt *statement, const NablaSearchSpec *axes)
{
  NablaTrial *trial = nabla_trial_new (sqlite3_column_int64 (statement, 1), axes->n_axes);
  g_autofree char *parameters = nabla_store_column_text (statement, 14);
  g_autofree char *rungs = nabla_store_column_text (statement, 15);
  trial->round = sqlite3_column_int64 (statement, 2);
  trial->rung = CLAMP (sqlite3_column_int64 (statement, 3), 0, 32);
  trial->state = sqlite3_column_int (statement, 4);
  trial->seconds = sqlite3_column_double (statement, 5);
  trial->done_steps = sqlite3_column_int64 (statement, 6);
  trial->result = nabla_store_column_real (statement, 7);
  read_splits (statement, 8, trial->cost);
  read_splits (statement, 11, trial->accuracy);
  read_parameters (parameters, axes, trial);
  read_rungs (rungs, trial);
  trial->message = nullable_text (statement, 16);
  trial->n_curve = MIN ((gsize)sqlite3_column_bytes (statement, 17) / sizeof (NablaPoint),
                        NABLA_TRIAL_CURVE_POINTS);
  if (trial->n_curve > 0)
    memcpy (trial->curve, sqlite3_column_blob (statement, 17),
            trial->n_curve * sizeof (NablaPoint));
  return trial;
}

GPtrArray *
nabla_store_get_trials (NablaStore *self,
                        gint64 search,
                        const NablaSearchSpec *axes,
                        gboolean with_deleted,
                        GArray *ids,
                        GError **error)
{
  g_return_val_if_fail (self != NULL && axes != NULL, NULL);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_GET_TRIALS, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, search);
  sqlite3_bind_int (statement, 2, with_deleted);
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  int more;
  while ((more = step_once (self, statement, error)) == 1)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      g_ptr_array_add (trials, read_trial (statement, axes));
      if (ids != NULL)
        g_array_append_val (ids, id);
    }
  sqlite3_reset (statement);
  return more == 0 ? g_steal_pointer (&trials) : NULL;
}

/* What rows are sorted by, in the order of NablaStoreKey. */
static const char *const key_columns[NABLA_STORE_N_KEYS] = {
  "created",
  "title COLLATE NOCASE",
  "search",
  "result",
  "train_cost",
  "dev_cost",
  "test_cost",
  "train_accuracy",
  "dev_accuracy",
  "test_accuracy",
  "steps",
  "seconds",
  "json_extract (parameters, ?1)",
};

/* LIKE's own letters stand for themselves. */
static char *
like_pattern (const char *word)
{
  GString *pattern = g_string_new ("%");
  for (; *word != '\0'; word++)
    {
      if (strchr ("%_\\", *word) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *word);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

static char *
query_to_sql (const NablaStoreQuery *query, guint n_words)
{
  static const char *const kinds[] = { "", " AND search IS NULL", " AND search IS NOT NULL" };
  g_autoptr (GString) sql = g_string_new ("SELECT id FROM run WHERE deleted IS NULL");
  g_string_append (sql, kinds[query->kind]);
  if (query->search != 0)
    g_string_append (sql, " AND search = ?2");
  if (!isnan (query->better_than))
    g_string_append (sql, " AND result < ?3");
  if (query->finished_only)
    g_string_append_printf (sql, " AND state = %d", NABLA_TRIAL_FINISHED);
  for (guint i = 0; i < n_words; i++)
    g_string_append_printf (sql,
                            " AND (parameters LIKE ?%u ESCAPE '\\' OR title LIKE ?%u ESCAPE '\\'"
                            " OR tags LIKE ?%u ESCAPE '\\' OR notes LIKE ?%u ESCAPE '\\')",
                            i + 4, i + 4, i + 4, i + 4);
  const char *down = query->descending ? " DESC" : "";
  g_string_append_printf (sql, " ORDER BY %s%s NULLS LAST, ", key_columns[query->key], down);
  if (query->key == NABLA_STORE_BY_SEARCH)
    g_string_append (sql, "trial, ");
  g_string_append_printf (sql, "id%s", query->key == NABLA_STORE_BY_CREATED ? down : "");
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static int
progress_cb (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

GArray *
nabla_store_select (NablaStore *self,
                    const NablaStoreQuery *query,
                    GCancellable *cancellable,
                    GError **error)
{
  g_return_val_if_fail (self != NULL && query != NULL, NULL);
  g_return_val_if_fail (query->key < NABLA_STORE_N_KEYS && query->kind <= NABLA_STORE_TRIALS, NULL);

  g_auto (GStrv) words = g_strsplit_set (query->text != NULL ? query->text : "", " \t\n", -1);
  g_autoptr (GPtrArray) patterns = g_ptr_array_new_with_free_func (g_free);
  for (char **word = words; *word != NULL && patterns->len < 16; word++)
    if (**word != '\0')
      g_ptr_array_add (patterns, like_pattern (*word));

  sqlite3_stmt *statement = NULL;
  g_autofree char *sql = query_to_sql (query, patterns->len);
  int code = sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL);
  if (code != SQLITE_OK)
    {
      nabla_store_fail (self, code, error);
      return NULL;
    }
  g_autofree char *path
      = g_strconcat ("$.\"", query->parameter != NULL ? query->parameter : "", "\"", NULL);
  nabla_store_bind_text (statement, 1, path);
  sqlite3_bind_int64 (statement, 2, query->search);
  sqlite3_bind_double (statement, 3, query->better_than);
  for (guint i = 0; i < patterns->len; i++)
    nabla_store_bind_text (statement, i + 4, g_ptr_array_index (patterns, i));
  if (cancellable != NULL)
    sqlite3_progress_handler (self->database, INSTRUCTIONS, progress_cb, cancellable);

  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  int more;
  while ((more = step_once (self, statement, error)) == 1)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
  sqlite3_progress_handler (self->database, 0, NULL, NULL);
  sqlite3_finalize (statement);
  return more == 0 ? g_steal_pointer (&ids) : NULL;
}

gboolean
nabla_store_get_row (NablaStore *self, gint64 id, NablaStoreRow *row, GError **error)
{
  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_GET_ROW, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  int found = step_once (self, statement, error);
  if (found == 1)
    {
      *row = (NablaStoreRow){
        .id = id,
        .search = sqlite3_column_int64 (statement, 1),
        .trial = sqlite3_column_int64 (statement, 2),
        .round = sqlite3_column_int64 (statement, 3),
        .rung = sqlite3_column_int64 (statement, 4),
        .state = sqlite3_column_int (statement, 5),
        .created = sqlite3_column_int64 (statement, 6),
        .seconds = nabla_store_column_real (statement, 7),
        .steps = sqlite3_column_int64 (statement, 8),
        .result = nabla_store_column_real (statement, 9),
        .title = nabla_store_column_text (statement, 16),
        .tags = nabla_store_column_text (statement, 17),
        .parameters = nabla_store_column_text (statement, 18),
      };
      read_splits (statement, 10, row->cost);
      read_splits (statement, 13, row->accuracy);
    }
  sqlite3_reset (statement);
  return found == 1 || (found == 0 && fail_gone (error));
}

gboolean
nabla_store_get_detail (NablaStore *self, gint64 id, NablaStoreDetail *detail, GError **error)
{
  g_return_val_if_fail (self != NULL && detail != NULL, FALSE);

  sqlite3_stmt *statement = nabla_store_statement (self, NABLA_SQL_GET_DETAIL, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  int found = step_once (self, statement, error);
  if (found == 1)
    {
      *detail = (NablaStoreDetail){
        .experiment = nabla_store_column_text (statement, 0),
        .path = nullable_text (statement, 1),
        .record = nabla_store_column_text (statement, 2),
        .notes = nabla_store_column_text (statement, 3),
        .message = nullable_text (statement, 4),
        .curve = g_array_new (FALSE, FALSE, sizeof (NablaPoint)),
      };
      gsize n = sqlite3_column_bytes (statement, 5) / sizeof (NablaPoint);
      if (n > 0)
        g_array_append_vals (detail->curve, sqlite3_column_blob (statement, 5), n);
    }
  sqlite3_reset (statement);
  return found == 1 || (found == 0 && fail_gone (error));
}

NablaExperiment *
nabla_store_get_experiment (NablaStore *self, gint64 id, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_auto (NablaStoreRow) row = { 0 };
  g_auto (NablaStoreDetail) detail = { 0 };
  if (!nabla_store_get_row (self, id, &row, error)
      || !nabla_store_get_detail (self, id, &detail, error))
    return NULL;
  g_autoptr (NablaExperiment) experiment
      = nabla_experiment_parse (detail.experiment, -1, detail.path, error);
  if (experiment == NULL || row.search == 0)
    return g_steal_pointer (&experiment);
  const NablaSearchSpec *axes = nabla_experiment_search (experiment);
  g_autoptr (NablaTrial) trial = nabla_trial_new (row.trial, axes->n_axes);
  read_parameters (row.parameters, axes, trial);
  return nabla_trial_experiment (trial, experiment, error);
}
