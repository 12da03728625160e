/* What the files of the race model share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race-model.h"

G_BEGIN_DECLS

/**
 * NablaRaceModel:
 * @preset, @arena, @settings, @options: what is raced, and where
 * @base: (nullable): what racers change
 * @entries: (element-type NablaRaceEntry): the racers
 * @undo: (element-type GPtrArray): racers as they were, the oldest first
 * @remembered: racers of other presets, as they were left
 * @bowl, @position, @ticked: of a bowl: its race, where it stands, when it was moved last
 * @race: (nullable): of networks
 * @is_stale: whether the race is none of these racers any more
 * @building: (nullable): what stops the build that is going on
 * @plays: whether a race that is being built is to play
 */
struct _NablaRaceModel
{
  GObject parent_instance;
  NablaSession *session;

  const NablaRacePreset *preset;
  const NablaBowlArena *arena;
  double settings[NABLA_MAX_PARAMS];
  NablaBowlOptions options;
  NablaExperiment *base;
  GPtrArray *entries;
  GPtrArray *undo;
  GHashTable *remembered;
  int chosen;

  NablaRacePace pace;
  double speed;
  gboolean boundaries;
  char *parameter;
  gsize element;

  NablaBowlRace *bowl;
  double position;
  gint64 ticked;
  gint64 farthest;
  gboolean bowl_plays;

  NablaRace *race;
  gboolean is_stale;
  gboolean is_awake; /* somebody shows it: may build */
  GCancellable *building;
  gboolean plays;
  NablaRunState told; /* state at the last poll */

  NablaSnapshot *snapshot;
};

/* Signals */
void nabla_race_model_tell_changed (NablaRaceModel *self);
void nabla_race_model_tell_state (NablaRaceModel *self);
void nabla_race_model_tell_failed (NablaRaceModel *self, const GError *error);
void nabla_race_model_tell_awake (NablaRaceModel *self);
void nabla_race_model_take_snapshot (NablaRaceModel *self, NablaSnapshot *snapshot);

/* Racers or their settings are others: the race begins anew. */
void nabla_race_model_rebuild (NablaRaceModel *self);

/* Where the bowl stands, shown at once. */
void nabla_race_model_show_bowl (NablaRaceModel *self);

/* Makes the bowl's race anew: another arena, other settings. */
gboolean nabla_race_model_make_bowl (NablaRaceModel *self, GError **error);

/* Tells the networks what is to be seen. */
void nabla_race_model_tell_watch (NablaRaceModel *self);

G_END_DECLS
