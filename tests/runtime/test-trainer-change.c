/* Changes in mid-run: what is live, what it does to the numbers, what is refused, and
 * that experiment and record give the same bits again.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-observe.h"
#include "runtime-test.h"

#include <math.h>
#include <string.h>

static NablaExperiment *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static void
test_effects (void)
{
  static const struct
  {
    const char *key, *value;
    NablaEffect effect;
  } cases[] = {
    { "experiment.title", "Another", NABLA_EFFECT_NONE },
    { "views.show", "cost", NABLA_EFFECT_NONE },
    { "search.trials", "3", NABLA_EFFECT_NONE },
    { "train.learning_rate", "0.01", NABLA_EFFECT_NONE },
    { "train.learning_rate", "0.02", NABLA_EFFECT_STEP },
    { "train.optimizer", "rmsprop", NABLA_EFFECT_STEP },
    { "beta1", "0.5", NABLA_EFFECT_STEP },
    { "train.schedule", "cosine", NABLA_EFFECT_STEP },
    { "train.steps", "50", NABLA_EFFECT_STEP },
    { "train.l1", "0.5", NABLA_EFFECT_STEP },
    { "keep_prob@d1", "0.5", NABLA_EFFECT_STEP },
    { "activation@h2", "relu", NABLA_EFFECT_STEP },
    { "activation@h2", "none", NABLA_EFFECT_STEP },
    { "trainable@h1", "false", NABLA_EFFECT_STEP },
    { "loss.op", "mean_squared_error", NABLA_EFFECT_STEP },
    { "loss.weight", "2", NABLA_EFFECT_STEP },
    { "train.batch_size", "16", NABLA_EFFECT_EPOCH },
    { "train.batch_seed", "5", NABLA_EFFECT_START },
    { "experiment.seed", "5", NABLA_EFFECT_START },
    { "initialization@h1", "he", NABLA_EFFECT_START },
    { "scale@h1", "3", NABLA_EFFECT_START },
    { "units@h1", "21", NABLA_EFFECT_RUN },
    { "op@h2", "flatten", NABLA_EFFECT_RUN },
    { "loss.op", "softmax_cross_entropy", NABLA_EFFECT_RUN },
    { "data.noise", "0.1", NABLA_EFFECT_RUN },
    { "data.train", "0.5", NABLA_EFFECT_RUN },
    { "data.normalize", "standard", NABLA_EFFECT_RUN },
    { "train.precision", "double", NABLA_EFFECT_RUN },
  };
  g_autoptr (NablaExperiment) before = parse (runtime_rich);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaExperiment) after
          = nabla_experiment_with (before, cases[i].key, cases[i].value, &error);
      g_test_message ("%s=%s", cases[i].key, cases[i].value);
      if (after == NULL && strstr (cases[i].key, "op@") != NULL)
        continue;
      g_assert_no_error (error);
      g_assert_cmpint (nabla_experiment_effect (before, after), ==, cases[i].effect);
      g_assert_cmpint (nabla_trainer_is_live (before, after), ==,
                       cases[i].effect != NABLA_EFFECT_RUN);
    }
}

/* A run with everything that can change in it. */
static void
change_much (NablaTrainer *trainer)
{
  runtime_train_to (trainer, 21);
  runtime_set (trainer, "train.optimizer", "momentum");
  runtime_train_to (trainer, 30);
  runtime_set (trainer, "activation@h2", "relu");
  runtime_set (trainer, "train.batch_size", "48");
  runtime_train_to (trainer, 45);
  runtime_set (trainer, "train.optimizer", "adam");
  runtime_set (trainer, "train.schedule", "cosine");
  runtime_set (trainer, "trainable@h1", "false");
  runtime_train_to (trainer, 60);
  runtime_set (trainer, "trainable@h1", "true");
  runtime_set (trainer, "activation@h2", "none");
  runtime_set (trainer, "W[3,1]@h1", "0.25");
  runtime_set (trainer, "b[2]@h2", "-1.5");
  runtime_set (trainer, "gamma[4]@n1", "2");
  runtime_train_to (trainer, 75);
  runtime_set (trainer, "keep_prob@d1", "1");
  runtime_set (trainer, "experiment.seed", "77");
  runtime_set (trainer, "loss.op", "mean_squared_error");
  runtime_train_to (trainer, 110);
}

static void
test_replay (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  change_much (trainer);
  g_autoptr (GArray) record = nabla_record_copy (nabla_trainer_record (trainer));
  g_assert_cmpuint (record->len, ==, 14);

  for (guint n_threads = 1; n_threads <= 2; n_threads++)
    {
      g_autoptr (NablaExperiment) beginning = parse (runtime_rich);
      g_autoptr (NablaTrainer) again = runtime_make_from (beginning, n_threads);
      g_assert_true (nabla_trainer_replay (again, record, 110, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmphex (runtime_hash (again), ==, runtime_hash (trainer));
      g_assert_cmpfloat (nabla_trainer_objective (again), ==, nabla_trainer_objective (trainer));
      g_autofree char *text = nabla_experiment_to_text (nabla_trainer_experiment (again));
      g_autofree char *same = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
      g_assert_cmpstr (text, ==, same);
    }

  /* what the trainer calls its beginning is what it began with */
  g_autofree char *text = nabla_experiment_to_text (nabla_trainer_beginning (trainer));
  g_assert_cmpstr (text, ==, runtime_rich);

  /* a change left out of the record, or in another place, is another run */
  g_autoptr (NablaTrainer) other = runtime_make (runtime_rich, 1);
  g_array_remove_index (record, 8);
  g_assert_true (nabla_trainer_replay (other, record, 110, NULL, &error));
  g_assert_cmphex (runtime_hash (other), !=, runtime_hash (trainer));

  gint cancel = 1;
  g_assert_false (nabla_trainer_replay (other, record, 120, &cancel, &error));
  g_assert_cmpint (nabla_trainer_steps (other), ==, 110);
}

/* A change that comes to nothing leaves no trace in the bits. */
static void
test_rebuilt_network_is_the_same (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1),
                           plain = runtime_make (runtime_rich, 1);
  runtime_train_to (trainer, 40);
  guint64 hash = runtime_hash (trainer);
  runtime_set (trainer, "activation@h2", "relu");
  g_assert_cmphex (runtime_hash (trainer), ==, hash);
  runtime_set (trainer, "activation@h2", "tanh");
  runtime_set (trainer, "experiment.seed", "123");
  runtime_set (trainer, "initialization@h1", "zeros");
  runtime_set (trainer, "train.batch_seed", "99");
  runtime_train_to (trainer, 120);
  runtime_train_to (plain, 120);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (plain));

  /* but the next beginning is another: that of an experiment written so */
  g_autofree char *text = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
  g_autoptr (NablaTrainer) fresh = runtime_make (text, 1);
  nabla_trainer_reset (trainer);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (fresh));
  g_assert_cmphex (runtime_hash (trainer), !=, hash);
  runtime_train_to (trainer, 50);
  runtime_train_to (fresh, 50);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (fresh));
}

/* At step 0 nothing is lost by beginning anew, so it is done at once. */
static void
test_start_at_step_0 (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  runtime_set (trainer, "scale@h1", "3");
  runtime_set (trainer, "initialization@h1", "constant");
  runtime_set (trainer, "experiment.seed", "8");
  g_autofree char *text = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
  g_autoptr (NablaTrainer) fresh = runtime_make (text, 1);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (fresh));
  runtime_train_to (trainer, 50);
  runtime_train_to (fresh, 50);
  g_assert_cmphex (runtime_hash (trainer), ==, runtime_hash (fresh));
}

/* Another optimizer in mid-run is a run of it that begins with these parameters:
 * Adam's first update moves every weight by α, whatever the step. */
static void
test_optimizer_begins_anew (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (
      "[data]\nsource=moons\nsamples=200\nnoise=0.2\n[layer output]\nop=dense\nunits=1\n"
      "[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=gradient_descent\nlearning_rate=0.01\nbatch_size=full\nsteps="
      "1000\nprecision=double\n",
      1);
  runtime_train_to (trainer, 500);
  runtime_set (trainer, "train.optimizer", "adam");
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  const NablaNode *w = nabla_graph_find (graph, "output/W");
  double before[2], after[2];
  nabla_graph_get_parameter (graph, w, before);
  runtime_train_to (trainer, 501);
  nabla_graph_get_parameter (nabla_trainer_model (trainer)->graph, w, after);
  for (int i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (fabs (after[i] - before[i]), 0.01, 1e-6);

  /* its state is restored with its own beginning */
  g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
  runtime_train_to (trainer, 520);
  guint64 hash = runtime_hash (trainer);
  g_assert_true (nabla_trainer_restore_state (trainer, state));
  runtime_train_to (trainer, 520);
  g_assert_cmphex (runtime_hash (trainer), ==, hash);
  runtime_set (trainer, "train.optimizer", "rmsprop");
  g_assert_false (nabla_trainer_restore_state (trainer, state));
}

static void
test_many_at_once (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  g_auto (GStrv) parts = g_strsplit (runtime_rich, "optimizer=adam\n", 2);
  g_autofree char *text
      = g_strjoinv ("optimizer=momentum\nbeta=0.8\nschedule=exponential\ndecay=0.9\n", parts);
  g_autoptr (NablaExperiment) after = parse (text);
  runtime_train_to (trainer, 20);
  g_assert_true (nabla_trainer_change (trainer, after, &error));
  g_assert_no_error (error);
  runtime_train_to (trainer, 60);

  g_autoptr (GArray) record = nabla_record_copy (nabla_trainer_record (trainer));
  g_assert_cmpuint (record->len, ==, 4);
  g_assert_cmpstr (g_array_index (record, NablaChange, 0).key, ==, "train.optimizer");
  g_autoptr (NablaTrainer) again = runtime_make (runtime_rich, 2);
  g_assert_true (nabla_trainer_replay (again, record, 60, NULL, &error));
  g_assert_cmphex (runtime_hash (again), ==, runtime_hash (trainer));

  /* and back: what is not given any more has its initial value */
  g_autoptr (NablaExperiment) first = parse (runtime_rich);
  g_assert_true (nabla_trainer_change (trainer, first, &error));
  g_assert_cmpuint (nabla_trainer_record (trainer)->len, ==, 8);
  g_autoptr (GArray) both = nabla_record_copy (nabla_trainer_record (trainer));
  g_autoptr (NablaTrainer) once_more = runtime_make (runtime_rich, 1);
  g_assert_true (nabla_trainer_replay (once_more, both, 60, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (nabla_experiment_effect (nabla_trainer_experiment (once_more), first), ==,
                   NABLA_EFFECT_NONE);

  g_autoptr (NablaExperiment) larger = nabla_experiment_with (first, "units@h1", "50", &error);
  g_assert_false (nabla_trainer_change (trainer, larger, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED);
}

static double
weight (const NablaTrainer *trainer, const char *name, guint index)
{
  const NablaGraph *graph = nabla_trainer_model (trainer)->graph;
  const NablaNode *node = nabla_graph_find (graph, name);
  g_autofree double *values = g_new (double, nabla_shape_size (&node->shape));
  nabla_graph_get_parameter (graph, node, values);
  return values[index];
}

static void
test_weights_by_hand (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  g_autofree char *before = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
  double neighbour = weight (trainer, "h1/W", 5);
  runtime_set (trainer, "W[3,1]@h1", "0.5");
  runtime_set (trainer, "W[ 20 , 2 ]@h1", "-1e3");
  runtime_set (trainer, "b[2]@h1", "7");
  runtime_set (trainer, "b[3,1]@h1", "8");
  g_assert_cmpfloat (weight (trainer, "h1/W", 4), ==, 0.5);
  g_assert_cmpfloat (weight (trainer, "h1/W", 39), ==, -1000);
  g_assert_cmpfloat (weight (trainer, "h1/W", 5), ==, neighbour);
  g_assert_cmpfloat (weight (trainer, "h1/b", 1), ==, 7);
  g_assert_cmpfloat (weight (trainer, "h1/b", 2), ==, 8);
  g_assert_cmpuint (nabla_trainer_record (trainer)->len, ==, 4);
  g_autofree char *after = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
  g_assert_cmpstr (before, ==, after);

  static const struct
  {
    const char *key, *value, *says;
  } refused[] = {
    { "W[3,1]@h9", "1", "h1" },
    { "W[3,1]@d1", "1", "no weights" },
    { "V[3,1]@h1", "1", "W, b" },
    { "W[21,1]@h1", "1", "(20, 2)" },
    { "W[3,0]@h1", "1", "(20, 2)" },
    { "W[3]@h1", "1", "(20, 2)" },
    { "W[3,1,1]@h1", "1", "(20, 2)" },
    { "W[a,b]@h1", "1", "(20, 2)" },
    { "W[1.5,1]@h1", "1", "(20, 2)" },
    { "b[21]@h1", "1", "(20, 1)" },
    { "W[3,1]@h1", "much", "much" },
    { "W[3,1]@h1", "nan", "nan" },
    { "W[3,1]@h1", "1e39", "1e39" },
    { "W[3,1@h1", "1", "W[3,1]@hidden" },
    { "[3,1]@h1", "1", "W[3,1]@hidden" },
    { "W[]@h1", "1", "(20, 2)" },
    { "W[3,1]@h1", NULL, "finite" },
    { "W[3,1]\xff@h1", "1", "W[3,1]@hidden" },
    { "W[99999999999999999999,1]@h1", "1", "(20, 2)" },
  };
  guint64 hash = runtime_hash (trainer);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (nabla_trainer_set (trainer, refused[i].key, refused[i].value, &error));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, refused[i].says));
    }
  g_assert_cmphex (runtime_hash (trainer), ==, hash);
  g_assert_cmpuint (nabla_trainer_record (trainer)->len, ==, 4);

  /* reset and replay */
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) record = nabla_record_copy (nabla_trainer_record (trainer));
  runtime_train_to (trainer, 30);
  hash = runtime_hash (trainer);
  nabla_trainer_reset (trainer);
  g_assert_cmpuint (nabla_trainer_record (trainer)->len, ==, 0);
  g_assert_true (nabla_trainer_replay (trainer, record, 30, NULL, &error));
  g_assert_cmphex (runtime_hash (trainer), ==, hash);
}

static const char painted[]
  = "[experiment]\nseed=3\n[data]\nsource=points\nnormalize=standard\ntrain=0.8\ndev=0.2\n"
    "points=0,0,0; 0.1,0.2,0; 0.3,0,0; 1,1,1; 1.1,0.9,1; 0.8,1.2,1; 0,1,0; 1,0,1; 0.2,0.2,0; 0.9,0.9,1\n"
    "[layer h]\nop=dense\nunits=6\nactivation=tanh\n[layer output]\nop=dense\nunits=1\n"
    "[loss]\nop=sigmoid_cross_entropy\n[train]\noptimizer=adam\nlearning_rate=0.05\nbatch_size=4\nsteps=1000\n";

/* Points come and go while the network trains; it goes on with what it has learned. */
static void
test_painted (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) trainer = runtime_make (painted, 1);
  g_autoptr (NablaObserver) observer = nabla_observer_new (trainer);
  runtime_train_to (trainer, 25);
  guint64 hash = runtime_hash (trainer);
  g_autoptr (NablaSnapshot) before = nabla_observer_observe (observer, &nabla_observe_defaults, NULL);
  runtime_set (trainer, "data.points", "0,0,1; 1,1,0");
  runtime_set (trainer, "data.points", "5,5,1; 0,0,1; 1,1,0; 0,1,0; 1,0,0; 2,2,1; 3,3,0; 2,0,1; 0,2,1; 3,0,0; 1,3,1; 4,1,0");
  g_assert_cmpuint (nabla_trainer_record (trainer)->len, ==, 1);
  g_assert_cmphex (runtime_hash (trainer), ==, hash);
  g_assert_cmpuint (nabla_trainer_problem (trainer)->dataset->m, ==, 12);
  g_autoptr (NablaSnapshot) after = nabla_observer_observe (observer, &nabla_observe_defaults, NULL);
  g_assert_cmpuint (before->points->n, ==, 10);
  g_assert_cmpuint (after->points->n, ==, 12);
  g_assert_cmpfloat (after->field->x_maximum, >, 5);
  g_assert_cmpuint (after->examples->n_total, ==, 12);

  runtime_train_to (trainer, 60);
  runtime_set (trainer, "train.batch_size", "full");
  runtime_train_to (trainer, 80);
  runtime_set (trainer, "data.points", "0,0,1; 1,1,0; 0,1,0; 1,0,0; 2,2,1");
  runtime_train_to (trainer, 200);
  g_autoptr (GArray) record = nabla_record_copy (nabla_trainer_record (trainer));
  g_assert_cmpuint (record->len, ==, 3);
  g_autoptr (NablaTrainer) again = runtime_make (painted, 2);
  g_assert_true (nabla_trainer_replay (again, record, 200, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmphex (runtime_hash (again), ==, runtime_hash (trainer));

  /* what is no data changes nothing */
  hash = runtime_hash (trainer);
  g_assert_false (nabla_trainer_set (trainer, "data.points", "0,0,1", &error));
  g_clear_error (&error);
  g_assert_false (nabla_trainer_set (trainer, "data.points", "0,0,1; 1,1,2", &error));
  g_clear_error (&error);
  g_assert_false (nabla_trainer_set (trainer, "data.points", "0,0", &error));
  g_assert_cmpuint (nabla_trainer_problem (trainer)->dataset->m, ==, 5);
  runtime_train_to (trainer, 210);
  runtime_train_to (again, 210);
  g_assert_cmphex (runtime_hash (again), ==, runtime_hash (trainer));

  /* from the beginning on they are as they are now */
  g_autofree char *text = nabla_experiment_to_text (nabla_trainer_experiment (trainer));
  g_autoptr (NablaTrainer) fresh = runtime_make (text, 1);
  nabla_trainer_reset (trainer);
  runtime_train_to (trainer, 30);
  runtime_train_to (fresh, 30);
  g_assert_cmphex (runtime_hash (fresh), ==, runtime_hash (trainer));
}

/* A run that diverged goes on when its cause is taken away. */
static void
test_after_divergence (void)
{
  g_autoptr (NablaTrainer) trainer
      = runtime_make ("[data]\nsource=sine\n[layer h]\nop=dense\nunits=8\nactivation=relu\n[layer "
                      "output]\nop=dense\nunits=1\n"
                      "[loss]\nop=mean_squared_error\n[train]\noptimizer=gradient_"
                      "descent\nlearning_rate=0.01\nsteps=1000\n",
                      1);
  runtime_train_to (trainer, 5);
  g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
  runtime_set (trainer, "train.learning_rate", "100");
  while (nabla_trainer_step (trainer, NULL, NULL) == NABLA_STEP_DONE)
    g_assert_cmpint (nabla_trainer_steps (trainer), <, 1000);
  g_assert_nonnull (nabla_trainer_diverged (trainer, NULL));
  g_assert_true (nabla_trainer_restore_state (trainer, state));
  runtime_set (trainer, "train.learning_rate", "0.01");
  g_assert_null (nabla_trainer_diverged (trainer, NULL));
  runtime_train_to (trainer, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/change/effects", test_effects);
  g_test_add_func ("/runtime/change/replay", test_replay);
  g_test_add_func ("/runtime/change/rebuilt", test_rebuilt_network_is_the_same);
  g_test_add_func ("/runtime/change/start-at-step-0", test_start_at_step_0);
  g_test_add_func ("/runtime/change/optimizer-begins-anew", test_optimizer_begins_anew);
  g_test_add_func ("/runtime/change/many-at-once", test_many_at_once);
  g_test_add_func ("/runtime/change/weights-by-hand", test_weights_by_hand);
  g_test_add_func ("/runtime/change/painted", test_painted);
  g_test_add_func ("/runtime/change/after-divergence", test_after_divergence);
  return g_test_run ();
}
