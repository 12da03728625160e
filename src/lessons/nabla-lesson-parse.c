/* The text of a lesson: its head, its title, its steps.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include "nabla-error.h"
#include "nabla-number.h"
#include "nabla-words.h"

#include <cmark-gfm.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static void
step_free (gpointer data)
{
  NablaLessonStep *self = data;
  g_free (self->title);
  g_strfreev (self->ids);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

static void
problem_free (gpointer data)
{
  NablaLessonProblem *self = data;
  g_free (self->file);
  g_free (self->message);
  g_free (self);
}

static NablaLesson *
lesson_new (const char *folder, const char *file)
{
  NablaLesson *self = g_new0 (NablaLesson, 1);
  self->folder = g_strdup (folder);
  self->file = g_strdup (file);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  return self;
}

/* One line of the head. */
static void
read_field (NablaLesson *self, const char *key, const char *value, guint line)
{
  static const char *const keys[] = { "number", "section", "minutes", "picture", NULL };
  double minutes;
  if (g_str_equal (key, "number"))
    self->number = g_strdup (value);
  else if (g_str_equal (key, "section"))
    self->section = g_strdup (value);
  else if (g_str_equal (key, "picture"))
    self->picture = nabla_lesson_find_file (self, line, value);
  else if (!g_str_equal (key, "minutes"))
    {
      g_autofree char *message = nabla_words_unknown (_("the lesson's head"), key, keys);
      nabla_lesson_report (self, line, message);
    }
  else if (nabla_number_parse (value, -1, &minutes) && minutes >= 1 && minutes <= 600)
    self->minutes = (guint)minutes;
  else
    nabla_lesson_reportf (self, line, _("minutes must be a number from 1 to 600, not '%s'"),
                          value);
}

/* The lines between `---` and `---` at the beginning. Returns how many lines to leave
 * out, and where the rest begins. */
static guint
read_head (NablaLesson *self, const char **text)
{
  guint line = 1;
  const char *at = *text;
  if (!g_str_has_prefix (at, "---\n"))
    return 0;
  if (strstr (at + 3, "\n---\n") == NULL)
    {
      nabla_lesson_report (self, 1,
                           _("the head that begins with --- does not end with a line ---"));
      return 0;
    }
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (at += 4; *at != '\0';)
    {
      gsize length = strcspn (at, "\n");
      g_autofree char *field = g_strstrip (g_strndup (at, length));
      at += length + (at[length] == '\n');
      line++;
      if (g_str_equal (field, "---"))
        {
          *text = at;
          return line;
        }
      char *colon = strchr (field, ':');
      if (*field == '\0')
        continue;
      if (colon == NULL)
        {
          nabla_lesson_reportf (self, line, _("'%s' should be a line 'key: value'"), field);
          continue;
        }
      *colon = '\0';
      char *key = g_strdup (g_strstrip (field));
      if (!g_hash_table_add (seen, key))
        nabla_lesson_reportf (self, line, _("'%s' is given twice"), field);
      else
        read_field (self, field, g_strstrip (colon + 1), line);
    }
  return 0;
}

/* `Units that stay equal {#1.3d #1.3e}`: takes the names away from the title. */
static char **
take_ids (NablaLesson *self, char *title, guint line)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  char *brace = strstr (title, "{#");
  if (brace != NULL)
    {
      char *end = strchr (brace, '}');
      if (end == NULL || end[1] != '\0')
        nabla_lesson_report (self, line, _("{#…} must close at the end of the heading"));
      else
        *end = '\0';
      g_auto (GStrv) words = g_strsplit_set (brace + 1, " ", -1);
      for (char **word = words; *word != NULL; word++)
        if (**word == '#' && (*word)[1] != '\0')
          g_ptr_array_add (ids, g_strdup (*word + 1));
        else if (**word != '\0')
          nabla_lesson_reportf (self, line, _("'%s' in the heading should begin with #"), *word);
      *brace = '\0';
      g_strchomp (title);
    }
  if (ids->len == 0)
    nabla_lesson_report (self, line,
                         _("the step does not say what it teaches: end its heading with {#name}"));
  g_ptr_array_add (ids, NULL);
  return (char **)g_ptr_array_steal (ids, NULL);
}

static void
check_ids (NablaLesson *self, const NablaLessonStep *step)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const NablaLessonStep *other = g_ptr_array_index (self->steps, i);
      if (g_strv_equal ((const char *const *)other->ids, (const char *const *)step->ids)
          && *step->ids != NULL)
        nabla_lesson_reportf (self, step->line,
                              _("the step has the same name as the one in line %u"), other->line);
    }
}

static void
begin_step (NablaLesson *self, NablaMarkdown *markdown, cmark_node *heading)
{
  NablaLessonStep *step = g_new0 (NablaLessonStep, 1);
  step->line = nabla_markdown_line (markdown, heading);
  step->title = nabla_markdown_inline (markdown, heading);
  step->ids = take_ids (self, step->title, step->line);
  step->blocks = nabla_lesson_blocks_new ();
  if (*step->title == '\0')
    nabla_lesson_report (self, step->line, _("the step has no title"));
  check_ids (self, step);
  g_ptr_array_add (self->steps, step);
}

/* The title and its paragraph, before the first step. */
static void
read_introduction (NablaLesson *self, NablaMarkdown *markdown, cmark_node *node)
{
  guint line = nabla_markdown_line (markdown, node);
  cmark_node_type type = cmark_node_get_type (node);
  if (type == CMARK_NODE_HEADING && cmark_node_get_heading_level (node) == 1 && self->title == NULL)
    {
      g_autofree char *markup = nabla_markdown_inline (markdown, node);
      g_autoptr (GString) title = g_string_new (markup);
      g_string_replace (title, "&amp;", "&", 0);
      self->title = g_strdup (title->str);
    }
  else if (type == CMARK_NODE_PARAGRAPH && self->summary == NULL)
    self->summary = nabla_markdown_inline (markdown, node);
  else if (type != CMARK_NODE_HTML_BLOCK)
    nabla_lesson_report (
        self, line,
        _("before the first step (## …) a lesson has its title and one paragraph only"));
}

static void
read_steps (NablaLesson *self, const char *text, guint first_line)
{
  g_autoptr (NablaMarkdown) markdown = nabla_markdown_new (self, text, first_line);
  for (cmark_node *node = cmark_node_first_child (nabla_markdown_root (markdown)); node != NULL;
       node = cmark_node_next (node))
    {
      gboolean heading = cmark_node_get_type (node) == CMARK_NODE_HEADING;
      int level = heading ? cmark_node_get_heading_level (node) : 0;
      if (level == 2)
        begin_step (self, markdown, node);
      else if (self->steps->len == 0)
        read_introduction (self, markdown, node);
      else if (level == 1)
        nabla_lesson_report (self, nabla_markdown_line (markdown, node),
                             _("a lesson has one title only; steps begin with ##"));
      else
        {
          NablaLessonStep *step = g_ptr_array_index (self->steps, self->steps->len - 1);
          NablaLessonBlock *block = nabla_markdown_block (markdown, node, 0);
          if (block != NULL)
            g_ptr_array_add (step->blocks, block);
        }
    }
}

/* LF only, no BOM. */
static char *
normalize (const char *text, gsize length)
{
  static const char bom[] = "\xef\xbb\xbf";
  if (length >= 3 && memcmp (text, bom, 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  GString *out = g_string_new_len (text, length);
  g_string_replace (out, "\r\n", "\n", 0);
  return g_string_free (out, FALSE);
}

NablaLesson *
nabla_lesson_parse (
    const char *text, gsize length, const char *folder, const char *file, GError **error)
{
  g_return_val_if_fail (text != NULL && folder != NULL && file != NULL, NULL);

  if (length > NABLA_LESSON_MAX_BYTES)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: a lesson has at most %d bytes, this file has %zu"), file,
                   NABLA_LESSON_MAX_BYTES, length);
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the file is no text in UTF-8"),
                   file);
      return NULL;
    }
  g_autofree char *normal = normalize (text, length);
  if (strspn (normal, " \t\r\n") == strlen (normal))
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the file is empty"), file);
      return NULL;
    }

  NablaLesson *self = lesson_new (folder, file);
  const char *rest = normal;
  guint skipped = read_head (self, &rest);
  read_steps (self, rest, skipped + 1);
  if (self->title == NULL)
    {
      nabla_lesson_report (self, skipped + 1,
                           _("the lesson has no title: a line '# Title' before its steps"));
      self->title = g_path_get_basename (folder);
    }
  if (self->steps->len == 0)
    nabla_lesson_report (self, skipped + 1,
                         _("the lesson has no steps: they begin with a line '## Title {#name}'"));
  return self;
}

/* Returns: (transfer full) (nullable): lesson.LANGUAGE.md, if it is there */
static char *
translated_file (const char *folder, const char *language)
{
  g_autofree char *file = g_strdup_printf ("lesson.%s.md", language);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&file) : NULL;
}

static char *
choose_file (const char *folder, const char *language)
{
  char *file = NULL;
  if (language != NULL && !g_str_equal (language, "en"))
    file = translated_file (folder, language);
  else if (language == NULL)
    for (const char *const *name = g_get_language_names (); *name != NULL && file == NULL; name++)
      {
        if (g_str_has_prefix (*name, "en") || g_str_equal (*name, "C"))
          break;
        file = translated_file (folder, *name);
      }
  return file != NULL ? file : g_strdup ("lesson.md");
}

NablaLesson *
nabla_lesson_load (const char *folder, const char *language, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  g_autofree char *name = choose_file (folder, language);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GFileInfo) info
      = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, NULL, &failure);
  g_autofree char *text = NULL;
  gsize length = info != NULL ? g_file_info_get_size (info) : 0;
  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error (&failure, NABLA_ERROR, NABLA_ERROR_DATA, _("it is no file"));
  /* A file that is too long is not read for that to be said. */
  if (failure == NULL && length <= NABLA_LESSON_MAX_BYTES)
    g_file_get_contents (path, &text, &length, &failure);
  if (failure != NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_IO, _("%s could not be read: %s"), path,
                   failure->message);
      return NULL;
    }
  return nabla_lesson_parse (text != NULL ? text : "", length, folder, name, error);
}
