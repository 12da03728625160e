/* What both sides of a run share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-mailbox.h"
#include "nabla-run.h"

#include <pthread.h>
#include <stdatomic.h>

typedef enum {
  NABLA_COMMAND_PLAY,
  NABLA_COMMAND_STEP,
  NABLA_COMMAND_PAUSE,
  NABLA_COMMAND_RESET,
  NABLA_COMMAND_SET,
  NABLA_COMMAND_CHANGE,
  NABLA_COMMAND_WATCH,
  NABLA_COMMAND_SPEED,
  NABLA_COMMAND_QUIT,
} NablaCommandKind;

typedef struct {
  NablaCommandKind kind;
  gint64 until; /* of PLAY; of STEP, how many */
  double speed;
  char *key;
  char *value;
  NablaExperiment *experiment;
  NablaObserveOptions options;
} NablaRunCommand;

struct _NablaRun {
  pthread_t thread;

  /* the queue */
  pthread_mutex_t mutex;
  pthread_cond_t wake; /* the worker: a command came */
  pthread_cond_t idle; /* whoever waits: the worker has nothing to do */
  GQueue commands;     /* of NablaRunCommand */
  gboolean busy;       /* commands taken but not done yet, or running */
  GError *error;

  /* Not 0 while a command waits: cuts the running step off. */
  gint interrupt;

  /* what the worker tells */
  NablaMailbox *mailbox;
  _Atomic (int) state;
  _Atomic (gint64) steps;

  /* the worker's own */
  NablaTrainer *trainer;
  NablaObserveOptions options;
  GPtrArray *curves; /* of NablaCostCurves: the live run's */
  gint64 until;
  double speed;
  gint64 next_step_time;
  gint64 last_publish, publish_cost;
  gint64 last_measure, measure_cost;
  gint64 measured_step;
  guint64 shown_revision; /* of the last snapshot */
};

/* The worker's thread; @data is the run. */
void *nabla_worker_main (void *data);

void nabla_run_command_free (NablaRunCommand *self);
