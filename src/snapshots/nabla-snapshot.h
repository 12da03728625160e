/* Snapshots: what a run shows of itself at one step.
 *
 * A snapshot is filled by the worker, frozen, and handed to figures and views,
 * which see nothing else of a run. Parts that nobody watches are NULL.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-batch-noise-picture.h"
#include "nabla-batch-norm-picture.h"
#include "nabla-batch-sizes-picture.h"
#include "nabla-batches-picture.h"
#include "nabla-decay-picture.h"
#include "nabla-distributions-picture.h"
#include "nabla-averages-picture.h"
#include "nabla-chart.h"
#include "nabla-field.h"
#include "nabla-gradient-angles-picture.h"
#include "nabla-gradient-check-picture.h"
#include "nabla-hidden-space-picture.h"
#include "nabla-race-picture.h"
#include "nabla-saturation-picture.h"
#include "nabla-series.h"
#include "nabla-surface-picture.h"
#include "nabla-trials-picture.h"
#include "nabla-units-picture.h"

G_BEGIN_DECLS

/* In the order of NablaSplit of the data sets. */
enum { NABLA_SNAPSHOT_TRAIN, NABLA_SNAPSHOT_DEV, NABLA_SNAPSHOT_TEST, NABLA_SNAPSHOT_SPLITS };

/**
 * NablaCostCurves:
 * @title: what this run is called
 * @cost: objective of the mini-batch, every recorded step
 * @split_cost: cost over whole train, dev, test in evaluation mode; any may be NULL
 */
typedef struct {
  char *title;
  NablaSeries *cost;
  NablaSeries *split_cost[NABLA_SNAPSHOT_SPLITS];
} NablaCostCurves;

/**
 * NablaMetrics:
 * @m: number of examples of the split; 0 if it is empty
 * @cost: mean loss in evaluation mode, without penalty
 * @accuracy: share of right answers, 0 … 1; NAN for regression
 * @confusion: n_classes × n_classes counts, row the true class, column the
 *   predicted one; NULL for regression
 * @mae, @rmse, @r2: of a regression; NAN otherwise
 */
typedef struct {
  gsize m;
  double cost;
  double accuracy;
  guint64 *confusion;
  double mae, rmse, r2;
} NablaMetrics;

/**
 * NablaLayerPicture:
 * @name: of the layer, as in the experiment
 * @activation: name of its activation, or NULL; where batch norm follows, of that one's
 * @units: how many; the features for the input
 * @n_previous: units of the layer before; 0 for the input
 * @weights: (nullable): W of shape (units, n_previous), row by row
 * @biases: (nullable): b of shape (units, 1)
 * @unit_map_size: side of the small pictures below, 0 without them
 * @unit_maps: (nullable): for each unit its activation over the plane of two
 *   features, unit_map_size² numbers, row 0 at the bottom
 */
typedef struct {
  char *name;
  char *activation;
  guint units;
  guint n_previous;
  float *weights;
  float *biases;
  guint unit_map_size;
  float *unit_maps;
} NablaLayerPicture;

/**
 * NablaFit: a regression's predictions beside the truth.
 * @n: how many examples
 * @truth, @prediction: in the label's own units
 * @split: which set each belongs to
 * @example: number of each in the data set
 */
typedef struct {
  gsize n;
  float *truth;
  float *prediction;
  guint8 *split;
  guint32 *example;
} NablaFit;

/**
 * NablaExample: one example on its way through the network.
 * @index: its number in the data set; −1 if somebody typed or drew it
 * @split: which set it belongs to; −1 if none
 * @n_x, @x: its features, in the data's own units
 * @label: its true class or value; NAN if nobody knows
 * @n_y, @prediction: the probability of class 1, one probability a class, or the
 *   value predicted
 * @loss: of this example; NAN without label
 * @n_layers: as many as the snapshot's layers, the input first
 * @z: for each layer its pre-activations, one a unit; NULL for the input
 * @a: for each layer its activations, one a unit, as the next layer gets them: after
 *   batch norm that stands between; the input's are normalized x
 */
typedef struct {
  gint64 index;
  int split;
  guint n_x;
  float *x;
  float label;
  guint n_y;
  float *prediction;
  float loss;
  guint n_layers;
  float **z;
  float **a;
} NablaExample;

/**
 * NablaExamples: rows of the data set with what the network says of them.
 * @n: how many are shown here
 * @n_total: how many there are in all, in the order that was asked for
 * @first: place of the first one shown in that order
 * @n_seen: how many the network was asked about: @n_total, or 20,000 of more
 * @n_wrong: how many of these are wrong; of a regression, 0
 * @n_x, @x: n × n_x features, in the data's own units
 * @index: number of each in the data set
 * @split: which set each belongs to; NABLA_SNAPSHOT_SPLITS if it was left out of all
 * @label: true class or value
 * @prediction: predicted class or value
 * @confidence: probability of the predicted class; NAN for a regression
 * @loss: of each
 */
typedef struct {
  gsize n;
  gsize n_total;
  gsize first;
  gsize n_seen;
  gsize n_wrong;
  guint n_x;
  float *x;
  guint32 *index;
  guint8 *split;
  float *label;
  float *prediction;
  float *confidence;
  float *loss;
} NablaExamples;

typedef struct {
  /*< public, const once frozen >*/
  char *title;             /* of the experiment */
  gint64 step;             /* updates made until the moment that is shown */
  gint64 last_step;        /* updates made in all: more than @step while the past is looked at */
  gint64 epoch;            /* whole passes over train so far */
  gint64 steps_total;      /* where the run will end; 0 if nobody said */
  double learning_rate;    /* α of the next step, after the schedule */
  gint64 diverged_step;    /* step at which a value was not finite, or −1 */
  char *diverged_node;     /* (nullable) first node where it appeared */
  gint64 best_step;        /* by early stopping: where the dev cost was lowest, or −1 */
  double best_cost;        /* that dev cost */
  gint64 stopped_step;     /* where early stopping ended the training, or −1 */

  guint n_classes;         /* 0 for regression */
  char **class_names;      /* (nullable) n_classes names */
  char *label_name;
  char **feature_names;    /* (nullable) (array zero-terminated=1) */
  guint image_height, image_width, image_channels; /* of pictures, else 0 */

  GPtrArray *curves;       /* (nullable) of NablaCostCurves; the live run first */
  NablaField *field;       /* (nullable) */
  NablaPoints *points;     /* (nullable) */
  NablaMetrics metrics[NABLA_SNAPSHOT_SPLITS];
  gint64 metrics_step;     /* when they were measured: at rest this step, else lately */
  GPtrArray *layers;       /* (nullable) of NablaLayerPicture; the input first */
  NablaFit *fit;           /* (nullable) of a regression */
  NablaExample *example;   /* (nullable) the one that somebody looks at */
  NablaExamples *examples; /* (nullable) rows of the data */
  NablaRacePicture *race;  /* (nullable) of a race of optimizers */
  NablaTrialsPicture *trials; /* (nullable) of a search */
  NablaDistributions *distributions; /* (nullable) */
  NablaSaturation *saturation;       /* (nullable) */
  NablaUnits *units;                 /* (nullable) */
  NablaBatchNorm *batch_norm;        /* (nullable) */
  NablaDecay *decay;                 /* (nullable) */
  NablaHiddenSpace *hidden_space;    /* (nullable) */
  NablaAveragesPicture *averages; /* (nullable) of a series */
  GPtrArray *charts;       /* (nullable) of NablaChart, of an instrument */
  NablaBatchesPicture *batches;      /* (nullable) */
  /* (nullable) what studies computed of a run, see nabla-study.h */
  NablaGradientCheckPicture *gradient_check;
  NablaGradientAngles *gradient_angles;
  NablaBatchNoise *batch_noise;
  NablaBatchSizes *batch_sizes;
  NablaSurfacePicture *surface;

  /*< private >*/
  gint ref_count;
} NablaSnapshot;

/* Returns: (transfer full): an empty snapshot of step 0, to be filled by its maker */
NablaSnapshot *nabla_snapshot_new (void);
NablaSnapshot *nabla_snapshot_ref (const NablaSnapshot *self);
void nabla_snapshot_unref (const NablaSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaSnapshot, nabla_snapshot_unref)

/* Parts, for the maker; owned by the snapshot once they are put in it. Numbers
 * are zeroed, with room as described above; what is nullable is NULL. */
NablaCostCurves *nabla_cost_curves_new (const char *title);
/* Returns: (transfer full): the same series, which go on growing, under an own title */
NablaCostCurves *nabla_cost_curves_share (const NablaCostCurves *self);
void nabla_cost_curves_free (NablaCostCurves *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaCostCurves, nabla_cost_curves_free)
NablaLayerPicture *nabla_layer_picture_new (const char *name, guint units, guint n_previous);
void nabla_layer_picture_free (NablaLayerPicture *self);
NablaFit *nabla_fit_new (gsize n);
void nabla_fit_free (NablaFit *self);
NablaExample *nabla_example_new (guint n_x, guint n_y, guint n_layers);
void nabla_example_free (NablaExample *self);
NablaExamples *nabla_examples_new (gsize n, guint n_x);
void nabla_examples_free (NablaExamples *self);

/**
 * nabla_snapshot_add_curves:
 * @curves: (transfer full): of one more run; the first ones are the live run's
 */
void nabla_snapshot_add_curves (NablaSnapshot *self, NablaCostCurves *curves);

/**
 * nabla_snapshot_add_layer:
 * @layer: (transfer full): the next layer; the first one is the input
 */
void nabla_snapshot_add_layer (NablaSnapshot *self, NablaLayerPicture *layer);

/**
 * nabla_snapshot_add_chart:
 * @chart: (transfer full): of an instrument, for the figure that it names
 */
void nabla_snapshot_add_chart (NablaSnapshot *self, NablaChart *chart);

G_END_DECLS
