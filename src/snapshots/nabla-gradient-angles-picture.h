/* Gradient angles: how far the gradients of mini-batches point away from the gradient over
 * the whole train set.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bins of 5° each, over 0 … 180° */
#define NABLA_ANGLE_BINS 36

/**
 * NablaAngles: of mini-batches of one size.
 * @batch_size: examples of each
 * @n: how many were drawn; those whose gradient is zero have no angle and are left out
 * @counts: how many of them lie in each bin
 * @mean: angle, in degrees
 * @cosine: mean of its cosine
 * @length: mean of ‖g_batch‖ / ‖g‖
 * @expected: the angle that the scatter of single examples leads one to expect, in
 *   degrees: atan (σ / (‖g‖ √B)), with √((m − B)/(m − 1)) for examples that are drawn
 *   without being put back
 */
typedef struct
{
  guint batch_size;
  guint n;
  guint counts[NABLA_ANGLE_BINS];
  double mean;
  double cosine;
  double length;
  double expected;
} NablaAngles;

/**
 * NablaGradientAngles:
 * @step: of the run, whose weights these are
 * @m: examples of the full gradient
 * @m_train: of the train set: more than @m if only a part was taken
 * @norm: ‖g‖ of the full gradient
 * @n_sizes, @sizes: in growing order
 */
typedef struct
{
  gint64 step;
  guint64 m;
  guint64 m_train;
  double norm;
  guint n_sizes;
  NablaAngles *sizes;
} NablaGradientAngles;

NablaGradientAngles *nabla_gradient_angles_new (guint n_sizes);
void nabla_gradient_angles_free (NablaGradientAngles *self);

G_END_DECLS
