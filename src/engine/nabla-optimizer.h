/* Optimizers: how parameters follow their gradients.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-graph.h"

G_BEGIN_DECLS

#define NABLA_MAX_OPTIMIZER_STATES 2

/**
 * NablaUpdate:
 * @t: number of this update, from 1: what bias correction divides by
 * @learning_rate: α of this step, after the schedule
 * @l2: λ/m: the gradient of (λ/2m) ‖W‖² is (λ/m) W
 * @l1: λ₁/m: the gradient of (λ₁/m) Σ|W| is (λ₁/m) sign W
 * @gradient_scale: what clipping multiplies gradients by; 1 without
 * @decays: whether penalties and weight decay act on these numbers
 * @settings: of the optimizer, one number a parameter spec
 *
 * What an optimizer needs to know of one step.
 */
typedef struct {
  guint64 t;
  double learning_rate;
  double l2;
  double l1;
  double gradient_scale;
  gboolean decays;
  const double *settings;
} NablaUpdate;

/**
 * NablaOptimizerClass:
 * @name: the word after `optimizer=`
 * @title, @help: for people; marked N_()
 * @params: its own hyperparameters, beside learning_rate; may change at any step
 * @n_states: how many numbers it keeps for each parameter (v, s)
 * @state_names: the course's letters for them
 * @update: changes @n parameters @theta by their gradients @dtheta. All arrays
 *   are of the class' precision and do not overlap; @states has one array a
 *   state. A number's result depends on no neighbour and on no place in the range,
 *   so that ranges may be cut anywhere and updated by any thread.
 *
 * One file an optimizer in typed/optim/; the list is in meson.build.
 */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  guint n_states;
  const char *state_names[NABLA_MAX_OPTIMIZER_STATES];
  void (*update) (const NablaUpdate *update,
                  gsize n,
                  void *theta,
                  const void *dtheta,
                  void *const *states);
} NablaOptimizerClass;

/* Returns: (array zero-terminated=1): all optimizers for @precision */
const NablaOptimizerClass *const *nabla_optimizers (NablaPrecision precision);

/* Returns: (nullable): the optimizer called @name */
const NablaOptimizerClass *nabla_optimizer_find (NablaPrecision precision, const char *name);

/**
 * NablaOptimizer:
 *
 * An optimizer at work on a graph: its class, settings and what it remembers.
 */
typedef struct _NablaOptimizer NablaOptimizer;

/**
 * nabla_optimizer_new:
 * @klass: of the graph's precision
 * @graph: a built graph; must outlive the optimizer
 *
 * Returns: (transfer full) (nullable): with default settings, all states zero, and the
 *   bug of @graph, if one is planted there;
 *   %NULL with %NABLA_ERROR_TOO_LARGE if memory is short
 */
NablaOptimizer *nabla_optimizer_new (const NablaOptimizerClass *klass,
                                     const NablaGraph *graph,
                                     GError **error);
void nabla_optimizer_free (NablaOptimizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaOptimizer, nabla_optimizer_free)

const NablaOptimizerClass *nabla_optimizer_class (const NablaOptimizer *self);

/**
 * nabla_optimizer_plant:
 * @bug: (nullable): of any precision; %NULL for none
 *
 * Updates as @bug has it from the next step on, with the states as they are. The
 * class keeps its name, and nabla_optimizer_class () its address.
 */
void nabla_optimizer_plant (NablaOptimizer *self, const NablaBug *bug);

/* Returns: (array): settings, to be read and set between steps */
double *nabla_optimizer_settings (NablaOptimizer *self);

/* Returns: the numbers of state @index, laid out as the graph's parameters */
void *nabla_optimizer_state (const NablaOptimizer *self, guint index);

G_END_DECLS
