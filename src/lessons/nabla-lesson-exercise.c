/* Exercises: a goal for the live run.
 *
 *   ```exercise
 *   title=Bend it with five
 *   goal=dev_accuracy >= 0.9 and hidden_units <= 5 within 2000 steps
 *   reference=units@hidden=4 train.learning_rate=1
 *   wrong=units@hidden=1
 *
 *   What to do.
 *
 *   1. A first hint.
 *   2. A second one.
 *   ```
 *
 * The experiment is that of the `experiment` block before, or file=….
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include "nabla-experiment.h"

#include <cmark-gfm.h>
#include <glib/gi18n-lib.h>

/* The experiment that is on the bench when the student comes to this block. */
static const NablaLessonBench *
last_bench (const NablaLesson *lesson)
{
  for (guint i = lesson->steps->len; i-- > 0;)
    {
      const NablaLessonStep *step = g_ptr_array_index (lesson->steps, i);
      for (guint k = step->blocks->len; k-- > 0;)
        {
          const NablaLessonBlock *block = g_ptr_array_index (step->blocks, k);
          if (block->bench != NULL && block->bench->text != NULL)
            return block->bench;
        }
    }
  return NULL;
}

static void
copy_changes (const GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    {
      const NablaLessonChange *change = g_ptr_array_index (from, i);
      NablaLessonChange *copy = g_new0 (NablaLessonChange, 1);
      copy->key = g_strdup (change->key);
      copy->value = g_strdup (change->value);
      g_ptr_array_add (to, copy);
    }
}

static void
read_body (NablaLesson *lesson, NablaArguments *arguments, NablaExercise *exercise)
{
  g_autoptr (NablaMarkdown) markdown
      = nabla_markdown_new (lesson, arguments->body, arguments->body_line);
  for (cmark_node *node = cmark_node_first_child (nabla_markdown_root (markdown)); node != NULL;
       node = cmark_node_next (node))
    {
      if (cmark_node_get_type (node) != CMARK_NODE_LIST)
        {
          NablaLessonBlock *block = nabla_markdown_block (markdown, node, 1);
          if (block != NULL)
            g_ptr_array_add (exercise->text, block);
          continue;
        }
      for (cmark_node *item = cmark_node_first_child (node); item != NULL;
           item = cmark_node_next (item))
        {
          cmark_node *paragraph = cmark_node_first_child (item);
          if (paragraph == NULL || cmark_node_next (paragraph) != NULL
              || cmark_node_get_type (paragraph) != CMARK_NODE_PARAGRAPH)
            nabla_lesson_report (lesson, nabla_markdown_line (markdown, item),
                                 _("exercise: a hint is one paragraph"));
          else
            g_ptr_array_add (exercise->hints, nabla_markdown_inline (markdown, paragraph));
        }
    }
}

static void
read_file (NablaLesson *lesson, NablaArguments *arguments, NablaExercise *exercise)
{
  const NablaArgument *file = nabla_arguments_take (arguments, "file");
  const NablaLessonBench *bench = file == NULL ? last_bench (lesson) : NULL;
  if (file != NULL
      && nabla_lesson_check_experiment (lesson, file->line, file->value, NULL, NULL, NULL))
    exercise->file = g_strdup (file->value);
  else if (bench != NULL)
    {
      exercise->file = g_strdup (bench->file);
      copy_changes (bench->changes, exercise->start);
    }
  else if (file == NULL)
    nabla_lesson_report (
        lesson, arguments->line,
        _("exercise: there is no experiment to work on: put a block 'experiment' before it"));
}

/* Returns: whether the changes can be read and the experiment takes them */
static gboolean
read_solution (NablaLesson *lesson,
               const NablaExercise *exercise,
               const NablaArgument *argument,
               GPtrArray *changes)
{
  return nabla_lesson_read_changes (lesson, argument->line, argument->value, changes)
         && (exercise->file == NULL
             || nabla_lesson_check_experiment (lesson, argument->line, exercise->file,
                                               exercise->start, changes, NULL));
}

static void
read_solutions (NablaLesson *lesson, NablaArguments *arguments, NablaExercise *exercise)
{
  const NablaArgument *reference = nabla_arguments_take (arguments, "reference");
  if (reference != NULL)
    read_solution (lesson, exercise, reference, exercise->reference);
  else
    nabla_lesson_report (lesson, arguments->line,
                         _("exercise: a solution is missing: reference=units@hidden=4 …"));
  for (const NablaArgument *wrong; (wrong = nabla_arguments_take (arguments, "wrong")) != NULL;)
    {
      GPtrArray *changes = nabla_lesson_changes_new ();
      g_ptr_array_add (exercise->wrong, changes);
      read_solution (lesson, exercise, wrong, changes);
    }
  if (exercise->wrong->len == 0)
    nabla_lesson_report (
        lesson, arguments->line,
        _("exercise: something that must not meet the goal is missing: wrong=units@hidden=1 …"));
}

void
nabla_lesson_read_exercise (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block)
{
  static const char *const keys[] = { "title", "goal", "file", "reference", "wrong", NULL };
  g_autoptr (GError) error = NULL;
  NablaExercise *exercise = block->exercise = nabla_exercise_new ();
  const NablaArgument *title = nabla_arguments_take (arguments, "title");
  const NablaArgument *goal = nabla_arguments_take (arguments, "goal");
  exercise->title = g_strdup (title != NULL ? title->value : "");
  if (title == NULL || *title->value == '\0')
    nabla_lesson_report (lesson, block->line, _("exercise: title= is missing"));
  if (goal == NULL)
    nabla_lesson_report (
        lesson, block->line,
        _("exercise: its goal is missing: goal=dev_accuracy >= 0.9 within 2000 steps"));
  else if (!nabla_goal_parse (goal->value, &exercise->goal, &error))
    nabla_lesson_report_error (lesson, goal->line, error);
  read_file (lesson, arguments, exercise);
  read_solutions (lesson, arguments, exercise);
  nabla_arguments_finish (arguments, lesson, keys);
  read_body (lesson, arguments, exercise);
  if (exercise->text->len == 0)
    nabla_lesson_report (lesson, block->line,
                         _("exercise: the text that says what to do is missing"));
}
