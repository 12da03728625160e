/* What the files of the bowl share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-bowl.h"

G_BEGIN_DECLS

/* The arena whose cost is that of a logistic regression on real examples */
extern const NablaBowlArena nabla_bowl_two_weights;

/**
 * NablaBowlWay: one racer and all that it has done.
 * @steps: (element-type NablaBowlStep): those that ended in finite numbers; the first is
 *   the start
 * @failure: the step that did not; its @t is 0 if there was none
 * @cost_curve: grows as @steps does
 * @trail: (nullable): the places of the first trail->n steps
 */
typedef struct
{
  NablaBowlRacer racer;
  char *title;
  GArray *steps;
  NablaBowlStep failure;
  gint64 diverged_step;
  gint64 finished_step;
  NablaSeries *cost_curve;
  NablaTrail *trail;
} NablaBowlWay;

struct _NablaBowlRace
{
  const NablaBowlArena *arena;
  double settings[NABLA_MAX_PARAMS];
  NablaBowlOptions options;
  gpointer prepared;
  NablaPlace minima[4];
  guint n_minima;
  NablaTerrain *terrain;
  GPtrArray *ways;
  guint length;
};

/* Returns: (transfer full): a race in a cost that its maker has @prepared, and keeps together
 * with @arena for as long as the race lives */
NablaBowlRace *nabla_bowl_race_new_prepared (const NablaBowlArena *arena,
                                             gpointer prepared,
                                             const NablaBowlOptions *options);

/* Returns: what the weight @index is called */
const char *nabla_bowl_weight_name (const NablaBowlArena *arena, guint index);

/* Returns: (transfer none): computed when it is first asked for */
NablaTerrain *nabla_bowl_race_terrain (NablaBowlRace *self);

/* Returns: (transfer full): a sentence that says why a step ended in numbers that are not
 * finite */
char *nabla_bowl_reason (const NablaBowlRacer *racer, const NablaBowlStep *failure);

/* Returns: (transfer full): `α 0.4 · β₁ 0.9` */
char *nabla_bowl_detail (const NablaBowlRacer *racer);

G_END_DECLS
