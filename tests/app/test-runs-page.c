/* The Runs page: 100,000 rows without a stutter, and what can be done to them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-test.h"
#include "runs-test.h"

#include "nabla-run-keeper.h"
#include "nabla-runs-compare.h"
#include "nabla-runs-model.h"
#include "nabla-runs-page.h"

#include <glib/gstdio.h>
#include <time.h>

/* What the main thread may work at a stretch is 8 ms: five times as much on a machine that
 * does other things too, and draws in software. */
#ifdef __SANITIZE_ADDRESS__
#define LONGEST 1.0
#else
#define LONGEST 0.040
#endif

typedef struct
{
  char *folder, *path;
  GtkWindow *window;
  NablaRunsPage *page;
  GListModel *model;
  NablaExperiment *opened;
  char *exported;
  guint n_deleted, n_failed;
  double longest; /* seconds of CPU in one turn of the main loop */
} Fixture;

static double
thread_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Turns the main loop and remembers its longest turn. */
static void
turn (Fixture *fixture, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;
  do
    {
      double start = thread_seconds ();
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
      fixture->longest = MAX (fixture->longest, thread_seconds () - start);
    }
  while (g_get_monotonic_time () < end);
}

#define TURN_UNTIL(condition)                                                                      \
  for (int i_ = 0; i_ < 8000 && !(condition); i_++)                                                \
    turn (fixture, 1);                                                                             \
  g_assert_true (condition)

static void
page_opened_cb (Fixture *fixture, NablaExperiment *experiment)
{
  g_clear_pointer (&fixture->opened, nabla_experiment_unref);
  fixture->opened = nabla_experiment_ref (experiment);
}

static void
page_failed_cb (Fixture *fixture, const GError *error)
{
  g_test_message ("%s", error->message);
  fixture->n_failed++;
}

static void
page_deleted_cb (Fixture *fixture, guint n)
{
  fixture->n_deleted = n;
}

static void
page_exported_cb (Fixture *fixture, const char *path)
{
  g_free (fixture->exported);
  fixture->exported = g_strdup (path);
}

static NablaStore *
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  NablaStore *store = nabla_store_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
  return store;
}

static void
show_page (Fixture *fixture)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->page = NABLA_RUNS_PAGE (nabla_runs_page_new (fixture->path));
  fixture->model = nabla_runs_page_model (fixture->page);
  g_signal_connect_swapped (fixture->page, "open-requested", G_CALLBACK (page_opened_cb), fixture);
  g_signal_connect_swapped (fixture->page, "failed", G_CALLBACK (page_failed_cb), fixture);
  g_signal_connect_swapped (fixture->page, "deleted", G_CALLBACK (page_deleted_cb), fixture);
  g_signal_connect_swapped (fixture->page, "exported", G_CALLBACK (page_exported_cb), fixture);
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_present (fixture->window);
}

static void
begin (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("nabla-runs-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "runs.sqlite", NULL);
}

static void
end (Fixture *fixture, gconstpointer data)
{
  static const char *const names[]
      = { "runs.sqlite", "runs.sqlite-wal", "runs.sqlite-shm", "out.csv", "out.json" };
  if (fixture->window != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *)&fixture->page);
      g_object_add_weak_pointer (G_OBJECT (fixture->model), (gpointer *)&fixture->model);
      gtk_window_destroy (fixture->window);
      /* Nothing holds on to what is closed. */
      TURN_UNTIL (fixture->page == NULL && fixture->model == NULL);
    }
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_clear_pointer (&fixture->opened, nabla_experiment_unref);
  g_free (fixture->exported);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static guint
n_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (fixture->model);
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

static void
sort_by (Fixture *fixture, const char *column)
{
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (fixture->page), "table.sort", "s", column));
}

static const NablaStoreRow *
row_at (Fixture *fixture, guint position)
{
  g_autoptr (NablaRunsItem) item = g_list_model_get_item (fixture->model, position);
  g_assert_nonnull (item);
  static NablaStoreRow copy;
  const NablaStoreRow *row = nabla_runs_item_row (item);
  g_assert_nonnull (row);
  /* Texts are not copied: only numbers are looked at. */
  copy = *row;
  return &copy;
}

static void
select_rows (Fixture *fixture, guint first, guint n)
{
  gtk_selection_model_select_range (GTK_SELECTION_MODEL (fixture->model), first, n, TRUE);
}

static void
type_text (Fixture *fixture, const char *text)
{
  GtkWidget *entry = find (GTK_WIDGET (fixture->page), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
report_longest (Fixture *fixture, const char *what)
{
  g_test_message ("%s: longest turn %.1f ms", what, fixture->longest * 1e3);
  g_assert_cmpfloat (fixture->longest, <, LONGEST);
  fixture->longest = 0;
}

/* 100,000 rows come, are sorted, filtered, all selected and scrolled through. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  guint n = 100000;
  NablaStore *store = open_store (fixture);
  runs_put_trials (store, n);
  nabla_store_free (store);
  show_page (fixture);
  turn (fixture, 50);
  fixture->longest = 0;
  TURN_UNTIL (n_rows (fixture) == n);
  turn (fixture, 300);
  report_longest (fixture, "open");

  sort_by (fixture, "result");
  TURN_UNTIL (row_at (fixture, 0)->result > row_at (fixture, 1000)->result);
  turn (fixture, 300);
  report_longest (fixture, "sort");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "table.descending", NULL));
  TURN_UNTIL (row_at (fixture, 0)->result < row_at (fixture, 1000)->result);
  for (guint i = 1; i < n; i += 997)
    {
      double before = row_at (fixture, i - 1)->result, now = row_at (fixture, i)->result;
      g_assert_true (before <= now || isnan (now));
    }
  /* those that diverged come last either way */
  g_assert_true (isnan (row_at (fixture, n - 1)->result));
  turn (fixture, 300);
  report_longest (fixture, "reverse");

  type_text (fixture, "99999");
  TURN_UNTIL (n_rows (fixture) < n);
  turn (fixture, 300);
  type_text (fixture, "");
  TURN_UNTIL (n_rows (fixture) == n);
  turn (fixture, 300);
  report_longest (fixture, "filter");

  act (fixture, "runs.select-all");
  turn (fixture, 100);
  report_longest (fixture, "select all");
  select_rows (fixture, 50000, 1);
  GtkWidget *scrolled = find (GTK_WIDGET (fixture->page), GTK_TYPE_SCROLLED_WINDOW, NULL);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  for (guint i = 0; i < 20; i++)
    {
      gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll) * i / 20);
      turn (fixture, 20);
    }
  report_longest (fixture, "scroll");
}

/* Two runs with different learning rates, a third, and some trials */
static void
fill_few (Fixture *fixture)
{
  g_autoptr (NablaStore) store = open_store (fixture);
  runs_put_trials (store, 20);
  runs_put (store, "First", NULL, 0.2);
  runs_put (store, "Second", (const char *[]){ "train.learning_rate=0.1", NULL }, 0.1);
  runs_put (store, "Third", (const char *[]){ "train.optimizer=momentum", NULL }, NAN);
}

/* Deleted rows are gone, for others too, and come back. */
static void
test_delete (Fixture *fixture, gconstpointer data)
{
  fill_few (fixture);
  show_page (fixture);
  TURN_UNTIL (n_rows (fixture) == 23);
  gint64 third = row_at (fixture, 0)->id, second = row_at (fixture, 1)->id;
  gint64 first = row_at (fixture, 2)->id;
  select_rows (fixture, 0, 2);
  act (fixture, "runs.delete");
  TURN_UNTIL (fixture->n_deleted == 2 && n_rows (fixture) == 21);
  g_assert_cmpint (row_at (fixture, 0)->id, ==, first);
  NablaStore *store = open_store (fixture);
  NablaStoreQuery query = NABLA_STORE_QUERY_INIT;
  g_autoptr (GArray) left = nabla_store_select (store, &query, NULL, NULL);
  g_assert_cmpuint (left->len, ==, 21);
  nabla_store_free (store);

  nabla_runs_page_undo (fixture->page);
  nabla_runs_page_undo (fixture->page);
  TURN_UNTIL (n_rows (fixture) == 23);
  turn (fixture, 50);
  g_assert_cmpint (row_at (fixture, 0)->id, ==, third);
  g_assert_cmpint (row_at (fixture, 1)->id, ==, second);
}

/* What is selected is written, and all that is listed if nothing is. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  fill_few (fixture);
  show_page (fixture);
  TURN_UNTIL (n_rows (fixture) == 23);
  g_autofree char *stem = g_build_filename (fixture->folder, "out", NULL), *text = NULL;
  nabla_runs_page_export_to (fixture->page, stem);
  TURN_UNTIL (fixture->exported != NULL);
  g_assert_true (g_str_has_suffix (fixture->exported, "out.csv"));
  g_assert_true (g_file_get_contents (fixture->exported, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 25); /* a head, and an empty one at the end */

  select_rows (fixture, 1, 1);
  g_autofree char *json = g_build_filename (fixture->folder, "out.json", NULL), *object = NULL;
  g_clear_pointer (&fixture->exported, g_free);
  nabla_runs_page_export_to (fixture->page, json);
  TURN_UNTIL (fixture->exported != NULL);
  g_assert_true (g_file_get_contents (json, &object, NULL, NULL));
  g_assert_nonnull (strstr (object, "Second"));
  g_assert_null (strstr (object, "First"));
}

static const NablaRunsSetting *
setting_of (const NablaRunsComparison *comparison, const char *key)
{
  for (guint i = 0; i < comparison->settings->len; i++)
    {
      const NablaRunsSetting *setting = comparison->settings->pdata[i];
      if (g_str_equal (setting->key, key))
        return setting;
    }
  return NULL;
}

static void
collect_bold (GtkWidget *widget, GPtrArray *bold)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "nabla-runs-differs"))
    g_ptr_array_add (bold, (gpointer)gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_bold (child, bold);
}

/* The learning rate differs between two runs and nothing else: it alone is stressed. */
static void
test_compare (Fixture *fixture, gconstpointer data)
{
  fill_few (fixture);
  show_page (fixture);
  TURN_UNTIL (n_rows (fixture) == 23);
  NablaRunsCompare *compare
      = NABLA_RUNS_COMPARE (find (GTK_WIDGET (fixture->page), NABLA_TYPE_RUNS_COMPARE, NULL));
  select_rows (fixture, 1, 2);
  TURN_UNTIL (nabla_runs_compare_shown (compare) != NULL);
  const NablaRunsComparison *shown = nabla_runs_compare_shown (compare);
  g_assert_cmpuint (shown->n, ==, 2);
  g_assert_cmpuint (shown->n_different, ==, 1);
  const NablaRunsSetting *first = shown->settings->pdata[0];
  g_assert_cmpstr (first->key, ==, "train.learning_rate");
  g_assert_cmpstr (first->values[0], ==, "0.1");
  g_assert_cmpstr (first->values[1], ==, "0.01");
  const NablaRunsSetting *batch = setting_of (shown, "train.batch_size");
  g_assert_nonnull (batch);
  g_assert_false (batch->differs);
  g_assert_cmpstr (batch->values[0], ==, "32");
  g_assert_nonnull (setting_of (shown, "units@hidden"));
  g_assert_nonnull (setting_of (shown, "data.noise"));
  g_assert_cmpuint (shown->snapshot->curves->len, ==, 3);
  g_assert_cmpint (shown->snapshot->step, ==, 600);

  g_autoptr (GPtrArray) bold = g_ptr_array_new ();
  for (guint i = 0; i < 200 && bold->len < 3; i++)
    {
      turn (fixture, 20);
      g_ptr_array_set_size (bold, 0);
      collect_bold (GTK_WIDGET (compare), bold);
    }
  g_assert_cmpuint (bold->len, ==, 3);
  g_assert_true (g_str_has_prefix (bold->pdata[0], "≠"));

  /* A third one with another optimizer: what it has not is no number. */
  select_rows (fixture, 0, 3);
  TURN_UNTIL (nabla_runs_compare_shown (compare) != shown
              && nabla_runs_compare_shown (compare)->n == 3);
  shown = nabla_runs_compare_shown (compare);
  g_assert_true (setting_of (shown, "train.optimizer")->differs);
  const NablaRunsSetting *beta = setting_of (shown, "train.beta1");
  g_assert_cmpstr (beta->values[0], ==, "–");
  g_assert_cmpstr (beta->values[1], ==, "0.9");
}

/* A run of one's own and a trial come back as they were. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  fill_few (fixture);
  show_page (fixture);
  TURN_UNTIL (n_rows (fixture) == 23);
  select_rows (fixture, 1, 1);
  act (fixture, "runs.open");
  TURN_UNTIL (fixture->opened != NULL);
  g_autoptr (NablaExperiment) second
      = runs_experiment ((const char *[]){ "train.learning_rate=0.1", NULL });
  g_autofree char *expected = nabla_experiment_to_text (second);
  g_autofree char *text = nabla_experiment_to_text (fixture->opened);
  g_assert_cmpstr (text, ==, expected);

  g_clear_pointer (&fixture->opened, nabla_experiment_unref);
  g_autoptr (NablaRunsItem) item = g_list_model_get_item (fixture->model, 3);
  const NablaStoreRow *row = nabla_runs_item_row (item);
  g_assert_cmpuint (row->trial, ==, 20);
  select_rows (fixture, 3, 1);
  act (fixture, "runs.open");
  TURN_UNTIL (fixture->opened != NULL);
  /* `{"learning_rate": 0.0123…` */
  double rate = g_ascii_strtod (
      strstr (row->parameters, "learning_rate") + strlen ("learning_rate\":"), NULL);
  g_assert_cmpfloat (rate, !=, 0.01);
  g_assert_cmpfloat (nabla_experiment_train (fixture->opened)->learning_rate, ==, rate);
}

/* What is typed about a run is stored, found, and shown in its row. */
static void
test_tags (Fixture *fixture, gconstpointer data)
{
  fill_few (fixture);
  show_page (fixture);
  TURN_UNTIL (n_rows (fixture) == 23);
  gint64 id = row_at (fixture, 2)->id;
  select_rows (fixture, 2, 1);
  GtkWidget *tags = find (GTK_WIDGET (fixture->page), GTK_TYPE_ENTRY, "Tags");
  GtkWidget *title = find (GTK_WIDGET (fixture->page), GTK_TYPE_ENTRY, "Title");
  TURN_UNTIL (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (title)), "First"));
  gtk_editable_set_text (GTK_EDITABLE (tags), "baseline");
  select_rows (fixture, 0, 1); /* stores it at once */
  TURN_UNTIL (*gtk_editable_get_text (GTK_EDITABLE (tags)) == '\0');
  type_text (fixture, "baseline");
  TURN_UNTIL (n_rows (fixture) == 1);
  turn (fixture, 50);
  g_assert_cmpint (row_at (fixture, 0)->id, ==, id);
  g_assert_cmpstr (row_at (fixture, 0)->tags, ==, "baseline");
}

static void
told_cb (const char *message, gpointer data)
{
  g_test_message ("%s", message);
  g_assert_not_reached ();
}

static void
poll_until_done (NablaSession *session)
{
  do
    spin (1);
  while (nabla_session_is_loading (session) || nabla_session_poll (session)
         || nabla_session_is_playing (session));
}

/* A session's run is kept when it ends, in one row though it goes on; what is too short is
 * not; one that is left for another is; an open page shows it by itself. */
static void
test_keeper (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaSession) session = nabla_session_new (1);
  g_autoptr (NablaExperiment) experiment
      = runs_experiment ((const char *[]){ "train.steps=40", NULL });
  NablaRunKeeper *keeper = nabla_run_keeper_new (session, fixture->path, told_cb, NULL);
  show_page (fixture);
  nabla_session_open (session, experiment, FALSE);
  poll_until_done (session);
  for (guint i = 0; i < 5; i++)
    {
      nabla_session_step (session);
      poll_until_done (session);
    }
  g_assert_true (nabla_session_set (session, "units@hidden", "5", NULL));
  poll_until_done (session);
  nabla_session_play (session);
  poll_until_done (session);
  g_assert_cmpint (nabla_session_state (session), ==, NABLA_RUN_FINISHED);
  TURN_UNTIL (n_rows (fixture) == 1);
  g_assert_cmpint (row_at (fixture, 0)->steps, ==, 40);
  gint64 id = row_at (fixture, 0)->id;
  double cost = row_at (fixture, 0)->cost[NABLA_SPLIT_DEV];
  g_assert_cmpfloat (cost, ==, nabla_session_snapshot (session)->metrics[NABLA_SPLIT_DEV].cost);
  g_assert_cmpfloat (row_at (fixture, 0)->result, ==, cost);

  nabla_session_set (session, "train.learning_rate", "0.03", NULL);
  poll_until_done (session);
  nabla_session_extend (session, 60);
  poll_until_done (session);
  TURN_UNTIL (row_at (fixture, 0)->steps == 100);
  g_assert_cmpuint (n_rows (fixture), ==, 1);
  g_assert_cmpint (row_at (fixture, 0)->id, ==, id);

  nabla_session_set (session, "units@hidden", "6", NULL);
  poll_until_done (session);
  for (guint i = 0; i < 25; i++)
    {
      nabla_session_step (session);
      poll_until_done (session);
    }
  nabla_run_keeper_free (keeper);
  TURN_UNTIL (n_rows (fixture) == 2);
  g_assert_cmpint (row_at (fixture, 0)->steps, ==, 25);

  NablaStore *store = open_store (fixture);
  g_auto (NablaStoreDetail) detail = { 0 };
  g_autoptr (NablaExperiment) stored = nabla_store_get_experiment (store, id, NULL);
  g_assert_true (nabla_store_get_detail (store, id, &detail, NULL));
  nabla_store_free (store);
  /* as it began, and what was changed since */
  g_assert_cmpfloat (nabla_experiment_train (stored)->learning_rate, ==, 0.01);
  g_assert_nonnull (strstr (detail.record, "learning_rate\t0.03"));
  g_assert_cmpuint (detail.curve->len, >=, 100);
}

/* A branch is a run of its own, and so is one that begins anew. */
static void
test_keeper_branch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (NablaSession) session = nabla_session_new (1);
  g_autoptr (NablaExperiment) experiment
      = runs_experiment ((const char *[]){ "train.steps=40", NULL });
  NablaRunKeeper *keeper = nabla_run_keeper_new (session, fixture->path, told_cb, NULL);
  show_page (fixture);
  nabla_session_open (session, experiment, TRUE);
  poll_until_done (session);
  TURN_UNTIL (n_rows (fixture) == 1);
  gint64 first = row_at (fixture, 0)->id;
  double cost = row_at (fixture, 0)->cost[NABLA_SPLIT_TRAIN];

  nabla_session_seek (session, 20);
  poll_until_done (session);
  g_assert_cmpint (nabla_session_looked_at (session), ==, 20);
  nabla_session_set (session, "train.learning_rate", "0.5", NULL);
  poll_until_done (session);
  nabla_session_play (session);
  poll_until_done (session);
  TURN_UNTIL (n_rows (fixture) == 2);
  g_assert_cmpint (row_at (fixture, 1)->id, ==, first);
  g_assert_cmpint (row_at (fixture, 0)->steps, ==, 40);
  g_assert_cmpfloat (row_at (fixture, 1)->cost[NABLA_SPLIT_TRAIN], ==, cost);
  g_assert_cmpfloat (row_at (fixture, 0)->cost[NABLA_SPLIT_TRAIN], !=, cost);
  gint64 branch = row_at (fixture, 0)->id;

  nabla_session_reset (session);
  poll_until_done (session);
  nabla_session_play (session);
  poll_until_done (session);
  TURN_UNTIL (n_rows (fixture) == 3);
  nabla_run_keeper_free (keeper);
  turn (fixture, 50);
  g_assert_cmpuint (n_rows (fixture), ==, 3);
  NablaStore *store = open_store (fixture);
  g_auto (NablaStoreDetail) detail = { 0 };
  g_assert_true (nabla_store_get_detail (store, branch, &detail, NULL));
  nabla_store_free (store);
  g_assert_nonnull (strstr (detail.record, "20\t"));
  g_assert_nonnull (strstr (detail.record, "learning_rate\t0.5"));
}

/* A store that cannot be had is said so once, not every second. */
static void
test_no_store (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "no folder", -1, NULL));
  g_autofree char *path = g_steal_pointer (&fixture->path);
  fixture->path = g_build_filename (path, "runs.sqlite", NULL);
  show_page (fixture);
  TURN_UNTIL (fixture->n_failed == 1);
  turn (fixture, 2500);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  fixture->n_failed = 0;
  g_free (fixture->path);
  fixture->path = g_steal_pointer (&path);
}

int
main (int argc, char **argv)
{
  bench_test_init (&argc, &argv);
  g_test_add ("/app/runs-page/many", Fixture, NULL, begin, test_many, end);
  g_test_add ("/app/runs-page/delete", Fixture, NULL, begin, test_delete, end);
  g_test_add ("/app/runs-page/export", Fixture, NULL, begin, test_export, end);
  g_test_add ("/app/runs-page/compare", Fixture, NULL, begin, test_compare, end);
  g_test_add ("/app/runs-page/open", Fixture, NULL, begin, test_open, end);
  g_test_add ("/app/runs-page/tags", Fixture, NULL, begin, test_tags, end);
  g_test_add ("/app/runs-page/keeper", Fixture, NULL, begin, test_keeper, end);
  g_test_add ("/app/runs-page/keeper-branch", Fixture, NULL, begin, test_keeper_branch, end);
  g_test_add ("/app/runs-page/no-store", Fixture, NULL, begin, test_no_store, end);
  return g_test_run ();
}
