/* Saved networks: opened again they stand where they stood, go on with the same bits, and
 * see other data as they saw their own.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-model-file.h"
#include "nabla-run.h"
#include "nabla-weights.h"
#include "runtime-test.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Folder;

static void
set_up (Folder *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("nabla-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "m.safetensors", NULL);
}

static void
tear_down (Folder *self, gconstpointer data)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static NablaTrainer *
resume (const char *path, const char *data_path, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaModelFile) file = nabla_model_file_load (path, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_model_file_problem (file, data_path, NULL, &error);
  g_assert_no_error (error);
  NablaTrainer *trainer = nabla_model_file_resume (file, problem, n_threads, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
save (const NablaTrainer *trainer, const char *path)
{
  g_autoptr (GError) error = NULL;
  gboolean saved = nabla_model_file_save (trainer, path, &error);
  g_assert_no_error (error);
  g_assert_true (saved);
}

static void
test_goes_on (Folder *folder, gconstpointer data)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  runtime_set (trainer, "train.batch_seed", "5");
  runtime_train_to (trainer, 33);
  runtime_set (trainer, "train.optimizer", "rmsprop");
  runtime_set (trainer, "train.batch_size", "50");
  runtime_set (trainer, "experiment.seed", "1234"); /* of the next run, not of this dropout */
  runtime_train_to (trainer, 61);
  runtime_set (trainer, "activation@h2", "relu");
  runtime_set (trainer, "W[2,2]@h1", "0.5");
  runtime_set (trainer, "train.schedule", "exponential");
  runtime_set (trainer, "train.optimizer", "adam");
  runtime_train_to (trainer, 87);
  save (trainer, folder->path);
  guint64 then = runtime_hash (trainer);
  runtime_train_to (trainer, 160);
  for (guint n_threads = 1; n_threads <= 2; n_threads++)
    {
      g_autoptr (NablaTrainer) again = resume (folder->path, NULL, n_threads);
      g_assert_cmpint (nabla_trainer_steps (again), ==, 87);
      g_assert_cmphex (runtime_hash (again), ==, then);
      g_assert_cmpint (nabla_trainer_epoch (again), >, 5);
      runtime_train_to (again, 160);
      g_assert_cmphex (runtime_hash (again), ==, runtime_hash (trainer));
      g_assert_cmpint (nabla_trainer_epoch (again), ==, nabla_trainer_epoch (trainer));
      g_assert_cmpuint (nabla_trainer_record (again)->len, ==, nabla_trainer_record (trainer)->len);
    }

  /* what it was made by is in the file: the whole run can be made again */
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaModelFile) file = nabla_model_file_load (folder->path, &error);
  g_autoptr (NablaTrainer) from_start = runtime_make_from (file->beginning, 2);
  g_assert_true (nabla_trainer_replay (from_start, file->record, file->step, NULL, &error));
  g_assert_cmphex (runtime_hash (from_start), ==, then);
}

static void
test_record_text (void)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  runtime_set (trainer, "train.l1", "0.5");
  runtime_train_to (trainer, 3);
  runtime_set (trainer, "b[1]@h1", "-1");
  runtime_set (trainer, "train.l1", NULL);
  g_autofree char *text = nabla_record_to_text (nabla_trainer_record (trainer));
  g_assert_cmpstr (text, ==, "0\ttrain.l1\t0.5\n3\tb[1]@h1\t-1\n3\ttrain.l1\n");
  g_autoptr (GArray) record = nabla_record_from_text (text);
  g_autofree char *again = nabla_record_to_text (record);
  g_assert_cmpstr (again, ==, text);
  g_assert_null (g_array_index (record, NablaChange, 2).value);

  static const char *const wrong[]
      = { "x\tkey\t1\n", "-1\tkey\t1\n", "1\n", "1\t\n", "5\ta\t1\n4\ta\t1\n", "1.5\ta\t1" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (nabla_record_from_text (wrong[i]));
  g_autoptr (GArray) none = nabla_record_from_text ("");
  g_assert_cmpuint (none->len, ==, 0);
}

/* A table of two features with classes of words. */
static void
write_table (const char *path, double shift, const char *classes)
{
  g_autoptr (GString) text = g_string_new ("width,height,kind\n");
  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%g,%g,%c\n", shift + i % 7 + 3 * (i % 2), 10.0 * (i % 5),
                            classes[i % 2]);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_data (Folder *folder, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *table = g_build_filename (folder->folder, "t.csv", NULL);
  g_autofree char *other = g_build_filename (folder->folder, "other.csv", NULL);
  g_autofree char *sub = g_build_filename (folder->folder, "models", NULL);
  g_autofree char *path = g_build_filename (sub, "m.safetensors", NULL);
  g_autofree char *experiment_path = g_build_filename (folder->folder, "e.nabla", NULL);
  g_mkdir (sub, 0700);
  write_table (table, 0, "ab");
  g_autoptr (NablaExperiment) experiment
      = nabla_experiment_parse ("[data]\nsource=t.csv\nnormalize=standard\n[layer "
                                "output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
                                "[train]\noptimizer=adam\nbatch_size=full\nsteps=100\n",
                                -1, experiment_path, &error);
  g_assert_no_error (error);
  g_autoptr (NablaTrainer) trainer = runtime_make_from (experiment, 1);
  runtime_train_to (trainer, 50);
  save (trainer, path);
  runtime_train_to (trainer, 70);

  /* beside another folder's experiment it still finds its table */
  g_autoptr (NablaTrainer) again = resume (path, NULL, 1);
  runtime_train_to (again, 70);
  g_assert_cmphex (runtime_hash (again), ==, runtime_hash (trainer));

  /* other data: the features' mean is that of the old ones */
  write_table (other, 100, "ab");
  g_autoptr (NablaTrainer) elsewhere = resume (path, other, 1);
  const NablaProblem *problem = nabla_trainer_problem (elsewhere);
  const NablaNormalizer *old = nabla_trainer_problem (trainer)->normalizer;
  g_assert_cmpfloat (problem->normalizer->shift[0], ==, old->shift[0]);
  g_assert_cmpfloat_with_epsilon (((float *)problem->x)[0],
                                  (problem->dataset->x[0] - old->shift[0]) * old->scale[0], 1e-4);
  runtime_train_to (elsewhere, 60);

  /* other classes, no label, no file */
  g_autoptr (NablaModelFile) file = nabla_model_file_load (path, &error);
  g_assert_no_error (error);
  write_table (other, 0, "xy");
  g_assert_null (nabla_model_file_problem (file, other, NULL, &error));
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (other, "width,height\n1,2\n3,4\n5,6\n", -1, NULL));
  g_assert_null (nabla_model_file_problem (file, other, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "kind"));
  g_clear_error (&error);
  g_unlink (other);
  g_assert_null (nabla_model_file_problem (file, other, NULL, &error));
  g_assert_nonnull (error);

  g_unlink (path);
  g_unlink (table);
  g_rmdir (sub);
}

static GError *
wait_until_saved (NablaRun *run, const char *path)
{
  GError *error = NULL;
  g_autofree char *saved = NULL;
  gint64 start = g_get_monotonic_time ();
  while (!nabla_run_take_saved (run, &saved, &error))
    {
      g_usleep (1000);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 60 * G_USEC_PER_SEC);
    }
  g_assert_cmpstr (saved, ==, path);
  return error;
}

/* Saved while it runs, and opened as another run. */
static void
test_run (Folder *folder, gconstpointer data)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  g_autoptr (NablaRun) run = nabla_run_new (g_steal_pointer (&trainer));
  g_assert_false (nabla_run_take_saved (run, NULL, NULL));
  nabla_run_set (run, "train.steps", "1000000");
  nabla_run_play (run, 0);
  while (nabla_run_steps (run) < 20)
    g_usleep (200);
  nabla_run_save (run, folder->path);
  g_autoptr (GError) error = wait_until_saved (run, folder->path);
  g_assert_no_error (error);
  g_assert_cmpint (nabla_run_state (run), ==, NABLA_RUN_RUNNING);
  g_assert_false (nabla_run_take_saved (run, NULL, NULL));

  g_autofree char *nowhere = g_build_filename (folder->folder, "no", "m.safetensors", NULL);
  nabla_run_save (run, nowhere);
  g_autoptr (GError) failed = wait_until_saved (run, nowhere);
  g_assert_nonnull (failed);
  nabla_run_pause (run);
  g_assert_true (nabla_run_wait (run, 60000));

  g_autoptr (NablaTrainer) opened = resume (folder->path, NULL, 1);
  gint64 step = nabla_trainer_steps (opened);
  g_assert_cmpint (step, >=, 20);
  guint64 hash = runtime_hash (opened);
  g_autoptr (NablaTrainer) plain = runtime_make (runtime_rich, 1);
  runtime_set (plain, "train.steps", "1000000");
  runtime_train_to (plain, step);
  g_assert_cmphex (runtime_hash (plain), ==, hash);

  g_autoptr (NablaRun) other = nabla_run_new (g_steal_pointer (&opened));
  g_assert_cmpint (nabla_run_steps (other), ==, step);
  g_assert_true (nabla_run_wait (other, 60000));
  g_autoptr (NablaSnapshot) snapshot = nabla_run_take_snapshot (other);
  g_assert_cmpint (snapshot->step, ==, step);
  nabla_run_step (other, 5);
  g_assert_true (nabla_run_wait (other, 60000));
  g_assert_cmpint (nabla_run_steps (other), ==, step + 5);
}

/* Whatever happens to a file, opening it ends with a sentence. */
static void
test_damaged (Folder *folder, gconstpointer data)
{
  g_autoptr (NablaTrainer) trainer = runtime_make (runtime_rich, 1);
  runtime_train_to (trainer, 5);
  runtime_set (trainer, "train.l1", "0.5");
  save (trainer, folder->path);
  g_autofree char *good = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (folder->path, &good, &length, NULL));
  static const char *const words[][2] = {
    { "nabla.record", "nabla.recorb" },     { "nabla.beginning", "nabla.beginninh" },
    { "5\\ttrain.l1", "x\\ttrain.l1" },     { "nabla.step\": \"5\"", "nabla.step\": \"z\"" },
    { "optimizer=adam", "optimizer=adxm" }, { "nabla.normalize_label", "nabla.normalize_labem" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *bad = g_memdup2 (good, length);
      char *at = memmem (bad, length, words[i][0], strlen (words[i][0]));
      g_assert_nonnull (at);
      memcpy (at, words[i][1], strlen (words[i][1]));
      g_assert_true (g_file_set_contents (folder->path, bad, length, NULL));
      g_autoptr (NablaModelFile) file = nabla_model_file_load (folder->path, &error);
      g_assert_null (file);
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
    }
  for (gsize cut = 0; cut < length; cut += length / 40 + 1)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (folder->path, good, cut, NULL));
      g_assert_null (nabla_model_file_load (folder->path, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/runtime/model-file/goes-on", Folder, NULL, set_up, test_goes_on, tear_down);
  g_test_add_func ("/runtime/model-file/record-text", test_record_text);
  g_test_add ("/runtime/model-file/data", Folder, NULL, set_up, test_data, tear_down);
  g_test_add ("/runtime/model-file/run", Folder, NULL, set_up, test_run, tear_down);
  g_test_add ("/runtime/model-file/damaged", Folder, NULL, set_up, test_damaged, tear_down);
  return g_test_run ();
}
