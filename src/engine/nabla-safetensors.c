/* Reading of safetensors; nabla-safetensors-write.c writes them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-safetensors.h"

#include "nabla-error.h"
#include "nabla-json-reader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

struct _NablaSafetensors {
  char *path;
  FILE *file;
  gsize data_begin; /* where the numbers begin in the file */
  gsize data_size;
  GHashTable *metadata;
  GPtrArray *tensors; /* of NablaTensor, by place */
  GHashTable *by_name;
};

static const struct {
  const char *name;
  gsize bytes;
} types[] = {
  [NABLA_TENSOR_F64] = { "F64", 8 },
  [NABLA_TENSOR_F32] = { "F32", 4 },
  [NABLA_TENSOR_F16] = { "F16", 2 },
  [NABLA_TENSOR_BF16] = { "BF16", 2 },
};

static void
tensor_free (gpointer data)
{
  NablaTensor *self = data;
  g_free (self->name);
  g_free (self);
}

void
nabla_safetensors_free (NablaSafetensors *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->file, fclose);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->tensors);
  g_hash_table_unref (self->metadata);
  g_free (self->path);
  g_free (self);
}

/* A whole number of bytes or elements. */
static gboolean
read_size (NablaJsonReader *reader, gsize *size)
{
  double number;
  if (!nabla_json_read_number (reader, &number))
    return FALSE;
  if (!(number >= 0 && number < 9007199254740992.0 && number == trunc (number)))
    return nabla_json_reader_fail (
        reader, _("a whole number, not negative and below 2^53, is needed here"));
  *size = number;
  return TRUE;
}

/* Reads up to @max sizes. */
static gboolean
read_sizes (NablaJsonReader *reader, gsize *sizes, guint max, guint *n)
{
  *n = 0;
  if (!nabla_json_read_begin (reader, '['))
    return FALSE;
  while (nabla_json_read_item (reader))
    {
      if (*n == max)
        return nabla_json_reader_fail (reader, _("this list is too long"));
      read_size (reader, &sizes[(*n)++]);
    }
  return TRUE;
}

static gboolean
read_type (NablaJsonReader *reader, NablaTensorType *type)
{
  g_autofree char *word = NULL;
  if (!nabla_json_read_string (reader, &word))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, word))
      {
        *type = i;
        return TRUE;
      }
  g_autofree char *message = g_strdup_printf (
      _("the numbers are of type %s, but only F64, F32, F16 and BF16 can be read"), word);
  return nabla_json_reader_fail (reader, message);
}

/* Reads what the header says of @tensor, without a look at other tensors. */
static void
read_tensor (NablaJsonReader *reader, NablaTensor *tensor)
{
  g_autofree char *key = NULL;
  guint n_types = 0, n_shapes = 0, n_places = 0;
  gsize place[2] = { 0, 0 };

  nabla_json_read_begin (reader, '{');
  while (nabla_json_read_member (reader, &key))
    if (g_str_equal (key, "dtype"))
      n_types += read_type (reader, &tensor->type);
    else if (g_str_equal (key, "shape"))
      n_shapes += read_sizes (reader, tensor->dim, NABLA_TENSOR_MAX_RANK, &tensor->rank);
    else if (g_str_equal (key, "data_offsets"))
      {
        guint n;
        n_places += read_sizes (reader, place, 2, &n) && n == 2;
      }
    else
      nabla_json_read_skip (reader);
  tensor->begin = place[0];
  tensor->end = place[1];

  if (n_types != 1 || n_shapes != 1 || n_places != 1)
    {
      g_autofree char *message = g_strdup_printf (
          _("tensor '%s' must have one dtype, one shape and two data_offsets"), tensor->name);
      nabla_json_reader_fail (reader, message);
    }
}

static void
read_metadata (NablaJsonReader *reader, GHashTable *metadata)
{
  g_autofree char *key = NULL;

  nabla_json_read_begin (reader, '{');
  while (nabla_json_read_member (reader, &key))
    {
      char *text = NULL;
      if (nabla_json_read_string (reader, &text)
          && !g_hash_table_insert (metadata, g_strdup (key), text))
        {
          g_autofree char *message = g_strdup_printf (_("'%s' is there twice"), key);
          nabla_json_reader_fail (reader, message);
        }
    }
}

static gboolean
parse_header (NablaSafetensors *self, const char *header, gsize length, GError **error)
{
  g_autofree char *key = NULL;
  gboolean has_metadata = FALSE;
  NablaJsonReader reader;

  nabla_json_reader_init (&reader, header, length);
  nabla_json_read_begin (&reader, '{');
  while (nabla_json_read_member (&reader, &key))
    {
      gboolean is_metadata = g_str_equal (key, "__metadata__");
      if (is_metadata ? has_metadata : g_hash_table_contains (self->by_name, key))
        {
          g_autofree char *message = g_strdup_printf (_("'%s' is there twice"), key);
          nabla_json_reader_fail (&reader, message);
        }
      else if (is_metadata)
        {
          has_metadata = TRUE;
          read_metadata (&reader, self->metadata);
        }
      else
        {
          NablaTensor *tensor = g_new0 (NablaTensor, 1);
          tensor->name = g_strdup (key);
          g_ptr_array_add (self->tensors, tensor);
          g_hash_table_insert (self->by_name, tensor->name, tensor);
          read_tensor (&reader, tensor);
        }
    }

  g_autoptr (GError) mistake = NULL;
  if (nabla_json_reader_finish (&reader, &mistake))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s, header: %s"), self->path,
               mistake->message);
  return FALSE;
}

gsize
nabla_tensor_size (const NablaTensor *self)
{
  g_return_val_if_fail (self != NULL, 0);

  gsize size = 1;
  for (guint i = 0; i < self->rank; i++)
    size *= self->dim[i];
  return size;
}

char *
nabla_tensor_format_shape (const NablaTensor *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *text = g_string_new ("(");
  for (guint i = 0; i < self->rank; i++)
    g_string_append_printf (text, i > 0 ? ", %zu" : "%zu", self->dim[i]);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* Returns: whether @bytes is what the shape of @tensor needs */
static gboolean
has_size (const NablaTensor *tensor, gsize bytes)
{
  gsize needed = types[tensor->type].bytes;
  for (guint i = 0; i < tensor->rank; i++)
    if (!g_size_checked_mul (&needed, needed, tensor->dim[i]))
      return FALSE;
  return needed == bytes;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const NablaTensor *first = *(const NablaTensor *const *) a,
                    *second = *(const NablaTensor *const *) b;
  if (first->begin != second->begin)
    return first->begin < second->begin ? -1 : 1;
  return (first->end > second->end) - (first->end < second->end);
}

/* The tensors must fill the data, without gaps and without overlapping. */
static gboolean
check_places (NablaSafetensors *self, GError **error)
{
  g_ptr_array_sort (self->tensors, compare_places);
  gsize filled = 0;
  for (guint i = 0; i < self->tensors->len; i++)
    {
      const NablaTensor *tensor = g_ptr_array_index (self->tensors, i);
      if (tensor->end < tensor->begin || !has_size (tensor, tensor->end - tensor->begin))
        {
          g_autofree char *shape = nabla_tensor_format_shape (tensor);
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                       _("%s: bytes %zu to %zu of the data are not the size of tensor '%s' of "
                         "shape %s and type %s"),
                       self->path, tensor->begin, tensor->end, tensor->name, shape,
                       types[tensor->type].name);
          return FALSE;
        }
      if (tensor->begin != filled)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                       _("%s: tensor '%s' begins at byte %zu of the data, but should at byte %zu, "
                         "where the one before ends"),
                       self->path, tensor->name, tensor->begin, filled);
          return FALSE;
        }
      filled = tensor->end;
    }
  if (filled != self->data_size)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: the tensors need %zu bytes after the header, but the file has %zu"),
                   self->path, filled, self->data_size);
      return FALSE;
    }
  return TRUE;
}

/* A full read or an error. */
static gboolean
read_bytes (NablaSafetensors *self, gsize offset, void *bytes, gsize n, GError **error)
{
  errno = 0;
  if (fseeko (self->file, offset, SEEK_SET) == 0 && fread (bytes, 1, n, self->file) == n)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s could not be read: %s"), self->path,
               errno != 0 ? g_strerror (errno) : _("the file became shorter meanwhile"));
  return FALSE;
}

/* A regular file: a pipe would be waited for, a folder cannot be read. */
static gboolean
open_file (NablaSafetensors *self, gsize *size, GError **error)
{
  GStatBuf status;
  if (g_stat (self->path, &status) == 0 && !S_ISREG (status.st_mode))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s is no file"), self->path);
      return FALSE;
    }
  self->file = g_fopen (self->path, "rbe");
  if (self->file == NULL || fstat (fileno (self->file), &status) != 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s could not be opened: %s"), self->path,
                   g_strerror (errno));
      return FALSE;
    }
  *size = status.st_size;
  return TRUE;
}

static gboolean
read_header (NablaSafetensors *self, GError **error)
{
  gsize size;
  guint64 length;
  if (!open_file (self, &size, error))
    return FALSE;
  if (size < sizeof length)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s has %zu bytes, too few for a weight file (safetensors)"), self->path,
                   size);
      return FALSE;
    }
  if (!read_bytes (self, 0, &length, sizeof length, error))
    return FALSE;
  length = GUINT64_FROM_LE (length);
  if (length > size - sizeof length)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s is cut off or no weight file (safetensors): its first 8 bytes announce a "
                     "header of %zu bytes, but %zu follow"),
                   self->path, (gsize) length, size - sizeof length);
      return FALSE;
    }
  if (length > NABLA_SAFETENSORS_MAX_HEADER)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s has a header of %zu bytes; at most %d are read"), self->path,
                   (gsize) length, NABLA_SAFETENSORS_MAX_HEADER);
      return FALSE;
    }

  self->data_begin = sizeof length + length;
  self->data_size = size - self->data_begin;
  g_autofree char *header = g_malloc (length + 1);
  return read_bytes (self, sizeof length, header, length, error)
         && parse_header (self, header, length, error) && check_places (self, error);
}

NablaSafetensors *
nabla_safetensors_open (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (NablaSafetensors) self = g_new0 (NablaSafetensors, 1);
  self->path = g_strdup (path);
  self->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tensors = g_ptr_array_new_with_free_func (tensor_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return read_header (self, error) ? g_steal_pointer (&self) : NULL;
}

GHashTable *
nabla_safetensors_metadata (const NablaSafetensors *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->metadata;
}

guint
nabla_safetensors_n_tensors (const NablaSafetensors *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tensors->len;
}

const NablaTensor *
nabla_safetensors_tensor (const NablaSafetensors *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->tensors->len, NULL);

  return g_ptr_array_index (self->tensors, index);
}

const NablaTensor *
nabla_safetensors_find (const NablaSafetensors *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return g_hash_table_lookup (self->by_name, name);
}

/* IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
static double
half_to_double (guint16 bits)
{
  int exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
  double magnitude;
  if (exponent == 0)
    magnitude = ldexp (fraction, -24);
  else if (exponent < 31)
    magnitude = ldexp (fraction + 1024, exponent - 25);
  else
    magnitude = fraction == 0 ? INFINITY : NAN;
  return bits >> 15 ? -magnitude : magnitude;
}

static double
convert (NablaTensorType type, const guchar *bytes)
{
  guint64 bits64;
  guint32 bits32;
  guint16 bits16;
  double number;
  float single;

  switch (type)
    {
    case NABLA_TENSOR_F64:
      memcpy (&bits64, bytes, sizeof bits64);
      bits64 = GUINT64_FROM_LE (bits64);
      memcpy (&number, &bits64, sizeof number);
      return number;
    case NABLA_TENSOR_F32:
      memcpy (&bits32, bytes, sizeof bits32);
      bits32 = GUINT32_FROM_LE (bits32);
      memcpy (&single, &bits32, sizeof single);
      return single;
    case NABLA_TENSOR_F16:
      memcpy (&bits16, bytes, sizeof bits16);
      return half_to_double (GUINT16_FROM_LE (bits16));
    case NABLA_TENSOR_BF16:
      /* the upper half of a float */
      memcpy (&bits16, bytes, sizeof bits16);
      bits32 = (guint32) GUINT16_FROM_LE (bits16) << 16;
      memcpy (&single, &bits32, sizeof single);
      return single;
    }
  g_return_val_if_reached (0);
}

gboolean
nabla_safetensors_read (NablaSafetensors *self,
                        const NablaTensor *tensor,
                        double *values,
                        GError **error)
{
  g_return_val_if_fail (self != NULL && tensor != NULL, FALSE);

  guchar bytes[8192];
  gsize size = types[tensor->type].bytes;
  for (gsize place = tensor->begin; place < tensor->end;)
    {
      gsize n = MIN (tensor->end - place, sizeof bytes);
      if (!read_bytes (self, self->data_begin + place, bytes, n, error))
        return FALSE;
      for (gsize i = 0; i < n; i += size)
        *values++ = convert (tensor->type, bytes + i);
      place += n;
    }
  return TRUE;
}
