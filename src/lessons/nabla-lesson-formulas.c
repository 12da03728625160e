/* Formulas in a text, put aside before cmark reads it.
 *
 * cmark does not know formulas. Each `$…$` becomes one character of Unicode's
 * private use area, and takes its place again in the markup. What is a formula is
 * decided as Pandoc does: the opening dollar has no space to its right, the closing
 * one none to its left and no digit to its right, both stand in one line, and `\$` is
 * a dollar. Code keeps its dollars.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Length of a fence at the beginning of @line, and its character; 0 if none. */
static gsize
fence_length (const char *line, char *character)
{
  gsize indent = strspn (line, " >"), length = 0;
  char c = line[indent];
  if (c != '`' && c != '~')
    return 0;
  while (line[indent + length] == c)
    length++;
  /* Three backticks and another one in the same line are code within text. */
  if (length < 3
      || (c == '`'
          && memchr (line + indent + length, '`', strcspn (line + indent + length, "\n")) != NULL))
    return 0;
  *character = c;
  return length;
}

/* Copies a run of backticks and what it encloses, up to the end of the paragraph. */
static const char *
copy_code_span (GString *out, const char *text)
{
  gsize length = strspn (text, "`");
  const char *paragraph = strstr (text, "\n\n");
  const char *limit = paragraph != NULL ? paragraph : text + strlen (text);
  for (const char *c = text + length; c < limit; c++)
    if (*c == '`')
      {
        gsize run = strspn (c, "`");
        if (run == length)
          {
            g_string_append_len (out, text, c + run - text);
            return c + run;
          }
        c += run - 1;
      }
  g_string_append_len (out, text, length);
  return text + length;
}

/* Takes the formula that begins at the dollar @text, if there is one. */
static const char *
take_formula (GPtrArray *formulas, GString *out, const char *text)
{
  const char *begin = text + 1, *end = begin;
  if (*begin != '\0' && !g_ascii_isspace (*begin) && *begin != '$')
    while (*end != '\0' && *end != '\n'
           && !(*end == '$' && !g_ascii_isspace (end[-1]) && !g_ascii_isdigit (end[1])))
      end += *end == '\\' && end[1] != '\0' && end[1] != '\n' ? 2 : 1;
  if (*end != '$' || formulas->len == NABLA_MAX_FORMULAS)
    {
      g_string_append_c (out, '$');
      return text + 1;
    }
  g_string_append_unichar (out, NABLA_FIRST_FORMULA + formulas->len);
  g_ptr_array_add (formulas, g_strndup (begin, end - begin));
  return end + 1;
}

static gboolean
is_private_use (const char *text)
{
  gunichar c = g_utf8_get_char (text);
  return c >= NABLA_FIRST_FORMULA && c < NABLA_FIRST_FORMULA + NABLA_MAX_FORMULAS;
}

/* @text with formulas put aside; reports a fence that does not close. */
char *
nabla_lesson_take_formulas (NablaLesson *lesson, const char *text, guint line, GPtrArray *formulas)
{
  GString *out = g_string_sized_new (strlen (text));
  gsize open = 0;
  char open_character = 0;
  guint open_line = 0;
  for (gboolean begin = TRUE; *text != '\0';)
    {
      char character = 0;
      gsize fence = begin ? fence_length (text, &character) : 0;
      if (fence > 0 && (open == 0 || (character == open_character && fence >= open)))
        {
          open_line = line;
          open_character = character;
          open = open == 0 ? fence : 0;
        }
      if (open > 0 || fence > 0)
        {
          gsize length = strcspn (text, "\n");
          g_string_append_len (out, text, length);
          text += length;
        }
      begin = *text == '\n';
      if (begin)
        {
          g_string_append_c (out, *text++);
          line++;
        }
      else if (*text == '`')
        {
          const char *after = copy_code_span (out, text);
          for (; text < after; text++)
            line += *text == '\n';
        }
      else if (*text == '\\' && text[1] != '\0' && text[1] != '\n')
        {
          const char *after = g_utf8_next_char (text + 1);
          g_string_append_len (out, text, after - text);
          text = after;
        }
      else if (*text == '$')
        text = take_formula (formulas, out, text);
      else if (*text != '\0')
        {
          const char *after = g_utf8_next_char (text);
          if (is_private_use (text))
            g_string_append_unichar (out, 0xFFFD);
          else
            g_string_append_len (out, text, after - text);
          text = after;
        }
    }
  if (open > 0)
    nabla_lesson_report (lesson, open_line, _("the block that begins here does not end"));
  return g_string_free (out, FALSE);
}
