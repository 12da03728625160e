/* What ops share: walking over values, and ops that work element by element.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-typed.h"

#include <glib/gi18n-lib.h>

/**
 * NablaRuns:
 * @at: where the run begins in the value
 * @n: how many numbers lie together there
 * @left: how many runs there are still, this one included
 *
 * All numbers that a node has for a range of examples, in runs as long as the
 * layout allows: `for (NablaRuns run = nabla_runs (…); run.left > 0;
 * nabla_runs_next (&run))`.
 */
typedef struct {
  gsize at;
  gsize n;
  gsize left;
  gsize stride;
} NablaRuns;

static inline NablaRuns
nabla_runs (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end)
{
  gsize units = nabla_shape_size (&node->shape);
  if (node->layout == NABLA_LAYOUT_PLANES)
    {
      gsize stride = node->planes.example_stride, last = CLAMP (pass->rows, begin, end);
      return (NablaRuns) { begin * stride, (last - begin) * stride, 1, 0 };
    }
  if (begin == 0 && end == pass->pitch)
    return (NablaRuns) { 0, units * pass->pitch, 1, 0 };
  return (NablaRuns) { begin, end - begin, units, pass->pitch };
}

static inline void
nabla_runs_next (NablaRuns *self)
{
  self->at += self->stride;
  self->left--;
}

/* The phases of an activation. FORWARD makes y of x; BACKWARD makes dx of dy
 * and y. Both may use `setting`, the op's first setting. */
#define NABLA_ELEMENTWISE(FORWARD, BACKWARD)                                                  \
  static void forward (const NablaNode *node, const NablaPass *pass, gsize begin,             \
                       gsize end)                                                             \
  {                                                                                           \
    const NablaReal setting = node->settings[0];                                              \
    (void) setting;                                                                           \
    for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))\
      {                                                                                       \
        const NablaReal *restrict x_ = nabla_value (pass, node->inputs[0]) + run.at;          \
        NablaReal *restrict y_ = nabla_value (pass, node) + run.at;                           \
        for (gsize i = 0; i < run.n; i++)                                                     \
          {                                                                                   \
            const NablaReal x = x_[i];                                                        \
            y_[i] = FORWARD;                                                                  \
          }                                                                                   \
      }                                                                                       \
  }                                                                                           \
                                                                                              \
  static void backward_data (const NablaNode *node, const NablaPass *pass, gsize begin,       \
                             gsize end)                                                       \
  {                                                                                           \
    const NablaReal setting = node->settings[0];                                              \
    (void) setting;                                                                           \
    if (nabla_gradient (pass, node->inputs[0]) == NULL)                                       \
      return;                                                                                 \
    for (NablaRuns run = nabla_runs (node, pass, begin, end); run.left > 0; nabla_runs_next (&run))\
      {                                                                                       \
        const NablaReal *restrict y_ = nabla_value (pass, node) + run.at;                     \
        const NablaReal *restrict dy_ = nabla_gradient (pass, node) + run.at;                 \
        NablaReal *restrict dx_ = nabla_gradient (pass, node->inputs[0]) + run.at;            \
        if (node->accumulate[0])                                                              \
          for (gsize i = 0; i < run.n; i++)                                                   \
            {                                                                                 \
              const NablaReal y = y_[i], dy = dy_[i];                                         \
              (void) y;                                                                       \
              dx_[i] += BACKWARD;                                                             \
            }                                                                                 \
        else                                                                                  \
          for (gsize i = 0; i < run.n; i++)                                                   \
            {                                                                                 \
              const NablaReal y = y_[i], dy = dy_[i];                                         \
              (void) y;                                                                       \
              dx_[i] = BACKWARD;                                                              \
            }                                                                                 \
      }                                                                                       \
  }

/* The value has the shape and layout of the first input. */
static inline void
nabla_node_same_as (NablaNode *node, const NablaNode *input)
{
  node->shape = input->shape;
  node->layout = input->layout;
  node->planes = input->planes;
}

G_GNUC_UNUSED static gboolean
infer_same (NablaGraph *graph, NablaNode *node, GError **error)
{
  nabla_node_same_as (node, node->inputs[0]);
  return TRUE;
}
