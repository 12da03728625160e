/* Planes through the weights of a network.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-study-private.h"

G_BEGIN_DECLS

/**
 * NablaStudyPlane:
 * @size: of all parameters as one vector
 * @n: moments of the run
 * @moments: (array length=n): θ of each; the last one is the present one
 * @costs: (array length=n): of each
 * @directions: two vectors that span the plane through the present weights
 */
typedef struct
{
  gsize size;
  guint n;
  double **moments;
  double *costs;
  double *directions[2];
} NablaStudyPlane;

/* @network: stands at the last moment, and stands there again afterwards */
NablaStudyPlane *
nabla_study_plane_new (const NablaStudyTask *task, NablaStudyNetwork *network, GError **error);
void nabla_study_plane_free (NablaStudyPlane *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaStudyPlane, nabla_study_plane_free)

/* Two random directions, the weights of each unit as long as they are in the network. */
void nabla_study_plane_random (NablaStudyPlane *self, const NablaGraph *graph, guint32 seed);

/* The directions in which the run moved most; or from its start to now, and to the moment
 * farthest from that. Returns: whether the run has moved */
gboolean nabla_study_plane_path (NablaStudyPlane *self);
gboolean nabla_study_plane_start (NablaStudyPlane *self);

/* The shadow of moment @index on the plane, and how far it is from it. */
void
nabla_study_plane_project (const NablaStudyPlane *self, guint index, double place[2], double *away);

G_END_DECLS
