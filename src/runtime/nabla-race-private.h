/* What the files of the race share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-mailbox.h"
#include "nabla-race.h"

#include <pthread.h>
#include <stdatomic.h>

G_BEGIN_DECLS

/**
 * NablaRaceTrainer:
 * @cost: objective of each step's batch; @split_cost: of whole train and dev, sometimes
 * @seconds: own training time until each step, the point of step 0 included
 * @recorded: the farthest step it ever made
 * @time: own training seconds until @recorded
 * @recorded: the farthest step it ever made
 * @keyframes: (element-type NablaRaceKeyframe): states to go back to, by growing step
 * @spacing: steps between them; @room: bytes that they may take
 * @stretch: steps between two readings of the clock, as long as that takes no time
 * @measured: step whose metrics the observer has; −1 for none
 * @curved: step of the last point in @split_cost; −1 for none
 * @is_diverged: whether it stands at @diverged_step, which it cannot leave; what is known
 *   of that step stays known when the racer goes back
 */
typedef struct
{
  char *name;
  char *detail;
  guint slot;
  NablaTrainer *trainer;
  NablaObserver *observer;
  NablaSeries *cost;
  NablaSeries *split_cost[NABLA_SPLIT_DEV + 1];
  NablaSeries *seconds;
  double time;
  gint64 recorded;
  GArray *keyframes;
  gint64 spacing;
  gint64 stretch;
  gsize room, used;
  gint64 measured;
  gint64 curved;
  gboolean is_diverged;
  gint64 diverged_step;
  char *diverged_node;
} NablaRaceTrainer;

typedef struct
{
  gint64 step;
  GBytes *state;
} NablaRaceKeyframe;

/* @trainer belongs to the racer then, and stands at its first step. */
void nabla_race_trainer_init (NablaRaceTrainer *self,
                              const NablaRaceVariant *variant,
                              gsize room,
                              NablaTrainer *trainer);
void nabla_race_trainer_clear (NablaRaceTrainer *self);

/* Puts it back to step 0, with empty series. */
void nabla_race_trainer_reset (NablaRaceTrainer *self);

/* Makes @most steps, or fewer if @until is reached, the racer diverges, @cancel is set or a
 * slice of time is over; what was never made before is recorded, with the time that it
 * took. */
void nabla_race_trainer_run (NablaRaceTrainer *self, gint64 most, gint64 until, const gint *cancel);

/* Goes to @step ≤ recorded, bit for bit. Returns: whether it is there; not if cancelled */
gboolean nabla_race_trainer_seek (NablaRaceTrainer *self, gint64 step, const gint *cancel);

/* Returns: own training seconds until @step ≤ recorded; steps between two readings of the
 * clock divide the time evenly */
double nabla_race_trainer_seconds_at (const NablaRaceTrainer *self, gint64 step);

/* Returns: the last step that was made within @seconds */
gint64 nabla_race_trainer_step_at (const NablaRaceTrainer *self, double seconds);

gint64 nabla_race_trainer_last_step (const NablaRaceTrainer *self);

/* Whether it has steps to make before @until. */
gboolean nabla_race_trainer_can_go (const NablaRaceTrainer *self, gint64 until);

typedef enum
{
  NABLA_RACE_COMMAND_PLAY,
  NABLA_RACE_COMMAND_STEP,
  NABLA_RACE_COMMAND_PAUSE,
  NABLA_RACE_COMMAND_RESET,
  NABLA_RACE_COMMAND_SEEK,
  NABLA_RACE_COMMAND_SEEK_SECONDS,
  NABLA_RACE_COMMAND_PACE,
  NABLA_RACE_COMMAND_SPEED,
  NABLA_RACE_COMMAND_WATCH,
  NABLA_RACE_COMMAND_MEMORY,
  NABLA_RACE_COMMAND_QUIT,
} NablaRaceCommandKind;

typedef struct
{
  NablaRaceCommandKind kind;
  gint64 step;
  double number; /* seconds, speed, or bytes */
  NablaRacePace pace;
  NablaRaceOptions options; /* its parameter belongs to the command */
} NablaRaceCommand;

struct _NablaRace
{
  pthread_t thread;
  guint n;
  NablaRaceTrainer racers[NABLA_RACE_MOST];
  gboolean same_start, same_batches;

  /* the queue */
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  pthread_cond_t idle;
  GQueue commands;
  gboolean busy;

  /* Not 0 while a command waits: cuts looking and seeking off; @quit cuts steps off. */
  gint interrupt, quit;

  /* what the worker tells */
  NablaMailbox *mailbox;
  _Atomic (int) state;
  _Atomic (gint64) steps, recorded;
  _Atomic (double) seconds, recorded_seconds;

  /* the worker's own */
  NablaRaceOptions options;
  char *parameter;
  NablaRacePace pace;
  double speed;
  gint64 until[NABLA_RACE_MOST]; /* where each is to pause */
  gint64 next_step_time;
  gboolean seeking; /* racers have yet to get to targets */
  gint64 targets[NABLA_RACE_MOST];
  guint64 revision, shown; /* of all that snapshots show; of the last one */
  guint next_measured;     /* whose turn it is */
  gint64 last_look, look_cost;
};

/* What lies in the mailbox. */
typedef struct
{
  NablaSnapshot *snapshot;
  NablaRaceMoment moment;
} NablaRaceView;

void nabla_race_view_free (NablaRaceView *self);

/* The next update of the weight that is looked at; leaves everything as it was. */
void nabla_race_look_ahead (NablaRace *self, NablaRaceMoment *moment);

void *nabla_race_worker_main (void *data);

/* Returns: (transfer full) (nullable): how the race stands; %NULL if cancelled */
NablaSnapshot *nabla_race_observe (NablaRace *self, const gint *cancel);

G_END_DECLS
