/* What both sides of a run share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-history.h"
#include "nabla-mailbox.h"
#include "nabla-run.h"

#include <pthread.h>
#include <stdatomic.h>

typedef enum
{
  NABLA_COMMAND_PLAY,
  NABLA_COMMAND_STEP,
  NABLA_COMMAND_PAUSE,
  NABLA_COMMAND_RESET,
  NABLA_COMMAND_SEEK,
  NABLA_COMMAND_BRANCH,
  NABLA_COMMAND_SET,
  NABLA_COMMAND_CHANGE,
  NABLA_COMMAND_WATCH,
  NABLA_COMMAND_SAVE,
  NABLA_COMMAND_FORK,
  NABLA_COMMAND_SPEED,
  NABLA_COMMAND_QUIT,
} NablaCommandKind;

typedef struct
{
  NablaCommandKind kind;
  gint64 until; /* of PLAY; of STEP, how many; of SEEK, where to */
  double speed;
  char *key;
  char *value;
  NablaExperiment *experiment;
  NablaObserveOptions options; /* its typed belongs to the command */
} NablaRunCommand;

/* What the last snapshot showed. */
typedef struct
{
  gboolean any;
  guint64 revision, options_revision;
  gboolean measured;
} NablaShown;

/* A run that was left. */
typedef struct
{
  gint64 step;
  NablaCostCurves *curves;
} NablaLeftBranch;

struct _NablaRun
{
  pthread_t thread;

  /* the queue */
  pthread_mutex_t mutex;
  pthread_cond_t wake; /* the worker: a command came */
  pthread_cond_t idle; /* whoever waits: the worker has nothing to do */
  GQueue commands;     /* of NablaRunCommand */
  gboolean busy;       /* commands taken but not done yet, or running */
  GError *error;
  NablaExperiment *experiment; /* as the trainer has it after its last command */
  char *saved_path;            /* (nullable): of a save that ended since somebody asked */
  GError *save_error;
  NablaRunFork *fork; /* (nullable): that nobody has taken yet */
  gboolean executing; /* a command was taken that is not done yet */
  GQueue branches;    /* of NablaLeftBranch */
  NablaExperiment *beginning; /* with which the record begins */
  GArray *record;     /* all changes of the run; another one after each */

  /* Not 0 while a command waits: cuts the running step off. */
  gint interrupt;
  /* Not 0 when the run is to be freed: cuts off what else would be waited for. */
  gint quit;

  /* what the worker tells */
  NablaMailbox *mailbox;
  _Atomic (int) state;
  _Atomic (gint64) steps, tip, looked_at;
  _Atomic (gint64) seek_left, seek_total;      /* steps; no total where it takes no time */
  _Atomic (gint64) time_running, time_looking; /* microseconds of all bursts */

  /* the worker's own */
  NablaTrainer *trainer;
  NablaObserver *observer;
  NablaObserveOptions options;
  double *typed;            /* what options.typed points to */
  guint64 options_revision; /* grows when other options come */
  NablaCostCurves *curves;  /* the live run's; changed under the mutex */
  gint64 until;             /* 0: the experiment's last step */
  double speed;
  gint64 next_step_time;
  gint64 last_burst; /* when the last one began; 0 where none came before */
  gint64 last_publish, publish_cost;
  gint64 last_measure, measure_cost;
  gint64 curved_step; /* of the last costs of train and dev in the series */
  gint64 cost_step;   /* of the last objective in its series */

  /* the past */
  NablaHistory *history;
  double step_time;            /* seconds, as measured lately */
  gint64 target;               /* where a seek is on its way to; −1 none */
  GArray *future;              /* (nullable): the whole record, while the past is looked at */
  NablaRunState tip_state;     /* how the run was left at its tip */
  NablaEarlyStopping tip_seen; /* what early stopping had seen there */
  NablaShown shown;
};

/* The worker's thread; @data is the run. */
void *nabla_worker_main (void *data);

void nabla_run_command_free (NablaRunCommand *self);

/* Of curves: nabla-worker-curves.c */
void nabla_worker_begin_curves (NablaRun *self);
/* Leaves in the run's curves what was known at @step; what others hold stays whole. */
void nabla_worker_cut_curves (NablaRun *self, gint64 step);
void nabla_worker_add_cost (NablaRun *self, gint64 step, double cost);
void nabla_worker_add_split_costs (NablaRun *self, gint64 step);

/* Of the past: nabla-worker-past.c */
void nabla_worker_seek (NablaRun *self, gint64 step);
/* Goes on with a seek, until it is there or @cancel is set. */
void nabla_worker_seek_on (NablaRun *self, const gint *cancel);
void nabla_worker_branch (NablaRun *self);
/* A step of the past was made again: the changes that were made at it are, too. */
void nabla_worker_follow (NablaRun *self);
/* Says where the run stands. */
void nabla_worker_tell_steps (NablaRun *self);
/* Says what the experiment and the record are now. */
void nabla_worker_tell_experiment (NablaRun *self);
void nabla_worker_tell_record (NablaRun *self);
void nabla_worker_fail (NablaRun *self, GError *error);
/* Trains a step. Returns: whether the run goes on */
gboolean nabla_worker_train_step (NablaRun *self);
