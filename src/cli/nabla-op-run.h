/* One op, or one step of an optimizer, on arrays.
 *
 * Both are the engine's own, in double precision: what a network computes with.
 * Examples are columns, as the course writes them: an array (n, m) holds m examples
 * of n features, (n,) is one example, and (m, n_H, n_W, n_C) are pictures.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-array.h"
#include "nabla-optimizer.h"

G_BEGIN_DECLS

/**
 * NablaOpRun:
 * @changes: (nullable): settings, as `key=value`
 * @inputs: (array length=n_inputs): arrays, in the op's order
 * @places: (array length=n_inputs): what messages call them: their files
 * @dy: (nullable): the gradient of what the op computes
 * @dy_place: (nullable): what messages call it
 * @outputs: (element-type NablaArray): what was computed, in the order to show it
 *
 * What goes in and what comes out.
 */
typedef struct
{
  char **changes;
  NablaArray **inputs;
  const char **places;
  guint n_inputs;
  NablaArray *dy;
  const char *dy_place;
  GPtrArray *outputs;
} NablaOpRun;

/**
 * nabla_op_run:
 * @op: of double precision; its inputs are its data, then its parameters
 *
 * Computes y, and with @dy the gradients `dx`, `dW`… A loss gives each example's
 * loss, the `cost`, which is their mean, and its gradient without any @dy.
 */
gboolean nabla_op_run (NablaOpRun *self, const NablaOp *op, GError **error);

/**
 * nabla_optimizer_run:
 * @optimizer: of double precision; inputs are the parameters W, their gradient dW
 *   and its states, which are zero if not given
 *
 * Makes one update and gives `W` and the states.
 */
gboolean
nabla_optimizer_run (NablaOpRun *self, const NablaOptimizerClass *optimizer, GError **error);

/**
 * nabla_op_run_add:
 * @values: (nullable): numbers to copy, in C order
 *
 * Adds an array to the outputs.
 *
 * Returns: (transfer none) (nullable): it; %NULL with @error set if memory is short
 */
NablaArray *nabla_op_run_add (NablaOpRun *self,
                              const char *name,
                              guint n_dims,
                              const gsize *shape,
                              const double *values,
                              GError **error);

G_END_DECLS
