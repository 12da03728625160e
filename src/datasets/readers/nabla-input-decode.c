/* Text in any encoding, made UTF-8.
 *
 * A byte order mark decides; then zero bytes at every second place (UTF-16 without a
 * mark); then UTF-8 if it is valid. What is left is GB18030, as Chinese Windows
 * writes, or Western European: both accept most byte sequences, but Chinese text is
 * made of pairs of high bytes in the range of GB 2312, where European text has single
 * ones, or rarely two, between ASCII letters.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-input.h"
#include "nabla-signature.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

enum { BLOCK = 1 << 20, SAMPLE = 1 << 16 };

typedef struct {
  const char *bytes;
  gsize length;
  const char *encoding;
} Mark;

static const Mark marks[] = {
  { "\xef\xbb\xbf", 3, "UTF-8" },
  { "\xff\xfe\0\0", 4, "UTF-32LE" },
  { "\0\0\xfe\xff", 4, "UTF-32BE" },
  { "\xff\xfe", 2, "UTF-16LE" },
  { "\xfe\xff", 2, "UTF-16BE" },
};

static const Mark *
find_mark (const char *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length && memcmp (bytes, marks[i].bytes, marks[i].length) == 0)
      return &marks[i];
  return NULL;
}

/* Tables are mostly ASCII, of which UTF-16 makes every second byte zero. */
static const char *
unmarked_utf16 (const char *bytes, gsize length)
{
  gsize n_zeros[2] = { 0, 0 }, looked_at = MIN (length, SAMPLE) / 2 * 2;
  for (gsize i = 0; i < looked_at; i++)
    n_zeros[i % 2] += bytes[i] == '\0';
  if (length % 2 != 0 || looked_at == 0 || 6 * (n_zeros[0] + n_zeros[1]) < looked_at)
    return NULL;
  return n_zeros[0] == 0 ? "UTF-16LE" : n_zeros[1] == 0 ? "UTF-16BE" : NULL;
}

static gboolean
is_pair (const guchar *bytes)
{
  return bytes[0] >= 0xa1 && bytes[0] <= 0xf7 && bytes[1] >= 0xa1;
}

/* Counts in a run of high bytes the pairs that may be Chinese, and what cannot be. Two
 * such bytes within a word of small letters are Größe or créée. */
static void
count_run (const guchar *run, gsize length, gboolean in_word, gsize *n_pairs, gsize *n_others)
{
  if (length == 2 && in_word)
    {
      (*n_others)++;
      return;
    }
  for (gsize i = 0; i < length;)
    {
      gboolean pair = i + 1 < length && is_pair (run + i);
      *n_pairs += pair;
      *n_others += !pair;
      i += pair ? 2 : 1;
    }
}

static const char *
legacy_encoding (const char *bytes, gsize length)
{
  gsize n_pairs = 0, n_others = 0;
  for (gsize i = 0; i < length; i++)
    {
      gsize start = i;
      while (i < length && (guchar) bytes[i] >= 0x80)
        i++;
      gboolean in_word = (start > 0 && g_ascii_islower (bytes[start - 1]))
                         || (i < length && g_ascii_islower (bytes[i]));
      count_run ((const guchar *) bytes + start, i - start, in_word, &n_pairs, &n_others);
    }
  if (n_pairs > 2 * n_others)
    return "GB18030";
  /* Windows' extension of Latin-1 leaves five bytes undefined. */
  static const char undefined[] = "\x81\x8d\x8f\x90\x9d";
  for (const char *p = undefined; *p != '\0'; p++)
    if (memchr (bytes, *p, length) != NULL)
      return "ISO-8859-1";
  return "WINDOWS-1252";
}

/* g_utf8_validate () in blocks, so that cancelling is noticed. */
static gboolean
validate (NablaInput *self, const char *text, gsize length, gsize *n_valid, GError **error)
{
  const char *p = text, *end = text + length;
  while (p < end)
    {
      const char *stop;
      gsize n = MIN (BLOCK, (gsize) (end - p));
      gboolean valid = g_utf8_validate_len (p, n, &stop);
      gboolean cut = !valid && p + n < end && p + n - stop < 4 && stop > p;
      p = stop;
      if (!valid && !cut)
        break;
      if (!nabla_input_tick (self, (double) (p - text) / (double) length, error))
        return FALSE;
    }
  *n_valid = p - text;
  return TRUE;
}

/* Where the bytes before are UTF-8 beyond ASCII, or were said to be, this one is
 * damage and no other encoding. */
static gboolean
check_not_damaged (NablaInput *self,
                   const char *text,
                   gsize length,
                   gsize n_valid,
                   gboolean said,
                   GError **error)
{
  gsize n_multibyte = 0;
  guint line = 1;
  for (gsize i = 0; i < n_valid; i++)
    {
      n_multibyte += ((guchar) text[i] & 0xc0) == 0xc0;
      line += text[i] == '\n';
    }
  if (n_multibyte < 8 && !said)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
               _("%s, line %u: the byte 0x%02x is not UTF-8, as the text before it is"),
               self->name, line, (guint) (guchar) text[n_valid]);
  return FALSE;
}

static gboolean
convert_with (NablaInput *self,
              GIConv converter,
              const char *encoding,
              const char *bytes,
              gsize length,
              GError **error)
{
  g_autofree char *text = NULL;
  gsize capacity = 0, used = 0, left = length;
  while (left > 0)
    {
      /* A character of one byte may become three, one of two bytes three. */
      if (capacity - used < 3 * BLOCK)
        {
          gsize wanted = used + MAX (used / 2, length) + 4 * BLOCK;
          if (!nabla_input_resize (self, &text, capacity, wanted, 1, 0, error))
            return FALSE;
          capacity = wanted;
        }
      gsize n = MIN (left, BLOCK), n_before = n, room = capacity - used;
      char *from = (char *) bytes + (length - left), *to = text + used;
      gsize status = g_iconv (converter, &from, &n, &to, &room);
      used = to - text;
      left -= n_before - n;
      /* EINVAL is a character that the end of the block has cut. */
      if (status == (gsize) -1 && !(errno == EINVAL && n < n_before && left > n))
        break;
      if (!nabla_input_tick (self, 1 - (double) left / (double) length, error))
        return FALSE;
    }
  if (left > 0 || memchr (text, 0, used) != NULL)
    {
      g_autofree char *place = g_strdup_printf ("%" G_GSIZE_FORMAT, left > 0 ? length - left + 1 : 1);
      /* Translators: file, number of a byte, name of an encoding. */
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: from byte %s on it is not text in %s"), self->name, place, encoding);
      return FALSE;
    }
  self->converted = g_steal_pointer (&text);
  self->text = self->converted;
  self->text_length = used;
  self->encoding = encoding;
  return TRUE;
}

static gboolean
convert (NablaInput *self, const char *encoding, const char *bytes, gsize length, GError **error)
{
  GIConv converter = g_iconv_open ("UTF-8", encoding);
  if (converter == (GIConv) -1)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: the encoding %s is not known on this system"), self->name, encoding);
      return FALSE;
    }
  gboolean done = convert_with (self, converter, g_intern_string (encoding), bytes, length, error);
  g_iconv_close (converter);
  return done;
}

static gboolean
decode (NablaInput *self, GError **error)
{
  const Mark *mark = find_mark (self->bytes, self->length);
  const char *bytes = self->bytes + (mark != NULL ? mark->length : 0);
  gsize length = self->length - (mark != NULL ? mark->length : 0);
  if (length == 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the file is empty"), self->name);
      return FALSE;
    }

  const char *encoding = self->options->encoding;
  if (encoding == NULL)
    encoding = mark != NULL ? mark->encoding : unmarked_utf16 (bytes, length);
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "UTF-8") != 0)
    return convert (self, encoding, bytes, length, error);

  if (nabla_signature_is_binary (bytes, length))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: it is a binary file of no known kind; tables (CSV, TSV, ARFF), NumPy "
                     "arrays (NPY, NPZ) and text can be read"),
                   self->name);
      return FALSE;
    }
  gsize n_valid;
  if (!validate (self, bytes, length, &n_valid, error))
    return FALSE;
  if (n_valid == length)
    {
      self->text = bytes;
      self->text_length = length;
      self->encoding = "UTF-8";
      return TRUE;
    }
  if (!check_not_damaged (self, bytes, length, n_valid, encoding != NULL, error))
    return FALSE;
  return convert (self, legacy_encoding (bytes, length), bytes, length, error);
}

gboolean
nabla_input_decode (NablaInput *self, GError **error)
{
  if (!decode (self, error))
    return FALSE;
  /* DOS ended texts with Ctrl+Z. */
  while (self->text_length > 0 && self->text[self->text_length - 1] == 0x1a)
    self->text_length--;
  return TRUE;
}
