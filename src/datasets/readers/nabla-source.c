/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-source.h"

#include "nabla-error.h"
#include "nabla-reader.h"
#include "nabla-readers.h"
#include "nabla-signature.h"
#include "nabla-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const nabla_source_kind_names[] = {
  N_("table"), N_("series"), N_("array"), N_("arrays"), N_("text lines"), NULL,
};

#define X(name) extern const NablaReader nabla_reader_##name;
NABLA_READERS (X)
#undef X

#define X(name) &nabla_reader_##name,
static const NablaReader *const readers[] = { NABLA_READERS (X) NULL };
#undef X

const NablaReader *const *
nabla_readers (void)
{
  return readers;
}

static NablaSource *
source_new (const char *path, const char *title)
{
  NablaSource *self = g_new0 (NablaSource, 1);
  self->ref_count = 1;
  self->path = g_strdup (path);
  self->title = g_strdup (title);
  return self;
}

NablaSource *
nabla_source_ref (NablaSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_source_unref (NablaSource *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_arrays; i++)
    nabla_array_free (self->arrays[i]);
  g_free (self->arrays);
  g_clear_pointer (&self->table, nabla_table_free);
  g_strfreev (self->notes);
  g_free (self->lines);
  g_free (self->text);
  g_free (self->title);
  g_free (self->path);
  g_free (self);
}

/* One column of numbers, beside which there may be one that says when. */
static gboolean
is_series (const NablaTable *table)
{
  if (table->n_columns == 1)
    return table->columns[0].type == NABLA_COLUMN_NUMBER;
  if (table->n_columns != 2 || table->columns[0].type != NABLA_COLUMN_TEXT
      || table->columns[1].type != NABLA_COLUMN_NUMBER)
    return FALSE;
  const NablaColumn *when = &table->columns[0];
  for (guint k = 0; k < when->n_words; k++)
    if (!nabla_value_is_date (when->words[k], strlen (when->words[k])))
      return FALSE;
  return when->n_words > 0;
}

static gboolean
refuse_kind (NablaInput *input, const char *what, GError **error)
{
  /* Translators: file, what it is with its article, such as “a PNG picture”. */
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               _("%s: it is %s; tables (CSV, TSV, ARFF), NumPy arrays (NPY, NPZ) and text can be "
                 "read"),
               input->name, what);
  return FALSE;
}

static gboolean
read_with_readers (NablaInput *input, NablaSource *source, GError **error)
{
  if (input->length == 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the file is empty"), input->name);
      return FALSE;
    }
  for (guint i = 0; readers[i] != NULL; i++)
    {
      if (readers[i]->is_text && input->text == NULL)
        {
          const char *known = nabla_signature_name (input->bytes, input->length);
          if (known != NULL && input->options->encoding == NULL)
            return refuse_kind (input, known, error);
          if (!nabla_input_decode (input, error))
            return FALSE;
        }
      NablaReaderResult result = readers[i]->read (input, source, error);
      if (result != NABLA_READER_PASS)
        return result == NABLA_READER_DONE;
    }
  g_return_val_if_reached (FALSE);
}

static NablaSource *
read_source (NablaInput *input, const char *path, GError **error)
{
  g_autoptr (NablaSource) source = source_new (path, input->name);
  source->size = input->length;
  if (!read_with_readers (input, source, error))
    return NULL;
  source->encoding = input->encoding;
  if (source->kind == NABLA_SOURCE_TABLE && is_series (source->table))
    source->kind = NABLA_SOURCE_SERIES;
  g_ptr_array_add (input->notes, NULL);
  source->notes = (char **) g_ptr_array_free (g_steal_pointer (&input->notes), FALSE);
  if (input->progress != NULL && input->progress_last < 1)
    input->progress (1, input->progress_data);
  return g_steal_pointer (&source);
}

NablaSource *
nabla_source_open (const char *path,
                   const NablaReadOptions *options,
                   NablaProgressFunc progress,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *bytes = NULL;
  g_auto (NablaInput) input = { 0 };
  nabla_input_init (&input, name, options, progress, data, cancellable);
  nabla_input_phase (&input, 0, 0.2);
  if (!nabla_input_load (&input, path, &bytes, error))
    return NULL;
  nabla_input_phase (&input, 0.2, 0.4);
  return read_source (&input, path, error);
}

NablaSource *
nabla_source_from_bytes (const char *name,
                         const void *bytes,
                         gsize length,
                         const NablaReadOptions *options,
                         GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  g_auto (NablaInput) input = { 0 };
  nabla_input_init (&input, name, options, NULL, NULL, NULL);
  input.bytes = bytes;
  input.length = length;
  return read_source (&input, name, error);
}
