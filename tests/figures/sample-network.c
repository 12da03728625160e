/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-network.h"

#include "sample-private.h"

#include <math.h>
#include <string.h>

void
sample_network_init (SampleNetwork *self,
                     const guint *sizes,
                     guint n_layers,
                     gboolean is_regression,
                     GRand *random)
{
  *self = (SampleNetwork) { .n_layers = n_layers, .is_regression = is_regression };
  memcpy (self->sizes, sizes, (n_layers + 1) * sizeof *sizes);
  for (guint l = 0; l < n_layers; l++)
    for (guint i = 0; i < sizes[l + 1]; i++)
      for (guint j = 0; j < sizes[l]; j++)
        self->weights[l][i][j] = sample_normal (random) / sqrt (sizes[l]);
}

static void
apply_output (const SampleNetwork *self, double *z, guint n)
{
  if (self->is_regression)
    return;
  if (n == 1)
    {
      z[0] = 1 / (1 + exp (-z[0]));
      return;
    }
  double sum = 0, largest = z[0];
  for (guint i = 1; i < n; i++)
    largest = MAX (largest, z[i]);
  for (guint i = 0; i < n; i++)
    sum += z[i] = exp (z[i] - largest);
  for (guint i = 0; i < n; i++)
    z[i] /= sum;
}

void
sample_network_forward (const SampleNetwork *self, const double *x, SampleActivations activations)
{
  memcpy (activations[0], x, self->sizes[0] * sizeof *x);
  for (guint l = 0; l < self->n_layers; l++)
    {
      for (guint i = 0; i < self->sizes[l + 1]; i++)
        {
          double z = self->biases[l][i];
          for (guint j = 0; j < self->sizes[l]; j++)
            z += self->weights[l][i][j] * activations[l][j];
          activations[l + 1][i] = l + 1 < self->n_layers ? tanh (z) : z;
        }
    }
  apply_output (self, activations[self->n_layers], self->sizes[self->n_layers]);
}

double
sample_network_loss (const SampleNetwork *self, SampleActivations activations, double label)
{
  const double *a = activations[self->n_layers];
  if (self->is_regression)
    return (a[0] - label) * (a[0] - label);
  double p = self->sizes[self->n_layers] > 1 ? a[(guint) label] : label > 0.5 ? a[0] : 1 - a[0];
  return -log (MAX (p, 1e-12));
}

/* The derivative of the loss by the output's linear part is a − y in all three
 * cases (twice that for the squared error). */
static void
backward (const SampleNetwork *self, SampleActivations a, double label, SampleNetwork *gradient)
{
  guint n_layers = self->n_layers, n_out = self->sizes[n_layers];
  double dz[SAMPLE_MOST_UNITS];
  for (guint i = 0; i < n_out; i++)
    {
      double y = n_out > 1 ? (i == (guint) label) : label;
      dz[i] = (self->is_regression ? 2 : 1) * (a[n_layers][i] - y);
    }
  for (guint l = n_layers; l-- > 0;)
    {
      double previous[SAMPLE_MOST_UNITS] = { 0 };
      for (guint i = 0; i < self->sizes[l + 1]; i++)
        {
          gradient->biases[l][i] += dz[i];
          for (guint j = 0; j < self->sizes[l]; j++)
            {
              gradient->weights[l][i][j] += dz[i] * a[l][j];
              previous[j] += dz[i] * self->weights[l][i][j];
            }
        }
      for (guint j = 0; l > 0 && j < self->sizes[l]; j++)
        dz[j] = previous[j] * (1 - a[l][j] * a[l][j]);
    }
}

double
sample_network_step (SampleNetwork *self,
                     const double (*x)[2],
                     const double *labels,
                     const guint *batch,
                     guint batch_size,
                     double learning_rate)
{
  SampleNetwork gradient = { .n_layers = 0 };
  SampleActivations activations;
  double loss = 0;
  for (guint k = 0; k < batch_size; k++)
    {
      sample_network_forward (self, x[batch[k]], activations);
      loss += sample_network_loss (self, activations, labels[batch[k]]);
      backward (self, activations, labels[batch[k]], &gradient);
    }
  double rate = learning_rate / batch_size;
  for (guint l = 0; l < self->n_layers; l++)
    for (guint i = 0; i < self->sizes[l + 1]; i++)
      {
        self->biases[l][i] -= rate * gradient.biases[l][i];
        for (guint j = 0; j < self->sizes[l]; j++)
          self->weights[l][i][j] -= rate * gradient.weights[l][i][j];
      }
  return loss / batch_size;
}
