/* What the generators share: common settings, and numpy's and scikit-learn's ways
 * of making an array.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-generator.h"
#include "nabla-random.h"

#include <glib/gi18n-lib.h>

G_BEGIN_DECLS

#define NABLA_PARAM_SAMPLES(initial) \
  { "samples", N_("Examples"), "m", N_("How many examples the data set has."), \
    NABLA_PARAM_INTEGER, 10, 1000000, initial, NABLA_SCALE_LOG }

#define NABLA_PARAM_NOISE(maximum, initial, help) \
  { "noise", N_("Noise"), "σ", help, NABLA_PARAM_REAL, 0, maximum, initial, NABLA_SCALE_LINEAR }

/**
 * nabla_generate_plane:
 * @title: translated
 * @m: examples
 * @n_classes: at least 2
 *
 * Returns: (transfer full) (nullable): a set of points in the plane, to be filled
 */
NablaDataset *nabla_generate_plane (const char *title, gsize m, guint n_classes, GError **error);

/**
 * nabla_generate_linspace:
 * @n: how many values, at least 1
 * @endpoint: whether @stop is the last value, or would be the next one
 * @values: (out) (array length=n): numpy's linspace, rounded as numpy rounds
 */
void nabla_generate_linspace (double start,
                              double stop,
                              gsize n,
                              gboolean endpoint,
                              double *values);

/**
 * nabla_generate_shuffle:
 * @dataset: a set in the making
 * @random: what to draw from
 *
 * Puts the examples into another order, as sklearn.utils.shuffle (X, y) does.
 */
void nabla_generate_shuffle (NablaDataset *dataset, NablaRandomState *random);

/**
 * nabla_generate_add_noise:
 * @dataset: a set in the making
 * @noise: standard deviation σ
 * @random: what to draw from
 *
 * Adds σ·randn(m, n_x) to the features.
 */
void nabla_generate_add_noise (NablaDataset *dataset, double noise, NablaRandomState *random);

G_END_DECLS
