/* What the tests of the runtime share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-trainer.h"

/* All there is to restore: batches, batch norm, dropout, Adam, penalties. */
static const char runtime_rich[]
    = "[experiment]\nseed=3\n[data]\nsource=moons\nsamples=300\nnoise=0.2\nseed=1\ntrain=0.8\ndev="
      "0.2\n"
      "[layer h1]\nop=dense\nunits=20\n[layer n1]\nop=batch_norm\nactivation=relu\n"
      "[layer d1]\nop=dropout\nkeep_prob=0.8\n[layer h2]\nop=dense\nunits=33\nactivation=tanh\n"
      "[layer output]\nop=dense\nunits=1\n[loss]\nop=sigmoid_cross_entropy\n"
      "[train]\noptimizer=adam\nlearning_rate=0.01\nbatch_size=32\nsteps=1000\nl2=0.1\nclip_norm="
      "2\n";

static inline NablaTrainer *
runtime_make_from (NablaExperiment *experiment, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  NablaTrainer *trainer = nabla_trainer_new (experiment, problem, n_threads, &error);
  g_assert_no_error (error);
  return trainer;
}

static inline NablaTrainer *
runtime_make (const char *text, guint n_threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return runtime_make_from (experiment, n_threads);
}

static inline void
runtime_train_to (NablaTrainer *trainer, gint64 step)
{
  while (nabla_trainer_steps (trainer) < step)
    g_assert_cmpint (nabla_trainer_step (trainer, NULL, NULL), ==, NABLA_STEP_DONE);
}

static inline guint64
runtime_hash (const NablaTrainer *trainer)
{
  return nabla_graph_hash (nabla_trainer_model (trainer)->graph);
}

static inline void
runtime_set (NablaTrainer *trainer, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  gboolean set = nabla_trainer_set (trainer, key, value, &error);
  g_assert_no_error (error);
  g_assert_true (set);
}
