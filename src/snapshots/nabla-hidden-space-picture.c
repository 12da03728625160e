/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-hidden-space-picture.h"

NablaHiddenSpace *
nabla_hidden_space_new (guint side, guint n_values, gsize n_points)
{
  NablaHiddenSpace *self = g_new0 (NablaHiddenSpace, 1);
  self->side = side;
  self->n_values = n_values;
  self->n_points = n_points;
  self->grid = g_new0 (float, (gsize)side *side * 2);
  self->values = g_new0 (float, (gsize)side *side *n_values);
  self->u = g_new0 (float, n_points);
  self->v = g_new0 (float, n_points);
  self->label = g_new0 (float, n_points);
  self->split = g_new0 (guint8, n_points);
  self->example = g_new0 (guint32, n_points);
  return self;
}

void
nabla_hidden_space_free (NablaHiddenSpace *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->names);
  g_free (self->grid);
  g_free (self->values);
  g_free (self->u);
  g_free (self->v);
  g_free (self->label);
  g_free (self->split);
  g_free (self->example);
  g_free (self);
}
