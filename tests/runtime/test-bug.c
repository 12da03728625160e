/* Planted bugs in a run: switched on and off while it goes on, recorded, saved, and
 * seen in what it shows.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-model-file.h"
#include "runtime-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* No bug, by the key and without it, and one that finds nothing: the same bits. */
static void
test_none (void)
{
  g_autoptr (NablaTrainer) plain = runtime_make (runtime_rich, 1);
  runtime_train_to (plain, 60);
  static const char *const lines[]
      = { "bug=none\n", "bug=momentum_without_one_minus_beta\n", "bug=softmax_without_max_shift\n",
          "bug=dropout_scales_at_test_time\n" };
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strconcat (runtime_rich, lines[i], NULL);
      g_autoptr (NablaTrainer) trainer = runtime_make (text, 1);
      runtime_train_to (trainer, 60);
      g_assert_cmpuint (runtime_hash (trainer), ==, runtime_hash (plain));
    }
}

/* A bug that comes and goes leaves the numbers and the optimizer's state as they are. */
static void
test_live (gconstpointer data)
{
  const char *bug = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaTrainer) plain = runtime_make (runtime_rich, 1);
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  runtime_train_to (plain, 20);
  runtime_train_to (trainer, 20);
  runtime_set (trainer, "train.bug", bug);
  g_assert_cmpuint (runtime_hash (trainer), ==, runtime_hash (plain));
  runtime_set (trainer, "train.bug", "none");
  runtime_train_to (plain, 40);
  runtime_train_to (trainer, 40);
  g_assert_cmpuint (runtime_hash (trainer), ==, runtime_hash (plain));

  runtime_set (trainer, "train.bug", bug);
  runtime_train_to (plain, 60);
  runtime_train_to (trainer, 60);
  g_assert_cmpuint (runtime_hash (trainer), !=, runtime_hash (plain));
  runtime_set (trainer, "train.bug", NULL);
  runtime_train_to (trainer, 80);

  g_autoptr (GArray) record = nabla_record_copy (nabla_trainer_record (trainer));
  g_assert_cmpuint (record->len, ==, 4);
  g_assert_cmpstr (g_array_index (record, NablaChange, 2).key, ==, "train.bug");
  g_assert_cmpstr (g_array_index (record, NablaChange, 2).value, ==, bug);
  g_assert_cmpint (g_array_index (record, NablaChange, 2).step, ==, 40);
  g_autoptr (NablaTrainer) again = runtime_make (runtime_rich, 2);
  g_assert_true (nabla_trainer_replay (again, record, 80, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (runtime_hash (again), ==, runtime_hash (trainer));
}

/* A saved network says what is planted in it, and predicts with it. */
static void
test_saved (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("nabla-bug-XXXXXX.safetensors", &path, &error);
  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  double x[] = { 0.3, -0.7 }, with, without;
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  runtime_train_to (trainer, 30);
  for (int planted = 0; planted <= 1; planted++)
    {
      runtime_set (trainer, "train.bug", planted ? "dropout_scales_at_test_time" : "none");
      g_assert_true (nabla_model_file_save (trainer, path, &error));
      g_autoptr (NablaModelFile) model = nabla_model_file_load (path, &error);
      g_assert_no_error (error);
      const NablaBug *bug = nabla_experiment_train (model->experiment)->bug;
      g_assert_cmpstr (bug != NULL ? bug->name : NULL, ==,
                       planted ? "dropout_scales_at_test_time" : NULL);
      g_assert_true (nabla_model_file_predict (model, x, 1, planted ? &with : &without, &error));
    }
  g_assert_cmpfloat (fabs (with - without), >, 1e-3);
  g_unlink (path);
}

/* A softmax that overflows stops the run with step and node; cured, it goes on. */
static void
test_diverged (void)
{
  static const char text[]
      = "[experiment]\nseed=3\n[data]\nsource=blobs\nsamples=60\nseed=1\ncenters=3\nbinary=false\n"
        "[layer output]\nop=dense\nunits=3\ninitialization=normal\nscale=40\n"
        "[loss]\nop=softmax_cross_entropy\n"
        "[train]\nlearning_rate=0.001\nsteps=50\nbatch_size=full\nbug=softmax_without_max_shift\n";
  g_autoptr (NablaTrainer) trainer = runtime_make (text, 1);
  gint64 step;
  g_assert_cmpint (nabla_trainer_step (trainer, NULL, NULL), ==, NABLA_STEP_DIVERGED);
  g_assert_cmpstr (nabla_trainer_diverged (trainer, &step), ==, "loss");
  g_assert_cmpint (step, ==, 0);
  runtime_set (trainer, "train.bug", "none");
  g_assert_null (nabla_trainer_diverged (trainer, NULL));
  runtime_train_to (trainer, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/bug/none", test_none);
  g_test_add_data_func ("/runtime/bug/live/op", "wrong_activation_derivative", test_live);
  g_test_add_data_func ("/runtime/bug/live/loss", "missing_mean", test_live);
  g_test_add_data_func ("/runtime/bug/live/optimizer", "adam_bias_correction", test_live);
  g_test_add_func ("/runtime/bug/saved", test_saved);
  g_test_add_func ("/runtime/bug/diverged", test_diverged);
  return g_test_run ();
}
