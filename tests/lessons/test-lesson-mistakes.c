/* Mistakes in lessons: each is told with its line, and the rest still opens.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-lesson.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEAD "# Title\n\n## Step {#step}\n\n" /* the block begins in line 5 */
#define QUIZ(arguments, body) HEAD "```quiz " arguments "\n\nAsk?\n\n" body "\n> Since.\n```\n"
#define EXERCISE(arguments) HEAD "```exercise file=ok.nabla\n" arguments "\n\nText.\n```\n"
#define SOLVED "title=T\nreference=units@hidden=3\nwrong=units@hidden=1\n"
#define CHOICES "- [x] a\n- [ ] b\n  > not b\n"
#define FACT "fact=x"

static const struct
{
  const char *text;
  guint line;
  const char *word;
} cases[] = {
  /* The whole */
  { "Text\n", 1, "no title" },
  { "# Title\n", 1, "no steps" },
  { "# Title\n\none\n\ntwo\n\n## S {#s}\n", 5, "before the first step" },
  { "# Title\n\n## S\n", 3, "{#name}" },
  { "# Title\n\n## {#s}\n", 3, "no title" },
  { "# Title\n\n## S {#s\n", 3, "close" },
  { "# Title\n\n## S {#s} more\n", 3, "close" },
  { "# Title\n\n## S {#s t}\n", 3, "'t'" },
  { "# Title\n\n## S {#s}\n\n## T {#s}\n", 5, "same name" },
  { "# Title\n\n## S {#s}\n\n# Title\n", 5, "one title" },
  { "---\nnumber: 1\n# Title\n\n## S {#s}\n", 1, "does not end" },
  { "---\nnumbre: 1\n---\n# Title\n\n## S {#s}\n", 2, "number" },
  { "---\nminutes: ten\n---\n# Title\n\n## S {#s}\n", 2, "'ten'" },
  { "---\nminutes\n---\n# Title\n\n## S {#s}\n", 2, "key: value" },
  { "---\nminutes: 1\nminutes: 2\n---\n# Title\n\n## S {#s}\n", 3, "twice" },
  { "---\npicture: none.png\n---\n# Title\n\n## S {#s}\n", 2, "none.png" },
  { "---\npicture: ../../etc/passwd\n---\n# Title\n\n## S {#s}\n", 2, "folder" },
  /* Text */
  { HEAD "```python\nx = 1\n", 5, "does not end" },
  { HEAD "**Bold（in brackets）**then\n", 5, "**" },
  { HEAD "one\ntwo $\\wrong$\n", 6, "\\wrong" },
  { HEAD "<b>bold</b>\n", 5, "HTML" },
  { HEAD "<div>\n</div>\n", 5, "HTML" },
  { HEAD "[x](file:///etc/passwd)\n", 5, "file:///etc/passwd" },
  { HEAD "![x](x.png)\n", 5, "pictures" },
  { HEAD "- a\n\n  ```quiz\n  x\n  ```\n", 7, "within" },
  { HEAD "```math\n```\n", 5, "missing" },
  { HEAD "```math\nx\n\\wrong\n```\n", 7, "\\wrong" },
  /* Experiments */
  { HEAD "```experiment\n```\n", 5, "file should follow" },
  { HEAD "```experiment none.nabla\n```\n", 5, "none.nabla" },
  { HEAD "```experiment ../ok.nabla\n```\n", 5, "folder" },
  { HEAD "```experiment /etc/passwd\n```\n", 5, "folder" },
  { HEAD "```experiment ok.nabla\nunits@hiden=3\n```\n", 5, "units@hiden" },
  { HEAD "```experiment ok.nabla\nunits@hidden=0\n```\n", 5, "0" },
  { HEAD "```experiment broken.nabla\n```\n", 5, "broken.nabla:" },
  { HEAD "```experiment ok.nabla controls=alhpa\n```\n", 5, "alhpa" },
  { HEAD "```experiment ok.nabla more words\n```\n", 5, "'more'" },
  { HEAD "```experiment ok.nabla views=\"cost\n```\n", 5, "quotation" },
  /* Instruments */
  { HEAD "```instrument\n```\n", 5, "name should follow" },
  { HEAD "```instrument nueron\n```\n", 5, "neuron" },
  { HEAD "```instrument neuron\nw1=1\nw3=1\n```\n", 7, "w3" },
  { HEAD "```instrument neuron\nw1=fast\n```\n", 6, "fast" },
  { HEAD "```instrument neuron controls=w9\n```\n", 5, "w9" },
  /* Quizzes */
  { QUIZ ("", CHOICES), 5, "what decides it" },
  { QUIZ ("fact=x value=neuron:z", CHOICES), 5, "what decides it" },
  { QUIZ ("fact=\"\"", CHOICES), 5, "fact=" },
  { QUIZ ("value=neuron", CHOICES), 5, "INSTRUMENT:VALUE" },
  { QUIZ ("value=nueron:z", CHOICES), 5, "neuron" },
  { QUIZ ("value=neuron:y", CHOICES), 5, "'y'" },
  { QUIZ ("value=neuron:z w7=1", CHOICES), 5, "w7" },
  { QUIZ ("value=none.nabla:train_cost", CHOICES), 5, "none.nabla" },
  { QUIZ ("value=ok.nabla:train_csot", CHOICES), 5, "train_cost" },
  { QUIZ ("value=ok.nabla:train_cost units@hiden=1", CHOICES), 5, "hiden" },
  { QUIZ (FACT " holds=\"about 3\"", CHOICES), 5, "about" },
  { QUIZ (FACT " seeds=100", CHOICES), 5, "seeds" },
  { QUIZ (FACT " tolerence=1", CHOICES), 5, "tolerance" },
  { QUIZ (FACT " fact=y", CHOICES), 5, "twice" },
  { QUIZ (FACT " answer=high", ""), 5, "high" },
  { QUIZ (FACT " answer=1", CHOICES), 5, "choices" },
  { QUIZ (FACT, ""), 5, "two choices" },
  { QUIZ (FACT, "- [x] a\n"), 5, "two choices" },
  { QUIZ (FACT, "- [ ] a\n  > no\n- [ ] b\n  > no\n"), 5, "no choice is ticked" },
  { QUIZ (FACT, "- [x] a\n- [ ] b\n"), 10, "no explanation" },
  { QUIZ (FACT, "- [x] a\n- b\n"), 10, "[ ]" },
  { QUIZ (FACT, "- [x] a\n- [ ] b\n  > not\n\n  c\n"), 13, "one paragraph" },
  { HEAD "```quiz fact=x\n\n- [x] a\n- [ ] b\n  > no\n\n> Since.\n```\n", 5, "question" },
  { HEAD "```quiz fact=x\n\nAsk?\n\n- [x] a\n- [ ] b\n  > no\n```\n", 5, "explanation is missing" },
  /* Exercises */
  { EXERCISE (SOLVED), 5, "goal is missing" },
  { EXERCISE (SOLVED "goal=dev_accuracy = 0.9"), 9, "=" },
  { EXERCISE (SOLVED "goal=dev_accuracy >= 0.9 in 20 steps"), 9, "'in'" },
  { EXERCISE (SOLVED "goal=dev_acuracy >= 0.9"), 9, "dev_accuracy" },
  { EXERCISE ("title=T\ngoal=train_cost < 1\nwrong=units@hidden=1"), 5, "solution is missing" },
  { EXERCISE ("title=T\ngoal=train_cost < 1\nreference=units@hidden=3"), 5, "must not meet" },
  { EXERCISE ("goal=train_cost < 1\nreference=units@hidden=3\nwrong=units@hidden=1"), 5, "title" },
  { EXERCISE ("title=T\ngoal=train_cost < 1\nreference=units\nwrong=units@hidden=1"), 8,
    "'units'" },
  { EXERCISE ("title=T\ngoal=train_cost < 1\nreference=a@b=1\nwrong=units@hidden=1"), 8, "a@b" },
  { EXERCISE (SOLVED "goal=train_cost < 1\nhint=x"), 10, "hint" },
  { HEAD "```exercise\ntitle=T\ngoal=train_cost < 1\nreference=a=1\nwrong=a=2\n\nText.\n```\n", 5,
    "no experiment" },
  { HEAD "```exercise file=ok.nabla\ntitle=T\ngoal=train_cost < "
         "1\nreference=units@hidden=3\nwrong=units@hidden=1\n```\n",
    5, "text" },
  { HEAD "```exercise file=ok.nabla\n" SOLVED "goal=train_cost < 1\n\nText.\n\n- a\n\n  b\n```\n",
    13, "hint" },
};

static const char good[]
    = "[data]\nsource=moons\n[layer hidden]\nop=dense\nunits=2\n[layer output]\nop=dense\nunits=1\n"
      "[loss]\nop=sigmoid_cross_entropy\n";

static char *folder;

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_file (const char *name, const char *text, gssize length)
{
  g_autofree char *path = path_of (name);
  g_assert_true (
      g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (NablaLesson) lesson
          = nabla_lesson_parse (cases[i].text, strlen (cases[i].text), folder, "l.md", &error);
      g_assert_no_error (error);
      g_test_message ("%s", cases[i].text);
      gboolean found = FALSE;
      for (guint k = 0; k < lesson->problems->len; k++)
        {
          const NablaLessonProblem *problem = g_ptr_array_index (lesson->problems, k);
          g_test_message ("%u: %s", problem->line, problem->message);
          found
              |= problem->line == cases[i].line && strstr (problem->message, cases[i].word) != NULL;
        }
      g_assert_true (found);
      /* One mistake, one sentence; only a heading's may bring another with it. */
      g_assert_cmpuint (lesson->problems->len, <=, 2);
    }
}

static void
test_rest_opens (void)
{
  const char text[]
      = HEAD "```quiz\n```\n\n```experiment none.nabla\n```\n\nText\n\n## Next {#next}\n\nMore\n";
  g_autoptr (NablaLesson) lesson = nabla_lesson_parse (text, strlen (text), folder, "l.md", NULL);
  g_assert_cmpuint (lesson->steps->len, ==, 2);
  const NablaLessonStep *step = g_ptr_array_index (lesson->steps, 0);
  g_assert_cmpuint (step->blocks->len, ==, 3);
  guint last = 0;
  for (guint i = 0; i < lesson->problems->len; i++)
    {
      const NablaLessonProblem *problem = g_ptr_array_index (lesson->problems, i);
      g_assert_cmpuint (problem->line, >=, last);
      last = problem->line;
    }
}

static void
assert_refused (const char *text, gsize length, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (nabla_lesson_parse (text, length, folder, "l.md", &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, NABLA_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, "l.md: "));
}

static void
test_refused (void)
{
  const gsize huge = 2 << 20;
  g_autofree char *long_text = g_strnfill (huge, 'a');
  assert_refused ("", 0, NABLA_ERROR_DATA);
  assert_refused (" \n\t\n", 4, NABLA_ERROR_DATA);
  assert_refused ("\xef\xbb\xbf", 3, NABLA_ERROR_DATA);
  assert_refused ("\x89PNG\r\n\x1a\n\0\0", 10, NABLA_ERROR_DATA);
  assert_refused ("# T\0x", 5, NABLA_ERROR_DATA);
  assert_refused (long_text, huge, NABLA_ERROR_TOO_LARGE);

  g_autoptr (GError) error = NULL;
  write_file ("lesson.md", long_text, huge);
  g_assert_null (nabla_lesson_load (folder, NULL, &error));
  g_assert_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE);
}

/* Large and deep, within what is allowed */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  while (text->len < 900000)
    g_string_append (text, "- a\n");
  g_autoptr (NablaLesson) flat = nabla_lesson_parse (text->str, text->len, folder, "l.md", NULL);
  g_assert_cmpuint (flat->problems->len, ==, 0);
  g_string_assign (text, HEAD);
  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "> ");
  g_string_append (text, "deep\n");
  g_autoptr (NablaLesson) deep = nabla_lesson_parse (text->str, text->len, folder, "l.md", NULL);
  g_assert_cmpuint (deep->problems->len, ==, 1);
}

/* What must not differ between languages */
static void
test_compare (void)
{
  static const char english[]
      = "---\nminutes: 5\n---\n# T\n\n## A {#a}\n\nText\n\n```quiz fact=x\n\nAsk?\n\n" CHOICES
        "\n> Since.\n```\n";
  const struct
  {
    const char *from, *to, *word;
  } changes[] = {
    { "Text", "文字", NULL },
    { "fact=x", "fact=另一处", NULL },
    { "minutes: 5", "minutes: 6", "minutes" },
    { "{#a}", "{#b}", "called" },
    { "Text\n", "Text\n\nMore\n", "blocks" },
    { "Text", "> Text", "kind" },
    { "- [x] a", "- [x] a\n- [x] c", "choices" },
    { "- [ ] b", "- [x] b", "ticked" },
    { "fact=x", "fact=x seeds=2", "settings" },
    { "## A", "## B {#z}\n\n## A", "steps" },
  };
  g_autoptr (NablaLesson) lesson
      = nabla_lesson_parse (english, strlen (english), folder, "lesson.md", NULL);
  g_assert_cmpuint (lesson->problems->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GString) text = g_string_new (english);
      g_string_replace (text, changes[i].from, changes[i].to, 1);
      g_autoptr (NablaLesson) other
          = nabla_lesson_parse (text->str, text->len, folder, "lesson.zh_CN.md", NULL);
      nabla_lesson_compare (lesson, other);
      g_test_message ("%s", changes[i].to);
      g_assert_cmpuint (other->problems->len, ==, changes[i].word != NULL ? 1 : 0);
      if (changes[i].word != NULL)
        {
          const NablaLessonProblem *problem = g_ptr_array_index (other->problems, 0);
          g_assert_nonnull (strstr (problem->message, changes[i].word));
          g_assert_cmpstr (problem->file, ==, "lesson.zh_CN.md");
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("nabla-lesson-XXXXXX", NULL);
  write_file ("ok.nabla", good, -1);
  write_file ("broken.nabla", "[data]\nsuorce=moons\n", -1);
  g_test_add_func ("/lesson-mistakes/cases", test_cases);
  g_test_add_func ("/lesson-mistakes/rest-opens", test_rest_opens);
  g_test_add_func ("/lesson-mistakes/refused", test_refused);
  g_test_add_func ("/lesson-mistakes/large", test_large);
  g_test_add_func ("/lesson-mistakes/compare", test_compare);
  int status = g_test_run ();
  static const char *const files[] = { "ok.nabla", "broken.nabla", "lesson.md" };
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = path_of (files[i]);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
