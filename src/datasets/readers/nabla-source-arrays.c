/* From arrays to a data set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-array-pair.h"
#include "nabla-error.h"
#include "nabla-source-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Numbers between two looks at the cancellable. */
enum { BLOCK_NUMBERS = 1 << 16 };

/* An array (m, n) alone is a table without names. */
static NablaTable *
table_from_array (const NablaSource *source, GError **error)
{
  const NablaArray *array = source->arrays[0];
  g_autoptr (NablaTable) table = g_new0 (NablaTable, 1);
  table->n_rows = array->shape[0];
  table->n_columns = (guint) array->shape[1];
  table->columns = g_new0 (NablaColumn, table->n_columns);
  for (guint j = 0; j < table->n_columns; j++)
    {
      NablaColumn *column = &table->columns[j];
      column->name = g_strdup_printf ("column %u", j + 1);
      column->numbers = g_try_new (double, table->n_rows);
      if (column->numbers == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                       _("%s: there is not enough memory for its columns"), source->title);
          return NULL;
        }
      for (gsize i = 0; i < table->n_rows; i++)
        {
          double value = array->values[i * table->n_columns + j];
          column->numbers[i] = isfinite (value) ? value : NAN;
          column->n_missing += !isfinite (value);
        }
    }
  return g_steal_pointer (&table);
}

static gboolean
is_bare_table (const NablaSource *source)
{
  const NablaArray *array = source->arrays[0];
  return source->n_arrays == 1 && array->n_dims == 2 && array->words == NULL
         && array->shape[0] > 0 && array->shape[1] > 1
         && array->shape[1] <= G_MAXUINT16 && array->shape[0] <= G_MAXUINT32;
}

static gboolean
lacks_feature (const NablaArrayPair *pair, gsize i)
{
  for (guint k = 0; k < pair->n_x; k++)
    if (!isfinite (nabla_array_pair_value (pair, i, k)))
      return TRUE;
  return FALSE;
}

static guint32 *
choose_examples (const NablaArrayPair *pair,
                 const NablaTarget *target,
                 const NablaDatasetOptions *options,
                 gsize *n_kept)
{
  gboolean needs_label = pair->y != NULL && options->features == NULL;
  guint32 *examples = g_try_new (guint32, pair->m);
  *n_kept = 0;
  for (gsize i = 0; examples != NULL && i < pair->m; i++)
    if (!(needs_label && isnan (nabla_target_value (target, i)))
        && !(options->missing == NABLA_MISSING_DROP && lacks_feature (pair, i)))
      examples[(*n_kept)++] = (guint32) i;
  return examples;
}

static gboolean
copy_examples (NablaDataset *dataset,
               const NablaArrayPair *pair,
               const NablaTarget *target,
               const guint32 *examples,
               gsize *n_missing,
               GCancellable *cancellable,
               GError **error)
{
  gsize n_numbers = 0;
  *n_missing = 0;
  for (gsize i = 0; i < dataset->m; i++)
    {
      double *x = dataset->x + i * dataset->n_x;
      for (guint k = 0; k < dataset->n_x; k++)
        {
          x[k] = nabla_array_pair_value (pair, examples[i], k);
          *n_missing += !isfinite (x[k]);
        }
      dataset->y[i] = pair->y != NULL ? nabla_target_value (target, examples[i]) : NAN;
      n_numbers += dataset->n_x;
      if (n_numbers >= BLOCK_NUMBERS)
        {
          n_numbers = 0;
          if (!nabla_check_cancelled (dataset->title, cancellable, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_features (const NablaSource *source,
                const NablaArrayPair *pair,
                const NablaDatasetOptions *options,
                GError **error)
{
  if (options->features == NULL && options->leave_out != NULL && options->leave_out[0] != NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: arrays have no named columns, so “%s” cannot be left out"),
                   source->title, options->leave_out[0]);
      return FALSE;
    }
  if (options->features == NULL || g_strv_length ((char **) options->features) == pair->n_x)
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
               _("%s: an example has %u features, but the network takes %u"), source->title,
               pair->n_x, g_strv_length ((char **) options->features));
  return FALSE;
}

static void
name_parts (NablaDataset *dataset,
            const NablaArrayPair *pair,
            const NablaTarget *target,
            const NablaDatasetOptions *options)
{
  nabla_dataset_name_classes (dataset, target);
  g_free (dataset->label_name);
  dataset->label_name = g_strdup (pair->label.name);
  dataset->image_height = pair->height;
  dataset->image_width = pair->width;
  dataset->image_channels = pair->channels;
  if (options->features != NULL)
    {
      g_strfreev (dataset->feature_names);
      dataset->feature_names = g_strdupv ((char **) options->features);
    }
}

NablaDataset *
nabla_dataset_from_arrays (const NablaSource *source,
                           const NablaDatasetOptions *options,
                           NablaDatasetReport *report,
                           GPtrArray *notes,
                           GCancellable *cancellable,
                           GError **error)
{
  if (is_bare_table (source) && options->features == NULL)
    {
      g_autoptr (NablaTable) table = table_from_array (source, error);
      if (table == NULL)
        return NULL;
      return nabla_dataset_from_table (source->title, table, options, report, notes, cancellable,
                                       error);
    }

  g_auto (NablaArrayPair) pair = { 0 };
  g_auto (NablaTarget) target = { 0 };
  if (!nabla_array_pair_init (&pair, source, options->label, options->features == NULL, error)
      || !check_features (source, &pair, options, error))
    return NULL;
  if (pair.y == NULL)
    nabla_target_init_unlabelled (&target, options);
  else if (!nabla_target_init (&target, source->title, &pair.label, pair.m, options->task,
                               options->classes, error))
    return NULL;

  gsize m;
  g_autofree guint32 *examples = choose_examples (&pair, &target, options, &m);
  if (!nabla_dataset_check_rows (source->title, examples, pair.m, m, error))
    return NULL;
  g_autoptr (NablaDataset) dataset
    = nabla_dataset_new (source->title, target.task, m, pair.n_x, target.n_classes, error);
  if (dataset == NULL
      || !copy_examples (dataset, &pair, &target, examples, &report->n_filled, cancellable, error)
      || !nabla_dataset_fill_missing (dataset, options, error))
    return NULL;
  report->n_dropped = pair.m - m;
  nabla_dataset_note_rows (report, notes);
  name_parts (dataset, &pair, &target, options);
  return g_steal_pointer (&dataset);
}
