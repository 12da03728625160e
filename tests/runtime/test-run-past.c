/* Looking back in a run: what is seen is what was, playing on makes it again, a change
 * begins a branch, and nothing is waited for.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-run.h"
#include "runtime-test.h"

#include <math.h>

static void
settle (NablaRun *run)
{
  g_assert_true (nabla_run_wait (run, 120000));
}

static NablaSnapshot *
take (NablaRun *run)
{
  settle (run);
  NablaSnapshot *snapshot = nabla_run_take_snapshot (run);
  g_assert_nonnull (snapshot);
  return snapshot;
}

static double
learning_rate (NablaRun *run)
{
  settle (run);
  g_autoptr (NablaExperiment) experiment = nabla_run_agreed_experiment (run);
  return nabla_experiment_train (experiment)->learning_rate;
}

static gboolean
same_curve (const NablaSeries *a, const NablaSeries *b, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (nabla_series_get (a, i).step != nabla_series_get (b, i).step
        || nabla_series_get (a, i).value != nabla_series_get (b, i).value)
      return FALSE;
  return TRUE;
}

/* A run of 400 steps whose α and batches were changed at 100 and 250. */
static NablaRun *
make_run (NablaTrainer **trainer)
{
  *trainer = runtime_make (runtime_rich, 2);
  NablaRun *run = nabla_run_new (*trainer);
  nabla_run_play (run, 100);
  settle (run);
  nabla_run_set (run, "train.learning_rate", "0.003");
  nabla_run_play (run, 250);
  settle (run);
  nabla_run_set (run, "train.batch_size", "20");
  nabla_run_play (run, 400);
  settle (run);
  return run;
}

static void
test_look_back (void)
{
  NablaTrainer *trainer;
  g_autoptr (NablaRun) run = make_run (&trainer);
  guint64 tip_hash = runtime_hash (trainer);
  g_autoptr (NablaTrainer) plain = runtime_make (runtime_rich, 1);
  runtime_train_to (plain, 70);

  nabla_run_seek (run, 70);
  g_autoptr (NablaSnapshot) past = take (run);
  g_assert_cmpint (past->step, ==, 70);
  g_assert_cmpint (past->last_step, ==, 400);
  g_assert_cmpint (past->metrics_step, ==, 70);
  g_assert_cmpint (nabla_run_steps (run), ==, 70);
  g_assert_cmpint (nabla_run_looked_at (run), ==, 70);
  g_assert_cmpint (nabla_run_tip (run), ==, 400);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_PAUSED);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (plain));
  const NablaCostCurves *curves = past->curves->pdata[0];
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 400);
  g_assert_cmpfloat (learning_rate (run), ==, 0.01);
  g_autoptr (GArray) record = nabla_run_record (run);
  g_assert_cmpuint (record->len, ==, 2);

  /* changes stand at their step */
  nabla_run_seek (run, 99);
  g_assert_cmpfloat (learning_rate (run), ==, 0.01);
  nabla_run_seek (run, 100);
  g_assert_cmpfloat (learning_rate (run), ==, 0.003);

  /* what is outside is the nearest */
  nabla_run_seek (run, -5);
  settle (run);
  g_assert_cmpint (nabla_run_steps (run), ==, 0);
  nabla_run_seek (run, 9999);
  settle (run);
  g_assert_cmpint (nabla_run_steps (run), ==, 400);
  g_assert_cmpint (nabla_run_looked_at (run), ==, -1);
  g_assert_cmphex (runtime_hash (trainer), ==, tip_hash);
  g_autoptr (GError) error = nabla_run_take_error (run);
  g_assert_no_error (error);
}

/* Played from the past, the run makes its steps again, and trains on as if nobody had
 * looked; its curves have every step once. */
static void
test_play_on (void)
{
  NablaTrainer *straight_trainer, *trainer;
  g_autoptr (NablaRun) straight = make_run (&straight_trainer);
  nabla_run_play (straight, 0);
  settle (straight);
  g_autoptr (NablaRun) run = make_run (&trainer);
  nabla_run_seek (run, 30);
  nabla_run_step (run, 1);
  settle (run);
  g_assert_cmpint (nabla_run_steps (run), ==, 31);
  g_assert_cmpint (nabla_run_looked_at (run), ==, 31);
  nabla_run_play (run, 180);
  settle (run);
  g_assert_cmpint (nabla_run_steps (run), ==, 180);
  g_assert_cmpfloat (learning_rate (run), ==, 0.003);
  nabla_run_play (run, 0);
  settle (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (nabla_run_tip (run), ==, 1000);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (straight_trainer));
  g_autoptr (NablaCostCurves) curves = nabla_run_curves (run);
  g_autoptr (NablaCostCurves) other = nabla_run_curves (straight);
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 1000);
  g_assert_true (same_curve (curves->cost, other->cost, 1000));
  g_autoptr (GArray) record = nabla_run_record (run);
  g_assert_cmpuint (record->len, ==, 2);
  gint64 step;
  NablaCostCurves *left;
  g_assert_false (nabla_run_take_branch (run, &step, &left));

  /* a finished run is finished again at its end, and only there */
  nabla_run_seek (run, 999);
  settle (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_PAUSED);
  nabla_run_seek (run, 1000);
  settle (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);
}

static void
test_branch (void)
{
  NablaTrainer *trainer;
  g_autoptr (NablaRun) run = make_run (&trainer);
  g_autoptr (NablaCostCurves) before = nabla_run_curves (run);

  /* what makes no difference, or is refused, begins none */
  nabla_run_seek (run, 120);
  nabla_run_set (run, "train.learning_rate", "0.003");
  nabla_run_set (run, "units@h1", "9");
  settle (run);
  gint64 step;
  NablaCostCurves *taken = NULL;
  g_assert_false (nabla_run_take_branch (run, &step, &taken));
  g_assert_cmpint (nabla_run_tip (run), ==, 400);
  g_autoptr (GError) refused = nabla_run_take_error (run);
  g_assert_nonnull (refused);

  nabla_run_set (run, "train.learning_rate", "0.05");
  settle (run);
  g_assert_true (nabla_run_take_branch (run, &step, &taken));
  g_autoptr (NablaCostCurves) left = taken;
  g_assert_cmpint (step, ==, 120);
  g_assert_true (left->cost == before->cost);
  g_assert_cmpuint (nabla_series_length (left->cost), ==, 400);
  g_assert_cmpint (nabla_run_tip (run), ==, 120);
  g_assert_cmpint (nabla_run_looked_at (run), ==, -1);
  g_autoptr (NablaCostCurves) curves = nabla_run_curves (run);
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 120);
  for (int s = 0; s < 2; s++)
    {
      gsize n = nabla_series_length (curves->split_cost[s]);
      g_assert_cmpint (nabla_series_get (curves->split_cost[s], n - 1).step, ==, 120);
      g_assert_true (same_curve (curves->split_cost[s], left->split_cost[s], n - 1));
    }
  g_autoptr (NablaSnapshot) snapshot = take (run);
  g_assert_cmpint (snapshot->step, ==, 120);
  g_assert_cmpint (snapshot->last_step, ==, 120);
  g_autoptr (GArray) record = nabla_run_record (run);
  g_assert_cmpuint (record->len, ==, 2); /* 0.003 at 100, 0.05 at 120; the batches are gone */

  nabla_run_play (run, 300);
  settle (run);
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 300);
  g_assert_true (same_curve (curves->cost, left->cost, 120));
  g_assert_false (same_curve (curves->cost, left->cost, 122));
  g_assert_cmpuint (nabla_series_length (left->cost), ==, 400);

  /* the branch is what a run with its record is */
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) plain = runtime_make (runtime_rich, 1);
  g_assert_true (nabla_trainer_replay (plain, record, 300, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (plain));

  /* and its past is its own */
  nabla_run_seek (run, 121);
  g_assert_cmpfloat (learning_rate (run), ==, 0.05);
  nabla_run_branch (run);
  settle (run);
  g_assert_true (nabla_run_take_branch (run, &step, &taken));
  nabla_cost_curves_free (taken);
  g_assert_cmpint (nabla_run_tip (run), ==, 121);
  nabla_run_branch (run);
  settle (run);
  g_assert_false (nabla_run_take_branch (run, &step, &taken));

  /* from the very beginning, too, with other weights */
  nabla_run_seek (run, 0);
  nabla_run_set (run, "experiment.seed", "8");
  nabla_run_play (run, 5);
  settle (run);
  g_assert_true (nabla_run_take_branch (run, &step, &taken));
  nabla_cost_curves_free (taken);
  g_assert_cmpint (step, ==, 0);
  g_autoptr (NablaCostCurves) anew = nabla_run_curves (run);
  g_assert_cmpuint (nabla_series_length (anew->cost), ==, 5);
  g_assert_cmpfloat (nabla_series_get (anew->cost, 0).value, !=,
                     nabla_series_get (left->cost, 0).value);
}

/* Commands come as fast as a hand drags; the last one counts, also in mid-training. */
static void
test_drag (void)
{
  NablaTrainer *trainer = runtime_make (runtime_rich, 2);
  g_autoptr (NablaRun) run = nabla_run_new (trainer);
  nabla_run_set (run, "train.steps", "1000000");
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (NablaTrainer) plain = runtime_make (runtime_rich, 1);
  for (int i = 0; i < 6; i++)
    {
      nabla_run_play (run, 0);
      while (nabla_run_tip (run) < 300 * (i + 1))
        g_usleep (200);
      gint64 step = 0;
      for (int j = 0; j < 60; j++)
        {
          step = g_rand_int_range (random, 0, 300 * (i + 1));
          nabla_run_seek (run, step);
          if (j % 7 == 0)
            nabla_run_watch (run, &nabla_observe_defaults);
          g_usleep (j % 3 * 400);
        }
      settle (run);
      g_assert_cmpint (nabla_run_steps (run), ==, step);
      g_assert_cmpint (nabla_run_tip (run), >=, 300 * (i + 1));
      g_autoptr (NablaSnapshot) snapshot = take (run);
      g_assert_cmpint (snapshot->step, ==, step);
      g_assert_true (nabla_trainer_rewind (plain, NULL));
      runtime_train_to (plain, step);
      g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (plain));
    }
  /* a seek and what follows it are taken in order, without waiting between */
  nabla_run_seek (run, 40);
  nabla_run_set (run, "train.learning_rate", "0.5");
  nabla_run_seek (run, 10);
  nabla_run_fork (run);
  nabla_run_seek (run, 20);
  settle (run);
  g_assert_cmpint (nabla_run_tip (run), ==, 40);
  g_assert_cmpint (nabla_run_steps (run), ==, 20);
  g_autoptr (NablaRunFork) fork = nabla_run_take_fork (run);
  g_assert_cmpint (fork->steps[fork->n - 1], ==, 10);
  nabla_run_reset (run);
  settle (run);
  g_assert_cmpint (nabla_run_tip (run), ==, 0);
  g_assert_cmpint (nabla_run_looked_at (run), ==, -1);
}

/* A run that diverged says so again when its end is looked at, once in its curve. */
static void
test_diverged (void)
{
  NablaTrainer *trainer = runtime_make (
      "[data]\nsource=moons\nsamples=50\n[layer h]\nop=dense\nunits=3\nactivation=relu\n"
      "[layer output]\nop=dense\nunits=1\n[loss]\nop=mean_squared_error\n"
      "[train]\noptimizer=gradient_descent\nlearning_rate=10\nsteps=10000\nbatch_size=full\n",
      1);
  g_autoptr (NablaRun) run = nabla_run_new (trainer);
  nabla_run_play (run, 0);
  settle (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_DIVERGED);
  gint64 tip = nabla_run_tip (run);
  g_assert_cmpint (tip, >, 1);
  g_autoptr (NablaCostCurves) curves = nabla_run_curves (run);
  gsize n = nabla_series_length (curves->cost);
  nabla_run_seek (run, tip - 1);
  g_autoptr (NablaSnapshot) past = take (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_PAUSED);
  g_assert_cmpint (past->diverged_step, ==, -1);
  nabla_run_seek (run, tip);
  g_autoptr (NablaSnapshot) end = take (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_DIVERGED);
  g_assert_cmpint (end->diverged_step, ==, tip);
  nabla_run_seek (run, 0);
  nabla_run_play (run, 0);
  settle (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_DIVERGED);
  g_assert_cmpint (nabla_run_tip (run), ==, tip);
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, n);
}

/* A network whose steps are slow: a seek shows how far it is, and is given up at once. */
static void
test_leave (void)
{
  const char *const large = "[data]\nsource=digits\n[layer f]\nop=flatten\n[layer "
                            "h1]\nop=dense\nunits=300\nactivation=relu\n"
                            "[layer output]\nop=dense\nunits=10\n[loss]\nop=softmax_cross_entropy\n"
                            "[train]\noptimizer=adam\nbatch_size=64\nsteps=100000\n";
  NablaTrainer *trainer = runtime_make (large, 2);
  NablaRun *run = nabla_run_new (trainer);
  nabla_run_play (run, 40);
  settle (run);
  for (int i = 0; i < 30; i++)
    {
      nabla_run_seek (run, 7 + i);
      g_usleep (i * 300);
    }
  settle (run);
  g_assert_cmpint (nabla_run_steps (run), ==, 36);
  g_assert_cmpfloat (nabla_run_seek_progress (run), ==, -1);
  nabla_run_seek (run, 3);
  nabla_run_step (run, 1);
  nabla_run_free (run);
}

/* Early stopping ends a run, and its best step can be looked at. */
static void
test_early_stopping (void)
{
  const char *const patient
      = "[data]\nsource=moons\nsamples=120\nnoise=0.35\ntrain=0.5\ndev=0.5\n"
        "[layer h1]\nop=dense\nunits=40\nactivation=relu\n"
        "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
        "[train]\noptimizer=adam\nlearning_rate=0.03\nbatch_size=16\n"
        "steps=100000\npatience=12\n";
  g_autoptr (NablaRun) run = nabla_run_new (runtime_make (patient, 1));
  nabla_run_watch (run, &nabla_observe_defaults);
  nabla_run_play (run, 0);
  g_autoptr (NablaSnapshot) end = take (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (end->step, ==, end->stopped_step);
  g_assert_cmpint (end->stopped_step - end->best_step, ==, 12 * 4);
  nabla_run_seek (run, end->best_step);
  g_autoptr (NablaSnapshot) best = take (run);
  g_assert_cmpint (best->step, ==, end->best_step);
  g_assert_cmpint (best->stopped_step, ==, end->stopped_step);
  g_assert_cmpfloat (best->metrics[NABLA_SNAPSHOT_DEV].cost, ==, end->best_cost);
  g_assert_cmpfloat (best->metrics[NABLA_SNAPSHOT_DEV].cost, <,
                     end->metrics[NABLA_SNAPSHOT_DEV].cost);
  nabla_run_seek (run, end->step);
  settle (run);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);
  /* whoever plays on nevertheless gets the whole patience again */
  nabla_run_play (run, 0);
  settle (run);
  g_assert_cmpint (nabla_run_tip (run), >, end->step + 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/run-past/look-back", test_look_back);
  g_test_add_func ("/runtime/run-past/play-on", test_play_on);
  g_test_add_func ("/runtime/run-past/branch", test_branch);
  g_test_add_func ("/runtime/run-past/drag", test_drag);
  g_test_add_func ("/runtime/run-past/diverged", test_diverged);
  g_test_add_func ("/runtime/run-past/leave", test_leave);
  g_test_add_func ("/runtime/run-past/early-stopping", test_early_stopping);
  return g_test_run ();
}
