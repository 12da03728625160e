/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-optimizer.h"

#include "nabla-arena.h"
#include "nabla-bug.h"
#include "nabla-error.h"

#include <glib/gi18n-lib.h>

struct _NablaOptimizer {
  const NablaOptimizerClass *right;
  NablaOptimizerClass klass; /* the right one, or a planted bug's */
  NablaPrecision precision;
  double settings[NABLA_MAX_PARAMS];
  void *states[NABLA_MAX_OPTIMIZER_STATES];
};

NablaOptimizer *
nabla_optimizer_new (const NablaOptimizerClass *klass, const NablaGraph *graph, GError **error)
{
  g_return_val_if_fail (klass != NULL && graph != NULL, NULL);

  g_autoptr (NablaOptimizer) self = g_new0 (NablaOptimizer, 1);
  gsize bytes = nabla_graph_parameters_size (graph)
                * nabla_precision_size (nabla_graph_precision (graph));
  self->right = klass;
  self->precision = nabla_graph_precision (graph);
  nabla_optimizer_plant (self, nabla_graph_bug (graph));
  nabla_param_defaults (klass->params, self->settings);
  for (guint i = 0; i < klass->n_states; i++)
    {
      self->states[i] = nabla_arena_alloc (bytes);
      if (self->states[i] == NULL)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_TOO_LARGE,
                       _("The optimizer %s needs %zu bytes of memory, more than there are"),
                       klass->name, bytes);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

void
nabla_optimizer_free (NablaOptimizer *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->klass.n_states; i++)
    nabla_arena_free (self->states[i]);
  g_free (self);
}

void
nabla_optimizer_plant (NablaOptimizer *self, const NablaBug *bug)
{
  g_return_if_fail (self != NULL);

  const NablaBug *same = bug != NULL ? nabla_bug_find (self->precision, bug->name) : NULL;
  const NablaBugOptimizer *wrong = nabla_bug_of_optimizer (same, self->right->name);
  self->klass = *self->right;
  if (wrong != NULL)
    self->klass.update = wrong->update;
}

const NablaOptimizerClass *
nabla_optimizer_class (const NablaOptimizer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->klass;
}

double *
nabla_optimizer_settings (NablaOptimizer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->settings;
}

void *
nabla_optimizer_state (const NablaOptimizer *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->klass.n_states, NULL);

  return self->states[index];
}
