/* Shapes: the outlines of markers and arrows, the same for every painter.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-marks.h"

G_BEGIN_DECLS

#define NABLA_MARKER_VERTICES 12

/**
 * nabla_marker_outline:
 * @shape: a marker
 * @vertices: (out): up to %NABLA_MARKER_VERTICES corners around the origin, of
 *   a marker that looks as large as a circle of radius 1
 *
 * Returns: how many corners there are; 0 for the circle
 */
guint nabla_marker_outline (NablaMarker shape, double (*vertices)[2]);

/* @start, @neck: the ends of the shaft, which stops inside the head
 * @head: the head's corners, the tip first */
typedef struct {
  double start[2];
  double neck[2];
  double head[3][2];
} NablaArrow;

/* Returns: whether the arrow has a direction, and so an outline */
gboolean nabla_arrow_outline (const NablaMarks *marks, const NablaMark *mark, NablaArrow *arrow);

G_END_DECLS
