/* Distributions: how the numbers of each layer are spread, now and since the run began.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NablaLayerQuantity: what of a layer is looked at
 * @NABLA_LAYER_Z: pre-activations as the activation gets them, of a whole batch
 * @NABLA_LAYER_A: activations as the next layer gets them
 * @NABLA_LAYER_GRADIENT: dJ/dz of the batch, J its mean loss
 * @NABLA_LAYER_WEIGHTS: W
 */
typedef enum
{
  NABLA_LAYER_Z,
  NABLA_LAYER_A,
  NABLA_LAYER_GRADIENT,
  NABLA_LAYER_WEIGHTS,
} NablaLayerQuantity;
#define NABLA_N_LAYER_QUANTITIES (NABLA_LAYER_WEIGHTS + 1)

#define NABLA_DISTRIBUTION_BINS 48
/* Magnitudes from 2⁻⁴⁸ (4e−15) to 2¹⁶; what is beyond counts at the end. */
#define NABLA_DISTRIBUTION_OCTAVES 64
#define NABLA_DISTRIBUTION_FIRST_OCTAVE (-48)
/* 1, 5, 25, 50, 75, 95 and 99 in a hundred lie below. */
#define NABLA_DISTRIBUTION_PERCENTILES 7
#define NABLA_DISTRIBUTION_MEDIAN 3

/**
 * NablaDistribution:
 * @n: numbers looked at, evenly chosen if there are many
 * @share_zero, @share_not_finite: of @n
 * @low, @high: of the finite ones; both 0 if there is none
 * @mean, @deviation, @rms: of the finite ones
 * @percentiles: values below which 1 … 99 in a hundred of the finite ones lie
 * @bins: shares of the finite ones in equal parts of @low … @high
 * @octaves: shares of the finite ones by magnitude: number i counts
 *   2^(i + FIRST_OCTAVE) ≤ |x| < 2^(i + 1 + FIRST_OCTAVE); zeros are in none
 */
typedef struct
{
  guint32 n;
  float share_zero, share_not_finite;
  float low, high;
  float mean, deviation, rms;
  float percentiles[NABLA_DISTRIBUTION_PERCENTILES];
  float bins[NABLA_DISTRIBUTION_BINS];
  float octaves[NABLA_DISTRIBUTION_OCTAVES];
} NablaDistribution;

/**
 * NablaDistributionColumn: all layers at one step; immutable, shared by snapshots.
 * @cells: n_layers × NABLA_N_LAYER_QUANTITIES
 */
typedef struct
{
  gint64 step;
  guint n_layers;
  NablaDistribution *cells;
  /*< private >*/
  gint ref_count;
} NablaDistributionColumn;

/**
 * NablaDistributions:
 * @n_layers: those with weights, in order
 * @names, @activations: of each; an activation may be NULL
 * @units: of each
 * @columns: of NablaDistributionColumn, by step; the last one is now
 */
typedef struct
{
  guint n_layers;
  char **names;
  char **activations;
  guint *units;
  GPtrArray *columns;
} NablaDistributions;

/**
 * nabla_distribution_count:
 * @values: (array length=n): finite or not
 *
 * Fills @self.
 */
void nabla_distribution_count (NablaDistribution *self, const float *values, guint32 n);

NablaDistributionColumn *nabla_distribution_column_new (gint64 step, guint n_layers);
NablaDistributionColumn *nabla_distribution_column_ref (NablaDistributionColumn *self);
void nabla_distribution_column_unref (NablaDistributionColumn *self);

/* Returns: the cell of @layer and @quantity */
NablaDistribution *nabla_distribution_column_cell (const NablaDistributionColumn *self,
                                                   guint layer,
                                                   NablaLayerQuantity quantity);

NablaDistributions *nabla_distributions_new (guint n_layers);
void nabla_distributions_free (NablaDistributions *self);

G_END_DECLS
