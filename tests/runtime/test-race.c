/* Races: the same start and the same batches, bit for bit; nobody ahead in lockstep,
 * nobody cheated at full speed; who diverges stops alone; every step can be revisited.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-race.h"
#include "runtime-test.h"

#include <math.h>
#include <string.h>

static const NablaRaceVariant optimizers[] = {
  { "Gradient descent", NULL, 3, { "optimizer=gradient_descent", "learning_rate=0.1" } },
  { "Momentum", NULL, 1, { "optimizer=momentum", "learning_rate=0.1" } },
  { "RMSprop", NULL, 4, { "optimizer=rmsprop", "learning_rate=0.01" } },
  { "Adam", NULL, 0, { "optimizer=adam", "learning_rate=0.02" } },
};

static NablaExperiment *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static NablaExperiment *
make_base (const char *steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) rich = parse (runtime_rich);
  NablaExperiment *base = nabla_experiment_with (rich, "steps", steps, &error);
  g_assert_no_error (error);
  return base;
}

static NablaRace *
make_race (NablaExperiment *base, const NablaRaceVariant *variants, guint n, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  NablaRace *race = nabla_race_new (base, variants, n, NULL, n_threads, &error);
  g_assert_no_error (error);
  g_assert_true (nabla_race_wait (race, 60000));
  return race;
}

static void
run (NablaRace *race)
{
  nabla_race_play (race);
  g_assert_true (nabla_race_wait (race, 120000));
}

/* A trainer of the same experiment, alone. */
static NablaTrainer *
alone (NablaRace *race, guint index)
{
  return runtime_make_from (nabla_race_experiment (race, index), 1);
}

static const NablaRacer *
shown (const NablaSnapshot *snapshot, guint index)
{
  return g_ptr_array_index (snapshot->race->racers, index);
}

/* How a race at rest stands: racer @index of its last snapshot. */
static const NablaRacer *
seen (NablaRace *race, guint index)
{
  static NablaSnapshot *last;
  static NablaRace *of;
  NablaSnapshot *snapshot = nabla_race_take_snapshot (race, NULL);
  if (snapshot != NULL)
    {
      g_clear_pointer (&last, nabla_snapshot_unref);
      last = snapshot;
      of = race;
    }
  g_assert_true (of == race);
  return shown (last, index);
}

static double
cost_of (NablaRace *race, guint index, gint64 step)
{
  return nabla_series_get (seen (race, index)->cost_curve, step).value;
}

/* The last step that was made within @seconds. */
static gint64
step_at (const NablaRacer *racer, double seconds)
{
  gint64 step = 0;
  while (step + 1 < (gint64)nabla_series_length (racer->time_curve)
         && nabla_series_get (racer->time_curve, step + 1).value <= seconds)
    step++;
  return step;
}

/* At rest the worker does not touch its racers. */
static guint64
hash_of (NablaRace *race, guint index)
{
  return runtime_hash (nabla_race_trainer (race, index));
}

static gint64
steps_of (NablaRace *race, guint index)
{
  return nabla_trainer_steps (nabla_race_trainer (race, index));
}

static gboolean
same_bits (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

/* Each racer's costs are those that it would have had alone. */
static void
assert_as_alone (NablaRace *race, gint64 steps)
{
  for (guint i = 0; i < nabla_race_n_racers (race); i++)
    {
      g_autoptr (NablaTrainer) trainer = alone (race, i);
      g_assert_cmpuint (nabla_series_length (seen (race, i)->cost_curve), ==, steps);
      for (gint64 step = 0; step < steps; step++)
        {
          double cost;
          nabla_trainer_step (trainer, NULL, &cost);
          NablaPoint point = nabla_series_get (seen (race, i)->cost_curve, step);
          g_assert_cmpint (point.step, ==, step);
          g_assert_true (same_bits (point.value, cost));
        }
      g_assert_cmpuint (hash_of (race, i), ==, runtime_hash (trainer));
    }
}

static void
test_same_start (void)
{
  g_autoptr (NablaExperiment) base = make_base ("200");
  for (guint n_threads = 1; n_threads <= 2; n_threads++)
    for (NablaRacePace pace = NABLA_RACE_LOCKSTEP; pace <= NABLA_RACE_FULL_SPEED; pace++)
      {
        g_autoptr (NablaRace) race = make_race (base, optimizers, 4, n_threads);
        g_assert_true (nabla_race_same_start (race));
        g_assert_true (nabla_race_same_batches (race));
        for (guint i = 1; i < 4; i++)
          g_assert_cmpuint (hash_of (race, i), ==, hash_of (race, 0));
        nabla_race_set_pace (race, pace);
        run (race);
        g_assert_cmpint (nabla_race_state (race), ==, NABLA_RUN_FINISHED);
        g_assert_cmpint (nabla_race_steps (race), ==, 200);
        for (guint i = 1; i < 4; i++)
          {
            g_assert_true (same_bits (cost_of (race, i, 0), cost_of (race, 0, 0)));
            g_assert_cmpuint (hash_of (race, i), !=, hash_of (race, 0));
          }
        assert_as_alone (race, 200);
      }
}

/* Two that are the same stay the same: they see the same batches, dropped units and all. */
static void
test_same_batches (void)
{
  const NablaRaceVariant variants[] = {
    { "A", NULL, 0, { "optimizer=adam", "learning_rate=0.02" } },
    { "B", NULL, 1, { "optimizer=momentum" } },
    { "C", NULL, 2, { "optimizer=adam", "learning_rate=0.02" } },
    { "D", NULL, 3, { "batch_seed=12" } },
    { "E", NULL, 4, { "experiment.seed=9" } },
  };
  g_autoptr (NablaExperiment) base = make_base ("100");
  g_autoptr (NablaRace) race = make_race (base, variants, 3, 1);
  run (race);
  for (guint i = 0; i < 100; i++)
    g_assert_true (same_bits (cost_of (race, 0, i), cost_of (race, 2, i)));
  g_assert_cmpuint (hash_of (race, 0), ==, hash_of (race, 2));

  g_autoptr (NablaRace) other_batches = make_race (base, variants, 4, 1);
  g_assert_true (nabla_race_same_start (other_batches));
  g_assert_false (nabla_race_same_batches (other_batches));
  g_autoptr (NablaRace) other_start = make_race (base, variants, 5, 1);
  g_assert_false (nabla_race_same_start (other_start));
}

static void
watch_boundaries (NablaRace *race)
{
  nabla_race_watch (
      race, &(NablaRaceOptions){ .boundaries = TRUE, .feature_y = 1, .grid = 24, .terms = -1 });
}

/* Whatever moment is looked at, all have made the same steps. */
static void
test_lockstep (void)
{
  g_autoptr (NablaExperiment) base = make_base ("100000");
  g_autoptr (NablaRace) race = make_race (base, optimizers, 4, 1);
  watch_boundaries (race);
  nabla_race_play (race);
  guint seen = 0;
  gint64 last = -1;
  for (int i = 0; i < 20000 && seen < 5; i++)
    {
      g_usleep (1000);
      g_autoptr (NablaSnapshot) snapshot = nabla_race_take_snapshot (race, NULL);
      if (snapshot == NULL || snapshot->step == last)
        continue;
      for (guint k = 0; k < 4; k++)
        g_assert_cmpint (shown (snapshot, k)->step, ==, snapshot->step);
      g_assert_cmpint (snapshot->step, >, last);
      last = snapshot->step;
      seen++;
    }
  g_assert_cmpuint (seen, ==, 5);
  for (int i = 0; i < 10; i++)
    {
      nabla_race_play (race);
      g_usleep (700 + 301 * i);
      nabla_race_pause (race);
      g_assert_true (nabla_race_wait (race, 60000));
      g_assert_cmpint (nabla_race_state (race), ==, NABLA_RUN_PAUSED);
      for (guint k = 0; k < 4; k++)
        g_assert_cmpint (steps_of (race, k), ==, nabla_race_steps (race));
    }
  gint64 stands = nabla_race_steps (race);
  nabla_race_step (race, 3);
  g_assert_true (nabla_race_wait (race, 60000));
  for (guint k = 0; k < 4; k++)
    g_assert_cmpint (steps_of (race, k), ==, stands + 3);
}

/* A small network and a large one get the same time and make what they can of it. */
static void
test_full_speed (void)
{
  const NablaRaceVariant variants[] = {
    { "Small", NULL, 0, { "units@h1=4", "units@h2=4" } },
    { "Large", NULL, 1, { "units@h1=96", "units@h2=96" } },
  };
  g_autoptr (NablaExperiment) base = make_base ("1000000");
  g_autoptr (NablaRace) race = make_race (base, variants, 2, 1);
  nabla_race_set_pace (race, NABLA_RACE_FULL_SPEED);
  nabla_race_play (race);
  for (int i = 0; i < 20000 && nabla_race_seconds (race) < 0.2; i++)
    g_usleep (1000);
  nabla_race_pause (race);
  g_assert_true (nabla_race_wait (race, 60000));
  double small = seen (race, 0)->seconds;
  double large = seen (race, 1)->seconds;
  g_assert_cmpfloat (small, >=, 0.1);
  g_assert_cmpfloat (fabs (small - large), <, 0.05);
  g_assert_cmpint (steps_of (race, 0), >, 2 * steps_of (race, 1));

  /* what was told of the time grows and agrees with itself */
  for (guint i = 0; i < 2; i++)
    {
      const NablaRacer *racer = seen (race, i);
      gsize n = nabla_series_length (racer->time_curve);
      g_assert_cmpuint (n, ==, steps_of (race, i) + 1);
      g_assert_true (same_bits (nabla_series_get (racer->time_curve, n - 1).value, racer->seconds));
      for (gsize step = 1; step < n; step++)
        g_assert_cmpfloat (nabla_series_get (racer->time_curve, step).value, >=,
                           nabla_series_get (racer->time_curve, step - 1).value);
    }

  /* a moment of the race is one of its time */
  nabla_race_seek_seconds (race, 0.05);
  g_assert_true (nabla_race_wait (race, 60000));
  for (guint i = 0; i < 2; i++)
    {
      gint64 step = steps_of (race, i);
      g_assert_cmpint (step, ==, step_at (seen (race, i), 0.05));
      g_assert_cmpfloat (fabs (seen (race, i)->seconds - 0.05), <, 0.02);
    }
  g_assert_cmpfloat (nabla_race_recorded_seconds (race), >=, 0.1);

  /* who goes on in lockstep waits for the others first */
  nabla_race_set_pace (race, NABLA_RACE_LOCKSTEP);
  gint64 ahead = steps_of (race, 0);
  nabla_race_seek_seconds (race, 0.01);
  g_assert_true (nabla_race_wait (race, 60000));
  ahead = steps_of (race, 0);
  gint64 behind = steps_of (race, 1);
  nabla_race_step (race, 5);
  g_assert_true (nabla_race_wait (race, 60000));
  g_assert_cmpint (steps_of (race, 0), ==, ahead + 5);
  g_assert_cmpint (steps_of (race, 1), ==, behind + 5);
}

static void
test_divergence (void)
{
  const NablaRaceVariant variants[] = {
    { "Wild", NULL, 0, { "optimizer=gradient_descent", "learning_rate=100" } },
    { "Calm", NULL, 1, { "optimizer=adam", "learning_rate=0.01" } },
  };
  g_autoptr (NablaExperiment) base = parse (
      "[data]\nsource=sine\nsamples=100\n[layer h2]\nop=dense\nunits=8\nactivation=relu\n[layer "
      "output]\nop=dense\nunits=1\n[loss]\nop=mean_squared_error\n[train]\nsteps=200\n");
  g_autoptr (NablaRace) race = make_race (base, variants, 2, 1);
  watch_boundaries (race);
  run (race);
  g_assert_cmpint (nabla_race_state (race), ==, NABLA_RUN_FINISHED);
  g_assert_cmpint (steps_of (race, 1), ==, 200);
  const NablaRacer *wild = seen (race, 0);
  g_assert_cmpint (wild->state, ==, NABLA_RACER_DIVERGED);
  g_assert_cmpint (wild->state_step, >=, 1);
  g_assert_cmpint (wild->state_step, ==, steps_of (race, 0));
  g_assert_nonnull (wild->reason);
  g_assert_cmpint (seen (race, 1)->state, ==, NABLA_RACER_RUNNING);
  gsize n_costs = nabla_series_length (wild->cost_curve);
  g_assert_false (isfinite (nabla_series_get (wild->cost_curve, n_costs - 1).value));

  /* before it happened, all is well; afterwards it has happened again */
  gint64 fatal = wild->state_step;
  nabla_race_seek (race, fatal - 1);
  g_assert_true (nabla_race_wait (race, 60000));
  g_assert_cmpint (seen (race, 0)->state, ==, NABLA_RACER_RUNNING);
  gsize told = nabla_series_length (seen (race, 0)->cost_curve);
  run (race);
  g_assert_cmpint (seen (race, 0)->state, ==, NABLA_RACER_DIVERGED);
  g_assert_cmpint (steps_of (race, 0), ==, fatal);
  g_assert_cmpuint (nabla_series_length (seen (race, 0)->cost_curve), ==, told);
  nabla_race_seek (race, 150);
  g_assert_true (nabla_race_wait (race, 60000));
  g_assert_cmpint (seen (race, 0)->state, ==, NABLA_RACER_DIVERGED);
  g_assert_cmpint (steps_of (race, 1), ==, 150);

  g_autoptr (NablaRace) all = make_race (base, variants, 1, 1);
  run (all);
  g_assert_cmpint (nabla_race_state (all), ==, NABLA_RUN_DIVERGED);
  nabla_race_reset (all);
  g_assert_true (nabla_race_wait (all, 60000));
  g_assert_cmpint (nabla_race_state (all), ==, NABLA_RUN_PAUSED);
  g_assert_cmpint (seen (all, 0)->state, ==, NABLA_RACER_RUNNING);
}

/* Random steps, forwards and backwards, with few keyframes and with many. */
static void
test_seek (void)
{
  enum
  {
    STEPS = 300,
    SEEKS = 40
  };
  g_autoptr (NablaExperiment) base = make_base ("300");
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  guint64 hashes[4][STEPS + 1];
  g_autoptr (NablaRace) race = make_race (base, optimizers, 4, 1);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (NablaTrainer) trainer = alone (race, i);
      for (gint64 step = 0; step <= STEPS; step++)
        {
          runtime_train_to (trainer, step);
          hashes[i][step] = runtime_hash (trainer);
        }
    }
  for (guint small = 0; small < 2; small++)
    {
      if (small)
        nabla_race_set_memory (race, 1);
      nabla_race_reset (race);
      run (race);
      for (guint k = 0; k < SEEKS; k++)
        {
          gint64 step = g_rand_int_range (random, 0, STEPS + 1);
          /* the last of several calls wins */
          nabla_race_seek (race, g_rand_int_range (random, 0, STEPS + 1));
          nabla_race_seek (race, step);
          g_assert_true (nabla_race_wait (race, 60000));
          g_assert_cmpint (nabla_race_steps (race), ==, step);
          g_assert_cmpint (nabla_race_recorded (race), ==, STEPS);
          for (guint i = 0; i < 4; i++)
            g_assert_cmpuint (hash_of (race, i), ==, hashes[i][step]);
        }
      /* playing on from the past trains the same steps and records none of them twice */
      nabla_race_seek (race, 41);
      run (race);
      assert_as_alone (race, STEPS);
      /* a seek beyond what was ever made is one to the end of it */
      nabla_race_seek (race, 100 * STEPS);
      g_assert_true (nabla_race_wait (race, 60000));
      g_assert_cmpint (nabla_race_steps (race), ==, STEPS);
    }
}

static void
test_reset (void)
{
  g_autoptr (NablaExperiment) base = make_base ("50");
  g_autoptr (NablaRace) race = make_race (base, optimizers, 4, 1);
  run (race);
  g_autoptr (NablaSnapshot) old = nabla_race_take_snapshot (race, NULL);
  nabla_race_reset (race);
  g_assert_true (nabla_race_wait (race, 60000));
  g_assert_cmpint (nabla_race_steps (race), ==, 0);
  g_assert_cmpfloat (nabla_race_recorded_seconds (race), ==, 0);
  g_assert_cmpuint (nabla_series_length (seen (race, 2)->cost_curve), ==, 0);
  const NablaCostCurves *curves = g_ptr_array_index (old->curves, 2);
  g_assert_cmpuint (nabla_series_length (curves->cost), ==, 50);
  run (race);
  assert_as_alone (race, 50);
}

static void
test_boundaries (void)
{
  g_autoptr (NablaExperiment) base = make_base ("150");
  g_autoptr (NablaRace) race = make_race (base, optimizers, 4, 1);
  g_autoptr (NablaSnapshot) unwatched = nabla_race_take_snapshot (race, NULL);
  g_assert_null (shown (unwatched, 0)->field);
  watch_boundaries (race);
  run (race);
  g_autoptr (NablaSnapshot) snapshot = nabla_race_take_snapshot (race, NULL);
  g_assert_cmpuint (snapshot->race->racers->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const NablaRacer *item = shown (snapshot, i);
      g_autoptr (NablaTrainer) trainer = alone (race, i);
      runtime_train_to (trainer, 150);
      NablaObserveOptions options = nabla_observe_defaults;
      options.watch = NABLA_WATCH_FIELD | NABLA_WATCH_METRICS;
      options.grid = 24;
      g_autoptr (NablaSnapshot) own = nabla_observe (trainer, &options);
      g_assert_cmpstr (item->name, ==, optimizers[i].name);
      g_assert_cmpuint (item->slot, ==, optimizers[i].slot);
      g_assert_cmpmem (item->field->values, 24 * 24 * sizeof (float), own->field->values,
                       24 * 24 * sizeof (float));
      g_assert_true (same_bits (item->train_accuracy, own->metrics[0].accuracy));
      g_assert_true (same_bits (item->dev_accuracy, own->metrics[1].accuracy));
      g_assert_true (same_bits (item->cost, own->metrics[0].cost));
      const NablaCostCurves *curves = g_ptr_array_index (snapshot->curves, i);
      NablaSeries *dev = curves->split_cost[NABLA_SNAPSHOT_DEV];
      g_assert_cmpint (nabla_series_get (dev, nabla_series_length (dev) - 1).step, ==, 150);
    }
}

/* The next update that is told is the one that is made then; telling it changes nothing. */
static void
test_moment (void)
{
  g_autoptr (NablaExperiment) base = make_base ("60");
  g_autoptr (NablaRace) race = make_race (base, optimizers, 4, 1);
  for (guint i = 0; i < 4; i++)
    {
      const char *keys[] = { "W[3,2]@h1", "b[5]@h2", "W[1,7]@output", "W[33,20]@h2" };
      const char *parameters[] = { "h1/W", "h2/b", "output/W", "h2/W" };
      const gsize elements[] = { 2 * 2 + 1, 4, 6, 32 * 20 + 19 };
      G_GNUC_UNUSED g_autoptr (NablaSnapshot) old = nabla_race_take_snapshot (race, NULL);
      nabla_race_watch (race, &(NablaRaceOptions){ .feature_y = 1,
                                                   .terms = (int)i,
                                                   .parameter = parameters[i],
                                                   .element = elements[i] });
      g_assert_true (nabla_race_wait (race, 60000));
      for (gint64 step = 15 * i; step < 15 * i + 15; step++)
        {
          NablaRaceMoment moment;
          g_autoptr (NablaSnapshot) snapshot = nabla_race_take_snapshot (race, &moment);
          NablaTrainer *trainer = nabla_race_trainer (race, i);
          const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
          const NablaNode *node = nabla_graph_find (graph, parameters[i]);
          const float *weight = (const float *)nabla_graph_parameters (graph)
                                + node->parameter_offset + elements[i];
          g_assert_nonnull (snapshot);
          g_assert_cmpint (snapshot->race->chosen, ==, i);
          g_assert_cmpint (moment.racer, ==, i);
          g_assert_cmpstr (moment.weight, ==, keys[i]);
          g_assert_cmpint (moment.t, ==, step + 1);
          g_assert_true (same_bits (moment.before, *weight));
          nabla_race_step (race, 1);
          g_assert_true (nabla_race_wait (race, 60000));
          g_assert_true (same_bits (moment.after, *weight));
          NablaOptimizer *optimizer = nabla_trainer_optimizer (trainer);
          for (guint k = 0; k < nabla_optimizer_class (optimizer)->n_states; k++)
            {
              const float *state = nabla_optimizer_state (optimizer, k);
              g_assert_true (
                  same_bits (moment.states_after[k], state[node->parameter_offset + elements[i]]));
            }
          /* the gradient is the one that the update was made of */
          double moved = moment.before - moment.after;
          if (i == 0)
            g_assert_cmpfloat_with_epsilon (moved, moment.learning_rate * moment.gradient, 1e-6);
          if (i == 1)
            g_assert_cmpfloat_with_epsilon (moment.states_after[0],
                                            0.9 * moment.states_before[0] + 0.1 * moment.gradient,
                                            1e-6);
        }
    }
  assert_as_alone (race, 60);
  gsize rows, columns;
  g_assert_cmpstr (nabla_race_parameter (race, 0, 0, &rows, &columns), ==, "h1/W");
  g_assert_cmpuint (rows, ==, 20);
  g_assert_cmpuint (columns, ==, 2);
  g_assert_null (nabla_race_parameter (race, 0, 99, &rows, &columns));
}

static void
test_refused (void)
{
  const NablaRaceVariant wrong[] = {
    { "Fine", NULL, 0, { "optimizer=adam" } },
    { "Strange", NULL, 1, { "optimizer=adagrid" } },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) base = make_base ("50");
  g_assert_null (nabla_race_new (base, wrong, 2, NULL, 1, &error));
  g_assert_true (g_str_has_prefix (error->message, "Strange: "));
  g_assert_nonnull (strstr (error->message, "adagrid"));
}

/* A race can be left at any moment, whatever was asked of it just before. */
static void
test_left (void)
{
  g_autoptr (NablaExperiment) base = make_base ("100000");
  for (guint k = 0; k < 12; k++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaRace) race = nabla_race_new (base, optimizers, 4, NULL, 1 + k % 2, &error);
      g_assert_no_error (error);
      watch_boundaries (race);
      nabla_race_play (race);
      g_usleep (200 * k);
      nabla_race_set_pace (race, k % 3 == 0);
      if (k % 4 == 1)
        nabla_race_seek (race, 3 * k);
      if (k % 4 == 2)
        nabla_race_reset (race);
      if (k % 4 == 3)
        nabla_race_seek_seconds (race, 1e-4 * k);
      if (k % 2 == 0)
        nabla_race_play (race);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/same-start", test_same_start);
  g_test_add_func ("/race/same-batches", test_same_batches);
  g_test_add_func ("/race/lockstep", test_lockstep);
  g_test_add_func ("/race/full-speed", test_full_speed);
  g_test_add_func ("/race/divergence", test_divergence);
  g_test_add_func ("/race/seek", test_seek);
  g_test_add_func ("/race/reset", test_reset);
  g_test_add_func ("/race/boundaries", test_boundaries);
  g_test_add_func ("/race/moment", test_moment);
  g_test_add_func ("/race/refused", test_refused);
  g_test_add_func ("/race/left", test_left);
  return g_test_run ();
}
