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
test_refused (void)
{
  static const struct { const char *header; gsize n_bytes; } bad[] = {
    { "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8 },
    { "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4 },
    { "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8 },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 12 },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 8), }", 8 },
    { "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }", 8 },
    { "{'descr': '<f8', 'fortran_order': False, }", 8 },
    { "{'descr': '<f8', 'shape': (-1,)", 8 },
    { "nonsense", 8 },
  };
  static const guint8 zeros[16];
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes = make_npy (bad[i].header, zeros, bad[i].n_bytes);
      g_assert_null (read_bytes (bytes, &error));
      g_assert_cmpint (error->domain, ==, NABLA_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "test.npy"));
    }
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
  static const char *const names[] = { "../../X.npy", "y.npy" };
  static guint8 buffer[65536];
  size_t used = 0;
  struct archive *zip = archive_write_new ();
  archive_write_set_format_zip (zip);
  archive_write_set_format_option (zip, "zip", "compression", deflated ? "deflate" : "store");
  archive_write_open_memory (zip, buffer, sizeof buffer, &used);
  for (int i = 0; i < 2; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      archive_entry_set_pathname (entry, names[i]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, arrays[i]->len);
      archive_write_header (zip, entry);
      archive_write_data (zip, arrays[i]->data, arrays[i]->len);
      archive_entry_free (entry);
    }
  archive_write_close (zip);
  archive_write_free (zip);
  g_byte_array_unref (arrays[0]);
  g_byte_array_unref (arrays[1]);
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, buffer, used);
  return bytes;
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

/* Cut off anywhere, or with a byte changed: a sentence or a sane array. */
static void
test_damaged (void)
{
  static const double values[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GByteArray) npy
    = make_npy ("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", values, sizeof values);
  g_autoptr (GByteArray) stored = make_npz (FALSE), deflated = make_npz (TRUE);
  const GByteArray *files[] = { npy, stored, deflated };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    for (int i = 0; i < 2000; i++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree guint8 *bytes = g_memdup2 (files[f]->data, files[f]->len);
        gsize length = i % 2 ? files[f]->len : (gsize) g_rand_int_range (random, 0, files[f]->len);
        for (int flips = g_rand_int_range (random, 0, 4); length > 0 && flips > 0; flips--)
          bytes[g_rand_int_range (random, 0, length)] ^= 1 << g_rand_int_range (random, 0, 8);
        g_autoptr (NablaSource) source = nabla_source_from_bytes ("test.npy", bytes, length, NULL, &error);
        g_assert_true ((source != NULL) == (error == NULL));
        if (source != NULL && source->n_arrays > 0)
          g_assert_nonnull (source->arrays[0]->name);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/arrays/types", test_types);
  g_test_add_func ("/readers/arrays/refused", test_refused);
  g_test_add_func ("/readers/arrays/npz", test_npz);
  g_test_add_func ("/readers/arrays/damaged", test_damaged);
  return g_test_run ();
}
