/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Some begin with letters that a table may begin with, too. */
typedef enum { ALWAYS, IF_BINARY } When;

typedef struct {
  const char *bytes;
  gsize length;
  gsize offset;
  When when;
  const char *name;
} Signature;

#define S(offset, bytes, when, name) { bytes, sizeof bytes - 1, offset, when, name }

/* clang-format off */
static const Signature signatures[] = {
  S (0, "\x89PNG\r\n\x1a\n", ALWAYS, N_("a PNG picture")),
  S (0, "\xff\xd8\xff", ALWAYS, N_("a JPEG picture")),
  S (0, "GIF8", IF_BINARY, N_("a GIF picture")),
  S (0, "BM", IF_BINARY, N_("a BMP picture")),
  S (0, "II*\0", ALWAYS, N_("a TIFF picture")),
  S (0, "MM\0*", ALWAYS, N_("a TIFF picture")),
  S (8, "WEBP", IF_BINARY, N_("a WebP picture")),
  S (8, "WAVE", IF_BINARY, N_("a WAV sound file")),
  S (4, "ftyp", IF_BINARY, N_("a film or an HEIF picture")),
  S (0, "%PDF-", ALWAYS, N_("a PDF document")),
  S (0, "\x89HDF\r\n\x1a\n", ALWAYS, N_("an HDF5 file")),
  S (0, "MATLAB 5.0 MAT-file", ALWAYS, N_("a MATLAB file")),
  S (0, "MATLAB 7.3 MAT-file", ALWAYS, N_("a MATLAB 7.3 file")),
  S (0, "version https://git-lfs.github.com/spec/v1", ALWAYS,
     N_("a Git LFS pointer, which stands for the real file (“git lfs pull” fetches it)")),
  S (0, "\x1f\x8b", ALWAYS, N_("a gzip archive")),
  S (4, "1AY&SY", IF_BINARY, N_("a bzip2 archive")),
  S (0, "\xfd" "7zXZ\0", ALWAYS, N_("an xz archive")),
  S (0, "(\xb5/\xfd", ALWAYS, N_("a Zstandard archive")),
  S (0, "7z\xbc\xaf\x27\x1c", ALWAYS, N_("a 7-Zip archive")),
  S (0, "Rar!\x1a\x07", ALWAYS, N_("a RAR archive")),
  S (257, "ustar", IF_BINARY, N_("a tar archive")),
  S (0, "PK\x03\x04", ALWAYS, N_("a zip archive")),
  S (0, "PK\x05\x06", ALWAYS, N_("an empty zip archive")),
  S (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ALWAYS, N_("an old Excel or Word file")),
  S (0, "SQLite format 3", IF_BINARY, N_("an SQLite database")),
  S (0, "PAR1", IF_BINARY, N_("a Parquet file")),
  S (0, "ARROW1", IF_BINARY, N_("an Arrow file")),
  S (0, "\x7f" "ELF", ALWAYS, N_("a program")),
  S (0, "<?xml", ALWAYS, N_("an XML file")),
  S (0, "{\\rtf", ALWAYS, N_("an RTF document")),
};
/* clang-format on */

static gboolean
begins_without_case (const char *text, gsize length, const char *word)
{
  gsize n = strlen (word);
  return length >= n && g_ascii_strncasecmp (text, word, n) == 0;
}

/* Two zero bytes, a type and a number of axes, then their lengths, high byte first. */
static gboolean
is_idx (const guchar *bytes, gsize length)
{
  static const guchar types[] = { 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e };
  return length >= 8 && bytes[0] == 0 && bytes[1] == 0 && bytes[3] >= 1 && bytes[3] <= 4
         && memchr (types, bytes[2], sizeof types) != NULL;
}

const char *
nabla_signature_name (const char *bytes, gsize length)
{
  gboolean binary = nabla_signature_is_binary (bytes, length);
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *known = &signatures[i];
      if ((known->when == ALWAYS || binary) && length >= known->offset + known->length
          && memcmp (bytes + known->offset, known->bytes, known->length) == 0)
        return _(known->name);
    }
  if (length >= 4 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5)
    return _("a Python pickle");
  if (is_idx ((const guchar *) bytes, length))
    return _("an IDX file, as MNIST comes in");

  while (length > 0 && g_ascii_isspace (*bytes))
    bytes++, length--;
  if (begins_without_case (bytes, length, "<!doctype html")
      || begins_without_case (bytes, length, "<html"))
    return _("a web page (HTML), not the data that it shows");
  return NULL;
}

gboolean
nabla_signature_is_binary (const char *bytes, gsize length)
{
  gsize looked_at = MIN (length, 1 << 16), n_control = 0;
  for (gsize i = 0; i < looked_at; i++)
    {
      guchar c = (guchar) bytes[i];
      n_control += c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1a;
    }
  return n_control > looked_at / 100 || memchr (bytes, 0, length) != NULL;
}
