/* Two languages of one lesson: they must teach the same.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
compare_quizzes (const NablaQuiz *quiz,
                 const NablaQuiz *translated,
                 NablaLesson *translation,
                 guint line)
{
  guint n = quiz->choices->len;
  if (n != translated->choices->len)
    {
      nabla_lesson_reportf (translation, line, _("quiz: %u choices here, %u in lesson.md"),
                            translated->choices->len, n);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      const NablaQuizChoice *choice = g_ptr_array_index (quiz->choices, i);
      const NablaQuizChoice *other = g_ptr_array_index (translated->choices, i);
      if (choice->right != other->right)
        nabla_lesson_reportf (translation, line,
                              _("quiz: choice %u is ticked in one language only"), i + 1);
    }
}

static void
compare_blocks (const NablaLesson *self,
                const NablaLessonBlock *block,
                const NablaLessonBlock *translated,
                NablaLesson *translation)
{
  guint line = translated->line;
  if (block->type != translated->type)
    {
      nabla_lesson_reportf (translation, line, _("another kind of block than in %s, line %u"),
                            self->file, block->line);
      return;
    }
  if (g_strcmp0 (block->arguments, translated->arguments) != 0 && block->type != NABLA_BLOCK_MATH)
    nabla_lesson_reportf (translation, line,
                          _("other settings than in %s, line %u: '%s', not '%s'"), self->file,
                          block->line, translated->arguments, block->arguments);
  if (block->type == NABLA_BLOCK_MATH && g_strcmp0 (block->text, translated->text) != 0)
    nabla_lesson_reportf (translation, line, _("another formula than in %s, line %u"), self->file,
                          block->line);
  if (block->quiz != NULL)
    compare_quizzes (block->quiz, translated->quiz, translation, line);
  if (block->exercise != NULL && block->exercise->hints->len != translated->exercise->hints->len)
    nabla_lesson_reportf (translation, line, _("exercise: %u hints here, %u in lesson.md"),
                          translated->exercise->hints->len, block->exercise->hints->len);
}

static void
compare_steps (const NablaLesson *self,
               const NablaLessonStep *step,
               const NablaLessonStep *translated,
               NablaLesson *translation)
{
  if (!g_strv_equal ((const char *const *)step->ids, (const char *const *)translated->ids))
    nabla_lesson_reportf (translation, translated->line,
                          _("the step is not called as in %s, line %u"), self->file, step->line);
  if (step->blocks->len != translated->blocks->len)
    {
      nabla_lesson_reportf (translation, translated->line,
                            _("the step has %u blocks, in %s it has %u"), translated->blocks->len,
                            self->file, step->blocks->len);
      return;
    }
  for (guint i = 0; i < step->blocks->len; i++)
    compare_blocks (self, g_ptr_array_index (step->blocks, i),
                    g_ptr_array_index (translated->blocks, i), translation);
}

void
nabla_lesson_compare (const NablaLesson *self, NablaLesson *translation)
{
  g_return_if_fail (self != NULL && translation != NULL);

  if (g_strcmp0 (self->number, translation->number) != 0 || self->minutes != translation->minutes
      || g_strcmp0 (self->picture, translation->picture) != 0)
    nabla_lesson_reportf (translation, 1, _("number, minutes and picture must be as in %s"),
                          self->file);
  if ((self->section == NULL) != (translation->section == NULL)
      || (self->summary == NULL) != (translation->summary == NULL))
    nabla_lesson_reportf (translation, 1,
                          _("section and first paragraph must be there in both languages"));
  if (self->steps->len != translation->steps->len)
    {
      nabla_lesson_reportf (translation, 0, _("%u steps, in %s there are %u"),
                            translation->steps->len, self->file, self->steps->len);
      return;
    }
  for (guint i = 0; i < self->steps->len; i++)
    compare_steps (self, g_ptr_array_index (self->steps, i),
                   g_ptr_array_index (translation->steps, i), translation);
}
