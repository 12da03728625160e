/* Arguments of live blocks.
 *
 *   ```quiz value=neuron:z w1=2
 *   x1=3
 *   answer=6.5
 *
 *   How large is z?
 *   ```
 *
 * Behind the fence, a value with spaces stands in double quotes; on a line of its own
 * it goes to the line's end. The lines of arguments end with the first that is none.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
argument_clear (NablaArgument *self)
{
  g_free (self->key);
  g_free (self->value);
}

void
nabla_arguments_free (NablaArguments *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->name);
  g_free (self->body);
  g_array_unref (self->list);
  g_free (self);
}

/* Length of the key if @text begins with `key=`, else 0. */
static gsize
key_length (const char *text)
{
  gsize length = 0;
  while (g_ascii_isalnum (text[length])
         || (text[length] != '\0' && strchr ("_.@/-", text[length]) != NULL))
    length++;
  return g_ascii_isalpha (text[0]) && text[length] == '=' ? length : 0;
}

static void
add (NablaArguments *self, const char *key, gsize length, char *value, guint line)
{
  NablaArgument argument = { g_strndup (key, length), g_strstrip (value), line, FALSE };
  g_array_append_val (self->list, argument);
}

/* The words behind the fence. */
static void
parse_info (NablaArguments *self, NablaLesson *lesson, const char *info)
{
  while (*(info += strspn (info, " \t")) != '\0')
    {
      gsize key = key_length (info), word = strcspn (info, " \t");
      if (self->kind == NULL)
        self->kind = g_strndup (info, word);
      else if (key > 0 && info[key + 1] == '"')
        {
          gsize length = strcspn (info + key + 2, "\"");
          add (self, info, key, g_strndup (info + key + 2, length), self->line);
          word = key + 2 + length;
          if (info[word] == '"')
            word++;
          else
            nabla_lesson_report (lesson, self->line, _("a quotation mark does not close"));
        }
      else if (key > 0)
        add (self, info, key, g_strndup (info + key + 1, word - key - 1), self->line);
      else if (self->name == NULL && self->list->len == 0)
        self->name = g_strndup (info, word);
      else
        nabla_lesson_reportf (lesson, self->line,
                              _("'%.*s' is no argument: those are written key=value"), (int)word,
                              info);
      info += word;
    }
  if (self->kind == NULL)
    self->kind = g_strdup ("");
}

/* Takes the lines of arguments at the beginning of @text. */
static void
parse_lines (NablaArguments *self, const char *text)
{
  guint line = self->line + 1;
  gsize key;
  for (; (key = key_length (text)) > 0; line++)
    {
      gsize length = strcspn (text, "\n");
      add (self, text, key, g_strndup (text + key + 1, length - key - 1), line);
      text += length + (text[length] == '\n');
    }
  self->body = g_strdup (text);
  self->body_line = line;
}

NablaArguments *
nabla_arguments_parse (NablaLesson *lesson, const char *info, const char *text, guint line)
{
  NablaArguments *self = g_new0 (NablaArguments, 1);
  self->line = line;
  self->list = g_array_new (FALSE, FALSE, sizeof (NablaArgument));
  g_array_set_clear_func (self->list, (GDestroyNotify)argument_clear);
  parse_info (self, lesson, info);
  parse_lines (self, text);
  return self;
}

const NablaArgument *
nabla_arguments_take (NablaArguments *self, const char *key)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      NablaArgument *argument = &g_array_index (self->list, NablaArgument, i);
      if (!argument->used && g_str_equal (argument->key, key))
        {
          argument->used = TRUE;
          return argument;
        }
    }
  return NULL;
}

void
nabla_arguments_finish (NablaArguments *self, NablaLesson *lesson, const char *const *allowed)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const NablaArgument *argument = &g_array_index (self->list, NablaArgument, i);
      if (argument->used)
        continue;
      if (g_strv_contains (allowed, argument->key))
        nabla_lesson_reportf (lesson, argument->line, _("%s: '%s' is given twice"), self->kind,
                              argument->key);
      else
        {
          g_autofree char *message = nabla_words_unknown (self->kind, argument->key, allowed);
          nabla_lesson_report (lesson, argument->line, message);
        }
    }
}

char *
nabla_arguments_format (const NablaArguments *self)
{
  /* What is written for people differs between languages. */
  static const char *const translated[] = { "title", "fact", NULL };
  GString *text = g_string_new (self->name);
  for (guint i = 0; i < self->list->len; i++)
    {
      const NablaArgument *argument = &g_array_index (self->list, NablaArgument, i);
      if (!g_strv_contains (translated, argument->key))
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", argument->key,
                                argument->value);
    }
  return g_string_free (text, FALSE);
}
