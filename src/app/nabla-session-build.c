/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-session-build.h"

#include "nabla-model-file.h"

#include <string.h>

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

static void
append_group (GString *text, const char *experiment_text, const char *kind)
{
  gboolean inside = FALSE;
  g_auto (GStrv) lines = g_strsplit (experiment_text, "\n", -1);
  g_autofree char *head = g_strdup_printf ("[%s", kind);
  for (char **line = lines; *line != NULL; line++)
    {
      if (g_str_has_prefix (*line, "["))
        inside = g_str_has_prefix (*line, head);
      if (inside && **line != '#' && **line != '\0')
        g_string_append_printf (text, "%s\n", *line);
    }
}

/* All that the data depend on: their own group, the columns that inputs take, the
 * losses, which decide the shape of Y, and the precision. */
static char *
data_fingerprint (const NablaExperiment *experiment)
{
  const char *kinds[] = { "data", "input", "loss" };
  g_autofree char *text = nabla_experiment_to_text (experiment);
  GString *fingerprint = g_string_new (NULL);
  const char *path = nabla_experiment_data (experiment)->path;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    append_group (fingerprint, text, kinds[i]);
  g_string_append_printf (fingerprint, "%s\n%d\n", path != NULL ? path : "",
                          nabla_experiment_train (experiment)->precision);
  return g_string_free (fingerprint, FALSE);
}

static gboolean
same_data (const NablaExperiment *a, const NablaExperiment *b)
{
  g_autofree char *of_a = data_fingerprint (a), *of_b = data_fingerprint (b);
  return g_str_equal (of_a, of_b);
}

static NablaTrainer *
build_new (Build *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (NablaProblem) problem = self->known != NULL ? nabla_problem_ref (self->known)
                                                         : nabla_problem_new (self->experiment, NULL,
                                                                              cancellable, error);
  return problem != NULL ? nabla_trainer_new (self->experiment, problem, self->n_threads, error) : NULL;
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
