/* Races: variants of one experiment that train side by side on one thread.
 *
 * All racers see the same data and, where their networks are the same, start from
 * the same bits and take the same batches, so that what sets their curves apart is
 * what was changed and nothing else. As with a run, commands travel to the worker in
 * a queue and snapshots come back through a mailbox.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-run.h"

G_BEGIN_DECLS

#define NABLA_RACE_MOST 6
#define NABLA_RACE_MOST_CHANGES 12

/**
 * NablaRaceVariant:
 * @name: what the racer is called, translated
 * @detail: (nullable): a line with its settings, such as `α 0.4 · β₁ 0.9`
 * @slot: its color and marker, from 0 to 9
 * @changes: (array zero-terminated=1): `key=value` as in nabla_experiment_with (), made
 *   one after another; a key without `=` is taken away
 *
 * What sets one racer apart from the experiment that all of them share.
 */
typedef struct
{
  const char *name;
  const char *detail;
  guint slot;
  const char *changes[NABLA_RACE_MOST_CHANGES + 1];
} NablaRaceVariant;

/**
 * nabla_race_variant_apply:
 *
 * Returns: (transfer full) (nullable): the experiment that the racer trains
 */
NablaExperiment *nabla_race_variant_apply (const NablaRaceVariant *self,
                                           const NablaExperiment *base,
                                           GError **error);

/**
 * NablaRacePace:
 * @NABLA_RACE_LOCKSTEP: everybody makes step t before anybody makes step t + 1
 * @NABLA_RACE_FULL_SPEED: each gets the same training time, whatever it does with it:
 *   who has had the least is the next
 */
typedef enum
{
  NABLA_RACE_LOCKSTEP,
  NABLA_RACE_FULL_SPEED,
} NablaRacePace;

/**
 * NablaRaceOptions:
 * @boundaries: whether snapshots hold each racer's field and points
 * @feature_x, @feature_y, @grid: of the fields, as in NablaObserveOptions
 * @terms: the racer whose next update is shown term by term; −1 for none
 * @parameter: (nullable): name of the node with the shown weight, such as `hidden/W`;
 *   %NULL for the first one of the network
 * @element: which of its numbers, along its rows, from 0
 */
typedef struct
{
  gboolean boundaries;
  guint feature_x, feature_y;
  guint grid;
  int terms;
  const char *parameter;
  gsize element;
} NablaRaceOptions;

/**
 * NablaRaceMoment: the next update of one weight of a racer, made for looking and taken back.
 * @racer: whose; −1 if nobody's: none was asked for, or it has diverged
 * @weight: as in nabla_trainer_set (): `W[1,1]@hidden`
 * @optimizer: of the network's precision
 * @settings: of the optimizer
 * @t: number of the update, from 1
 * @learning_rate: α of it
 * @decays: whether weight decay acts on the weight
 * @before, @after: the weight
 * @gradient: what the optimizer saw: clipped and with penalties
 * @states_before, @states_after: what it remembers of the weight, one a state
 */
typedef struct
{
  int racer;
  char weight[80];
  const NablaOptimizerClass *optimizer;
  double settings[NABLA_MAX_PARAMS];
  gint64 t;
  double learning_rate;
  gboolean decays;
  double before, after;
  double gradient;
  double states_before[NABLA_MAX_OPTIMIZER_STATES], states_after[NABLA_MAX_OPTIMIZER_STATES];
} NablaRaceMoment;

typedef struct _NablaRace NablaRace;

/**
 * nabla_race_new:
 * @base: what all variants change
 * @variants: (array length=n): at least one, at most %NABLA_RACE_MOST; copied
 * @data_path: (nullable): as in nabla_problem_new ()
 * @n_threads: of each racer, 0 for one a core
 * @error: names the racer whose changes do not fit
 *
 * Reads the data, builds all networks and starts the worker, paused. It takes as long as
 * that takes; may be called on any thread.
 *
 * Returns: (transfer full) (nullable): the race
 */
NablaRace *nabla_race_new (NablaExperiment *base,
                           const NablaRaceVariant *variants,
                           guint n,
                           const char *data_path,
                           guint n_threads,
                           GError **error);

/* Stops within one node's time and waits for the worker to be gone. */
void nabla_race_free (NablaRace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaRace, nabla_race_free)

guint nabla_race_n_racers (const NablaRace *self);

/* Returns: (transfer none): what racer @index trains */
NablaExperiment *nabla_race_experiment (const NablaRace *self, guint index);

/* Returns: (transfer none): racer @index, to be looked at while the race rests and no command
 * waits; the worker has it at all other times */
NablaTrainer *nabla_race_trainer (const NablaRace *self, guint index);

/* How many bytes keyframes of all racers may take together, at least a few of each; from the
 * next reset on. 256 MiB unless said. */
void nabla_race_set_memory (NablaRace *self, gsize bytes);

/* Returns: whether all racers began with the same bits in all parameters that they share,
 * compared when they were made */
gboolean nabla_race_same_start (const NablaRace *self);

/* Returns: whether all racers have the same data, split and order of batches */
gboolean nabla_race_same_batches (const NablaRace *self);

/* Trains until every racer has made its steps or has diverged. */
void nabla_race_play (NablaRace *self);

/* Has every racer that can make @n more steps, and pauses. */
void nabla_race_step (NablaRace *self, gint64 n);

/* Stops where all of them stand at a whole step, in lockstep at the same one. */
void nabla_race_pause (NablaRace *self);

/* Back to step 0, paused, with new series and seconds. */
void nabla_race_reset (NablaRace *self);

/**
 * nabla_race_seek:
 * @step: to which every racer goes, or to its last one where it has not come so far
 *
 * Revisits a step, bit for bit, and pauses there. Series keep what was recorded; to play
 * on from there trains the same steps again. The last of many calls wins.
 */
void nabla_race_seek (NablaRace *self, gint64 step);

/* As nabla_race_seek (), to where each racer stood after @seconds of its own training. */
void nabla_race_seek_seconds (NablaRace *self, double seconds);

/* Says in which order steps are made; racers that are behind catch up in lockstep. */
void nabla_race_set_pace (NablaRace *self, NablaRacePace pace);

/* Limits the speed in lockstep to @steps_per_second; 0 for as fast as it goes. */
void nabla_race_set_speed (NablaRace *self, double steps_per_second);

/* Says what snapshots are to hold from now on; parameter is copied. */
void nabla_race_watch (NablaRace *self, const NablaRaceOptions *options);

/* Returns: what the worker is doing now; %NABLA_RUN_DIVERGED only if all racers are */
NablaRunState nabla_race_state (NablaRace *self);

/* Returns: updates of the racer that is farthest, as it stands */
gint64 nabla_race_steps (NablaRace *self);

/* Returns: updates of the racer that was ever farthest: where the recorded part ends */
gint64 nabla_race_recorded (NablaRace *self);

/* Returns: training seconds of the racer that has had most, as it stands, and recorded */
double nabla_race_seconds (NablaRace *self);
double nabla_race_recorded_seconds (NablaRace *self);

/**
 * nabla_race_take_snapshot:
 * @moment: (out) (optional): of the same step
 *
 * Returns: (transfer full) (nullable): the newest snapshot that nobody has taken, which is the
 *   caller's alone
 */
NablaSnapshot *nabla_race_take_snapshot (NablaRace *self, NablaRaceMoment *moment);

/**
 * nabla_race_parameter:
 * @racer: a racer
 * @index: of its parameters, from 0
 * @rows, @columns: (out): of its shape; a vector has one column
 *
 * Returns: (transfer none) (nullable): the name of the node, such as `hidden/W`; %NULL beyond
 *   the last. May be asked at any time.
 */
const char *
nabla_race_parameter (const NablaRace *self, guint racer, guint index, gsize *rows, gsize *columns);

/* Returns: (transfer full): how a weight is called: `W[3,1]@hidden` */
char *nabla_race_weight_name (const char *parameter, gsize element, gsize columns);

/* As nabla_run_wait (). */
gboolean nabla_race_wait (NablaRace *self, int milliseconds);

G_END_DECLS
