/* Figures as files: formats, sizes, and what is said when it cannot be done.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "figure-test.h"

#include "nabla-error.h"
#include "nabla-figure-file.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

/* Writes the cost curve of a sample. Returns: (transfer full): the file's bytes */
static char *
write_figure (const char *figure,
              const char *sample,
              const char *name,
              const NablaFigureOptions *options,
              gsize *length)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make (sample);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  nabla_figure_write (nabla_figure_find (figure, NULL), snapshot, options, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, length, NULL));
  g_unlink (path);
  return bytes;
}

static guint32
big_endian (const char *bytes)
{
  guint32 value;
  memcpy (&value, bytes, 4);
  return GUINT32_FROM_BE (value);
}

static void
test_png (void)
{
  gsize length;
  g_autofree char *usual = write_figure ("cost", "diverged", "a.png", NULL, &length);
  g_assert_cmpint (memcmp (usual, "\x89PNG\r\n\x1a\n", 8), ==, 0);
  g_assert_cmpuint (big_endian (usual + 16), ==, 1600);
  g_assert_cmpuint (big_endian (usual + 20), ==, 1000);

  NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
  options.width = 300;
  options.height = 200;
  options.scale = 1;
  options.theme = NABLA_THEME_DARK;
  g_autofree char *small = write_figure ("cost", "diverged", "b.PNG", &options, &length);
  g_assert_cmpuint (big_endian (small + 16), ==, 300);
  g_assert_cmpuint (big_endian (small + 20), ==, 200);
}

static void
test_svg (void)
{
  gsize length;
  NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
  g_autofree char *with = write_figure ("cost", "diverged", "a.svg", &options, &length);
  g_assert_nonnull (strstr (with, "width=\"800\" height=\"500\""));
  g_assert_nonnull (strstr (with, ">Cost</tspan>"));
  g_assert_nonnull (strstr (with, "first in “loss”.</tspan>"));
  g_assert_nonnull (strstr (with, ">Too large a learning rate</tspan>"));
  g_assert_nonnull (strstr (with, ">not finite at step 104</tspan>"));
  g_assert_nonnull (strstr (with, "#8442b8"));

  options.with_title = FALSE;
  options.theme = NABLA_THEME_DARK;
  g_autofree char *without = write_figure ("cost", "diverged", "b.svg", &options, &length);
  g_assert_null (strstr (without, ">Cost</tspan>"));
  g_assert_nonnull (strstr (without, "<title>Cost</title>"));
  g_assert_nonnull (strstr (without, "#d3b2f7"));
}

/* A vector file holds every point, a picture what its pixels can show. */
static void
test_all_points (void)
{
  gsize length, n_places = 0;
  g_autofree char *svg = write_figure ("cost", "flower", "a.svg", NULL, &length);
  for (const char *place = svg; (place = strchr (place, 'L')) != NULL; place++)
    n_places++;
  g_assert_cmpuint (n_places, >=, 7000);
}

static void
test_pdf (void)
{
  gsize length;
  g_autofree char *pdf = write_figure ("network", "flower", "a.pdf", NULL, &length);
  g_assert_cmpint (memcmp (pdf, "%PDF-1.", 7), ==, 0);
  g_assert_nonnull (g_strstr_len (pdf + length - 16, 16, "%%EOF"));
  /* 800×500 logical pixels at 96 an inch, in points; fonts are embedded. */
  g_assert_nonnull (memmem (pdf, length, "[ 0 0 600 375 ]", 15));
  g_assert_nonnull (memmem (pdf, length, "/FontFile", 9));
}

static void
check_error (const char *path, const NablaFigureOptions *options, int code, const char *part)
{
  g_autoptr (NablaSnapshot) snapshot = sample_snapshot_make ("empty");
  g_autoptr (GError) error = NULL;
  g_assert_false (nabla_figure_write (nabla_figures ()[0], snapshot, options, path, &error));
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_errors (void)
{
  g_autofree char *tiff = g_build_filename (folder, "a.tiff", NULL);
  check_error (tiff, NULL, NABLA_ERROR_UNSUPPORTED, ".png, .svg or .pdf");
  check_error ("png", NULL, NABLA_ERROR_UNSUPPORTED, "“png”");
  check_error (".png", NULL, NABLA_ERROR_UNSUPPORTED, ".png, .svg or .pdf");
  g_assert_false (g_file_test (tiff, G_FILE_TEST_EXISTS));

  g_autofree char *missing = g_build_filename (folder, "no", "a.png", NULL);
  check_error (missing, NULL, NABLA_ERROR_IO, "no folder");
  g_autofree char *taken = g_build_filename (folder, "taken.svg", NULL);
  g_assert_cmpint (g_mkdir (taken, 0755), ==, 0);
  check_error (taken, NULL, NABLA_ERROR_IO, "it is a folder");
  g_rmdir (taken);
  /* Even root cannot create files here. */
  check_error ("/proc/a.png", NULL, NABLA_ERROR_IO, "“/proc/a.png” cannot be written: ");

  NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
  options.scale = 100;
  g_autofree char *large = g_build_filename (folder, "a.png", NULL);
  check_error (large, &options, NABLA_ERROR_RANGE, "80000×50000");
  options.scale = 0;
  check_error (large, &options, NABLA_ERROR_RANGE, "1 to 32767");
}

static void
test_check_path (void)
{
  g_autofree char *good = g_build_filename (folder, "a.svg", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_true (nabla_figure_check_path (good, &error));
  g_assert_no_error (error);
  g_assert_false (nabla_figure_check_path ("a.gif", &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED);
}

/* Every figure of every sample can be written in every format. */
static void
test_all (void)
{
  static const char *const names[] = { "a.png", "a.svg", "a.pdf" };
  NablaFigureOptions options = NABLA_FIGURE_OPTIONS_INIT;
  options.scale = 0.5;
  for (const SampleSnapshot *sample = sample_snapshots (); sample->name != NULL; sample++)
    {
      /* Its two million points of a vector file take seconds. */
      if (g_str_equal (sample->name, "million"))
        continue;
      g_autoptr (NablaSnapshot) snapshot = sample->make ();
      for (guint f = 0; nabla_figures ()[f] != NULL; f++)
        for (guint i = 0; i < G_N_ELEMENTS (names); i++)
          {
            g_autofree char *path = g_build_filename (folder, names[i], NULL);
            g_autoptr (GError) error = NULL;
            nabla_figure_write (nabla_figures ()[f], snapshot, &options, path, &error);
            g_assert_no_error (error);
            g_unlink (path);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  folder = g_dir_make_tmp ("nabla-figures-XXXXXX", NULL);
  g_test_add_func ("/figure-file/png", test_png);
  g_test_add_func ("/figure-file/svg", test_svg);
  g_test_add_func ("/figure-file/all-points", test_all_points);
  g_test_add_func ("/figure-file/pdf", test_pdf);
  g_test_add_func ("/figure-file/errors", test_errors);
  g_test_add_func ("/figure-file/check-path", test_check_path);
  g_test_add_func ("/figure-file/all", test_all);
  int result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
