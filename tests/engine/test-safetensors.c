/* Safetensors: files written, read, damaged and made up.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-safetensors.h"

#include "nabla-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  self->folder = g_dir_make_tmp ("nabla-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "a.safetensors", NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

static void
put_bytes (Fixture *self, const void *bytes, gsize length)
{
  /* A new file: one that is written over is flushed to the disk at once. */
  g_remove (self->path);
  FILE *file = g_fopen (self->path, "wb");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

/* Puts a header and @n_data bytes, 0, 1, 2, …, into the file. */
static void
put_file (Fixture *self, const char *header, gsize n_data)
{
  guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, strlen (header));
  for (gsize i = 0; i < n_data; i++)
    g_byte_array_append (bytes, &(guint8) { i }, 1);
  put_bytes (self, bytes->data, bytes->len);
}

static void
assert_refused (Fixture *self, NablaError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSafetensors) file = nabla_safetensors_open (self->path, &error);
  g_assert_null (file);
  g_assert_error (error, NABLA_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, self->path));
  if (strstr (error->message, part) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, part);
}

static const double numbers[] = { 1, -2, 0.5, 0.1, 1e-30, -0.0, INFINITY };

static void
get_numbers (gpointer data, guint index, double *values)
{
  static const guint first[] = { 0, 4, 6 }, n[] = { 4, 2, 1 };
  memcpy (values, numbers + first[index], n[index] * sizeof *values);
}

static const NablaTensor tensors[] = {
  { .name = (char *) "hidden/W", .type = NABLA_TENSOR_F32, .rank = 2, .dim = { 2, 2 } },
  { .name = (char *) "hidden/b", .type = NABLA_TENSOR_F32, .rank = 2, .dim = { 2, 1 } },
  { .name = (char *) "t", .type = NABLA_TENSOR_F64, .rank = 0 },
};

static void
write_tensors (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) metadata = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (metadata, (gpointer) "title", (gpointer) "代价 \"π\"\n[data]");
  g_hash_table_insert (metadata, (gpointer) "format", (gpointer) "1");
  nabla_safetensors_write (self->path, metadata, tensors, G_N_ELEMENTS (tensors), get_numbers, NULL,
                           &error);
  g_assert_no_error (error);
}

/* The bytes on disk are what the format says, whatever reads them. */
static void
test_bytes (Fixture *self, gconstpointer data)
{
  static const char header[]
      = "{\"__metadata__\": {\"format\": \"1\", \"title\": \"代价 \\\"π\\\"\\n[data]\"}, "
        "\"hidden/W\": {\"dtype\": \"F32\", \"shape\": [2, 2], \"data_offsets\": [0, 16]}, "
        "\"hidden/b\": {\"dtype\": \"F32\", \"shape\": [2, 1], \"data_offsets\": [16, 24]}, "
        "\"t\": {\"dtype\": \"F64\", \"shape\": [], \"data_offsets\": [24, 32]}}";
  static const guint8 values[] = {
    0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f, 0xcd, 0xcc, 0xcc, 0x3d, /* 1, −2, 0.5, 0.1 */
    0x60, 0x42, 0xa2, 0x0d, 0, 0, 0, 0x80,                                  /* 1e-30, −0 */
    0, 0, 0, 0, 0, 0, 0xf0, 0x7f,                                           /* ∞ */
  };
  g_autofree char *bytes = NULL;
  gsize length;

  write_tensors (self);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  gsize padded = (strlen (header) + 7) / 8 * 8;
  g_assert_cmpuint (length, ==, 8 + padded + sizeof values);
  guint64 announced;
  memcpy (&announced, bytes, 8);
  g_assert_cmpuint (GUINT64_FROM_LE (announced), ==, padded);
  g_assert_cmpmem (bytes + 8, strlen (header), header, strlen (header));
  for (gsize i = strlen (header); i < padded; i++)
    g_assert_cmpint (bytes[8 + i], ==, ' ');
  g_assert_cmpmem (bytes + 8 + padded, sizeof values, values, sizeof values);
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  write_tensors (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaSafetensors) file = nabla_safetensors_open (self->path, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (nabla_safetensors_n_tensors (file), ==, G_N_ELEMENTS (tensors));
  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      const NablaTensor *tensor = nabla_safetensors_tensor (file, i);
      g_assert_cmpstr (tensor->name, ==, tensors[i].name);
      g_assert_cmpuint (tensor->type, ==, tensors[i].type);
      g_assert_true (tensor == nabla_safetensors_find (file, tensors[i].name));
      g_autofree char *shape = nabla_tensor_format_shape (tensor);
      static const char *const shapes[] = { "(2, 2)", "(2, 1)", "()" };
      g_assert_cmpstr (shape, ==, shapes[i]);

      double right[4], values[4];
      get_numbers (NULL, i, right);
      g_assert_true (nabla_safetensors_read (file, tensor, values, NULL));
      for (gsize k = 0; k < nabla_tensor_size (tensor); k++)
        g_assert_cmpfloat (values[k], ==,
                           tensor->type == NABLA_TENSOR_F32 ? (float) right[k] : right[k]);
    }
  g_assert_null (nabla_safetensors_find (file, "hidden"));
  GHashTable *metadata = nabla_safetensors_metadata (file);
  g_assert_cmpuint (g_hash_table_size (metadata), ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (metadata, "title"), ==, "代价 \"π\"\n[data]");
}

/* Half precision of either kind, at its ends. */
static void
test_halves (Fixture *self, gconstpointer data)
{
  static const char header[]
      = "{\"f\":{\"dtype\":\"F16\",\"shape\":[7],\"data_offsets\":[0,14]},"
        "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[14,22]}}";
  static const guint16 bits[] = {
    0x3c00, 0xc000, 0x7bff, 0x0001, 0x8400, 0xfc00, 0x7e00, 0x3f80, 0xc049, 0x7f80, 0x0080,
  };
  static const double f16[] = { 1, -2, 65504, 0x1p-24, -0x1p-14, -INFINITY };
  static const double bf16[] = { 1, -3.140625, INFINITY, 0x1p-126 };
  g_autofree char *bytes = NULL;
  gsize length;
  double values[7];

  put_file (self, header, sizeof bits);
  g_assert_true (g_file_get_contents (self->path, &bytes, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    {
      guint16 little = GUINT16_TO_LE (bits[i]);
      memcpy (bytes + length - sizeof bits + 2 * i, &little, 2);
    }
  put_bytes (self, bytes, length);

  g_autoptr (NablaSafetensors) file = nabla_safetensors_open (self->path, NULL);
  g_assert_nonnull (file);
  g_assert_true (nabla_safetensors_read (file, nabla_safetensors_find (file, "f"), values, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (f16); i++)
    g_assert_cmpfloat (values[i], ==, f16[i]);
  g_assert_true (isnan (values[6]));
  g_assert_true (nabla_safetensors_read (file, nabla_safetensors_find (file, "b"), values, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bf16); i++)
    g_assert_cmpfloat (values[i], ==, bf16[i]);
}

/* Tensors may be told of in any order, may be empty, and other keys may stand
 * beside theirs. */
static void
test_unusual (Fixture *self, gconstpointer data)
{
  put_file (self,
            "{\"b\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\",\"more\":[{}]},"
            "\"e\":{\"dtype\":\"F64\",\"shape\":[0,3],\"data_offsets\":[4,4]},"
            "\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}}   ",
            8);
  g_autoptr (NablaSafetensors) file = nabla_safetensors_open (self->path, NULL);
  g_assert_nonnull (file);
  static const char *const in_order[] = { "a", "e", "b" };
  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    g_assert_cmpstr (nabla_safetensors_tensor (file, i)->name, ==, in_order[i]);
  g_assert_cmpuint (nabla_tensor_size (nabla_safetensors_find (file, "e")), ==, 0);

  put_file (self, "{}", 0);
  g_autoptr (NablaSafetensors) empty = nabla_safetensors_open (self->path, NULL);
  g_assert_nonnull (empty);
  g_assert_cmpuint (nabla_safetensors_n_tensors (empty), ==, 0);
}

#define TENSOR(name, dtype, shape, offsets)                                                        \
  "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

static void
test_bad_headers (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *header, *part;
  } cases[] = {
    { "", "header: byte 0: '{' is needed here" },
    { "[]", "header: byte 0: '{' is needed here" },
    { "{\"a\":1}", "header: byte 5: '{' is needed here" },
    { "{\"caf\xe9\":{}}", "header: byte 5: this is no text in UTF-8" },
    { "{\"__metadata__\":{\"a\":1}}", "a text in double quotes is needed here" },
    { "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", "'a' is there twice" },
    { "{\"__metadata__\":{},\"__metadata__\":{}}", "'__metadata__' is there twice" },
    { "{" TENSOR ("a", "F32", "[2]", "[0,8]") "," TENSOR ("a", "F32", "[2]", "[0,8]") "}",
      "'a' is there twice" },
    { "{\"a\":{}}", "tensor 'a' must have one dtype, one shape and two data_offsets" },
    { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", "tensor 'a' must have one dtype" },
    { "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
      "must have one dtype" },
    { "{" TENSOR ("a", "F32", "[2]", "[0]") "}", "two data_offsets" },
    { "{" TENSOR ("a", "F32", "[2]", "[0,4,8]") "}", "this list is too long" },
    { "{" TENSOR ("a", "F32", "[1,1,1,1,1,1,1,1,2]", "[0,8]") "}", "this list is too long" },
    { "{" TENSOR ("a", "I64", "[1]", "[0,8]") "}",
      "the numbers are of type I64, but only F64, F32, F16 and BF16" },
    { "{" TENSOR ("a", "F32", "[-2]", "[0,8]") "}", "a whole number, not negative" },
    { "{" TENSOR ("a", "F32", "[2.5]", "[0,8]") "}", "a whole number, not negative" },
    { "{" TENSOR ("a", "F32", "[2]", "[0,9007199254740992]") "}", "a whole number, not negative" },
    { "{" TENSOR ("a", "F32", "[\"2\"]", "[0,8]") "}", "a number is needed here" },
    { "{" TENSOR ("a", "F32", "[3]", "[0,8]") "}",
      "not the size of tensor 'a' of shape (3) and type F32" },
    { "{" TENSOR ("a", "F32", "[2]", "[8,0]") "}", "bytes 8 to 0 of the data are not the size" },
    { "{" TENSOR ("a", "F32", "[4294967296,4294967296,4294967296]", "[0,0]") "}",
      "not the size of tensor 'a'" },
    { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("b", "F32", "[1]", "[0,4]") "}",
      "tensor 'b' begins at byte 0 of the data, but should at byte 4" },
    { "{" TENSOR ("a", "F16", "[3]", "[0,6]") "," TENSOR ("b", "F32", "[1]", "[4,8]") "}",
      "tensor 'b' begins at byte 4 of the data, but should at byte 6" },
    { "{" TENSOR ("a", "F32", "[1]", "[4,8]") "}",
      "tensor 'a' begins at byte 4 of the data, but should at byte 0" },
    { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "}",
      "the tensors need 4 bytes after the header, but the file has 8" },
    { "{" TENSOR ("a", "F32", "[3]", "[0,12]") "}",
      "the tensors need 12 bytes after the header, but the file has 8" },
    { "{" TENSOR ("a", "F32", "[2]", "[0,8]") "}x", "something follows after the end" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      put_file (self, cases[i].header, 8);
      assert_refused (self, NABLA_ERROR_DATA, cases[i].part);
    }
}

static void
test_bad_files (Fixture *self, gconstpointer data)
{
  static const struct {
    guint8 bytes[12];
    gsize length;
    const char *part;
  } cases[] = {
    { { 0 }, 0, "has 0 bytes, too few" },
    { { 2, 0, 0, 0, 0, 0, 0 }, 7, "has 7 bytes, too few" },
    { { 0 }, 8, "header: byte 0: '{' is needed here" },
    { { 3, 0, 0, 0, 0, 0, 0, 0, '{', '}' }, 10, "a header of 3 bytes, but 2 follow" },
    /* 100 GB, and all that eight bytes can say */
    { { 0, 0xe8, 0x76, 0x48, 0x17, 0, 0, 0, '{', '}' },
      10,
      "a header of 100000000000 bytes, but 2 follow" },
    { { 255, 255, 255, 255, 255, 255, 255, 255, '{', '}' },
      10,
      "18446744073709551615 bytes, but 2 follow" },
    { "age,label\n1,", 12, "is cut off or no weight file" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      put_bytes (self, cases[i].bytes, cases[i].length);
      assert_refused (self, NABLA_ERROR_DATA, cases[i].part);
    }

  g_remove (self->path);
  assert_refused (self, NABLA_ERROR_IO, "could not be opened: No such file");
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  assert_refused (self, NABLA_ERROR_IO, "is no file");
}

static void
test_not_writable (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->folder, "nowhere", "a.safetensors", NULL);
  g_assert_false (nabla_safetensors_write (path, NULL, tensors, G_N_ELEMENTS (tensors), get_numbers,
                                           NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_IO);
}

/* Cut off anywhere: refused. Changed anywhere: refused or read, but read safely. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *whole = NULL;
  gsize length;
  write_tensors (self);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));
  for (gsize cut = 0; cut < length; cut++)
    {
      put_bytes (self, whole, cut);
      assert_refused (self, NABLA_ERROR_DATA, "");
    }

  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  guint opened = 0;
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *damaged = g_memdup2 (whole, length);
      for (int flips = g_rand_int_range (random, 1, 4); flips > 0; flips--)
        damaged[g_rand_int_range (random, 0, length)] ^= 1 << g_rand_int_range (random, 0, 8);
      put_bytes (self, damaged, length);

      g_autoptr (GError) error = NULL;
      g_autoptr (NablaSafetensors) file = nabla_safetensors_open (self->path, &error);
      g_assert_true ((file == NULL) == (error != NULL));
      for (guint k = 0; file != NULL && k < nabla_safetensors_n_tensors (file); k++)
        {
          const NablaTensor *tensor = nabla_safetensors_tensor (file, k);
          g_autofree double *values = g_new (double, nabla_tensor_size (tensor) + 1);
          g_assert_true (nabla_safetensors_read (file, tensor, values, NULL));
        }
      opened += file != NULL;
    }
  /* Flips within numbers and texts leave a file that is right. */
  g_assert_cmpuint (opened, >, 0);
  g_assert_cmpuint (opened, <, 5000);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/engine/safetensors/bytes", test_bytes },
    { "/engine/safetensors/round-trip", test_round_trip },
    { "/engine/safetensors/halves", test_halves },
    { "/engine/safetensors/unusual", test_unusual },
    { "/engine/safetensors/bad-headers", test_bad_headers },
    { "/engine/safetensors/bad-files", test_bad_files },
    { "/engine/safetensors/not-writable", test_not_writable },
    { "/engine/safetensors/damaged", test_damaged },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
