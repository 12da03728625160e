/* A search's threads.
 *
 * Jobs train trials: each takes the plan's next one, runs it, and tells the plan. What
 * the plan says to that is queued as events. One thread more, the keeper, opens the store
 * and reads the data, then takes what is queued, writes the trials in it in one
 * transaction, and publishes the events: nobody hears of a trial that could be lost. Two
 * mutexes: one for the plan, one for what is published, so that a window that asks once a
 * frame waits for neither training nor disk.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-search-private.h"

#include "nabla-error.h"
#include "nabla-importance.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
event_free (gpointer data)
{
  NablaSearchEvent *self = data;
  nabla_trial_free (self->trial);
  g_free (self->message);
  g_free (self);
}

GPtrArray *
nabla_search_new_events (void)
{
  return g_ptr_array_new_with_free_func (event_free);
}

void
nabla_search_queue_locked (NablaSearch *self,
                           NablaSearchEventKind kind,
                           guint round,
                           const NablaTrial *trial,
                           gboolean stored,
                           const char *message)
{
  NablaSearchEvent *event = g_new0 (NablaSearchEvent, 1);
  event->kind = kind;
  event->round = round;
  event->trial = trial != NULL ? nabla_trial_copy (trial) : NULL;
  event->stored = stored;
  event->message = g_strdup (message);
  g_ptr_array_add (self->queue, event);
  pthread_cond_broadcast (&self->changed);
}

static void
decided_cb (
    NablaSearchEventKind kind, guint round, const NablaTrial *trial, gboolean stored, gpointer data)
{
  nabla_search_queue_locked (data, kind, round, trial, stored, NULL);
}

void
nabla_search_publish_locked (NablaSearch *self, GPtrArray *events)
{
  NablaSearchStatus status = { .state = self->state, .stored_id = self->stored_id };
  nabla_search_plan_status (self->plan, &status);
  status.has_dev = self->bench != NULL && nabla_trial_bench_has_dev (self->bench);
  pthread_mutex_lock (&self->published_mutex);
  self->status = status;
  if (events != NULL && self->events == NULL)
    self->events = events;
  else if (events != NULL)
    g_ptr_array_extend_and_steal (self->events, events);
  pthread_cond_broadcast (&self->published);
  pthread_mutex_unlock (&self->published_mutex);
}

void
nabla_search_set_state_locked (NablaSearch *self, NablaSearchState state)
{
  if (self->state == state || self->state == NABLA_SEARCH_BROKEN)
    return;
  self->state = state;
  nabla_search_queue_locked (self, NABLA_SEARCH_EVENT_STATE, 0, NULL, FALSE, NULL);
}

void
nabla_search_break_locked (NablaSearch *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  nabla_trial_control_set (&self->control, FALSE, TRUE);
  nabla_search_set_state_locked (self, NABLA_SEARCH_BROKEN);
}

gboolean
nabla_search_is_over_locked (const NablaSearch *self)
{
  return self->closing || self->state == NABLA_SEARCH_CANCELLED
         || self->state == NABLA_SEARCH_BROKEN;
}

NablaTrial *
nabla_search_take_locked (NablaSearch *self)
{
  NablaTrial *next
      = self->state == NABLA_SEARCH_RUNNING ? nabla_search_plan_next (self->plan) : NULL;
  if (next == NULL)
    return NULL;
  nabla_search_queue_locked (self, NABLA_SEARCH_EVENT_STARTED, next->round, next, FALSE, NULL);
  return nabla_trial_copy (next);
}

void
nabla_search_look_for_end_locked (NablaSearch *self)
{
  if (self->state == NABLA_SEARCH_RUNNING && nabla_search_plan_is_done (self->plan))
    nabla_search_set_state_locked (self, NABLA_SEARCH_DONE);
  pthread_cond_broadcast (&self->changed);
}

NablaSearch *
nabla_search_new (NablaExperiment *experiment, const NablaSearchOptions *options, GError **error)
{
  g_return_val_if_fail (experiment != NULL && options != NULL, NULL);

  g_autoptr (NablaSearchPlan) plan = nabla_search_plan_new (experiment, options, error);
  if (plan == NULL)
    return NULL;
  NablaSearch *self = g_new0 (NablaSearch, 1);
  self->experiment = nabla_experiment_ref (experiment);
  self->axes = nabla_experiment_search (experiment);
  self->store_path = g_strdup (options->store_path);
  self->data_path = g_strdup (options->data_path);
  self->resume = options->resume;
  self->eager = options->eager;
  self->n_jobs = options->jobs > 0 ? options->jobs : g_get_num_processors ();
  self->jobs = g_array_new (FALSE, FALSE, sizeof (pthread_t));
  self->reading = g_cancellable_new ();
  self->queue = nabla_search_new_events ();
  self->plan = g_steal_pointer (&plan);
  nabla_search_plan_set_func (self->plan, decided_cb, self);
  nabla_trial_control_init (&self->control);
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->changed, NULL);
  pthread_mutex_init (&self->published_mutex, NULL);
  pthread_condattr_t monotonic;
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init (&self->published, &monotonic);
  pthread_condattr_destroy (&monotonic);
  nabla_search_publish_locked (self, NULL);
  return self;
}

void
nabla_search_free (NablaSearch *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->reading);
  nabla_trial_control_set (&self->control, FALSE, TRUE);
  pthread_mutex_lock (&self->mutex);
  self->closing = TRUE;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->mutex);
  if (self->started)
    pthread_join (self->keeper, NULL);

  nabla_search_plan_free (self->plan);
  nabla_trial_bench_free (self->bench);
  nabla_stored_search_clear (&self->stored);
  g_array_unref (self->jobs);
  g_ptr_array_unref (self->queue);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_object_unref (self->reading);
  nabla_trial_control_clear (&self->control);
  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->published_mutex);
  pthread_cond_destroy (&self->published);
  nabla_experiment_unref (self->experiment);
  g_free (self->store_path);
  g_free (self->data_path);
  g_free (self);
}

void
nabla_search_start (NablaSearch *self)
{
  g_return_if_fail (self != NULL && !self->started);

  int code = pthread_create (&self->keeper, NULL, nabla_search_keeper_cb, self);
  self->started = code == 0;
  if (self->started)
    return;
  pthread_mutex_lock (&self->mutex);
  nabla_search_break_locked (
      self, g_error_new (NABLA_ERROR, NABLA_ERROR_IO, _("no thread could be started")));
  nabla_search_publish_locked (self, g_steal_pointer (&self->queue));
  self->queue = nabla_search_new_events ();
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_search_set_paused (NablaSearch *self, gboolean paused)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  if (!nabla_search_is_over_locked (self))
    nabla_trial_control_set (&self->control, paused, FALSE);
  if (self->state == (paused ? NABLA_SEARCH_RUNNING : NABLA_SEARCH_PAUSED))
    {
      nabla_search_set_state_locked (self, paused ? NABLA_SEARCH_PAUSED : NABLA_SEARCH_RUNNING);
      nabla_search_publish_locked (self, NULL);
      if (!paused)
        nabla_search_look_for_end_locked (self);
    }
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_search_cancel (NablaSearch *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->reading);
  pthread_mutex_lock (&self->mutex);
  if (!nabla_search_is_over_locked (self) && self->state != NABLA_SEARCH_DONE)
    {
      nabla_trial_control_set (&self->control, FALSE, TRUE);
      nabla_search_set_state_locked (self, NABLA_SEARCH_CANCELLED);
      nabla_search_publish_locked (self, NULL);
    }
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_search_finish (NablaSearch *self)
{
  g_return_if_fail (self != NULL);

  nabla_search_set_paused (self, FALSE);
  pthread_mutex_lock (&self->mutex);
  if (self->state == NABLA_SEARCH_RUNNING)
    nabla_search_plan_finish (self->plan);
  nabla_search_look_for_end_locked (self);
  pthread_mutex_unlock (&self->mutex);
}

gboolean
nabla_search_refine (NablaSearch *self, const NablaSearchRange *box, guint trials)
{
  g_return_val_if_fail (self != NULL, FALSE);

  pthread_mutex_lock (&self->mutex);
  gboolean possible = !nabla_search_is_over_locked (self) && self->state != NABLA_SEARCH_READING;
  if (possible)
    {
      nabla_search_plan_refine (self->plan, box, trials);
      if (self->state == NABLA_SEARCH_DONE)
        {
          nabla_search_plan_advance (self->plan);
          nabla_search_set_state_locked (self, NABLA_SEARCH_RUNNING);
        }
      nabla_search_publish_locked (self, NULL);
      nabla_search_look_for_end_locked (self);
    }
  pthread_mutex_unlock (&self->mutex);
  return possible;
}

void
nabla_search_get_status (NablaSearch *self, NablaSearchStatus *status)
{
  g_return_if_fail (self != NULL && status != NULL);

  pthread_mutex_lock (&self->published_mutex);
  *status = self->status;
  pthread_mutex_unlock (&self->published_mutex);
}

GError *
nabla_search_get_error (NablaSearch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  GError *error = self->error != NULL ? g_error_copy (self->error) : NULL;
  pthread_mutex_unlock (&self->mutex);
  return error;
}

NablaExperiment *
nabla_search_experiment (NablaSearch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->experiment;
}

gboolean
nabla_search_get_box (NablaSearch *self, guint round, NablaSearchRange *box)
{
  g_return_val_if_fail (self != NULL && box != NULL, FALSE);

  pthread_mutex_lock (&self->mutex);
  gboolean begun = nabla_search_plan_box (self->plan, round, box);
  pthread_mutex_unlock (&self->mutex);
  return begun;
}

GPtrArray *
nabla_search_poll (NablaSearch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->published_mutex);
  GPtrArray *events = g_steal_pointer (&self->events);
  pthread_mutex_unlock (&self->published_mutex);
  return events;
}

GPtrArray *
nabla_search_wait (NablaSearch *self, guint milliseconds)
{
  g_return_val_if_fail (self != NULL, NULL);

  struct timespec end;
  clock_gettime (CLOCK_MONOTONIC, &end);
  gint64 nanoseconds = end.tv_nsec + milliseconds * G_GINT64_CONSTANT (1000000);
  end.tv_sec += nanoseconds / 1000000000;
  end.tv_nsec = nanoseconds % 1000000000;
  pthread_mutex_lock (&self->published_mutex);
  while (self->events == NULL
         && pthread_cond_timedwait (&self->published, &self->published_mutex, &end) == 0)
    ;
  GPtrArray *events = g_steal_pointer (&self->events);
  pthread_mutex_unlock (&self->published_mutex);
  return events;
}

NablaTrial *
nabla_search_take (NablaSearch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  pthread_mutex_lock (&self->mutex);
  NablaTrial *trial = nabla_search_is_over_locked (self) ? NULL : nabla_search_take_locked (self);
  pthread_mutex_unlock (&self->mutex);
  return trial;
}

void
nabla_search_give (NablaSearch *self, const NablaTrial *trial)
{
  g_return_if_fail (self != NULL && trial != NULL);

  pthread_mutex_lock (&self->mutex);
  nabla_search_plan_give (self->plan, trial);
  nabla_search_look_for_end_locked (self);
  pthread_mutex_unlock (&self->mutex);
}

void
nabla_search_put_back (NablaSearch *self, guint number)
{
  g_return_if_fail (self != NULL);

  pthread_mutex_lock (&self->mutex);
  nabla_search_plan_put_back (self->plan, number);
  nabla_search_look_for_end_locked (self);
  pthread_mutex_unlock (&self->mutex);
}

guint
nabla_search_importance (NablaSearch *self, guint round, double *shares)
{
  g_return_val_if_fail (self != NULL && shares != NULL, 0);

  g_autofree NablaSearchRange *box = g_new (NablaSearchRange, self->axes->n_axes);
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  for (guint i = 0; i < self->axes->n_axes; i++)
    shares[i] = NAN;
  pthread_mutex_lock (&self->mutex);
  gboolean begun = nabla_search_plan_box (self->plan, round, box);
  const GPtrArray *all = nabla_search_plan_trials (self->plan);
  for (guint i = 0; begun && i < all->len; i++)
    {
      const NablaTrial *trial = g_ptr_array_index (all, i);
      if (trial->round == round)
        g_ptr_array_add (trials, nabla_trial_copy (trial));
    }
  pthread_mutex_unlock (&self->mutex);
  if (!begun)
    return 0;
  /* all trials of a round have ended its first rung, and that can be compared */
  for (guint i = 0; i < trials->len; i++)
    {
      NablaTrial *trial = g_ptr_array_index (trials, i);
      if (trial->rung == 0)
        continue;
      trial->result = trial->rung_results[0];
      trial->state = isnan (trial->result) ? NABLA_TRIAL_DIVERGED : NABLA_TRIAL_FINISHED;
    }
  return nabla_importance (self->axes->axes, box, self->axes->n_axes, (NablaTrial **)trials->pdata,
                           trials->len, shares);
}
