/* What the files of sessions share: one makes runs, the other steers the one there is.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

enum {
  NABLA_SESSION_EXPERIMENT_CHANGED,
  NABLA_SESSION_RUN_CHANGED,
  NABLA_SESSION_STATE_CHANGED,
  NABLA_SESSION_SNAPSHOT,
  NABLA_SESSION_SAVED,
  NABLA_SESSION_FAILED,
  NABLA_SESSION_AWAKE,
  NABLA_SESSION_N_SIGNALS,
};
extern guint nabla_session_signals[NABLA_SESSION_N_SIGNALS];

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
  char *change;       /* (nullable) what made this run out of the last one */
  GPtrArray *earlier; /* of NablaCostCurves, the last run first */

  GCancellable *building;           /* (nullable) */
  gboolean play_when_built;
  gboolean build_is_change;
  gboolean is_other;                /* the experiment is no change of the run's */
  char *next_change;

  gint64 sought;                    /* a seek that the run has not heard of yet; −1 none */
  gint64 shown_looked_at;           /* when the state was last said to have changed */
  char *branch_change;              /* (nullable) what a branch is begun by */

  GQueue forks;                     /* of GTask: who waits for a fork of the run */

  double rate;
  gint64 rate_time, rate_steps;
};

/* Earlier runs whose curves stay beside the live one's; with it, the slots that
 * look well beside two classes. */
#define NABLA_SESSION_EARLIER_RUNS 3
/* A run of fewer steps leaves no curve worth keeping. */
#define NABLA_SESSION_LEAST_STEPS 20

/* Keeps the curves (transfer full, nullable) of the run, now that it ends. */
void nabla_session_keep_curves (NablaSession *self, NablaCostCurves *curves);

/* What the run tells of its past since the last poll; @is_idle: whether it has done all. */
void nabla_session_poll_past (NablaSession *self, gboolean is_idle);

/* A change of @key is sent, which begins a branch if the past is looked at. */
void nabla_session_expect_branch (NablaSession *self, const char *key, const char *value);

/* Says that something is to be expected from the run. */
void nabla_session_wake (NablaSession *self);

/* Puts @experiment (nullable) on the bench. */
void nabla_session_set_experiment (NablaSession *self, NablaExperiment *experiment);

/* Hands a fork that has come to who waits for it. */
void nabla_session_take_fork (NablaSession *self);

/* Tells all who wait that the run is gone. */
void nabla_session_drop_forks (NablaSession *self);

/* The run is in @state from now on. */
void nabla_session_set_state (NablaSession *self, NablaRunState state);

/* Has the session's data follow painted points that the run takes, or gives back. */
void nabla_session_follow_points (NablaSession *self, NablaExperiment *changed);

G_END_DECLS
