/* nabla-cli lesson: lists lessons, and checks that what they say is so.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-command.h"
#include "nabla-course.h"
#include "nabla-json.h"
#include "nabla-lesson-check.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What every lesson is written in, beside English. */
static const char *const languages[] = { "zh_CN" };

static int run (int argc, char **argv);

const NablaCommand nabla_command_lesson = {
  .name = "lesson",
  .arguments = N_("list|check [FOLDER…]"),
  .summary = N_("Lists lessons; checks their text, answers and exercises"),
  .run = run,
};

static void
print_problems (const NablaLesson *lesson)
{
  for (guint i = 0; i < lesson->problems->len; i++)
    {
      g_autofree char *text = nabla_lesson_problem_format (g_ptr_array_index (lesson->problems, i));
      g_autofree char *path = g_build_filename (lesson->folder, text, NULL);
      g_printerr ("%s\n", path);
    }
}

/* How many blocks of a type there are in all steps. */
static guint
count (const NablaLesson *lesson, NablaBlockType type)
{
  guint n = 0;
  for (guint i = 0; i < lesson->steps->len; i++)
    {
      const NablaLessonStep *step = g_ptr_array_index (lesson->steps, i);
      for (guint k = 0; k < step->blocks->len; k++)
        n += ((NablaLessonBlock *)g_ptr_array_index (step->blocks, k))->type == type;
    }
  return n;
}

/* Returns: how many problems there are */
static guint
check_translation (const NablaLesson *lesson, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaLesson) translation = nabla_lesson_load (lesson->folder, language, &error);
  if (translation == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  if (g_str_equal (translation->file, lesson->file))
    {
      g_autofree char *path = g_strdup_printf ("%s/lesson.%s.md", lesson->folder, language);
      g_printerr (_("%s: the translation is missing\n"), path);
      return 1;
    }
  nabla_lesson_compare (lesson, translation);
  print_problems (translation);
  return translation->problems->len;
}

/* Returns: how many problems there are */
static guint
check_folder (const char *folder, gboolean verbose)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaLesson) lesson = nabla_lesson_load (folder, "en", &error);
  if (lesson == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  nabla_lesson_check (lesson, verbose);
  print_problems (lesson);
  guint problems = lesson->problems->len;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    problems += check_translation (lesson, languages[i]);
  g_autofree char *name = g_path_get_basename (folder);
  if (problems > 0)
    g_print (ngettext ("%s: %u problem\n", "%s: %u problems\n", problems), name, problems);
  else
    g_print (_("%s: all is so (%u steps, %u questions, %u exercises)\n"), name, lesson->steps->len,
             count (lesson, NABLA_BLOCK_QUIZ), count (lesson, NABLA_BLOCK_EXERCISE));
  return problems;
}

static gboolean
list_folder (const char *folder, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaLesson) lesson = nabla_lesson_load (folder, NULL, &error);
  if (lesson == NULL)
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  if (json)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      nabla_json_begin (line, NULL, '{');
      nabla_json_string (line, "folder", folder);
      nabla_json_string (line, "number", lesson->number);
      nabla_json_string (line, "section", lesson->section);
      nabla_json_string (line, "title", lesson->title);
      nabla_json_number (line, "minutes", lesson->minutes);
      nabla_json_number (line, "steps", lesson->steps->len);
      nabla_json_number (line, "problems", lesson->problems->len);
      nabla_json_end (line, '}');
      g_print ("%s\n", line->str);
    }
  else
    {
      g_autofree char *name = g_path_get_basename (folder);
      g_print ("%-24s %-5s %s\n", name, lesson->number != NULL ? lesson->number : "",
               lesson->title);
    }
  return TRUE;
}

/* The lessons that are named, or those that ship. A folder that holds lessons stands for
 * them. */
static char **
find_lessons (char **arguments)
{
  g_autofree char *course = nabla_course_folder ();
  char *shipped[] = { course, NULL };
  GPtrArray *folders = g_ptr_array_new ();
  for (char **argument = *arguments != NULL ? arguments : shipped; *argument != NULL; argument++)
    {
      g_autofree char *text = g_build_filename (*argument, "lesson.md", NULL);
      g_auto (GStrv) inside = nabla_course_list (*argument);
      if (*inside == NULL || g_file_test (text, G_FILE_TEST_EXISTS))
        g_ptr_array_add (folders, g_strdup (*argument));
      else
        for (char **folder = inside; *folder != NULL; folder++)
          g_ptr_array_add (folders, g_strdup (*folder));
    }
  g_ptr_array_add (folders, NULL);
  return (char **)g_ptr_array_free (folders, FALSE);
}

static int
run (int argc, char **argv)
{
  static const char *const words[] = { "list", "check", NULL };
  gboolean json = FALSE, verbose = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("One JSON object a lesson (list)"), NULL },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, N_("Print what was computed (check)"), NULL },
    { NULL },
  };
  int status = nabla_command_parse (&nabla_command_lesson, entries, &argc, &argv, 1, -1);
  if (status >= 0)
    return status;
  if (!g_strv_contains (words, argv[1]))
    {
      g_autofree char *message = nabla_words_unknown ("nabla-cli lesson", argv[1], words);
      g_printerr ("%s\n", message);
      return NABLA_EXIT_USAGE;
    }
  g_auto (GStrv) folders = find_lessons (argv + 2);
  gboolean right = TRUE;
  for (char **folder = folders; *folder != NULL; folder++)
    {
      if (g_str_equal (argv[1], "check"))
        right &= check_folder (*folder, verbose) == 0;
      else
        right &= list_folder (*folder, json);
    }
  return right ? NABLA_EXIT_OK : NABLA_EXIT_BAD_INPUT;
}
