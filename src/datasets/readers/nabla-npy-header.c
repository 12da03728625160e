/* The header of NPY.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-npy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char magic[] = "\x93NUMPY";
enum { MAGIC_LENGTH = 6 };

/* A place in the Python text of the header. */
typedef struct {
  const char *p;
  const char *end;
} Literal;

gboolean
nabla_npy_is (const char *bytes, gsize length)
{
  return length >= MAGIC_LENGTH && memcmp (bytes, magic, MAGIC_LENGTH) == 0;
}

static gboolean
fail (const char *place, GError **error)
{
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the header of the NPY array is damaged"),
               place);
  return FALSE;
}

static void
skip_space (Literal *text)
{
  while (text->p < text->end && g_ascii_isspace (*text->p))
    text->p++;
}

static gboolean
take (Literal *text, const char *word)
{
  gsize length = strlen (word);
  skip_space (text);
  if ((gsize) (text->end - text->p) < length || memcmp (text->p, word, length) != 0)
    return FALSE;
  text->p += length;
  return TRUE;
}

static gboolean
take_string (Literal *text, char *buffer, gsize size)
{
  skip_space (text);
  if (text->p == text->end || (*text->p != '\'' && *text->p != '"'))
    return FALSE;
  char quote = *text->p++;
  const char *close = memchr (text->p, quote, text->end - text->p);
  if (close == NULL || (gsize) (close - text->p) >= size)
    return FALSE;
  memcpy (buffer, text->p, close - text->p);
  buffer[close - text->p] = '\0';
  text->p = close + 1;
  return TRUE;
}

static gboolean
take_whole (Literal *text, gsize *value)
{
  skip_space (text);
  const char *start = text->p;
  for (*value = 0; text->p < text->end && g_ascii_isdigit (*text->p); text->p++)
    if (!g_size_checked_mul (value, *value, 10)
        || !g_size_checked_add (value, *value, (gsize) (*text->p - '0')))
      return FALSE;
  gboolean any = text->p > start;
  /* Python 2 wrote 400L. */
  if (any && text->p < text->end && *text->p == 'L')
    text->p++;
  return any;
}

/* (), (3,), (3, 4), (3, 4,) */
static gboolean
take_shape (NablaNpyHeader *self, Literal *text)
{
  if (!take (text, "("))
    return FALSE;
  while (!take (text, ")"))
    {
      if (self->n_dims == NABLA_ARRAY_MAX_DIMS || !take_whole (text, &self->shape[self->n_dims++]))
        return FALSE;
      if (!take (text, ","))
        return take (text, ")");
    }
  return TRUE;
}

static gboolean
fail_type (const char *place, const char *what, GError **error)
{
  /* Translators: place, what the array holds. */
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
               _("%s: the array holds %s; only numbers, truth values and text can be read"), place,
               what);
  return FALSE;
}

/* '<f8': byte order, kind, size. */
static gboolean
set_type (NablaNpyHeader *self, const char *place, const char *type, GError **error)
{
  char order = type[0];
  if (order == '\0' || strchr ("<>|=", order) == NULL)
    return fail (place, error);
  char kind = type[1];
  guint64 size = 0;
  if (kind == 'O')
    return fail_type (place, _("Python objects (a pickle), which could run any program"), error);
  if (kind == 'M' || kind == 'm')
    return fail_type (place, _("dates"), error);
  if (!g_ascii_string_to_unsigned (kind != '\0' ? type + 2 : "", 10, 0, 1 << 30, &size, NULL))
    return fail (place, error);
  gboolean power = size == 1 || size == 2 || size == 4 || size == 8;
  if (kind == 'c')
    return fail_type (place, _("complex numbers"), error);
  if (kind == 'V')
    return fail_type (place, _("records"), error);
  if (kind == 'f' && (size == 12 || size == 16))
    return fail_type (place, _("numbers of extended precision"), error);
  if (!((kind == 'f' && power && size > 1) || ((kind == 'i' || kind == 'u') && power)
        || (kind == 'b' && size == 1) || kind == 'U' || kind == 'S'))
    return fail (place, error);
  self->kind = kind;
  self->item_size = kind == 'U' ? 4 * size : size;
  self->big_endian = order == '>' || (order == '=' && G_BYTE_ORDER == G_BIG_ENDIAN);
  return TRUE;
}

static gboolean
read_dictionary (NablaNpyHeader *self, const char *place, Literal text, GError **error)
{
  gboolean has_type = FALSE, has_order = FALSE, has_shape = FALSE;
  char key[32], type[32];
  if (!take (&text, "{"))
    return fail (place, error);
  while (!take (&text, "}"))
    {
      if (!take_string (&text, key, sizeof key) || !take (&text, ":"))
        return fail (place, error);
      if (g_str_equal (key, "descr") && !has_type)
        {
          if (take (&text, "["))
            return fail_type (place, _("records"), error);
          has_type = take_string (&text, type, sizeof type);
          if (!has_type)
            return fail (place, error);
          if (!set_type (self, place, type, error))
            return FALSE;
        }
      else if (g_str_equal (key, "fortran_order") && !has_order)
        {
          self->fortran = take (&text, "True");
          has_order = self->fortran || take (&text, "False");
        }
      else if (g_str_equal (key, "shape") && !has_shape)
        has_shape = take_shape (self, &text);
      else
        return fail (place, error);
      if (!take (&text, ","))
        {
          if (!take (&text, "}"))
            return fail (place, error);
          break;
        }
    }
  return (has_type && has_order && has_shape) || fail (place, error);
}

static gboolean
set_size (NablaNpyHeader *self, const char *place, GError **error)
{
  gsize bytes;
  gboolean empty = FALSE, fits = TRUE;
  self->n_values = 1;
  for (guint k = 0; k < self->n_dims; k++)
    empty = empty || self->shape[k] == 0;
  /* Values without bytes would make any number of them of a short file. */
  if (self->item_size == 0)
    return fail (place, error);
  for (guint k = 0; fits && k < self->n_dims; k++)
    fits = empty || g_size_checked_mul (&self->n_values, self->n_values, self->shape[k]);
  if (empty)
    self->n_values = 0;
  if (fits && g_size_checked_mul (&bytes, self->n_values, self->item_size)
      && g_size_checked_add (&self->size, bytes, self->data))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
               _("%s: the shape that the header gives is larger than any memory"), place);
  return FALSE;
}

gboolean
nabla_npy_read_header (NablaNpyHeader *self,
                       const char *place,
                       const char *bytes,
                       gsize length,
                       GError **error)
{
  memset (self, 0, sizeof *self);
  const guchar *u = (const guchar *) bytes;
  if (!nabla_npy_is (bytes, length) || length < MAGIC_LENGTH + 4)
    return fail (place, error);
  guint version = u[MAGIC_LENGTH];
  if (version < 1 || version > 3)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: it is NPY of version %u; versions 1 to 3 can be read"), place, version);
      return FALSE;
    }
  gsize start = MAGIC_LENGTH + (version == 1 ? 4 : 6);
  if (length < start)
    return fail (place, error);
  gsize size = u[8] | (gsize) u[9] << 8;
  if (version > 1)
    size |= (gsize) u[10] << 16 | (gsize) u[11] << 24;
  if (size > NABLA_NPY_MAX_HEADER - start || size > length - start)
    return fail (place, error);
  self->data = start + size;
  return read_dictionary (self, place, (Literal) { bytes + start, bytes + start + size }, error)
         && set_size (self, place, error);
}
