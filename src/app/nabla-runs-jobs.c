/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-runs-jobs.h"

struct _NablaRunsJobs
{
  gatomicrefcount ref_count;
  char *path;
  GMutex mutex;
  GPtrArray *idle; /* of NablaStore */
  char *note;      /* (nullable) */
};

/* One that is running */
typedef struct
{
  NablaRunsJobs *jobs;
  NablaRunsJob job;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
} Running;

NablaRunsJobs *
nabla_runs_jobs_new (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  NablaRunsJobs *self = g_new0 (NablaRunsJobs, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_store_free);
  return self;
}

NablaRunsJobs *
nabla_runs_jobs_ref (NablaRunsJobs *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
nabla_runs_jobs_unref (NablaRunsJobs *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->idle);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self->note);
  g_free (self);
}

NablaStore *
nabla_runs_jobs_take (NablaRunsJobs *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  NablaStore *store
      = self->idle->len > 0 ? g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1) : NULL;
  g_mutex_unlock (&self->mutex);
  if (store != NULL)
    return store;

  char *note = NULL;
  store = nabla_store_open (self->path, &note, error);
  if (note != NULL)
    {
      g_mutex_lock (&self->mutex);
      g_free (self->note);
      self->note = note;
      g_mutex_unlock (&self->mutex);
    }
  return store;
}

char *
nabla_runs_jobs_take_note (NablaRunsJobs *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_mutex_lock (&self->mutex);
  char *note = g_steal_pointer (&self->note);
  g_mutex_unlock (&self->mutex);
  return note;
}

static void
give_back (NablaRunsJobs *self, NablaStore *store)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->idle, store);
  g_mutex_unlock (&self->mutex);
}

static void
running_free (gpointer data)
{
  Running *self = data;
  if (self->free_data != NULL)
    self->free_data (self->data);
  nabla_runs_jobs_unref (self->jobs);
  g_free (self);
}

static void
job_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Running *self = data;
  GError *error = NULL;
  if (g_task_return_error_if_cancelled (task))
    return;
  NablaStore *store = nabla_runs_jobs_take (self->jobs, &error);
  gpointer result = store != NULL ? self->job (store, self->data, cancellable, &error) : NULL;
  /* One that met an error may be damaged, which it deals with when it is freed. */
  if (store != NULL && error == NULL)
    give_back (self->jobs, store);
  else
    nabla_store_free (store);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, self->free_result);
}

void
nabla_runs_jobs_run_async (NablaRunsJobs *self,
                           NablaRunsJob job,
                           gpointer data,
                           GDestroyNotify free_data,
                           GDestroyNotify free_result,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (self != NULL && job != NULL);

  Running *running = g_new0 (Running, 1);
  *running = (Running){ nabla_runs_jobs_ref (self), job, data, free_data, free_result };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (task, running, running_free);
  g_task_run_in_thread (task, job_thread);
}

gpointer
nabla_runs_jobs_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
