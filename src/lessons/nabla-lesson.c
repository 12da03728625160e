/* Lessons: the model's memory, its problems, and how answers are judged.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
change_free (gpointer data)
{
  NablaLessonChange *self = data;
  g_free (self->key);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
nabla_lesson_changes_new (void)
{
  return g_ptr_array_new_with_free_func (change_free);
}

static void
bench_free (NablaLessonBench *self)
{
  g_free (self->file);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self->text);
  g_free (self->path);
  g_strfreev (self->views);
  g_strfreev (self->controls);
  g_free (self);
}

static void
instrument_free (NablaLessonInstrument *self)
{
  g_strfreev (self->controls);
  g_free (self);
}

static void
choice_free (gpointer data)
{
  NablaQuizChoice *self = data;
  g_free (self->text);
  g_free (self->explanation);
  g_free (self);
}

NablaQuiz *
nabla_quiz_new (void)
{
  NablaQuiz *self = g_new0 (NablaQuiz, 1);
  self->question = nabla_lesson_blocks_new ();
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  self->explanation = nabla_lesson_blocks_new ();
  self->answer = NAN;
  self->decider.changes = nabla_lesson_changes_new ();
  return self;
}

static void
quiz_free (NablaQuiz *self)
{
  g_ptr_array_unref (self->question);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->explanation);
  g_free (self->decider.fact);
  g_free (self->decider.file);
  g_ptr_array_unref (self->decider.changes);
  g_free (self);
}

NablaExercise *
nabla_exercise_new (void)
{
  NablaExercise *self = g_new0 (NablaExercise, 1);
  self->text = nabla_lesson_blocks_new ();
  self->hints = g_ptr_array_new_with_free_func (g_free);
  self->start = nabla_lesson_changes_new ();
  self->reference = nabla_lesson_changes_new ();
  self->wrong = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  return self;
}

static void
exercise_free (NablaExercise *self)
{
  g_free (self->title);
  g_free (self->file);
  g_ptr_array_unref (self->text);
  g_ptr_array_unref (self->hints);
  g_ptr_array_unref (self->start);
  g_ptr_array_unref (self->reference);
  g_ptr_array_unref (self->wrong);
  g_free (self);
}

static void
block_free (gpointer data)
{
  NablaLessonBlock *self = data;
  g_free (self->text);
  g_free (self->markup);
  g_free (self->language);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self->alignments);
  g_free (self->arguments);
  g_clear_pointer (&self->bench, bench_free);
  g_clear_pointer (&self->instrument, instrument_free);
  g_clear_pointer (&self->quiz, quiz_free);
  g_clear_pointer (&self->exercise, exercise_free);
  g_free (self);
}

NablaLessonBlock *
nabla_lesson_block_new (NablaBlockType type, guint line)
{
  NablaLessonBlock *self = g_new0 (NablaLessonBlock, 1);
  self->type = type;
  self->line = line;
  return self;
}

GPtrArray *
nabla_lesson_blocks_new (void)
{
  return g_ptr_array_new_with_free_func (block_free);
}

void
nabla_lesson_free (NablaLesson *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->file);
  g_free (self->number);
  g_free (self->section);
  g_free (self->picture);
  g_free (self->title);
  g_free (self->summary);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* Problems come mostly, but not always, in the order of their lines. */
void
nabla_lesson_report (NablaLesson *self, guint line, const char *message)
{
  g_return_if_fail (self != NULL && message != NULL);

  guint i = self->problems->len;
  while (i > 0 && ((NablaLessonProblem *)g_ptr_array_index (self->problems, i - 1))->line > line)
    i--;
  NablaLessonProblem *problem = g_new0 (NablaLessonProblem, 1);
  problem->file = g_strdup (self->file);
  problem->line = line;
  problem->message = g_strdup (message);
  g_ptr_array_insert (self->problems, i, problem);
}

void
nabla_lesson_reportf (NablaLesson *self, guint line, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  nabla_lesson_report (self, line, message);
}

void
nabla_lesson_report_error (NablaLesson *self, guint line, const GError *error)
{
  nabla_lesson_report (self, line, error->message);
}

char *
nabla_lesson_problem_format (const NablaLessonProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->line > 0 ? g_strdup_printf ("%s:%u: %s", self->file, self->line, self->message)
                        : g_strdup_printf ("%s: %s", self->file, self->message);
}

gboolean
nabla_quiz_is_right (const NablaQuiz *self, const gboolean *chosen)
{
  g_return_val_if_fail (self != NULL && chosen != NULL, FALSE);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const NablaQuizChoice *choice = g_ptr_array_index (self->choices, i);
      if (!choice->right != !chosen[i])
        return FALSE;
    }
  return TRUE;
}

gboolean
nabla_quiz_is_right_number (const NablaQuiz *self, double answer)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* 0.1 + 0.2 must do where 0.3 is asked for with no tolerance. */
  double rounding = 1e-12 * MAX (1, fabs (self->answer));
  return fabs (answer - self->answer) <= self->tolerance + rounding;
}
