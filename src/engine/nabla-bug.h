/* Planted bugs: mistakes that everybody makes once, to be switched on and found.
 *
 * A bug is a list of ops and optimizers that compute something else than the right
 * ones of the same name. It is planted in a graph before nodes are added, and an
 * optimizer made for that graph has it too; everything else stays as it is, so that
 * whatever shows, checks or saves a network shows, checks and saves the bug.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-optimizer.h"

G_BEGIN_DECLS

/**
 * NablaBugOp:
 * @right: the op that is computed wrongly; %NULL ends a list
 * @forward, @backward_data: what its first phase does instead; without a function,
 *   what @right does
 * @bites: (nullable): whether the bug changes anything with these settings; always,
 *   without it
 */
typedef struct
{
  const NablaOp *right;
  NablaPhase forward;
  NablaPhase backward_data;
  gboolean (*bites) (const double *settings);
} NablaBugOp;

/**
 * NablaBugOptimizer:
 * @right: the optimizer that updates wrongly; %NULL ends a list
 * @update: what it does instead
 * @bites: as in NablaBugOp
 */
typedef struct
{
  const NablaOptimizerClass *right;
  void (*update) (
      const NablaUpdate *update, gsize n, void *theta, const void *dtheta, void *const *states);
  gboolean (*bites) (const double *settings);
} NablaBugOptimizer;

/**
 * NablaBug:
 * @name: the word after `bug=`
 * @title, @help: for people; marked N_(). @title is short, and @help says what is wrong and where it shows.
 * @in_gradient: whether the gradient of the objective is wrong, which gradient
 *   checking sees; else it has to be found in what a run does
 * @ops, @optimizers: (nullable): what it replaces
 *
 * One file a bug in typed/bugs/; the list is in meson.build.
 */
struct _NablaBug
{
  const char *name;
  const char *title;
  const char *help;
  gboolean in_gradient;
  const NablaBugOp *ops;
  const NablaBugOptimizer *optimizers;
};

/* Returns: (array zero-terminated=1): all bugs, compiled for @precision */
const NablaBug *const *nabla_bugs (NablaPrecision precision);

/* Returns: (nullable): the bug called @name */
const NablaBug *nabla_bug_find (NablaPrecision precision, const char *name);

/**
 * nabla_bug_of_op:
 * @self: (nullable): a bug, of any precision
 * @op: the name of an op
 *
 * Returns: (nullable): what @self does to that op; %NULL if nothing
 */
const NablaBugOp *nabla_bug_of_op (const NablaBug *self, const char *op);

/* Returns: (nullable): what @self (nullable) does to the optimizer called @name */
const NablaBugOptimizer *nabla_bug_of_optimizer (const NablaBug *self, const char *name);

/**
 * nabla_bug_words:
 *
 * Returns: (transfer full): the names of all ops and optimizers that the bug is in:
 *   `adam, adamw`
 */
char *nabla_bug_words (const NablaBug *self);

G_END_DECLS
