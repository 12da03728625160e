/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-import-words.h"

#include "nabla-label.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>

/* Arrays that are named, and classes whose rows are counted one by one. */
enum { MOST_ARRAYS = 4, MOST_CLASSES = 3 };

char *
nabla_import_title (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaDataset *dataset = self->dataset;
  char rows[NABLA_LABEL_LENGTH], columns[NABLA_LABEL_LENGTH];
  if (self->source->table != NULL)
    {
      const NablaTable *table = self->source->table;
      return g_strdup_printf (
        ngettext ("A table: %s rows, %s column", "A table: %s rows, %s columns", table->n_columns),
        nabla_label_count ((gint64) table->n_rows, rows),
        nabla_label_count (table->n_columns, columns));
    }
  nabla_label_count ((gint64) dataset->m, rows);
  if (dataset->image_height > 0)
    return g_strdup_printf (_("%s pictures of %u×%u pixels"), rows, dataset->image_height,
                            dataset->image_width);
  return g_strdup_printf (
    ngettext ("%s examples of %s number", "%s examples of %s numbers", dataset->n_x), rows,
    nabla_label_count (dataset->n_x, columns));
}

static const char *
delimiter_words (char delimiter)
{
  switch (delimiter)
    {
    case ',':
      return _("comma separated");
    case ';':
      return _("semicolon separated");
    case '\t':
      return _("tab separated");
    case '|':
      return _("separated by bars");
    case ' ':
      return _("separated by blanks");
    default:
      return NULL;
    }
}

static void
add_table (GPtrArray *parts, const NablaSource *source)
{
  const NablaTable *table = source->table;
  guint n_numeric = 0;
  for (guint j = 0; j < table->n_columns; j++)
    n_numeric += table->columns[j].type == NABLA_COLUMN_NUMBER;
  guint n_text = table->n_columns - n_numeric;

  const char *delimiter = delimiter_words (source->delimiter);
  g_ptr_array_add (parts, g_strdup (delimiter != NULL ? delimiter : source->format));
  if (source->decimal_point == ',')
    g_ptr_array_add (parts, g_strdup (_("decimal comma")));
  if (source->delimiter != 0)
    g_ptr_array_add (parts, g_strdup (source->has_header ? _("names in the first line")
                                                         : _("no names in the first line")));
  if (source->encoding != NULL)
    g_ptr_array_add (parts, g_strdup (source->encoding));
  if (n_numeric > 0)
    g_ptr_array_add (
      parts,
      g_strdup_printf (ngettext ("%u numeric column", "%u numeric columns", n_numeric), n_numeric));
  if (n_text > 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("%u with text", "%u with text", n_text), n_text));
}

char *
nabla_import_details (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaSource *source = self->source;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  if (source->table != NULL)
    add_table (parts, source);
  else
    g_ptr_array_add (parts, g_strdup (source->format));
  for (guint k = 0; k < MIN (source->n_arrays, MOST_ARRAYS); k++)
    {
      g_autofree char *shape = nabla_array_shape_text (source->arrays[k]);
      const NablaArray *array = source->arrays[k];
      g_ptr_array_add (parts, g_strjoin (" ", *array->name != '\0' ? array->name : array->type,
                                         shape, *array->name != '\0' ? array->type : NULL, NULL));
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static char *
class_words (const NablaImportPlan *self)
{
  guint n = self->dataset->n_classes;
  char counts[MOST_CLASSES][NABLA_LABEL_LENGTH];
  gsize least = G_MAXSIZE, most = 0;
  for (guint k = 0; k < n; k++)
    {
      least = MIN (least, self->class_counts[k]);
      most = MAX (most, self->class_counts[k]);
      if (k < MOST_CLASSES)
        nabla_label_count ((gint64) self->class_counts[k], counts[k]);
    }
  if (n == 2)
    return g_strdup_printf (_("2 classes: %s and %s rows"), counts[0], counts[1]);
  if (n == 3)
    return g_strdup_printf (_("3 classes: %s, %s and %s rows"), counts[0], counts[1], counts[2]);
  nabla_label_count ((gint64) least, counts[0]);
  nabla_label_count ((gint64) most, counts[1]);
  return g_strdup_printf (ngettext ("%u class of %s to %s rows", "%u classes of %s to %s rows", n),
                          n, counts[0], counts[1]);
}

char *
nabla_import_label_words (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->dataset->n_classes > 0)
    return class_words (self);
  const NablaColumnProfile *profile = &self->preview->columns[0].profile;
  g_autofree char *from = nabla_import_number_text (profile->min);
  g_autofree char *to = nabla_import_number_text (profile->max);
  return g_strdup_printf (_("Value to predict: from %s to %s"), from, to);
}

char *
nabla_import_missing_words (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  char count[NABLA_LABEL_LENGTH];
  guint n_columns = g_strv_length (self->missing_columns);
  nabla_label_count ((gint64) self->n_missing, count);
  if (self->n_missing == 0)
    return g_strdup (C_("missing values", "None"));
  if (n_columns == 0)
    return g_strdup_printf (ngettext ("%s value", "%s values", self->n_missing), count);
  if (n_columns == 1)
    /* Translators: how many values are missing, and in which column. */
    return g_strdup_printf (_("%s in %s"), count, self->missing_columns[0]);
  return g_strdup_printf (ngettext ("%s in %u column", "%s in %u columns", n_columns), count,
                          n_columns);
}

char *
nabla_import_split_words (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaDataSpec *data = nabla_experiment_data (self->experiment);
  if (data->train >= 1)
    return g_strdup (_("all rows are for training"));
  return g_strdup (data->stratify ? _("seeded; classes keep their shares") : _("seeded"));
}

char *
nabla_import_parameters_words (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  char count[NABLA_LABEL_LENGTH];
  return g_strdup_printf (ngettext ("%s parameter", "%s parameters", self->n_parameters),
                          nabla_label_count ((gint64) self->n_parameters, count));
}

char *
nabla_import_training_words (const NablaImportPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaTrainSpec *train = nabla_experiment_train (self->experiment);
  char rate[NABLA_NUMBER_LENGTH];
  nabla_number_format (train->learning_rate, rate);
  if (train->batch_size == 0)
    return g_strdup_printf (
      _("Training starts with %s, α = %s, all rows at each step. Everything can "
         "be changed on the bench."),
      _(train->optimizer->title), rate);
  return g_strdup_printf (
    _("Training starts with %s, α = %s, batches of %u. Everything can be changed on the bench."),
    _(train->optimizer->title), rate, train->batch_size);
}
