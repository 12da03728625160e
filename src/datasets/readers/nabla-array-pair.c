/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-array-pair.h"

#include "nabla-error.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* In the order in which to prefer them; case does not count. */
static const char *const x_names[]
  = { "x", "x_train", "train_x", "train_set_x", "xtrain", "data", "features", "inputs", "images",
      "arr_0", NULL };
static const char *const y_names[]
  = { "y", "y_train", "train_y", "train_set_y", "ytrain", "labels", "label", "target", "targets",
      "classes", "class", "arr_1", NULL };

static const NablaArray *
find_named (const NablaSource *source, const char *const *names)
{
  for (guint k = 0; names[k] != NULL; k++)
    for (guint i = 0; i < source->n_arrays; i++)
      if (g_ascii_strcasecmp (source->arrays[i]->name, names[k]) == 0)
        return source->arrays[i];
  return NULL;
}

/* How many labels an array of the shape of (m), (m, 1) or (1, m) has; 0 if it has
 * another shape. */
static gsize
count_labels (const NablaArray *array)
{
  if (array->n_dims == 1)
    return array->shape[0];
  if (array->n_dims == 2 && (array->shape[0] == 1 || array->shape[1] == 1))
    return array->n_values;
  return 0;
}

/* Without names: y is the one that can be labels of the largest other. */
static void
find_by_shape (const NablaSource *source, const NablaArray **x, const NablaArray **y)
{
  const NablaArray *largest = NULL;
  for (guint i = 0; i < source->n_arrays; i++)
    {
      const NablaArray *array = source->arrays[i];
      if (array != *y && array->words == NULL
          && (largest == NULL || array->n_values > largest->n_values))
        largest = array;
    }
  if (*x == NULL)
    *x = largest;
  for (guint i = 0; *x != NULL && *y == NULL && i < source->n_arrays; i++)
    {
      const NablaArray *array = source->arrays[i];
      gsize n = count_labels (array);
      if (array != *x && n > 0 && (*x)->n_dims > 0
          && (n == (*x)->shape[0] || ((*x)->n_dims == 2 && n == (*x)->shape[1])))
        *y = array;
    }
}

static gboolean
fail_shapes (const NablaArrayPair *self, const NablaSource *source, GError **error)
{
  g_autofree char *x_shape = nabla_array_shape_text (self->x);
  g_autofree char *y_shape = nabla_array_shape_text (self->y);
  g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
               _("%s: the labels %s of shape %s do not fit the features %s of shape %s"),
               source->title, self->y->name, y_shape, self->x->name, x_shape);
  return FALSE;
}

/* Sets m, and whether examples are columns. One-hot labels have an axis more. */
static gboolean
find_examples (NablaArrayPair *self,
               const NablaSource *source,
               gboolean *in_columns,
               gboolean *one_hot,
               GError **error)
{
  const NablaArray *x = self->x, *y = self->y;
  *in_columns = *one_hot = FALSE;
  self->m = x->shape[0];
  if (y == NULL)
    return TRUE;
  gsize n = count_labels (y);
  gboolean flat = x->n_dims == 2, row = y->n_dims == 2 && y->shape[0] == 1 && n > 1;
  if (n > 0 && n == x->shape[0] && !(flat && row && n == x->shape[1]))
    return TRUE;
  if (n > 0 && flat && n == x->shape[1])
    *in_columns = TRUE;
  else if (y->n_dims == 2 && y->shape[0] == x->shape[0])
    *one_hot = TRUE;
  else if (y->n_dims == 2 && flat && y->shape[1] == x->shape[1])
    *in_columns = *one_hot = TRUE;
  else
    return fail_shapes (self, source, error);
  if (*in_columns)
    self->m = x->shape[1];
  return TRUE;
}

/* One 1 among zeros says the class by its place. */
static gboolean
read_one_hot (NablaArrayPair *self, const NablaSource *source, gboolean in_columns, GError **error)
{
  const NablaArray *y = self->y;
  gsize n = in_columns ? y->shape[0] : y->shape[1];
  if (y->words != NULL)
    return fail_shapes (self, source, error);
  self->label.is_nominal = TRUE;
  for (gsize i = 0; i < self->m; i++)
    {
      gsize n_ones = 0, n_zeros = 0;
      for (gsize k = 0; k < n; k++)
        {
          double value = y->values[in_columns ? k * self->m + i : i * n + k];
          if (value == 1)
            {
              n_ones++;
              self->label.numbers[i] = (double) k;
            }
          n_zeros += value == 0;
        }
      if (n_ones != 1 || n_ones + n_zeros != n)
        return fail_shapes (self, source, error);
    }
  return TRUE;
}

static gboolean
read_labels (NablaArrayPair *self,
             const NablaSource *source,
             gboolean in_columns,
             gboolean one_hot,
             GError **error)
{
  const NablaArray *y = self->y;
  NablaColumn *label = &self->label;
  label->type = y != NULL && y->words != NULL ? NABLA_COLUMN_TEXT : NABLA_COLUMN_NUMBER;
  label->name = g_strdup (y != NULL && *y->name != '\0' ? y->name : "y");
  if (y == NULL)
    {
      label->n_missing = self->m;
      return TRUE;
    }
  if (label->type == NABLA_COLUMN_TEXT)
    label->codes = g_try_new (guint32, self->m);
  else
    label->numbers = g_try_new (double, self->m);
  if (label->codes == NULL && label->numbers == NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: there is not enough memory for its labels"), source->title);
      return FALSE;
    }
  if (one_hot)
    return read_one_hot (self, source, in_columns, error);
  for (gsize i = 0; i < self->m; i++)
    {
      double value = y->values[i];
      if (label->codes != NULL)
        label->codes[i] = (guint32) value;
      else
        label->numbers[i] = isfinite (value) ? value : NAN;
      label->n_missing += label->numbers != NULL && !isfinite (value);
    }
  if (label->codes != NULL)
    {
      label->words = g_memdup2 (y->words, y->n_words * sizeof *y->words);
      label->n_words = y->n_words;
    }
  return TRUE;
}

static gboolean
is_channel_count (gsize n)
{
  return n == 1 || n == 3 || n == 4;
}

/* Where each feature of an example is. Pictures come out as h, w, c; PyTorch saves
 * them as c, h, w. */
static gboolean
lay_out (NablaArrayPair *self, const NablaSource *source, gboolean in_columns, GError **error)
{
  const NablaArray *x = self->x;
  gsize n = x->n_values / MAX (self->m, 1);
  gboolean channels_first = x->n_dims == 4 && is_channel_count (x->shape[1])
                            && !is_channel_count (x->shape[3]);
  if (n > G_MAXUINT / 2 || (self->offsets = g_try_new (gsize, MAX (n, 1))) == NULL)
    {
      g_autofree char *shape = nabla_array_shape_text (x);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _("%s: examples of an array of shape %s have too many features"), source->title,
                   shape);
      return FALSE;
    }
  self->n_x = (guint) n;
  self->step = in_columns ? 1 : n;
  gsize plane = channels_first ? x->shape[2] * x->shape[3] : 0;
  for (gsize k = 0; k < n; k++)
    self->offsets[k] = in_columns       ? k * self->m
                       : channels_first ? k % x->shape[1] * plane + k / x->shape[1]
                                        : k;
  if (x->n_dims == 3 || x->n_dims == 4)
    {
      self->height = (guint) x->shape[channels_first ? 2 : 1];
      self->width = (guint) x->shape[channels_first ? 3 : 2];
      self->channels = x->n_dims == 3 ? 1 : (guint) x->shape[channels_first ? 1 : 3];
    }
  return TRUE;
}

static gboolean
choose (NablaArrayPair *self,
        const NablaSource *source,
        const char *label,
        gboolean needs_label,
        GError **error)
{
  const char *wanted[] = { label, NULL };
  self->y = find_named (source, label != NULL ? wanted : y_names);
  if (label != NULL && self->y == NULL && needs_label)
    {
      g_autofree const char **names = g_new0 (const char *, source->n_arrays + 1);
      for (guint i = 0; i < source->n_arrays; i++)
        names[i] = source->arrays[i]->name;
      g_autofree char *place = g_strdup_printf (_("%s: label"), source->title);
      g_autofree char *message = nabla_words_unknown (place, label, names);
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
      return FALSE;
    }
  self->x = find_named (source, x_names);
  if (self->x == self->y)
    self->x = NULL;
  find_by_shape (source, &self->x, &self->y);
  if (self->x == NULL || self->x->n_dims == 0 || self->x->n_values == 0)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: there is no array that could be the features X"), source->title);
      return FALSE;
    }
  if (self->x->words != NULL)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED,
                   _("%s: the features %s are words; a network needs numbers"), source->title,
                   self->x->name);
      return FALSE;
    }
  if (self->y == NULL && needs_label)
    {
      g_autofree char *shape = nabla_array_shape_text (self->x);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_DATA,
                   _("%s: there is no array with the labels y of the features of shape %s"),
                   source->title, shape);
      return FALSE;
    }
  return TRUE;
}

gboolean
nabla_array_pair_init (NablaArrayPair *self,
                       const NablaSource *source,
                       const char *label,
                       gboolean needs_label,
                       GError **error)
{
  gboolean in_columns, one_hot;
  *self = (NablaArrayPair) { 0 };
  return choose (self, source, label, needs_label, error)
         && find_examples (self, source, &in_columns, &one_hot, error)
         && lay_out (self, source, in_columns, error)
         && read_labels (self, source, in_columns, one_hot, error);
}

void
nabla_array_pair_clear (NablaArrayPair *self)
{
  g_clear_pointer (&self->offsets, g_free);
  g_clear_pointer (&self->label.name, g_free);
  g_clear_pointer (&self->label.numbers, g_free);
  g_clear_pointer (&self->label.codes, g_free);
  g_clear_pointer (&self->label.words, g_free);
}
