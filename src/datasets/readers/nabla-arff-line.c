/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-arff-line.h"

#include "nabla-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of a text that a message quotes. */
enum { MOST_LETTERS = 40 };

void
nabla_arff_line_init (NablaArffLine *self, const NablaInput *input)
{
  *self = (NablaArffLine){
    .input = input,
    .next = input->text,
    .tokens = g_array_new (FALSE, FALSE, sizeof (NablaArffToken)),
    .word = g_string_new (NULL),
  };
}

void
nabla_arff_line_clear (NablaArffLine *self)
{
  g_clear_pointer (&self->tokens, g_array_unref);
  if (self->word != NULL)
    g_string_free (g_steal_pointer (&self->word), TRUE);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static void
skip_blanks (NablaArffLine *self)
{
  while (self->p < self->stop && is_blank (*self->p))
    self->p++;
}

gboolean
nabla_arff_line_at_end (NablaArffLine *self)
{
  skip_blanks (self);
  return self->p == self->stop || *self->p == '%';
}

gboolean
nabla_arff_line_next (NablaArffLine *self)
{
  const char *end = self->input->text + self->input->text_length;
  while (self->next < end)
    {
      const char *stop = self->next;
      while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
      self->p = self->next;
      self->stop = stop;
      self->line++;
      self->next
        = stop < end ? stop + (*stop == '\r' && stop + 1 < end && stop[1] == '\n' ? 2 : 1) : end;
      if (!nabla_arff_line_at_end (self))
        return TRUE;
    }
  return FALSE;
}

gboolean
nabla_arff_line_take (NablaArffLine *self, const char *keyword)
{
  gsize length = strlen (keyword);
  if ((gsize) (self->stop - self->p) < length || g_ascii_strncasecmp (self->p, keyword, length) != 0
      || (self->p + length < self->stop && !is_blank (self->p[length])))
    return FALSE;
  self->p += length;
  return TRUE;
}

const char *
nabla_arff_line_text (NablaArffLine *self, const NablaArffToken *token)
{
  static const char codes[] = "ntr", meanings[] = "\n\t\r";
  g_string_truncate (self->word, 0);
  if (!token->quoted || memchr (token->text, '\\', token->length) == NULL)
    return g_string_append_len (self->word, token->text, (gssize) token->length)->str;
  for (const char *p = token->text, *end = p + token->length; p < end; p++)
    {
      const char *code = *p == '\\' && p + 1 < end ? strchr (codes, p[1]) : NULL;
      if (*p == '\\' && p + 1 < end)
        p++;
      g_string_append_c (self->word, code != NULL ? meanings[code - codes] : *p);
    }
  return self->word->str;
}

char *
nabla_arff_excerpt (const char *text)
{
  char *shown = g_utf8_strlen (text, -1) <= MOST_LETTERS ? g_strdup (text)
                                                         : g_utf8_substring (text, 0, MOST_LETTERS);
  return g_strdelimit (shown, "\n\r\t", ' ');
}

/* Reads up to a comma, @close, or, if they separate, a blank. */
gboolean
nabla_arff_line_token (
  NablaArffLine *self, gboolean commas, char close, NablaArffToken *token, GError **error)
{
  skip_blanks (self);
  const char *p = self->p;
  char quote = p < self->stop && (*p == '\'' || *p == '"') ? *p : '\0';
  if (quote != '\0')
    {
      const char *start = ++p;
      while (p < self->stop && *p != quote)
        p += *p == '\\' && p + 1 < self->stop ? 2 : 1;
      if (p == self->stop)
        return nabla_input_fail_at (self->input, self->line, error,
                                    _("a quote (%c) is opened and never closed"), quote);
      *token = (NablaArffToken){ start, p - start, TRUE };
      self->p = p + 1;
      return TRUE;
    }
  while (p < self->stop && *p != ',' && *p != close && !(*p == '%' && p == self->p)
         && !(is_blank (*p) && (!commas || (p + 1 < self->stop && p[1] == '%'))))
    p++;
  *token = (NablaArffToken){ self->p, p - self->p, FALSE };
  self->p = p;
  while (token->length > 0 && is_blank (token->text[token->length - 1]))
    token->length--;
  return TRUE;
}

/* Whether a comma stands outside of quotes before @close; else blanks separate. */
static gboolean
has_comma (const NablaArffLine *self, char close)
{
  char quote = '\0';
  for (const char *p = self->p; p < self->stop; p++)
    if (quote != '\0')
      {
        if (*p == '\\' && p + 1 < self->stop)
          p++;
        else if (*p == quote)
          quote = '\0';
      }
    else if (*p == ',')
      return TRUE;
    else if (*p == close || (*p == '%' && (p == self->p || is_blank (p[-1]))))
      return FALSE;
    else if ((*p == '\'' || *p == '"') && (p == self->p || is_blank (p[-1])))
      quote = *p;
  return FALSE;
}

gboolean
nabla_arff_line_cut (NablaArffLine *self, char close, GError **error)
{
  gboolean commas = has_comma (self, close);
  gboolean more = !nabla_arff_line_at_end (self) && *self->p != close;
  g_array_set_size (self->tokens, 0);
  while (more)
    {
      NablaArffToken token;
      if (!nabla_arff_line_token (self, commas, close, &token, error))
        return FALSE;
      g_array_append_val (self->tokens, token);
      if (self->tokens->len > NABLA_RECORDS_MAX_FIELDS + 1)
        return nabla_input_fail_at (self->input, self->line, error,
                                    _("more than %u values in a row; this is no table"),
                                    NABLA_RECORDS_MAX_FIELDS);
      more = !nabla_arff_line_at_end (self) && *self->p != close;
      if (more && *self->p == ',')
        self->p++;
      else if (more && commas)
        {
          g_autofree char *found = nabla_arff_excerpt (nabla_arff_line_text (self, &token));
          return nabla_input_fail_at (self->input, self->line, error,
                                      _("there is no comma after the quoted “%s”"), found);
        }
    }
  return TRUE;
}
