/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-target.h"

#include "nabla-error.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* More different whole numbers than these are amounts, not classes. */
enum { MOST_GUESSED_CLASSES = 32, LEAST_ROWS_A_CLASS = 2 };

typedef struct {
  const char *word;
  double number;
  guint32 index;
} Word;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double first = ((const Word *) a)->number, second = ((const Word *) b)->number;
  return (first > second) - (first < second);
}

static int
compare_bytes (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Word *) a)->word, ((const Word *) b)->word);
}

guint32 *
nabla_words_order (const char *const *words, guint n_words)
{
  g_autofree Word *sorted = g_new (Word, MAX (n_words, 1));
  gboolean numbers = TRUE;
  for (guint k = 0; k < n_words; k++)
    {
      sorted[k] = (Word) { .word = words[k], .index = k };
      numbers = numbers && nabla_number_parse (words[k], -1, &sorted[k].number);
    }
  qsort (sorted, n_words, sizeof *sorted, numbers ? compare_numbers : compare_bytes);
  guint32 *order = g_new (guint32, MAX (n_words, 1));
  for (guint k = 0; k < n_words; k++)
    order[k] = sorted[k].index;
  return order;
}

/* Where @value is in ascending @values, or where it would be. */
static guint
find_value (const double *values, guint n, double value)
{
  guint low = 0, high = n;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (values[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The different values of a number column, ascending; stops after one too many. */
static guint
collect_values (const NablaColumn *column, gsize n_rows, double *values, guint most)
{
  guint n = 0;
  for (gsize i = 0; i < n_rows && n <= most; i++)
    {
      double value = column->numbers[i];
      guint place = find_value (values, n, value);
      if (isnan (value) || (place < n && values[place] == value))
        continue;
      memmove (values + place + 1, values + place, (n - place) * sizeof *values);
      values[place] = value;
      n++;
    }
  return n;
}

static gboolean
fail (const char *file, const NablaColumn *column, GError **error, const char *what)
{
  /* Translators: file, name of a column, what is wrong with it. */
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA, _("%s: the label “%s” %s"), file, column->name,
               what);
  return FALSE;
}

static gboolean
check_n_classes (const NablaTarget *self, const char *file, int task, GError **error)
{
  g_autofree char *what = NULL;
  if (self->n_classes < 2)
    what = g_strdup (_("has the same value in every row; there is nothing to learn"));
  else if (self->n_classes > NABLA_TARGET_MAX_CLASSES)
    what = g_strdup_printf (_("has more than %u different values; that is too many for classes"),
                            NABLA_TARGET_MAX_CLASSES);
  else if (task == NABLA_TASK_BINARY && self->n_classes != 2)
    what = g_strdup_printf (_("has %u different values; a binary task has 2"), self->n_classes);
  return what == NULL || fail (file, self->column, error, what);
}

/* Class k of the file is class @wanted[k] of the network. */
static guint32 *
match_classes (const NablaTarget *self, const char *file, const char *const *wanted, GError **error)
{
  g_autofree guint32 *classes = g_new (guint32, MAX (self->n_classes, 1));
  for (guint k = 0; k < self->n_classes; k++)
    {
      guint i = 0;
      while (wanted[i] != NULL && !g_str_equal (wanted[i], self->class_names[k]))
        i++;
      if (wanted[i] == NULL)
        {
          g_autofree char *known = g_strjoinv (", ", (char **) wanted);
          g_autofree char *what
            = g_strdup_printf (_("has the value “%s”; known are %s"), self->class_names[k], known);
          fail (file, self->column, error, what);
          return NULL;
        }
      classes[k] = i;
    }
  return g_steal_pointer (&classes);
}

/* Takes the classes, whose names are set, as they are, or as @wanted has them. */
static gboolean
finish_classes (NablaTarget *self,
                const char *file,
                int task,
                const char *const *wanted,
                GError **error)
{
  if (wanted == NULL)
    return check_n_classes (self, file, task, error);
  g_autofree guint32 *matched = match_classes (self, file, wanted, error);
  if (matched == NULL)
    return FALSE;
  for (guint k = 0; k < self->n_classes; k++)
    self->classes[k] = matched[self->classes[k]];
  g_strfreev (self->class_names);
  self->class_names = g_strdupv ((char **) wanted);
  self->n_classes = g_strv_length (self->class_names);
  return TRUE;
}

static gboolean
init_words (NablaTarget *self,
            const char *file,
            int task,
            const char *const *wanted,
            GError **error)
{
  const NablaColumn *column = self->column;
  if (task == NABLA_TASK_REGRESSION)
    return fail (file, column, error, _("has words; only numbers can be predicted as a regression"));
  self->n_classes = column->n_words;
  if (self->n_classes > NABLA_TARGET_MAX_CLASSES)
    return check_n_classes (self, file, task, error);
  g_autofree guint32 *order = nabla_words_order (column->words, column->n_words);
  self->classes = g_new (guint32, MAX (column->n_words, 1));
  self->class_names = g_new0 (char *, column->n_words + 1);
  for (guint k = 0; k < column->n_words; k++)
    {
      self->classes[order[k]] = k;
      self->class_names[k] = g_strdup (column->words[order[k]]);
    }
  return finish_classes (self, file, task, wanted, error);
}

static gboolean
looks_like_classes (const double *values, guint n, gsize n_present)
{
  if (n == 2)
    return TRUE;
  if (n > MOST_GUESSED_CLASSES || n_present < (gsize) n * LEAST_ROWS_A_CLASS)
    return FALSE;
  for (guint k = 0; k < n; k++)
    if (values[k] != trunc (values[k]))
      return FALSE;
  return TRUE;
}

static gboolean
init_numbers (NablaTarget *self,
              const char *file,
              gsize n_rows,
              int task,
              const char *const *wanted,
              GError **error)
{
  const guint most = NABLA_TARGET_MAX_CLASSES;
  self->values = g_new (double, most + 2);
  guint n = collect_values (self->column, n_rows, self->values, most);
  if (n == 0)
    return fail (file, self->column, error, _("has no value in any row"));
  if (task == NABLA_TASK_REGRESSION)
    return TRUE;
  self->n_classes = self->n_values = n;
  if (n > most)
    return check_n_classes (self, file, task, error);
  self->classes = g_new (guint32, n);
  self->class_names = g_new0 (char *, n + 1);
  for (guint k = 0; k < n; k++)
    {
      char text[NABLA_NUMBER_LENGTH];
      self->classes[k] = k;
      self->class_names[k] = g_strdup (nabla_number_format (self->values[k], text));
    }
  return finish_classes (self, file, task, wanted, error);
}

/* What the values say when nobody does. */
static NablaTask
guess_task (const NablaColumn *column, gsize n_rows)
{
  if (column->type == NABLA_COLUMN_TEXT)
    return column->n_words == 2 ? NABLA_TASK_BINARY : NABLA_TASK_MULTICLASS;
  double values[MOST_GUESSED_CLASSES + 2];
  guint n = collect_values (column, n_rows, values, MOST_GUESSED_CLASSES);
  if (!column->is_nominal && !looks_like_classes (values, n, n_rows - column->n_missing))
    return NABLA_TASK_REGRESSION;
  return n == 2 ? NABLA_TASK_BINARY : NABLA_TASK_MULTICLASS;
}

gboolean
nabla_target_init (NablaTarget *self,
                   const char *file,
                   const NablaColumn *column,
                   gsize n_rows,
                   int task,
                   const char *const *classes,
                   GError **error)
{
  *self = (NablaTarget) { .column = column };
  if (task < 0 && classes != NULL)
    task = g_strv_length ((char **) classes) == 2 ? NABLA_TASK_BINARY : NABLA_TASK_MULTICLASS;
  self->task = task >= 0 ? (NablaTask) task : guess_task (column, n_rows);
  return column->type == NABLA_COLUMN_TEXT
           ? init_words (self, file, self->task, classes, error)
           : init_numbers (self, file, n_rows, self->task, classes, error);
}

void
nabla_target_init_unlabelled (NablaTarget *target, const NablaDatasetOptions *options)
{
  *target = (NablaTarget) { .task = NABLA_TASK_REGRESSION };
  if (options->classes == NULL)
    return;
  target->class_names = g_strdupv ((char **) options->classes);
  target->n_classes = g_strv_length (target->class_names);
  target->task = options->task >= 0        ? (NablaTask) options->task
                 : target->n_classes == 2 ? NABLA_TASK_BINARY
                                          : NABLA_TASK_MULTICLASS;
}

void
nabla_target_clear (NablaTarget *self)
{
  g_clear_pointer (&self->class_names, g_strfreev);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->classes, g_free);
}

double
nabla_target_value (const NablaTarget *self, gsize row)
{
  if (self->column->type == NABLA_COLUMN_TEXT)
    {
      guint32 code = self->column->codes[row];
      return code == NABLA_CODE_MISSING ? NAN : self->classes[code];
    }
  double value = self->column->numbers[row];
  if (self->n_classes == 0 || isnan (value))
    return value;
  return self->classes[find_value (self->values, self->n_values, value)];
}
