/* Files that are not what they seem, or no files at all: one sentence, at once.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

#include <glib/gstdio.h>
#include <gio/gunixsocketaddress.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static char *
write_file (const char *name, const char *bytes, gsize length)
{
  char *path = path_of (name);
  g_autoptr (GError) error = NULL;
  g_file_set_contents (path, bytes, (gssize) length, &error);
  g_assert_no_error (error);
  return path;
}

/* The sentence begins with the file's name, has @words in it and no line end. */
static void
refuse_path (const char *path, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  g_assert_null (source);
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, name));
  g_assert_null (strchr (error->message, '\n'));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

static void
test_no_file (void)
{
  g_autofree char *missing = path_of ("missing.csv");
  refuse_path (missing, NABLA_ERROR_IO, "missing.csv: there is no such file");
  refuse_path (folder, NABLA_ERROR_IO, "it is a folder, not a file");
  g_autofree char *dangling = path_of ("dangling.csv");
  g_assert_cmpint (symlink ("nowhere", dangling), ==, 0);
  refuse_path (dangling, NABLA_ERROR_IO, "there is no such file");
  g_autofree char *loop = path_of ("loop.csv");
  g_assert_cmpint (symlink ("loop.csv", loop), ==, 0);
  refuse_path (loop, NABLA_ERROR_IO, "loop.csv: ");
  g_autofree char *below = path_of ("dangling.csv/x.csv");
  refuse_path (below, NABLA_ERROR_IO, "x.csv: ");
  refuse_path ("", NABLA_ERROR_IO, "");
}

/* Nobody writes into the pipe, and /dev/zero has no end. */
static void
test_devices (void)
{
  g_autofree char *pipe = path_of ("pipe.csv");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  refuse_path (pipe, NABLA_ERROR_IO, "pipe.csv: it is a pipe; only files can be read");
  refuse_path ("/dev/zero", NABLA_ERROR_IO, "zero: it is a device; only files can be read");
  g_autofree char *name = path_of ("socket.csv");
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (name);
  g_autoptr (GSocket) socket
    = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  refuse_path (name, NABLA_ERROR_IO, "socket.csv: it is a socket; only files can be read");
}

/* As somebody else than root, who may read all. */
static void
test_unreadable (void)
{
  g_autofree char *path = write_file ("secret.csv", "a,b\n1,2\n", 8);
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  gboolean root = geteuid () == 0;
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  refuse_path (path, NABLA_ERROR_IO, "secret.csv: there is no permission to read it");
  if (root)
    g_assert_cmpint (seteuid (0), ==, 0);
}

static void
test_sound (void)
{
  /* Names say nothing. */
  g_autofree char *csv = write_file ("table.npy", "a,b\n1,2\n", 8);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSource) source = nabla_source_open (csv, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (source->format, ==, "CSV");
  g_assert_cmpstr (source->title, ==, "table.npy");
  g_assert_cmpstr (source->path, ==, csv);
  g_assert_cmpuint (source->size, ==, 8);
  /* A link is what it leads to. */
  g_autofree char *link = path_of ("link.csv");
  g_assert_cmpint (symlink ("table.npy", link), ==, 0);
  g_autoptr (NablaSource) linked = nabla_source_open (link, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (linked->table->n_rows, ==, 1);
  /* A file whose size the system does not know beforehand. */
  g_autoptr (NablaSource) status = nabla_source_open ("/proc/version", NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status->n_lines, ==, 1);
  /* Letters that are no UTF-8 in a name. */
  g_autofree char *odd = write_file ("odd\xff.csv", "a,b\n1,2\n", 8);
  g_autoptr (NablaSource) named = nabla_source_open (odd, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_utf8_validate (named->title, -1, NULL));
}

static void
test_misnamed (void)
{
#define S(bytes) bytes, sizeof bytes - 1
  static const struct { const char *name, *bytes; gsize length; int code; const char *words; } cases[] = {
    { "empty.csv", S (""), NABLA_ERROR_DATA, "empty.csv: the file is empty" },
    { "empty.npy", S (""), NABLA_ERROR_DATA, "the file is empty" },
    { "empty.arff", S (""), NABLA_ERROR_DATA, "the file is empty" },
    { "blank.csv", S ("\n\r\n  \t\n"), NABLA_ERROR_DATA, "nothing in the file but blank lines" },
    { "photo.csv", S ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0"), NABLA_ERROR_UNSUPPORTED, "it is a PNG picture" },
    { "photo.npy", S ("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1"), NABLA_ERROR_UNSUPPORTED, "it is a JPEG picture" },
    { "photo.arff", S ("GIF89a\1\0\1\0\0\0\0;"), NABLA_ERROR_UNSUPPORTED, "it is a GIF picture" },
    { "cats.csv", S ("\x89HDF\r\n\x1a\n\0\0\0\0"), NABLA_ERROR_UNSUPPORTED, "it is an HDF5 file" },
    { "cats.h5", S ("version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 2572022\n"),
      NABLA_ERROR_UNSUPPORTED, "it is a Git LFS pointer, which stands for the real file" },
    { "iris.csv", S ("version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 4551\n"),
      NABLA_ERROR_UNSUPPORTED, "it is a Git LFS pointer" },
    { "book.csv", S ("PK\3\4\x14\0\6\0\x08\0\0\0!\0abcdefghijklmn\x13\0\0\0[Content_Types].xml"),
      NABLA_ERROR_UNSUPPORTED, "it is a zip archive" },
    { "none.npz", S ("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), NABLA_ERROR_UNSUPPORTED, "it is an empty zip archive" },
    { "old.csv", S ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0"), NABLA_ERROR_UNSUPPORTED, "it is an old Excel or Word file" },
    { "data.csv.gz", S ("\x1f\x8b\x08\0\0\0\0\0\0\3"), NABLA_ERROR_UNSUPPORTED, "it is a gzip archive" },
    { "page.csv", S ("\n<!DOCTYPE html>\n<html><body>404</body></html>\n"), NABLA_ERROR_UNSUPPORTED, "it is a web page" },
    { "paper.csv", S ("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), NABLA_ERROR_UNSUPPORTED, "it is a PDF document" },
    { "model.npy", S ("\x80\4\x95\x0f\0\0\0\0\0\0\0}\x94."), NABLA_ERROR_UNSUPPORTED, "it is a Python pickle" },
    { "train.npy", S ("\0\0\x08\3\0\0\xea\x60\0\0\0\x1c"), NABLA_ERROR_UNSUPPORTED, "it is an IDX file" },
    { "matrix.csv", S ("MATLAB 5.0 MAT-file, Platform: GLNXA64\0\0\0\0\0\0"), NABLA_ERROR_UNSUPPORTED, "it is a MATLAB file" },
    { "rows.csv", S ("SQLite format 3\0\x10\0\1\1"), NABLA_ERROR_UNSUPPORTED, "it is an SQLite database" },
    { "noise.csv", S ("\3\1\4\1\5\x92\6\5\3\5\x89\7\x93\2\3\x84\6\2"), NABLA_ERROR_DATA, "a binary file of no known kind" },
    { "zeros.npy", S ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), NABLA_ERROR_DATA, "a binary file of no known kind" },
  };
#undef S
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (cases[i].name, cases[i].bytes, cases[i].length);
      refuse_path (path, cases[i].code, cases[i].words);
    }
  /* Random bytes, which begin with nothing known. */
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  for (guint k = 0; k < 200; k++)
    {
      char bytes[4096];
      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = (char) g_rand_int_range (random, i == 0, 256);
      if (bytes[0] == '\x80' || bytes[0] == '\x1f' || bytes[0] == '\xff')
        continue;
      refuse_as ("random.csv", bytes, sizeof bytes, NABLA_ERROR_DATA, "a binary file of no known kind");
    }
}

/* The limit holds for what a text needs as a table, too. */
static void
test_too_large (void)
{
  g_autoptr (GString) text = g_string_new ("a,b,c\n");
  for (int i = 0; i < 100000; i++)
    g_string_append_printf (text, "%d,%d,w%d\n", i, i % 7, i);
  g_autofree char *path = write_file ("large.csv", text->str, text->len);
  g_autofree char *sparse = path_of ("sparse.csv");
  g_assert_true (g_file_set_contents (sparse, "1,2\n", 4, NULL));
  g_assert_cmpint (truncate (sparse, (off_t) 1 << 40), ==, 0);
  for (gsize limit = 1 << 16; limit < 32 << 20; limit *= 2)
    {
      g_autoptr (GError) error = NULL;
      NablaReadOptions options = { .memory_limit = limit };
      g_autoptr (NablaSource) source = nabla_source_open (path, &options, NULL, NULL, NULL, &error);
      g_assert_true (source != NULL || g_error_matches (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE));
      g_assert_true ((source != NULL) == (limit >= 16 << 20));
      g_clear_error (&error);
      g_assert_null (nabla_source_open (sparse, &options, NULL, NULL, NULL, &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE);
      g_assert_nonnull (strstr (error->message, "sparse.csv: reading it needs 1099511627777 more bytes of memory"));
    }
  /* A terabyte is more than any memory that this runs on has free. */
  refuse_path (sparse, NABLA_ERROR_TOO_LARGE, "reading it needs");
}

static void
remove_folder (void)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (names)) != NULL;)
    {
      g_autofree char *path = path_of (name);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-files-XXXXXX", NULL);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  g_test_add_func ("/readers/files/no-file", test_no_file);
  g_test_add_func ("/readers/files/devices", test_devices);
  g_test_add_func ("/readers/files/unreadable", test_unreadable);
  g_test_add_func ("/readers/files/sound", test_sound);
  g_test_add_func ("/readers/files/misnamed", test_misnamed);
  g_test_add_func ("/readers/files/too-large", test_too_large);
  int status = g_test_run ();
  remove_folder ();
  g_free (folder);
  return status;
}
