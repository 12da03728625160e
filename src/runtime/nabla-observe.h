/* Observing: a trainer's moment as a snapshot.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

G_BEGIN_DECLS

/* What is to be seen; each part costs time, so what nobody watches is left out. */
typedef enum
{
  NABLA_WATCH_METRICS = 1 << 0,  /* metrics of all splits */
  NABLA_WATCH_FIELD = 1 << 1,    /* field and points */
  NABLA_WATCH_LAYERS = 1 << 2,   /* weights, biases, small maps of the units */
  NABLA_WATCH_FIT = 1 << 3,      /* of a regression, predictions beside the truth */
  NABLA_WATCH_EXAMPLE = 1 << 4,  /* one example on its way through the network */
  NABLA_WATCH_EXAMPLES = 1 << 5, /* rows of the data with what the network says */
  NABLA_WATCH_DISTRIBUTIONS = 1 << 6, /* z, a, gradients and weights of each layer */
  NABLA_WATCH_SATURATION = 1 << 7,    /* where z lies on the activation's derivative */
  NABLA_WATCH_UNITS = 1 << 8,         /* which units are the same */
  NABLA_WATCH_BATCH_NORM = 1 << 9,    /* before and after, in training and at test time */
  NABLA_WATCH_DECAY = 1 << 10,        /* what moves the weights in the next step */
  NABLA_WATCH_HIDDEN_SPACE = 1 << 11, /* where a layer puts the plane */
  NABLA_WATCH_BATCHES = 1 << 12,      /* how the epoch is cut into mini-batches */
  NABLA_WATCH_ALL = (1 << 13) - 1,
} NablaWatch;

/* So many examples are asked about at most when rows are ordered by their loss. */
#define NABLA_OBSERVE_MOST_EXAMPLES 20000

/**
 * NablaObserveOptions:
 * @watch: which parts
 * @feature_x, @feature_y: which features lie on the axes of the field; the
 *   others stand at their mean over the data
 * @grid: columns and rows of the field, at most 1024
 * @most_points: at most so many points, evenly chosen; those of the fit too
 * @map_size: side of a unit's small map, at most 256; 0 for none. Units have maps only
 *   where there are two features.
 * @example: number in the data set of the example to follow; −1 for none
 * @typed: (nullable) (array length=n_typed): features of an example that somebody typed
 *   or drew, in the data's own units, which is followed in place of @example; ignored
 *   unless there are n_x of them
 * @examples_first, @examples_count: which rows to show, of their order, at most 1000
 * @examples_split: of which NablaSplit; −1 for all examples
 * @wrong_first: the order: wrong ones first, by falling loss; else by number. By loss,
 *   %NABLA_OBSERVE_MOST_EXAMPLES evenly chosen ones of a larger set are ordered.
 * @hidden_layer: which hidden layer's space is shown, from 0; −1 for the last one
 */
typedef struct
{
  NablaWatch watch;
  guint feature_x, feature_y;
  guint grid;
  gsize most_points;
  guint map_size;
  gint64 example;
  const double *typed;
  guint n_typed;
  gsize examples_first, examples_count;
  int examples_split;
  gboolean wrong_first;
  int hidden_layer;
} NablaObserveOptions;

/* Everything, for the first two features on 100 × 100, with up to 2,000 points, no
 * example followed and the 50 worst rows. */
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

/**
 * NablaObserver:
 *
 * For who observes a trainer again and again: keeps what does not change from one
 * snapshot to the next (ranges, the plane of the field, points) and the last metrics.
 * Belongs to the trainer's thread.
 */
typedef struct _NablaObserver NablaObserver;

/* @trainer must outlive the observer. */
NablaObserver *nabla_observer_new (NablaTrainer *trainer);
void nabla_observer_free (NablaObserver *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaObserver, nabla_observer_free)

/**
 * nabla_observer_measure:
 * @n_splits: train; train and dev; or all three
 * @cancel: (nullable): looked at every few milliseconds
 *
 * Measures those splits, unless they were measured since the last change.
 *
 * Returns: whether they are measured; if @cancel was set, the old metrics stay
 */
gboolean nabla_observer_measure (NablaObserver *self, guint n_splits, const gint *cancel);

/* Returns: whether so many splits are measured as the trainer stands now */
gboolean nabla_observer_is_measured (const NablaObserver *self, guint n_splits);

/* Returns: the last metrics of @split, and in @step when they were measured; −1 if never */
const NablaMetrics *
nabla_observer_metrics (const NablaObserver *self, NablaSplit split, gint64 *step);

/**
 * nabla_observer_observe:
 * @options: what to look at; metrics are the last measured ones
 * @cancel: (nullable): looked at every few milliseconds
 *
 * Returns: (transfer full) (nullable): a snapshot; %NULL if @cancel was set
 */
NablaSnapshot *nabla_observer_observe (NablaObserver *self,
                                       const NablaObserveOptions *options,
                                       const gint *cancel);

G_END_DECLS
