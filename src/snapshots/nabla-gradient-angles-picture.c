/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-gradient-angles-picture.h"

NablaGradientAngles *
nabla_gradient_angles_new (guint n_sizes)
{
  NablaGradientAngles *self = g_new0 (NablaGradientAngles, 1);
  self->n_sizes = n_sizes;
  self->sizes = g_new0 (NablaAngles, n_sizes);
  return self;
}

void
nabla_gradient_angles_free (NablaGradientAngles *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->sizes);
  g_free (self);
}
