/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-array.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

NablaArray *
nabla_array_new (const char *name, guint n_dims, const gsize *shape, GError **error)
{
  g_return_val_if_fail (name != NULL && n_dims <= NABLA_ARRAY_MAX_DIMS, NULL);

  g_autoptr (NablaArray) self = g_new0 (NablaArray, 1);
  gboolean fits = TRUE;
  self->name = g_strdup (name);
  self->type = g_strdup ("float64");
  self->n_dims = n_dims;
  self->n_values = 1;
  for (guint k = 0; k < n_dims; k++)
    {
      self->shape[k] = shape[k];
      fits = fits && g_size_checked_mul (&self->n_values, self->n_values, shape[k]);
    }
  /* One more, as malloc () may give NULL for nothing. */
  if (fits && self->n_values < G_MAXSIZE)
    self->values = g_try_new0 (double, self->n_values + 1);
  if (self->values == NULL)
    {
      g_autofree char *text = nabla_array_shape_text (self);
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                   _ ("There is not memory enough for an array of shape %s"), text);
      return NULL;
    }
  return g_steal_pointer (&self);
}

char *
nabla_array_shape_text (const NablaArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *text = g_string_new ("(");
  for (guint k = 0; k < self->n_dims; k++)
    g_string_append_printf (text, k == 0 ? "%" G_GSIZE_FORMAT : ", %" G_GSIZE_FORMAT,
                            self->shape[k]);
  g_string_append (text, self->n_dims == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}

void
nabla_array_free (NablaArray *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->type);
  g_free (self->values);
  g_free (self->words);
  g_clear_pointer (&self->letters, g_string_chunk_free);
  g_free (self);
}
