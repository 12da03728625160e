/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-npz-file.h"

#include "nabla-error.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Where values begin is a multiple of this, as the format asks. */
#define ALIGNMENT 64

typedef struct archive Archive;
typedef struct archive_entry Entry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, archive_entry_free)

static void
archive_close_free (Archive *archive)
{
  archive_write_free (archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_close_free)

/* "\x93NUMPY", version 1.0, the length of the rest, a Python dictionary, blanks, a
 * line feed; then the values, little-endian. */
static GByteArray *
npy_bytes (const NablaArray *array)
{
  g_autofree char *shape = nabla_array_shape_text (array);
  g_autofree char *header
      = g_strdup_printf ("{'descr': '<f8', 'fortran_order': False, 'shape': %s, }", shape);
  gsize before = strlen ("\x93NUMPY") + 4;
  gsize length = (before + strlen (header) + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
  g_autofree char *padded = g_strdup_printf ("%-*s\n", (int)length - 1, header);
  const guint8 start[] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, length & 0xff, length >> 8 };

  GByteArray *bytes = g_byte_array_sized_new (before + length + 8 * array->n_values);
  g_byte_array_append (bytes, start, sizeof start);
  g_byte_array_append (bytes, (const guint8 *)padded, length);
  for (gsize i = 0; i < array->n_values; i++)
    {
      guint64 bits;
      memcpy (&bits, &array->values[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_byte_array_append (bytes, (const guint8 *)&bits, sizeof bits);
    }
  return bytes;
}

static la_ssize_t
collect_cb (struct archive *archive, void *data, const void *bytes, size_t length)
{
  g_byte_array_append (data, bytes, length);
  return (la_ssize_t)length;
}

static gboolean
add_array (Archive *archive, const NablaArray *array)
{
  g_autoptr (Entry) entry = archive_entry_new ();
  g_autoptr (GByteArray) bytes = npy_bytes (array);
  g_autofree char *name = g_strconcat (array->name, ".npy", NULL);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, bytes->len);
  return archive_write_header (archive, entry) == ARCHIVE_OK
         && archive_write_data (archive, bytes->data, bytes->len) == (la_ssize_t)bytes->len;
}

gboolean
nabla_npz_file_write (const char *path, NablaArray *const *arrays, guint n_arrays, GError **error)
{
  g_return_val_if_fail (path != NULL && (arrays != NULL || n_arrays == 0), FALSE);

  g_autoptr (Archive) archive = archive_write_new ();
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gboolean done = archive_write_set_format_zip (archive) == ARCHIVE_OK
                  && archive_write_set_options (archive, "zip:compression=store") == ARCHIVE_OK
                  && archive_write_open (archive, file, NULL, collect_cb, NULL) == ARCHIVE_OK;
  for (guint i = 0; done && i < n_arrays; i++)
    done = add_array (archive, arrays[i]);
  if (!done || archive_write_close (archive) != ARCHIVE_OK)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _ ("“%s” cannot be written: %s"), path,
                   archive_error_string (archive));
      return FALSE;
    }
  g_autoptr (GError) refusal = NULL;
  if (g_file_set_contents_full (path, (const char *)file->data, file->len,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0666, &refusal))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _ ("“%s” cannot be written: %s"), path,
               refusal->message);
  return FALSE;
}
