/* NPZ files that are written are read again with the same bits.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-npz-file.h"
#include "nabla-source.h"

#include <float.h>
#include <glib/gstdio.h>
#include <math.h>

static NablaArray *
make_array (const char *name, guint n_dims, const gsize *shape)
{
  static const double numbers[] = { 0.1, -0.0, DBL_MIN, DBL_MAX, INFINITY, NAN, 1.0 / 3, 5e-324 };
  NablaArray *array = nabla_array_new (name, n_dims, shape, NULL);
  for (gsize i = 0; i < array->n_values; i++)
    array->values[i] = numbers[i % G_N_ELEMENTS (numbers)];
  return array;
}

static void
test_round_trip (void)
{
  GError *error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("nabla-npz-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "arrays.npz", NULL);
  NablaArray *arrays[] = {
    make_array ("y", 2, (const gsize[]) { 3, 400 }),
    make_array ("cost", 0, NULL),
    make_array ("dW", 1, (const gsize[]) { 7 }),
    make_array ("pictures", 4, (const gsize[]) { 2, 3, 4, 5 }),
  };
  g_autofree char *first = NULL, *second = NULL;
  gsize length, second_length;

  g_assert_true (nabla_npz_file_write (path, arrays, G_N_ELEMENTS (arrays), &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &first, &length, NULL));
  g_autoptr (NablaSource) source = nabla_source_open (path, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (source->kind, ==, NABLA_SOURCE_ARRAYS);
  g_assert_cmpuint (source->n_arrays, ==, G_N_ELEMENTS (arrays));
  for (guint i = 0; i < source->n_arrays; i++)
    {
      g_autofree char *wanted = nabla_array_shape_text (arrays[i]);
      g_autofree char *found = nabla_array_shape_text (source->arrays[i]);
      g_assert_cmpstr (source->arrays[i]->name, ==, arrays[i]->name);
      g_assert_cmpstr (found, ==, wanted);
      g_assert_cmpmem (source->arrays[i]->values, source->arrays[i]->n_values * sizeof (double),
                       arrays[i]->values, arrays[i]->n_values * sizeof (double));
    }

  g_assert_true (nabla_npz_file_write (path, arrays, G_N_ELEMENTS (arrays), &error));
  g_assert_true (g_file_get_contents (path, &second, &second_length, NULL));
  g_assert_cmpmem (first, length, second, second_length);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    nabla_array_free (arrays[i]);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaArray) array = make_array ("y", 0, NULL);
  g_assert_false (nabla_npz_file_write ("/no/such/folder/y.npz", &array, 1, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_IO);
  g_assert_nonnull (g_strstr_len (error->message, -1, "/no/such/folder/y.npz"));
  g_clear_error (&error);
  g_assert_null (nabla_array_new ("x", 2, (const gsize[]) { G_MAXSIZE / 2, 4 }, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/datasets/npz-file/round-trip", test_round_trip);
  g_test_add_func ("/datasets/npz-file/refused", test_refused);
  return g_test_run ();
}
