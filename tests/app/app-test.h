/* What the tests of the window's parts share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-opener.h"
#include "nabla-trainer.h"

/* Returns: (transfer full): the path of a file of data/sets/ */
static inline char *
sets_path (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "sets", name, NULL);
  return g_canonicalize_filename (path, NULL);
}

typedef struct {
  NablaOpened *opened;
  GError *error;
  gboolean done;
  double fraction;
} Opened;

static inline void
opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Opened *self = data;
  self->opened = nabla_opener_open_finish (result, &self->error);
  self->done = TRUE;
}

static inline void
opened_progress_cb (double fraction, gpointer data)
{
  Opened *self = data;
  g_assert_cmpfloat (fraction, >=, self->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  self->fraction = fraction;
}

/* Opens a file and waits; @self is the caller's. */
static inline void
open_path (Opened *self, const char *path, GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  *self = (Opened){ 0 };
  nabla_opener_open_async (&file, 1, cancellable, opened_progress_cb, self, opened_cb, self);
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

static inline void
opened_clear (Opened *self)
{
  g_clear_pointer (&self->opened, nabla_opened_free);
  g_clear_error (&self->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opened, opened_clear)

/* The experiment of a text is accepted, its data are read, and it trains. Returns the
 * accuracy on train, or R² of a regression, after @steps. */
static inline double
train_text (const char *text, gint64 steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NablaExperiment) experiment = nabla_experiment_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaProblem) problem = nabla_problem_new (experiment, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (NablaTrainer) trainer = nabla_trainer_new (experiment, problem, 1, &error);
  g_assert_no_error (error);
  for (gint64 step = 0; step < steps; step++)
    g_assert_cmpint (nabla_trainer_step (trainer, NULL, NULL), ==, NABLA_STEP_DONE);
  NablaMetrics metrics = { 0 };
  nabla_evaluator_measure (nabla_trainer_evaluator (trainer), NABLA_SPLIT_TRAIN, NULL, &metrics);
  g_free (metrics.confusion);
  return problem->dataset->task == NABLA_TASK_REGRESSION ? metrics.r2 : metrics.accuracy;
}
