/* Thousands of damaged files of each format: whatever is in one, reading it ends within a
 * second, within its memory, with a source or a sentence; and what was read can be
 * described, profiled and made a data set.
 *
 *     test-reader-mutations --verbose                  # -m slow: 25 times as many
 *     NABLA_MUTATION=csv:1234 test-reader-mutations    # writes that one to mutation.bin
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

#include "nabla-column-profile.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <time.h>

enum { N_MUTATIONS = 4000, N_SLOW = 100000, MEMORY_LIMIT = 32 << 20, N_WARM_UP = 200 };

typedef struct {
  const char *name;
  const char *bytes;
  gsize length;
  const char *encoding;   /* (nullable): to write the text in */
} Seed;

#define NPY_HEADER(version, length, text) "\x93NUMPY" version "\0" length text

#define S(name, bytes, encoding) { name, bytes, sizeof bytes - 1, encoding }

#define TABLE "name,size,color\nAnn,1.5,red\n\"Bob \"\"B\"\"\",2e3,\"light\nblue\"\nEve,?,red\nJoe,-4,green\n"

static const Seed seeds[] = {
  S ("csv", TABLE, NULL),
  S ("numbers", "5.1,3.5,0\n4.9,3.0,1\n4.7,3.2,0\n4.6,3.1,1\n", NULL),
  S ("semicolon", "sep=;\na;b;c\n1,5;2.000,25;x\n-3,5;4;y\nNA;1e5;z\n", NULL),
  S ("tsv", "a\tb\r\n1\t2\r\n3\t4\r\n", NULL),
  S ("space", "# x y\n  1.5   2\n 2.5   3  \n", NULL),
  S ("counts", "3,2,cat,dog\n1,2,0\n3,4,1\n5,6,1\n", NULL),
  S ("arff", "% c\n@relation r\n@attribute x real\n@attribute 'the color' {red,'deep blue',\"g\\\"\"}\n"
             "@attribute s string\n@attribute d date 'yyyy'\n@data\n1,red,'a b',2001\n?,'deep blue',?,?\n"
             "{0 5, 1 \"g\\\"\"}, {2}\n3,red,x,2002\n", NULL),
  S ("lines", "The cat sat\non the mat,\r\nand slept.\rIt woke.\n", NULL),
  S ("utf16", TABLE, "UTF-16"),
  S ("gb18030", "名称,大小\n北京,1\n上海,2\n广州,3\n", "GB18030"),
  S ("npy", NPY_HEADER ("\1", "u\0", "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }"
     "                                                          \n")
     "\0\0\0\0\0\0\xf8\x3f\0\0\0\0\0\0\0\xc0\0\0\0\0\0\0\xf0\x7f\0\0\0\0\0\0\0\0", NULL),
  S ("npy-text", NPY_HEADER ("\2", "J\0\0\0", "{'descr': '>U2', 'fortran_order': False, 'shape': (2, 1), }"
     "              \n")
     "\0\0\0a\0\0\0b\0\0\x4e\x2d\0\0\0\0", NULL),
};

static void
add_entry (struct archive *zip, const char *name, const char *bytes, gsize length)
{
  struct archive_entry *entry = archive_entry_new ();
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_write_header (zip, entry);
  archive_write_data (zip, bytes, length);
  archive_entry_free (entry);
}

static GByteArray *
make_npz (const char *compression)
{
  static const char x[] = NPY_HEADER ("\1", "D\0", "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 2), }"
                                      "        \n") "\1\2\3\4\5\6\7\x08";
  static const char y[] = NPY_HEADER ("\1", "A\0", "{'descr': '|i1', 'fortran_order': False, 'shape': (4,), }"
                                      "       \n") "\0\1\0\1";
  char buffer[16384];
  size_t used = 0;
  struct archive *zip = archive_write_new ();
  archive_write_set_format_zip (zip);
  archive_write_set_format_option (zip, "zip", "compression", compression);
  archive_write_open_memory (zip, buffer, sizeof buffer, &used);
  add_entry (zip, "X.npy", x, sizeof x - 1);
  add_entry (zip, "y.npy", y, sizeof y - 1);
  archive_write_close (zip);
  archive_write_free (zip);
  return g_byte_array_append (g_byte_array_new (), (const guint8 *) buffer, (guint) used);
}

static GByteArray *
make_seed (const Seed *seed)
{
  if (seed->encoding == NULL)
    return g_byte_array_append (g_byte_array_new (), (const guint8 *) seed->bytes, (guint) seed->length);
  gsize length;
  g_autofree char *bytes = g_convert (seed->bytes, -1, seed->encoding, "UTF-8", NULL, &length, NULL);
  g_assert_nonnull (bytes);
  return g_byte_array_append (g_byte_array_new (), (const guint8 *) bytes, (guint) length);
}

static guint
below (GRand *random, guint n)
{
  return n > 1 ? (guint) g_rand_int_range (random, 0, (gint32) n) : 0;
}

static void
insert (GByteArray *bytes, guint place, const void *more, guint n)
{
  guint length = bytes->len;
  g_byte_array_set_size (bytes, length + n);
  memmove (bytes->data + place + n, bytes->data + place, length - place);
  memcpy (bytes->data + place, more, n);
}

/* One of the ways in which files break, or in which parsers do. */
static void
mutate_once (GByteArray *bytes, GRand *random)
{
  static const char *const texts[] = { ",", ";", "\t", "\"", "'", "\n", "\r", "\\", "{", "}", "%", "?", "@data\n", "99999999999999999999",
                                       "-1", "1e999", "nan", "(", ")", "L", ", 65536", "PK\3\4", "PK\1\2", "../", "\xef\xbb\xbf",
                                       "\xff\xfe", "\xf0\x90", "\x1a", "#", "sep=", "4294967295", "0" };
  guint n = bytes->len, place = below (random, n + 1), length = below (random, MIN (n - MIN (place, n), 40) + 1);
  g_autofree guint8 *copy = NULL;
  const char *text;
  switch (below (random, 7))
    {
    case 0:
      if (place < n)
        bytes->data[place] ^= (guint8) (1 << below (random, 8));
      break;
    case 1:
      if (place < n)
        bytes->data[place] = (guint8) below (random, 256);
      break;
    case 2:
      g_byte_array_set_size (bytes, place);
      break;
    case 3:
      g_byte_array_remove_range (bytes, place, length);
      break;
    case 4:
      copy = g_memdup2 (bytes->data + place, length);
      place = below (random, n + 1);
      if (length > 0)
        insert (bytes, place, copy, length);
      break;
    case 5:
      text = texts[below (random, G_N_ELEMENTS (texts))];
      insert (bytes, place, text, (guint) strlen (text));
      break;
    default:
      text = texts[below (random, G_N_ELEMENTS (texts))];
      for (guint k = below (random, 300); k > 0; k--)
        insert (bytes, place, text, (guint) strlen (text));
      break;
    }
}

static GByteArray *
mutate (const GByteArray *seed, guint number)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (number);
  GByteArray *bytes = g_byte_array_append (g_byte_array_new (), seed->data, seed->len);
  for (guint n = 1 + below (random, 4); n > 0; n--)
    mutate_once (bytes, random);
  return bytes;
}

/* All that a program does with a source. */
static void
use_source (const NablaSource *source)
{
  g_autoptr (GString) text = g_string_new (NULL);
  nabla_source_describe_json (source, text);
  g_assert_true (g_utf8_validate (text->str, (gssize) text->len, NULL));
  nabla_source_describe_text (source, text);
  guint n;
  g_autofree NablaColumnProfile *profiles = nabla_source_profiles (source, &n, NULL, NULL);
  for (guint j = 0; j < n; j++)
    {
      gsize sum = profiles[j].n_missing + profiles[j].n_infinite + profiles[j].n_others;
      for (guint k = 0; k < NABLA_PROFILE_MAX_BINS; k++)
        sum += profiles[j].bins[k];
      for (guint k = 0; k < profiles[j].n_words; k++)
        sum += profiles[j].counts[k];
      g_assert_cmpuint (sum, ==, profiles[j].n_values);
    }
  for (int missing = NABLA_MISSING_FILL; missing <= NABLA_MISSING_DROP; missing++)
    {
      g_autoptr (GError) error = NULL;
      NablaDatasetOptions options = NABLA_DATASET_OPTIONS_INIT;
      options.missing = (NablaMissing) missing;
      g_auto (NablaDatasetReport) report = { 0 };
      g_autoptr (NablaDataset) dataset = nabla_source_to_dataset (source, &options, &report, NULL, &error);
      g_assert_true ((dataset != NULL) == (error == NULL));
      for (gsize i = 0; dataset != NULL && i < dataset->m * dataset->n_x; i++)
        g_assert_true (isfinite (dataset->x[i]));
    }
}

static gsize
memory_of (const char *key)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  const char *line = strstr (text, key);
  g_assert_nonnull (line);
  return (gsize) g_ascii_strtoull (line + strlen (key), NULL, 10) * 1024;
}

/* Of this thread, whatever else the machine does. */
static double
cpu_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* Returns: whether it was read */
static gboolean
try_bytes (const char *name, guint number, const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strdup_printf ("%s:%u", name, number);
  NablaReadOptions options = { .memory_limit = MEMORY_LIMIT };
  double start = cpu_seconds ();
  g_autoptr (NablaSource) source
    = nabla_source_from_bytes (file, bytes->data, bytes->len, &options, &error);
  if ((source != NULL) != (error == NULL))
    g_error ("%s: neither source nor error, or both", file);
  if (error != NULL && (!g_str_has_prefix (error->message, file) || strchr (error->message, '\n') != NULL
                        || !g_utf8_validate (error->message, -1, NULL)))
    g_error ("%s: the message is “%s”", file, error->message);
  if (source != NULL)
    use_source (source);
  double seconds = cpu_seconds () - start;
  if (seconds > 1)
    g_error ("%s: took %.2f s", file, seconds);
  return source != NULL;
}

static void
test_seed (const char *name, const GByteArray *seed)
{
  guint n_read = 0, n = g_test_slow () ? N_SLOW : N_MUTATIONS;
  gsize before = 0;
  g_assert_true (try_bytes (name, 0, seed));
  for (guint number = 1; number <= n; number++)
    {
      if (number == N_WARM_UP)
        before = memory_of ("VmRSS:");
      g_autoptr (GByteArray) bytes = mutate (seed, number);
      n_read += try_bytes (name, number, bytes);
    }
  gsize after = memory_of ("VmRSS:");
  g_test_message ("%s: %u of %u read; memory grew by %.1f MB", name, n_read, n,
                  ((double) after - (double) before) / 1e6);
  /* Both ways of ending must have been met. */
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_read, <, n);
#ifndef __SANITIZE_ADDRESS__
  /* Nothing is kept; and of the peaks, twice the limit is a source and its data set. */
  g_assert_cmpuint (after, <, before + MEMORY_LIMIT);
  g_assert_cmpuint (memory_of ("VmHWM:"), <, before + 3 * MEMORY_LIMIT);
#endif
}

static void
test_text (gconstpointer data)
{
  const Seed *seed = data;
  g_autoptr (GByteArray) bytes = make_seed (seed);
  test_seed (seed->name, bytes);
}

static void
test_npz (gconstpointer data)
{
  g_autoptr (GByteArray) bytes = make_npz (data);
  test_seed (data, bytes);
}

/* One mutation, to look at in a debugger. */
static int
write_one (const char *wanted)
{
  g_auto (GStrv) parts = g_strsplit (wanted, ":", 2);
  g_return_val_if_fail (g_strv_length (parts) == 2, 1);
  g_autoptr (GByteArray) seed = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    if (g_str_equal (seeds[i].name, parts[0]))
      seed = make_seed (&seeds[i]);
  if (seed == NULL)
    seed = make_npz (parts[0]);
  g_autoptr (GByteArray) bytes = mutate (seed, (guint) g_ascii_strtoull (parts[1], NULL, 10));
  return g_file_set_contents ("mutation.bin", (const char *) bytes->data, bytes->len, NULL) ? 0 : 1;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  const char *wanted = g_getenv ("NABLA_MUTATION");
  if (wanted != NULL)
    return write_one (wanted);
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/readers/mutations/%s", seeds[i].name);
      g_test_add_data_func (path, &seeds[i], test_text);
    }
  g_test_add_data_func ("/readers/mutations/npz-stored", "store", test_npz);
  g_test_add_data_func ("/readers/mutations/npz-deflated", "deflate", test_npz);
  return g_test_run ();
}
