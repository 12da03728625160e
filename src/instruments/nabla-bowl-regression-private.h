/* A regression with two weights as a cost over their plane.
 *
 * The engine's graph computes it, for many places at once: there the places (w, b) are the
 * examples, and the two numbers that are known of each case are the frozen weights of a dense
 * layer with a unit for each, so that its z is what the weights make of the case. The gradient
 * is that with respect to the graph's input.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bowl.h"

G_BEGIN_DECLS

typedef struct _NablaBowlRegression NablaBowlRegression;

/**
 * nabla_bowl_regression_new:
 * @loss: word of a loss op
 * @m: how many cases
 * @x: (array): m pairs: what the two weights are multiplied by
 * @y: (array length=m): what is wanted
 *
 * Returns: (transfer full) (nullable): %NULL with @error set if memory is short
 */
NablaBowlRegression *nabla_bowl_regression_new (
    const char *loss, gsize m, const double *x, const double *y, GError **error);
void nabla_bowl_regression_free (NablaBowlRegression *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaBowlRegression, nabla_bowl_regression_free)

/* Mean losses at @n places and, if @gradients is not NULL, their gradients */
void nabla_bowl_regression_evaluate (NablaBowlRegression *self,
                                     gsize n,
                                     const NablaPlace *places,
                                     double *costs,
                                     NablaPlace *gradients);

/* Fills @hessian with ∂²J/∂w², ∂²J/∂w∂b, ∂²J/∂b² at a place: differences of gradients. */
void nabla_bowl_regression_hessian (NablaBowlRegression *self, NablaPlace place, double hessian[3]);

/* Returns: where the convex cost is least, by Newton's method from zero */
NablaPlace nabla_bowl_regression_minimum (NablaBowlRegression *self);

G_END_DECLS
