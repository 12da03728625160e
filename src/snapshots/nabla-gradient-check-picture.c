/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-gradient-check-picture.h"

NablaGradientCheckPicture *
nabla_gradient_check_picture_new (guint n_rows, gsize n_numbers)
{
  NablaGradientCheckPicture *self = g_new0 (NablaGradientCheckPicture, 1);
  self->n_rows = n_rows;
  self->rows = g_new0 (NablaCheckedParameter, n_rows);
  self->n_numbers = n_numbers;
  self->numbers = g_new0 (NablaCheckedNumber, n_numbers);
  return self;
}

void
nabla_gradient_check_picture_free (NablaGradientCheckPicture *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_rows; i++)
    g_free (self->rows[i].name);
  g_free (self->rows);
  g_free (self->numbers);
  g_free (self);
}
