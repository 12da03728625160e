/* Early stopping: the trainer's own judgement at the end of each epoch.
 *
 * It is part of the trainer and of its state, not of who watches it, so that a run stops at
 * the same step on any number of threads, with or without a window, and when it is replayed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trainer-private.h"

#include <math.h>

static gint64
patience_of (const NablaTrainer *self)
{
  return self->problem->partition->sizes[NABLA_SPLIT_DEV] > 0
             ? nabla_experiment_train (self->experiment)->patience
             : 0;
}

const NablaEarlyStopping *
nabla_trainer_early_stopping (const NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->judgement.seen;
}

gboolean
nabla_trainer_is_stopped (const NablaTrainer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->judgement.seen.stopped_step == self->step && patience_of (self) > 0;
}

gboolean
nabla_trainer_judge (NablaTrainer *self, const gint *cancel)
{
  g_return_val_if_fail (self != NULL, TRUE);

  NablaJudgement *judgement = &self->judgement;
  NablaEarlyStopping *seen = &judgement->seen;
  gint64 patience = patience_of (self);
  if (patience == 0)
    {
      *judgement = nabla_judgement_none;
      return TRUE;
    }
  if (!judgement->is_due)
    return TRUE;
  NablaMetrics metrics = { 0 };
  if (!nabla_evaluator_measure (self->evaluator, NABLA_SPLIT_DEV, cancel, &metrics))
    return FALSE;
  g_free (metrics.confusion);
  judgement->is_due = FALSE;
  if (isfinite (metrics.cost) && (seen->best_step < 0 || metrics.cost < seen->best_cost))
    {
      seen->best_step = self->step;
      seen->best_cost = metrics.cost;
      judgement->waited = 0;
    }
  else if (++judgement->waited >= patience)
    {
      seen->stopped_step = self->step;
      judgement->waited = 0;
    }
  return TRUE;
}

void
nabla_trainer_end_step (NablaTrainer *self, guint64 epoch, const gint *cancel)
{
  if (patience_of (self) == 0)
    return;
  self->judgement.is_due = (guint64)nabla_trainer_epoch (self) != epoch;
  nabla_trainer_judge (self, cancel);
}
