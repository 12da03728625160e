/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-batches-picture.h"

NablaBatchesPicture *
nabla_batches_picture_new (guint64 m, guint n)
{
  NablaBatchesPicture *self = g_new0 (NablaBatchesPicture, 1);
  self->m = m;
  self->n = n;
  self->starts = g_new0 (guint64, (gsize)n + 1);
  self->examples = g_new0 (guint32, m);
  self->labels = g_new0 (float, m);
  return self;
}

void
nabla_batches_picture_free (NablaBatchesPicture *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->starts);
  g_free (self->examples);
  g_free (self->labels);
  g_free (self);
}
