/* Runs: a trainer on its own thread, steered from the main one.
 *
 * Commands travel to the worker in a queue, snapshots come back through a
 * mailbox in which the newest wins, and series only grow. Neither side ever
 * waits for the other's work: a command is a few words under a mutex, a snapshot
 * an exchanged pointer.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-observe.h"
#include "nabla-run-fork.h"

G_BEGIN_DECLS

/**
 * NablaRunState:
 * @NABLA_RUN_PAUSED: standing at a whole step, its last or a past one; where a run begins
 * @NABLA_RUN_RUNNING: training
 * @NABLA_RUN_FINISHED: the experiment's steps are done, or early stopping ended them
 * @NABLA_RUN_DIVERGED: a value was not finite; the snapshot names step and node
 */
typedef enum
{
  NABLA_RUN_PAUSED,
  NABLA_RUN_RUNNING,
  NABLA_RUN_FINISHED,
  NABLA_RUN_DIVERGED,
} NablaRunState;

typedef struct _NablaRun NablaRun;

/**
 * nabla_run_new:
 * @trainer: (transfer full): belongs to the worker from now on
 *
 * Starts the worker, paused, and has it publish a first snapshot.
 *
 * Returns: (transfer full): the run
 */
NablaRun *nabla_run_new (NablaTrainer *trainer);

/* Stops within one node's time and waits for the worker to be gone. */
void nabla_run_free (NablaRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRun, nabla_run_free)

/**
 * nabla_run_play:
 * @until: step at which to pause; 0 for the experiment's last, also if that is changed
 *   while the run goes on
 */
void nabla_run_play (NablaRun *self, gint64 until);

/**
 * nabla_run_step:
 * @n: how many steps
 *
 * Makes @n more steps from where the run stands when the worker takes the command, and
 * pauses; also beyond the experiment's last.
 */
void nabla_run_step (NablaRun *self, gint64 n);

/* Stops where the run stands; a step that is half done leaves no trace. */
void nabla_run_pause (NablaRun *self);

/* Back to step 0, paused; the series begin anew, see nabla_run_curves (), and the past is
 * forgotten. */
void nabla_run_reset (NablaRun *self);

/**
 * nabla_run_seek:
 * @step: 0 … nabla_run_tip (); what is outside is taken as the nearest of these
 *
 * Pauses and goes to any step that the run has reached: snapshots show that moment, to the
 * last bit, with the experiment as it was then, while curves go on to the tip. A newer seek
 * overtakes an older one. From there, nabla_run_play () and nabla_run_step () make the
 * known steps again, with the changes that were made at them, and train on beyond the tip;
 * a change or nabla_run_branch () begins a branch instead.
 */
void nabla_run_seek (NablaRun *self, gint64 step);

/**
 * nabla_run_branch:
 *
 * Gives up what followed the past step that is looked at, which becomes the tip: from here
 * on the run is another one. A change of a hyperparameter or a weight in the past does that
 * by itself. At the tip, nothing happens.
 */
void nabla_run_branch (NablaRun *self);

/**
 * nabla_run_take_branch:
 * @step: (out): where the run was left
 * @curves: (out) (transfer full): of the run that was left, to its end
 *
 * Returns: whether a branch was begun that nobody has asked about; the oldest first
 */
gboolean nabla_run_take_branch (NablaRun *self, gint64 *step, NablaCostCurves **curves);

/**
 * nabla_run_set:
 * @key, @value: as in nabla_trainer_set ()
 *
 * Changes a hyperparameter or a single weight at the next step; what is refused is told
 * by nabla_run_take_error ().
 */
void nabla_run_set (NablaRun *self, const char *key, const char *value);

/**
 * nabla_run_change:
 * @experiment: as it shall be; see nabla_trainer_change ()
 *
 * Like nabla_run_set (), for any number of keys at once. Ask nabla_trainer_is_live ()
 * first: what is not live is refused, since it wants a new run.
 */
void nabla_run_change (NablaRun *self, NablaExperiment *experiment);

/* Says what snapshots are to hold from now on; typed is copied. A run that stands shows
 * it at once. */
void nabla_run_watch (NablaRun *self, const NablaObserveOptions *options);

/**
 * nabla_run_save:
 * @path: as in nabla_model_file_save ()
 *
 * Saves the network as it is between two steps, running or not. The window goes on; it
 * asks nabla_run_take_saved () at its next frames.
 */
void nabla_run_save (NablaRun *self, const char *path);

/**
 * nabla_run_take_saved:
 * @path: (out) (optional) (transfer full): of the save
 * @error: set if it failed
 *
 * Returns: whether a save has ended, well or not, since this was asked last
 */
gboolean nabla_run_take_saved (NablaRun *self, char **path, GError **error);

/**
 * nabla_run_fork:
 *
 * Has the worker hand out where it stands, between two steps, and where it was; the run
 * goes on. The window asks nabla_run_take_fork () at its next frames.
 */
void nabla_run_fork (NablaRun *self);

/* Returns: (transfer full) (nullable): the fork that was asked for, once it is there */
NablaRunFork *nabla_run_take_fork (NablaRun *self);

/* Limits the speed to @steps_per_second; 0 for as fast as it goes. */
void nabla_run_set_speed (NablaRun *self, double steps_per_second);

/* Returns: what the worker is doing now */
NablaRunState nabla_run_state (NablaRun *self);

/* Returns: updates made until the moment that is shown, or that the worker is on its way
 * to show */
gint64 nabla_run_steps (NablaRun *self);

/* Returns: updates made in all: the last step that was reached */
gint64 nabla_run_tip (NablaRun *self);

/* Returns: the past step that is looked at; −1 at the tip */
gint64 nabla_run_looked_at (NablaRun *self);

/* Returns: how much of a seek that takes over a tenth of a second is done, 0 … 1; −1 while
 * there is none */
double nabla_run_seek_progress (NablaRun *self);

/* Returns: (transfer full): the experiment that the run began with: with the record, the run */
NablaExperiment *nabla_run_beginning (NablaRun *self);

/* Returns: (transfer full) (element-type NablaChange): all that was changed in the run, also
 * after the step that is looked at; constant */
GArray *nabla_run_record (NablaRun *self);

/* Returns: the share of its running time, 0 … 1, that the worker spent on measuring and on
 * snapshots: about a tenth at most */
double nabla_run_looking_share (NablaRun *self);

/* Returns: (transfer full) (nullable): the newest snapshot that nobody has taken */
NablaSnapshot *nabla_run_take_snapshot (NablaRun *self);

/**
 * nabla_run_curves:
 *
 * Returns: (transfer full) (nullable): the series of this run, which go on growing; to be
 *   kept when the run begins anew, is another's, or is freed, and laid under the curves
 *   of later ones with nabla_snapshot_add_curves (). %NULL before the first snapshot.
 */
NablaCostCurves *nabla_run_curves (NablaRun *self);

/* Returns: (transfer full): what is trained, with the changes that the worker has made:
 * what was refused is not in it */
NablaExperiment *nabla_run_experiment (NablaRun *self);

/* Returns: (transfer full) (nullable): the same, of a moment in which the worker has done
 * all that it was asked for: %NULL while something is left. At a past step, it is the
 * experiment of then. */
NablaExperiment *nabla_run_agreed_experiment (NablaRun *self);

/* Returns: (transfer full) (nullable): why the last command was refused */
GError *nabla_run_take_error (NablaRun *self);

/**
 * nabla_run_wait:
 * @milliseconds: how long at most; −1 for ever
 *
 * For tests and programs without a window: waits until all commands were looked
 * at and the run no longer runs.
 *
 * Returns: whether that came about in time
 */
gboolean nabla_run_wait (NablaRun *self, int milliseconds);

G_END_DECLS
