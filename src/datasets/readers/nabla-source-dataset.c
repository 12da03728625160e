/* From a source to a data set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-dataset-fill.h"
#include "nabla-error.h"
#include "nabla-source-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const nabla_missing_names[] = { "fill", "drop", NULL };

void
nabla_dataset_report_clear (NablaDatasetReport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->notes, g_strfreev);
  self->n_dropped = self->n_filled = 0;
}

gboolean
nabla_check_cancelled (const char *title, GCancellable *cancellable, GError **error)
{
  if (cancellable == NULL || !g_cancellable_is_cancelled (cancellable))
    return TRUE;
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_CANCELLED, _("%s: reading was cancelled"), title);
  return FALSE;
}

void
nabla_dataset_name_classes (NablaDataset *dataset, const NablaTarget *target)
{
  if (target->class_names == NULL)
    return;
  g_strfreev (dataset->class_names);
  dataset->class_names = g_strdupv (target->class_names);
}

gboolean
nabla_dataset_fill_missing (NablaDataset *dataset, const NablaDatasetOptions *options, GError **error)
{
  if (!nabla_dataset_find_missing (dataset, error))
    return FALSE;
  if (options->fill == NULL)
    nabla_dataset_fill (dataset, NULL);
  else
    {
      memcpy (dataset->fill, options->fill, dataset->n_x * sizeof *dataset->fill);
      nabla_dataset_put_fill (dataset);
    }
  return TRUE;
}

static NablaDataset *
make_dataset (const NablaSource *self,
              const NablaDatasetOptions *options,
              NablaDatasetReport *report,
              GPtrArray *notes,
              GCancellable *cancellable,
              GError **error)
{
  switch (self->kind)
    {
    case NABLA_SOURCE_TABLE:
      return nabla_dataset_from_table (self->title, self->table, options, report, notes, cancellable,
                                       error);
    case NABLA_SOURCE_ARRAY:
    case NABLA_SOURCE_ARRAYS:
      return nabla_dataset_from_arrays (self, options, report, notes, cancellable, error);
    case NABLA_SOURCE_SERIES:
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: it is a series of numbers, without a column to predict them from"),
                   self->title);
      return NULL;
    case NABLA_SOURCE_TEXT_LINES:
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: it is plain text; a network needs a table or arrays of numbers"),
                   self->title);
      return NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}

NablaDataset *
nabla_source_to_dataset (const NablaSource *self,
                         const NablaDatasetOptions *options,
                         NablaDatasetReport *report,
                         GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  static const NablaDatasetOptions guess_all = NABLA_DATASET_OPTIONS_INIT;
  NablaDatasetReport unwanted = { 0 };
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  if (report != NULL)
    *report = unwanted;
  NablaDataset *dataset
    = make_dataset (self, options != NULL ? options : &guess_all,
                    report != NULL ? report : &unwanted, notes, cancellable, error);
  if (dataset != NULL && report != NULL)
    {
      g_ptr_array_add (notes, NULL);
      report->notes = (char **) g_ptr_array_free (g_steal_pointer (&notes), FALSE);
    }
  return dataset;
}
