/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lesson-check.h"

#include "nabla-figure.h"
#include "nabla-lesson-runs.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* How often a run is looked at for a goal: the window looks at each frame. */
#define LOOKS 200

typedef struct
{
  NablaLesson *lesson;
  gboolean verbose;
  guint line;
} Check;

static void G_GNUC_PRINTF (2, 3) report (const Check *self, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  nabla_lesson_report (self->lesson, self->line, message);
}

static void
tell (const Check *self, const char *what, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  if (self->verbose)
    g_print ("%s:%u: %s = %s\n", self->lesson->file, self->line, what,
             nabla_number_format (value, number));
}

static void
check_bench (const Check *self, const NablaLessonBench *bench)
{
  g_autoptr (GError) error = NULL;
  for (char **view = bench->views; *view != NULL; view++)
    if (nabla_figure_find (*view, &error) == NULL)
      {
        report (self, "%s", error->message);
        g_clear_error (&error);
      }
  if (bench->text == NULL)
    return;
  g_autoptr (NablaExperiment) experiment
      = nabla_experiment_parse (bench->text, -1, bench->path, &error);
  NablaRunValues values;
  if (experiment == NULL || !nabla_lesson_run (experiment, 0, 1, NULL, NULL, &values, &error))
    {
      report (self, "%s", error->message);
      return;
    }
  tell (self, "train_cost", values.values[NABLA_QUANTITY_TRAIN_COST]);
  tell (self, "train_accuracy", values.values[NABLA_QUANTITY_TRAIN_ACCURACY]);
}

/* Questions */

/* The number that a choice is, such as "−0.5", "90%" or "about 1,200". */
static gboolean
choice_number (const NablaQuizChoice *choice, double *value)
{
  g_autoptr (GString) text = g_string_new (choice->text);
  g_string_replace (text, "−", "-", 0);
  g_string_replace (text, ",", "", 0);
  const char *begin = text->str + strcspn (text->str, "-0123456789");
  gsize length = strspn (begin, "-0123456789.e");
  while (length > 0 && begin[length - 1] == '.')
    length--;
  if (!nabla_number_parse (begin, length, value))
    return FALSE;
  if (begin[length] == '%')
    *value /= 100;
  return TRUE;
}

static void
check_number_choices (const Check *self, const NablaQuiz *quiz, double value, const char *number)
{
  for (guint i = 0; i < quiz->choices->len; i++)
    {
      const NablaQuizChoice *choice = g_ptr_array_index (quiz->choices, i);
      double named;
      if (!choice_number (choice, &named))
        {
          report (
              self,
              _("quiz: choice %u is no number, so that holds=… must say what its value decides"),
              i + 1);
          return;
        }
      double rounding = 1e-9 * MAX (1, fabs (value));
      gboolean is_so = fabs (named - value) <= quiz->tolerance + rounding;
      if (choice->right && !is_so)
        report (self, _("quiz: choice %u is ticked as right, but the value is %s"), i + 1, number);
      else if (!choice->right && is_so)
        report (self, _("quiz: choice %u is not ticked, but the value is %s"), i + 1, number);
    }
}

static void
check_value (const Check *self, const NablaQuiz *quiz, double value)
{
  char number[NABLA_NUMBER_LENGTH];
  nabla_number_format (value, number);
  if (!isfinite (value))
    report (self, _("quiz: the run has no such value: is there data in that part of the split?"));
  else if (isfinite (quiz->answer))
    {
      if (!nabla_quiz_is_right_number (quiz, value))
        report (self, _("quiz: the value is %s, which the answer does not allow"), number);
    }
  else if (quiz->decider.range.n_conditions == 0)
    check_number_choices (self, quiz, value, number);
  else if (!nabla_range_holds (&quiz->decider.range, value))
    report (self, _("quiz: the value is %s, so that the ticked choice is not right"), number);
}

static char *
path_of (const NablaLesson *lesson, const char *file)
{
  return g_build_filename (lesson->folder, file, NULL);
}

static void
check_run_value (const Check *self, const NablaQuiz *quiz)
{
  const NablaDecider *decider = &quiz->decider;
  g_autofree char *path = path_of (self->lesson, decider->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment
      = nabla_lesson_make_experiment (path, NULL, decider->changes, &error);
  for (guint seed = 0; experiment != NULL && seed < decider->seeds; seed++)
    {
      g_autofree char *number = g_strdup_printf ("%u", nabla_experiment_seed (experiment) + seed);
      g_autoptr (NablaExperiment) seeded
          = nabla_experiment_with (experiment, "experiment.seed", number, &error);
      NablaRunValues values;
      if (seeded == NULL || !nabla_lesson_run (seeded, 0, 1, NULL, NULL, &values, &error))
        break;
      tell (self, nabla_quantity_name (decider->quantity), values.values[decider->quantity]);
      check_value (self, quiz, values.values[decider->quantity]);
    }
  if (error != NULL)
    report (self, "%s", error->message);
}

static void
check_quiz (const Check *self, const NablaQuiz *quiz)
{
  const NablaDecider *decider = &quiz->decider;
  if (decider->file != NULL)
    check_run_value (self, quiz);
  if (decider->type != NABLA_DECIDED_BY_INSTRUMENT || decider->instrument == NULL
      || decider->output < 0)
    return;
  double values[NABLA_MAX_OUTPUTS];
  g_autoptr (GError) error = NULL;
  if (nabla_instrument_compute (decider->instrument, decider->settings, 1, values, &error))
    {
      tell (self, decider->instrument->outputs[decider->output].name, values[decider->output]);
      check_value (self, quiz, values[decider->output]);
    }
  else
    report (self, "%s", error->message);
}

/* Exercises */

typedef struct
{
  const NablaGoal *goal;
  gint64 met_at; /* −1 as long as it is not */
} Meeting;

static gboolean
look_cb (const NablaRunValues *values, gpointer data)
{
  Meeting *meeting = data;
  if (meeting->met_at < 0 && nabla_goal_met (meeting->goal, values))
    meeting->met_at = (gint64)values->values[NABLA_QUANTITY_STEPS];
  return TRUE;
}

/* Returns: whether the run could be made. @meeting gets when the goal was first met, @at_end
 * whether it is in the end. */
static gboolean
try_solution (const Check *self,
              const NablaExercise *exercise,
              const GPtrArray *changes,
              Meeting *meeting,
              gboolean *at_end)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of (self->lesson, exercise->file);
  g_autoptr (NablaExperiment) experiment
      = nabla_lesson_make_experiment (path, exercise->start, changes, &error);
  NablaRunValues values;
  *meeting = (Meeting){ &exercise->goal, -1 };
  if (experiment == NULL
      || !nabla_lesson_run (experiment, nabla_goal_steps (&exercise->goal), LOOKS, look_cb, meeting,
                            &values, &error))
    {
      report (self, "%s", error->message);
      return FALSE;
    }
  *at_end = nabla_goal_met (&exercise->goal, &values);
  for (guint i = 0; i < exercise->goal.n_conditions; i++)
    {
      NablaQuantity quantity = exercise->goal.conditions[i].quantity;
      tell (self, nabla_quantity_name (quantity), values.values[quantity]);
    }
  return TRUE;
}

static void
check_exercise (const Check *self, const NablaExercise *exercise)
{
  Meeting meeting;
  gboolean at_end;
  if (exercise->file == NULL || exercise->goal.n_conditions == 0)
    return;
  if (try_solution (self, exercise, exercise->reference, &meeting, &at_end) && !at_end)
    {
      if (meeting.met_at >= 0)
        report (
            self,
            _("exercise: the reference solution meets the goal at step %lld, but not in the end"),
            (long long)meeting.met_at);
      else
        report (self, _("exercise: the reference solution does not meet the goal"));
    }
  for (guint i = 0; i < exercise->wrong->len; i++)
    if (try_solution (self, exercise, g_ptr_array_index (exercise->wrong, i), &meeting, &at_end)
        && meeting.met_at >= 0)
      report (self, _("exercise: what wrong= describes (number %u) meets the goal at step %lld"),
              i + 1, (long long)meeting.met_at);
}

void
nabla_lesson_check (NablaLesson *lesson, gboolean verbose)
{
  g_return_if_fail (lesson != NULL);

  Check check = { lesson, verbose, 0 };
  for (guint i = 0; i < lesson->steps->len; i++)
    {
      const NablaLessonStep *step = g_ptr_array_index (lesson->steps, i);
      for (guint k = 0; k < step->blocks->len; k++)
        {
          const NablaLessonBlock *block = g_ptr_array_index (step->blocks, k);
          check.line = block->line;
          if (block->bench != NULL)
            check_bench (&check, block->bench);
          if (block->quiz != NULL)
            check_quiz (&check, block->quiz);
          if (block->exercise != NULL)
            check_exercise (&check, block->exercise);
        }
    }
}
