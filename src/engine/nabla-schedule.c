/* The schedules, one after another; a new one is a function, its settings and an
 * entry of the table at the end.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-schedule.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* α = α₀ */
static double
constant_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  return initial_rate;
}

enum { INVERSE_TIME_DECAY };

static const NablaParamSpec inverse_time_params[] = {
  { "decay", N_("Decay rate"), NULL,
    N_("With 1, the learning rate is a half, a third, a quarter after one, two, three epochs."),
    NABLA_PARAM_REAL, 0, 100, 1, NABLA_SCALE_LOG },
  { NULL }
};

/* α = α₀ / (1 + decay · epoch) */
static double
inverse_time_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  return initial_rate / (1 + settings[INVERSE_TIME_DECAY] * epoch);
}

enum { EXPONENTIAL_DECAY };

static const NablaParamSpec exponential_params[] = {
  { "decay", N_("Decay factor"), NULL,
    N_("What the learning rate is multiplied by after each epoch."),
    NABLA_PARAM_REAL, 0, 1, 0.95, NABLA_SCALE_LINEAR },
  { NULL }
};

/* α = α₀ decay^epoch */
static double
exponential_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  return initial_rate * pow (settings[EXPONENTIAL_DECAY], epoch);
}

enum { STAIRCASE_FACTOR, STAIRCASE_INTERVAL };

static const NablaParamSpec staircase_params[] = {
  { "factor", N_("Factor of a stair"), NULL,
    N_("What the learning rate is multiplied by at each stair."),
    NABLA_PARAM_REAL, 0, 1, 0.5, NABLA_SCALE_LINEAR },
  { "interval", N_("Epochs on a stair"), NULL,
    N_("For how many epochs the learning rate stays the same."),
    NABLA_PARAM_INTEGER, 1, 1000000, 10, NABLA_SCALE_LOG },
  { NULL }
};

/* α = α₀ factor^⌊epoch / interval⌋ */
static double
staircase_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  guint64 interval = settings[STAIRCASE_INTERVAL];
  return initial_rate * pow (settings[STAIRCASE_FACTOR], epoch / interval);
}

enum { COSINE_MINIMUM };

static const NablaParamSpec cosine_params[] = {
  { "minimum", N_("Final share"), NULL,
    N_("What is left of the learning rate at the end of the run: 0 for nothing, 1 for all of it."),
    NABLA_PARAM_REAL, 0, 1, 0, NABLA_SCALE_LINEAR },
  { NULL }
};

/* α = α₀ (min + (1 − min) · ½ (1 + cos (π · progress))): Loshchilov and Hutter,
 * "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, without the
 * restarts */
static double
cosine_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  double minimum = settings[COSINE_MINIMUM];
  double half_wave = 0.5 * (1 + cos (G_PI * CLAMP (progress, 0, 1)));
  return initial_rate * (minimum + (1 - minimum) * half_wave);
}

enum
{
  MANUAL_EPOCH_1,
  MANUAL_FACTOR_1,
  MANUAL_EPOCH_2,
  MANUAL_FACTOR_2,
  MANUAL_EPOCH_3,
  MANUAL_FACTOR_3,
  MANUAL_END
};

#define MANUAL_EPOCH(name, title, initial)                                                         \
  { name, title, NULL, N_("From this epoch on the learning rate has the factor of this number."),  \
    NABLA_PARAM_INTEGER, 0, 1e9, initial, NABLA_SCALE_LOG }
#define MANUAL_FACTOR(name, title, initial)                                                        \
  { name, title, NULL, N_("What the learning rate of the beginning is multiplied by from then on."), \
    NABLA_PARAM_REAL, 0, 1, initial, NABLA_SCALE_LOG }

static const NablaParamSpec manual_params[] = {
  MANUAL_EPOCH ("epoch_1", N_("Change 1 at epoch"), 10),
  MANUAL_FACTOR ("factor_1", N_("Factor 1"), 0.1),
  MANUAL_EPOCH ("epoch_2", N_("Change 2 at epoch"), 20),
  MANUAL_FACTOR ("factor_2", N_("Factor 2"), 0.01),
  MANUAL_EPOCH ("epoch_3", N_("Change 3 at epoch"), 30),
  MANUAL_FACTOR ("factor_3", N_("Factor 3"), 0.001),
  { NULL }
};

/* α = α₀ factor_k, k being the latest change that is reached; in whatever order they
 * are given */
static double
manual_rate (double initial_rate, guint64 epoch, double progress, const double *settings)
{
  double factor = 1, latest = -1;
  for (guint i = MANUAL_EPOCH_1; i < MANUAL_END; i += MANUAL_EPOCH_2 - MANUAL_EPOCH_1)
    if (settings[i] <= epoch && settings[i] >= latest)
      {
        latest = settings[i];
        factor = settings[i + 1];
      }
  return initial_rate * factor;
}

static const NablaSchedule *const schedules[] = {
  &(const NablaSchedule) {
    "constant", N_("Constant"),
    N_("The learning rate stays as it is."),
    NULL, constant_rate,
  },
  &(const NablaSchedule) {
    "inverse_time", N_("Inverse time decay"),
    N_("The learning rate is divided by 1 + decay · epoch: fast at first, then ever slower."),
    inverse_time_params, inverse_time_rate,
  },
  &(const NablaSchedule) {
    "exponential", N_("Exponential decay"),
    N_("The learning rate is multiplied by the same factor after each epoch."),
    exponential_params, exponential_rate,
  },
  &(const NablaSchedule) {
    "staircase", N_("Staircase decay"),
    N_("The learning rate stays the same for some epochs, then falls by a factor."),
    staircase_params, staircase_rate,
  },
  &(const NablaSchedule) {
    "cosine", N_("Cosine decay"),
    N_("The learning rate falls along half a cosine wave over the whole run: slowly, fast, "
       "slowly."),
    cosine_params, cosine_rate,
  },
  &(const NablaSchedule) {
    "manual", N_("Manual decay"),
    N_("The learning rate falls at epochs and by factors that are chosen by hand."),
    manual_params, manual_rate,
  },
  NULL,
};

const NablaSchedule *const *
nabla_schedules (void)
{
  return schedules;
}

const NablaSchedule *
nabla_schedule_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; schedules[i] != NULL; i++)
    if (g_str_equal (schedules[i]->name, name))
      return schedules[i];
  return NULL;
}
