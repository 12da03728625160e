/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-surface-picture.h"

NablaSurfacePicture *
nabla_surface_picture_new (NablaTerrain *terrain, guint n_points)
{
  NablaSurfacePicture *self = g_new0 (NablaSurfacePicture, 1);
  self->terrain = terrain;
  self->n_points = n_points;
  self->points = g_new0 (NablaSurfacePoint, n_points);
  return self;
}

void
nabla_surface_picture_free (NablaSurfacePicture *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->terrain, nabla_terrain_unref);
  g_free (self->points);
  g_free (self);
}
