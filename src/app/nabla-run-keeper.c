/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-run-keeper.h"

#include "nabla-store.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A shorter run leaves nothing that is worth a row. */
#define LEAST_STEPS 20

/* A run's row: 0 until it was written first. Only the writing thread looks into it. */
typedef struct
{
  gint64 id;
} Place;

/* What is known of the run that goes on */
typedef struct
{
  guint number;            /* the session's, of this run */
  Place *place;            /* atomically counted */
  NablaSnapshot *snapshot; /* (nullable) the last one at its tip */
  NablaExperiment *beginning;
  GArray *record;
  double seconds;
  gint64 written_step; /* as it was written last; −1 */
} Kept;

struct _NablaRunKeeper
{
  NablaSession *session;
  char *path;
  NablaRunKeeperFunc func;
  gpointer data;
  GThreadPool *pool; /* one thread: runs are written in their order */
  Kept kept;
  gint64 since; /* when the run was seen to train; 0 if it does not */
  GMutex mutex;
  char *message; /* (nullable) to be told */
  char *told;    /* (nullable) what was told last */
  guint source;  /* tells it on the main thread */
};

/* What the thread writes: nothing of it changes */
typedef struct
{
  Place *place;
  NablaExperiment *beginning;
  GArray *record;
  NablaSnapshot *snapshot;
  double seconds;
} Writing;

/* --- On the thread ---------------------------------------------------------------- */

static gboolean
tell_cb (gpointer data)
{
  NablaRunKeeper *self = data;
  g_mutex_lock (&self->mutex);
  g_autofree char *message = g_steal_pointer (&self->message);
  self->source = 0;
  g_mutex_unlock (&self->mutex);
  if (message == NULL || g_strcmp0 (message, self->told) == 0)
    return G_SOURCE_REMOVE;
  g_free (self->told);
  self->told = g_strdup (message);
  if (self->func != NULL)
    self->func (message, self->data);
  return G_SOURCE_REMOVE;
}

static void
tell_later (NablaRunKeeper *self, const char *message)
{
  g_mutex_lock (&self->mutex);
  g_free (self->message);
  self->message = g_strdup (message);
  if (self->source == 0)
    self->source = g_idle_add (tell_cb, self);
  g_mutex_unlock (&self->mutex);
}

static gboolean
write_run (NablaRunKeeper *self, const Writing *writing, GError **error)
{
  const NablaSnapshot *snapshot = writing->snapshot;
  g_autofree char *note = NULL;
  g_autoptr (NablaStore) store = nabla_store_open (self->path, &note, error);
  if (note != NULL)
    tell_later (self, note);
  if (store == NULL)
    return FALSE;
  const NablaCostCurves *curves
      = snapshot->curves != NULL && snapshot->curves->len > 0 ? snapshot->curves->pdata[0] : NULL;
  NablaStoredRun run = {
    .experiment = writing->beginning,
    .path = nabla_experiment_path (writing->beginning),
    .record = writing->record,
    .steps = snapshot->step,
    .seconds = writing->seconds,
    .diverged = snapshot->diverged_step >= 0,
    .curve = curves != NULL ? curves->cost : NULL,
  };
  for (guint split = 0; split < NABLA_N_SPLITS; split++)
    {
      const NablaMetrics *metrics = &snapshot->metrics[split];
      gboolean is_known = metrics->m > 0 && !run.diverged;
      run.cost[split] = is_known && isfinite (metrics->cost) ? metrics->cost : NAN;
      run.accuracy[split] = is_known ? metrics->accuracy : NAN;
    }
  gint64 id = nabla_store_put_run (store, writing->place->id, &run, error);
  if (id != 0)
    writing->place->id = id;
  return id != 0;
}

static void
write_cb (gpointer data, gpointer keeper)
{
  Writing *writing = data;
  NablaRunKeeper *self = keeper;
  g_autoptr (GError) error = NULL;
  if (!write_run (self, writing, &error))
    tell_later (self, error->message);
  g_atomic_rc_box_release (writing->place);
  nabla_experiment_unref (writing->beginning);
  g_array_unref (writing->record);
  nabla_snapshot_unref (writing->snapshot);
  g_free (writing);
}

/* --- On the main thread ----------------------------------------------------------- */

/* Has the run written as it was last seen, unless it was. */
static void
write_kept (NablaRunKeeper *self)
{
  Kept *kept = &self->kept;
  if (kept->snapshot == NULL || kept->snapshot->step < LEAST_STEPS
      || kept->written_step == kept->snapshot->step)
    return;
  kept->written_step = kept->snapshot->step;
  Writing *writing = g_new0 (Writing, 1);
  writing->place = g_atomic_rc_box_acquire (kept->place);
  writing->beginning = nabla_experiment_ref (kept->beginning);
  writing->record = g_array_ref (kept->record);
  writing->snapshot = nabla_snapshot_ref (kept->snapshot);
  writing->seconds = kept->seconds;
  g_thread_pool_push (self->pool, writing, NULL);
}

static void
forget (NablaRunKeeper *self)
{
  Kept *kept = &self->kept;
  g_clear_pointer (&kept->place, g_atomic_rc_box_release);
  g_clear_pointer (&kept->snapshot, nabla_snapshot_unref);
  g_clear_pointer (&kept->beginning, nabla_experiment_unref);
  g_clear_pointer (&kept->record, g_array_unref);
  kept->seconds = 0;
  kept->written_step = -1;
}

static void
count_seconds (NablaRunKeeper *self)
{
  gint64 now = g_get_monotonic_time ();
  if (self->since != 0)
    self->kept.seconds += (double)(now - self->since) / G_USEC_PER_SEC;
  self->since = nabla_session_state (self->session) == NABLA_RUN_RUNNING ? now : 0;
}

/* Another run, the same one from its beginning, or a branch: what was kept has ended. */
static gboolean
is_another (NablaRunKeeper *self, const NablaSnapshot *snapshot)
{
  const Kept *kept = &self->kept;
  return kept->snapshot != NULL
         && (kept->number != nabla_session_run_number (self->session)
             || snapshot->last_step < kept->snapshot->last_step);
}

static void
snapshot_cb (NablaRunKeeper *self, const NablaSnapshot *snapshot)
{
  count_seconds (self);
  /* A past moment is no news of how the run ends. */
  if (nabla_session_looked_at (self->session) >= 0 || snapshot->step < snapshot->last_step)
    return;
  if (is_another (self, snapshot))
    {
      write_kept (self);
      forget (self);
    }
  Kept *kept = &self->kept;
  if (kept->place == NULL)
    kept->place = g_atomic_rc_box_new0 (Place);
  kept->number = nabla_session_run_number (self->session);
  g_clear_pointer (&kept->snapshot, nabla_snapshot_unref);
  g_clear_pointer (&kept->beginning, nabla_experiment_unref);
  g_clear_pointer (&kept->record, g_array_unref);
  kept->snapshot = nabla_snapshot_ref (snapshot);
  kept->beginning = nabla_session_beginning (self->session);
  kept->record = nabla_session_record (self->session);
}

static void
run_changed_cb (NablaRunKeeper *self)
{
  write_kept (self);
  forget (self);
}

static void
state_changed_cb (NablaRunKeeper *self)
{
  NablaRunState state = nabla_session_state (self->session);
  count_seconds (self);
  if (self->kept.snapshot != NULL && self->kept.number != nabla_session_run_number (self->session))
    run_changed_cb (self);
  else if (state == NABLA_RUN_FINISHED || state == NABLA_RUN_DIVERGED)
    write_kept (self);
}

NablaRunKeeper *
nabla_run_keeper_new (NablaSession *session,
                      const char *store_path,
                      NablaRunKeeperFunc func,
                      gpointer data)
{
  g_return_val_if_fail (NABLA_IS_SESSION (session), NULL);

  NablaRunKeeper *self = g_new0 (NablaRunKeeper, 1);
  self->session = g_object_ref (session);
  self->path = store_path != NULL ? g_strdup (store_path) : nabla_store_default_path ();
  self->func = func;
  self->data = data;
  self->kept.written_step = -1;
  g_mutex_init (&self->mutex);
  self->pool = g_thread_pool_new (write_cb, self, 1, FALSE, NULL);
  g_signal_connect_swapped (session, "snapshot", G_CALLBACK (snapshot_cb), self);
  g_signal_connect_swapped (session, "run-changed", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (session, "state-changed", G_CALLBACK (state_changed_cb), self);
  return self;
}

void
nabla_run_keeper_free (NablaRunKeeper *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->session, self);
  count_seconds (self);
  write_kept (self);
  forget (self);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_clear_handle_id (&self->source, g_source_remove);
  g_mutex_clear (&self->mutex);
  g_object_unref (self->session);
  g_free (self->path);
  g_free (self->message);
  g_free (self->told);
  g_free (self);
}
