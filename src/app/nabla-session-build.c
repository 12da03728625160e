/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-session-build.h"

#include "nabla-difference.h"
#include "nabla-model-file.h"

typedef struct {
  NablaExperiment *experiment; /* (nullable) */
  char *model_path;            /* (nullable) instead */
  NablaProblem *known;
  guint n_threads;
} Build;

static void
build_free (Build *self)
{
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_free (self->model_path);
  g_clear_pointer (&self->known, nabla_problem_unref);
  g_free (self);
}

/* Whether the data of @a can be used for @b: the same, in the same precision, with labels
 * that are written in the same way. */
static gboolean
same_data (const NablaExperiment *a, const NablaExperiment *b)
{
  guint n = nabla_experiment_n_losses (a);
  if (!nabla_experiment_same_data (a, b) || n != nabla_experiment_n_losses (b)
      || nabla_experiment_train (a)->precision != nabla_experiment_train (b)->precision)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!nabla_problem_labels_alike (nabla_experiment_loss (a, i), nabla_experiment_loss (b, i)))
      return FALSE;
  return TRUE;
}

static NablaTrainer *
build_new (Build *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (NablaProblem) problem = self->known != NULL ? nabla_problem_ref (self->known)
                                                         : nabla_problem_new (self->experiment, NULL,
                                                                              cancellable, error);
  if (problem == NULL || !nabla_problem_accepts (problem, self->experiment, error))
    return NULL;
  return nabla_trainer_new (self->experiment, problem, self->n_threads, error);
}

static NablaTrainer *
build_saved (Build *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (NablaModelFile) model = nabla_model_file_load (self->model_path, error);
  g_autoptr (NablaProblem) problem
    = model != NULL ? nabla_model_file_problem (model, NULL, cancellable, error) : NULL;
  return problem != NULL ? nabla_model_file_resume (model, problem, self->n_threads, error) : NULL;
}

static void
build_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Build *self = data;
  GError *error = NULL;
  NablaTrainer *trainer = self->experiment != NULL ? build_new (self, cancellable, &error)
                                                   : build_saved (self, cancellable, &error);
  if (trainer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, trainer, (GDestroyNotify) nabla_trainer_free);
}

static void
start (Build *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_task_data (task, self, (GDestroyNotify) build_free);
  g_task_run_in_thread (task, build_thread);
}

void
nabla_session_build_saved_async (
    const char *path, guint n_threads, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (path != NULL);

  Build *self = g_new0 (Build, 1);
  self->model_path = g_strdup (path);
  self->n_threads = n_threads;
  start (self, cancellable, callback, data);
}

void
nabla_session_build_async (NablaExperiment *experiment,
                           NablaExperiment *known_experiment,
                           NablaProblem *known,
                           guint n_threads,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (experiment != NULL);

  Build *self = g_new0 (Build, 1);
  self->experiment = nabla_experiment_ref (experiment);
  self->n_threads = n_threads;
  if (known != NULL && known_experiment != NULL && same_data (experiment, known_experiment))
    self->known = nabla_problem_ref (known);
  start (self, cancellable, callback, data);
}

NablaTrainer *
nabla_session_build_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
