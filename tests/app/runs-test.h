/* Stores with runs and trials, for the tests of the Runs page and for eyes.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-store.h"

#include <math.h>

static const char runs_text[]
    = "[experiment]\nformat=1\ntitle=Moons\n"
      "[data]\nsource=moons\nsamples=120\nnoise=0.2\ntrain=0.7\ndev=0.3\n"
      "[layer hidden]\nop=dense\nunits=4\nactivation=tanh\n"
      "[layer output]\nop=dense\nunits=1\n"
      "[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=32\nsteps=600\n"
      "[search]\ntrials=12\nlearning_rate=log 0.0001 1\nunits@hidden=integer 2 16\n";

/* @assignments: (nullable): `train.learning_rate=0.1`, NULL-terminated */
static inline NablaExperiment *
runs_experiment (const char *const *assignments)
{
  g_autoptr (GError) error = NULL;
  NablaExperiment *experiment = nabla_experiment_parse (runs_text, -1, NULL, &error);
  g_assert_no_error (error);
  for (; assignments != NULL && *assignments != NULL; assignments++)
    {
      g_auto (GStrv) parts = g_strsplit (*assignments, "=", 2);
      NablaExperiment *changed = nabla_experiment_with (experiment, parts[0], parts[1], &error);
      g_assert_no_error (error);
      nabla_experiment_unref (experiment);
      experiment = changed;
    }
  return experiment;
}

/* A run of one's own whose cost falls to @cost. Returns its id */
static inline gint64
runs_put (NablaStore *store, const char *title, const char *const *assignments, double cost)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = runs_experiment (assignments);
  g_autoptr (NablaSeries) curve = nabla_series_new ();
  for (gint64 step = 0; step <= 600; step += 5)
    nabla_series_append (curve, step,
                         isnan (cost) ? 0.7 + step : cost + (0.7 - cost) * exp (-step / 120.0));
  NablaStoredRun run = { .experiment = experiment,
                         .title = title,
                         .steps = 600,
                         .seconds = 1.5,
                         .diverged = isnan (cost),
                         .cost = { cost, cost + 0.03, NAN },
                         .accuracy = { 1 - cost / 2, 0.97 - cost / 2, NAN },
                         .curve = curve };
  gint64 id = nabla_store_put_run (store, 0, &run, &error);
  g_assert_no_error (error);
  return id;
}

/* @n trials of a search, in one transaction */
static inline void
runs_put_trials (NablaStore *store, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = runs_experiment (NULL);
  const NablaSearchSpec *axes = nabla_experiment_search (experiment);
  g_autofree char *text = nabla_experiment_to_text (experiment);
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify)nabla_trial_free);
  NablaStoredSearch search = { .identity = (char *)"test",
                               .experiment = text,
                               .title = (char *)"Moons",
                               .method = (char *)"random",
                               .stop = (char *)"",
                               .trials = n,
                               .rounds = 1,
                               .created = g_get_real_time () };
  nabla_store_add_search (store, &search, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      NablaTrial *trial = nabla_trial_new (i + 1, 2);
      guint32 random = i * 2654435761u;
      trial->round = 1;
      trial->values[0] = pow (10, -4 + 4 * (random / 4294967296.0));
      trial->values[1] = 2 + random / 7 % 15;
      trial->applies[0] = trial->applies[1] = TRUE;
      trial->state = i % 17 == 0 ? NABLA_TRIAL_DIVERGED : NABLA_TRIAL_FINISHED;
      trial->done_steps = 500;
      trial->seconds = 0.02;
      double cost = 0.05 + fabs (log10 (trial->values[0]) + 1.5) / 4;
      for (guint split = 0; split < NABLA_N_SPLITS; split++)
        {
          gboolean has = trial->state == NABLA_TRIAL_FINISHED && split <= NABLA_SPLIT_DEV;
          trial->cost[split] = has ? cost + 0.02 * split : NAN;
          trial->accuracy[split] = has ? 1 - trial->cost[split] / 2 : NAN;
        }
      trial->result = trial->cost[NABLA_SPLIT_DEV];
      trial->n_curve = 8;
      for (guint p = 0; p < 8; p++)
        trial->curve[p] = (NablaPoint){ 70 * p, cost + (0.7 - cost) * exp (-0.6 * p) };
      g_ptr_array_add (trials, trial);
    }
  nabla_store_put_trials (store, &search, axes, (NablaTrial *const *)trials->pdata, n, &error);
  g_assert_no_error (error);
}
