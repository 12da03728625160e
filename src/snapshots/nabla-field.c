/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-field.h"

NablaField *
nabla_field_new (guint columns, guint rows, guint n_values)
{
  NablaField *self = g_new0 (NablaField, 1);
  self->columns = columns;
  self->rows = rows;
  self->n_values = n_values;
  self->values = g_new0 (float, (gsize) columns * rows * n_values);
  return self;
}

void
nabla_field_free (NablaField *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->values);
  g_free (self->x_name);
  g_free (self->y_name);
  g_free (self);
}

NablaPoints *
nabla_points_new (gsize n)
{
  NablaPoints *self = g_new0 (NablaPoints, 1);
  self->ref_count = 1;
  self->n = n;
  self->x = g_new0 (float, n);
  self->y = g_new0 (float, n);
  self->label = g_new0 (float, n);
  self->split = g_new0 (guint8, n);
  self->example = g_new0 (guint32, n);
  return self;
}

NablaPoints *
nabla_points_ref (NablaPoints *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
nabla_points_unref (NablaPoints *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->x);
  g_free (self->y);
  g_free (self->label);
  g_free (self->split);
  g_free (self->example);
  g_free (self);
}
