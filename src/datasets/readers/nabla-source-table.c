/* From a table to a data set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-error.h"
#include "nabla-features.h"
#include "nabla-source-private.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Rows between two looks at the cancellable, and to fill feature by feature. */
enum { BLOCK_ROWS = 256 };

/* A column with the name that labels have; −1 if there is none. */
static int
find_named_label (const NablaTable *table, gboolean nominal)
{
  static const char *const names[] = { "label",   "class",     "target",   "species", "y",
                                       "outcome", "diagnosis", "category", "labels",  "classes",
                                       "targets", "output",    "survived" };
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    for (guint j = 0; j < table->n_columns; j++)
      if ((table->columns[j].is_nominal || !nominal)
          && g_ascii_strcasecmp (table->columns[j].name, names[k]) == 0)
        return (int) j;
  return -1;
}

int
nabla_table_guess_label (const NablaTable *table)
{
  int last = (int) table->n_columns - 1;
  if (table->n_columns < 2)
    return -1;
  /* Of declared categories the last is the class by custom, if it is the last column. */
  int named = find_named_label (table, TRUE);
  if (named >= 0)
    return named;
  if (table->columns[last].is_nominal)
    return last;
  named = find_named_label (table, FALSE);
  if (named >= 0)
    return named;
  for (int j = last; j >= 0; j--)
    if (table->columns[j].is_nominal)
      return j;
  for (int j = last; j >= 0; j--)
    {
      const NablaColumn *column = &table->columns[j];
      if (column->type == NABLA_COLUMN_TEXT && column->n_words >= 2
          && column->n_words <= NABLA_TARGET_MAX_CLASSES
          && column->n_words <= MAX (2, (table->n_rows - column->n_missing) / 2))
        return j;
    }
  return last;
}

static gboolean
find_label (const char *title,
            const NablaTable *table,
            const NablaDatasetOptions *options,
            int *label,
            GError **error)
{
  *label = options->label != NULL      ? nabla_table_find (table, options->label)
           : options->features == NULL ? nabla_table_guess_label (table)
                                       : -1;
  if (*label >= 0 || options->features != NULL)
    return TRUE;
  if (options->label == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: a table needs a label and a column to predict it from, and this one has "
                     "one column only"),
                   title);
      return FALSE;
    }
  g_autofree const char **names = g_new0 (const char *, table->n_columns + 1);
  for (guint j = 0; j < table->n_columns; j++)
    names[j] = table->columns[j].name;
  g_autofree char *place = g_strdup_printf (_("%s: label"), title);
  g_autofree char *message = nabla_words_unknown (place, options->label, names);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return FALSE;
}

static gboolean
is_missing (const NablaColumn *column, gsize row)
{
  return column->type == NABLA_COLUMN_TEXT ? column->codes[row] == NABLA_CODE_MISSING
                                           : isnan (column->numbers[row]);
}

/* The rows to use. New data for a trained network keep those without a label. */
static guint32 *
choose_rows (const NablaTable *table,
             int label,
             const NablaFeatures *features,
             const NablaDatasetOptions *options,
             gsize *n_kept)
{
  gboolean needs_label = label >= 0 && options->features == NULL;
  guint32 *rows = g_try_new (guint32, table->n_rows);
  *n_kept = 0;
  for (gsize i = 0; rows != NULL && i < table->n_rows; i++)
    if (!(needs_label && is_missing (&table->columns[label], i))
        && !(options->missing == NABLA_MISSING_DROP && nabla_features_lack (features, table, i)))
      rows[(*n_kept)++] = (guint32) i;
  return rows;
}

void
nabla_dataset_note_rows (const NablaDatasetReport *report, GPtrArray *notes)
{
  if (report->n_dropped > 0)
    g_ptr_array_add (
      notes, g_strdup_printf (ngettext ("%u row with missing values is not used.",
                                        "%u rows with missing values are not used.",
                                        report->n_dropped),
                              (guint) report->n_dropped));
  if (report->n_filled > 0)
    g_ptr_array_add (
      notes, g_strdup_printf (ngettext ("%u missing value is filled in with the column's mean or most "
                                        "frequent word.",
                                        "%u missing values are filled in with their column's mean or "
                                        "most frequent word.",
                                        report->n_filled),
                              (guint) report->n_filled));
}

static gboolean
fill_dataset (NablaDataset *dataset,
              const NablaTable *table,
              const NablaFeatures *features,
              const NablaTarget *target,
              const guint32 *rows,
              GCancellable *cancellable,
              GError **error)
{
  const guint n_x = dataset->n_x;
  for (gsize first = 0; first < dataset->m; first += BLOCK_ROWS)
    {
      gsize end = MIN (first + BLOCK_ROWS, dataset->m);
      for (guint k = 0; k < n_x; k++)
        {
          const NablaFeature *feature = &g_array_index (features->list, NablaFeature, k);
          for (gsize i = first; i < end; i++)
            dataset->x[i * n_x + k] = nabla_feature_value (feature, table, rows[i]);
        }
      for (gsize i = first; i < end; i++)
        dataset->y[i] = target->column != NULL ? nabla_target_value (target, rows[i]) : NAN;
      if (!nabla_check_cancelled (dataset->title, cancellable, error))
        return FALSE;
    }
  dataset->one_hot = g_new0 (guint, n_x);
  for (guint k = 0; k < n_x; k++)
    {
      const NablaFeature *feature = &g_array_index (features->list, NablaFeature, k);
      g_free (dataset->feature_names[k]);
      dataset->feature_names[k] = g_strdup (feature->name);
      if (table->columns[feature->column].type == NABLA_COLUMN_TEXT)
        dataset->one_hot[k] = 1 + feature->column;
    }
  return TRUE;
}

gboolean
nabla_dataset_check_rows (const char *title,
                          const guint32 *rows,
                          gsize n_rows,
                          gsize n_kept,
                          GError **error)
{
  if (rows == NULL || n_rows > G_MAXUINT32)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                 _("%s: there is not enough memory for a list of its rows"), title);
  else if (n_kept == 0)
    g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                 _("%s: every row lacks a value, so none is left to use"), title);
  else
    return TRUE;
  return FALSE;
}

NablaDataset *
nabla_dataset_from_table (const char *title,
                          const NablaTable *table,
                          const NablaDatasetOptions *options,
                          NablaDatasetReport *report,
                          GPtrArray *notes,
                          GCancellable *cancellable,
                          GError **error)
{
  int label;
  g_auto (NablaTarget) target = { 0 };
  g_auto (NablaFeatures) features = { 0 };
  if (!find_label (title, table, options, &label, error)
      || !nabla_features_init (&features, title, table, label, options, notes, error))
    return NULL;
  gboolean labelled = label >= 0 && table->columns[label].n_missing < table->n_rows;
  if (!labelled && options->features != NULL)
    nabla_target_init_unlabelled (&target, options);
  else if (!nabla_target_init (&target, title, &table->columns[label], table->n_rows, options->task,
                               options->classes, error))
    return NULL;

  gsize m;
  g_autofree guint32 *rows = choose_rows (table, label, &features, options, &m);
  if (!nabla_dataset_check_rows (title, rows, table->n_rows, m, error))
    return NULL;
  report->n_dropped = table->n_rows - m;
  report->n_filled = nabla_features_count_missing (&features, table, rows, m);
  nabla_dataset_note_rows (report, notes);

  g_autoptr (NablaDataset) dataset = nabla_dataset_new (title, target.task, m, features.list->len,
                                                        target.n_classes, error);
  if (dataset == NULL
      || !fill_dataset (dataset, table, &features, &target, rows, cancellable, error)
      || !nabla_dataset_fill_missing (dataset, options, error))
    return NULL;
  nabla_dataset_name_classes (dataset, &target);
  g_free (dataset->label_name);
  dataset->label_name
    = g_strdup (label >= 0 ? table->columns[label].name : options->label != NULL ? options->label : "y");
  return g_steal_pointer (&dataset);
}
