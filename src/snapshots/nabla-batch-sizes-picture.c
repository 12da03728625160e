/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-batch-sizes-picture.h"

NablaBatchSizes *
nabla_batch_sizes_new (guint n_sizes)
{
  NablaBatchSizes *self = g_new0 (NablaBatchSizes, 1);
  self->n_sizes = n_sizes;
  self->sizes = g_new0 (NablaBatchTime, n_sizes);
  return self;
}

void
nabla_batch_sizes_free (NablaBatchSizes *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->sizes);
  g_free (self);
}
