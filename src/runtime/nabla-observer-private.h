/* What the files of the observer share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-observe.h"
#include "nabla-trainer-private.h"

G_BEGIN_DECLS

/**
 * NablaRanges:
 * @low, @high, @mean: of each feature over the data
 */
typedef struct
{
  double *low, *high, *mean;
} NablaRanges;

/**
 * NablaPlane:
 * @x: side × side normalized examples, as rows from the bottom
 * @x_minimum … @y_maximum: what they cover
 *
 * A plane through the data.
 */
typedef struct
{
  guint feature_x, feature_y, side;
  void *x;
  double x_minimum, x_maximum, y_minimum, y_maximum;
} NablaPlane;

/**
 * NablaChoice:
 * @examples: (array length=n): numbers in the data set
 * @split: (array length=n) (nullable): of each; %NULL if they are all of one
 *
 * Evenly chosen examples of the splits.
 */
typedef struct
{
  gsize most;
  gsize n;
  guint32 *examples;
  guint8 *split;
} NablaChoice;

/**
 * NablaProbe:
 * @workspace: holds the values and gradients of @rows examples of the next step's batch
 * @examples: (array length=rows): their numbers in the data set
 *
 * What the next step will see: its batch, with this step's parameters, in training mode
 * but without writing a state. Made for what is watched only.
 */
typedef struct
{
  NablaExperiment *experiment; /* that the workspace's graph is of */
  NablaWorkspace *workspace;
  gsize capacity;
  gsize rows;
  guint32 *examples;
  gboolean is_valid;
  guint64 revision;
} NablaProbe;

/**
 * NablaPast:
 * @columns: (element-type NablaDistributionColumn): kept of what was seen, by step
 * @stride: steps between two of them, at least; doubled when there are too many
 * @experiment, @n_changes: when it was looked at last: another past has other columns
 * @last_seen: the step at that time
 */
typedef struct
{
  GPtrArray *columns;
  gint64 stride;
  NablaExperiment *experiment;
  guint n_changes;
  gint64 last_seen;
} NablaPast;

/**
 * NablaComponents:
 * @vectors: 2 × units: the principal components of a layer, from which the next ones are
 *   sought, so that they do not turn over from one picture to the next
 */
typedef struct
{
  guint layer;
  guint units;
  double *vectors;
} NablaComponents;

struct _NablaObserver
{
  NablaTrainer *trainer;
  NablaProblem *problem; /* that all below was made of */
  NablaMetrics metrics[NABLA_N_SPLITS];
  gint64 metrics_step[NABLA_N_SPLITS];
  guint64 metrics_revision[NABLA_N_SPLITS];
  gboolean has_ranges;
  NablaRanges ranges;
  NablaPlane field_plane, map_plane, space_plane;
  NablaChoice choice;
  NablaPoints *points;
  guint points_x, points_y;
  guint8 *splits; /* (nullable) of each example of the data set */
  NablaProbe probe;
  NablaPast past;
  NablaComponents components;
};

/* What stands for the split of an example that is in none. */
#define NABLA_NO_SPLIT NABLA_N_SPLITS

/* The parts; each returns whether it was not cancelled. */
gboolean nabla_observer_field (NablaObserver *self,
                               const NablaObserveOptions *options,
                               const gint *cancel,
                               NablaSnapshot *snapshot);
gboolean nabla_observer_layers (NablaObserver *self,
                                const NablaObserveOptions *options,
                                const gint *cancel,
                                NablaSnapshot *snapshot);
gboolean nabla_observer_fit (NablaObserver *self,
                             const NablaObserveOptions *options,
                             const gint *cancel,
                             NablaSnapshot *snapshot);
gboolean nabla_observer_example (NablaObserver *self,
                                 const NablaObserveOptions *options,
                                 NablaSnapshot *snapshot);
gboolean nabla_observer_examples (NablaObserver *self,
                                  const NablaObserveOptions *options,
                                  const gint *cancel,
                                  NablaSnapshot *snapshot);

gboolean nabla_observer_distributions (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot);
gboolean nabla_observer_saturation (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot);
gboolean nabla_observer_units (NablaObserver *self,
                               const NablaObserveOptions *options,
                               const gint *cancel,
                               NablaSnapshot *snapshot);
gboolean nabla_observer_batch_norm (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot);
void nabla_observer_batches (NablaObserver *self, NablaSnapshot *snapshot);
gboolean nabla_observer_decay (NablaObserver *self, const gint *cancel, NablaSnapshot *snapshot);
gboolean nabla_observer_hidden_space (NablaObserver *self,
                                      const NablaObserveOptions *options,
                                      const gint *cancel,
                                      NablaSnapshot *snapshot);

/**
 * nabla_observer_probe:
 *
 * Passes the next step's batch forward and backward, unless that was done since the last
 * change.
 *
 * Returns: (nullable): what it holds; %NULL if @cancel was set or memory is short
 */
const NablaProbe *nabla_observer_probe (NablaObserver *self, const gint *cancel);
void nabla_probe_clear (NablaProbe *self);
void nabla_past_clear (NablaPast *self);

/* Makes @plane one of @side × @side examples through features @fx and @fy. */
gboolean nabla_observer_plane (NablaObserver *self,
                               guint fx,
                               guint fy,
                               guint side,
                               const gint *cancel,
                               NablaPlane *plane);

/* At most @most examples of all splits, evenly chosen; kept until asked for others. */
const NablaChoice *nabla_observer_choose (NablaObserver *self, gsize most);
void nabla_choice_clear (NablaChoice *self);

/* The split of each example. */
const guint8 *nabla_observer_splits (NablaObserver *self);

/**
 * NablaShownLayer:
 * @spec: in the experiment
 * @activation: (nullable): the name of its activation
 * @z: the layer's own node
 * @a: what the next layer gets
 * @w, @b: its parameters; @b may be %NULL
 *
 * A layer that pictures show: one with weights. What stands between them (batch norm,
 * dropout) changes no number of units and is taken for a part of the layer before.
 */
typedef struct
{
  const NablaLayerSpec *spec;
  const char *activation;
  const NablaNode *z;
  const NablaNode *a;
  const NablaNode *w;
  const NablaNode *b;
} NablaShownLayer;

/* Returns: the node that the layer's activation is computed from: z, or what batch norm
 * makes of it */
const NablaNode *nabla_shown_layer_pre_activation (const NablaShownLayer *self);

/* Returns: (transfer full) (element-type NablaShownLayer): without the input */
GArray *nabla_observer_shown_layers (const NablaObserver *self);

static inline double
nabla_observer_number (const NablaObserver *self, const void *numbers, gsize index)
{
  return self->problem->precision == NABLA_DOUBLE ? ((const double *)numbers)[index]
                                                  : ((const float *)numbers)[index];
}

G_END_DECLS
