/* Sessions: the experiment on the bench, its data and its run.
 *
 * The window's only way to the run. A session keeps the experiment as the user
 * has it now, decides whether a change goes to the run that is going on or makes
 * a new one, builds new ones on a thread while the old one stays, and hands out
 * each snapshot once.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-run.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SESSION (nabla_session_get_type ())
G_DECLARE_FINAL_TYPE (NablaSession, nabla_session, NABLA, SESSION, GObject)

/**
 * NablaSession::experiment-changed:
 *
 * The experiment is another one, by whatever way.
 *
 * NablaSession::run-changed:
 *
 * Another run stands at step 0: data or network are new.
 *
 * NablaSession::state-changed:
 *
 * The run started, paused, finished, diverged, or a new one is being built; another moment
 * of it is looked at, or what followed that moment was given up for a branch.
 *
 * NablaSession::snapshot:
 * @snapshot: a `const NablaSnapshot *`, valid during the call
 *
 * NablaSession::saved:
 * @path: where the model is now
 *
 * NablaSession::failed:
 * @error: what was refused and why; everything is as it was
 *
 * NablaSession::awake:
 *
 * Something is to be expected from the run: whoever polls should do so again.
 */

/**
 * nabla_session_new:
 * @n_threads: for training; 0 for all cores but one
 *
 * Returns: (transfer full): a session without an experiment
 */
NablaSession *nabla_session_new (guint n_threads);

/**
 * nabla_session_open:
 * @experiment: what to put on the bench
 * @play: whether to start training as soon as it is there
 *
 * Reads the data and builds the network on a thread; until that is done, the old
 * run stays. A later call overtakes an earlier one.
 */
void nabla_session_open (NablaSession *self, NablaExperiment *experiment, gboolean play);

/* As nabla_session_open (), with the weights and the step of a saved model. */
void nabla_session_open_model (NablaSession *self, const char *path);

/* Gives up what is being built; the old run stays, or nothing if there was none. */
void nabla_session_cancel (NablaSession *self);

/* Returns: whether data are being read or a network is being built */
gboolean nabla_session_is_loading (NablaSession *self);

/* Returns: whether the run trains, or will as soon as it is built */
gboolean nabla_session_is_playing (NablaSession *self);

/* Returns: (transfer none) (nullable): the experiment as the user has it now */
NablaExperiment *nabla_session_experiment (NablaSession *self);

/* Returns: (transfer none) (nullable): the data of the run */
NablaProblem *nabla_session_problem (NablaSession *self);

/* Returns: (transfer none) (nullable): what was seen last */
const NablaSnapshot *nabla_session_snapshot (NablaSession *self);

/**
 * nabla_session_set:
 * @key, @value: as in nabla_experiment_with (); @value %NULL for the initial value
 * @error: a sentence that names the key
 *
 * Changes the experiment: in the run that goes on if that is possible, else in a
 * new one, which plays if the old one did.
 *
 * Returns: whether it was changed
 */
gboolean nabla_session_set (NablaSession *self, const char *key, const char *value, GError **error);

/* Puts @experiment, a change of the one there is, in its place: as nabla_session_set (). */
void nabla_session_change (NablaSession *self, NablaExperiment *experiment);

/* Changes one parameter of the network by hand: @key as in nabla_trainer_set (),
 * such as `W[3,1]@hidden`. A refusal comes by ::failed. */
void nabla_session_edit (NablaSession *self, const char *key, const char *value);

/* Has every listener of ::failed told of @error. */
void nabla_session_report (NablaSession *self, const GError *error);

/* Trains: a finished run as many steps again, a diverged one from its beginning; while one
 * is being built, that one as soon as it is there. */
void nabla_session_play (NablaSession *self);
void nabla_session_pause (NablaSession *self);
void nabla_session_step (NablaSession *self);
void nabla_session_reset (NablaSession *self);
/* Trains on. @more: so many steps beyond the present end, or beyond where the run stands if
 * that is later; they become part of the experiment */
void nabla_session_extend (NablaSession *self, gint64 more);
/* @steps_per_second: 0 for as fast as it goes */
void nabla_session_set_speed (NablaSession *self, double steps_per_second);
/* Says what snapshots are to hold; kept for runs to come. */
void nabla_session_watch (NablaSession *self, const NablaObserveOptions *options);

/* Writes the network with its weights to @path, standing at a whole step. */
void nabla_session_save_model (NablaSession *self, const char *path);

NablaRunState nabla_session_state (NablaSession *self);
/* Returns: the step that is shown, or on its way to be */
gint64 nabla_session_steps (NablaSession *self);
/* Returns: the last step that the run has reached */
gint64 nabla_session_tip (NablaSession *self);
/* Returns: the past step that is looked at; −1 at the tip */
gint64 nabla_session_looked_at (NablaSession *self);
/* Returns: how much of a long way to it is done, 0 … 1; −1 if there is none */
double nabla_session_seek_progress (NablaSession *self);

/**
 * nabla_session_seek:
 * @step: of 0 … nabla_session_tip ()
 *
 * Pauses and shows that moment of the run, with the experiment as it was then. Playing goes
 * on from there; a change begins a branch there: the next run in number, while the curves of
 * the one that is left stay beside its own.
 */
void nabla_session_seek (NablaSession *self, gint64 step);

/* Shows an earlier moment: the last one that is notable (@direction −1), or a later one (1):
 * where something was changed, the best step of early stopping, each tenth, the ends. */
void nabla_session_seek_notable (NablaSession *self, int direction);

/* Begins a branch at the past step that is looked at, without a change. */
void nabla_session_branch (NablaSession *self);

/* Returns: (transfer full) (element-type NablaChange): what was changed in the run so far;
 * empty without a run */
GArray *nabla_session_record (NablaSession *self);

/* Returns: (transfer full) (nullable): the experiment that the run began with: with the record,
 * the run */
NablaExperiment *nabla_session_beginning (NablaSession *self);

/* Returns: (transfer full): what change @index of @record, the run's, was: `α 0.01 → 0.003` */
char *nabla_session_describe_recorded (NablaSession *self, const GArray *record, guint index);

/* Returns: (transfer full): what a change is called, such as `α = 0.003` */
char *nabla_session_describe_change (NablaSession *self, const char *key, const char *value);
/* Returns: updates a second, measured over the last half second; 0 at rest */
double nabla_session_rate (NablaSession *self);
/* Returns: number of the run, from 1 */
guint nabla_session_run_number (NablaSession *self);

/* Returns: how many threads train */
guint nabla_session_n_threads (NablaSession *self);

/**
 * nabla_session_fork_async:
 *
 * Asks the run for its moments, for a computation beside it; it goes on. Answered while
 * the session is polled.
 */
void nabla_session_fork_async (NablaSession *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);

/* Returns: (transfer full) (nullable): the fork; the error says if another run came */
NablaRunFork *
nabla_session_fork_finish (NablaSession *self, GAsyncResult *result, GError **error);

/**
 * nabla_session_poll:
 *
 * Takes what the run has told since the last call and emits signals. To be
 * called once a frame while the session is awake.
 *
 * Returns: whether something is still to be expected
 */
gboolean nabla_session_poll (NablaSession *self);

G_END_DECLS
