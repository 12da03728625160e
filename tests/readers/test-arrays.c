/* NPY and NPZ files, made byte by byte, sound and damaged.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-source.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

/* An NPY file of version 1 with this header and these values. */
static GByteArray *
make_npy (const char *header, const void *values, gsize n_bytes)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) padded = g_string_new (header);
  while ((10 + padded->len + 1) % 64 != 0)
    g_string_append_c (padded, ' ');
  g_string_append_c (padded, '\n');
  const guint8 length[] = { padded->len & 0xff, padded->len >> 8 };
  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) padded->str, padded->len);
  g_byte_array_append (bytes, values, n_bytes);
  return bytes;
}

static NablaSource *
read_bytes (const GByteArray *bytes, GError **error)
{
  return nabla_source_from_bytes ("test.npy", bytes->data, bytes->len, NULL, error);
}

static void
test_types (void)
{
  static const double f8[] = { 1.5, -2, 3, 4, 5, 6 };
  static const guint8 big_f4[] = { 0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0 };
  static const guint8 f2[] = { 0x00, 0x3e, 0x00, 0xc0 };
  static const gint16 i2[] = { -3, 700 };
  static const guint8 u1[] = { 0, 255 };
  static const struct { const char *header; const void *values; gsize n_bytes, n; double first, second; const char *type; } cases[] = {
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", f8, sizeof f8, 6, 1.5, -2, "float64" },
    { "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", f8, sizeof f8, 6, 1.5, 3, "float64" },
    { "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }", big_f4, sizeof big_f4, 2, 1.5, -2, "float32" },
    { "{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }", f2, sizeof f2, 2, 1.5, -2, "float16" },
    { "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", i2, sizeof i2, 2, -3, 700, "int16" },
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }", u1, sizeof u1, 2, 0, 255, "uint8" },
    { "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", "\0\1", 2, 2, 0, 1, "bool" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = make_npy (cases[i].header, cases[i].values, cases[i].n_bytes);
      g_autoptr (NablaSource) source = read_bytes (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpint (source->kind, ==, NABLA_SOURCE_ARRAY);
      g_assert_cmpstr (source->arrays[0]->type, ==, cases[i].type);
      g_assert_cmpuint (source->arrays[0]->n_values, ==, cases[i].n);
      g_assert_cmpfloat (source->arrays[0]->values[0], ==, cases[i].first);
      g_assert_cmpfloat (source->arrays[0]->values[1], ==, cases[i].second);
    }
}

static void
refuse_bytes (const GByteArray *bytes, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (read_bytes (bytes, &error));
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, "test.npy"));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

static void
test_refused (void)
{
  static const struct { const char *header; gsize n_bytes; int code; const char *words; } bad[] = {
    { "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, NABLA_ERROR_UNSUPPORTED, "Python objects (a pickle)" },
    { "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, NABLA_ERROR_UNSUPPORTED, "records" },
    { "{'descr': '|V8', 'fortran_order': False, 'shape': (1,), }", 8, NABLA_ERROR_UNSUPPORTED, "records" },
    { "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, NABLA_ERROR_UNSUPPORTED, "complex numbers" },
    { "{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", 8, NABLA_ERROR_UNSUPPORTED, "dates" },
    { "{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", 16, NABLA_ERROR_UNSUPPORTED, "extended precision" },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 12, NABLA_ERROR_DATA, "ends after 1 of 2 values" },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 0, NABLA_ERROR_DATA, "ends after 0 of 2 values" },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 8), }", 8, NABLA_ERROR_TOO_LARGE, "larger than any memory" },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", 8, NABLA_ERROR_DATA, "header of the NPY array is damaged" },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }", 8, NABLA_ERROR_DATA, "ends after 1 of 1000000000000 values" },
    { "{'descr': '|S0', 'fortran_order': False, 'shape': (1000000000000,), }", 8, NABLA_ERROR_DATA, "is damaged" },
    { "{'descr': '<f8', 'fortran_order': False, }", 8, NABLA_ERROR_DATA, "is damaged" },
    { "{'descr': '<f8', 'shape': (-1,)", 8, NABLA_ERROR_DATA, "is damaged" },
    { "{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 16, NABLA_ERROR_DATA, "is damaged" },
    { "{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }", 16, NABLA_ERROR_DATA, "is damaged" },
    { "{'descr': 'f8', 'fortran_order': False, 'shape': (2,), }", 16, NABLA_ERROR_DATA, "is damaged" },
    { "nonsense", 8, NABLA_ERROR_DATA, "is damaged" },
  };
  static const guint8 zeros[16];
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GByteArray) bytes = make_npy (bad[i].header, zeros, bad[i].n_bytes);
      refuse_bytes (bytes, bad[i].code, bad[i].words);
    }
  g_autoptr (GByteArray) later
    = make_npy ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", zeros, 16);
  later->data[6] = 4;
  refuse_bytes (later, NABLA_ERROR_UNSUPPORTED, "NPY of version 4; versions 1 to 3 can be read");
  static const guint8 magic[] = "\x93NUMPY\1";
  g_autoptr (GByteArray) bare = g_byte_array_new ();
  g_byte_array_append (bare, magic, 7);
  refuse_bytes (bare, NABLA_ERROR_DATA, "is damaged");
}

/* Versions 2 and 3 give the header's length four bytes. */
static void
test_versions (void)
{
  static const char header[] = "{'descr': '>i4', 'fortran_order': False, 'shape': (), }\n";
  for (guint8 version = 2; version <= 3; version++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      const guint8 start[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', version, 0, sizeof header - 1, 0, 0, 0 };
      g_byte_array_append (bytes, start, sizeof start);
      g_byte_array_append (bytes, (const guint8 *) header, sizeof header - 1);
      g_byte_array_append (bytes, (const guint8 *) "\xff\xff\xff\xfe", 4);
      g_autoptr (NablaSource) source = read_bytes (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (source->arrays[0]->n_dims, ==, 0);
      g_assert_cmpuint (source->arrays[0]->n_values, ==, 1);
      g_assert_cmpfloat (source->arrays[0]->values[0], ==, -2);
      /* A single number is no data set, and that is said. */
      g_assert_null (nabla_source_to_dataset (source, NULL, NULL, NULL, &error));
      g_assert_error (error, NABLA_ERROR, NABLA_ERROR_DATA);
      /* A header that claims to be longer than the file. */
      bytes->data[10] = 1;
      refuse_bytes (bytes, NABLA_ERROR_DATA, "is damaged");
    }
}

/* What follows the array is not silently lost. */
static void
test_more_behind (void)
{
  static const double values[] = { 1, 2, 3, 4 };
  g_autoptr (GByteArray) bytes
    = make_npy ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", values, sizeof values);
  g_autoptr (NablaSource) source = read_bytes (bytes, NULL);
  g_assert_cmpuint (source->arrays[0]->n_values, ==, 2);
  g_assert_cmpuint (g_strv_length (source->notes), ==, 1);
  g_assert_nonnull (strstr (source->notes[0], "After the array 16 more bytes follow"));
}

/* A zip archive of these entries, into which the arrays are moved. */
static GByteArray *
make_zip (gboolean deflated, const char *const *names, GByteArray **arrays, guint n)
{
  gsize capacity = 65536;
  for (guint i = 0; i < n; i++)
    capacity += arrays[i]->len + 1024;
  g_autofree guint8 *buffer = g_malloc (capacity);
  size_t used = 0;
  struct archive *zip = archive_write_new ();
  archive_write_set_format_zip (zip);
  archive_write_set_format_option (zip, "zip", "compression", deflated ? "deflate" : "store");
  archive_write_open_memory (zip, buffer, capacity, &used);
  for (guint i = 0; i < n; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      archive_entry_set_pathname (entry, names[i]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, arrays[i]->len);
      archive_write_header (zip, entry);
      archive_write_data (zip, arrays[i]->data, arrays[i]->len);
      archive_entry_free (entry);
      g_byte_array_unref (arrays[i]);
    }
  archive_write_close (zip);
  archive_write_free (zip);
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, buffer, used);
  return bytes;
}

/* A zip archive of X (30, 2) and y (30). */
static GByteArray *
make_npz (gboolean deflated)
{
  double x[60];
  gint64 y[30];
  for (int i = 0; i < 60; i++)
    x[i] = i % 7 - 3;
  for (int i = 0; i < 30; i++)
    y[i] = i % 3;
  GByteArray *arrays[] = {
    make_npy ("{'descr': '<f8', 'fortran_order': False, 'shape': (30, 2), }", x, sizeof x),
    make_npy ("{'descr': '<i8', 'fortran_order': False, 'shape': (30,), }", y, sizeof y),
  };
  static const char *const names[] = { "X.npy", "y.npy" };
  return make_zip (deflated, names, arrays, 2);
}

static void
test_npz (void)
{
  for (int deflated = 0; deflated <= 1; deflated++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = make_npz (deflated);
      g_autoptr (NablaSource) source = read_bytes (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpint (source->kind, ==, NABLA_SOURCE_ARRAYS);
      g_assert_cmpuint (source->n_arrays, ==, 2);
      g_autoptr (NablaDataset) data = nabla_source_to_dataset (source, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (data->m, ==, 30);
      g_assert_cmpuint (data->n_classes, ==, 3);
      g_assert_cmpfloat (data->x[9], ==, 9 % 7 - 3);
      g_assert_cmpfloat (data->y[5], ==, 2);
    }
}

static GByteArray *
make_small (void)
{
  static const guint8 values[] = { 1, 2, 3 };
  return make_npy ("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", values, sizeof values);
}

/* Names that lead out of the archive, and macOS' shadows. */
static void
test_names (void)
{
  static const char *const outside[] = { "../X.npy", "a/../../X.npy", "/etc/X.npy", "..\\X.npy" };
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      g_autoptr (GByteArray) bytes = make_zip (TRUE, &outside[i], (GByteArray *[]) { make_small () }, 1);
      refuse_bytes (bytes, NABLA_ERROR_DATA, "of the archive points outside of it");
    }
  static const char *const names[] = { "a/X.npy", "__MACOSX/a/._X.npy", "a/._y.npy", "notes.txt", "..y.npy" };
  GByteArray *entries[G_N_ELEMENTS (names)];
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    entries[i] = i == 0 || i == 4 ? make_small () : g_byte_array_append (g_byte_array_new (), (const guint8 *) "\0\5\x16\7", 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = make_zip (FALSE, names, entries, G_N_ELEMENTS (names));
  g_autoptr (NablaSource) source = read_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (source->n_arrays, ==, 2);
  g_assert_cmpstr (source->arrays[0]->name, ==, "a/X");
  g_assert_cmpstr (source->arrays[1]->name, ==, "..y");
}

/* What a damaged or odd entry is called is said. */
static void
test_entries (void)
{
  static const char *const names[] = { "X.npy", "y.npy" };
  GByteArray *cut = make_small ();
  g_byte_array_set_size (cut, cut->len - 1);
  g_autoptr (GByteArray) shorter = make_zip (TRUE, names, (GByteArray *[]) { make_small (), cut }, 2);
  refuse_bytes (shorter, NABLA_ERROR_DATA, "test.npy, y.npy: the file ends after 2 of 3 values");
  static const guint8 zeros[8];
  GByteArray *pickle = make_npy ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", zeros, 8);
  g_autoptr (GByteArray) object = make_zip (TRUE, names, (GByteArray *[]) { make_small (), pickle }, 2);
  refuse_bytes (object, NABLA_ERROR_UNSUPPORTED, "test.npy, y.npy: the array holds Python objects (a pickle)");
  GByteArray *text = g_byte_array_append (g_byte_array_new (), (const guint8 *) "hello", 5);
  g_autoptr (GByteArray) words = make_zip (TRUE, names, (GByteArray *[]) { make_small (), text }, 2);
  refuse_bytes (words, NABLA_ERROR_DATA, "test.npy, y.npy: the header of the NPY array is damaged");
  /* The archive ends too early; a byte of the packed values is wrong. */
  g_autoptr (GByteArray) whole = make_npz (TRUE);
  g_autoptr (GByteArray) half = g_byte_array_append (g_byte_array_new (), whole->data, whole->len / 4);
  refuse_bytes (half, NABLA_ERROR_DATA, "");
  whole->data[60] ^= 0x55;
  refuse_bytes (whole, NABLA_ERROR_DATA, "test.npy");
}

/* A bomb: a few kilobytes that become gigabytes, honestly or not. */
static void
test_bomb (void)
{
  enum { SIZE = 64 << 20 };
  static const char *const names[] = { "X.npy" };
  static const struct { const char *header; int code; } bombs[] = {
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (67108864,), }", NABLA_ERROR_TOO_LARGE },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (8388608,), }", NABLA_ERROR_TOO_LARGE },
    { "{'descr': '|S67108864', 'fortran_order': False, 'shape': (1,), }", NABLA_ERROR_TOO_LARGE },
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296,), }", NABLA_ERROR_TOO_LARGE },
    { "nothing that is an array", NABLA_ERROR_DATA },
  };
  g_autofree guint8 *zeros = g_malloc0 (SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_autoptr (GError) error = NULL;
      GByteArray *large = make_npy (bombs[i].header, zeros, SIZE);
      g_autoptr (GByteArray) bytes = make_zip (TRUE, names, &large, 1);
      NablaReadOptions options = { .memory_limit = 16 << 20 };
      g_assert_cmpuint (bytes->len, <, 100 << 10);
      g_assert_null (nabla_source_from_bytes ("bomb.npz", bytes->data, bytes->len, &options, &error));
      g_assert_error (error, NABLA_ERROR, bombs[i].code);
      g_assert_true (g_str_has_prefix (error->message, "bomb.npz"));
    }
  /* Of an entry that is longer than its array the rest is not even unpacked. */
  g_autoptr (GError) error = NULL;
  GByteArray *longer = make_npy ("{'descr': '|u1', 'fortran_order': False, 'shape': (100000,), }", zeros, SIZE);
  g_autoptr (GByteArray) bytes = make_zip (TRUE, names, &longer, 1);
  NablaReadOptions options = { .memory_limit = 2 << 20 };
  g_autoptr (NablaSource) source
    = nabla_source_from_bytes ("long.npz", bytes->data, bytes->len, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (source->arrays[0]->n_values, ==, 100000);
}

static void
test_many (void)
{
  enum { N = 1001 };
  g_auto (GStrv) names = g_new0 (char *, N + 1);
  g_autofree GByteArray **arrays = g_new (GByteArray *, N);
  for (guint i = 0; i < N; i++)
    {
      names[i] = g_strdup_printf ("a%u.npy", i);
      arrays[i] = make_small ();
    }
  g_autoptr (GByteArray) bytes = make_zip (FALSE, (const char *const *) names, arrays, N);
  g_autoptr (NablaSource) source = read_bytes (bytes, NULL);
  g_assert_cmpuint (source->n_arrays, ==, 1000);
  g_assert_nonnull (strstr (source->notes[0], "Only the first 1000 arrays"));
}

/* Labels as words, one-hot, and what looks one-hot but is words. */
static void
test_labels (void)
{
  static const char *const names[] = { "X.npy", "y.npy" };
  static const guint8 x[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const struct { const char *header; const char *bytes; gsize n_bytes; int code; guint n_classes; double y[4]; } cases[] = {
    { "{'descr': '|S3', 'fortran_order': False, 'shape': (4,), }", "dogcatdogcat", 12, -1, 2, { 1, 0, 1, 0 } },
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 3), }", "\0\1\0\1\0\0\0\0\1\0\1\0", 12, -1, 3, { 1, 0, 2, 1 } },
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 3), }", "\0\1\0\1\0\0\0\0\2\0\1\0", 12, NABLA_ERROR_SHAPE, 0, { 0 } },
    { "{'descr': '|S1', 'fortran_order': False, 'shape': (4, 2), }", "abbabaab", 8, NABLA_ERROR_SHAPE, 0, { 0 } },
    { "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "\0\1\0", 3, NABLA_ERROR_SHAPE, 0, { 0 } },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      GByteArray *arrays[] = {
        make_npy ("{'descr': '|u1', 'fortran_order': False, 'shape': (4, 2), }", x, sizeof x),
        make_npy (cases[i].header, cases[i].bytes, cases[i].n_bytes),
      };
      g_autoptr (GByteArray) bytes = make_zip (FALSE, names, arrays, 2);
      g_autoptr (NablaSource) source = read_bytes (bytes, &error);
      g_assert_no_error (error);
      g_autoptr (GString) json = g_string_new (NULL);
      nabla_source_describe_json (source, json);
      g_autoptr (NablaDataset) data = nabla_source_to_dataset (source, NULL, NULL, NULL, &error);
      if (cases[i].code >= 0)
        {
          g_assert_error (error, NABLA_ERROR, cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (data->n_classes, ==, cases[i].n_classes);
      g_assert_cmpmem (data->y, 4 * sizeof *data->y, cases[i].y, 4 * sizeof *data->y);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/arrays/types", test_types);
  g_test_add_func ("/readers/arrays/refused", test_refused);
  g_test_add_func ("/readers/arrays/npz", test_npz);
  g_test_add_func ("/readers/arrays/versions", test_versions);
  g_test_add_func ("/readers/arrays/more-behind", test_more_behind);
  g_test_add_func ("/readers/arrays/names", test_names);
  g_test_add_func ("/readers/arrays/entries", test_entries);
  g_test_add_func ("/readers/arrays/bomb", test_bomb);
  g_test_add_func ("/readers/arrays/many", test_many);
  g_test_add_func ("/readers/arrays/labels", test_labels);
  return g_test_run ();
}
