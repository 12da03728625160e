/* What both sides of a run share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

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
  gint64 until; /* of PLAY; of STEP, how many */
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
  NablaRunFork *fork;          /* (nullable): that nobody has taken yet */

  /* Not 0 while a command waits: cuts the running step off. */
  gint interrupt;

  /* what the worker tells */
  NablaMailbox *mailbox;
  _Atomic (int) state;
  _Atomic (gint64) steps;
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
  NablaShown shown;
};

/* The worker's thread; @data is the run. */
void *nabla_worker_main (void *data);

void nabla_run_command_free (NablaRunCommand *self);
