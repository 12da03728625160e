/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-records.h"

#include <string.h>

void
nabla_records_init (NablaRecords *self, char delimiter, const char *text, gsize length, gsize line)
{
  memset (self, 0, sizeof *self);
  self->delimiter = delimiter;
  self->p = text;
  self->end = text + length;
  self->next_line = line;
}

void
nabla_records_clear (NablaRecords *self)
{
  g_clear_pointer (&self->fields, g_free);
}

static inline gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* Blanks to cut off around a field; a tab is one unless it delimits. */
static inline gboolean
is_blank (const NablaRecords *self, char c)
{
  return c == ' ' || (c == '\t' && self->delimiter != '\t');
}

static inline gboolean
is_delimiter (const NablaRecords *self, char c)
{
  return c == self->delimiter || (c == '\t' && self->delimiter == ' ');
}

/* Steps over one line end at @p, which is one. */
static const char *
skip_line_end (NablaRecords *self, const char *p)
{
  self->next_line++;
  return p + (*p == '\r' && p + 1 < self->end && p[1] == '\n' ? 2 : 1);
}

static NablaField *
add_field (NablaRecords *self)
{
  if (self->n_fields == self->n_allocated)
    {
      self->n_allocated = MAX (32, 2 * self->n_allocated);
      self->fields = g_renew (NablaField, self->fields, self->n_allocated);
    }
  return &self->fields[self->n_fields++];
}

/* Reads the quoted field whose opening quote is at @p. Returns where the scan for
 * the delimiter goes on: after the closing quote, or %NULL if there is none. */
static const char *
read_quoted (NablaRecords *self, NablaField *field, const char *p)
{
  field->text = ++p;
  field->quoted = TRUE;
  while (p < self->end)
    {
      if (is_line_end (*p))
        p = skip_line_end (self, p);
      else if (*p != '"')
        p++;
      else if (p + 1 < self->end && p[1] == '"')
        {
          field->doubled = TRUE;
          p += 2;
        }
      else
        {
          field->length = p - field->text;
          return p + 1;
        }
    }
  return NULL;
}

static const char *
skip_blanks (const NablaRecords *self, const char *p)
{
  while (p < self->end && is_blank (self, *p))
    p++;
  return p;
}

/* Reads the row at @p, which is not empty. */
static NablaRecordResult
read_row (NablaRecords *self, const char *p)
{
  self->n_fields = 0;
  for (;;)
    {
      if (self->n_fields == NABLA_RECORDS_MAX_FIELDS)
        return NABLA_RECORD_TOO_WIDE;
      p = skip_blanks (self, p);
      if (self->delimiter == ' ' && self->n_fields > 0 && (p == self->end || is_line_end (*p)))
        break;
      NablaField *field = add_field (self);
      *field = (NablaField) { .text = p };
      if (p < self->end && *p == '"')
        {
          self->quote_line = self->next_line;
          self->quote_field = self->n_fields;
          const char *after = read_quoted (self, field, p);
          if (after == NULL)
            return NABLA_RECORD_UNCLOSED;
          const char *next = skip_blanks (self, after);
          gboolean delimited = next == self->end || is_line_end (*next)
                               || is_delimiter (self, *next)
                               || (self->delimiter == ' ' && next > after);
          if (!delimited)
            *field = (NablaField) { .text = p };
          p = after;
        }
      while (p < self->end && !is_delimiter (self, *p) && !is_line_end (*p))
        p++;
      if (!field->quoted)
        {
          const char *last = p;
          while (last > field->text && is_blank (self, last[-1]))
            last--;
          field->length = last - field->text;
        }
      if (p == self->end || is_line_end (*p))
        break;
      if (self->delimiter != ' ')
        p++;
    }
  if (p < self->end)
    p = skip_line_end (self, p);
  self->p = p;
  return NABLA_RECORD_ROW;
}

static gboolean
has_value (const NablaRecords *self)
{
  for (guint i = 0; i < self->n_fields; i++)
    if (self->fields[i].length > 0 || self->fields[i].quoted)
      return TRUE;
  return FALSE;
}

NablaRecordResult
nabla_records_next (NablaRecords *self)
{
  while (self->p < self->end)
    {
      self->line = self->next_line;
      NablaRecordResult result = read_row (self, self->p);
      if (result != NABLA_RECORD_ROW || has_value (self))
        return result;
    }
  return NABLA_RECORD_END;
}

const char *
nabla_field_copy (const NablaField *self, GString *buffer)
{
  g_string_truncate (buffer, 0);
  const char *p = self->text, *end = p + self->length;
  while (self->doubled && p < end)
    {
      const char *quote = memchr (p, '"', end - p);
      if (quote == NULL)
        break;
      g_string_append_len (buffer, p, quote + 1 - p);
      p = quote + 2;
    }
  if (p < end)
    g_string_append_len (buffer, p, end - p);
  return buffer->str;
}
