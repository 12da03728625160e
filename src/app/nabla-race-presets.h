/* Presets of the race: what is often shown, as a table.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-race.h"

G_BEGIN_DECLS

/* What the arena of networks is called among the bowls. */
#define NABLA_RACE_NETWORK "network"

/**
 * NablaRacePresetRacer:
 * @title: (nullable): marked N_(); %NULL for the optimizer's
 * @detail: (nullable): marked N_(); %NULL for the optimizer's settings
 * @changes: (array zero-terminated=1): `key=value`; without any the entry is none
 */
typedef struct
{
  const char *title;
  const char *detail;
  const char *changes[NABLA_RACE_MOST_CHANGES + 1];
} NablaRacePresetRacer;

/**
 * NablaRacePreset:
 * @name: for settings and links
 * @title: (nullable): marked N_(); %NULL for what an arena begins with, which is in no menu
 * @arena: name of a bowl, or %NABLA_RACE_NETWORK
 * @settings: (array zero-terminated=1): `key=value` of the bowl, and `noise=`, `steps=`,
 *   `wander=` (steps of which a circle tells), `w=`, `b=` (where all start)
 * @experiment: (nullable): text of what the networks share; %NULL for the bench's own
 * @speed: steps a second to begin with; 0 for full speed
 * @racers: who races
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *arena;
  const char *settings[6];
  const char *experiment;
  double speed;
  NablaRacePresetRacer racers[NABLA_RACE_MOST];
} NablaRacePreset;

/* Returns: (array length=n): all of them, in the order of the menu */
const NablaRacePreset *nabla_race_presets (guint *n);

/* Returns: (nullable): the preset called @name, or what the arena of that name begins with */
const NablaRacePreset *nabla_race_preset_find (const char *name);

G_END_DECLS
