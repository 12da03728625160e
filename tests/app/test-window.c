/* The window: its actions in every state, what it keeps, and how it goes away.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-application.h"
#include "nabla-figure.h"
#include "nabla-window.h"

#include <glib/gstdio.h>

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
  for (int i = 0; i < 30000 && !(condition); i++)                   \
    spin (1);                                                       \
  g_assert_true (condition)

static void
set_up (Fixture *fixture, gconstpointer data)
{
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
  return g_test_run ();
}
