/* Writing of safetensors.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-safetensors.h"

#include "nabla-error.h"
#include "nabla-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gsize
bytes_of (const NablaTensor *tensor)
{
  return nabla_tensor_size (tensor)
         * (tensor->type == NABLA_TENSOR_F64 ? sizeof (double) : sizeof (float));
}

static void
append_metadata (GString *header, GHashTable *metadata)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (metadata), (GCompareFunc) strcmp);
  nabla_json_begin (header, "__metadata__", '{');
  for (const GList *key = keys; key != NULL; key = key->next)
    nabla_json_string (header, key->data, g_hash_table_lookup (metadata, key->data));
  nabla_json_end (header, '}');
}

static void
append_tensor (GString *header, const NablaTensor *tensor, gsize begin)
{
  nabla_json_begin (header, tensor->name, '{');
  nabla_json_string (header, "dtype", tensor->type == NABLA_TENSOR_F64 ? "F64" : "F32");
  nabla_json_begin (header, "shape", '[');
  for (guint i = 0; i < tensor->rank; i++)
    nabla_json_number (header, NULL, tensor->dim[i]);
  nabla_json_end (header, ']');
  nabla_json_begin (header, "data_offsets", '[');
  nabla_json_number (header, NULL, begin);
  nabla_json_number (header, NULL, begin + bytes_of (tensor));
  nabla_json_end (header, ']');
  nabla_json_end (header, '}');
}

/* The header, padded so that the numbers after it begin at a multiple of 8. */
static GString *
make_header (GHashTable *metadata, const NablaTensor *tensors, guint n_tensors)
{
  GString *header = g_string_new (NULL);
  nabla_json_begin (header, NULL, '{');
  if (metadata != NULL)
    append_metadata (header, metadata);
  gsize place = 0;
  for (guint i = 0; i < n_tensors; i++)
    {
      append_tensor (header, &tensors[i], place);
      place += bytes_of (&tensors[i]);
    }
  nabla_json_end (header, '}');
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  return header;
}

/* Returns: the byte after the last that was written */
static guchar *
put_numbers (guchar *bytes, NablaTensorType type, const double *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (type == NABLA_TENSOR_F64)
      {
        guint64 bits;
        memcpy (&bits, &values[i], sizeof bits);
        bits = GUINT64_TO_LE (bits);
        memcpy (bytes, &bits, sizeof bits);
        bytes += sizeof bits;
      }
    else
      {
        float single = values[i];
        guint32 bits;
        memcpy (&bits, &single, sizeof bits);
        bits = GUINT32_TO_LE (bits);
        memcpy (bytes, &bits, sizeof bits);
        bytes += sizeof bits;
      }
  return bytes;
}

gboolean
nabla_safetensors_write (const char *path,
                         GHashTable *metadata,
                         const NablaTensor *tensors,
                         guint n_tensors,
                         void (*get) (gpointer data, guint index, double *values),
                         gpointer data,
                         GError **error)
{
  g_return_val_if_fail (path != NULL && (tensors != NULL || n_tensors == 0) && get != NULL, FALSE);

  g_autoptr (GString) header = make_header (metadata, tensors, n_tensors);
  if (header->len > NABLA_SAFETENSORS_MAX_HEADER)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s cannot be written: its header would have %zu bytes, more than the %d "
                     "that are allowed"),
                   path, header->len, NABLA_SAFETENSORS_MAX_HEADER);
      return FALSE;
    }

  guint64 length = GUINT64_TO_LE ((guint64) header->len);
  gsize size = sizeof length + header->len;
  gsize largest = 0;
  for (guint i = 0; i < n_tensors; i++)
    {
      size += bytes_of (&tensors[i]);
      largest = MAX (largest, nabla_tensor_size (&tensors[i]));
    }
  g_autofree guchar *file = g_try_malloc (size);
  g_autofree double *values = g_try_new (double, largest);
  if (file == NULL || (values == NULL && largest > 0))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s cannot be written: there is not memory enough for its %zu bytes"), path,
                   size);
      return FALSE;
    }

  memcpy (file, &length, sizeof length);
  memcpy (file + sizeof length, header->str, header->len);
  guchar *end = file + sizeof length + header->len;
  for (guint i = 0; i < n_tensors; i++)
    {
      get (data, i, values);
      end = put_numbers (end, tensors[i].type, values, nabla_tensor_size (&tensors[i]));
    }

  g_autoptr (GError) refusal = NULL;
  if (g_file_set_contents_full (path, (const char *) file, size, G_FILE_SET_CONTENTS_CONSISTENT,
                                0666, &refusal))
    return TRUE;
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_IO, refusal->message);
  return FALSE;
}
