/* The Search page: searched from the first click to a trial on the bench.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "bench-test.h"

#include "nabla-search-candidates.h"
#include "nabla-search-page.h"

#include <math.h>

static const char text[] = "[experiment]\nformat=1\ntitle=Moons\n"
                           "[data]\nsource=moons\nsamples=120\nnoise=0.2\ntrain=0.7\ndev=0.3\n"
                           "[layer hidden]\nop=dense\nunits=4\nactivation=tanh\n"
                           "[layer output]\nop=dense\nunits=1\n"
                           "[loss]\nop=sigmoid_cross_entropy\n"
                           "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=32\nsteps=60\n"
                           "[search]\ntrials=12\nlearning_rate=log 0.0001 1\nunits@hidden=integer 2 16\n";

typedef struct
{
  GtkWindow *window;
  NablaSession *session;
  NablaSearchPage *page;
  NablaSearchModel *model;
  NablaExperiment *opened;
  guint n_failed;
} Fixture;

static void
open_requested_cb (Fixture *fixture, NablaExperiment *experiment)
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
begin (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  fixture->session = nabla_session_new (1);
  nabla_session_open (fixture->session, experiment, FALSE);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->page = NABLA_SEARCH_PAGE (nabla_search_page_new (fixture->session, NULL));
  fixture->model = nabla_search_page_model (fixture->page);
  g_signal_connect_swapped (fixture->page, "open-requested", G_CALLBACK (open_requested_cb), fixture);
  g_signal_connect_swapped (fixture->page, "failed", G_CALLBACK (page_failed_cb), fixture);
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->page));
  gtk_window_present (fixture->window);
  WAIT_FOR (!nabla_session_is_loading (fixture->session));
  spin (50);
}

static void
end (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  spin (20);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->opened, nabla_experiment_unref);
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL));
}

static NablaSearchState
state_of (Fixture *fixture)
{
  NablaSearchStatus status;
  nabla_search_model_get_status (fixture->model, &status);
  return status.state;
}

static const NablaTrialsPicture *
picture_of (Fixture *fixture)
{
  return nabla_search_model_snapshot (fixture->model)->trials;
}

/* Every button twice; a search ends with all its trials, and the best is found. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  act (fixture, "bench.play");
  act (fixture, "bench.play");
  act (fixture, "bench.play");
  WAIT_FOR (state_of (fixture) == NABLA_SEARCH_DONE);
  spin (100);
  g_assert_cmpuint (picture_of (fixture)->n_trials, ==, 12);
  gint64 best = nabla_trials_picture_best (picture_of (fixture), 12);
  g_assert_cmpint (best, >=, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_true (isfinite (picture_of (fixture)->axes[0].importance));

  guint number = picture_of (fixture)->trials[best].number;
  double rate = picture_of (fixture)->values[2 * best], units = picture_of (fixture)->values[2 * best + 1];
  nabla_search_model_choose (fixture->model, number);
  g_assert_cmpint (picture_of (fixture)->chosen, ==, best);
  act (fixture, "bench.open");
  act (fixture, "bench.open");
  g_assert_nonnull (fixture->opened);
  g_assert_cmpfloat (nabla_experiment_train (fixture->opened)->learning_rate, ==, rate);
  double value;
  nabla_experiment_find_param (fixture->opened, "units@hidden", &value, NULL);
  g_assert_cmpfloat (value, ==, units);
}

/* A finer round tries nothing outside of the box that was drawn. */
static void
test_refine (Fixture *fixture, gconstpointer data)
{
  act (fixture, "bench.play");
  WAIT_FOR (state_of (fixture) == NABLA_SEARCH_DONE);
  spin (50);
  nabla_search_model_set_box (fixture->model, 0, 0.003, 0.02);
  nabla_search_model_set_box (fixture->model, 1, 7.3, 9.8);
  g_assert_cmpfloat (picture_of (fixture)->next_box[2], ==, 8);
  g_assert_cmpfloat (picture_of (fixture)->next_box[3], ==, 9);
  act (fixture, "bench.refine");
  WAIT_FOR (picture_of (fixture)->n_trials == 24 && state_of (fixture) == NABLA_SEARCH_DONE);
  const NablaTrialsPicture *trials = picture_of (fixture);
  g_assert_cmpuint (trials->n_rounds, ==, 2);
  for (guint i = 12; i < 24; i++)
    {
      g_assert_cmpuint (trials->trials[i].round, ==, 1);
      g_assert_cmpfloat (trials->values[2 * i], >=, 0.003);
      g_assert_cmpfloat (trials->values[2 * i], <=, 0.02);
      g_assert_true (trials->values[2 * i + 1] == 8 || trials->values[2 * i + 1] == 9);
    }
  nabla_search_model_set_brush (fixture->model, 2, 0.5, 0);
  g_assert_nonnull (picture_of (fixture)->brush);
  nabla_search_model_set_brush (fixture->model, 2, NAN, NAN);
  g_assert_null (picture_of (fixture)->brush);
  act (fixture, "bench.reset");
  g_assert_cmpuint (picture_of (fixture)->n_trials, ==, 0);
}

/* The space is the experiment's: parameters come and go, and without any there is nothing to
 * play. */
static void
test_space (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_search_model_experiment (fixture->model);
  g_autoptr (GPtrArray) candidates = nabla_search_candidates (experiment);
  gboolean has_beta = FALSE;
  for (guint i = 0; i < candidates->len; i++)
    {
      NablaSearchCandidate *candidate = candidates->pdata[i];
      g_assert_cmpstr (candidate->key, !=, "train.learning_rate");
      g_assert_cmpstr (candidate->key, !=, "units@hidden");
      has_beta = has_beta || g_str_equal (candidate->key, "train.beta1");
      g_assert_true (nabla_search_model_set_axis (fixture->model, candidate->key, candidate->value, &error));
      g_assert_no_error (error);
    }
  g_assert_true (has_beta);
  experiment = nabla_search_model_experiment (fixture->model);
  g_assert_cmpuint (nabla_experiment_search (experiment)->n_axes, ==, 2 + candidates->len);
  spin (50);

  while (nabla_experiment_search (nabla_search_model_experiment (fixture->model))->n_axes > 0)
    {
      g_autofree char *key
          = g_strdup (nabla_experiment_search (nabla_search_model_experiment (fixture->model))->axes[0].key);
      g_assert_true (nabla_search_model_set_axis (fixture->model, key, NULL, &error));
      g_assert_no_error (error);
    }
  spin (50);
  act (fixture, "bench.play");
  g_assert_null (nabla_search_model_search (fixture->model));
  g_assert_false (nabla_search_model_set_axis (fixture->model, "learning_rate", "log 1 0.1", &error));
  g_assert_nonnull (error);
}

/* Closed in the middle, paused or not. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_search_model_set_axis (fixture->model, "trials", "100000", &error));
  act (fixture, "bench.play");
  WAIT_FOR (picture_of (fixture)->n_trials > 5);
  if (data != NULL)
    {
      act (fixture, "bench.play");
      WAIT_FOR (state_of (fixture) == NABLA_SEARCH_PAUSED);
      /* What was over before is told at the next frame. */
      spin (100);
      guint n = picture_of (fixture)->n_trials;
      spin (200);
      g_assert_cmpuint (picture_of (fixture)->n_trials, ==, n);
      act (fixture, "bench.finish");
      WAIT_FOR (state_of (fixture) == NABLA_SEARCH_DONE);
    }
}

int
main (int argc, char **argv)
{
  bench_test_init (&argc, &argv);
  g_test_add ("/app/search-page/search", Fixture, NULL, begin, test_search, end);
  g_test_add ("/app/search-page/refine", Fixture, NULL, begin, test_refine, end);
  g_test_add ("/app/search-page/space", Fixture, NULL, begin, test_space, end);
  g_test_add ("/app/search-page/close", Fixture, NULL, begin, test_close, end);
  g_test_add ("/app/search-page/close-paused", Fixture, "paused", begin, test_close, end);
  return g_test_run ();
}
