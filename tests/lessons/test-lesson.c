/* A lesson with everything in it, read block by block.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson.h"

#include <glib/gstdio.h>
#include <string.h>

static const char experiment[]
    = "[experiment]\ntitle=Moons\n[data]\nsource=moons\ntrain=0.8\ndev=0.2\n[layer "
      "hidden]\nop=dense\nunits=2\n"
      "activation=tanh\n[layer "
      "output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n[train]\nsteps=50\n"
      "[views]\nshow=cost;boundary\n";

static const char text[]
    = "\xef\xbb\xbf---\r\nnumber: 1.3\r\nsection: Neural Networks\r\nminutes: 15\r\n---\r\n\r\n"
      "# Salt & Pepper\r\n\r\nA *summary* of two\r\nlines.\r\n\r\n" /* 7, 9 */
      "## First $W^{[1]}$ {#1.3a #1.3b}\r\n\r\n"                    /* 12 */
      "Text with `code`, **bold**, a [link](view:cost)  \r\nand a break.\r\n\r\n"
      "### Heading\r\n\r\n"
      "3. three\r\n4. four\r\n   - inner\r\n\r\n"
      "| a | b |\r\n|:--|--:|\r\n| 1 | $x$ |\r\n| 2 |\r\n\r\n"
      "> quoted\r\n\r\n"
      "```python\r\nA1 = np.tanh(Z1)  # $5\r\n```\r\n\r\n"
      "```math\r\nz=w\\cdot x\r\na = g(z)\r\n```\r\n\r\n"
      "<!-- for authors -->\r\n\r\n"
      "## Second {#second}\r\n\r\n"
      "```experiment moons.nabla views=boundary "
      "controls=units@hidden;train.learning_rate\r\nunits@hidden=3\r\n"
      "train.steps=60\r\n```\r\n\r\n"
      "```instrument neuron controls=w1;b\r\nw1=-3\r\nactivation=tanh\r\n```\r\n\r\n"
      "```quiz value=neuron:z w1=1 w2=0 b=0 tolerance=0.01\r\nx1=2\r\n\r\nWhat is $z$?\r\n\r\n- "
      "[x] 2\r\n- [ ] 3\r\n  > Why 3.\r\n  >\r\n  > Really.\r\n\r\n> Since it is.\r\n```\r\n\r\n"
      "```quiz fact=\"The course, week 3\" answer=6.5 tolerance=0.5 reveal=100\r\n\r\nHow "
      "much?\r\n\r\n> So much.\r\n```\r\n\r\n"
      "```exercise\r\ntitle=Do it\r\ngoal=dev_accuracy >= 0.9 within 60 "
      "steps\r\nreference=units@hidden=8\r\nwrong=units@hidden=1\r\nwrong=train.learning_rate=1e-"
      "5\r\n\r\nText.\r\n\r\n1. Hint *one*\r\n2. Hint two\r\n```\r\n";

static char *
make_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("nabla-lesson-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "moons.nabla", NULL);
  g_assert_true (
      g_file_set_contents_full (path, experiment, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  return g_steal_pointer (&folder);
}

static void
remove_folder (char *folder)
{
  g_autofree char *path = g_build_filename (folder, "moons.nabla", NULL);
  g_unlink (path);
  g_rmdir (folder);
  g_free (folder);
}

static NablaLesson *
parse (const char *folder)
{
  g_autoptr (GError) error = NULL;
  NablaLesson *lesson = nabla_lesson_parse (text, strlen (text), folder, "lesson.md", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < lesson->problems->len; i++)
    g_test_message ("%s", ((NablaLessonProblem *)g_ptr_array_index (lesson->problems, i))->message);
  g_assert_cmpuint (lesson->problems->len, ==, 0);
  return lesson;
}

static const NablaLessonBlock *
block_at (const NablaLesson *lesson, guint step, guint block, NablaBlockType type)
{
  const NablaLessonStep *at = g_ptr_array_index (lesson->steps, step);
  const NablaLessonBlock *found = g_ptr_array_index (at->blocks, block);
  g_assert_cmpint (found->type, ==, type);
  return found;
}

static void
test_text (void)
{
  char *folder = make_folder ();
  g_autoptr (NablaLesson) lesson = parse (folder);
  g_assert_cmpstr (lesson->number, ==, "1.3");
  g_assert_cmpstr (lesson->section, ==, "Neural Networks");
  g_assert_cmpuint (lesson->minutes, ==, 15);
  g_assert_cmpstr (lesson->title, ==, "Salt & Pepper");
  g_assert_cmpstr (lesson->summary, ==, "A <i>summary</i> of two lines.");
  g_assert_cmpuint (lesson->steps->len, ==, 2);

  const NablaLessonStep *step = g_ptr_array_index (lesson->steps, 0);
  g_assert_cmpuint (step->line, ==, 12);
  g_assert_cmpstr (step->title, ==, "First <i>W</i><sup>[1]</sup>");
  g_assert_true (
      g_strv_equal ((const char *const *)step->ids, (const char *[]){ "1.3a", "1.3b", NULL }));
  g_assert_cmpuint (step->blocks->len, ==, 7);
  g_assert_cmpstr (
      block_at (lesson, 0, 0, NABLA_BLOCK_PARAGRAPH)->text, ==,
      "Text with <tt>code</tt>, <b>bold</b>, a <a href=\"view:cost\">link</a>\nand a break.");
  g_assert_cmpuint (block_at (lesson, 0, 1, NABLA_BLOCK_HEADING)->level, ==, 3);

  const NablaLessonBlock *list = block_at (lesson, 0, 2, NABLA_BLOCK_LIST);
  g_assert_true (list->ordered);
  g_assert_cmpuint (list->start, ==, 3);
  g_assert_cmpuint (list->children->len, ==, 2);
  const NablaLessonBlock *four = g_ptr_array_index (list->children, 1);
  g_assert_cmpuint (four->children->len, ==, 2);

  const NablaLessonBlock *table = block_at (lesson, 0, 3, NABLA_BLOCK_TABLE);
  g_assert_cmpuint (table->n_columns, ==, 2);
  g_assert_cmpuint (table->cells->len, ==, 6);
  g_assert_cmpstr (g_ptr_array_index (table->cells, 3), ==, "<i>x</i>");
  g_assert_cmpstr (g_ptr_array_index (table->cells, 5), ==, "");
  g_assert_cmpint (table->alignments[1], ==, 'r');

  block_at (lesson, 0, 4, NABLA_BLOCK_QUOTE);
  const NablaLessonBlock *code = block_at (lesson, 0, 5, NABLA_BLOCK_CODE);
  g_assert_cmpstr (code->text, ==, "A1 = np.tanh(Z1)  # $5");
  g_assert_cmpstr (code->language, ==, "python");
  const NablaLessonBlock *math = block_at (lesson, 0, 6, NABLA_BLOCK_MATH);
  g_assert_cmpstr (math->text, ==, "z=w\\cdot x\na = g(z)");
  g_assert_cmpstr (
      math->markup, ==,
      "<i>z</i>\u00a0=\u00a0<i>w</i>·<i>x</i>\n<i>a</i>\u00a0=\u00a0<i>g</i>(<i>z</i>)");
  remove_folder (folder);
}

static void
test_live (void)
{
  char *folder = make_folder ();
  g_autoptr (NablaLesson) lesson = parse (folder);
  const NablaLessonBench *bench = block_at (lesson, 1, 0, NABLA_BLOCK_EXPERIMENT)->bench;
  g_assert_cmpstr (bench->file, ==, "moons.nabla");
  g_assert_nonnull (strstr (bench->text, "units=3"));
  g_assert_nonnull (strstr (bench->text, "steps=60"));
  g_assert_true (
      g_strv_equal ((const char *const *)bench->views, (const char *[]){ "boundary", NULL }));
  g_assert_cmpuint (g_strv_length (bench->controls), ==, 2);

  const NablaLessonInstrument *instrument
      = block_at (lesson, 1, 1, NABLA_BLOCK_INSTRUMENT)->instrument;
  g_assert_cmpstr (instrument->instrument->name, ==, "neuron");
  g_assert_cmpfloat (instrument->settings[2], ==, -3);
  g_assert_cmpstr (instrument->controls[1], ==, "b");

  const NablaQuiz *quiz = block_at (lesson, 1, 2, NABLA_BLOCK_QUIZ)->quiz;
  g_assert_cmpuint (quiz->question->len, ==, 1);
  g_assert_cmpuint (quiz->choices->len, ==, 2);
  g_assert_cmpuint (quiz->n_right, ==, 1);
  const NablaQuizChoice *wrong = g_ptr_array_index (quiz->choices, 1);
  g_assert_cmpstr (wrong->explanation, ==, "Why 3.\nReally.");
  g_assert_cmpuint (quiz->explanation->len, ==, 1);
  g_assert_cmpint (quiz->decider.type, ==, NABLA_DECIDED_BY_INSTRUMENT);
  g_assert_cmpfloat (quiz->decider.settings[0], ==, 2);
  g_assert_true (nabla_quiz_is_right (quiz, (gboolean[]){ TRUE, FALSE }));
  g_assert_false (nabla_quiz_is_right (quiz, (gboolean[]){ TRUE, TRUE }));
  g_assert_false (nabla_quiz_is_right (quiz, (gboolean[]){ FALSE, FALSE }));

  const NablaQuiz *number = block_at (lesson, 1, 3, NABLA_BLOCK_QUIZ)->quiz;
  g_assert_cmpstr (number->decider.fact, ==, "The course, week 3");
  g_assert_cmpint (number->reveal, ==, 100);
  g_assert_true (nabla_quiz_is_right_number (number, 7));
  g_assert_false (nabla_quiz_is_right_number (number, 7.01));

  const NablaExercise *exercise = block_at (lesson, 1, 4, NABLA_BLOCK_EXERCISE)->exercise;
  g_assert_cmpstr (exercise->title, ==, "Do it");
  g_assert_cmpstr (exercise->file, ==, "moons.nabla");
  g_assert_cmpuint (exercise->start->len, ==, 2);
  g_assert_cmpuint (exercise->reference->len, ==, 1);
  g_assert_cmpuint (exercise->wrong->len, ==, 2);
  g_assert_cmpuint (exercise->hints->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (exercise->hints, 0), ==, "Hint <i>one</i>");
  remove_folder (folder);
}

/* Cut off anywhere, and with any byte gone, a lesson is read or refused, never more. */
static void
test_damaged (void)
{
  char *folder = make_folder ();
  gsize length = strlen (text);
  for (gsize cut = 0; cut < length; cut += 7)
    {
      g_autoptr (NablaLesson) lesson = nabla_lesson_parse (text, cut, folder, "l.md", NULL);
      g_assert_true (lesson == NULL || lesson->title != NULL);
      g_autofree char *missing = g_strndup (text, length);
      memmove (missing + cut, missing + cut + 1, length - cut - 1);
      g_autoptr (NablaLesson) other
          = nabla_lesson_parse (missing, length - 1, folder, "l.md", NULL);
      g_assert_true (other == NULL || other->title != NULL);
    }
  remove_folder (folder);
}

/* Tags that are opened are closed, in their order. */
static void
assert_markup (const char *markup)
{
  if (markup == NULL)
    return;
  static const GMarkupParser parser;
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = g_strdup_printf ("<markup>%s</markup>", markup);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);
  g_markup_parse_context_parse (context, whole, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

/* Pieces that mean something, thrown in anywhere, doubled and swapped: the same. */
static void
test_shuffled (void)
{
  static const char *const pieces[]
      = { "```",   "```quiz ", "~~~~",   "$",      "$$", "{",    "}",  "\\",   "\\frac", "^",  "**",
          "_",     "> ",       "- [x] ", "1. ",    "|",  "|--|", "\n", "\n\n", "## ",    "# ", "{#",
          "---\n", "<!--",     "<b>",    "[a](b)", "=",  "\"",   "\t", "中",   "&amp;" };
  char *folder = make_folder ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  for (guint round = 0; round < 1500; round++)
    {
      g_autoptr (GString) shuffled = g_string_new (text);
      for (guint i = g_rand_int_range (rand, 1, 12); i > 0; i--)
        {
          gsize place = g_rand_int_range (rand, 0, shuffled->len + 1);
          gsize wanted = g_rand_int_range (rand, 0, 60), length = MIN (shuffled->len - place, wanted);
          switch (g_rand_int_range (rand, 0, 3))
            {
            case 0:
              g_string_insert (shuffled, place,
                               pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
              break;
            case 1:
              g_string_erase (shuffled, place, length);
              break;
            default:
              {
                g_autofree char *copy = g_strndup (shuffled->str + place, length);
                g_string_insert (shuffled, g_rand_int_range (rand, 0, shuffled->len + 1), copy);
              }
            }
        }
      g_autoptr (NablaLesson) lesson
          = nabla_lesson_parse (shuffled->str, shuffled->len, folder, "l.md", NULL);
      g_assert_true (lesson == NULL || lesson->title != NULL);
      /* What a label is given must be markup. */
      for (guint i = 0; lesson != NULL && i < lesson->steps->len; i++)
        {
          const NablaLessonStep *step = g_ptr_array_index (lesson->steps, i);
          assert_markup (step->title);
          for (guint k = 0; k < step->blocks->len; k++)
            {
              const NablaLessonBlock *block = g_ptr_array_index (step->blocks, k);
              assert_markup (block->type == NABLA_BLOCK_PARAGRAPH ? block->text : block->markup);
            }
        }
    }
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/text", test_text);
  g_test_add_func ("/lesson/live", test_live);
  g_test_add_func ("/lesson/damaged", test_damaged);
  g_test_add_func ("/lesson/shuffled", test_shuffled);
  return g_test_run ();
}
