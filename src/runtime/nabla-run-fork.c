/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-run-fork-private.h"
#include "nabla-trainer-private.h"

void
nabla_run_fork_put (NablaRunFork *self,
                    guint index,
                    gint64 step,
                    guint n_changes,
                    NablaExperiment *experiment,
                    GBytes *state)
{
  g_return_if_fail (self != NULL && index < self->n && self->states[index] == NULL);

  self->steps[index] = step;
  self->n_changes[index] = n_changes;
  self->experiments[index] = nabla_experiment_ref (experiment);
  self->states[index] = g_bytes_ref (state);
}

NablaRunFork *
nabla_run_fork_new_sized (const NablaTrainer *trainer, guint n)
{
  NablaRunFork *self = g_new0 (NablaRunFork, 1);
  self->beginning = nabla_experiment_ref (trainer->beginning);
  self->experiment = nabla_experiment_ref (trainer->experiment);
  self->problem = nabla_problem_ref (trainer->problem);
  self->record = nabla_record_copy (trainer->record);
  self->n = n + 1;
  self->steps = g_new0 (gint64, self->n);
  self->states = g_new0 (GBytes *, self->n);
  self->experiments = g_new0 (NablaExperiment *, self->n);
  self->n_changes = g_new0 (guint, self->n);
  g_autoptr (GBytes) state = nabla_trainer_save_state (trainer);
  nabla_run_fork_put (self, n, trainer->step, trainer->record->len, trainer->experiment, state);
  return self;
}

NablaRunFork *
nabla_run_fork_new (const NablaTrainer *trainer)
{
  g_return_val_if_fail (trainer != NULL, NULL);

  return nabla_run_fork_new_sized (trainer, 0);
}

void
nabla_run_fork_free (NablaRunFork *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    {
      g_clear_pointer (&self->states[i], g_bytes_unref);
      g_clear_pointer (&self->experiments[i], nabla_experiment_unref);
    }
  g_clear_pointer (&self->beginning, nabla_experiment_unref);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->problem, nabla_problem_unref);
  g_clear_pointer (&self->record, g_array_unref);
  g_free (self->steps);
  g_free (self->states);
  g_free (self->experiments);
  g_free (self->n_changes);
  g_free (self);
}

gboolean
nabla_run_fork_go (const NablaRunFork *self, NablaTrainer *trainer, guint index, GError **error)
{
  g_return_val_if_fail (self != NULL && trainer != NULL && index < self->n, FALSE);

  g_autoptr (GArray) record = nabla_record_head (self->record, self->n_changes[index]);
  return nabla_trainer_restore (trainer, self->experiments[index], record, self->states[index],
                                error);
}

NablaTrainer *
nabla_run_fork_trainer (const NablaRunFork *self, guint index, guint n_threads, GError **error)
{
  g_return_val_if_fail (self != NULL && index < self->n, NULL);

  g_autoptr (NablaTrainer) trainer
      = nabla_trainer_new (self->experiment, self->problem, n_threads, error);
  if (trainer == NULL)
    return NULL;
  nabla_experiment_unref (trainer->beginning);
  trainer->beginning = nabla_experiment_ref (self->beginning);
  if (!nabla_run_fork_go (self, trainer, index, error))
    return NULL;
  return g_steal_pointer (&trainer);
}
