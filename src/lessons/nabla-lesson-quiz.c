/* Quizzes: the question, its choices or number, and what decides it.
 *
 *   ```quiz value=neuron:z w1=2 w2=-1 b=0.5
 *   x1=1
 *   x2=3
 *
 *   What is $z$?
 *
 *   - [ ] 5.5
 *     > That takes $w_2$ for $+1$.
 *   - [x] −0.5
 *
 *   > $2·1 − 1·3 + 0.5$.
 *   ```
 *
 * What is quoted explains: below a choice that choice, at the end the answer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include "nabla-experiment.h"
#include "nabla-number.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_CHOICES 8
#define MAX_SEEDS 20

/* Paragraphs of a quotation, as one text. */
static char *
join_paragraphs (NablaMarkdown *markdown, cmark_node *quote)
{
  GString *text = g_string_new (NULL);
  for (cmark_node *child = cmark_node_first_child (quote); child != NULL;
       child = cmark_node_next (child))
    {
      g_autofree char *part = nabla_markdown_inline (markdown, child);
      g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", part);
    }
  return g_string_free (text, FALSE);
}

static void
read_choice (NablaLesson *lesson, NablaMarkdown *markdown, NablaQuiz *quiz, cmark_node *item)
{
  guint line = nabla_markdown_line (markdown, item);
  if (!nabla_markdown_is (item, "tasklist"))
    {
      nabla_lesson_report (lesson, line,
                           _("quiz: a choice begins with [ ], a right one with [x]"));
      return;
    }
  NablaQuizChoice *choice = g_new0 (NablaQuizChoice, 1);
  g_ptr_array_add (quiz->choices, choice);
  choice->right = cmark_gfm_extensions_get_tasklist_item_checked (item);
  quiz->n_right += choice->right;
  for (cmark_node *child = cmark_node_first_child (item); child != NULL;
       child = cmark_node_next (child))
    {
      if (choice->text == NULL && cmark_node_get_type (child) == CMARK_NODE_PARAGRAPH)
        choice->text = nabla_markdown_inline (markdown, child);
      else if (choice->explanation == NULL && cmark_node_get_type (child) == CMARK_NODE_BLOCK_QUOTE)
        choice->explanation = join_paragraphs (markdown, child);
      else
        nabla_lesson_report (
            lesson, nabla_markdown_line (markdown, child),
            _("quiz: a choice is one paragraph, and one quotation (>) that explains it"));
    }
  if (choice->text == NULL)
    {
      nabla_lesson_report (lesson, line, _("quiz: a choice is empty"));
      choice->text = g_strdup ("");
    }
  if (!choice->right && choice->explanation == NULL)
    nabla_lesson_report (
        lesson, line,
        _("quiz: a wrong choice has no explanation: a line below it that begins with >"));
}

static void
read_body (NablaLesson *lesson, NablaArguments *arguments, NablaQuiz *quiz)
{
  g_autoptr (NablaMarkdown) markdown
      = nabla_markdown_new (lesson, arguments->body, arguments->body_line);
  for (cmark_node *node = cmark_node_first_child (nabla_markdown_root (markdown)); node != NULL;
       node = cmark_node_next (node))
    {
      cmark_node *first = cmark_node_first_child (node);
      cmark_node_type type = cmark_node_get_type (node);
      if (type == CMARK_NODE_LIST && first != NULL && quiz->choices->len == 0)
        for (cmark_node *item = first; item != NULL; item = cmark_node_next (item))
          read_choice (lesson, markdown, quiz, item);
      else
        {
          NablaLessonBlock *block = nabla_markdown_block (markdown, node, 1);
          if (block != NULL)
            g_ptr_array_add (type == CMARK_NODE_BLOCK_QUOTE ? quiz->explanation : quiz->question,
                             block);
        }
    }
}

static gboolean
take_number (NablaLesson *lesson,
             NablaArguments *arguments,
             const char *key,
             double low,
             double high,
             double *value)
{
  const NablaArgument *argument = nabla_arguments_take (arguments, key);
  double number;
  if (argument == NULL)
    return FALSE;
  if (nabla_number_parse (argument->value, -1, &number) && number >= low && number <= high)
    {
      *value = number;
      return TRUE;
    }
  char from[NABLA_NUMBER_LENGTH], to[NABLA_NUMBER_LENGTH];
  nabla_lesson_reportf (
      lesson, argument->line, _("quiz: %s must be a number from %s to %s, not '%s'"), key,
      nabla_number_format (low, from), nabla_number_format (high, to), argument->value);
  return FALSE;
}

/* `neuron:z` and settings, or `moons.nabla:dev_accuracy` and changes. */
static void
read_value (NablaLesson *lesson,
            NablaArguments *arguments,
            const NablaArgument *value,
            NablaDecider *decider)
{
  g_autoptr (GError) error = NULL;
  const char *colon = strrchr (value->value, ':');
  if (colon == NULL)
    {
      nabla_lesson_reportf (lesson, value->line,
                            _("quiz: value=%s should be INSTRUMENT:VALUE or FILE.nabla:QUANTITY"),
                            value->value);
      return;
    }
  g_autofree char *name = g_strndup (value->value, colon - value->value);
  if (g_str_has_suffix (name, ".nabla"))
    {
      decider->type = NABLA_DECIDED_BY_RUN;
      if (!nabla_quantity_parse (colon + 1, &decider->quantity, &error))
        nabla_lesson_report_error (lesson, value->line, error);
      for (guint i = 0; i < arguments->list->len; i++)
        {
          NablaArgument *argument = &g_array_index (arguments->list, NablaArgument, i);
          g_autofree char *change = g_strdup_printf ("%s=%s", argument->key, argument->value);
          if (!argument->used)
            nabla_lesson_read_changes (lesson, argument->line, change, decider->changes);
          argument->used = TRUE;
        }
      if (nabla_lesson_check_experiment (lesson, value->line, name, NULL, decider->changes, NULL))
        decider->file = g_steal_pointer (&name);
      return;
    }
  decider->type = NABLA_DECIDED_BY_INSTRUMENT;
  decider->instrument = nabla_instrument_find (name, &error);
  decider->output = decider->instrument != NULL
                        ? nabla_instrument_find_output (decider->instrument, colon + 1, &error)
                        : -1;
  if (error != NULL)
    nabla_lesson_report_error (lesson, value->line, error);
  if (decider->instrument == NULL)
    return;
  nabla_param_defaults (decider->instrument->params, decider->settings);
  nabla_lesson_read_settings (lesson, arguments, decider->instrument, decider->settings);
}

static void
read_decider (NablaLesson *lesson, NablaArguments *arguments, NablaDecider *decider)
{
  const NablaArgument *value = nabla_arguments_take (arguments, "value");
  const NablaArgument *fact = nabla_arguments_take (arguments, "fact");
  const NablaArgument *holds = nabla_arguments_take (arguments, "holds");
  double seeds = 1;
  take_number (lesson, arguments, "seeds", 1, MAX_SEEDS, &seeds);
  decider->seeds = (guint)seeds;
  g_autoptr (GError) error = NULL;
  if (holds != NULL && !nabla_range_parse (holds->value, &decider->range, &error))
    nabla_lesson_report_error (lesson, holds->line, error);
  if ((value == NULL) == (fact == NULL))
    nabla_lesson_report (lesson, arguments->line,
                         _("quiz: it must name what decides it: either value=… or fact=\"…\""));
  else if (value != NULL)
    read_value (lesson, arguments, value, decider);
  else if (*fact->value == '\0')
    nabla_lesson_report (lesson, fact->line, _("quiz: fact= must say where it is written"));
  else
    decider->fact = g_strdup (fact->value);
}

static void
check (NablaLesson *lesson, const NablaQuiz *quiz, guint line)
{
  gboolean number = isfinite (quiz->answer);
  if (quiz->question->len == 0)
    nabla_lesson_report (lesson, line, _("quiz: the question is missing"));
  if (!number && quiz->choices->len < 2)
    nabla_lesson_report (lesson, line,
                         _("quiz: it needs two choices or more (- [ ] …), or answer=NUMBER"));
  else if (!number && quiz->n_right == 0)
    nabla_lesson_report (lesson, line, _("quiz: no choice is ticked as right: - [x] …"));
  if (quiz->choices->len > MAX_CHOICES)
    nabla_lesson_reportf (lesson, line, _("quiz: %u choices are too many; at most %d are allowed"),
                          quiz->choices->len, MAX_CHOICES);
  if (quiz->explanation->len == 0)
    nabla_lesson_report (
        lesson, line, _("quiz: the explanation is missing: a last paragraph that begins with >"));
}

void
nabla_lesson_read_quiz (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block)
{
  static const char *const keys[]
      = { "value", "fact", "holds", "seeds", "answer", "tolerance", "reveal", NULL };
  NablaQuiz *quiz = block->quiz = nabla_quiz_new ();
  double reveal = 0;
  gboolean has_answer = take_number (lesson, arguments, "answer", -1e9, 1e9, &quiz->answer);
  take_number (lesson, arguments, "tolerance", 0, 1e9, &quiz->tolerance);
  take_number (lesson, arguments, "reveal", 1, 1e6, &reveal);
  quiz->reveal = (gint64)reveal;
  read_decider (lesson, arguments, &quiz->decider);
  nabla_arguments_finish (arguments, lesson, keys);
  read_body (lesson, arguments, quiz);
  if (has_answer && quiz->choices->len > 0)
    nabla_lesson_report (lesson, block->line, _("quiz: answer= and choices do not go together"));
  check (lesson, quiz, block->line);
}
