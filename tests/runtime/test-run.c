/* A run on its own thread: commands are obeyed, what is seen is true, and it can
 * be left at any moment.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-run.h"

#include <math.h>

static NablaTrainer *
make (const char *units, const char *steps)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (
    "[data]\nsource=moons\nsamples=2000\nnoise=0.2\ntrain=0.8\ndev=0.2\n"
    "[layer h1]\nop=dense\nunits=%s\nactivation=tanh\n[layer d]\nop=dropout\n[layer h2]\nop=dense\nunits=%s\nactivation=relu\n"
    "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
    "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=64\nsteps=%s\n", units, units, steps);
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaTrainer *trainer = nabla_trainer_new (experiment, problem, 2, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
test_play (void)
{
  g_autoptr (NablaRun) run = nabla_run_new (make ("8", "600"));
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaSnapshot) first = nabla_run_take_snapshot (run);
  g_assert_nonnull (first);
  g_assert_cmpint (first->step, ==, 0);
  g_assert_null (nabla_run_take_snapshot (run));

  nabla_run_play (run, 100);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_cmpint (nabla_run_steps (run), ==, 100);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_PAUSED);
  nabla_run_play (run, 0);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);

  /* the last snapshot is the true end, and the series lost no step */
  g_autoptr (NablaSnapshot) last = nabla_run_take_snapshot (run);
  g_assert_cmpint (last->step, ==, 600);
  g_assert_cmpfloat (last->metrics[NABLA_SNAPSHOT_TRAIN].accuracy, >, 0.8);
  g_assert_nonnull (last->field);
  g_assert_nonnull (last->points);
  g_assert_cmpuint (last->layers->len, ==, 4);
  const NablaCostCurves *curves = g_ptr_array_index (last->curves, 0);
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 600);
  for (guint i = 0; i < 600; i++)
    g_assert_cmpint (nabla_series_get (curves->cost, i).step, ==, i);
  gsize n = nabla_series_length (curves->split_cost[NABLA_SNAPSHOT_DEV]);
  g_assert_cmpint (nabla_series_get (curves->split_cost[NABLA_SNAPSHOT_DEV], n - 1).step, ==, 600);

  nabla_run_reset (run);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_cmpint (nabla_run_steps (run), ==, 0);
  /* an old snapshot keeps its series */
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 600);
}

/* Pauses and changes at any moment leave the bits of a run that had none. */
static void
test_same_bits (void)
{
  g_autoptr (NablaTrainer) plain = make ("30", "400");
  for (int i = 0; i < 400; i++)
    nabla_trainer_step (plain, NULL, NULL);
  double objective = nabla_trainer_objective (plain);

  NablaTrainer *trainer = make ("30", "400");
  NablaRun *run = nabla_run_new (trainer);
  for (int i = 0; nabla_run_state (run) != NABLA_RUN_FINISHED; i++)
    {
      nabla_run_play (run, 0);
      g_usleep (300 + 211 * (i % 7));
      nabla_run_pause (run);
      g_assert_true (nabla_run_wait (run, 60000));
    }
  /* at rest, with nothing in the queue, the worker does not touch the trainer */
  g_assert_cmpfloat (nabla_trainer_objective (trainer), ==, objective);
  nabla_run_free (run);
}

static void
test_refused (void)
{
  g_autoptr (NablaRun) run = nabla_run_new (make ("8", "600"));
  nabla_run_set (run, "units@h1", "9");
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (GError) error = nabla_run_take_error (run);
  g_assert_nonnull (error);
  g_assert_null (nabla_run_take_error (run));
  g_autoptr (NablaExperiment) before = nabla_run_experiment (run);
  g_assert_cmpfloat (nabla_experiment_layer (before, 0)->settings[0], ==, 8);
  nabla_run_set (run, "train.learning_rate", "0.1");
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_null (nabla_run_take_error (run));
  g_autoptr (NablaExperiment) after = nabla_run_experiment (run);
  g_assert_cmpfloat (nabla_experiment_train (before)->learning_rate, ==, 0.01);
  g_assert_cmpfloat (nabla_experiment_train (after)->learning_rate, ==, 0.1);
}

/* A change while the run stands is seen at once; a step makes one step. */
static void
test_step_and_change (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaRun) run = nabla_run_new (make ("8", "600"));
  g_assert_true (nabla_run_wait (run, 60000));
  G_GNUC_UNUSED g_autoptr (NablaSnapshot) first = nabla_run_take_snapshot (run);

  nabla_run_set (run, "W[3,1]@h1", "0.75");
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaSnapshot) second = nabla_run_take_snapshot (run);
  g_assert_nonnull (second);
  const NablaLayerPicture *layer = g_ptr_array_index (second->layers, 1);
  g_assert_cmpfloat (layer->weights[4], ==, 0.75f);

  for (int i = 1; i <= 3; i++)
    {
      nabla_run_step (run, 1);
      g_assert_true (nabla_run_wait (run, 60000));
      g_autoptr (NablaSnapshot) snapshot = nabla_run_take_snapshot (run);
      g_assert_cmpint (snapshot->step, ==, i);
      g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_PAUSED);
    }
  nabla_run_step (run, 40);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_cmpint (nabla_run_steps (run), ==, 43);

  g_autoptr (NablaTrainer) other = make ("8", "50");
  g_autoptr (NablaExperiment) after = nabla_experiment_with (nabla_trainer_experiment (other), "train.optimizer", "rmsprop", &error);
  g_assert_no_error (error);
  nabla_run_change (run, after);
  nabla_run_play (run, 0);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_null (nabla_run_take_error (run));
  g_assert_cmpint (nabla_run_steps (run), ==, 50);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);
}

/* What somebody typed belongs to the run. */
static void
test_watch (void)
{
  g_autoptr (NablaRun) run = nabla_run_new (make ("8", "600"));
  double typed[] = { 0.5, -0.25 };
  NablaObserveOptions options = nabla_observe_defaults;
  options.typed = typed;
  options.n_typed = 2;
  options.watch = NABLA_WATCH_EXAMPLE;
  nabla_run_watch (run, &options);
  typed[0] = typed[1] = 99;
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaSnapshot) snapshot = nabla_run_take_snapshot (run);
  g_assert_cmpfloat (snapshot->example->x[0], ==, 0.5);
  g_assert_cmpfloat (snapshot->example->x[1], ==, -0.25);
  g_assert_null (snapshot->field);
  g_assert_null (snapshot->layers);
  g_assert_cmpuint (snapshot->metrics[0].m, ==, 0);

  /* metrics come as soon as somebody wants them */
  options.watch = NABLA_WATCH_METRICS;
  nabla_run_watch (run, &options);
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaSnapshot) with_metrics = nabla_run_take_snapshot (run);
  g_assert_cmpuint (with_metrics->metrics[0].m, ==, 1600);
  g_assert_nonnull (with_metrics->metrics[1].confusion);
  g_assert_null (with_metrics->example);
}

/* The curves of a run outlive it, and its next beginning has its own. */
static void
test_curves (void)
{
  NablaRun *run = nabla_run_new (make ("8", "600"));
  nabla_run_play (run, 70);
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaCostCurves) first = nabla_run_curves (run);
  g_assert_cmpuint (nabla_series_length (first->cost), ==, 70);
  nabla_run_reset (run);
  nabla_run_play (run, 30);
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaCostCurves) second = nabla_run_curves (run);
  g_assert_cmpuint (nabla_series_length (first->cost), ==, 70);
  g_assert_cmpuint (nabla_series_length (second->cost), ==, 30);
  g_assert_cmpfloat (nabla_series_get (first->cost, 7).value, ==, nabla_series_get (second->cost, 7).value);
  nabla_run_free (run);
  g_assert_cmpint (nabla_series_get (second->cost, 29).step, ==, 29);

  /* at step 0 a change of the start begins them anew: no point of other weights stays */
  g_autoptr (NablaRun) fresh = nabla_run_new (make ("8", "600"));
  g_assert_true (nabla_run_wait (fresh, 60000));
  g_autoptr (NablaCostCurves) before = nabla_run_curves (fresh);
  nabla_run_set (fresh, "experiment.seed", "99");
  g_assert_true (nabla_run_wait (fresh, 60000));
  g_autoptr (NablaCostCurves) after = nabla_run_curves (fresh);
  g_assert_cmpuint (nabla_series_length (after->split_cost[0]), ==, 1);
  g_assert_cmpfloat (nabla_series_get (before->split_cost[0], 0).value, !=,
                     nabla_series_get (after->split_cost[0], 0).value);
}

/* Points are painted while it runs: the window shows them, dev gets its curve with its
 * first point. */
static void
test_paint (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (
    "[data]\nsource=points\ntrain=0.8\ndev=0.2\npoints=0,0,0;1,1,1\n[layer output]\nop=dense\nunits=1\n"
    "[loss]\nop=sigmoid_cross_entropy\n[train]\noptimizer=adam\nbatch_size=full\nsteps=100000000\n", -1, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaRun) run = nabla_run_new (nabla_trainer_new (experiment, problem, 1, &error));
  g_autoptr (NablaCostCurves) none = NULL;
  g_assert_true (nabla_run_wait (run, 60000));
  none = nabla_run_curves (run);
  g_assert_null (none->split_cost[NABLA_SNAPSHOT_DEV]);
  nabla_run_play (run, 0);
  g_autoptr (GString) points = g_string_new ("0,0,0;1,1,1");
  for (int i = 0; i < 40; i++)
    {
      g_string_append_printf (points, ";%d,%d,%d", i % 5, i / 5, i % 2);
      nabla_run_set (run, "data.points", points->str);
      g_usleep (500);
    }
  nabla_run_pause (run);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_null (nabla_run_take_error (run));
  g_autoptr (NablaSnapshot) snapshot = nabla_run_take_snapshot (run);
  g_assert_cmpuint (snapshot->points->n, ==, 42);
  g_assert_cmpuint (snapshot->metrics[0].m + snapshot->metrics[1].m, ==, 42);
  const NablaCostCurves *curves = g_ptr_array_index (snapshot->curves, 0);
  g_assert_cmpuint (nabla_series_length (curves->split_cost[NABLA_SNAPSHOT_DEV]), >, 0);
}

/* What is handed out goes on with the bits of the run, which does not wait for it. */
static void
test_fork (void)
{
  g_autoptr (GError) error = NULL;
  NablaTrainer *trainer = make ("8", "600");
  g_autoptr (NablaRun) run = nabla_run_new (trainer);
  nabla_run_play (run, 100);
  nabla_run_fork (run); /* cuts in somewhere */
  g_assert_true (nabla_run_wait (run, 60000));
  nabla_run_set (run, "train.optimizer", "rmsprop");
  nabla_run_fork (run);
  nabla_run_play (run, 160);
  g_assert_true (nabla_run_wait (run, 60000));
  g_autoptr (NablaRunFork) fork = nabla_run_take_fork (run);
  g_assert_nonnull (fork);
  g_assert_null (nabla_run_take_fork (run));
  g_assert_cmpint (fork->steps[fork->n - 1], ==, 100);
  for (guint threads = 1; threads <= 2; threads++)
    {
      g_autoptr (NablaTrainer) other = nabla_run_fork_trainer (fork, fork->n - 1, threads, &error);
      g_assert_no_error (error);
      g_assert_cmpint (nabla_trainer_steps (other), ==, 100);
      g_assert_cmpuint (nabla_trainer_record (other)->len, ==, 1);
      while (nabla_trainer_steps (other) < 160)
        nabla_trainer_step (other, NULL, NULL);
      g_assert_cmpfloat (nabla_trainer_objective (other), ==, nabla_trainer_objective (trainer));
    }
}

static void
test_speed (void)
{
  g_autoptr (NablaRun) run = nabla_run_new (make ("8", "100000"));
  nabla_run_set_speed (run, 100);
  nabla_run_play (run, 0);
  g_usleep (300000);
  nabla_run_pause (run);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_cmpint (nabla_run_steps (run), <=, 40);
  g_assert_cmpint (nabla_run_steps (run), >=, 1);
}

/* However much is watched, and however greedily it is taken, most time is for training. */
static void
test_share (void)
{
  g_autoptr (NablaRun) run = nabla_run_new (make ("40", "100000000"));
  nabla_run_watch (run, &nabla_observe_defaults);
  g_assert_true (nabla_run_wait (run, 60000));
  nabla_run_play (run, 0);
  guint taken = 0;
  gint64 start = g_get_monotonic_time (), now = start;
  while ((now - start < 700000 || taken < 4) && now - start < 60 * G_USEC_PER_SEC)
    {
      g_autoptr (NablaSnapshot) snapshot = nabla_run_take_snapshot (run);
      taken += snapshot != NULL;
      g_usleep (1000);
      now = g_get_monotonic_time ();
    }
  double share = nabla_run_looking_share (run);
  g_test_message ("looked for %.1f %% of the time, %u snapshots", 100 * share, taken);
  g_assert_cmpuint (taken, >, 3);
  g_assert_cmpfloat (share, >, 0);
  g_assert_cmpfloat (share, <, 0.15);

  /* the end is where the experiment says now */
  gint64 last = nabla_run_steps (run) + 5000;
  g_autofree char *steps = g_strdup_printf ("%" G_GINT64_FORMAT, last);
  nabla_run_set (run, "train.steps", steps);
  g_assert_true (nabla_run_wait (run, 60000));
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (nabla_run_steps (run), >=, last);
}

static void
test_left_in_mid_training (void)
{
  for (int i = 0; i < 20; i++)
    {
      NablaRun *run = nabla_run_new (make ("60", "1000000"));
      nabla_run_play (run, 0);
      if (i % 2)
        nabla_run_watch (run, &nabla_observe_defaults);
      g_usleep (i * 500);
      nabla_run_free (run);
    }
}

/* A network of two million weights, and a data set of 400,000 rows: a command waits for
 * nothing that is looked at. */
static const char *const large[] = {
  "[data]\nsource=digits\ntrain=0.5\ndev=0.25\ntest=0.25\n[layer f]\nop=flatten\n"
  "[layer h1]\nop=dense\nunits=2000\nactivation=relu\n[layer h2]\nop=dense\nunits=1000\nactivation=relu\n"
  "[layer output]\nop=dense\nunits=10\n[loss]\nop=softmax_cross_entropy\n"
  "[train]\noptimizer=adam\nbatch_size=full\nsteps=100000\n",
  "[data]\nsource=moons\nsamples=400000\nnoise=0.2\ntrain=0.5\ndev=0.25\ntest=0.25\n"
  "[layer h1]\nop=dense\nunits=64\nactivation=tanh\n[layer h2]\nop=dense\nunits=64\nactivation=tanh\n"
  "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
  "[train]\noptimizer=adam\nbatch_size=64\nsteps=100000\n",
};

static NablaTrainer *
make_large (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaTrainer *trainer = nabla_trainer_new (experiment, problem, 2, &error);
  g_assert_no_error (error);
  return trainer;
}

/* Milliseconds until the worker has taken and refused a command. */
static double
answer_time (NablaRun *run)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  nabla_run_set (run, "units@h1", "9");
  while ((error = nabla_run_take_error (run)) == NULL)
    {
      g_usleep (200);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
    }
  return (g_get_monotonic_time () - start) / 1000.0;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;
  return one < other ? -1 : one > other;
}

static void
test_latency (gconstpointer data)
{
  g_autoptr (NablaRun) run = nabla_run_new (make_large (data));
  double standing[11], running[11];
  for (guint i = 0; i < G_N_ELEMENTS (standing); i++)
    {
      nabla_run_watch (run, &nabla_observe_defaults); /* starts to observe all of it */
      g_usleep (1000 + 3000 * i);
      standing[i] = answer_time (run);
    }
  nabla_run_play (run, 0);
  for (guint i = 0; i < G_N_ELEMENTS (running); i++)
    {
      g_usleep (5000 + 7000 * i);
      running[i] = answer_time (run);
    }
  gint64 start = g_get_monotonic_time ();
  nabla_run_pause (run);
  while (nabla_run_state (run) != NABLA_RUN_PAUSED)
    g_usleep (200);
  double pause = (g_get_monotonic_time () - start) / 1000.0;
  qsort (standing, G_N_ELEMENTS (standing), sizeof *standing, compare_times);
  qsort (running, G_N_ELEMENTS (running), sizeof *running, compare_times);
  g_test_message ("milliseconds: standing %.1f (at most %.1f), running %.1f (%.1f), pause %.1f", standing[5],
                  standing[10], running[5], running[10], pause);
  /* 50 ms are allowed; other programs may take the processor five times as long */
  g_assert_cmpfloat (standing[5], <, 250);
  g_assert_cmpfloat (running[5], <, 250);
  g_assert_cmpfloat (pause, <, 250);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/run/play", test_play);
  g_test_add_func ("/runtime/run/same-bits", test_same_bits);
  g_test_add_func ("/runtime/run/refused", test_refused);
  g_test_add_func ("/runtime/run/step-and-change", test_step_and_change);
  g_test_add_func ("/runtime/run/watch", test_watch);
  g_test_add_func ("/runtime/run/curves", test_curves);
  g_test_add_data_func ("/runtime/run/latency/network", large[0], test_latency);
  g_test_add_data_func ("/runtime/run/latency/data", large[1], test_latency);
  g_test_add_func ("/runtime/run/paint", test_paint);
  g_test_add_func ("/runtime/run/fork", test_fork);
  g_test_add_func ("/runtime/run/speed", test_speed);
  g_test_add_func ("/runtime/run/share", test_share);
  g_test_add_func ("/runtime/run/left-in-mid-training", test_left_in_mid_training);
  return g_test_run ();
}
