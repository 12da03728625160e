/* Lines of text: what is text and nothing else.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum { TICK_BYTES = 1 << 20 };

/* Of CRLF only the CR becomes a NUL: the LF that is left says that the next line
 * begins one byte later. */
static gboolean
cut_lines (NablaInput *input, char *text, gsize length, gsize *n_ends, GError **error)
{
  *n_ends = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\n' || text[i] == '\r')
        {
          gboolean pair = text[i] == '\r' && text[i + 1] == '\n';
          text[i] = '\0';
          (*n_ends)++;
          i += pair;
        }
      if (i % TICK_BYTES == 0 && !nabla_input_tick (input, (double) i / (double) length, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
list_lines (NablaInput *input, NablaSource *source, gsize n_lines, GError **error)
{
  if (!nabla_input_resize (input, &source->lines, 0, n_lines, sizeof *source->lines, 0, error))
    return FALSE;
  const char *line = source->text;
  for (gsize i = 0; i < n_lines; i++)
    {
      if (i > 0)
        {
          line += strlen (line) + 1;
          line += *line == '\n';
        }
      source->lines[i] = line;
      if (i % (TICK_BYTES / 64) == 0
          && !nabla_input_tick (input, (double) i / (double) n_lines, error))
        return FALSE;
    }
  source->n_lines = n_lines;
  return TRUE;
}

static NablaReaderResult
read_lines (NablaInput *input, NablaSource *source, GError **error)
{
  /* Blank lines at the end are none. */
  gsize length = input->text_length, n_ends;
  while (length > 0 && g_ascii_isspace (input->text[length - 1]))
    length--;
  if (length == 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: there is nothing in the file but blank lines"), input->name);
      return NABLA_READER_FAILED;
    }
  if (!nabla_input_resize (input, &source->text, 0, length + 1, 1, 0, error))
    return NABLA_READER_FAILED;
  memcpy (source->text, input->text, length);
  source->text[length] = '\0';
  source->kind = NABLA_SOURCE_TEXT_LINES;
  source->format = "text";

  nabla_input_phase (input, 0.4, 0.7);
  if (!cut_lines (input, source->text, length, &n_ends, error))
    return NABLA_READER_FAILED;
  nabla_input_phase (input, 0.7, 1);
  return list_lines (input, source, n_ends + 1, error) ? NABLA_READER_DONE : NABLA_READER_FAILED;
}

const NablaReader nabla_reader_lines = { "lines", TRUE, read_lines };
