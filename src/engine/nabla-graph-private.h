/* What the workspace sees of a graph.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-graph.h"

struct _NablaGraph {
  NablaPrecision precision;
  GPtrArray *nodes;      /* of NablaNode, in order of computation */
  GHashTable *by_name;
  GPtrArray *losses;     /* of NablaNode */
  const NablaBug *bug;   /* (nullable): planted, of the graph's precision */
  GPtrArray *wrong_ops;  /* copies of NablaOp with the bug in them */
  NablaNode *share;      /* while a node is added: whose parameters it takes */
  gboolean built;
  void *parameters;
  gsize parameters_size;
  void *states;
  gsize states_size;
};

static inline NablaNode *
nabla_graph_node_at (const NablaGraph *self, guint index)
{
  return g_ptr_array_index (self->nodes, index);
}

static inline gboolean
nabla_node_is_parameter (const NablaNode *node)
{
  return node->op->flags & NABLA_OP_PARAMETER;
}

/* Number @index of an array of the graph's precision. */
static inline double
nabla_precision_get (NablaPrecision precision, const void *array, gsize index)
{
  return precision == NABLA_DOUBLE ? ((const double *) array)[index] : ((const float *) array)[index];
}

static inline void
nabla_precision_set (NablaPrecision precision, void *array, gsize index, double value)
{
  if (precision == NABLA_DOUBLE)
    ((double *) array)[index] = value;
  else
    ((float *) array)[index] = value;
}
