/* Samples of searches: a made-up cost over five parameters, drawn as a search draws them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sample-private.h"

#include <math.h>

#define N_AXES 5

static const struct {
  const char *key, *title, *symbol;
  NablaParamScale scale;
  gboolean is_whole;
  double low, high;
} axes[N_AXES] = {
  { "learning_rate", "Learning rate α", "α", NABLA_SCALE_LOG, FALSE, 1e-4, 1 },
  { "units@hidden", "Units of hidden", "units", NABLA_SCALE_LINEAR, TRUE, 2, 16 },
  { "beta1", "Momentum β₁", "β₁", NABLA_SCALE_ONE_MINUS, FALSE, 0.5, 0.999 },
  { "l2", "L2 regularization λ", "λ", NABLA_SCALE_LOG, FALSE, 1e-4, 10 },
  { "activation@hidden", "Activation of hidden", "activation", NABLA_SCALE_LINEAR, FALSE, 0, 2 },
};

static double
draw_value (GRand *random, guint axis, double low, double high)
{
  double u = g_rand_double (random);
  if (axes[axis].scale == NABLA_SCALE_LOG)
    return low * pow (high / low, u);
  if (axes[axis].scale == NABLA_SCALE_ONE_MINUS)
    return 1 - (1 - low) * pow ((1 - high) / (1 - low), u);
  double value = low + u * (high - low);
  return axes[axis].is_whole || axis == 4 ? round (value) : value;
}

static double
cost (const double *values)
{
  double far = log10 (values[0]) + 2;
  return 0.08 + 0.12 * far * far + 0.6 / values[1] + 0.02 * fabs (log10 (values[3]) + 2)
         + (values[4] == 1 ? 0.05 : 0);
}

static NablaTrialsPicture *
make (guint n_trials, guint n_rounds)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  NablaTrialsPicture *self = nabla_trials_picture_new (N_AXES, n_trials, n_rounds);
  const char *const choices[] = { "tanh", "sigmoid", "relu", NULL };
  self->result_name = g_strdup ("dev cost");
  self->n_planned = n_trials + n_trials / 4;
  for (guint i = 0; i < N_AXES; i++)
    {
      self->axes[i].key = g_strdup (axes[i].key);
      self->axes[i].title = g_strdup (axes[i].title);
      self->axes[i].symbol = g_strdup (axes[i].symbol);
      self->axes[i].scale = axes[i].scale;
      self->axes[i].is_whole = axes[i].is_whole;
      self->axes[i].low = axes[i].low;
      self->axes[i].high = axes[i].high;
      self->axes[i].choices = i == 4 ? g_strdupv ((char **) choices) : NULL;
      for (guint round = 0; round < n_rounds; round++)
        {
          double *box = self->boxes + 2 * (round * N_AXES + i);
          box[0] = round > 0 && i == 0 ? 0.003 : axes[i].low;
          box[1] = round > 0 && i == 0 ? 0.06 : axes[i].high;
        }
    }
  for (guint t = 0; t < n_trials; t++)
    {
      double *values = self->values + (gsize) t * N_AXES;
      self->trials[t].number = t;
      self->trials[t].round = (guint) ((guint64) t * n_rounds / n_trials);
      self->trials[t].state = NABLA_TRIAL_POINT_DONE;
      for (guint i = 0; i < N_AXES; i++)
        {
          const double *box = self->boxes + 2 * (self->trials[t].round * N_AXES + i);
          values[i] = draw_value (random, i, box[0], box[1]);
        }
      self->trials[t].result = cost (values) * exp (0.1 * sample_normal (random));
    }
  return self;
}

static NablaSnapshot *
wrap (NablaTrialsPicture *trials)
{
  NablaSnapshot *snapshot = nabla_snapshot_new ();
  snapshot->title = g_strdup ("Two Spirals");
  snapshot->trials = trials;
  return snapshot;
}

NablaSnapshot *
sample_search (void)
{
  NablaTrialsPicture *trials = make (72, 2);
  trials->axes[0].importance = 0.46;
  trials->axes[1].importance = 0.16;
  trials->axes[2].importance = 0.08;
  trials->axes[3].importance = 0.1;
  trials->axes[4].importance = 0.04;
  trials->trials[20].state = NABLA_TRIAL_POINT_DIVERGED;
  trials->trials[20].result = NAN;
  trials->trials[71].state = NABLA_TRIAL_POINT_RUNNING;
  trials->trials[71].result = NAN;
  trials->chosen = nabla_trials_picture_best (trials, trials->n_trials);
  trials->brush = g_new (double, 2 * (N_AXES + 1));
  for (guint i = 0; i < 2 * (N_AXES + 1); i++)
    trials->brush[i] = NAN;
  trials->brush[2 * N_AXES] = 0;
  trials->brush[2 * N_AXES + 1] = 0.2;
  return wrap (trials);
}

NablaSnapshot *
sample_search_box (void)
{
  NablaTrialsPicture *trials = make (48, 1);
  trials->next_box = g_memdup2 (trials->boxes, 2 * N_AXES * sizeof (double));
  trials->next_box[0] = 0.003;
  trials->next_box[1] = 0.06;
  trials->next_box[2] = 7;
  trials->next_box[3] = 16;
  return wrap (trials);
}

NablaSnapshot *
sample_search_one (void)
{
  NablaTrialsPicture *trials = make (1, 1);
  trials->chosen = 0;
  return wrap (trials);
}

NablaSnapshot *
sample_search_diverged (void)
{
  NablaTrialsPicture *trials = make (5, 1);
  for (guint i = 0; i < 5; i++)
    {
      trials->trials[i].state = NABLA_TRIAL_POINT_DIVERGED;
      trials->trials[i].result = i == 0 ? INFINITY : NAN;
    }
  trials->chosen = 3;
  return wrap (trials);
}

NablaSnapshot *
sample_search_large (void)
{
  return wrap (make (30000, 3));
}
