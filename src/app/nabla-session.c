/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-session-private.h"

#include "nabla-difference.h"
#include "nabla-session-build.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (NablaSession, nabla_session, G_TYPE_OBJECT)

guint nabla_session_signals[NABLA_SESSION_N_SIGNALS];

void
nabla_session_wake (NablaSession *self)
{
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_AWAKE], 0);
}

void
nabla_session_set_experiment (NablaSession *self, NablaExperiment *experiment)
{
  if (self->experiment == experiment)
    return;
  NablaExperiment *before = self->experiment;
  self->experiment = experiment != NULL ? nabla_experiment_ref (experiment) : NULL;
  g_clear_pointer (&before, nabla_experiment_unref);
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_EXPERIMENT_CHANGED], 0);
}

void
nabla_session_report (NablaSession *self, const GError *error)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && error != NULL);

  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_FAILED], 0, error);
}

static void
free_run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  nabla_run_free (data);
}

/* Waits for the worker elsewhere: a step of a large network takes longer than a frame. */
static void
drop_run (NablaRun *run)
{
  if (run == NULL)
    return;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, run, NULL);
  g_task_run_in_thread (task, free_run_thread);
}

void
nabla_session_keep_curves (NablaSession *self, NablaCostCurves *curves)
{
  if (curves == NULL)
    return;
  g_free (curves->title);
  curves->title = self->change != NULL ? g_strdup_printf (_("run %u: %s"), self->run_number, self->change)
                                       : g_strdup_printf (_("run %u"), self->run_number);
  g_ptr_array_insert (self->earlier, 0, curves);
  if (self->earlier->len > NABLA_SESSION_EARLIER_RUNS)
    g_ptr_array_set_size (self->earlier, NABLA_SESSION_EARLIER_RUNS);
}

static void
begin_run (NablaSession *self, NablaTrainer *trainer, gboolean play)
{
  self->run_number = self->build_is_change ? self->run_number + 1 : 1;
  self->is_other = FALSE;
  self->sought = -1;
  g_clear_pointer (&self->branch_change, g_free);
  g_clear_pointer (&self->run_experiment, nabla_experiment_unref);
  g_clear_pointer (&self->problem, nabla_problem_unref);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  nabla_session_drop_forks (self);
  drop_run (g_steal_pointer (&self->run));
  self->run_experiment = nabla_experiment_ref ((NablaExperiment *) nabla_trainer_experiment (trainer));
  nabla_session_set_experiment (self, self->run_experiment);
  self->problem = nabla_problem_ref (nabla_trainer_problem (trainer));
  self->run = nabla_run_new (trainer);
  nabla_run_watch (self->run, &self->options);
  nabla_run_set_speed (self->run, self->speed);
  if (play)
    nabla_run_play (self->run, 0);
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_RUN_CHANGED], 0);
  nabla_session_set_state (self, play ? NABLA_RUN_RUNNING : NABLA_RUN_PAUSED);
  nabla_session_wake (self);
}

/* Nothing came of what was being built. */
static void
end_build (NablaSession *self)
{
  g_clear_object (&self->building);
  g_clear_pointer (&self->next_change, g_free);
  self->is_other = FALSE;
  nabla_session_set_experiment (self, self->run_experiment);
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaSession) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr (NablaTrainer) trainer = nabla_session_build_finish (result, &error);
  g_weak_ref_clear (data);
  g_free (data);

  /* Overtaken by a later change, given up, or nobody is there any more. */
  if (self == NULL || cancellable != self->building)
    return;
  if (trainer == NULL)
    {
      end_build (self);
      nabla_session_report (self, error);
      return;
    }
  g_clear_object (&self->building);
  if (self->build_is_change)
    {
      gboolean keeps = nabla_session_tip (self) >= NABLA_SESSION_LEAST_STEPS;
      nabla_session_keep_curves (self, keeps ? nabla_run_curves (self->run) : NULL);
    }
  else
    g_ptr_array_set_size (self->earlier, 0);
  g_free (self->change);
  self->change = g_steal_pointer (&self->next_change);
  begin_run (self, g_steal_pointer (&trainer), self->play_when_built);
}

/* A build does not keep a session that everybody else has let go: that gives it up. */
static GWeakRef *
weak_ref (NablaSession *self)
{
  GWeakRef *ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, self);
  return ref;
}

/* A build that goes on is overtaken. */
static void
prepare_build (NablaSession *self, gboolean is_change, gboolean play, char *change)
{
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  self->building = g_cancellable_new ();
  /* A change of what was being opened still opens it. */
  self->build_is_change = is_change && !self->is_other;
  self->play_when_built = play;
  g_free (self->next_change);
  self->next_change = change;
}

static void
build (NablaSession *self, NablaExperiment *experiment, gboolean is_change, gboolean play, char *change)
{
  self->is_other = self->is_other || !is_change;
  prepare_build (self, is_change, play, change);
  nabla_session_set_experiment (self, experiment);
  nabla_session_build_async (experiment, is_change ? self->run_experiment : NULL, self->problem,
                             self->n_threads, self->building, built_cb, weak_ref (self));
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
}

void
nabla_session_open (NablaSession *self, NablaExperiment *experiment, gboolean play)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && experiment != NULL);

  build (self, experiment, FALSE, play, NULL);
}

void
nabla_session_open_model (NablaSession *self, const char *path)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && path != NULL);

  prepare_build (self, FALSE, FALSE, NULL);
  nabla_session_build_saved_async (path, self->n_threads, self->building, built_cb, weak_ref (self));
  g_signal_emit (self, nabla_session_signals[NABLA_SESSION_STATE_CHANGED], 0);
}

void
nabla_session_cancel (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->building == NULL)
    return;
  g_cancellable_cancel (self->building);
  end_build (self);
}

gboolean
nabla_session_is_playing (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), FALSE);

  return self->building != NULL ? self->play_when_built : nabla_session_state (self) == NABLA_RUN_RUNNING;
}

/* Whether the run can go on as @changed. What says how a run begins makes a new one
 * too, unless this one has not begun: otherwise nothing would be seen of it. */
static gboolean
goes_on (NablaSession *self, NablaExperiment *changed)
{
  return self->building == NULL && self->run != NULL
         && nabla_trainer_is_live (self->run_experiment, changed)
         && (nabla_run_steps (self->run) == 0
             || nabla_experiment_effect (self->run_experiment, changed) < NABLA_EFFECT_START);
}

/* Painted points are the only data that a run takes while it goes on, and few enough to be
 * made here too: who looks at the session's data sees them at once. */
void
nabla_session_follow_points (NablaSession *self, NablaExperiment *changed)
{
  if (nabla_experiment_same_data (self->run_experiment, changed))
    return;
  NablaProblem *problem = nabla_problem_new (changed, NULL, NULL, NULL);
  if (problem == NULL) /* the run will say why */
    return;
  g_clear_pointer (&self->problem, nabla_problem_unref);
  self->problem = problem;
}

static void
go_on (NablaSession *self, NablaExperiment *changed)
{
  nabla_run_change (self->run, changed);
  nabla_session_follow_points (self, changed);
  g_clear_pointer (&self->run_experiment, nabla_experiment_unref);
  self->run_experiment = nabla_experiment_ref (changed);
  nabla_session_set_experiment (self, changed);
  nabla_session_wake (self);
}

gboolean
nabla_session_set (NablaSession *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self) && key != NULL && self->experiment != NULL, FALSE);

  g_autoptr (NablaExperiment) changed = nabla_experiment_with (self->experiment, key, value, error);
  if (changed == NULL)
    return FALSE;
  if (goes_on (self, changed))
    {
      nabla_session_expect_branch (self, key, value);
      go_on (self, changed);
    }
  else
    build (self, changed, TRUE, nabla_session_is_playing (self), nabla_session_describe_change (self, key, value));
  return TRUE;
}

void
nabla_session_change (NablaSession *self, NablaExperiment *experiment)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && experiment != NULL);

  if (goes_on (self, experiment))
    {
      nabla_session_expect_branch (self, NULL, NULL);
      go_on (self, experiment);
    }
  else
    build (self, experiment, TRUE, nabla_session_is_playing (self), NULL);
}

gboolean
nabla_session_is_loading (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), FALSE);

  return self->building != NULL;
}

NablaExperiment *
nabla_session_experiment (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), NULL);

  return self->experiment;
}

NablaProblem *
nabla_session_problem (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), NULL);

  return self->problem;
}

const NablaSnapshot *
nabla_session_snapshot (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), NULL);

  return self->snapshot;
}

guint
nabla_session_run_number (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), 0);

  return self->run_number;
}

guint
nabla_session_n_threads (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), 0);

  return self->n_threads;
}

static void
nabla_session_dispose (GObject *object)
{
  NablaSession *self = NABLA_SESSION (object);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  nabla_session_drop_forks (self);
  drop_run (g_steal_pointer (&self->run));
  G_OBJECT_CLASS (nabla_session_parent_class)->dispose (object);
}

static void
nabla_session_finalize (GObject *object)
{
  NablaSession *self = NABLA_SESSION (object);
  g_clear_pointer (&self->experiment, nabla_experiment_unref);
  g_clear_pointer (&self->run_experiment, nabla_experiment_unref);
  g_clear_pointer (&self->problem, nabla_problem_unref);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  g_clear_pointer (&self->earlier, g_ptr_array_unref);
  g_free (self->typed);
  g_free (self->change);
  g_free (self->next_change);
  g_free (self->branch_change);
  G_OBJECT_CLASS (nabla_session_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType type)
{
  return g_signal_new (name, NABLA_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_params, type);
}

static void
nabla_session_class_init (NablaSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = nabla_session_dispose;
  G_OBJECT_CLASS (klass)->finalize = nabla_session_finalize;
  nabla_session_signals[NABLA_SESSION_EXPERIMENT_CHANGED] = add_signal ("experiment-changed", 0, G_TYPE_NONE);
  nabla_session_signals[NABLA_SESSION_RUN_CHANGED] = add_signal ("run-changed", 0, G_TYPE_NONE);
  nabla_session_signals[NABLA_SESSION_STATE_CHANGED] = add_signal ("state-changed", 0, G_TYPE_NONE);
  nabla_session_signals[NABLA_SESSION_SNAPSHOT] = add_signal ("snapshot", 1, G_TYPE_POINTER);
  nabla_session_signals[NABLA_SESSION_SAVED] = add_signal ("saved", 1, G_TYPE_STRING);
  nabla_session_signals[NABLA_SESSION_FAILED] = add_signal ("failed", 1, G_TYPE_ERROR);
  nabla_session_signals[NABLA_SESSION_AWAKE] = add_signal ("awake", 0, G_TYPE_NONE);
}

static void
nabla_session_init (NablaSession *self)
{
  self->options = nabla_observe_defaults;
  self->sought = self->shown_looked_at = -1;
  self->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_cost_curves_free);
}

NablaSession *
nabla_session_new (guint n_threads)
{
  NablaSession *self = g_object_new (NABLA_TYPE_SESSION, NULL);
  self->n_threads = n_threads > 0 ? n_threads : MAX (1, g_get_num_processors () - 1);
  return self;
}
