/* A workspace from inside: its memory, and the plan of a pass.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-graph-private.h"
#include "nabla-registry-private.h"
#include "nabla-thread-choice-private.h"
#include "nabla-workspace.h"

/* A phase of a node, to be run on a range of examples or units. */
typedef struct {
  const NablaNode *node;
  void (*run) (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end);
} NablaTask;

/**
 * NablaSection:
 * @over: how all its tasks are cut
 * @tasks: first and past-the-last in the plan's tasks
 *
 * What a thread does between two barriers.
 */
typedef struct {
  NablaOver over;
  guint first_task, end_task;
} NablaSection;

typedef struct {
  GArray *tasks;    /* of NablaTask */
  GArray *sections; /* of NablaSection */
} NablaPlan;

struct _NablaWorkspace {
  NablaGraph *graph;
  NablaPool *pool;
  gsize rows;
  gsize pitch;
  const NablaTypedLists *typed;
  gboolean with_gradients;
  double work_per_lane;   /* floating-point operations of a pass, about */
  gsize chunk_lanes;      /* examples that fit the cache together */

  NablaPlan forward;      /* values, losses */
  NablaPlan step;         /* forward, then backward to data and parameters */
  GArray *commits;        /* of NablaTask */
  GArray *updates;        /* of NablaNode *: what is trained */

  void *values_arena;
  void *gradients_arena;
  void *parameter_gradients;
  void **values;
  void **gradients;
  void **caches;
  void **states;
  const void **feeds;

  NablaThreadChoice choice;
  guint fixed_threads;
  NablaPass pass;         /* the last one */
  gboolean inputs_valid;  /* whether inputs hold its examples */
};
