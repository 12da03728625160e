/* The run store: what is written is read back, and what cannot be used is set aside.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-store.h"

#include "search-test.h"

#include <sqlite3.h>
#include <string.h>

#define AXES                                                                                       \
  "learning_rate=log 0.001 1\nunits@hidden=integer 2 9\ntrain.optimizer=choice adam;momentum\n"

static NablaStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  NablaStore *store = nabla_store_open (path, &note, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (note, ==, NULL);
  return store;
}

static gint64
add_search (NablaStore *store, NablaExperiment *experiment, NablaStoredSearch *search)
{
  g_autoptr (GError) error = NULL;
  *search = (NablaStoredSearch){
    .identity = g_strdup ("abc"),
    .experiment = nabla_experiment_to_text (experiment),
    .title = g_strdup ("Moons"),
    .method = g_strdup ("random"),
    .stop = g_strdup (""),
    .trials = 20,
    .rounds = 1,
    .created = g_get_real_time (),
  };
  nabla_store_add_search (store, search, &error);
  g_assert_no_error (error);
  g_assert_cmpint (search->id, >, 0);
  return search->id;
}

/* Trial @number, whose numbers all follow from it. */
static NablaTrial *
make_trial (guint number)
{
  NablaTrial *trial = nabla_trial_new (number, 3);
  trial->values[0] = 0.001 * (1 + number % 900);
  trial->values[1] = 2 + number % 8;
  trial->values[2] = number % 2;
  trial->state = number % 10 == 9 ? NABLA_TRIAL_DIVERGED : NABLA_TRIAL_FINISHED;
  trial->result = number % 10 == 9 ? NAN : ((number * 7919u) % 10007u) / 10007.0;
  trial->done_steps = 500;
  trial->seconds = 0.25;
  trial->cost[NABLA_SPLIT_TRAIN] = trial->result / 2;
  trial->cost[NABLA_SPLIT_DEV] = trial->result;
  trial->n_curve = 2;
  trial->curve[0] = (NablaPoint){ 250, 0.7 };
  trial->curve[1] = (NablaPoint){ 500, trial->result };
  return trial;
}

static void
put_trials (NablaStore *store,
            const NablaStoredSearch *search,
            NablaExperiment *experiment,
            guint first,
            guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (trials, make_trial (first + i));
  nabla_store_put_trials (store, search, nabla_experiment_search (experiment),
                          (NablaTrial **)trials->pdata, n, &error);
  g_assert_no_error (error);
}

static GArray *
list (NablaStore *store, const NablaStoreQuery *query)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = nabla_store_select (store, query, NULL, &error);
  g_assert_no_error (error);
  return ids;
}

static guint
count (NablaStore *store, const NablaStoreQuery *query)
{
  g_autoptr (GArray) ids = list (store, query);
  return ids->len;
}

static void
test_trials (void)
{
  g_autoptr (GError) error = NULL;
  char *path = new_path ();
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  const NablaSearchSpec *axes = nabla_experiment_search (experiment);
  g_auto (NablaStoredSearch) search = { 0 };
  {
    g_autoptr (NablaStore) store = open_store (path);
    add_search (store, experiment, &search);
    put_trials (store, &search, experiment, 1, 12);
    g_autoptr (NablaTrial) again = make_trial (3);
    again->rung = 2;
    again->rung_results = g_new (double, 2);
    again->rung_results[0] = 0.1;
    again->rung_results[1] = NAN;
    again->applies[1] = FALSE;
    nabla_store_put_trials (store, &search, axes, &again, 1, &error);
    g_assert_no_error (error);
  }

  g_autoptr (NablaStore) store = open_store (path);
  g_autoptr (GPtrArray) trials
      = nabla_store_get_trials (store, search.id, axes, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trials->len, ==, 12);
  for (guint i = 0; i < trials->len; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (trials, i);
      g_autoptr (NablaTrial) expected = make_trial (i + 1);
      g_assert_cmpuint (trial->number, ==, i + 1);
      g_assert_true (trial->result == expected->result
                     || (isnan (trial->result) && isnan (expected->result)));
      g_assert_cmpint (trial->state, ==, expected->state);
      g_assert_cmpfloat (trial->values[0], ==, expected->values[0]);
      g_assert_cmpfloat (trial->values[2], ==, expected->values[2]);
      g_assert_cmpint (trial->applies[1], ==, i != 2);
      g_assert_cmpuint (trial->n_curve, ==, 2);
      g_assert_cmpint (trial->curve[0].step, ==, 250);
    }
  const NablaTrial *third = g_ptr_array_index (trials, 2);
  g_assert_cmpuint (third->rung, ==, 2);
  g_assert_cmpfloat (third->rung_results[0], ==, 0.1);
  g_assert_true (isnan (third->rung_results[1]));

  g_auto (NablaStoredSearch) found = { 0 };
  g_assert_cmpint (nabla_store_find_search (store, "abc", &found, &error), ==, 1);
  g_assert_cmpint (found.id, ==, search.id);
  g_assert_cmpuint (found.n_over, ==, 12);
  g_auto (NablaStoredSearch) none = { 0 };
  g_assert_cmpint (nabla_store_find_search (store, "abcd", &none, &error), ==, 0);
  forget_path (path);
}

static void
test_list (void)
{
  g_autoptr (GError) error = NULL;
  char *path = new_path ();
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  g_autoptr (NablaStore) store = open_store (path);
  g_auto (NablaStoredSearch) search = { 0 };
  add_search (store, experiment, &search);
  put_trials (store, &search, experiment, 1, 200);
  const NablaStoredRun run = {
    .experiment = experiment,
    .title = "By hand, 50%",
    .steps = 40,
    .cost = { 0.2, 0.3, NAN },
    .accuracy = { 0.9, 0.8, NAN },
  };
  gint64 own = nabla_store_put_run (store, 0, &run, &error);
  g_assert_no_error (error);
  g_assert_cmpint (own, >, 0);

  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  g_assert_cmpuint (count (store, &query), ==, 201);
  query.kind = NABLA_STORE_RUNS;
  g_assert_cmpuint (count (store, &query), ==, 1);
  query.kind = NABLA_STORE_TRIALS;
  query.finished_only = TRUE;
  g_assert_cmpuint (count (store, &query), ==, 180);
  query.finished_only = FALSE;
  query.text = "momentum";
  g_assert_cmpuint (count (store, &query), ==, 100);
  query.text = "momentum \"units@hidden\": 3}";
  g_assert_cmpuint (count (store, &query), ==, 25);
  query.kind = NABLA_STORE_ALL;
  query.text = "50%";
  g_assert_cmpuint (count (store, &query), ==, 1);
  query.text = NULL;
  query.better_than = 0.25;
  g_autoptr (GArray) good = list (store, &query);
  g_assert_cmpuint (good->len, >, 20);

  /* each key in both directions: in order, those without a value last */
  for (NablaStoreKey key = 0; key < NABLA_STORE_N_KEYS; key++)
    for (int descending = FALSE; descending <= TRUE; descending++)
      {
        NablaStoreQuery sorted = NABLA_STORE_QUERY_INIT;
        sorted.key = key;
        sorted.descending = descending;
        sorted.parameter = "learning_rate";
        g_autoptr (GArray) ids = list (store, &sorted);
        g_assert_cmpuint (ids->len, ==, 201);
        double before = descending ? INFINITY : -INFINITY;
        for (guint i = 0; i < ids->len && key == NABLA_STORE_BY_RESULT; i++)
          {
            g_auto (NablaStoreRow) row = { 0 };
            nabla_store_get_row (store, g_array_index (ids, gint64, i), &row, &error);
            g_assert_no_error (error);
            g_assert_cmpint (isnan (row.result), ==, i >= 181);
            if (isnan (row.result))
              continue;
            g_assert_true (descending ? row.result <= before : row.result >= before);
            before = row.result;
          }
      }
  forget_path (path);
}

static void
test_delete (void)
{
  g_autoptr (GError) error = NULL;
  char *path = new_path ();
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  g_autoptr (NablaStore) store = open_store (path);
  g_auto (NablaStoredSearch) search = { 0 };
  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  add_search (store, experiment, &search);
  put_trials (store, &search, experiment, 1, 30);
  g_autoptr (GArray) ids = list (store, &query);
  const gint64 *all = (const gint64 *)(gpointer)ids->data;

  g_assert_true (nabla_store_delete (store, all, 10, TRUE, &error));
  g_assert_cmpuint (count (store, &query), ==, 20);
  g_assert_true (nabla_store_delete (store, all, 4, FALSE, &error));
  g_assert_cmpuint (count (store, &query), ==, 24);
  /* a search comes back with what it had, not with what was deleted before */
  g_assert_true (nabla_store_delete_search (store, search.id, TRUE, &error));
  g_assert_cmpuint (count (store, &query), ==, 0);
  g_assert_true (nabla_store_delete_search (store, search.id, FALSE, &error));
  g_assert_cmpuint (count (store, &query), ==, 24);
  g_assert_true (nabla_store_purge (store, g_get_real_time () + 1, &error));
  g_assert_true (nabla_store_delete (store, all, 10, FALSE, &error));
  g_assert_cmpuint (count (store, &query), ==, 24);
  g_auto (NablaStoreRow) row = { 0 };
  g_assert_false (nabla_store_get_row (store, all[5], &row, &error));
  g_assert_nonnull (error);
  forget_path (path);
}

static void
test_opened_again (void)
{
  g_autoptr (GError) error = NULL;
  char *path = new_path ();
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  g_autoptr (NablaStore) store = open_store (path);
  g_auto (NablaStoredSearch) search = { 0 };
  add_search (store, experiment, &search);
  put_trials (store, &search, experiment, 5, 1);
  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  g_autoptr (GArray) ids = list (store, &query);
  g_autoptr (NablaExperiment) made
      = nabla_store_get_experiment (store, g_array_index (ids, gint64, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (nabla_experiment_train (made)->learning_rate, ==, 0.006);
  g_assert_cmpstr (nabla_experiment_train (made)->optimizer->name, ==, "momentum");
  g_assert_cmpfloat (nabla_experiment_layer (made, 0)->settings[0], ==, 7);

  g_autoptr (NablaSeries) series = nabla_series_new ();
  for (guint i = 0; i < 5000; i++)
    nabla_series_append (series, i, i / 5000.0);
  g_autoptr (GArray) record = nabla_record_from_text ("10\ttrain.learning_rate\t0.5\n");
  NablaStoredRun run = { .experiment = experiment, .record = record, .steps = 1, .curve = series };
  gint64 id = nabla_store_put_run (store, 0, &run, &error);
  run.steps = 5000;
  g_assert_cmpint (nabla_store_put_run (store, id, &run, &error), ==, id);
  g_assert_true (nabla_store_set_notes (store, id, "too slow", &error));
  g_assert_true (nabla_store_set_tags (store, id, "lecture 3", &error));
  g_auto (NablaStoreRow) row = { 0 };
  g_auto (NablaStoreDetail) detail = { 0 };
  g_assert_true (nabla_store_get_row (store, id, &row, &error));
  g_assert_true (nabla_store_get_detail (store, id, &detail, &error));
  g_assert_cmpint (row.steps, ==, 5000);
  g_assert_cmpstr (row.tags, ==, "lecture 3");
  g_assert_cmpstr (row.parameters, ==, "{}");
  g_assert_cmpstr (detail.notes, ==, "too slow");
  g_assert_cmpstr (detail.record, ==, "10\ttrain.learning_rate\t0.5\n");
  g_assert_cmpuint (detail.curve->len, ==, 256);
  g_assert_cmpint (g_array_index (detail.curve, NablaPoint, 255).step, ==, 4999);
  forget_path (path);
}

static void
test_export (void)
{
  g_autoptr (GError) error = NULL;
  char *path = new_path ();
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  g_autoptr (NablaStore) store = open_store (path);
  g_auto (NablaStoredSearch) search = { 0 };
  add_search (store, experiment, &search);
  put_trials (store, &search, experiment, 8, 2);
  const NablaStoredRun run = { .experiment = experiment, .title = "=1+1, \"a\"" };
  g_assert_cmpint (nabla_store_put_run (store, 0, &run, &error), >, 0);
  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  query.descending = FALSE;
  g_autoptr (GArray) ids = list (store, &query);
  const gint64 *all = (const gint64 *)(gpointer)ids->data;
  g_autofree char *csv = nabla_store_to_csv (store, all, ids->len, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_suffix (lines[0], ",tags,train.optimizer,learning_rate,units@hidden"));
  g_assert_true (g_str_has_suffix (lines[1], ",adam,0.009000000000000001,2"));
  g_assert_nonnull (strstr (lines[2], ",diverged,500,0.25,,"));
  g_assert_nonnull (strstr (lines[3], ",\"'=1+1, \"\"a\"\"\","));

  g_autofree char *file = g_strconcat (path, ".json", NULL);
  g_assert_true (nabla_store_export (store, all, ids->len, file, &error));
  g_autofree char *json = NULL;
  g_assert_true (g_file_get_contents (file, &json, NULL, NULL));
  g_assert_nonnull (strstr (json, "\"trial\": 9"));
  g_assert_nonnull (strstr (json, "\"result\": null"));
  g_assert_nonnull (strstr (json, "\"curve\": [[250, 0.7], [500, "));
  g_autofree char *odd = g_strconcat (path, ".txt", NULL);
  g_assert_false (nabla_store_export (store, all, ids->len, odd, &error));
  g_assert_nonnull (error);
  forget_path (path);
}

/* Opens what cannot be used: a new one is there, the old one beside it, unchanged. */
static void
expect_set_aside (const char *path, const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  guint before = count_files (path, kind);
  g_autoptr (NablaStore) store = nabla_store_open (path, &note, &error);
  g_assert_no_error (error);
  g_assert_nonnull (store);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, kind));
  g_assert_cmpuint (count_files (path, kind), >, before);
  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  g_assert_cmpuint (count (store, &query), ==, 0);
  g_auto (NablaStoredSearch) search = { 0 };
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  add_search (store, experiment, &search);
  put_trials (store, &search, experiment, 1, 300);
}

static void
test_damage (void)
{
  char *path = new_path ();
  gsize length;
  g_autofree char *bytes = NULL;
  g_assert_true (g_file_set_contents (
      path, "This is no database, but long enough to look like one.", -1, NULL));
  expect_set_aside (path, ".damaged");
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 40000);

  /* cut short, and with a hole in its middle */
  g_assert_true (g_file_set_contents (path, bytes, length / 2, NULL));
  expect_set_aside (path, ".damaged");
  memset (bytes + length / 3, 0xa5, length / 3);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  expect_set_aside (path, ".damaged");
  memset (bytes, 0, 100);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  expect_set_aside (path, ".damaged");

  /* an empty file is a database in which nothing is yet */
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  {
    g_autoptr (NablaStore) store = open_store (path);
    g_assert_nonnull (store);
  }
  forget_path (path);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *database = NULL;
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
test_newer (void)
{
  char *path = new_path ();
  nabla_store_free (open_store (path));
  run_sql (path, "PRAGMA user_version=2; CREATE TABLE marvel (x)");
  expect_set_aside (path, ".newer");
  forget_path (path);
}

static void
test_foreign (void)
{
  char *path = new_path ();
  g_autoptr (GError) error = NULL;
  run_sql (path, "CREATE TABLE addresses (name); INSERT INTO addresses VALUES ('Ada')");
  g_assert_null (nabla_store_open (path, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "another program"));
  g_assert_cmpuint (count_files (path, ".damaged"), ==, 0);
  g_clear_error (&error);
  g_autofree char *folder = g_path_get_dirname (path);
  g_assert_null (nabla_store_open (folder, NULL, &error));
  g_assert_nonnull (error);
  forget_path (path);
}

static void
test_journal (void)
{
  g_assert_true (nabla_store_is_network (0x6969));      /* NFS */
  g_assert_true (nabla_store_is_network (0xff534d42));  /* CIFS */
  g_assert_false (nabla_store_is_network (0xef53));     /* ext4 */
  g_assert_false (nabla_store_is_network (0x01021994)); /* tmpfs */

  char *path = new_path ();
  g_autoptr (NablaStore) store G_GNUC_UNUSED = open_store (path);
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA journal_mode", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *)sqlite3_column_text (statement, 0), ==, "wal");
  sqlite3_finalize (statement);
  sqlite3_close (database);
  forget_path (path);
}

typedef struct
{
  const char *path;
  guint first;
} Writer;

static gpointer
write_cb (gpointer data)
{
  const Writer *self = data;
  g_autoptr (NablaExperiment) experiment = make_experiment (AXES, "500");
  g_autoptr (NablaStore) store = open_store (self->path);
  g_auto (NablaStoredSearch) search = { 0 };
  add_search (store, experiment, &search);
  for (guint i = 0; i < 50; i++)
    put_trials (store, &search, experiment, self->first + i, 1);
  return NULL;
}

/* Several connections, from the very first moment on. */
static void
test_together (void)
{
  char *path = new_path ();
  Writer writers[4];
  GThread *threads[G_N_ELEMENTS (writers)];
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      writers[i] = (Writer){ path, 1 + 100 * i };
      threads[i] = g_thread_new ("writer", write_cb, &writers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    g_thread_join (threads[i]);
  g_autoptr (NablaStore) store = open_store (path);
  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  g_assert_cmpuint (count (store, &query), ==, 200);
  forget_path (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/trials", test_trials);
  g_test_add_func ("/store/list", test_list);
  g_test_add_func ("/store/delete", test_delete);
  g_test_add_func ("/store/opened-again", test_opened_again);
  g_test_add_func ("/store/export", test_export);
  g_test_add_func ("/store/damage", test_damage);
  g_test_add_func ("/store/newer", test_newer);
  g_test_add_func ("/store/foreign", test_foreign);
  g_test_add_func ("/store/journal", test_journal);
  g_test_add_func ("/store/together", test_together);
  return g_test_run ();
}
