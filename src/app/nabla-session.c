/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-session.h"

#include "nabla-difference.h"
#include "nabla-session-build.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Earlier runs whose curves stay beside the live one's; with it, the slots that
 * look well beside two classes. */
#define EARLIER_RUNS 3
/* A run of fewer steps leaves no curve worth keeping. */
#define LEAST_STEPS 20
#define RATE_TIME (G_USEC_PER_SEC / 2)

struct _NablaSession {
  GObject parent_instance;
  guint n_threads;

  NablaExperiment *experiment;      /* (nullable) as the user has it */
  NablaExperiment *run_experiment;  /* (nullable) as the run has it */
  NablaProblem *problem;
  NablaRun *run;
  NablaSnapshot *snapshot;
  NablaRunState state;
  NablaObserveOptions options;
  double *typed;                    /* (nullable) of the options */
  double speed;

  guint run_number;
  guint next_number;
  char *change;       /* (nullable) what made this run out of the last one */
  GPtrArray *earlier; /* of NablaCostCurves, the last run first */

  GCancellable *building;           /* (nullable) */
  gboolean play_when_built;
  gboolean build_is_change;
  char *next_change;

  double rate;
  gint64 rate_time, rate_steps;
};

G_DEFINE_FINAL_TYPE (NablaSession, nabla_session, G_TYPE_OBJECT)

enum { EXPERIMENT_CHANGED, RUN_CHANGED, STATE_CHANGED, SNAPSHOT, SAVED, FAILED, AWAKE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
wake (NablaSession *self)
{
  g_signal_emit (self, signals[AWAKE], 0);
}

static void
set_experiment (NablaSession *self, NablaExperiment *experiment)
{
  if (self->experiment == experiment)
    return;
  NablaExperiment *before = self->experiment;
  self->experiment = experiment != NULL ? nabla_experiment_ref (experiment) : NULL;
  g_clear_pointer (&before, nabla_experiment_unref);
  g_signal_emit (self, signals[EXPERIMENT_CHANGED], 0);
}

void
nabla_session_report (NablaSession *self, const GError *error)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && error != NULL);

  g_signal_emit (self, signals[FAILED], 0, error);
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

/* Keeps the live run's curves, now that it ends. */
static void
keep_curves (NablaSession *self)
{
  NablaCostCurves *curves = nabla_session_steps (self) >= LEAST_STEPS ? nabla_run_curves (self->run) : NULL;
  if (curves == NULL)
    return;
  g_free (curves->title);
  curves->title = self->change != NULL ? g_strdup_printf (_("run %u: %s"), self->run_number, self->change)
                                       : g_strdup_printf (_("run %u"), self->run_number);
  g_ptr_array_insert (self->earlier, 0, curves);
  if (self->earlier->len > EARLIER_RUNS)
    g_ptr_array_set_size (self->earlier, EARLIER_RUNS);
}

static void
set_state (NablaSession *self, NablaRunState state)
{
  self->state = state;
  self->rate = 0;
  self->rate_time = g_get_monotonic_time ();
  self->rate_steps = nabla_session_steps (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
begin_run (NablaSession *self, NablaTrainer *trainer, gboolean play)
{
  self->run_number = self->next_number++;
  g_clear_pointer (&self->run_experiment, nabla_experiment_unref);
  g_clear_pointer (&self->problem, nabla_problem_unref);
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  drop_run (g_steal_pointer (&self->run));
  self->run_experiment = nabla_experiment_ref ((NablaExperiment *) nabla_trainer_experiment (trainer));
  set_experiment (self, self->run_experiment);
  self->problem = nabla_problem_ref (nabla_trainer_problem (trainer));
  self->run = nabla_run_new (trainer);
  nabla_run_watch (self->run, &self->options);
  nabla_run_set_speed (self->run, self->speed);
  if (play)
    nabla_run_play (self->run, 0);
  g_signal_emit (self, signals[RUN_CHANGED], 0);
  set_state (self, play ? NABLA_RUN_RUNNING : NABLA_RUN_PAUSED);
  wake (self);
}

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (NablaSession) self = data;
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  g_autoptr (NablaTrainer) trainer = nabla_session_build_finish (result, &error);

  /* Overtaken by a later change, or given up. */
  if (cancellable != self->building)
    return;
  g_clear_object (&self->building);
  if (trainer == NULL)
    {
      g_clear_pointer (&self->next_change, g_free);
      set_experiment (self, self->run_experiment);
      g_signal_emit (self, signals[STATE_CHANGED], 0);
      nabla_session_report (self, error);
      return;
    }
  if (self->build_is_change)
    keep_curves (self);
  else
    g_ptr_array_set_size (self->earlier, 0);
  g_free (self->change);
  self->change = g_steal_pointer (&self->next_change);
  begin_run (self, g_steal_pointer (&trainer), self->play_when_built);
}

/* A build that goes on is overtaken. */
static void
prepare_build (NablaSession *self, gboolean is_change, gboolean play, char *change)
{
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  self->building = g_cancellable_new ();
  self->build_is_change = is_change;
  self->play_when_built = play;
  g_free (self->next_change);
  self->next_change = change;
}

static void
build (NablaSession *self, NablaExperiment *experiment, gboolean is_change, gboolean play, char *change)
{
  prepare_build (self, is_change, play, change);
  set_experiment (self, experiment);
  nabla_session_build_async (experiment, is_change ? self->run_experiment : NULL, self->problem,
                             self->n_threads, self->building, built_cb, g_object_ref (self));
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
nabla_session_open (NablaSession *self, NablaExperiment *experiment, gboolean play)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && experiment != NULL);

  self->next_number = 1;
  build (self, experiment, FALSE, play, NULL);
}

void
nabla_session_open_model (NablaSession *self, const char *path)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && path != NULL);

  self->next_number = 1;
  prepare_build (self, FALSE, FALSE, NULL);
  nabla_session_build_saved_async (path, self->n_threads, self->building, built_cb, g_object_ref (self));
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

void
nabla_session_save_model (NablaSession *self, const char *path)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && path != NULL);

  if (self->run == NULL)
    return;
  nabla_run_save (self->run, path);
  wake (self);
}

void
nabla_session_cancel (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->building == NULL)
    return;
  g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
  set_experiment (self, self->run_experiment);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/* Whether the run that is there, or that is being built, shall train. */
static gboolean
is_playing (NablaSession *self)
{
  return self->building != NULL ? self->play_when_built : nabla_session_state (self) == NABLA_RUN_RUNNING;
}

/* What the cost view calls a run that came of a change: `α = 0.003`. */
static char *
describe_change (NablaExperiment *experiment, const char *key, const char *value)
{
  const NablaParamSpec *spec = nabla_experiment_find_param (experiment, key, NULL, NULL);
  const char *layer = strchr (key, '@');
  const char *name = spec == NULL ? key : spec->symbol != NULL ? spec->symbol : _(spec->title);
  if (layer != NULL)
    return g_strdup_printf ("%s@%s = %s", name, layer + 1, value != NULL ? value : "");
  return g_strdup_printf ("%s = %s", name, value != NULL ? value : _("initial value"));
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
static void
follow_points (NablaSession *self, NablaExperiment *changed)
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
  follow_points (self, changed);
  g_clear_pointer (&self->run_experiment, nabla_experiment_unref);
  self->run_experiment = nabla_experiment_ref (changed);
  set_experiment (self, changed);
  wake (self);
}

gboolean
nabla_session_set (NablaSession *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self) && key != NULL && self->experiment != NULL, FALSE);

  g_autoptr (NablaExperiment) changed = nabla_experiment_with (self->experiment, key, value, error);
  if (changed == NULL)
    return FALSE;
  if (goes_on (self, changed))
    go_on (self, changed);
  else
    build (self, changed, TRUE, is_playing (self), describe_change (changed, key, value));
  return TRUE;
}

void
nabla_session_change (NablaSession *self, NablaExperiment *experiment)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && experiment != NULL);

  if (goes_on (self, experiment))
    go_on (self, experiment);
  else
    build (self, experiment, TRUE, is_playing (self), NULL);
}

void
nabla_session_edit (NablaSession *self, const char *key, const char *value)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && key != NULL && value != NULL);

  if (self->run == NULL)
    return;
  nabla_run_set (self->run, key, value);
  wake (self);
}

void
nabla_session_play (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  self->play_when_built = TRUE;
  if (self->run == NULL || self->building != NULL)
    return;
  if (self->state == NABLA_RUN_FINISHED)
    {
      nabla_session_extend (self, nabla_experiment_train (self->experiment)->steps);
      return;
    }
  if (self->state == NABLA_RUN_DIVERGED)
    nabla_session_reset (self);
  nabla_run_play (self->run, 0);
  set_state (self, NABLA_RUN_RUNNING);
  wake (self);
}

void
nabla_session_pause (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  self->play_when_built = FALSE;
  if (self->run == NULL)
    return;
  nabla_run_pause (self->run);
  wake (self);
}

void
nabla_session_step (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->run == NULL || self->building != NULL || self->state == NABLA_RUN_DIVERGED)
    return;
  nabla_run_step (self->run, 1);
  wake (self);
}

void
nabla_session_reset (NablaSession *self)
{
  g_return_if_fail (NABLA_IS_SESSION (self));

  if (self->run == NULL)
    return;
  nabla_run_reset (self->run);
  wake (self);
}

void
nabla_session_extend (NablaSession *self, gint64 more)
{
  g_return_if_fail (NABLA_IS_SESSION (self) && more >= 0);

  if (self->run == NULL)
    return;
  g_autoptr (GError) error = NULL;
  g_autofree char *steps
    = g_strdup_printf ("%" G_GINT64_FORMAT, nabla_experiment_train (self->experiment)->steps + more);
  if (!nabla_session_set (self, "train.steps", steps, &error))
    {
      nabla_session_report (self, error);
      return;
    }
  nabla_run_play (self->run, 0);
  set_state (self, NABLA_RUN_RUNNING);
  wake (self);
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
  wake (self);
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

  return self->run != NULL ? nabla_run_steps (self->run) : 0;
}

double
nabla_session_rate (NablaSession *self)
{
  g_return_val_if_fail (NABLA_IS_SESSION (self), 0);

  return self->rate;
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
take_snapshot (NablaSession *self)
{
  NablaSnapshot *snapshot = nabla_run_take_snapshot (self->run);
  if (snapshot == NULL)
    return;
  for (guint i = 0; i < self->earlier->len; i++)
    nabla_snapshot_add_curves (snapshot, share_curves (self->earlier->pdata[i]));
  g_clear_pointer (&self->snapshot, nabla_snapshot_unref);
  self->snapshot = snapshot;
  g_signal_emit (self, signals[SNAPSHOT], 0, snapshot);
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
    g_signal_emit (self, signals[SAVED], 0, path);
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
  take_snapshot (self);
  measure_rate (self);
  if (is_idle && state != self->state)
    set_state (self, state);
  if (error != NULL)
    nabla_session_report (self, error);
  take_saved (self);
  return !is_idle;
}

static void
nabla_session_dispose (GObject *object)
{
  NablaSession *self = NABLA_SESSION (object);
  if (self->building != NULL)
    g_cancellable_cancel (self->building);
  g_clear_object (&self->building);
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
  signals[EXPERIMENT_CHANGED] = add_signal ("experiment-changed", 0, G_TYPE_NONE);
  signals[RUN_CHANGED] = add_signal ("run-changed", 0, G_TYPE_NONE);
  signals[STATE_CHANGED] = add_signal ("state-changed", 0, G_TYPE_NONE);
  signals[SNAPSHOT] = add_signal ("snapshot", 1, G_TYPE_POINTER);
  signals[SAVED] = add_signal ("saved", 1, G_TYPE_STRING);
  signals[FAILED] = add_signal ("failed", 1, G_TYPE_ERROR);
  signals[AWAKE] = add_signal ("awake", 0, G_TYPE_NONE);
}

static void
nabla_session_init (NablaSession *self)
{
  self->options = nabla_observe_defaults;
  self->next_number = 1;
  self->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) nabla_cost_curves_free);
}

NablaSession *
nabla_session_new (guint n_threads)
{
  NablaSession *self = g_object_new (NABLA_TYPE_SESSION, NULL);
  self->n_threads = n_threads > 0 ? n_threads : MAX (1, g_get_num_processors () - 1);
  return self;
}
