/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-examples.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
nabla_examples_of (
    const NablaArray *array, const char *place, NablaShape *shape, gsize *m, GError **error)
{
  g_autofree char *text = nabla_array_shape_text (array);
  gboolean pictures = array->n_dims > 3;
  guint rank = pictures ? array->n_dims - 1 : 1;
  if (array->n_dims == 3 || rank > NABLA_MAX_RANK)
    {
      g_set_error (
          error, NABLA_ERROR, NABLA_ERROR_SHAPE,
          _ ("%s: the shape is %s, but examples are (n, m), (n,) or pictures (m, n_H, n_W, n_C)"),
          place, text);
      return FALSE;
    }
  if (array->n_values == 0 || array->n_values > G_MAXINT32)
    {
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _ ("%s: the shape is %s: an array has from 1 to 2³¹ numbers"), place, text);
      return FALSE;
    }
  *m = pictures ? array->shape[0] : array->n_dims == 2 ? array->shape[1] : 1;
  shape->rank = rank;
  for (guint k = 0; k < rank; k++)
    shape->dim[k] = pictures ? array->shape[k + 1] : array->n_dims > 0 ? array->shape[0] : 1;
  return TRUE;
}

void
nabla_examples_to_rows (const NablaArray *array, double *rows)
{
  if (array->n_dims != 2)
    memcpy (rows, array->values, array->n_values * sizeof *rows);
  else
    for (gsize i = 0; i < array->shape[0]; i++)
      for (gsize e = 0; e < array->shape[1]; e++)
        rows[e * array->shape[0] + i] = array->values[i * array->shape[1] + e];
}

void
nabla_examples_from_rows (const double *rows, NablaArray *array)
{
  if (array->n_dims != 2)
    memcpy (array->values, rows, array->n_values * sizeof *rows);
  else
    for (gsize i = 0; i < array->shape[0]; i++)
      for (gsize e = 0; e < array->shape[1]; e++)
        array->values[i * array->shape[1] + e] = rows[e * array->shape[0] + i];
}

gboolean
nabla_examples_same_shape (guint n, const gsize *shape, guint n_other, const gsize *other)
{
  guint i = 0, j = 0;
  for (;; i++, j++)
    {
      while (i < n && shape[i] == 1)
        i++;
      while (j < n_other && other[j] == 1)
        j++;
      if (i == n || j == n_other)
        return i == n && j == n_other;
      if (shape[i] != other[j])
        return FALSE;
    }
}
