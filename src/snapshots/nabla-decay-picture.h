/* Decay: how far the next step moves each layer's weights, and how much of that is the
 * penalty's.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaDecayLayer:
 * @name: of the layer
 * @n: weights
 * @norm: ‖W‖
 * @gradient_move: ‖ΔW‖ of the next step if nothing but the gradient moved it
 * @l2_move: how far L2 in the cost pulls W towards zero: ‖p ∘ (λ/m) W‖, where p is how
 *   far the optimizer goes for a gradient of 1: α, or α/(√ŝ + ε) of each weight
 * @decoupled_move: how far weight decay beside the gradient pulls W: α λ ‖W‖ of AdamW;
 *   with L2 in the cost, (α λ/m) ‖W‖: what the same λ would do beside the gradient
 * @factor_low, @factor_median, @factor_high: what the weights are multiplied by in the
 *   step, 1 − p λ/m, the strongest shrunk 5 %, the middle and the least shrunk 5 %; all
 *   three are the same where p is α for all
 */
typedef struct
{
  char *name;
  guint64 n;
  double norm;
  double gradient_move;
  double l2_move;
  double decoupled_move;
  double factor_low, factor_median, factor_high;
} NablaDecayLayer;

/**
 * NablaDecay:
 * @optimizer: its name
 * @learning_rate: α of the next step
 * @l2: λ of the cost
 * @weight_decay: λ beside the gradient, of AdamW; else 0
 * @m: examples of the batch
 * @is_adaptive: whether the optimizer divides by √s, so that L2 shrinks each weight by
 *   another factor
 */
typedef struct
{
  guint n_layers;
  NablaDecayLayer *layers;
  char *optimizer;
  double learning_rate;
  double l2;
  double weight_decay;
  gsize m;
  gboolean is_adaptive;
} NablaDecay;

NablaDecay *nabla_decay_new (guint n_layers);
void nabla_decay_free (NablaDecay *self);

G_END_DECLS
