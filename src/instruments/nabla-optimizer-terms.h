/* Optimizer terms: one step of an optimizer, term by term, with its numbers put in.
 *
 * The terms are told from what the optimizer remembered before and after the step; each
 * number that is shown is one that the engine computed, or the quotient that its formula
 * says, such as v̂ = v / (1 − β₁ᵗ).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optimizer.h"
#include "nabla-race-picture.h"

G_BEGIN_DECLS

/* The two numbers of the bowl, or one chosen weight of a network */
#define NABLA_MAX_TERM_WEIGHTS 2

/**
 * NablaOptimizerMoment: one step.
 * @optimizer: which one
 * @settings: of the optimizer, at this step
 * @t: number of the step, from 1: what bias correction divides by
 * @learning_rate: α of this step
 * @n_weights: how many weights there are to tell of
 * @decays: which of them weight decay acts on
 * @before, @after: their values
 * @gradient: what the optimizer saw: clipped and with penalties
 * @states_before, @states_after: a row a state of the optimizer
 */
typedef struct
{
  const NablaOptimizerClass *optimizer;
  const double *settings;
  guint64 t;
  double learning_rate;
  guint n_weights;
  gboolean decays[NABLA_MAX_TERM_WEIGHTS];
  double before[NABLA_MAX_TERM_WEIGHTS], after[NABLA_MAX_TERM_WEIGHTS];
  double gradient[NABLA_MAX_TERM_WEIGHTS];
  double states_before[NABLA_MAX_OPTIMIZER_STATES][NABLA_MAX_TERM_WEIGHTS];
  double states_after[NABLA_MAX_OPTIMIZER_STATES][NABLA_MAX_TERM_WEIGHTS];
} NablaOptimizerMoment;

/**
 * nabla_optimizer_terms:
 * @picture: whose terms are added to
 *
 * Adds the terms of a step, in the order in which they are computed: the gradient, v and s
 * (so far as the optimizer has them), their correction, weight decay, the update, and what
 * α comes to. Any optimizer has terms; those that are not known here have a gradient, states
 * and an update.
 */
void nabla_optimizer_terms (const NablaOptimizerMoment *moment, NablaRacePicture *picture);

/**
 * nabla_optimizer_detail:
 * @learning_rate: α₀
 *
 * Returns: (transfer full): the settings in one line: `α 0.4 · β₁ 0.9 · β₂ 0.999`
 */
char *nabla_optimizer_detail (const NablaOptimizerClass *optimizer,
                              const double *settings,
                              double learning_rate);

G_END_DECLS
