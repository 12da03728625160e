/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-shape.h"

gsize
nabla_shape_size (const NablaShape *self)
{
  gsize size = 1;
  for (guint i = 0; i < self->rank; i++)
    size *= self->dim[i];
  return size;
}

gboolean
nabla_shape_equal (const NablaShape *self, const NablaShape *other)
{
  if (self->rank != other->rank)
    return FALSE;
  for (guint i = 0; i < self->rank; i++)
    if (self->dim[i] != other->dim[i])
      return FALSE;
  return TRUE;
}

char *
nabla_shape_format (const NablaShape *self, const char *examples)
{
  GString *text = g_string_new ("(");
  for (guint i = 0; i < self->rank; i++)
    g_string_append_printf (text, i > 0 ? ", %u" : "%u", self->dim[i]);
  if (examples != NULL)
    g_string_append_printf (text, self->rank > 0 ? ", %s" : "%s", examples);
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}
