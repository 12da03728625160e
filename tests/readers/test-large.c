/* A million rows of twenty columns: seconds, memory, progress, cancelling.
 *
 *     build/tests/readers/test-reader-large
 *
 * prints what was measured; it fails at five times what is promised.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "reader-test.h"

#include "nabla-column-profile.h"

#include <glib/gstdio.h>
#include <stdio.h>

enum { N_ROWS = 1000000, N_COLUMNS = 20 };

/* A second pass is told of when it comes; what follows is then the last fifth. */
#define FIRST_PASS 0.8

/* Promised, in seconds, on a machine that does something else meanwhile. */
#define READ_PROMISE 4.0
#define DATASET_PROMISE 2.0
#define PROFILE_PROMISE 1.0
#define CANCEL_PROMISE 0.05
#define SLACK 5

typedef enum { CSV, CSV_LATE_WORD, ARFF, N_FILES } File;

static char *paths[N_FILES];

/* Written piece by piece, so that this program needs no memory for it. Numbers have seven
 * digits, as measured ones do; the last column has three words. */
static void
write_file (File file)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  FILE *stream = g_fopen (paths[file], "w");
  g_assert_nonnull (stream);
  if (file == ARFF)
    fputs ("@relation large\n", stream);
  for (int j = 0; j < N_COLUMNS - 1; j++)
    fprintf (stream, file == ARFF ? "@attribute f%d real\n" : "f%d,", j);
  fputs (file == ARFF ? "@attribute class {a,b,c}\n@data\n" : "class\n", stream);
  for (int i = 0; i < N_ROWS; i++)
    {
      char line[N_COLUMNS * 12], *p = line;
      for (int j = 0; j < N_COLUMNS - 1; j++)
        {
          guint32 digits = g_rand_int (random);
          if (digits & 1)
            *p++ = '-';
          *p++ = '0' + digits / 2 % 4;
          *p++ = '.';
          for (int k = 0; k < 6; k++, digits /= 10)
            *p++ = '0' + digits % 10;
          *p++ = ',';
        }
      *p++ = "abc"[i % 3];
      *p++ = '\n';
      if (file == CSV_LATE_WORD && i == N_ROWS - 1)
        line[0] = 'x';
      fwrite (line, 1, p - line, stream);
    }
  g_assert_cmpint (fclose (stream), ==, 0);
}

typedef struct {
  guint n_calls;
  double last;
  gint64 last_time;
  gint64 longest;
  double cancel_at;
  gint64 cancel_time;
  GCancellable *cancellable;
} Progress;

static void
progress_cb (double fraction, gpointer data)
{
  Progress *self = data;
  gint64 now = g_get_monotonic_time ();
  g_assert_cmpfloat (fraction, >=, self->last);
  g_assert_cmpfloat (fraction, <=, 1);
  self->longest = MAX (self->longest, now - self->last_time);
  self->last = fraction;
  self->last_time = now;
  self->n_calls++;
  if (self->cancellable != NULL && fraction >= self->cancel_at && self->cancel_time == 0)
    {
      self->cancel_time = now;
      g_cancellable_cancel (self->cancellable);
    }
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* Forgets the peak of memory that there was, as Linux lets a process do. */
static void
reset_peak (void)
{
  FILE *stream = g_fopen ("/proc/self/clear_refs", "w");
  g_assert_nonnull (stream);
  fputs ("5", stream);
  fclose (stream);
}

/* A number of /proc/self/status, in bytes. */
static gsize
memory_of (const char *key)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  const char *line = strstr (text, key);
  g_assert_nonnull (line);
  return (gsize) g_ascii_strtoull (line + strlen (key), NULL, 10) * 1024;
}

static void
test_read (gconstpointer data)
{
  File file = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  reset_peak ();
  gsize before = memory_of ("VmRSS:");
  gint64 start = g_get_monotonic_time ();
  Progress progress = { .last_time = start };
  g_autoptr (NablaSource) source
    = nabla_source_open (paths[file], NULL, progress_cb, &progress, NULL, &error);
  double seconds = seconds_since (start);
  g_assert_no_error (error);
  gsize needed = memory_of ("VmHWM:") - before;
  g_test_message ("read: %.2f s, %.0f MB of a file of %.0f MB, %u calls of progress, at most %.0f ms apart",
                  seconds, (double) needed / 1e6, (double) source->size / 1e6, progress.n_calls, (double) progress.longest / 1e3);
  g_assert_cmpuint (source->table->n_rows, ==, N_ROWS);
  g_assert_cmpuint (source->table->n_columns, ==, N_COLUMNS);
  g_assert_cmpuint (source->table->columns[N_COLUMNS - 1].n_words, ==, 3);
  g_assert_cmpfloat (seconds, <, READ_PROMISE * SLACK);
  /* The file's bytes, a double a value, and little beside. */
  gsize words = file == CSV_LATE_WORD ? (gsize) 150 * N_ROWS : 0;
  g_assert_cmpuint (needed, <, source->size + (gsize) N_ROWS * N_COLUMNS * 8 * 5 / 4 + words + (32 << 20));
  g_assert_cmpfloat (progress.last, ==, 1);
  g_assert_cmpuint (progress.n_calls, >=, 5);
  g_assert_cmpint (progress.longest, <, 100000 * SLACK);

  if (file != CSV)
    return;
  start = g_get_monotonic_time ();
  g_autoptr (NablaDataset) dataset = nabla_source_to_dataset (source, NULL, NULL, NULL, &error);
  seconds = seconds_since (start);
  g_assert_no_error (error);
  g_assert_cmpuint (dataset->m, ==, N_ROWS);
  g_test_message ("to a data set: %.2f s", seconds);
  g_assert_cmpfloat (seconds, <, DATASET_PROMISE * SLACK);
  start = g_get_monotonic_time ();
  guint n;
  g_autofree NablaColumnProfile *profiles = nabla_source_profiles (source, &n, NULL, &error);
  seconds = seconds_since (start);
  g_assert_no_error (error);
  g_assert_cmpuint (profiles[N_COLUMNS - 1].counts[0], ==, (N_ROWS + 2) / 3);
  g_test_message ("profiles: %.2f s", seconds);
  g_assert_cmpfloat (seconds, <, PROFILE_PROMISE * SLACK);
}

/* Wherever it is: loading, decoding, reading, reading again. */
static void
test_cancel (void)
{
  static const double parts[] = { 0, 0.1, 0.25, 0.35, 0.5, 0.7, 0.85, 0.95 };
  for (File file = 0; file < N_FILES; file++)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        if (file == CSV && parts[i] > FIRST_PASS)
          continue;
        g_autoptr (GError) error = NULL;
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        Progress progress = { .cancel_at = parts[i], .cancellable = cancellable };
        NablaSource *source
          = nabla_source_open (paths[file], NULL, progress_cb, &progress, cancellable, &error);
        double seconds = seconds_since (progress.cancel_time);
        g_assert_null (source);
        g_assert_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED);
        g_assert_true (g_str_has_suffix (error->message, ": reading was cancelled"));
        g_test_message ("cancelled at %.2f: %.1f ms later it had stopped", progress.last, 1000 * seconds);
        g_assert_cmpfloat (seconds, <, CANCEL_PROMISE * SLACK);
      }
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "large.csv", "large-late.csv", "large.arff" };
  g_test_init (&argc, &argv, NULL);
  for (File file = 0; file < N_FILES; file++)
    {
      paths[file] = g_test_build_filename (G_TEST_BUILT, names[file], NULL);
      write_file (file);
    }
  g_test_add_data_func ("/readers/large/csv", GINT_TO_POINTER (CSV), test_read);
  g_test_add_data_func ("/readers/large/arff", GINT_TO_POINTER (ARFF), test_read);
  g_test_add_data_func ("/readers/large/late-word", GINT_TO_POINTER (CSV_LATE_WORD), test_read);
  g_test_add_func ("/readers/large/cancel", test_cancel);
  int status = g_test_run ();
  for (File file = 0; file < N_FILES; file++)
    {
      g_unlink (paths[file]);
      g_free (paths[file]);
    }
  return status;
}
