/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-lesson-runs.h"

#include "nabla-error.h"
#include "nabla-trainer.h"

#include <glib/gi18n-lib.h>

static void
measure (NablaTrainer *trainer, NablaRunValues *values)
{
  nabla_run_values_init (values);
  nabla_run_values_set_experiment (values, nabla_trainer_experiment (trainer));
  values->values[NABLA_QUANTITY_PARAMETERS]
      = nabla_graph_count_parameters (nabla_trainer_model (trainer)->graph);
  values->values[NABLA_QUANTITY_STEPS] = nabla_trainer_steps (trainer);
  for (int split = 0; split < NABLA_N_SPLITS; split++)
    {
      NablaMetrics metrics;
      nabla_evaluator_measure (nabla_trainer_evaluator (trainer), split, NULL, &metrics);
      g_free (metrics.confusion);
      values->examples[split] = metrics.m;
      if (metrics.m == 0)
        continue;
      values->values[NABLA_QUANTITY_TRAIN_COST + split] = metrics.cost;
      values->values[NABLA_QUANTITY_TRAIN_ACCURACY + split] = metrics.accuracy;
      values->values[NABLA_QUANTITY_TRAIN_RMSE + split] = metrics.rmse;
      values->values[NABLA_QUANTITY_TRAIN_R2 + split] = metrics.r2;
    }
}

gboolean
nabla_lesson_run (NablaExperiment *experiment,
                  gint64 steps,
                  guint looks,
                  NablaLessonLook look,
                  gpointer data,
                  NablaRunValues *values,
                  GError **error)
{
  g_return_val_if_fail (experiment != NULL, FALSE);

  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, error);
  g_autoptr (NablaTrainer) trainer
      = problem != NULL ? nabla_trainer_new (experiment, problem, 0, error) : NULL;
  if (trainer == NULL)
    return FALSE;
  NablaRunValues now;
  gint64 last = steps > 0 ? steps : nabla_experiment_train (experiment)->steps;
  gint64 every = MAX (1, last / MAX (1, looks));
  nabla_flush_denormals ();
  while (nabla_trainer_steps (trainer) < last)
    {
      if (look != NULL && nabla_trainer_steps (trainer) % every == 0)
        {
          measure (trainer, &now);
          if (!look (&now, data))
            break;
        }
      if (nabla_trainer_step (trainer, NULL, NULL) == NABLA_STEP_DIVERGED)
        {
          g_set_error (error, NABLA_ERROR, NABLA_ERROR_NOT_FINITE,
                       _("the training diverges at step %lld"),
                       (long long)nabla_trainer_steps (trainer));
          return FALSE;
        }
    }
  measure (trainer, &now);
  if (look != NULL)
    look (&now, data);
  if (values != NULL)
    *values = now;
  return TRUE;
}
