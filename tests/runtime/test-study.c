/* Studies: what they find is so, and other input gives other numbers.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-observe.h"
#include "nabla-study.h"
#include "runtime-test.h"

#include <math.h>
#include <string.h>

#define FLOWER(train)                                                                              \
  "[experiment]\nseed=2\n[data]\nsource=flower\nsamples=200\nseed=1\n"                             \
  "[layer hidden]\nop=dense\nunits=4\nactivation=tanh\n[layer output]\nop=dense\nunits=1\n"        \
  "[loss]\nop=sigmoid_cross_entropy\n[train]\nlearning_rate=0.5\nsteps=400\n" train

static NablaRunFork *
make_fork (const char *text, gint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaRunFork *fork = nabla_study_fork (experiment, problem, steps, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fork->steps[fork->n - 1], ==, steps);
  return fork;
}

static void
turn (const NablaStudy *study, const char *name, const char *value, double *settings)
{
  g_autoptr (GError) error = NULL;
  int index = nabla_param_find (study->params, name);
  g_assert_cmpint (index, >=, 0);
  nabla_param_parse (&study->params[index], name, value, &settings[index], &error);
  g_assert_no_error (error);
}

/* @turns: names and values, ended by NULL */
static NablaSnapshot *
run (const char *name, const NablaRunFork *fork, const char *const *turns)
{
  g_autoptr (GError) error = NULL;
  const NablaStudy *study = nabla_study_find (name, &error);
  g_assert_no_error (error);
  double settings[NABLA_MAX_PARAMS];
  nabla_param_defaults (study->params, settings);
  for (guint i = 0; turns != NULL && turns[i] != NULL; i += 2)
    turn (study, turns[i], turns[i + 1], settings);
  const NablaStudyTask task = { .fork = fork, .settings = settings };
  NablaSnapshot *snapshot = nabla_study_run (study, &task, &error);
  g_assert_no_error (error);
  return snapshot;
}

#define TURN(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
test_gradient_check (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=full\n"), 50);
  g_autoptr (NablaSnapshot) right = run ("gradient_check", fork, NULL);
  const NablaGradientCheckPicture *check = right->gradient_check;
  g_assert_true (check->passed);
  g_assert_cmpuint (check->n_rows, ==, 4);
  g_assert_cmpuint (check->n_numbers, ==, 17);
  g_assert_cmpfloat (check->course_difference, <, 2e-7);
  for (guint i = 1; i < check->n_rows; i++)
    g_assert_cmpfloat (check->rows[i - 1].difference, >=, check->rows[i].difference);

  /* Fewer numbers of each parameter. */
  g_autoptr (NablaSnapshot) part = run ("gradient_check", fork, TURN ("numbers", "4"));
  g_assert_cmpuint (part->gradient_check->n_numbers, ==, 13);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (part->gradient_check->rows[i].n_checked, <=, 4);

  /* A wrong derivative of tanh is found in the layer before it, and the layer behind it
   * is right. */
  g_autoptr (NablaRunFork) wrong_fork
      = make_fork (FLOWER ("bug=wrong_activation_derivative\n"), 50);
  g_autoptr (NablaSnapshot) wrong = run ("gradient_check", wrong_fork, NULL);
  check = wrong->gradient_check;
  g_assert_false (check->passed);
  for (guint i = 0; i < check->n_rows; i++)
    g_assert_cmpint (check->rows[i].passed, ==, g_str_has_prefix (check->rows[i].name, "output"));
  g_assert_true (g_str_has_prefix (check->rows[0].name, "hidden"));
  g_assert_true (g_str_has_prefix (check->rows[1].name, "hidden"));
  g_assert_cmpfloat (check->rows[0].difference, >, 1e-3);
  for (gsize i = 0; i < check->n_numbers; i++)
    g_assert_cmpuint (check->numbers[i].row, <, check->n_rows);
}

static void
test_gradient_angles (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=full\n"), 10);
  g_autoptr (NablaSnapshot) snapshot = run ("gradient_angles", fork, NULL);
  const NablaGradientAngles *angles = snapshot->gradient_angles;
  g_assert_cmpuint (angles->n_sizes, ==, 4);
  g_assert_cmpuint (angles->m, ==, 200);
  for (guint i = 0; i < angles->n_sizes; i++)
    {
      const NablaAngles *one = &angles->sizes[i];
      guint total = 0;
      for (guint b = 0; b < NABLA_ANGLE_BINS; b++)
        total += one->counts[b];
      g_assert_cmpuint (total, ==, one->n);
      g_assert_cmpuint (one->n, ==, i == 3 ? 1 : 200);
      if (i == 0)
        continue;
      g_assert_cmpfloat (one->mean, <, angles->sizes[i - 1].mean);
      g_assert_cmpfloat (one->cosine, >, angles->sizes[i - 1].cosine);
      g_assert_cmpfloat (one->expected, <, angles->sizes[i - 1].expected);
    }
  /* The whole set is the full gradient, and larger batches narrow as √B. */
  g_assert_cmpfloat (angles->sizes[3].mean, <, 1e-4);
  g_assert_cmpfloat_with_epsilon (angles->sizes[3].length, 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (angles->sizes[2].mean, angles->sizes[2].expected, 8);

  g_autoptr (NablaSnapshot) again = run ("gradient_angles", fork, NULL);
  g_assert_cmpmem (again->gradient_angles->sizes, 4 * sizeof (NablaAngles), angles->sizes,
                   4 * sizeof (NablaAngles));
  g_autoptr (NablaSnapshot) other = run ("gradient_angles", fork, TURN ("seed", "2"));
  g_assert_cmpfloat (other->gradient_angles->sizes[0].mean, !=, angles->sizes[0].mean);
  g_autoptr (NablaSnapshot) wide = run ("gradient_angles", fork, TURN ("factor", "16"));
  g_assert_cmpuint (wide->gradient_angles->n_sizes, ==, 3);
  g_assert_cmpuint (wide->gradient_angles->sizes[1].batch_size, ==, 16);
}

static void
test_batch_noise (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=full\n"), 100);
  g_autoptr (NablaSnapshot) snapshot = run ("batch_noise", fork, TURN ("steps", "150"));
  const NablaBatchNoise *noise = snapshot->batch_noise;
  g_assert_cmpuint (noise->n_runs, ==, 3);
  g_assert_cmpuint (noise->runs[2].n, ==, 150);
  for (guint i = 1; i < 3; i++)
    g_assert_cmpfloat (noise->runs[i].noise, <, noise->runs[i - 1].noise / 2);

  /* The whole set goes on as the run would have: it begins at its next cost. */
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, fork->n - 1, 1, NULL);
  double cost;
  g_assert_cmpint (nabla_trainer_step (trainer, NULL, &cost), ==, NABLA_STEP_DONE);
  g_assert_cmpfloat (noise->runs[2].costs[0], ==, cost);
  g_assert_cmpint (nabla_trainer_step (trainer, NULL, &cost), ==, NABLA_STEP_DONE);
  g_assert_cmpfloat (noise->runs[2].costs[1], ==, cost);

  /* The study's own deviation is that of its own numbers. */
  const NablaNoisyRun *middle = &noise->runs[1];
  double sum = 0, squares = 0;
  for (guint i = 1; i < middle->n; i++)
    {
      double change = middle->costs[i] - middle->costs[i - 1];
      sum += change;
      squares += change * change;
    }
  double n = middle->n - 1;
  g_assert_cmpfloat_with_epsilon (middle->noise, sqrt ((squares - sum * sum / n) / (n - 1)), 1e-12);

  g_autoptr (NablaSnapshot) start
      = run ("batch_noise", fork, TURN ("steps", "20", "from", "start", "middle", "16"));
  g_assert_cmpuint (start->batch_noise->runs[1].batch_size, ==, 16);
  trainer = (nabla_trainer_free (trainer), nabla_run_fork_trainer (fork, 0, 1, NULL));
  nabla_trainer_step (trainer, NULL, &cost);
  g_assert_cmpfloat (start->batch_noise->runs[2].costs[0], ==, cost);
}

static void
test_batch_sizes (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=full\n"), 0);
  g_autoptr (NablaSnapshot) snapshot = run (
      "batch_sizes", fork, TURN ("factor", "16", "passes", "40", "seconds", "600", "repeats", "1"));
  const NablaBatchSizes *sizes = snapshot->batch_sizes;
  g_assert_cmpuint (sizes->n_sizes, ==, 3);
  g_assert_cmpuint (sizes->sizes[1].batch_size, ==, 16);
  g_assert_cmpuint (sizes->sizes[2].batch_size, ==, 200);
  g_assert_true (sizes->is_automatic);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (sizes->sizes[i].rate, >, 0);
      if (sizes->sizes[i].reached)
        g_assert_cmpfloat (sizes->sizes[i].lowest, <=, sizes->target);
    }
  g_assert_true (sizes->sizes[2].reached);

  /* The whole set makes a step a pass; what it says is what a trainer says. */
  g_assert_cmpfloat (sizes->sizes[2].steps, ==, sizes->sizes[2].passes);
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, 0, 1, NULL);
  gint64 steps = (gint64)sizes->sizes[2].steps;
  for (gint64 i = 0; i < steps; i++)
    nabla_trainer_step (trainer, NULL, NULL);
  NablaMetrics metrics;
  nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_TRAIN, NULL, &metrics);
  g_free (metrics.confusion);
  g_assert_cmpfloat (metrics.cost, <=, sizes->target);

  /* Nobody reaches what cannot be reached, and that is said. */
  g_autoptr (NablaSnapshot) hard = run (
      "batch_sizes", fork, TURN ("factor", "64", "passes", "3", "target", "1e-9", "repeats", "1"));
  for (guint i = 0; i < hard->batch_sizes->n_sizes; i++)
    {
      g_assert_false (hard->batch_sizes->sizes[i].reached);
      g_assert_true (isnan (hard->batch_sizes->sizes[i].seconds));
    }
}

static void
test_surface (void)
{
  static const char *const planes[] = { "random", "path", "start" };
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=full\nprecision=double\n"), 200);
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, fork->n - 1, 1, NULL);
  NablaMetrics metrics;
  nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_TRAIN, NULL, &metrics);
  g_free (metrics.confusion);
  double explained[3];
  for (guint p = 0; p < 3; p++)
    {
      g_autoptr (NablaSnapshot) snapshot
          = run ("surface", fork, TURN ("plane", planes[p], "grid", "25"));
      const NablaSurfacePicture *surface = snapshot->surface;
      const NablaField *field = surface->terrain->field;
      g_assert_cmpfloat_with_epsilon (surface->cost, metrics.cost, 1e-12);
      g_assert_cmpuint (field->columns, ==, 25);
      g_assert_false (surface->is_coarse);
      /* The way ends where the run stands, in the middle of things. */
      const NablaSurfacePoint *last = &surface->points[surface->n_points - 1];
      g_assert_cmpint (last->step, ==, 200);
      g_assert_cmpfloat (last->x, ==, 0);
      g_assert_cmpfloat (last->y, ==, 0);
      g_assert_cmpfloat (last->distance, ==, 0);
      g_assert_cmpfloat (last->cost, ==, surface->cost);
      g_assert_cmpfloat (surface->points[0].cost, >, surface->cost);
      for (guint i = 0; p > 0 && i < surface->n_points; i++)
        {
          g_assert_cmpfloat (surface->points[i].x, >, field->x_minimum);
          g_assert_cmpfloat (surface->points[i].x, <, field->x_maximum);
          g_assert_cmpfloat (surface->points[i].y, >, field->y_minimum);
          g_assert_cmpfloat (surface->points[i].y, <, field->y_maximum);
        }
      if (p == NABLA_SURFACE_RANDOM)
        g_assert_cmpfloat_with_epsilon (field->values[12 * 25 + 12], surface->cost, 1e-6);
      if (p == NABLA_SURFACE_START)
        {
          g_assert_cmpfloat_with_epsilon (surface->points[0].y, 0, 1e-9);
          g_assert_cmpfloat_with_epsilon (surface->points[0].distance, 0, 1e-6);
        }
      explained[p] = surface->explained;
    }
  /* No plane through the present explains more than that of the principal components. */
  g_assert_cmpfloat (explained[NABLA_SURFACE_PATH], >, explained[NABLA_SURFACE_START] - 1e-9);
  g_assert_cmpfloat (explained[NABLA_SURFACE_START], >, explained[NABLA_SURFACE_RANDOM]);

  g_autoptr (NablaSnapshot) one
      = run ("surface", fork, TURN ("plane", "random", "grid", "25", "seed", "3"));
  g_autoptr (NablaSnapshot) same
      = run ("surface", fork, TURN ("plane", "random", "grid", "25", "seed", "3"));
  g_autoptr (NablaSnapshot) other
      = run ("surface", fork, TURN ("plane", "random", "grid", "25", "seed", "4"));
  gsize bytes = 25 * 25 * sizeof (float);
  g_assert_cmpmem (one->surface->terrain->field->values, bytes,
                   same->surface->terrain->field->values, bytes);
  g_assert_true (
      memcmp (one->surface->terrain->field->values, other->surface->terrain->field->values, bytes)
      != 0);
}

/* The penalty belongs to the cost that is descended. */
static void
test_penalty (void)
{
  g_autoptr (NablaRunFork) fork
      = make_fork (FLOWER ("batch_size=full\nprecision=double\nl2=2\n"), 50);
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, fork->n - 1, 1, NULL);
  g_autoptr (NablaSnapshot) snapshot = run ("surface", fork, TURN ("grid", "25"));
  g_assert_cmpfloat_with_epsilon (snapshot->surface->cost, nabla_trainer_objective (trainer),
                                  1e-12);
}

/* Batch norm, dropout and Adam have states; a plane is drawn of them as well. */
static void
test_rich (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (runtime_rich, 60);
  for (guint i = 0; nabla_studies ()[i] != NULL; i++)
    {
      const NablaStudy *study = nabla_studies ()[i];
      if (g_str_equal (study->name, "batch_sizes"))
        continue;
      g_autoptr (NablaSnapshot) snapshot = run (study->name, fork, NULL);
      g_assert_cmpint (snapshot->step, ==, 60);
    }
}

static void
test_still (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=full\n"), 0);
  const NablaStudy *study = nabla_study_find ("surface", NULL);
  double settings[NABLA_MAX_PARAMS];
  nabla_param_defaults (study->params, settings);
  const NablaStudyTask task = { .fork = fork, .settings = settings };
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_study_run (study, &task, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED);
}

typedef struct
{
  double share;
  guint calls, n_coarse, stop_at;
  gint cancel;
} Watch;

static void
progress_cb (double share, const NablaSnapshot *so_far, gpointer data)
{
  Watch *watch = data;
  g_assert_cmpfloat (share, >=, watch->share - 1e-12);
  g_assert_cmpfloat (share, <=, 1);
  watch->share = share;
  if (so_far != NULL)
    watch->n_coarse++;
  if (++watch->calls == watch->stop_at)
    g_atomic_int_set (&watch->cancel, 1);
}

static void
test_progress (void)
{
  g_autoptr (NablaRunFork) fork = make_fork (FLOWER ("batch_size=32\n"), 30);
  for (guint i = 0; nabla_studies ()[i] != NULL; i++)
    {
      const NablaStudy *study = nabla_studies ()[i];
      double settings[NABLA_MAX_PARAMS];
      nabla_param_defaults (study->params, settings);
      if (g_str_equal (study->name, "batch_sizes"))
        turn (study, "seconds", "0.02", settings);
      Watch whole = { 0 }, stopped = { .stop_at = 2 };
      g_autoptr (GError) error = NULL;
      NablaStudyTask task = { fork, settings, progress_cb, &whole, &whole.cancel };
      g_autoptr (NablaSnapshot) snapshot = nabla_study_run (study, &task, &error);
      g_assert_no_error (error);
      g_assert_nonnull (snapshot);
      g_assert_cmpfloat (whole.share, ==, 1);
      g_assert_cmpuint (whole.n_coarse, ==, g_str_equal (study->name, "surface"));

      task.data = &stopped;
      task.cancel = &stopped.cancel;
      g_assert_null (nabla_study_run (study, &task, &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED);
      g_assert_cmpuint (stopped.calls, <=, 3);
    }
}

static void
test_batches (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (FLOWER ("batch_size=64\n"), 1);
  NablaObserveOptions options = nabla_observe_defaults;
  options.watch = NABLA_WATCH_BATCHES;
  runtime_train_to (trainer, 6);
  g_autoptr (NablaSnapshot) snapshot = nabla_observe (trainer, &options);
  const NablaBatchesPicture *batches = snapshot->batches;
  g_assert_cmpint (batches->epoch, ==, 1);
  g_assert_cmpint (batches->first_step, ==, 4);
  g_assert_cmpuint (batches->next, ==, 2);
  g_assert_cmpuint (batches->n, ==, 4);
  g_assert_cmpuint (batches->m, ==, 200);
  g_assert_cmpuint (batches->starts[4] - batches->starts[3], ==, 8);
  gboolean seen[200] = { FALSE };
  for (guint i = 0; i < 200; i++)
    {
      g_assert_false (seen[batches->examples[i]]);
      seen[batches->examples[i]] = TRUE;
    }
  /* Looking has moved nothing: the next step takes what it would have taken. */
  g_autoptr (NablaTrainer) other = runtime_make (FLOWER ("batch_size=64\n"), 1);
  runtime_train_to (trainer, 9);
  runtime_train_to (other, 9);
  g_assert_cmpuint (runtime_hash (trainer), ==, runtime_hash (other));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/study/gradient-check", test_gradient_check);
  g_test_add_func ("/study/gradient-angles", test_gradient_angles);
  g_test_add_func ("/study/batch-noise", test_batch_noise);
  g_test_add_func ("/study/batch-sizes", test_batch_sizes);
  g_test_add_func ("/study/surface", test_surface);
  g_test_add_func ("/study/penalty", test_penalty);
  g_test_add_func ("/study/rich", test_rich);
  g_test_add_func ("/study/still", test_still);
  g_test_add_func ("/study/progress", test_progress);
  g_test_add_func ("/study/batches", test_batches);
  return g_test_run ();
}
