/* A bench in a window, for tests: experiments of data/experiments, opened and settled.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-app-resources.h"
#include "nabla-bench-page.h"
#include "nabla-views.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  GtkWindow *window;
  NablaBenchPage *page;
  NablaSession *session;
  guint n_failed;
  char *failure;
} Bench;

/* The first widget of this type with this tooltip or name, if one is given. */
static inline GtkWidget *
find (GtkWidget *widget, GType type, const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (name == NULL || g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0
          || g_strcmp0 (gtk_widget_get_name (widget), name) == 0))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, name);
  return found;
}

static inline void
spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;
  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

#define WAIT_FOR(condition)                                                                        \
  for (int i_ = 0; i_ < 8000 && !(condition); i_++)                                               \
    spin (1);                                                                                      \
  g_assert_true (condition)

static inline void
failed_cb (Bench *bench, const GError *error)
{
  g_assert_nonnull (error);
  bench->n_failed++;
  g_free (bench->failure);
  bench->failure = g_strdup (error->message);
}

/* The build is done, and the run has answered. */
static inline void
settle (Bench *bench)
{
  WAIT_FOR (!nabla_session_is_loading (bench->session));
  spin (30);
  WAIT_FOR (nabla_session_snapshot (bench->session) != NULL);
}

static inline void
open_shipped (Bench *bench, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "data", "experiments", name, NULL);
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, &error);
  g_assert_no_error (error);
  nabla_session_open (bench->session, experiment, FALSE);
  settle (bench);
}

static inline void
set_up (Bench *bench, gconstpointer data)
{
  bench->session = nabla_session_new (1);
  bench->window = GTK_WINDOW (gtk_window_new ());
  bench->page = NABLA_BENCH_PAGE (nabla_bench_page_new (bench->session));
  g_signal_connect_swapped (bench->page, "failed", G_CALLBACK (failed_cb), bench);
  gtk_window_set_default_size (bench->window, 1280, 800);
  gtk_window_set_child (bench->window, GTK_WIDGET (bench->page));
  gtk_window_present (bench->window);
  open_shipped (bench, data != NULL ? data : "moons.nabla");
}

static inline void
tear_down (Bench *bench, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (bench->page), (gpointer *)&bench->page);
  g_object_add_weak_pointer (G_OBJECT (bench->session), (gpointer *)&bench->session);
  g_object_unref (bench->session);
  gtk_window_destroy (bench->window);
  /* Nothing holds on to what is closed. */
  WAIT_FOR (bench->page == NULL);
  WAIT_FOR (bench->session == NULL);
  g_free (bench->failure);
}

static inline NablaExperiment *
experiment_of (Bench *bench)
{
  return nabla_session_experiment (bench->session);
}

/* Some steps are done, and the cost is a number. */
static inline void
assert_trains (Bench *bench)
{
  guint n_failed = bench->n_failed;
  settle (bench);
  gint64 before = nabla_session_steps (bench->session);
  nabla_session_play (bench->session);
  WAIT_FOR (nabla_session_steps (bench->session) > before + 5);
  nabla_session_pause (bench->session);
  WAIT_FOR (nabla_session_state (bench->session) != NABLA_RUN_RUNNING);
  g_assert_cmpint (nabla_session_state (bench->session), !=, NABLA_RUN_DIVERGED);
  g_assert_cmpuint (bench->n_failed, ==, n_failed);
}

/* Every warning ends a test. */
static inline void
bench_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  g_resources_register (nabla_app_get_resource ());
  nabla_views_init (gdk_display_get_default ());
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
}
