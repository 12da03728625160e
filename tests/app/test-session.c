/* Sessions: what becomes of each kind of change, and of what is refused.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-session.h"

#include <math.h>

static const char text[] = "[experiment]\nformat=1\ntitle=Moons\nseed=1\n"
                           "[data]\nsource=moons\nsamples=200\ntrain=0.8\ndev=0.2\n"
                           "[layer hidden]\nop=dense\nunits=4\nactivation=tanh\n"
                           "[layer output]\nop=dense\nunits=1\n"
                           "[loss]\nop=sigmoid_cross_entropy\n"
                           "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=32\nsteps=400\n";

typedef struct {
  NablaSession *session;
  guint n_runs;
  guint n_failed;
  char *failure;
} Fixture;

static void
run_changed_cb (Fixture *fixture)
{
  fixture->n_runs++;
}

static void
failed_cb (Fixture *fixture, const GError *error)
{
  fixture->n_failed++;
  g_free (fixture->failure);
  fixture->failure = g_strdup (error->message);
}

/* Polls as a window does, until nothing is to be expected. */
static void
settle (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  gboolean awake = TRUE;
  while (awake || nabla_session_is_loading (fixture->session))
    {
      g_main_context_iteration (NULL, FALSE);
      awake = nabla_session_poll (fixture->session);
      g_usleep (500);
      g_assert_cmpint (g_get_monotonic_time (), <, end);
    }
}

static void
open_text (Fixture *fixture, const char *experiment_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (experiment_text, -1, NULL, &error);
  g_assert_no_error (error);
  nabla_session_open (fixture->session, experiment, FALSE);
  settle (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = nabla_session_new (1);
  g_signal_connect_swapped (fixture->session, "run-changed", G_CALLBACK (run_changed_cb), fixture);
  g_signal_connect_swapped (fixture->session, "failed", G_CALLBACK (failed_cb), fixture);
  open_text (fixture, text);
  g_assert_cmpuint (fixture->n_runs, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->session);
  g_free (fixture->failure);
}

static void
test_train (Fixture *fixture, gconstpointer data)
{
  nabla_session_play (fixture->session);
  g_assert_cmpint (nabla_session_state (fixture->session), ==, NABLA_RUN_RUNNING);
  settle (fixture);
  const NablaSnapshot *snapshot = nabla_session_snapshot (fixture->session);
  g_assert_cmpint (nabla_session_state (fixture->session), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (snapshot->step, ==, 400);
  g_assert_cmpfloat (snapshot->metrics[NABLA_SNAPSHOT_TRAIN].accuracy, >, 0.8);

  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 800);

  nabla_session_reset (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 0);
  nabla_session_step (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 1);
  g_assert_cmpuint (fixture->n_runs, ==, 1);
}

static void
test_live_change (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  nabla_session_step (fixture->session);
  settle (fixture);
  g_assert_true (nabla_session_set (fixture->session, "train.learning_rate", "0.5", &error));
  g_assert_true (nabla_session_set (fixture->session, "train.optimizer", "momentum", &error));
  settle (fixture);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_runs, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 1);
  g_assert_cmpfloat (nabla_experiment_train (nabla_session_experiment (fixture->session))->learning_rate, ==, 0.5);
}

/* Points of the same classes come while the run goes on; a change after them starts from
 * them, and a new run has them too. */
static void
test_painted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *points_text = g_strdup (text);
  g_auto (GStrv) halves = g_strsplit (points_text, "source=moons\nsamples=200\n", 2);
  g_autofree char *painted = g_strjoinv ("source=points\npoints=0,0,0;1,1,1;0,1,0;1,0,1;2,2,1\n", halves);
  g_autoptr (GError) error = NULL;
  open_text (fixture, painted);
  guint n_runs = fixture->n_runs;
  g_assert_cmpuint (nabla_session_problem (fixture->session)->dataset->m, ==, 5);

  g_assert_true (nabla_session_set (fixture->session, "data.points", "0,0,0;1,1,1;0,1,0;1,0,1;2,2,1;3,3,1", &error));
  g_assert_cmpuint (nabla_session_problem (fixture->session)->dataset->m, ==, 6);
  settle (fixture);
  g_assert_cmpuint (fixture->n_runs, ==, n_runs);
  g_assert_cmpuint (nabla_session_snapshot (fixture->session)->points->n, ==, 6);

  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "7", &error));
  settle (fixture);
  g_assert_cmpuint (fixture->n_runs, ==, n_runs + 1);
  g_assert_cmpuint (nabla_session_problem (fixture->session)->dataset->m, ==, 6);
  g_assert_cmpuint (nabla_session_snapshot (fixture->session)->points->n, ==, 6);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
test_new_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  nabla_session_play (fixture->session);
  settle (fixture);
  NablaProblem *problem = nabla_session_problem (fixture->session);
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "7", &error));
  settle (fixture);
  g_assert_cmpuint (fixture->n_runs, ==, 2);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 0);
  /* The data are those of the run before, and its curves stand beside. */
  g_assert_true (nabla_session_problem (fixture->session) == problem);
  const NablaSnapshot *snapshot = nabla_session_snapshot (fixture->session);
  g_assert_cmpuint (snapshot->curves->len, ==, 2);
  const NablaCostCurves *earlier = snapshot->curves->pdata[1];
  g_assert_cmpuint (nabla_series_length (earlier->cost), >=, 400);

  g_assert_true (nabla_session_set (fixture->session, "data.noise", "0.3", &error));
  settle (fixture);
  g_assert_true (nabla_session_problem (fixture->session) != problem);
  g_assert_cmpuint (fixture->n_runs, ==, 3);
}

/* A weight that is set by hand is there in the next snapshot. */
static void
test_edit (Fixture *fixture, gconstpointer data)
{
  NablaObserveOptions options = nabla_observe_defaults;
  nabla_session_watch (fixture->session, &options);
  nabla_session_edit (fixture->session, "W[2,1]@hidden", "1.5");
  settle (fixture);
  nabla_session_watch (fixture->session, &options);
  settle (fixture);
  const NablaLayerPicture *layer = nabla_session_snapshot (fixture->session)->layers->pdata[1];
  g_assert_cmpfloat (layer->weights[1 * layer->n_previous + 0], ==, 1.5f);

  nabla_session_edit (fixture->session, "W[99,1]@hidden", "1.5");
  settle (fixture);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = nabla_experiment_to_text (nabla_session_experiment (fixture->session));
  g_assert_false (nabla_session_set (fixture->session, "train.learning_rate", "fast", &error));
  g_assert_nonnull (error);

  /* What only the data show comes later, and everything is as before. */
  g_clear_error (&error);
  g_assert_true (nabla_session_set (fixture->session, "data.source", "./no-such-file.csv", &error));
  settle (fixture);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_nonnull (strstr (fixture->failure, "no-such-file.csv"));
  g_autofree char *after = nabla_experiment_to_text (nabla_session_experiment (fixture->session));
  g_assert_cmpstr (after, ==, before);
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 400);
}

/* Any number of changes, faster than runs can be built, end in the last one. */
static void
test_overtaking (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *units = g_strdup_printf ("%u", i);
      g_assert_true (nabla_session_set (fixture->session, "units@hidden", units, &error));
      nabla_session_play (fixture->session);
    }
  settle (fixture);
  NablaExperiment *experiment = nabla_session_experiment (fixture->session);
  g_assert_cmpfloat (nabla_experiment_layer (experiment, 0)->settings[0], ==, 20);
  g_assert_cmpint (nabla_session_state (fixture->session), ==, NABLA_RUN_FINISHED);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

static void
test_diverged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) wild = g_string_new (text);
  g_string_replace (wild, "op=sigmoid_cross_entropy", "op=mean_squared_error", 0);
  g_string_replace (wild, "source=moons\nsamples=200", "source=line\nsamples=200", 0);
  g_string_replace (wild, "activation=tanh\n", "", 0);
  g_string_replace (wild, "optimizer=adam\nlearning_rate=0.01", "optimizer=gradient_descent\nlearning_rate=50", 0);
  open_text (fixture, wild->str);
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_state (fixture->session), ==, NABLA_RUN_DIVERGED);
  g_assert_cmpint (nabla_session_snapshot (fixture->session)->diverged_step, >=, 0);

  g_assert_true (nabla_session_set (fixture->session, "train.learning_rate", "0.01", &error));
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_state (fixture->session), ==, NABLA_RUN_FINISHED);
}

/* What the run refuses is not in the experiment: without points there are no data. */
static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) halves = g_strsplit (text, "source=moons\nsamples=200\n", 2);
  g_autofree char *painted = g_strjoinv ("source=points\npoints=0,0,0;1,1,1;0,1,0;1,0,1;2,2,1\n", halves);
  g_autoptr (GError) error = NULL;
  open_text (fixture, painted);
  guint n_runs = fixture->n_runs;
  g_autofree char *before = nabla_experiment_to_text (nabla_session_experiment (fixture->session));
  g_autoptr (NablaExperiment) changed
    = nabla_experiment_with (nabla_session_experiment (fixture->session), "data.points", "0,0,0", &error);
  g_assert_no_error (error);
  nabla_session_change (fixture->session, changed);
  settle (fixture);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpuint (fixture->n_runs, ==, n_runs);
  g_autofree char *after = nabla_experiment_to_text (nabla_session_experiment (fixture->session));
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (nabla_session_problem (fixture->session)->dataset->m, ==, 5);
}

/* Given up while it is being built: the run that was there goes on. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *before = nabla_session_experiment (fixture->session);
  g_assert_true (nabla_session_set (fixture->session, "data.samples", "5000", &error));
  g_assert_true (nabla_session_is_loading (fixture->session));
  g_assert_true (nabla_session_experiment (fixture->session) != before);
  nabla_session_cancel (fixture->session);
  g_assert_false (nabla_session_is_loading (fixture->session));
  g_assert_true (nabla_session_experiment (fixture->session) == before);
  nabla_session_cancel (fixture->session);
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 400);
  g_assert_cmpuint (fixture->n_runs, ==, 1);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Another experiment begins with run 1 and without the curves of the one before, also if it
 * is changed before it is there; one that cannot be opened changes no numbers. */
static void
test_opened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) missing = g_string_new (text);
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "7", &error));
  settle (fixture);
  g_assert_cmpuint (nabla_session_run_number (fixture->session), ==, 2);
  g_string_replace (missing, "source=moons\nsamples=200", "source=./no-such-file.csv", 0);
  open_text (fixture, missing->str);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "8", &error));
  settle (fixture);
  g_assert_cmpuint (nabla_session_run_number (fixture->session), ==, 3);
  g_assert_cmpuint (nabla_session_snapshot (fixture->session)->curves->len, ==, 2);

  g_autoptr (NablaExperiment) other = nabla_experiment_parse (text, -1, NULL, &error);
  nabla_session_open (fixture->session, other, FALSE);
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "9", &error));
  settle (fixture);
  g_assert_cmpuint (nabla_session_run_number (fixture->session), ==, 1);
  g_assert_cmpuint (nabla_session_snapshot (fixture->session)->curves->len, ==, 1);
}

/* What is being built plays or not, as was said last. */
static void
test_play_in_build (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_session_is_playing (fixture->session));
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "7", &error));
  nabla_session_play (fixture->session);
  g_assert_true (nabla_session_is_playing (fixture->session));
  nabla_session_pause (fixture->session);
  g_assert_false (nabla_session_is_playing (fixture->session));
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 0);
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "8", &error));
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 400);
}

/* A finished run goes on to a later end, or beyond where it stands. */
static void
test_other_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_true (nabla_session_set (fixture->session, "train.steps", "500", &error));
  nabla_session_play (fixture->session);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 500);
  g_assert_true (nabla_session_set (fixture->session, "train.steps", "100", &error));
  settle (fixture);
  nabla_session_extend (fixture->session, 50);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (fixture->session), ==, 550);
  g_assert_cmpint (nabla_session_state (fixture->session), ==, NABLA_RUN_FINISHED);
}

static double
learning_rate (Fixture *fixture)
{
  return nabla_experiment_train (nabla_session_experiment (fixture->session))->learning_rate;
}

/* The past is looked at with its hyperparameters, and played on from; a change there begins
 * a branch beside which the run that was left is drawn. */
static void
test_past (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaSession *session = fixture->session;
  nabla_session_play (session);
  settle (fixture);
  nabla_session_seek (session, 100);
  g_assert_cmpint (nabla_session_steps (session), ==, 100);
  g_assert_cmpint (nabla_session_looked_at (session), ==, 100);
  settle (fixture);
  g_assert_cmpint (nabla_session_state (session), ==, NABLA_RUN_PAUSED);
  g_assert_cmpint (nabla_session_snapshot (session)->step, ==, 100);
  g_assert_cmpint (nabla_session_snapshot (session)->last_step, ==, 400);
  g_assert_cmpint (nabla_session_tip (session), ==, 400);
  g_assert_cmpuint (nabla_session_run_number (session), ==, 1);

  /* what is refused leaves the run whole */
  nabla_session_edit (session, "W[99,1]@hidden", "1.5");
  settle (fixture);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  g_assert_cmpint (nabla_session_tip (session), ==, 400);

  g_assert_true (nabla_session_set (session, "train.learning_rate", "0.003", &error));
  settle (fixture);
  g_assert_cmpint (nabla_session_tip (session), ==, 100);
  g_assert_cmpint (nabla_session_looked_at (session), ==, -1);
  g_assert_cmpuint (nabla_session_run_number (session), ==, 2);
  g_assert_cmpuint (fixture->n_runs, ==, 1);
  const NablaSnapshot *snapshot = nabla_session_snapshot (session);
  g_assert_cmpuint (snapshot->curves->len, ==, 2);
  const NablaCostCurves *live = snapshot->curves->pdata[0], *left = snapshot->curves->pdata[1];
  g_assert_cmpuint (nabla_series_length (live->cost), ==, 100);
  g_assert_cmpuint (nabla_series_length (left->cost), ==, 400);
  g_assert_cmpstr (left->title, ==, "run 1");

  nabla_session_play (session);
  settle (fixture);
  g_assert_cmpint (nabla_session_state (session), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (nabla_session_tip (session), ==, 400);
  nabla_session_seek (session, 99);
  settle (fixture);
  g_assert_cmpfloat (learning_rate (fixture), ==, 0.01);
  nabla_session_seek_notable (session, 1);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (session), ==, 100);
  g_assert_cmpfloat (learning_rate (fixture), ==, 0.003);
  nabla_session_seek_notable (session, 1);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (session), ==, 120);
  nabla_session_seek_notable (session, -1);
  settle (fixture);
  g_assert_cmpint (nabla_session_steps (session), ==, 100);

  nabla_session_seek (session, 50);
  nabla_session_branch (session);
  settle (fixture);
  g_assert_cmpuint (nabla_session_run_number (session), ==, 3);
  g_assert_cmpint (nabla_session_tip (session), ==, 50);
  g_assert_cmpfloat (learning_rate (fixture), ==, 0.01);
  snapshot = nabla_session_snapshot (session);
  left = snapshot->curves->pdata[1];
  g_assert_cmpuint (snapshot->curves->len, ==, 3);
  g_assert_cmpstr (left->title, ==, "run 2: from step 100: α = 0.003");

  /* what was changed is said with what it was before */
  g_assert_true (nabla_session_set (session, "train.learning_rate", "0.02", &error));
  g_assert_true (nabla_session_set (session, "train.optimizer", "rmsprop", &error));
  settle (fixture);
  g_autoptr (GArray) record = nabla_session_record (session);
  g_autofree char *rate = nabla_session_describe_recorded (session, record, 0);
  g_autofree char *optimizer = nabla_session_describe_recorded (session, record, record->len - 1);
  g_assert_cmpstr (rate, ==, "α 0.01 → 0.02");
  g_assert_cmpstr (optimizer, ==, "Optimizer adam → rmsprop");

  /* from a past step, playing makes the known steps again and no branch */
  nabla_session_play (session);
  settle (fixture);
  nabla_session_seek (session, 10);
  nabla_session_play (session);
  settle (fixture);
  g_assert_cmpint (nabla_session_state (session), ==, NABLA_RUN_FINISHED);
  g_assert_cmpuint (nabla_session_run_number (session), ==, 3);
  live = nabla_session_snapshot (session)->curves->pdata[0];
  g_assert_cmpuint (nabla_series_length (live->cost), ==, 400);

  /* a new run forgets what was sought; a reset forgets the past */
  nabla_session_seek (session, 10);
  g_assert_true (nabla_session_set (session, "units@hidden", "5", &error));
  settle (fixture);
  g_assert_cmpint (nabla_session_tip (session), ==, 0);
  g_assert_cmpint (nabla_session_looked_at (session), ==, -1);
  g_assert_cmpuint (nabla_session_run_number (session), ==, 4);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
}

/* Early stopping ends a run before its last step; playing on nevertheless is possible. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  NablaSession *session = fixture->session;
  g_assert_true (nabla_session_set (session, "train.learning_rate", "0.3", &error));
  g_assert_true (nabla_session_set (session, "train.steps", "100000", &error));
  g_assert_true (nabla_session_set (session, "train.patience", "4", &error));
  nabla_session_play (session);
  settle (fixture);
  const NablaSnapshot *snapshot = nabla_session_snapshot (session);
  gint64 stopped = snapshot->stopped_step, best = snapshot->best_step;
  g_assert_cmpint (nabla_session_state (session), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (stopped, ==, nabla_session_steps (session));
  g_assert_cmpint (stopped - best, ==, 4 * 5);
  nabla_session_seek (session, best);
  settle (fixture);
  snapshot = nabla_session_snapshot (session);
  g_assert_cmpfloat (snapshot->metrics[NABLA_SNAPSHOT_DEV].cost, ==, snapshot->best_cost);
  nabla_session_seek (session, stopped);
  settle (fixture);
  g_assert_cmpint (nabla_session_state (session), ==, NABLA_RUN_FINISHED);
  nabla_session_play (session);
  settle (fixture);
  g_assert_cmpint (nabla_session_tip (session), >=, stopped + 4 * 5);
}

/* Let go in mid-training and in mid-build. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_session_set (fixture->session, "train.steps", "1000000000", &error));
  nabla_session_play (fixture->session);
  nabla_session_poll (fixture->session);
  g_assert_true (nabla_session_set (fixture->session, "units@hidden", "9", &error));
  NablaSession *session = g_steal_pointer (&fixture->session);
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  /* What is being built does not keep it. */
  g_assert_null (session);
  for (int i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/session/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("train", test_train);
  ADD ("live-change", test_live_change);
  ADD ("painted", test_painted);
  ADD ("new-run", test_new_run);
  ADD ("edit", test_edit);
  ADD ("refused", test_refused);
  ADD ("overtaking", test_overtaking);
  ADD ("diverged", test_diverged);
  ADD ("taken-back", test_taken_back);
  ADD ("cancel", test_cancel);
  ADD ("opened", test_opened);
  ADD ("play-in-build", test_play_in_build);
  ADD ("other-end", test_other_end);
  ADD ("past", test_past);
  ADD ("stopped", test_stopped);
  ADD ("dropped", test_dropped);
  return g_test_run ();
}
