/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-json-reader.h"

#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
nabla_json_reader_fail (NablaJsonReader *self, const char *message)
{
  g_return_val_if_fail (self != NULL && message != NULL, FALSE);

  if (self->error == NULL)
    g_set_error (&self->error, NABLA_ERROR, NABLA_ERROR_SYNTAX, _("byte %zu: %s"),
                 (gsize) (self->p - self->text), message);
  return FALSE;
}

void
nabla_json_reader_init (NablaJsonReader *self, const char *text, gsize length)
{
  g_return_if_fail (self != NULL && (text != NULL || length == 0));

  *self = (NablaJsonReader) { .text = text, .p = text, .end = text + length };
  const char *valid_end = NULL;
  if (!g_utf8_validate_len (text, length, &valid_end))
    {
      self->p = valid_end;
      nabla_json_reader_fail (self, _("this is no text in UTF-8"));
    }
}

/* Returns: the next character that is no white space; NUL, which valid UTF-8 in
 * here does not have, at the end */
static char
peek (NablaJsonReader *self)
{
  while (self->p < self->end && strchr (" \t\r\n", *self->p))
    self->p++;
  return self->p < self->end ? *self->p : '\0';
}

static gboolean
take (NablaJsonReader *self, char wanted)
{
  if (self->error != NULL)
    return FALSE;
  if (peek (self) == wanted)
    {
      self->p++;
      return TRUE;
    }
  g_autofree char *message = g_strdup_printf (_("'%c' is needed here"), wanted);
  return nabla_json_reader_fail (self, message);
}

gboolean
nabla_json_read_begin (NablaJsonReader *self, char bracket)
{
  g_return_val_if_fail (self != NULL && (bracket == '{' || bracket == '['), FALSE);

  if (!take (self, bracket))
    return FALSE;
  if (self->depth == NABLA_JSON_MAX_DEPTH)
    return nabla_json_reader_fail (self, _("too many brackets are open"));
  self->depth++;
  self->first = TRUE;
  return TRUE;
}

/* Returns: whether another value comes before the bracket that ends the innermost
 * object or array; if not, that one is left */
static gboolean
next (NablaJsonReader *self, char closing)
{
  if (self->error != NULL)
    return FALSE;
  if (peek (self) == closing)
    {
      self->p++;
      self->depth--;
      self->first = FALSE;
      return FALSE;
    }
  if (!self->first && peek (self) != ',')
    return nabla_json_reader_fail (self, _("a comma or a closing bracket is needed here"));
  if (!self->first)
    self->p++;
  self->first = FALSE;
  return TRUE;
}

gboolean
nabla_json_read_member (NablaJsonReader *self, char **key)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  g_clear_pointer (key, g_free);
  if (next (self, '}') && nabla_json_read_string (self, key) && take (self, ':'))
    return TRUE;
  g_clear_pointer (key, g_free);
  return FALSE;
}

gboolean
nabla_json_read_item (NablaJsonReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return next (self, ']');
}

/* Four hexadecimal digits, or −1. */
static int
hex4 (const char *p, const char *end)
{
  int code = 0;
  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);
      if (digit < 0)
        return -1;
      code = code << 4 | digit;
    }
  return code;
}

/* What follows `\u`: a character, or two halves of one beyond U+FFFF. */
static gboolean
read_code (NablaJsonReader *self, GString *string)
{
  int code = hex4 (self->p, self->end);
  int low = -1;
  if (code >= 0xd800 && code < 0xdc00 && self->end - self->p >= 6 && self->p[4] == '\\'
      && self->p[5] == 'u')
    low = hex4 (self->p + 6, self->end);
  if (low >= 0xdc00 && low < 0xe000)
    {
      g_string_append_unichar (string, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
      self->p += 10;
      return TRUE;
    }
  if (code <= 0 || (code >= 0xd800 && code < 0xe000))
    return nabla_json_reader_fail (self, _("this is no character that a text may have"));
  g_string_append_unichar (string, code);
  self->p += 4;
  return TRUE;
}

static gboolean
read_escape (NablaJsonReader *self, GString *string)
{
  static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";

  if (self->p < self->end && *self->p == 'u')
    {
      self->p++;
      return read_code (self, string);
    }
  const char *known = self->p < self->end ? strchr (escapes, *self->p) : NULL;
  if (known == NULL)
    return nabla_json_reader_fail (self, _("nothing is written like this after a backslash"));
  g_string_append_c (string, meanings[known - escapes]);
  self->p++;
  return TRUE;
}

gboolean
nabla_json_read_string (NablaJsonReader *self, char **value)
{
  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  if (self->error != NULL)
    return FALSE;
  if (peek (self) != '"')
    return nabla_json_reader_fail (self, _("a text in double quotes is needed here"));
  self->p++;

  g_autoptr (GString) string = g_string_new (NULL);
  for (;;)
    {
      const char *run = self->p;
      while (self->p < self->end && *self->p != '"' && *self->p != '\\'
             && (guchar) *self->p >= 0x20)
        self->p++;
      g_string_append_len (string, run, self->p - run);
      if (self->p == self->end)
        return nabla_json_reader_fail (self, _("the quote that closes a text is missing"));
      switch (*self->p++)
        {
        case '"':
          *value = g_string_free (g_steal_pointer (&string), FALSE);
          return TRUE;
        case '\\':
          if (!read_escape (self, string))
            return FALSE;
          break;
        default:
          self->p--;
          return nabla_json_reader_fail (
              self, _("a text may not have line ends and control characters"));
        }
    }
}

static const char *
skip_digits (const char *p, const char *end)
{
  while (p < end && g_ascii_isdigit (*p))
    p++;
  return p;
}

/* Returns: (nullable): the end of the number that begins at @p. JSON is stricter
 * than nabla_number_parse (): no plus, no leading zeros, digits around the point. */
static const char *
number_end (const char *p, const char *end)
{
  if (p < end && *p == '-')
    p++;
  const char *digits = p;
  p = skip_digits (p, end);
  if (p == digits || (*digits == '0' && p > digits + 1))
    return NULL;
  if (p < end && *p == '.')
    {
      digits = p + 1;
      p = skip_digits (digits, end);
      if (p == digits)
        return NULL;
    }
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      digits = p + 1;
      if (digits < end && (*digits == '+' || *digits == '-'))
        digits++;
      p = skip_digits (digits, end);
      if (p == digits)
        return NULL;
    }
  return p;
}

gboolean
nabla_json_read_number (NablaJsonReader *self, double *value)
{
  g_return_val_if_fail (self != NULL && value != NULL, FALSE);

  if (self->error != NULL)
    return FALSE;
  peek (self);
  const char *end = number_end (self->p, self->end);
  if (end == NULL)
    return nabla_json_reader_fail (self, _("a number is needed here"));
  if (!nabla_number_parse (self->p, end - self->p, value))
    return nabla_json_reader_fail (self, _("this number is too large or too long"));
  self->p = end;
  return TRUE;
}

static gboolean
skip_word (NablaJsonReader *self)
{
  static const char *const words[] = { "true", "false", "null" };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);
      if ((gsize) (self->end - self->p) >= length && memcmp (self->p, words[i], length) == 0)
        {
          self->p += length;
          return TRUE;
        }
    }
  return nabla_json_reader_fail (self, _("a value is needed here"));
}

gboolean
nabla_json_read_skip (NablaJsonReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->error != NULL)
    return FALSE;
  g_autofree char *text = NULL;
  double number;
  char first = peek (self);
  switch (first)
    {
    case '{':
      nabla_json_read_begin (self, first);
      while (nabla_json_read_member (self, &text))
        nabla_json_read_skip (self);
      return self->error == NULL;
    case '[':
      nabla_json_read_begin (self, first);
      while (nabla_json_read_item (self))
        nabla_json_read_skip (self);
      return self->error == NULL;
    case '"':
      return nabla_json_read_string (self, &text);
    default:
      return first == '-' || g_ascii_isdigit (first) ? nabla_json_read_number (self, &number)
                                                     : skip_word (self);
    }
}

gboolean
nabla_json_reader_finish (NablaJsonReader *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->error == NULL && peek (self) != '\0')
    nabla_json_reader_fail (self, _("something follows after the end"));
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
