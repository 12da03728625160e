/* The opener: each kind of file is recognized by its content, and what cannot be used
 * says why in one sentence.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app-test.h"
#include "nabla-error.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

/* Returns: (transfer full): the path of a new file */
static char *
write_file (const char *name, const char *bytes, gssize length)
{
  char *path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  return path;
}

static void
assert_kind (const char *path, NablaOpenedKind kind)
{
  g_auto (Opened) opened = { 0 };
  open_path (&opened, path, NULL);
  g_assert_no_error (opened.error);
  g_assert_cmpint (opened.opened->kind, ==, kind);
  g_assert_cmpstr (opened.opened->path, ==, path);
  g_assert_cmpint (opened.opened->plan != NULL, ==, kind == NABLA_OPENED_DATA);
  g_assert_cmpint (opened.opened->model != NULL, ==, kind == NABLA_OPENED_MODEL);
  gboolean has_experiment = kind == NABLA_OPENED_EXPERIMENT || kind == NABLA_OPENED_MODEL;
  g_assert_cmpint (opened.opened->experiment != NULL, ==, has_experiment);
}

/* One sentence that names the file and says @reason. */
static void
assert_refused (const char *path, const char *reason)
{
  g_auto (Opened) opened = { 0 };
  open_path (&opened, path, NULL);
  g_assert_null (opened.opened);
  g_assert_nonnull (opened.error);
  g_autofree char *name = g_filename_display_basename (path);
  g_test_message ("%s", opened.error->message);
  g_assert_nonnull (strstr (opened.error->message, name));
  g_assert_nonnull (strstr (opened.error->message, reason));
  g_assert_null (strchr (opened.error->message, '\n'));
}

static void
test_kinds (void)
{
  static const char experiment[] = "[data]\nsource=moons\n[layer output]\nop=dense\n[loss]\n"
                                   "op=sigmoid_cross_entropy\n";
  g_autofree char *commented
    = g_strconcat ("\xef\xbb\xbf# What\n\n; and why.\n[experiment]\nformat=1\n", experiment, NULL);
  g_autofree char *by_content = write_file ("notes.txt", commented, -1);
  assert_kind (by_content, NABLA_OPENED_EXPERIMENT);
  g_autofree char *by_name = write_file ("short.nabla", experiment, -1);
  assert_kind (by_name, NABLA_OPENED_EXPERIMENT);
  g_autofree char *table = write_file ("table.nabla.txt", "a;b;kind\n1;2;x\n2;3;y\n4;4;x\n", -1);
  assert_kind (table, NABLA_OPENED_DATA);
  g_autofree char *wine = sets_path ("wine.csv");
  assert_kind (wine, NABLA_OPENED_DATA);

  g_autofree char *lesson = write_file ("lesson.md", "# Lesson\n", -1);
  assert_kind (folder, NABLA_OPENED_LESSON);
  g_unlink (lesson);
  assert_refused (folder, "lesson.md");
}

static void
test_model (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "trained", NULL);
  g_autofree char *text = NULL;
  g_autofree char *example
    = g_test_build_filename (G_TEST_DIST, "..", "data", "experiments", "moons.nabla", NULL);
  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (example, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaTrainer) trainer = nabla_trainer_new (experiment, problem, 1, &error);
  g_assert_no_error (error);
  g_assert_true (nabla_model_file_save (trainer, path, &error));
  assert_kind (path, NABLA_OPENED_MODEL);

  gsize length;
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_autofree char *damaged = write_file ("damaged", text, (gssize) (length / 2));
  assert_refused (damaged, "");
}

static void
test_refused (void)
{
  g_autofree char *empty = write_file ("empty.csv", "", 0);
  assert_refused (empty, "empty");
  g_autofree char *broken = write_file ("broken.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n", -1);
  assert_refused (broken, "line 3");
  g_autofree char *png = write_file ("picture.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  assert_refused (png, "picture");
  g_autofree char *zip = write_file ("data.zip", "PK\3\4\24\0\0\0\10\0abcdefghijklmnopqrst", 30);
  assert_refused (zip, "archive");
  g_autofree char *prose = write_file ("prose.txt", "Call me Ishmael.\nSome years ago\n", -1);
  assert_refused (prose, "text");
  g_autofree char *wrong
    = write_file ("wrong.nabla", "[experiment]\nformat=1\n[data]\nsauce=x\n", -1);
  assert_refused (wrong, "source");
  g_autofree char *none = g_build_filename (folder, "nowhere.csv", NULL);
  assert_refused (none, "no such file");
}

static void
test_one_at_a_time (void)
{
  g_auto (Opened) opened = { 0 };
  g_autofree char *path = sets_path ("iris.csv");
  GFile *files[] = { g_file_new_for_path (path), g_file_new_for_path (path) };
  nabla_opener_open_async (files, 2, NULL, NULL, NULL, opened_cb, &opened);
  while (!opened.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (opened.error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED);
  g_object_unref (files[0]);
  g_object_unref (files[1]);
}

/* A million rows: progress is told while the main loop runs on, and it can be stopped. */
static void
test_large (void)
{
  g_autofree char *path = g_build_filename (folder, "large.csv", NULL);
  g_autoptr (GString) text = g_string_new ("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,kind\n");
  g_autoptr (GString) block = g_string_new (NULL);
  for (guint i = 0; i < 1000; i++)
    {
      for (guint j = 0; j < 19; j++)
        g_string_append_printf (block, "%u.%u,", i % (j + 7), j);
      g_string_append (block, i % 4 == 0 ? "yes\n" : "no\n");
    }
  for (guint k = 0; k < 1000; k++)
    g_string_append_len (text, block->str, (gssize) block->len);
  g_assert_true (g_file_set_contents_full (path, text->str, (gssize) text->len,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));

  g_auto (Opened) whole = { 0 };
  open_path (&whole, path, NULL);
  g_assert_no_error (whole.error);
  g_assert_cmpuint (whole.opened->plan->dataset->m, ==, 1000000);
  g_assert_cmpuint (whole.opened->plan->class_counts[1], ==, 250000);
  g_assert_cmpfloat (whole.fraction, >, 0.1);

  g_auto (Opened) stopped = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  nabla_opener_open_async (&file, 1, cancellable, opened_progress_cb, &stopped, opened_cb,
                           &stopped);
  while (!stopped.done)
    {
      if (stopped.fraction > 0.05)
        g_cancellable_cancel (cancellable);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_error (stopped.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (stopped.fraction, <, 0.9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-opener-XXXXXX", NULL);
  g_test_add_func ("/app/opener/kinds", test_kinds);
  g_test_add_func ("/app/opener/model", test_model);
  g_test_add_func ("/app/opener/refused", test_refused);
  g_test_add_func ("/app/opener/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/app/opener/large", test_large);
  int status = g_test_run ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
