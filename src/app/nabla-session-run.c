/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-session-private.h"

#include <string.h>

#define RATE_TIME (G_USEC_PER_SEC / 2)

void
nabla_session_set_state (NablaSession *self, NablaRunState state)
{
  self->state = state;
  self->rate = 0;
  self->rate_time = g_get_monotonic_time ();
  self->rate_steps = nabla_session_steps (self);
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
}

void
nabla_session_edit (NablaSession *self, const char *key, const char *value)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && key != NULL && value != NULL);

  if (self->run == NULL)
    return;
  nabla_session_expect_branch (self, key, value);
  nabla_run_set (self->run, key, value);
  nabla_session_wake (self);
}

void
nabla_session_play (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->building != NULL)
    {
      self->play_when_built = TRUE;
      g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
      return;
    }
  if (self->run == NULL)
    return;
  gint64 end = nabla_experiment_train (self->experiment)->steps;
  if (self->state == NABLA_RUN_FINISHED && nabla_session_steps (self) >= end)
    {
      nabla_session_extend (self, end);
      return;
    }
  if (self->state == NABLA_RUN_DIVERGED)
    nabla_session_reset (self);
  self->sought = -1;
  nabla_run_play (self->run, 0);
  nabla_session_set_state (self, NABLA_RUN_RUNNING);
  nabla_session_wake (self);
}

void
nabla_session_pause (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->building != NULL)
    {
      self->play_when_built = FALSE;
      g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
    }
  if (self->run == NULL)
    return;
  nabla_run_pause (self->run);
  nabla_session_wake (self);
}

void
nabla_session_step (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->run == NULL || self->building != NULL || self->state == NABLA_RUN_DIVERGED)
    return;
  self->sought = -1;
  nabla_run_step (self->run, 1);
  nabla_session_wake (self);
}

void
nabla_session_reset (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->run == NULL)
    return;
  self->sought = -1;
  nabla_run_reset (self->run);
  nabla_session_wake (self);
}

void
nabla_session_extend (NablaSession *self, gint64 more)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && more >= 0);

  if (self->run == NULL)
    return;
  g_autoptr (GError) error = NULL;
  /* The end may have been moved to before where the run stands. */
  gint64 end = MAX (nabla_experiment_train (self->experiment)->steps, nabla_session_steps (self));
  g_autofree char *steps = g_strdup_printf ("%" G_GINT64_FORMAT, end + MIN (more, G_MAXINT64 - end));
  if (!nabla_session_set (self, "train.steps", steps, &error))
    {
      nabla_session_report (self, error);
      return;
    }
  if (self->building == NULL && self->state == NABLA_RUN_DIVERGED)
    return;
  nabla_session_play (self);
}

void
nabla_session_set_speed (NablaSession *self, double steps_per_second)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && steps_per_second >= 0);

  self->speed = steps_per_second;
  if (self->run != NULL)
    nabla_run_set_speed (self->run, steps_per_second);
}

void
nabla_session_watch (NablaSession *self, const NablaObserveOptions *options)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && options != NULL);

  g_free (self->typed);
  self->typed = g_memdup2 (options->typed, options->n_typed * sizeof *options->typed);
  self->options = *options;
  self->options.typed = self->typed;
  if (self->run != NULL)
    nabla_run_watch (self->run, options);
  nabla_session_wake (self);
}

void
nabla_session_save_model (NablaSession *self, const char *path)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && path != NULL);

  if (self->run == NULL)
    return;
  nabla_run_save (self->run, path);
  nabla_session_wake (self);
}

NablaRunState
nabla_session_state (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), NABLA_RUN_PAUSED);

  return self->state;
}

gint64
nabla_session_steps (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), 0);

  return self->run == NULL ? 0 : self->sought >= 0 ? self->sought : nabla_run_steps (self->run);
}

double
nabla_session_rate (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), 0);

  return self->rate;
}

/* Another owner of @curves' series. */
static NablaCostCurves *
share_curves (const NablaCostCurves *curves)
{
  NablaCostCurves *shared = nabla_cost_curves_new (curves->title);
  if (curves->cost != NULL)
    shared->cost = nabla_series_ref (curves->cost);
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    if (curves->split_cost[s] != NULL)
      shared->split_cost[s] = nabla_series_ref (curves->split_cost[s]);
  return shared;
}

static void
take_snapshot (NablaSession *self)
{
  NablaSnapshot *snapshot = nabla_run_take_snapshot (self->run);
  if (snapshot == NULL)
    return;
  for (guint i = 0; i < self->earlier->len; i++)
    nabla_snapshot_add_curves (snapshot, share_curves (self->earlier->pdata[i]));
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  self->snapshot = snapshot;
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_SNAPSHOT], 0, snapshot);
}

static void
measure_rate (NablaSession *self)
{
  gint64 now = g_get_monotonic_time (), steps = nabla_run_steps (self->run);
  if (now - self->rate_time < RATE_TIME)
    return;
  self->rate = (double) MAX (0, steps - self->rate_steps) * G_USEC_PER_SEC / (now - self->rate_time);
  self->rate_time = now;
  self->rate_steps = steps;
}

static void
take_saved (NablaSession *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  if (!nabla_run_take_saved (self->run, &path, &error))
    return;
  if (error != NULL)
    nabla_session_report (self, error);
  else
    g_signal_emit (self, nabla_session_signals[NABLA_SESSION_SAVED], 0, path);
}

/* What the run has is what the session has, once it has done all that it was asked for:
 * it may have refused a change, or show a moment before one. */
static void
agree (NablaSession *self)
{
  g_autoptr (NablaExperiment) experiment = nabla_run_agreed_experiment (self->run);
  if (experiment == NULL || experiment == self->run_experiment)
    return;
  nabla_session_follow_points (self, experiment);
  g_clear_pointer (&self->run_experiment, nabla_experiment_unref);
  self->run_experiment = nabla_experiment_ref (experiment);
  if (self->building == NULL)
    nabla_session_set_experiment (self, experiment);
}

gboolean
nabla_session_poll (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), FALSE);

  if (self->run == NULL)
    return FALSE;
  /* Asked first: what an idle worker has published can be taken now. */
  gboolean is_idle = nabla_run_wait (self->run, 0);
  NablaRunState state = nabla_run_state (self->run);
  g_autoptr (GError) error = nabla_run_take_error (self->run);
  nabla_session_poll_past (self, is_idle); /* before: it says which curves lie beside */
  take_snapshot (self);
  measure_rate (self);
  if (is_idle && state != self->state)
    nabla_session_set_state (self, state);
  if (error != NULL)
    nabla_session_report (self, error);
  agree (self);
  take_saved (self);
  nabla_session_take_fork (self);
  return !is_idle || !g_queue_is_empty (&self->forks);
}
