/* What losses share: shapes, predictions and the gradient ŷ − y.
 *
 * A loss takes logits z (n_y, m) and targets y (n_y, m). Its value is (1, m), the
 * loss of each example; the cost is their mean. Its cache holds the prediction
 * ŷ (n_y, m). For all three losses here, ∂L/∂z = factor · (ŷ − y).
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-error.h"
#include "nabla-op-typed.h"

enum { LOGITS, TARGET };

/* dz := weight/m · factor · (ŷ − y), and zero for the columns beyond the batch,
 * so that sums over columns are sums over examples. */
static inline void
nabla_loss_backward (const NablaNode *node, const NablaPass *pass, gsize begin, gsize end, double factor)
{
  NablaReal *dz_all = nabla_gradient (pass, node->inputs[LOGITS]);
  if (dz_all == NULL)
    return;
  const NablaReal scale = factor * node->loss_weight / pass->rows;
  gsize n = node->inputs[LOGITS]->shape.dim[0];
  gsize last = CLAMP (pass->rows, begin, end);
  for (gsize i = 0; i < n; i++)
    {
      const NablaReal *restrict p = nabla_cache (pass, node) + i * pass->pitch;
      const NablaReal *restrict y = nabla_value (pass, node->inputs[TARGET]) + i * pass->pitch;
      NablaReal *restrict dz = dz_all + i * pass->pitch;
      gboolean accumulate = node->accumulate[LOGITS];
      for (gsize e = begin; e < last; e++)
        dz[e] = (accumulate ? dz[e] : 0) + scale * (p[e] - y[e]);
      for (gsize e = last; e < end; e++)
        dz[e] = 0;
    }
}

static inline gboolean
nabla_loss_infer (NablaNode *node, GError **error)
{
  const NablaNode *logits = node->inputs[LOGITS], *target = node->inputs[TARGET];
  if (logits->shape.rank != 1 || !nabla_shape_equal (&logits->shape, &target->shape))
    {
      g_autofree char *have = nabla_shape_format (&logits->shape, "m");
      g_autofree char *want = nabla_shape_format (&target->shape, "m");
      g_set_error (error, NABLA_ERROR, NABLA_ERROR_SHAPE,
                   _("The loss '%s' compares Y of shape %s with layer '%s', which gives %s; the last layer needs as many units as Y has rows"),
                   node->op->name, want, logits->name, have);
      return FALSE;
    }
  node->layout = NABLA_LAYOUT_COLUMNS;
  node->shape = NABLA_SHAPE_1 (1);
  node->cache_lanes = logits->shape.dim[0];
  return TRUE;
}
