/* Race models: which arena, who races, and how far they are.
 *
 * The race page's only way to what races: a bowl, whose ways are computed here as they
 * are looked at, or networks on a worker's thread. To the page both are the same: steps,
 * a state, snapshots.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-entry.h"
#include "nabla-race-presets.h"
#include "nabla-session.h"

G_BEGIN_DECLS

#define NABLA_TYPE_RACE_MODEL (nabla_race_model_get_type ())
G_DECLARE_FINAL_TYPE (NablaRaceModel, nabla_race_model, NABLA, RACE_MODEL, GObject)

/**
 * NablaRaceModel::changed:
 *
 * Arena, settings or racers are others, by whatever way.
 *
 * NablaRaceModel::state-changed:
 *
 * The race started, paused or ended, is being built, or its pace, speed or length changed.
 *
 * NablaRaceModel::snapshot:
 * @snapshot: a `const NablaSnapshot *`, valid during the call
 *
 * NablaRaceModel::failed:
 * @error: what was refused and why; everything is as it was
 *
 * NablaRaceModel::awake:
 *
 * Something is to be expected: whoever polls should do so again.
 */

/**
 * nabla_race_model_new:
 * @session: the bench, whose experiment is the arena “My network”
 *
 * Returns: (transfer full): a model standing in the bowl
 */
NablaRaceModel *nabla_race_model_new (NablaSession *session);

/**
 * nabla_race_model_open:
 * @name: of an arena or a preset
 *
 * Returns: whether there is such a one, and it could be set up
 */
gboolean nabla_race_model_open (NablaRaceModel *self, const char *name, GError **error);

/* Returns: (transfer none): the preset that is raced, with a title or without */
const NablaRacePreset *nabla_race_model_preset (NablaRaceModel *self);

/* Returns: (transfer none) (nullable): the bowl; %NULL for networks */
const NablaBowlArena *nabla_race_model_arena (NablaRaceModel *self);

/* Returns: (transfer none): settings of the bowl, one a param of the arena */
const double *nabla_race_model_settings (NablaRaceModel *self);
void nabla_race_model_set_setting (NablaRaceModel *self, guint index, double value);

/* Start, noise and length of a race in a bowl */
const NablaBowlOptions *nabla_race_model_options (NablaRaceModel *self);
void nabla_race_model_set_noise (NablaRaceModel *self, double noise);
void nabla_race_model_set_start (NablaRaceModel *self, double w, double b);

/* Returns: (transfer none) (nullable): what all racers change; %NULL where the bench has
 * nothing */
NablaExperiment *nabla_race_model_base (NablaRaceModel *self);

/* Racers */
guint nabla_race_model_n_racers (NablaRaceModel *self);
const NablaRaceEntry *nabla_race_model_racer (NablaRaceModel *self, guint index);

/* Adds a racer with this optimizer, or with this schedule and the chosen racer's optimizer. */
gboolean nabla_race_model_add (NablaRaceModel *self, const char *change, GError **error);
void nabla_race_model_remove (NablaRaceModel *self, guint index);
gboolean nabla_race_model_set (
    NablaRaceModel *self, guint index, const char *key, const char *value, GError **error);

/* Takes the last change of the racers back. Returns: whether there was one */
gboolean nabla_race_model_undo (NablaRaceModel *self);
gboolean nabla_race_model_can_undo (NablaRaceModel *self);

/* As the preset has it. */
void nabla_race_model_restore (NablaRaceModel *self);

/* Whose terms are shown */
void nabla_race_model_choose (NablaRaceModel *self, int index);
int nabla_race_model_chosen (NablaRaceModel *self);

/* Of the networks, the weight whose terms are shown: see NablaRaceOptions */
void nabla_race_model_choose_weight (NablaRaceModel *self, const char *parameter, gsize element);

/* Returns: (transfer none) (nullable): the parameter that was chosen; %NULL for the first */
const char *nabla_race_model_weight (NablaRaceModel *self, gsize *element);

void nabla_race_model_play (NablaRaceModel *self);
void nabla_race_model_pause (NablaRaceModel *self);
/* @n may be negative: back */
void nabla_race_model_step (NablaRaceModel *self, gint64 n);
void nabla_race_model_reset (NablaRaceModel *self);
void nabla_race_model_seek (NablaRaceModel *self, gint64 step);
void nabla_race_model_set_speed (NablaRaceModel *self, double steps_per_second);
double nabla_race_model_speed (NablaRaceModel *self);
void nabla_race_model_set_pace (NablaRaceModel *self, NablaRacePace pace);
NablaRacePace nabla_race_model_pace (NablaRaceModel *self);

NablaRunState nabla_race_model_state (NablaRaceModel *self);
gboolean nabla_race_model_is_building (NablaRaceModel *self);
/* Returns: the step that is looked at, the last one recorded, and where the race ends */
gint64 nabla_race_model_steps (NablaRaceModel *self);
gint64 nabla_race_model_recorded (NablaRaceModel *self);
gint64 nabla_race_model_total (NablaRaceModel *self);

/* Returns: whether all racers start from the same bits, and see the same batches */
gboolean nabla_race_model_same_start (NablaRaceModel *self);
gboolean nabla_race_model_same_batches (NablaRaceModel *self);

/* Returns: (transfer none) (nullable): the race of networks, if it is built */
NablaRace *nabla_race_model_race (NablaRaceModel *self);

/* Returns: (transfer none) (nullable): what was seen last */
const NablaSnapshot *nabla_race_model_snapshot (NablaRaceModel *self);

/* Says whether boundaries are to be seen. */
void nabla_race_model_watch (NablaRaceModel *self, gboolean boundaries);

/* Whether anybody looks: networks are built when somebody does, and who races pauses when
 * nobody does. */
void nabla_race_model_set_awake (NablaRaceModel *self, gboolean is_awake);

/**
 * nabla_race_model_poll:
 * @now: microseconds of the frame
 *
 * Goes on and emits signals. To be called once a frame while the model is awake.
 *
 * Returns: whether something is still to be expected
 */
gboolean nabla_race_model_poll (NablaRaceModel *self, gint64 now);

G_END_DECLS
