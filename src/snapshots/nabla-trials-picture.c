/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-trials-picture.h"

#include <math.h>

NablaTrialsPicture *
nabla_trials_picture_new (guint n_axes, guint n_trials, guint n_rounds)
{
  g_return_val_if_fail (n_axes <= NABLA_MAX_TRIAL_AXES, NULL);

  NablaTrialsPicture *self = g_new0 (NablaTrialsPicture, 1);
  self->n_axes = n_axes;
  self->n_trials = n_trials;
  self->n_rounds = n_rounds;
  self->axes = g_new0 (NablaTrialAxis, n_axes);
  self->trials = g_new0 (NablaTrialPoint, n_trials);
  self->values = g_new0 (double, (gsize) n_trials * n_axes);
  self->boxes = g_new0 (double, (gsize) n_rounds * n_axes * 2);
  self->chosen = -1;
  for (guint i = 0; i < n_axes; i++)
    self->axes[i].importance = NAN;
  return self;
}

void
nabla_trials_picture_free (NablaTrialsPicture *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_axes; i++)
    {
      g_free (self->axes[i].key);
      g_free (self->axes[i].title);
      g_free (self->axes[i].symbol);
      g_strfreev (self->axes[i].choices);
    }
  g_free (self->result_name);
  g_free (self->axes);
  g_free (self->trials);
  g_free (self->values);
  g_free (self->boxes);
  g_free (self->next_box);
  g_free (self->brush);
  g_free (self);
}

gint64
nabla_trials_picture_best (const NablaTrialsPicture *self, guint n_trials)
{
  g_return_val_if_fail (self != NULL, -1);

  gint64 best = -1;
  for (guint i = 0; i < MIN (n_trials, self->n_trials); i++)
    if (isfinite (self->trials[i].result)
        && (best < 0 || self->trials[i].result < self->trials[best].result))
      best = i;
  return best;
}

static gboolean
is_within (double value, const double *range)
{
  return isnan (range[0]) || (value >= range[0] && value <= range[1]);
}

gboolean
nabla_trials_picture_is_brushed (const NablaTrialsPicture *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->n_trials, FALSE);

  if (self->brush == NULL)
    return TRUE;
  const double *values = self->values + (gsize) index * self->n_axes;
  for (guint i = 0; i < self->n_axes; i++)
    if (!is_within (values[i], self->brush + 2 * i))
      return FALSE;
  const double *range = self->brush + 2 * self->n_axes;
  return isnan (range[0]) || is_within (self->trials[index].result, range);
}
