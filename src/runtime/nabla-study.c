/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-study-private.h"

#include "nabla-error.h"
#include "nabla-run-fork-private.h"
#include "nabla-study-list.h"
#include "nabla-words.h"

#include <glib/gi18n-lib.h>

#define X(name) extern const NablaStudy nabla_study_##name;
NABLA_STUDIES
#undef X

const NablaStudy *const *
nabla_studies (void)
{
#define X(name) &nabla_study_##name,
  static const NablaStudy *const studies[] = { NABLA_STUDIES NULL };
#undef X
  return studies;
}

const NablaStudy *
nabla_study_find (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; nabla_studies ()[i] != NULL; i++)
    {
      if (g_str_equal (nabla_studies ()[i]->name, name))
        return nabla_studies ()[i];
      g_ptr_array_add (names, (char *)nabla_studies ()[i]->name);
    }
  g_ptr_array_add (names, NULL);
  /* Translators: what kind of thing a name is unknown for, before a colon */
  g_autofree char *message
      = nabla_words_unknown (_ ("study"), name, (const char *const *)names->pdata);
  g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_UNKNOWN, message);
  return NULL;
}

gboolean
nabla_study_is_cancelled (const NablaStudyTask *task)
{
  return task->cancel != NULL && g_atomic_int_get (task->cancel) != 0;
}

void
nabla_study_tell (const NablaStudyTask *task, double share, const NablaSnapshot *so_far)
{
  if (task->progress != NULL)
    task->progress (CLAMP (share, 0, 1), so_far, task->data);
}

NablaSnapshot *
nabla_study_snapshot_new (const NablaRunFork *fork)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup (nabla_experiment_title (fork->experiment));
  snapshot->step = fork->steps[fork->n - 1];
  snapshot->steps_total = nabla_experiment_train (fork->experiment)->steps;
  return snapshot;
}

NablaSnapshot *
nabla_study_run (const NablaStudy *self, const NablaStudyTask *task, GError **error)
{
  g_return_val_if_fail (self != NULL && task != NULL && task->fork != NULL, NULL);

  g_autoptr (NablaSnapshot) snapshot = nabla_study_snapshot_new (task->fork);
  g_autoptr (GError) own = NULL;
  gboolean is_done = !nabla_study_is_cancelled (task) && self->run (task, snapshot, &own);
  if (nabla_study_is_cancelled (task))
    {
      g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_CANCELLED,
                           _ ("The computation was stopped"));
      return NULL;
    }
  if (!is_done)
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  nabla_study_tell (task, 1, NULL);
  return g_steal_pointer (&snapshot);
}

NablaRunFork *
nabla_study_fork (NablaExperiment *experiment,
                  NablaProblem *problem,
                  gint64 steps,
                  guint n_threads,
                  const gint *cancel,
                  GError **error)
{
  g_return_val_if_fail (experiment != NULL && problem != NULL && steps >= 0, NULL);

  g_autoptr (NablaTrainer) trainer = nabla_trainer_new (experiment, problem, n_threads, error);
  if (trainer == NULL)
    return NULL;
  const guint most = NABLA_RUN_FORK_MOST - 1;
  const gint64 stride = MAX (1, (steps + most - 1) / most);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  while (nabla_trainer_steps (trainer) < steps)
    {
      if (nabla_trainer_steps (trainer) % stride == 0)
        g_ptr_array_add (states, nabla_trainer_save_state (trainer));
      NablaStepResult result = nabla_trainer_step (trainer, cancel, NULL);
      if (result == NABLA_STEP_CUT_OFF)
        {
          g_set_error_literal (error, NABLA_ERROR, NABLA_ERROR_CANCELLED,
                               _ ("The computation was stopped"));
          return NULL;
        }
      if (result == NABLA_STEP_DIVERGED)
        break;
    }
  guint n = states->len;
  if (n > 0 && (gint64)(n - 1) * stride == nabla_trainer_steps (trainer))
    n--;
  NablaRunFork *fork = nabla_run_fork_new_sized (trainer, n);
  for (guint i = 0; i < n; i++)
    nabla_run_fork_put (fork, i, i * stride, 0, experiment, states->pdata[i]);
  return fork;
}
