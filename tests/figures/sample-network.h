/* Sample network: a dense tanh network in the plainest C, for samples only. It
 * has nothing to do with Nabla's engine, which tests of figures do not need.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SAMPLE_MOST_LAYERS 4
#define SAMPLE_MOST_UNITS 16

/**
 * SampleNetwork:
 * @sizes: units of the input and of the @n_layers layers after it
 * @is_regression: outputs are values; otherwise one output is a sigmoid, more
 *   are a softmax
 */
typedef struct {
  guint n_layers;
  guint sizes[SAMPLE_MOST_LAYERS + 1];
  gboolean is_regression;
  double weights[SAMPLE_MOST_LAYERS][SAMPLE_MOST_UNITS][SAMPLE_MOST_UNITS];
  double biases[SAMPLE_MOST_LAYERS][SAMPLE_MOST_UNITS];
} SampleNetwork;

/* The activations of every layer for one example, the input first */
typedef double SampleActivations[SAMPLE_MOST_LAYERS + 1][SAMPLE_MOST_UNITS];

void sample_network_init (SampleNetwork *self,
                          const guint *sizes,
                          guint n_layers,
                          gboolean is_regression,
                          GRand *random);
void sample_network_forward (const SampleNetwork *self,
                             const double *x,
                             SampleActivations activations);

/* Returns: the loss of the example whose activations these are */
double sample_network_loss (const SampleNetwork *self,
                            SampleActivations activations,
                            double label);

/* One step of gradient descent on a mini-batch. Returns: its mean loss before */
double sample_network_step (SampleNetwork *self,
                            const double (*x)[2],
                            const double *labels,
                            const guint *batch,
                            guint batch_size,
                            double learning_rate);

G_END_DECLS
