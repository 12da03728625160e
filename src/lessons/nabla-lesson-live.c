/* Live blocks: what a step sets up beside its text.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-lesson-private.h"

#include "nabla-experiment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

NablaLessonBlock *
nabla_lesson_read_live (NablaLesson *lesson, NablaArguments *arguments)
{
  static const struct
  {
    const char *kind;
    NablaBlockType type;
    void (*read) (NablaLesson *, NablaArguments *, NablaLessonBlock *);
  } kinds[] = {
    { "experiment", NABLA_BLOCK_EXPERIMENT, nabla_lesson_read_bench },
    { "instrument", NABLA_BLOCK_INSTRUMENT, nabla_lesson_read_instrument },
    { "quiz", NABLA_BLOCK_QUIZ, nabla_lesson_read_quiz },
    { "exercise", NABLA_BLOCK_EXERCISE, nabla_lesson_read_exercise },
    { "math", NABLA_BLOCK_MATH, nabla_lesson_read_math },
  };
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].kind, arguments->kind))
      {
        NablaLessonBlock *block = nabla_lesson_block_new (kinds[i].type, arguments->line);
        block->arguments = nabla_arguments_format (arguments);
        kinds[i].read (lesson, arguments, block);
        return block;
      }
  g_return_val_if_reached (NULL);
}

char *
nabla_lesson_find_file (NablaLesson *lesson, guint line, const char *file)
{
  if (*file == '\0' || strchr (file, '/') != NULL || strchr (file, '\\') != NULL || *file == '.')
    {
      nabla_lesson_reportf (lesson, line,
                            _("'%s' should be the name of a file in the lesson's folder"), file);
      return NULL;
    }
  g_autofree char *path = g_build_filename (lesson->folder, file, NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  nabla_lesson_reportf (lesson, line, _("there is no file '%s' in the lesson's folder"), file);
  return NULL;
}

static NablaLessonChange *
change_new (const char *key, gsize key_length, const char *value)
{
  NablaLessonChange *self = g_new0 (NablaLessonChange, 1);
  self->key = g_strndup (key, key_length);
  self->value = g_strdup (value);
  return self;
}

gboolean
nabla_lesson_read_changes (NablaLesson *lesson, guint line, const char *text, GPtrArray *changes)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);
  for (char **word = words; *word != NULL; word++)
    {
      const char *equals = strchr (*word, '=');
      if (**word == '\0')
        continue;
      if (equals == NULL || equals == *word)
        {
          nabla_lesson_reportf (lesson, line,
                                _("'%s' is no change: those are written units@hidden=3"), *word);
          return FALSE;
        }
      g_ptr_array_add (changes, change_new (*word, equals - *word, equals + 1));
    }
  return TRUE;
}

/* The experiment with the changes made, or %NULL with @error set. */
static NablaExperiment *
change_all (NablaExperiment *experiment, const GPtrArray *changes, GError **error)
{
  g_autoptr (NablaExperiment) changed = nabla_experiment_ref (experiment);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      const NablaLessonChange *change = g_ptr_array_index (changes, i);
      NablaExperiment *next = nabla_experiment_with (changed, change->key, change->value, error);
      nabla_experiment_unref (changed);
      changed = next;
      if (changed == NULL)
        return NULL;
    }
  return g_steal_pointer (&changed);
}

NablaExperiment *
nabla_lesson_make_experiment (const char *path,
                              const GPtrArray *start,
                              const GPtrArray *changes,
                              GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (NablaExperiment) experiment = nabla_experiment_load (path, error);
  g_autoptr (NablaExperiment) started
      = experiment != NULL ? change_all (experiment, start, error) : NULL;
  return started != NULL ? change_all (started, changes, error) : NULL;
}

gboolean
nabla_lesson_check_experiment (NablaLesson *lesson,
                               guint line,
                               const char *file,
                               const GPtrArray *start,
                               const GPtrArray *changes,
                               NablaExperiment **experiment)
{
  g_autofree char *path = nabla_lesson_find_file (lesson, line, file);
  if (path == NULL)
    return FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) made = nabla_lesson_make_experiment (path, start, changes, &error);
  if (made == NULL)
    {
      nabla_lesson_report_error (lesson, line, error);
      return FALSE;
    }
  if (experiment != NULL)
    *experiment = g_steal_pointer (&made);
  return TRUE;
}

/* Words divided by semicolons, as experiments write lists. */
static char **
split_list (const NablaArgument *argument)
{
  g_auto (GStrv) parts = g_strsplit (argument != NULL ? argument->value : "", ";", -1);
  GPtrArray *words = g_ptr_array_new ();
  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_ptr_array_add (words, g_strdup (*part));
  g_ptr_array_add (words, NULL);
  return (char **)g_ptr_array_free (words, FALSE);
}

/* ```experiment FILE views=cost;boundary controls=units@hidden
 * and changes of the experiment, one a line */
void
nabla_lesson_read_bench (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block)
{
  NablaLessonBench *bench = block->bench = g_new0 (NablaLessonBench, 1);
  const NablaArgument *views = nabla_arguments_take (arguments, "views");
  const NablaArgument *controls = nabla_arguments_take (arguments, "controls");
  bench->views = split_list (views);
  bench->controls = split_list (controls);
  bench->changes = nabla_lesson_changes_new ();
  for (guint i = 0; i < arguments->list->len; i++)
    {
      const NablaArgument *argument = &g_array_index (arguments->list, NablaArgument, i);
      if (!argument->used)
        g_ptr_array_add (bench->changes,
                         change_new (argument->key, strlen (argument->key), argument->value));
    }
  if (arguments->name == NULL)
    {
      nabla_lesson_report (
          lesson, block->line,
          _("experiment: its file should follow, as in 'experiment moons.nabla'"));
      return;
    }
  bench->file = g_strdup (arguments->name);
  g_autoptr (NablaExperiment) experiment = NULL;
  if (!nabla_lesson_check_experiment (lesson, block->line, bench->file, NULL, bench->changes,
                                      &experiment))
    return;
  bench->path = g_build_filename (lesson->folder, bench->file, NULL);
  bench->text = nabla_experiment_to_text (experiment);
  if (*bench->views == NULL)
    {
      g_strfreev (bench->views);
      bench->views = g_strdupv ((char **)nabla_experiment_views (experiment));
    }
  for (char **key = bench->controls; *key != NULL; key++)
    {
      g_autoptr (GError) error = NULL;
      if (nabla_experiment_find_param (experiment, *key, NULL, &error) == NULL)
        {
          if (error != NULL)
            nabla_lesson_report_error (lesson, controls->line, error);
          else
            nabla_lesson_reportf (lesson, controls->line,
                                  _("'%s' is no setting that a control could turn"), *key);
        }
    }
}

/* ```instrument NAME controls=w1;w2
 * and settings, one a line */
void
nabla_lesson_read_instrument (NablaLesson *lesson,
                              NablaArguments *arguments,
                              NablaLessonBlock *block)
{
  g_autoptr (GError) error = NULL;
  NablaLessonInstrument *self = block->instrument = g_new0 (NablaLessonInstrument, 1);
  const NablaArgument *controls = nabla_arguments_take (arguments, "controls");
  self->controls = split_list (controls);
  if (arguments->name == NULL)
    {
      nabla_lesson_report (lesson, block->line,
                           _("instrument: its name should follow, as in 'instrument neuron'"));
      return;
    }
  self->instrument = nabla_instrument_find (arguments->name, &error);
  if (self->instrument == NULL)
    {
      nabla_lesson_report_error (lesson, block->line, error);
      return;
    }
  nabla_param_defaults (self->instrument->params, self->settings);
  nabla_lesson_read_settings (lesson, arguments, self->instrument, self->settings);
  for (char **key = self->controls; *key != NULL; key++)
    if (nabla_param_find (self->instrument->params, *key) < 0)
      nabla_lesson_reportf (lesson, controls->line, _("%s has no setting '%s'"),
                            self->instrument->name, *key);
}

void
nabla_lesson_read_settings (NablaLesson *lesson,
                            NablaArguments *arguments,
                            const NablaInstrument *instrument,
                            double *settings)
{
  for (guint i = 0; i < arguments->list->len; i++)
    {
      NablaArgument *argument = &g_array_index (arguments->list, NablaArgument, i);
      g_autoptr (GError) error = NULL;
      if (argument->used)
        continue;
      argument->used = TRUE;
      if (!nabla_instrument_set (instrument, settings, argument->key, argument->value, &error))
        nabla_lesson_report_error (lesson, argument->line, error);
    }
}

/* A formula's lines are not arguments, though `z=` may look like one. */
void
nabla_lesson_read_math (NablaLesson *lesson, NablaArguments *arguments, NablaLessonBlock *block)
{
  g_autoptr (GString) markup = g_string_new (NULL), source = g_string_new (NULL);
  for (guint i = 0; i < arguments->list->len; i++)
    {
      const NablaArgument *argument = &g_array_index (arguments->list, NablaArgument, i);
      g_string_append_printf (source, "%s=%s\n", argument->key, argument->value);
    }
  g_string_append (source, arguments->body);
  block->text = g_strdup (g_strstrip (source->str));
  g_auto (GStrv) lines = g_strsplit (block->text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *unknown = NULL;
      if (i > 0)
        g_string_append_c (markup, '\n');
      nabla_lesson_math_append (markup, lines[i], &unknown);
      if (unknown != NULL)
        nabla_lesson_reportf (lesson, block->line + 1 + i,
                              _("the formula's command %s is not known"), unknown);
    }
  block->markup = g_strdup (markup->str);
  if (*block->text == '\0')
    nabla_lesson_report (lesson, block->line, _("math: the formula is missing"));
}
