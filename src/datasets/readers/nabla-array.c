/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-array.h"

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
