/* The window: its actions in every state, what it keeps, and how it goes away.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-application.h"
#include "nabla-figure.h"
#include "nabla-weight-popover.h"
#include "nabla-window.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  NablaApplication *application;
  NablaWindow *window;
} Fixture;

static char *
kept_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "nabla", "last.nabla", NULL);
}

static void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;
  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

#define WAIT_FOR(condition)                                         \
  for (int wait_ = 0; wait_ < 30000 && !(condition); wait_++)       \
    spin (1);                                                       \
  g_assert_true (condition)

/* GTK 4.8 asks where the pointer is for a tooltip whose window was closed meanwhile, and says
 * so; nothing comes of it. */
static gboolean
is_of_tooltip (const char *message)
{
  return strstr (message, "gdk_surface_get_device_position") != NULL
         || strstr (message, "_gtk_widget_find_at_coords") != NULL;
}

static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return !is_of_tooltip (message);
}

static void
log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if (!is_of_tooltip (message))
    g_log_default_handler (domain, level, message, data);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const domains[] = { "Gdk", "Gtk" };
  g_test_log_set_fatal_handler (is_fatal, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    g_log_set_handler (domains[i], G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL, log_cb, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kept_path ();
  g_unlink (path);
  fixture->application = nabla_application_new ();
  g_application_set_flags (G_APPLICATION (fixture->application),
                           g_application_get_flags (G_APPLICATION (fixture->application))
                             | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  fixture->window = nabla_window_new (ADW_APPLICATION (fixture->application));
  nabla_window_show_page (fixture->window, "bench");
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (nabla_session_snapshot (nabla_window_session (fixture->window)) != NULL);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_close (GTK_WINDOW (fixture->window));
  WAIT_FOR (fixture->window == NULL);
  g_clear_object (&fixture->application);
}

static void
act (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static gint64
steps (Fixture *fixture)
{
  return nabla_session_steps (nabla_window_session (fixture->window));
}

static void
test_transport (Fixture *fixture, gconstpointer data)
{
  NablaSession *session = nabla_window_session (fixture->window);
  act (fixture, "bench.step");
  WAIT_FOR (steps (fixture) == 1);
  act (fixture, "bench.play");
  WAIT_FOR (nabla_session_snapshot (session)->step > 10);
  act (fixture, "bench.play");
  WAIT_FOR (nabla_session_state (session) != NABLA_RUN_RUNNING);
  act (fixture, "bench.reset");
  WAIT_FOR (nabla_session_snapshot (session)->step == 0);
}

/* Every action twice, at rest, while it trains, and when it is done. */
static void
test_twice (Fixture *fixture, gconstpointer data)
{
  const char *const actions[] = { "bench.step", "bench.play", "bench.play", "bench.reset", "win.copy-experiment",
                                  "win.paste-experiment", "win.panel", "win.present" };
  for (guint round = 0; round < 3; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
        {
          act (fixture, actions[i]);
          act (fixture, actions[i]);
          spin (20);
        }
      act (fixture, "bench.play");
      spin (round * 300);
    }
  g_assert_nonnull (nabla_session_experiment (nabla_window_session (fixture->window)));
}

static void
test_views (Fixture *fixture, gconstpointer data)
{
  act (fixture, "bench.play");
  for (guint round = 0; round < 2; round++)
    for (const NablaFigure *const *figure = nabla_figures (); *figure != NULL; figure++)
      {
        if ((*figure)->is_apart)
          continue;
        g_autofree char *action = g_strconcat ("bench.view-", (*figure)->name, NULL);
        act (fixture, action);
        spin (60);
      }
  const char *const none[] = { NULL };
  nabla_bench_page_show_views (nabla_window_bench (fixture->window), none);
  spin (50);
  g_autoptr (GVariant) empty = nabla_bench_page_get_tiles (nabla_window_bench (fixture->window));
  g_assert_cmpuint (g_variant_n_children (empty), ==, 0);
  const char *const two[] = { "cost", "no-such-view", "network", NULL };
  nabla_bench_page_show_views (nabla_window_bench (fixture->window), two);
  spin (50);
  g_autoptr (GVariant) tiles = nabla_bench_page_get_tiles (nabla_window_bench (fixture->window));
  g_assert_cmpuint (g_variant_n_children (tiles), ==, 2);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *before = nabla_session_experiment (nabla_window_session (fixture->window));
  g_assert_false (nabla_window_open_text (fixture->window, "[train]\noptimizer=adma\n", NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (nabla_session_experiment (nabla_window_session (fixture->window)) == before);
}

/* What was open when the window closed is open when the next one appears. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_session_set (nabla_window_session (fixture->window), "train.learning_rate", "0.0321", &error));
  act (fixture, "bench.play");
  spin (100);
  gtk_window_close (GTK_WINDOW (fixture->window));
  WAIT_FOR (fixture->window == NULL);
  fixture->window = nabla_window_new (ADW_APPLICATION (fixture->application));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  NablaExperiment *experiment = nabla_session_experiment (nabla_window_session (fixture->window));
  g_assert_cmpfloat (nabla_experiment_train (experiment)->learning_rate, ==, 0.0321);
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  const int sizes[][2] = { { 800, 600 }, { 500, 420 }, { 1500, 950 }, { 1280, 800 } };
  act (fixture, "bench.play");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), sizes[i][0], sizes[i][1]);
      spin (150);
      act (fixture, "win.panel");
      spin (100);
    }
}

/* What is saved goes to the file of what is on the bench, not to that of what could not be
 * opened. */
static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-window-XXXXXX", &error);
  g_autofree char *good = g_build_filename (folder, "good.nabla", NULL);
  g_autofree char *bad = g_build_filename (folder, "bad.nabla", NULL);
  NablaSession *session = nabla_window_session (fixture->window);
  g_autofree char *text = nabla_experiment_to_text (nabla_session_experiment (session));
  g_autoptr (NablaExperiment) missing
    = nabla_experiment_with (nabla_session_experiment (session), "data.source", "./no-such-file.csv", &error);
  g_assert_no_error (error);
  g_autofree char *bad_text = nabla_experiment_to_text (missing);
  g_assert_true (g_file_set_contents (bad, "untouched", -1, NULL));

  g_assert_true (nabla_window_open_text (fixture->window, text, good, &error));
  WAIT_FOR (!nabla_session_is_loading (session));
  g_assert_true (nabla_window_open_text (fixture->window, bad_text, bad, &error));
  WAIT_FOR (!nabla_session_is_loading (session));
  act (fixture, "win.save");
  g_autofree char *of_bad = NULL, *of_good = NULL;
  g_assert_true (g_file_get_contents (bad, &of_bad, NULL, NULL));
  g_assert_cmpstr (of_bad, ==, "untouched");
  g_assert_true (g_file_get_contents (good, &of_good, NULL, NULL));
  g_assert_cmpstr (of_good, ==, text);
  g_unlink (good);
  g_unlink (bad);
  g_rmdir (folder);
}

/* Whoever kept an experiment on a file that is gone begins as anybody else. */
static void
test_kept_file_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kept_path ();
  g_autoptr (NablaExperiment) missing
    = nabla_experiment_with (nabla_session_experiment (nabla_window_session (fixture->window)), "data.source",
                             "./no-such-file.csv", &error);
  g_assert_no_error (error);
  gtk_window_close (GTK_WINDOW (fixture->window));
  WAIT_FOR (fixture->window == NULL);
  g_assert_true (nabla_experiment_save (missing, path, &error));
  fixture->window = nabla_window_new (ADW_APPLICATION (fixture->application));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (nabla_session_snapshot (nabla_window_session (fixture->window)) != NULL);
}

static gboolean
panel_is_visible (Fixture *fixture)
{
  return nabla_bench_page_get_panel_visible (nabla_window_bench (fixture->window));
}

/* Presenter mode hides the panel, shows it on demand, and leaves everything as it was. */
static void
test_present (Fixture *fixture, gconstpointer data)
{
  NablaBenchPage *bench = nabla_window_bench (fixture->window);
  for (guint shown = 0; shown < 2; shown++)
    {
      nabla_bench_page_set_panel_visible (bench, shown);
      nabla_window_show_page (fixture->window, "learn");
      act (fixture, "win.present");
      g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (bench)));
      g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (bench), "presenter"));
      g_assert_false (panel_is_visible (fixture));
      act (fixture, "win.panel");
      g_assert_true (panel_is_visible (fixture));
      spin (100);
      act (fixture, "win.stop-presenting");
      g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (bench)));
      nabla_window_show_page (fixture->window, "bench");
      g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (bench), "presenter"));
      g_assert_true (panel_is_visible (fixture) == (shown == 1));
      act (fixture, "win.stop-presenting");
      spin (50);
    }
}

/* Settings of another version name views that are not there. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  const char *const bad[] = { "[]", "[('no-such-view', 7)]", "[('cost', 0), ('cost', 99), ('cost', 4294967295)]" };
  const guint n_views[] = { 4, 4, 1 };
  NablaBenchPage *bench = nabla_window_bench (fixture->window);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GVariant) tiles = g_variant_parse (G_VARIANT_TYPE ("a(su)"), bad[i], NULL, NULL, NULL);
      nabla_bench_page_set_tiles (bench, tiles);
      spin (50);
      g_autoptr (GVariant) after = nabla_bench_page_get_tiles (bench);
      g_assert_cmpuint (g_variant_n_children (after), ==, n_views[i]);
    }
}

/* Whether the focus can be seen, in the bench or not. */
static gboolean
has_focus (Fixture *fixture, gboolean in_bench)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  return focus != NULL && gtk_widget_get_mapped (focus)
         && gtk_widget_is_ancestor (focus, GTK_WIDGET (nabla_window_bench (fixture->window))) == in_bench;
}

/* The focus is where the keys are for: in the page that is seen. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  const char *const pages[] = { "learn", "bench", "learn" };
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      nabla_window_show_page (fixture->window, pages[i]);
      WAIT_FOR (has_focus (fixture, g_str_equal (pages[i], "bench")));
    }
}

static gboolean
is_in_lesson (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  return focus != NULL && gtk_widget_get_ancestor (focus, g_type_from_name ("NablaLessonView")) != NULL;
}

/* A lesson that is opened has the focus, wherever that was. */
static void
test_lesson_focus (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "lessons", "00-welcome", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  NablaWindow *window = fixture->window;
  for (guint i = 0; i < 2; i++)
    {
      nabla_window_open_files (window, &file, 1);
      WAIT_FOR (is_in_lesson (GTK_WINDOW (window)));
      nabla_window_show_page (window, "bench");
      spin (100);
    }
}

static GtkWidget *
find_type (GtkWidget *widget, const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

/* A view may go away, or its window, while a weight of it is being edited. */
static void
test_popover (Fixture *fixture, gconstpointer data)
{
  NablaSession *session = nabla_window_session (fixture->window);
  NablaBenchPage *bench = nabla_window_bench (fixture->window);
  const char *const network[] = { "network", NULL }, *const none[] = { NULL };
  for (guint i = 0; i < 2; i++)
    {
      nabla_bench_page_show_views (bench, network);
      WAIT_FOR (nabla_session_snapshot (session) != NULL && nabla_session_snapshot (session)->layers != NULL);
      GtkWidget *view = find_type (GTK_WIDGET (bench), "NablaFigureView");
      g_assert_nonnull (view);
      nabla_weight_popover_show (view, 20, 20, session, 1, 0, 0);
      g_assert_nonnull (find_type (view, "GtkPopover"));
      spin (100);
      if (i == 0)
        nabla_bench_page_show_views (bench, none);
    }
}

/* A dialog goes with its window, and does not count as one. */
static void
test_quit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/no/such/file.csv");
  act (fixture, "win.shortcuts");
  spin (100);
  g_application_open (G_APPLICATION (fixture->application), &file, 1, "");
  guint n_windows = 0;
  for (GList *i = gtk_application_get_windows (GTK_APPLICATION (fixture->application)); i != NULL; i = i->next)
    n_windows += NABLA_IS_WINDOW (i->data);
  g_assert_cmpuint (n_windows, ==, 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->application), "quit", NULL);
  WAIT_FOR (fixture->window == NULL);
}

/* The script and its numbers are there, and a name without an ending gets one. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-export-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "spirals", NULL);
  g_autofree char *script = g_strconcat (path, ".py", NULL);
  g_autofree char *arrays = g_strconcat (path, ".npz", NULL);
  g_autofree char *text = NULL;
  nabla_window_export_pytorch_to (fixture->window, path);
  WAIT_FOR (g_file_test (script, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_test (arrays, G_FILE_TEST_IS_REGULAR));
  g_assert_true (g_file_get_contents (script, &text, NULL, &error));
  g_assert_nonnull (strstr (text, "class Network(nn.Module)"));
  g_assert_nonnull (strstr (text, "\"spirals.npz\""));
  g_unlink (script);
  g_unlink (arrays);

  /* where nothing can be written, nothing is, and the window goes on */
  g_autofree char *nowhere = g_build_filename (folder, "no", "such.py", NULL);
  nabla_window_export_pytorch_to (fixture->window, nowhere);
  spin (100);
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_rmdir (folder);
}

/* Each page of the laboratory, twice, with its keys and on a projector, while a network trains. */
static void
test_laboratory (Fixture *fixture, gconstpointer data)
{
  const char *const pages[] = { "race", "averages", "input_normalization", "dropout", "depth", "schedule", "bench" };
  const char *const keys[] = { "bench.play", "bench.step", "bench.step-back", "bench.play", "bench.reset" };
  act (fixture, "bench.play");
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
      {
        gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.workbench", "s", pages[i]);
        g_autoptr (GVariant) shown = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "workbench");
        g_assert_cmpstr (g_variant_get_string (shown, NULL), ==, pages[i]);
        for (guint k = 0; round == 1 && k < G_N_ELEMENTS (keys); k++)
          act (fixture, keys[k]);
        act (fixture, "win.present");
        spin (30);
        act (fixture, "win.panel");
        act (fixture, "win.stop-presenting");
        spin (10);
      }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.workbench", "s", "no-such-page");
  g_autoptr (GVariant) shown = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "workbench");
  g_assert_cmpstr (g_variant_get_string (shown, NULL), ==, "bench");
  /* tear_down closes the window while a race goes on */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.workbench", "s", "race");
  act (fixture, "bench.play");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  /* A criticism is a failure. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
#define ADD(name, function) g_test_add ("/window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("transport", test_transport);
  ADD ("twice", test_twice);
  ADD ("views", test_views);
  ADD ("refused", test_refused);
  ADD ("kept", test_kept);
  ADD ("sizes", test_sizes);
  ADD ("save", test_save);
  ADD ("kept-file-gone", test_kept_file_gone);
  ADD ("present", test_present);
  ADD ("settings", test_settings);
  ADD ("focus", test_focus);
  ADD ("lesson-focus", test_lesson_focus);
  ADD ("popover", test_popover);
  ADD ("quit", test_quit);
  ADD ("export", test_export);
  ADD ("laboratory", test_laboratory);
  return g_test_run ();
}
