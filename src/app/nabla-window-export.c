/* The experiment goes out as a PyTorch script.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-window-private.h"

#include "nabla-compat.h"
#include "nabla-pytorch.h"

#include <glib/gi18n-lib.h>

/* What the thread needs: nothing of it changes, or belongs to anybody else. */
typedef struct
{
  NablaExperiment *experiment;
  NablaProblem *problem;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;
  nabla_experiment_unref (self->experiment);
  nabla_problem_unref (self->problem);
  g_free (self->path);
  g_free (self);
}

static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Export *export = data;
  GError *error = NULL;
  g_autoptr (NablaTrainer) trainer
      = nabla_trainer_new (export->experiment, export->problem, 1, &error);
  if (trainer != NULL && nabla_pytorch_export (trainer, export->path, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  NablaWindow *self = NABLA_WINDOW (source);
  g_autoptr (GError) error = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      nabla_window_tell (self, error->message);
      return;
    }
  const Export *export = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_filename_display_basename (export->path);
  g_autofree char *text = g_strdup_printf (
      _ ("%s trains this experiment with PyTorch; its data and weights are in the .npz beside it."),
      name);
  nabla_window_tell (self, text);
}

void
nabla_window_export_pytorch_to (NablaWindow *self, const char *path)
{
  NablaExperiment *experiment = nabla_session_experiment (self->session);
  NablaProblem *problem = nabla_session_problem (self->session);
  if (experiment == NULL || problem == NULL || nabla_session_is_loading (self->session))
    {
      nabla_window_tell (self, _ ("The data are still being read: try again when they are there."));
      return;
    }
  Export *export = g_new0 (Export, 1);
  export->experiment = nabla_experiment_ref (experiment);
  export->problem = nabla_problem_ref (problem);
  export->path = g_str_has_suffix (path, ".py") ? g_strdup (path) : g_strconcat (path, ".py", NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, exported_cb, NULL);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_thread);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaWindow) self = data;
  g_autoptr (GFile) file = nabla_compat_choose_file_finish (result);
  if (file != NULL)
    nabla_window_export_pytorch_to (self, g_file_peek_path (file));
}

void
nabla_window_export_pytorch (NablaWindow *self)
{
  if (nabla_session_experiment (self->session) == NULL)
    return;
  nabla_compat_choose_file_async (GTK_WINDOW (self), NABLA_CHOOSE_SAVE, _ ("Export as PyTorch"),
                                  "experiment.py", NULL, NULL, chosen_cb, g_object_ref (self));
}
