/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-batch-noise-picture.h"

NablaBatchNoise *
nabla_batch_noise_new (guint n_runs, guint steps)
{
  NablaBatchNoise *self = g_new0 (NablaBatchNoise, 1);
  self->steps = steps;
  self->n_runs = n_runs;
  self->runs = g_new0 (NablaNoisyRun, n_runs);
  for (guint r = 0; r < n_runs; r++)
    self->runs[r].costs = g_new0 (double, steps);
  return self;
}

void
nabla_batch_noise_free (NablaBatchNoise *self)
{
  g_return_if_fail (self != NULL);

  for (guint r = 0; r < self->n_runs; r++)
    g_free (self->runs[r].costs);
  g_free (self->runs);
  g_free (self);
}
