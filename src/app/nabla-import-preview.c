/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-import-preview.h"

#include "nabla-error.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Smaller numbers may be years. */
#define LEAST_GROUPED 10000

/* The label of arrays is no feature. */
enum { LABEL = -1 };

char *
nabla_import_number_text (double value)
{
  char buffer[NABLA_LABEL_LENGTH];
  if (isnan (value))
    return NULL;
  if (value == floor (value) && fabs (value) >= LEAST_GROUPED && fabs (value) <= 1e15)
    return g_strdup (nabla_label_count ((gint64) value, buffer));
  g_ascii_formatd (buffer, sizeof buffer, "%.6g", value);
  return buffer[0] == '-' ? g_strconcat ("\u2212", buffer + 1, NULL) : g_strdup (buffer);
}

static char *
table_cell (const NablaColumn *column, gsize row)
{
  if (column->type == NABLA_COLUMN_NUMBER)
    return nabla_import_number_text (column->numbers[row]);
  guint32 code = column->codes[row];
  return code != NABLA_CODE_MISSING ? g_strdup (column->words[code]) : NULL;
}

/* Of words there is one feature for each, called `column=word`. */
gboolean
nabla_import_uses_column (const NablaDataset *dataset, const NablaColumn *column)
{
  g_return_val_if_fail (dataset != NULL && column != NULL, FALSE);

  gsize length = strlen (column->name);
  for (guint k = 0; k < dataset->n_x; k++)
    {
      const char *name = dataset->feature_names[k];
      if (strncmp (name, column->name, length) == 0
          && (column->type == NABLA_COLUMN_TEXT ? name[length] == '=' : name[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

static const NablaPreviewColumn *
find_previous (const NablaImportPreview *previous, int index)
{
  for (guint k = 0; previous != NULL && k < previous->n_columns; k++)
    if (previous->columns[k].index == index)
      return &previous->columns[k];
  return NULL;
}

static gboolean
fill_table_column (NablaPreviewColumn *self,
                   const NablaTable *table,
                   guint n_rows,
                   const NablaPreviewColumn *previous,
                   GCancellable *cancellable,
                   GError **error)
{
  const NablaColumn *column = &table->columns[self->index];
  self->name = g_strdup (column->name);
  self->is_text = column->type == NABLA_COLUMN_TEXT;
  for (guint i = 0; i < n_rows; i++)
    self->cells[i] = table_cell (column, i);
  if (previous == NULL)
    return nabla_column_profile (&self->profile, column, table->n_rows, cancellable, error);
  self->profile = previous->profile;
  return TRUE;
}

static gboolean
fill_from_table (NablaImportPreview *self,
                 const NablaTable *table,
                 const NablaDataset *dataset,
                 const NablaImportPreview *previous,
                 GCancellable *cancellable,
                 GError **error)
{
  int label = nabla_table_find (table, dataset->label_name);
  guint next = 0;
  self->n_rows = MIN (table->n_rows, NABLA_PREVIEW_ROWS);
  for (guint k = 0; k < self->n_columns; k++)
    {
      NablaPreviewColumn *column = &self->columns[k];
      next += (int) next == label;
      column->is_label = k == 0 && label >= 0;
      column->index = column->is_label ? label : (int) next++;
      if (!fill_table_column (column, table, self->n_rows, find_previous (previous, column->index),
                              cancellable, error))
        return FALSE;
      column->can_leave_out = !column->is_label;
      column->is_used
        = column->is_label || nabla_import_uses_column (dataset, &table->columns[column->index]);
    }
  return TRUE;
}

/* Examples are rows in memory, so a feature has to be gathered. */
static gboolean
profile_dataset (NablaColumnProfile *profile,
                 const NablaDataset *dataset,
                 int index,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree double *numbers = g_try_new (double, dataset->m);
  if (numbers == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: there is not enough memory for a preview"), dataset->title);
      return FALSE;
    }
  for (gsize i = 0; i < dataset->m; i++)
    numbers[i] = index == LABEL ? dataset->y[i] : dataset->x[i * dataset->n_x + (guint) index];
  NablaColumn column = { .type = NABLA_COLUMN_NUMBER, .numbers = numbers };
  return nabla_column_profile (profile, &column, dataset->m, cancellable, error);
}

static char *
dataset_cell (const NablaDataset *dataset, int index, gsize row)
{
  if (index != LABEL)
    return nabla_import_number_text (dataset->x[row * dataset->n_x + (guint) index]);
  double y = dataset->y[row];
  gboolean is_class = dataset->class_names != NULL && y >= 0 && y < dataset->n_classes;
  return is_class ? g_strdup (dataset->class_names[(guint) y]) : nabla_import_number_text (y);
}

static gboolean
fill_from_dataset (NablaImportPreview *self,
                   const NablaDataset *dataset,
                   GCancellable *cancellable,
                   GError **error)
{
  self->n_rows = MIN (dataset->m, NABLA_PREVIEW_ROWS);
  for (guint k = 0; k < self->n_columns; k++)
    {
      NablaPreviewColumn *column = &self->columns[k];
      column->index = (int) k - 1;
      column->is_label = column->index == LABEL;
      column->is_used = TRUE;
      column->is_text = column->is_label && dataset->task != NABLA_TASK_REGRESSION;
      column->name
        = g_strdup (column->is_label ? dataset->label_name : dataset->feature_names[column->index]);
      if (!profile_dataset (&column->profile, dataset, column->index, cancellable, error))
        return FALSE;
      column->profile.name = NULL;
      for (guint i = 0; i < self->n_rows; i++)
        column->cells[i] = dataset_cell (dataset, column->index, i);
    }
  return TRUE;
}

/* Pixels are 0 … 1 or 0 … 255, or what these pictures have at most. */
static double
brightest (const NablaDataset *dataset, guint n_pictures)
{
  double most = 0;
  for (gsize k = 0; k < (gsize) n_pictures * dataset->n_x; k++)
    most = isfinite (dataset->x[k]) ? MAX (most, dataset->x[k]) : most;
  return most > 0 ? most : 1;
}

static void
fill_pictures (NablaImportPreview *self, const NablaDataset *dataset)
{
  const guint channels = dataset->image_channels;
  const gsize n_pixels = (gsize) dataset->image_height * dataset->image_width;
  self->width = dataset->image_width;
  self->height = dataset->image_height;
  self->n_pictures = MIN (dataset->m, NABLA_PREVIEW_PICTURES);
  const double most = brightest (dataset, self->n_pictures);
  for (guint k = 0; k < self->n_pictures; k++)
    {
      const double *x = dataset->x + (gsize) k * dataset->n_x;
      guint8 *pixels = g_malloc (3 * n_pixels);
      for (gsize i = 0; i < n_pixels; i++)
        for (guint c = 0; c < 3; c++)
          {
            double value = x[i * channels + (channels >= 3 ? c : 0)];
            pixels[3 * i + c]
              = (guint8) (255 * CLAMP (isfinite (value) ? value / most : 0, 0, 1) + 0.5);
          }
      self->pictures[k].pixels = pixels;
      self->pictures[k].label = dataset_cell (dataset, LABEL, k);
    }
}

NablaImportPreview *
nabla_import_preview_new (const NablaSource *source,
                          const NablaDataset *dataset,
                          const NablaImportPreview *previous,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (source != NULL && dataset != NULL, NULL);

  gboolean has_pictures = source->table == NULL && dataset->image_height > 0;
  guint n_columns = source->table != NULL ? source->table->n_columns
                    : has_pictures        ? 1
                                          : dataset->n_x + 1;
  g_autoptr (NablaImportPreview) self = g_new0 (NablaImportPreview, 1);
  self->n_columns = MIN (n_columns, NABLA_PREVIEW_COLUMNS);
  self->n_more = n_columns - self->n_columns;
  self->columns = g_new0 (NablaPreviewColumn, self->n_columns);
  gboolean done = source->table != NULL
                    ? fill_from_table (self, source->table, dataset, previous, cancellable, error)
                    : fill_from_dataset (self, dataset, cancellable, error);
  if (done && has_pictures)
    fill_pictures (self, dataset);
  return done ? g_steal_pointer (&self) : NULL;
}

void
nabla_import_preview_free (NablaImportPreview *self)
{
  if (self == NULL)
    return;
  for (guint k = 0; k < self->n_columns; k++)
    {
      g_free (self->columns[k].name);
      for (guint i = 0; i < NABLA_PREVIEW_ROWS; i++)
        g_free (self->columns[k].cells[i]);
    }
  for (guint k = 0; k < self->n_pictures; k++)
    {
      g_free (self->pictures[k].label);
      g_free (self->pictures[k].pixels);
    }
  g_free (self->columns);
  g_free (self);
}
