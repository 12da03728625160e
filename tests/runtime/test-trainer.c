/* The trainer: published digits, a plain program's digits, the same bits on any
 * number of threads, changes in mid-run, states saved and restored.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-model-file.h"
#include "nabla-trainer.h"

#include <glib/gstdio.h>
#include <math.h>

static const char flower[]
  = "[experiment]\nseed=2\n[data]\nsource=flower\nsamples=400\nseed=1\ntrain=1.0\nnormalize=none\n"
    "[layer hidden]\nop=dense\nunits=4\nactivation=tanh\ninitialization=normal\nscale=0.01\n"
    "[layer output]\nop=dense\nunits=1\ninitialization=normal\nscale=0.01\n"
    "[loss]\nop=sigmoid_cross_entropy\n"
    "[train]\noptimizer=gradient_descent\nlearning_rate=1.2\nbatch_size=full\nsteps=7000\nprecision=single\n";

/* All there is to restore: batches, batch norm, dropout, Adam, penalties. */
static const char rich[]
  = "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=300\nnoise=0.2\nseed=1\ntrain=0.8\ndev=0.2\n"
    "[layer h1]\nop=dense\nunits=20\n[layer n1]\nop=batch_norm\nactivation=relu\n"
    "[layer d1]\nop=dropout\nkeep_prob=0.8\n[layer h2]\nop=dense\nunits=33\nactivation=tanh\n"
    "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
    "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=32\nsteps=1000\nl2=0.1\nclip_norm=2\n";

/* @settings: pairs of key and value, ended by NULL */
static NablaTrainer *
make (const char *text, const char *const *settings, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  for (; settings != NULL && *settings != NULL; settings += 2)
    {
      NablaExperiment *changed = nabla_experiment_with (experiment, settings[0], settings[1], &error);
      g_assert_no_error (error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaTrainer *trainer = nabla_trainer_new (experiment, problem, n_threads, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
train_to (NablaTrainer *trainer, gint64 step)
{
  while (nabla_trainer_steps (trainer) < step)
    g_assert_cmpint (nabla_trainer_step (trainer, NULL, NULL), ==, NABLA_STEP_DONE);
}

static guint64
hash_of (NablaTrainer *trainer)
{
  return nabla_graph_hash (nabla_trainer_model (trainer)->graph);
}

static double
train_accuracy (NablaTrainer *trainer)
{
  NablaMetrics metrics;
  nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_TRAIN, NULL, &metrics);
  g_free (metrics.confusion);
  return metrics.accuracy;
}

static void
test_published (void)
{
  static const char *const precisions[] = { "single", "double" };
  for (guint i = 0; i < G_N_ELEMENTS (precisions); i++)
    {
      g_autoptr (NablaTrainer) trainer = make (flower, (const char *[]) { "train.precision", precisions[i], NULL }, 1);
      g_assert_cmpfloat_with_epsilon (nabla_trainer_objective (trainer), 0.6930, 0.0001);
      train_to (trainer, 7000);
      g_assert_cmpfloat_with_epsilon (nabla_trainer_objective (trainer), 0.2175, 0.001);
    }

  /* after 5,000 steps, one to five hidden units */
  static const double accuracies[] = { 0.675, 0.6725, 0.9075, 0.905, 0.9125 };
  for (guint i = 0; i < G_N_ELEMENTS (accuracies); i++)
    {
      g_autofree char *units = g_strdup_printf ("%u", i + 1);
      g_autoptr (NablaTrainer) trainer = make (flower, (const char *[]) { "units@hidden", units, NULL }, 1);
      train_to (trainer, 5000);
      g_assert_cmpfloat_with_epsilon (train_accuracy (trainer), accuracies[i], 1e-9);
    }
}

static void
test_zeros (void)
{
  g_autoptr (NablaTrainer) trainer = make (
    flower, (const char *[]) { "initialization@hidden", "zeros", "initialization@output", "zeros", NULL }, 1);
  train_to (trainer, 2000);
  g_assert_cmpfloat_with_epsilon (nabla_trainer_objective (trainer), 0.6931, 0.0001);
}

/* The same program without an engine: one hidden layer of tanh units in plain
 * loops, full batch, gradient descent. */
static double
plain_program (const NablaDataset *data, guint units, guint32 seed, double scale, double alpha, guint n_steps)
{
  gsize m = data->m;
  g_autofree double *w1 = g_new (double, units * 2), *b1 = g_new0 (double, units), *w2 = g_new (double, units);
  g_autofree double *a1 = g_new (double, units), *dw1 = g_new (double, units * 2), *db1 = g_new (double, units), *dw2 = g_new (double, units);
  double b2 = 0, cost = 0;
  NablaRandomState random;
  nabla_random_state_seed (&random, seed);
  nabla_random_state_randn (&random, w1, units * 2);
  nabla_random_state_randn (&random, w2, units);
  for (guint u = 0; u < units; u++)
    w1[2 * u] *= scale, w1[2 * u + 1] *= scale, w2[u] *= scale;
  for (guint step = 0; step <= n_steps; step++)
    {
      double db2 = 0;
      cost = 0;
      for (guint u = 0; u < units; u++)
        dw1[2 * u] = dw1[2 * u + 1] = db1[u] = dw2[u] = 0;
      for (gsize e = 0; e < m; e++)
        {
          const double *x = data->x + 2 * e;
          double z = b2;
          for (guint u = 0; u < units; u++)
            z += w2[u] * (a1[u] = tanh (w1[2 * u] * x[0] + w1[2 * u + 1] * x[1] + b1[u]));
          double y = data->y[e], p = 1 / (1 + exp (-z)), dz = (p - y) / m;
          cost -= (y * log (p) + (1 - y) * log (1 - p)) / m;
          db2 += dz;
          for (guint u = 0; u < units; u++)
            {
              double dz1 = dz * w2[u] * (1 - a1[u] * a1[u]);
              dw2[u] += dz * a1[u];
              db1[u] += dz1;
              dw1[2 * u] += dz1 * x[0];
              dw1[2 * u + 1] += dz1 * x[1];
            }
        }
      for (guint u = 0; step < n_steps && u < units; u++)
        {
          w1[2 * u] -= alpha * dw1[2 * u];
          w1[2 * u + 1] -= alpha * dw1[2 * u + 1];
          b1[u] -= alpha * db1[u];
          w2[u] -= alpha * dw2[u];
        }
      b2 -= step < n_steps ? alpha * db2 : 0;
    }
  return cost;
}

static void
test_plain_program (void)
{
  static const struct { const char *units, *seed, *rate; } cases[]
    = { { "3", "1", "0.5" }, { "7", "9", "1.2" }, { "20", "123", "0.1" } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (NablaTrainer) trainer = make (flower, (const char *[]) {
        "units@hidden", cases[i].units, "experiment.seed", cases[i].seed, "train.learning_rate",
        cases[i].rate, "train.precision", "double", "scale@hidden", "0.1", "scale@output", "0.1", NULL }, 1);
      train_to (trainer, 1000);
      double plain = plain_program (nabla_trainer_problem (trainer)->dataset, atoi (cases[i].units),
                                    atoi (cases[i].seed), 0.1, g_ascii_strtod (cases[i].rate, NULL), 1000);
      g_assert_cmpfloat_with_epsilon (nabla_trainer_objective (trainer), plain, 1e-4);
    }
}

static void
test_threads (void)
{
  static const guint threads[] = { 1, 2, 3, 8 };
  guint64 first = 0;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (NablaTrainer) trainer = make (rich, (const char *[]) { "units@h1", "300", "units@h2", "200", NULL }, threads[i]);
      train_to (trainer, 200);
      if (i == 0)
        first = hash_of (trainer);
      g_assert_cmphex (hash_of (trainer), ==, first);
    }
}

/* What a step gives as cost is the objective before it; with a full batch and
 * nothing else, that is the cost of the whole set. */
static void
test_cost (void)
{
  g_autoptr (NablaTrainer) trainer = make (rich, NULL, 1);
  for (int i = 0; i < 50; i++)
    {
      double objective = nabla_trainer_objective (trainer), cost;
      g_assert_cmpint (nabla_trainer_step (trainer, NULL, &cost), ==, NABLA_STEP_DONE);
      g_assert_cmpfloat (cost, ==, objective);
    }
  g_autoptr (NablaTrainer) full = make (flower, (const char *[]) { "train.precision", "double", NULL }, 1);
  train_to (full, 30);
  NablaMetrics metrics;
  nabla_evaluator_measure (nabla_trainer_evaluator (full), NABLA_SPLIT_TRAIN, NULL, &metrics);
  g_free (metrics.confusion);
  g_assert_cmpfloat_with_epsilon (metrics.cost, nabla_trainer_objective (full), 1e-14);
}

static void
test_changes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) trainer = make (rich, NULL, 1), again = make (rich, NULL, 2);
  train_to (trainer, 40);
  g_assert_true (nabla_trainer_set (trainer, "train.learning_rate", "0.003", &error));
  train_to (trainer, 55);
  g_assert_true (nabla_trainer_set (trainer, "train.batch_size", "50", &error));
  g_assert_true (nabla_trainer_set (trainer, "keep_prob@d1", "0.5", &error));
  train_to (trainer, 100);

  const GArray *record = nabla_trainer_record (trainer);
  g_assert_cmpuint (record->len, ==, 3);
  for (guint i = 0; i < record->len; i++)
    {
      const NablaChange *change = &g_array_index (record, NablaChange, i);
      train_to (again, change->step);
      g_assert_true (nabla_trainer_set (again, change->key, change->value, &error));
    }
  train_to (again, 100);
  g_assert_cmphex (hash_of (again), ==, hash_of (trainer));

  static const char *const refused[][2] = { { "units@h1", "5" }, { "data.noise", "0.1" },
                                            { "train.precision", "double" }, { "train.learning_rate", "fast" } };
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) why = NULL;
      g_assert_false (nabla_trainer_set (trainer, refused[i][0], refused[i][1], &why));
      g_assert_nonnull (why);
      g_assert_cmphex (hash_of (trainer), ==, hash_of (again));
    }
}

static void
test_state (void)
{
  g_autoptr (NablaTrainer) trainer = make (rich, NULL, 1);
  train_to (trainer, 37);
  g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
  train_to (trainer, 90);
  guint64 hash = hash_of (trainer);
  g_assert_true (nabla_trainer_restore_state (trainer, state));
  g_assert_cmpint (nabla_trainer_steps (trainer), ==, 37);
  train_to (trainer, 90);
  g_assert_cmphex (hash_of (trainer), ==, hash);

  nabla_trainer_reset (trainer);
  train_to (trainer, 90);
  g_assert_cmphex (hash_of (trainer), ==, hash);

  g_autoptr (NablaTrainer) other = make (flower, NULL, 1);
  g_assert_false (nabla_trainer_restore_state (other, state));
  g_assert_cmpint (nabla_trainer_steps (other), ==, 0);
}

static void
test_diverged (void)
{
  g_autoptr (NablaTrainer) trainer = make (
    "[data]\nsource=sine\n[layer h]\nop=dense\nunits=8\nactivation=relu\n[layer output]\nop=dense\nunits=1\n"
    "[loss]\nop=mean_squared_error\n[train]\noptimizer=gradient_descent\nlearning_rate=100\nsteps=1000\n", NULL, 1);
  NablaStepResult result = NABLA_STEP_DONE;
  while (result == NABLA_STEP_DONE && nabla_trainer_steps (trainer) < 1000)
    result = nabla_trainer_step (trainer, NULL, NULL);
  g_assert_cmpint (result, ==, NABLA_STEP_DIVERGED);
  gint64 step;
  g_assert_nonnull (nabla_trainer_diverged (trainer, &step));
  g_assert_cmpint (step, ==, nabla_trainer_steps (trainer));
}

static void
test_model_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) trainer = make (rich, NULL, 1);
  train_to (trainer, 300);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "nabla-test-model.safetensors", NULL);
  g_assert_true (nabla_model_file_save (trainer, path, &error));
  g_autoptr (NablaModelFile) file = nabla_model_file_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (file->step, ==, 300);

  const NablaProblem *problem = nabla_trainer_problem (trainer);
  gsize m = problem->dataset->m;
  g_autofree double *from_file = g_new (double, m), *from_run = g_new (double, m);
  g_assert_true (nabla_model_file_predict (file, problem->dataset->x, m, from_file, &error));
  nabla_evaluator_predict (nabla_trainer_evaluator (trainer), problem->x, m, from_run);
  g_assert_cmpmem (from_file, m * sizeof (double), from_run, m * sizeof (double));

  g_autofree char *text = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, length / 2, NULL));
  g_assert_null (nabla_model_file_load (path, &error));
  g_assert_nonnull (error);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/trainer/published", test_published);
  g_test_add_func ("/runtime/trainer/zeros", test_zeros);
  g_test_add_func ("/runtime/trainer/plain-program", test_plain_program);
  g_test_add_func ("/runtime/trainer/threads", test_threads);
  g_test_add_func ("/runtime/trainer/cost", test_cost);
  g_test_add_func ("/runtime/trainer/changes", test_changes);
  g_test_add_func ("/runtime/trainer/state", test_state);
  g_test_add_func ("/runtime/trainer/diverged", test_diverged);
  g_test_add_func ("/runtime/model-file", test_model_file);
  return g_test_run ();
}
