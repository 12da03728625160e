/* Going back in a run: every step comes back to the last bit, from near, within bounds.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-history.h"
#include "runtime-test.h"

#include <math.h>

#define STEPS 900
/* Keyframes as if a step took so long: every 10 steps at most */
#define STEP_TIME (NABLA_HISTORY_REPLAY / 10)

/* Painted points, so that data change too; the rest as in runtime_rich. */
static const char painted[]
    = "[experiment]\nseed=3\n[data]\nsource=points\ntrain=0.8\ndev=0.2\nseed=1\npoints=%s\n"
      "[layer h1]\nop=dense\nunits=20\n[layer n1]\nop=batch_norm\nactivation=relu\n"
      "[layer d1]\nop=dropout\nkeep_prob=0.8\n[layer h2]\nop=dense\nunits=7\nactivation=tanh\n"
      "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=32\nsteps=10000\nl2=0.1\n"
      "clip_norm=2\npatience=3\n";

static char *
make_points (guint n)
{
  GString *points = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (points, "%s%.3f,%.3f,%u", i > 0 ? ";" : "", cos (i * 0.7) + i % 2,
                            sin (i * 1.3) - i % 2, i % 2);
  return g_string_free (points, FALSE);
}

/* What is changed, and when; points without a value are so many that are painted. */
static const struct
{
  gint64 step;
  const char *key, *value;
  guint points;
} changes[] = {
  { 0, "train.learning_rate", "0.02", 0 },   { 0, "experiment.seed", "9", 0 },
  { 37, "train.learning_rate", "0.005", 0 }, { 110, "train.batch_size", "16", 0 },
  { 111, "train.batch_size", "full", 0 },    { 150, "data.points", NULL, 90 },
  { 150, "data.points", NULL, 97 },          { 201, "train.optimizer", "momentum", 0 },
  { 201, "train.learning_rate", "0.05", 0 }, { 260, "W[3,1]@h1", "0.75", 0 },
  { 300, "activation@h2", "sigmoid", 0 },    { 301, "keep_prob@d1", "0.6", 0 },
  { 340, "experiment.seed", "11", 0 },       { 402, "train.optimizer", "adam", 0 },
  { 402, "train.beta1", "0.8", 0 },          { 480, "data.points", NULL, 60 },
  { 481, "train.batch_size", "10", 0 },      { 555, "train.patience", "0", 0 },
  { 600, "train.patience", "5", 0 },         { 700, "train.optimizer", "rmsprop", 0 },
  { 701, "initialization@h1", "he", 0 },     { 777, "train.schedule", "inverse_time", 0 },
  { 899, "train.learning_rate", "0.01", 0 }, { 900, "b[2]@h1", "-1", 0 },
};

typedef struct
{
  GPtrArray *states; /* of GBytes, one a step */
  GPtrArray *texts;  /* of experiments */
  double *objectives;
  GArray *record;
  NablaHistory *history;
  NablaTrainer *trainer;
} Past;

static void
past_clear (Past *self)
{
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->record, g_array_unref);
  g_clear_pointer (&self->history, nabla_history_free);
  g_clear_pointer (&self->trainer, nabla_trainer_free);
  g_free (self->objectives);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Past, past_clear)

/* A run of its own hand: it keeps what every step was. */
static void
live (Past *self, guint n_threads, gsize bound)
{
  g_autofree char *points = make_points (80);
  g_autofree char *text = g_strdup_printf (painted, points);
  *self = (Past){ .states = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref),
                  .texts = g_ptr_array_new_with_free_func (g_free),
                  .objectives = g_new0 (double, STEPS + 1),
                  .history = nabla_history_new (bound),
                  .trainer = runtime_make (text, n_threads) };
  nabla_history_set_step_time (self->history, STEP_TIME);
  guint next = 0;
  for (gint64 step = 0; step <= STEPS; step++)
    {
      for (; next < G_N_ELEMENTS (changes) && changes[next].step == step; next++)
        {
          g_autofree char *painted_points
              = changes[next].points > 0 ? make_points (changes[next].points) : NULL;
          runtime_set (self->trainer, changes[next].key,
                       painted_points != NULL ? painted_points : changes[next].value);
        }
      g_ptr_array_add (self->states, nabla_trainer_save_state (self->trainer));
      g_ptr_array_add (self->texts,
                       nabla_experiment_to_text (nabla_trainer_experiment (self->trainer)));
      self->objectives[step] = nabla_trainer_objective (self->trainer);
      if (step == STEPS)
        break;
      nabla_history_visit (self->history, self->trainer);
      runtime_train_to (self->trainer, step + 1);
    }
  g_assert_cmpuint (next, ==, G_N_ELEMENTS (changes));
  self->record = nabla_record_copy (nabla_trainer_record (self->trainer));
  /* of points that were dragged at one step, the last place */
  g_assert_cmpuint (self->record->len, ==, G_N_ELEMENTS (changes) - 1);
}

static void
count_cb (gint64 step, gpointer data)
{
  ++*(gint64 *)data;
}

static void
check_step (const Past *self, NablaTrainer *trainer, gint64 step)
{
  g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
  g_assert_cmpint (nabla_trainer_steps (trainer), ==, step);
  if (!g_bytes_equal (state, self->states->pdata[step]))
    g_error ("step %d has other bits", (int)step);
  g_autofree char *text = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
  g_assert_cmpstr (text, ==, self->texts->pdata[step]);
  g_assert_cmpfloat (nabla_trainer_objective (trainer), ==, self->objectives[step]);
}

/* 200 steps in any order, forwards and backwards, by the run's trainer or another one. */
static void
seek_around (const Past *self, NablaTrainer *trainer, gint64 most)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  for (int i = 0; i < 200; i++)
    {
      gint64 step = i % 20 == 0 ? changes[i % G_N_ELEMENTS (changes)].step
                                : g_rand_int_range (random, 0, STEPS + 1);
      gint64 stops = 0, distance = nabla_history_distance (self->history, trainer, step);
      g_assert_cmpint (distance, <=, most);
      gboolean there = nabla_history_seek (self->history, trainer, self->record, step, NULL,
                                           count_cb, &stops, &error);
      g_assert_no_error (error);
      g_assert_true (there);
      g_assert_cmpint (stops - 1, ==, distance);
      check_step (self, trainer, step);
    }
}

static void
test_seek (gconstpointer data)
{
  guint n_threads = GPOINTER_TO_UINT (data);
  g_auto (Past) past = { NULL };
  live (&past, n_threads, NABLA_HISTORY_BOUND);
  gint64 interval = nabla_history_interval (past.history, past.trainer);
  g_assert_cmpint (interval, ==, 10);
  g_assert_cmpuint (nabla_history_n_keyframes (past.history), ==, STEPS / interval);
  /* the run's own trainer may already stand on the way */
  seek_around (&past, past.trainer, interval);

  /* another trainer of the same beginning, on other threads, gets the same bits */
  g_autoptr (NablaTrainer) other = runtime_make_from (
      (NablaExperiment *)nabla_trainer_beginning (past.trainer), 3 - n_threads);
  seek_around (&past, other, STEPS);
}

/* A bound is kept to the byte, also by one that holds nothing; what is farther apart is
 * farther to replay, and no farther than was said. */
static void
test_bound (void)
{
  g_autoptr (NablaTrainer) one = runtime_make (runtime_rich, 1);
  g_autoptr (GBytes) state = nabla_trainer_save_state (one);
  for (gsize n = 0; n < 40; n += 13)
    {
      g_auto (Past) past = { NULL };
      gsize bound = n * g_bytes_get_size (state);
      live (&past, 1, bound);
      g_assert_cmpuint (nabla_history_bytes (past.history), <=, bound);
      guint kept = nabla_history_n_keyframes (past.history);
      g_assert_true (n == 0 ? kept == 0 : kept > n / 4);
      gint64 farthest = n == 0 ? STEPS : 0;
      for (guint i = 1; i <= kept; i++)
        {
          gint64 end = i < kept ? nabla_history_keyframe_step (past.history, i) : STEPS;
          farthest = MAX (farthest, end - nabla_history_keyframe_step (past.history, i - 1));
        }
      /* spacing doubles, and old and new alike stand apart by it */
      g_assert_cmpint (farthest, <=,
                       n == 0 ? STEPS : nabla_history_interval (past.history, past.trainer));
      if (n > 0)
        seek_around (&past, past.trainer, farthest);
      g_assert_cmpuint (nabla_history_bytes (past.history), <=, bound);
      g_autoptr (GError) error = NULL;
      nabla_history_seek (past.history, past.trainer, past.record, 555, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      check_step (&past, past.trainer, 555);
    }
}

/* Keyframes are as close as steps are slow, and a fast run has some too. */
static void
test_interval (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  g_autoptr (NablaHistory) history = nabla_history_new (NABLA_HISTORY_BOUND);
  nabla_history_set_step_time (history, 1e-9);
  g_assert_cmpint (nabla_history_interval (history, trainer), ==, 1000 / 64);
  nabla_history_set_step_time (history, 0.01);
  g_assert_cmpint (nabla_history_interval (history, trainer), ==, 5);
  nabla_history_set_step_time (history, 10);
  g_assert_cmpint (nabla_history_interval (history, trainer), ==, 1);
}

static void
cancel_cb (gint64 step, gpointer data)
{
  if (step >= 307)
    *(gint *)data = 1;
}

/* Cut off on its way, it goes on there or elsewhere. */
static void
test_cancel (void)
{
  g_auto (Past) past = { NULL };
  live (&past, 1, 0);
  gint cancel = 0;
  for (gint64 next = 308; next >= 100; next -= 208)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (nabla_history_seek (past.history, past.trainer, past.record, 444, &cancel,
                                          cancel_cb, &cancel, &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED);
      check_step (&past, past.trainer, next == 308 ? 307 : 308);
      g_clear_error (&error);
      g_assert_true (nabla_history_seek (past.history, past.trainer, past.record, next, NULL, NULL,
                                         NULL, &error));
      check_step (&past, past.trainer, next);
      cancel = 0;
    }
}

/* What is forgotten is found again from what is left. */
static void
test_cut (void)
{
  g_auto (Past) past = { NULL };
  live (&past, 1, NABLA_HISTORY_BOUND);
  nabla_history_cut (past.history, 300);
  guint n = nabla_history_n_keyframes (past.history);
  g_assert_cmpint (nabla_history_keyframe_step (past.history, n - 1), ==, 290);
  seek_around (&past, past.trainer, STEPS);
  nabla_history_cut (past.history, 0);
  g_assert_cmpuint (nabla_history_n_keyframes (past.history), ==, 0);
  g_assert_cmpuint (nabla_history_bytes (past.history), ==, 0);
}

/* The moments of a fork are the run's, evenly spaced up to where it stands. */
static void
test_fork (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (Past) past = { NULL };
  live (&past, 1, NABLA_HISTORY_BOUND);
  nabla_history_seek (past.history, past.trainer, past.record, 650, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaRunFork) fork = nabla_history_fork (past.history, past.trainer);
  g_assert_cmpuint (fork->n, >=, 60);
  g_assert_cmpuint (fork->n, <=, NABLA_RUN_FORK_MOST);
  g_assert_cmpint (fork->steps[0], ==, 0);
  g_assert_cmpint (fork->steps[fork->n - 1], ==, 650);
  g_autoptr (NablaTrainer) trainer = nabla_run_fork_trainer (fork, fork->n / 2, 2, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < fork->n; i++)
    {
      if (i > 0)
        g_assert_cmpint (fork->steps[i] - fork->steps[i - 1], <=, 20);
      guint index = (i * 29) % fork->n;
      g_assert_true (nabla_run_fork_go (fork, trainer, index, &error));
      g_assert_no_error (error);
      check_step (&past, trainer, fork->steps[index]);
    }
}

/* Early stopping follows from the run alone. */
static void
test_early_stopping (void)
{
  const char *const patient
      = "[data]\nsource=moons\nsamples=120\nnoise=0.35\ntrain=0.5\ndev=0.5\n"
        "[layer h1]\nop=dense\nunits=40\nactivation=relu\n"
        "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
        "[train]\noptimizer=adam\nlearning_rate=0.03\nbatch_size=16\n"
        "steps=100000\npatience=12\n";
  NablaEarlyStopping first = { -1, 0, -1 };
  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_autoptr (NablaTrainer) trainer = runtime_make (patient, n_threads);
      double least = INFINITY;
      gint64 least_step = -1, waited = 0;
      while (!nabla_trainer_is_stopped (trainer))
        {
          gint64 epoch = nabla_trainer_epoch (trainer);
          runtime_train_to (trainer, nabla_trainer_steps (trainer) + 1);
          if (nabla_trainer_epoch (trainer) == epoch)
            continue;
          /* a plain reference */
          NablaMetrics metrics;
          nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_DEV, NULL,
                                   &metrics);
          g_free (metrics.confusion);
          waited = metrics.cost < least ? 0 : waited + 1;
          if (metrics.cost < least)
            least = metrics.cost, least_step = nabla_trainer_steps (trainer);
          g_assert_cmpint (waited, <=, 12);
          g_assert_true (nabla_trainer_is_stopped (trainer) == (waited == 12));
        }
      NablaEarlyStopping seen = *nabla_trainer_early_stopping (trainer);
      g_assert_cmpint (seen.best_step, ==, least_step);
      g_assert_cmpfloat (seen.best_cost, ==, least);
      g_assert_cmpint (seen.stopped_step, ==, nabla_trainer_steps (trainer));
      g_assert_cmpint (seen.stopped_step - seen.best_step, ==, 12 * 4);
      if (n_threads == 1)
        first = seen;
      g_assert_cmpint (seen.best_step, ==, first.best_step);
      g_assert_cmpfloat (seen.best_cost, ==, first.best_cost);

      /* whoever goes on has the whole patience again */
      gint64 stopped = seen.stopped_step;
      runtime_train_to (trainer, stopped + 1);
      g_assert_false (nabla_trainer_is_stopped (trainer));
      runtime_train_to (trainer, stopped + 4 * 11);
      g_assert_false (nabla_trainer_is_stopped (trainer));
      runtime_set (trainer, "train.patience", "0");
      runtime_train_to (trainer, stopped + 4 * 13);
      g_assert_cmpint (nabla_trainer_early_stopping (trainer)->best_step, ==, -1);
    }

  /* a measurement that is cut off is made up for */
  g_autoptr (NablaTrainer) trainer = runtime_make (patient, 1);
  gint cancel = 0;
  for (gint64 step = 0; step < first.stopped_step; step++)
    {
      runtime_train_to (trainer, step + 1);
      cancel = 1;
      g_assert_cmpint (nabla_trainer_step (trainer, &cancel, NULL), ==, NABLA_STEP_CUT_OFF);
    }
  g_assert_true (nabla_trainer_is_stopped (trainer));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/runtime/history/seek/1", GUINT_TO_POINTER (1), test_seek);
  g_test_add_data_func ("/runtime/history/seek/2", GUINT_TO_POINTER (2), test_seek);
  g_test_add_func ("/runtime/history/bound", test_bound);
  g_test_add_func ("/runtime/history/interval", test_interval);
  g_test_add_func ("/runtime/history/cancel", test_cancel);
  g_test_add_func ("/runtime/history/cut", test_cut);
  g_test_add_func ("/runtime/history/fork", test_fork);
  g_test_add_func ("/runtime/history/early-stopping", test_early_stopping);
  return g_test_run ();
}
