/* Planted bugs in an experiment: whether they bite, and what is said of them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-experiment.h"

#include <glib/gi18n-lib.h>

static gboolean
bites_op (const NablaBug *bug, const NablaOp *op, const double *settings)
{
  const NablaBugOp *wrong = op != NULL ? nabla_bug_of_op (bug, op->name) : NULL;
  return wrong != NULL && (wrong->bites == NULL || wrong->bites (settings));
}

gboolean
nabla_experiment_bug_bites (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  const NablaTrainSpec *train = nabla_experiment_train (self);
  const NablaBugOptimizer *wrong = nabla_bug_of_optimizer (train->bug, train->optimizer->name);
  if (wrong != NULL && (wrong->bites == NULL || wrong->bites (train->optimizer_settings)))
    return TRUE;
  for (guint i = 0; i < nabla_experiment_n_layers (self); i++)
    {
      const NablaLayerSpec *layer = nabla_experiment_layer (self, i);
      if (bites_op (train->bug, layer->op, layer->settings)
          || bites_op (train->bug, layer->activation, layer->activation_settings))
        return TRUE;
    }
  for (guint i = 0; i < nabla_experiment_n_losses (self); i++)
    {
      const NablaLossSpec *loss = nabla_experiment_loss (self, i);
      if (bites_op (train->bug, loss->op, loss->settings))
        return TRUE;
    }
  return FALSE;
}

char *
nabla_experiment_bug_notice (const NablaExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const NablaBug *bug = nabla_experiment_train (self)->bug;
  if (bug == NULL)
    return NULL;
  if (nabla_experiment_bug_bites (self))
    return g_strdup_printf (_ ("Planted bug: %s (%s)"), _ (bug->title), bug->name);
  g_autofree char *words = nabla_bug_words (bug);
  return g_strdup_printf (
      _ ("Planted bug: %s (%s). It changes nothing here: it is in %s, which this experiment "
         "lacks or has switched off."),
      _ (bug->title), bug->name, words);
}
