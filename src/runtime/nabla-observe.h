/* Observing: a trainer's moment as a snapshot.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/* What is to be seen; each part costs time, so what nobody watches is left out. */
typedef enum {
  NABLA_WATCH_METRICS = 1 << 0, /* metrics of all splits */
  NABLA_WATCH_FIELD = 1 << 1,   /* field and points */
  NABLA_WATCH_LAYERS = 1 << 2,  /* weights, biases, small maps of the units */
  NABLA_WATCH_ALL = (1 << 3) - 1,
} NablaWatch;

/**
 * NablaObserveOptions:
 * @watch: which parts
 * @feature_x, @feature_y: which features lie on the axes of the field; the
 *   others stand at their mean over the data
 * @grid: columns and rows of the field
 * @most_points: at most so many points, evenly chosen
 * @map_size: side of a unit's small map; 0 for none. Units have maps only where
 *   there are two features.
 */
typedef struct {
  NablaWatch watch;
  guint feature_x, feature_y;
  guint grid;
  gsize most_points;
  guint map_size;
} NablaObserveOptions;

/* Everything, for the first two features on 100 × 100, with up to 2,000 points. */
extern const NablaObserveOptions nabla_observe_defaults;

/**
 * nabla_observe:
 * @trainer: standing between two steps; nothing in it is changed
 * @options: what to look at
 *
 * Returns: (transfer full): a snapshot with what was asked for; curves are not
 *   in it, since a trainer keeps no past
 */
NablaSnapshot *nabla_observe (NablaTrainer *trainer, const NablaObserveOptions *options);

G_END_DECLS
