/* Forks of the run, for computations beside it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-session-private.h"

#include "nabla-error.h"

#include <glib/gi18n-lib.h>

void
nabla_session_fork_async (NablaSession *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  GTask *task = g_task_new (self, cancellable, callback, data);
  if (self->run == NULL)
    {
      g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_UNSUPPORTED, "%s",
                               _("Nothing is on the bench that could be studied"));
      g_object_unref (task);
      return;
    }
  g_queue_push_tail (&self->forks, task);
  if (g_queue_get_length (&self->forks) == 1)
    nabla_run_fork (self->run);
  nabla_session_wake (self);
}

NablaRunFork *
nabla_session_fork_finish (NablaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
nabla_session_take_fork (NablaSession *self)
{
  if (g_queue_is_empty (&self->forks))
    return;
  NablaRunFork *fork = nabla_run_take_fork (self->run);
  if (fork == NULL)
    return;
  g_autoptr (GTask) task = g_queue_pop_head (&self->forks);
  g_task_return_pointer (task, fork, (GDestroyNotify) nabla_run_fork_free);
  if (!g_queue_is_empty (&self->forks))
    nabla_run_fork (self->run);
}

void
nabla_session_drop_forks (NablaSession *self)
{
  GTask *task;
  while ((task = g_queue_pop_head (&self->forks)) != NULL)
    {
      g_task_return_new_error (task, NABLA_ERROR, NABLA_ERROR_CANCELLED, "%s",
                               _("Another run is on the bench"));
      g_object_unref (task);
    }
}
