/* NPZ files: a zip archive of NPY files, one an array.
 *
 * libarchive unpacks in memory, so that names in the archive name no files. What
 * an entry holds is bounded by the memory that reading may use, whatever size the
 * archive claims.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-npy.h"
#include "nabla-reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_ARRAYS 1000
/* An entry is unpacked piece by piece; the first tells how much there is to be. */
#define PIECE 65536

typedef struct archive Archive;
static void
archive_close_free (Archive *archive)
{
  archive_read_free (archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_close_free)

static void
fail_damaged (NablaInput *input, Archive *archive, GError **error)
{
  const char *given = archive_error_string (archive);
  /* Some end with a new line. */
  g_autofree char *why = g_strstrip (g_utf8_make_valid (given != NULL ? given : "?", -1));
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the zip archive is damaged: %s"), input->name,
               why);
}

/* Sets aside what an array of this header needs, unpacked and as values. An archive of
 * a few bytes may claim any size. */
static gboolean
reserve (NablaInput *input, const NablaNpyHeader *header, const char *place, GError **error)
{
  if (header->size > G_MAXUINT32 / 2)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: the array has %zu bytes, more than an NPZ file may hold here"), place,
                   header->size);
      return FALSE;
    }
  gsize values = header->n_values * sizeof (double);
  if (!nabla_input_spend (input, header->size + values, error))
    return FALSE;
  input->budget += values;
  return TRUE;
}

/* Unpacks the current entry; no more than an array of its header's size needs. What was
 * spent of the budget is in @n_spent. */
static GByteArray *
unpack (NablaInput *input, Archive *archive, const char *place, gsize *n_spent, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *piece = g_malloc (PIECE);
  gsize limit = NABLA_NPY_MAX_HEADER;
  gssize n;
  *n_spent = 0;
  while ((n = archive_read_data (archive, piece, PIECE)) > 0)
    {
      g_byte_array_append (bytes, (const guint8 *) piece, n);
      if (*n_spent == 0 && bytes->len >= NABLA_NPY_MAX_HEADER)
        {
          NablaNpyHeader header;
          if (!nabla_npy_read_header (&header, place, (const char *) bytes->data, bytes->len, error)
              || !reserve (input, &header, place, error))
            return NULL;
          limit = *n_spent = header.size;
        }
      if (bytes->len > limit + PIECE)
        break;
      if (!nabla_input_tick (input, 0, error))
        return NULL;
    }
  if (n < 0)
    {
      fail_damaged (input, archive, error);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

static NablaArray *
read_entry (NablaInput *input, Archive *archive, const char *name, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s, %s", input->name, name);
  NablaNpyHeader header;
  NablaArray *array = NULL;
  gsize n_spent;
  g_autoptr (GByteArray) bytes = unpack (input, archive, place, &n_spent, error);
  if (bytes == NULL)
    return NULL;
  if (nabla_npy_read_header (&header, place, (const char *) bytes->data, bytes->len, error))
    array = nabla_npy_read_values (&header, input, place, (const char *) bytes->data, bytes->len, error);
  input->budget += n_spent;
  if (array != NULL)
    {
      g_free (array->name);
      array->name = g_strndup (name, strlen (name) - strlen (".npy"));
    }
  return array;
}

/* Nothing is written, so that such a name would do no harm here; but no program that
 * saves arrays makes it. */
static gboolean
check_name (const NablaInput *input, const char *name, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (name, "/\\", -1);
  if (*name != '/' && *name != '\\' && !g_strv_contains ((const char *const *) parts, ".."))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
               _("%s: the entry “%s” of the archive points outside of it"), input->name, name);
  return FALSE;
}

/* macOS adds a shadow to each file that it packs. */
static gboolean
is_array_name (const char *name)
{
  const char *slash = strrchr (name, '/'), *base = slash != NULL ? slash + 1 : name;
  return g_str_has_suffix (name, ".npy") && !g_str_has_prefix (name, "__MACOSX/")
         && !g_str_has_prefix (base, "._");
}

static gboolean
is_npz (const NablaInput *input)
{
  /* A zip archive whose first entry is an NPY file: its name stands at byte 30. */
  if (input->length < 40 || memcmp (input->bytes, "PK\3\4", 4) != 0)
    return FALSE;
  gsize n = (guint8) input->bytes[26] | (guint8) input->bytes[27] << 8;
  return n >= 4 && 30 + n <= input->length && memcmp (input->bytes + 30 + n - 4, ".npy", 4) == 0;
}

static gboolean
read_entries (NablaInput *input, NablaSource *source, GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  struct archive_entry *entry;
  int status;
  archive_read_support_format_zip (archive);
  if (archive_read_open_memory (archive, input->bytes, input->length) != ARCHIVE_OK)
    {
      fail_damaged (input, archive, error);
      return FALSE;
    }
  source->arrays = g_new0 (NablaArray *, MOST_ARRAYS);
  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);
      if (name != NULL && !check_name (input, name, error))
        return FALSE;
      if (name == NULL)
        nabla_input_note (input, _("An entry of the archive is not read: its name is no text."));
      if (name == NULL || !is_array_name (name))
        continue;
      if (source->n_arrays == MOST_ARRAYS)
        {
          nabla_input_note (input, _("Only the first %u arrays of the archive are read."), MOST_ARRAYS);
          return TRUE;
        }
      NablaArray *array = read_entry (input, archive, name, error);
      if (array == NULL)
        return FALSE;
      source->arrays[source->n_arrays++] = array;
    }
  if (status != ARCHIVE_EOF)
    {
      fail_damaged (input, archive, error);
      return FALSE;
    }
  return TRUE;
}

static NablaReaderResult
read_npz (NablaInput *input, NablaSource *source, GError **error)
{
  if (!is_npz (input))
    return NABLA_READER_PASS;
  source->kind = NABLA_SOURCE_ARRAYS;
  source->format = "NPZ";
  nabla_input_phase (input, 0.2, 1);
  return read_entries (input, source, error) ? NABLA_READER_DONE : NABLA_READER_FAILED;
}

const NablaReader nabla_reader_npz = { "npz", FALSE, read_npz };
