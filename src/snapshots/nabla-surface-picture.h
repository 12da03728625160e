/* Surface: the cost of a network over a plane through its weights, with the way of the run.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-picture.h"

G_BEGIN_DECLS

/**
 * NablaSurfacePlane:
 * @NABLA_SURFACE_RANDOM: two random directions; the weights of each unit are moved in
 *   proportion to their length (Li et al., "Visualizing the loss landscape of neural nets",
 *   2018), 1 being as far as they are long
 * @NABLA_SURFACE_PATH: the two directions in which the run has moved most (principal
 *   components of its moments), in the weights' own units
 * @NABLA_SURFACE_START: through the run's start, its present weights, and the moment that
 *   is farthest from the line between them
 */
typedef enum
{
  NABLA_SURFACE_RANDOM,
  NABLA_SURFACE_PATH,
  NABLA_SURFACE_START,
} NablaSurfacePlane;

/**
 * NablaSurfacePoint: a moment of the run, as its shadow on the plane.
 * @distance: how far it is from the plane
 * @cost: of the run there, not of the plane
 */
typedef struct
{
  gint64 step;
  double x, y;
  double distance;
  double cost;
} NablaSurfacePoint;

/**
 * NablaSurfacePicture:
 * @step: of the run, which stands at (0, 0)
 * @plane: which one
 * @terrain: cost over the plane; its cells are computed at their centres
 * @cost: at (0, 0)
 * @lowest: the lowest cost of a cell, at (@lowest_x, @lowest_y)
 * @explained: how much of the run's way lies in the plane, 0 … 1: 1 − Σ distance² / Σ
 *   ‖θ − θ_now‖²; NAN without a way
 * @m: examples that the cost is taken over
 * @m_train: of the train set: more than @m if only a part was taken
 * @is_coarse: whether a finer one is to come
 * @n_points, @points: the run's way, from the earliest moment to the present one
 */
typedef struct
{
  gint64 step;
  NablaSurfacePlane plane;
  NablaTerrain *terrain;
  double cost;
  double lowest, lowest_x, lowest_y;
  double explained;
  guint64 m;
  guint64 m_train;
  gboolean is_coarse;
  guint n_points;
  NablaSurfacePoint *points;
} NablaSurfacePicture;

/* Takes @terrain. */
NablaSurfacePicture *nabla_surface_picture_new (NablaTerrain *terrain, guint n_points);
void nabla_surface_picture_free (NablaSurfacePicture *self);

G_END_DECLS
