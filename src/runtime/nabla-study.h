/* Studies: computations beside a run, about the moment that is looked at.
 *
 * A study is a const struct: its names, its settings, and a function that computes a part
 * of a snapshot, which the figure of the same name draws. It sees a fork and nothing of
 * the run itself, so that it may run on any thread while the run goes on. The same fork
 * and settings give the same bits, but for times that are measured. To add one, write
 * nabla-study-NAME.c and its word in this folder's meson.build.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-param.h"
#include "nabla-run-fork.h"
#include "nabla-snapshot.h"

G_BEGIN_DECLS

/**
 * NablaStudyProgress:
 * @share: what is done, 0 … 1, never less than before
 * @so_far: (nullable): a coarser result to show meanwhile; take a reference to keep it
 *
 * Called on the study's own thread.
 */
typedef void (*NablaStudyProgress) (double share, const NablaSnapshot *so_far, gpointer data);

/**
 * NablaStudyTask: what a study is asked to do.
 * @fork: the run's moments
 * @settings: one number a parameter spec of the study
 * @progress: (nullable): see above
 * @data: for @progress
 * @cancel: (nullable): looked at every few milliseconds; not 0 ends the study
 */
typedef struct
{
  const NablaRunFork *fork;
  const double *settings;
  NablaStudyProgress progress;
  gpointer data;
  const gint *cancel;
} NablaStudyTask;

/**
 * NablaStudy:
 * @name: of the study and of the figure that draws it
 * @title: marked N_()
 * @help: one sentence; marked N_()
 * @params: its settings
 * @run: fills its part of @snapshot; returns whether it did
 * @values: names what it found: calls @value for each number, for the command line
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  gboolean (*run) (const NablaStudyTask *task, NablaSnapshot *snapshot, GError **error);
  void (*values) (const NablaSnapshot *snapshot,
                  void (*value) (const char *name, double number, gpointer data),
                  gpointer data);
} NablaStudy;

/* Returns: (transfer none) (array zero-terminated=1): all studies */
const NablaStudy *const *nabla_studies (void);

/* Returns: (transfer none) (nullable): the study called @name; the error names what there is */
const NablaStudy *nabla_study_find (const char *name, GError **error);

/**
 * nabla_study_run:
 * @task: its settings must be allowed ones
 * @error: %NABLA_ERROR_CANCELLED if it was cancelled; else why it cannot be computed
 *
 * Takes as long as it takes: call it on a thread of its own.
 *
 * Returns: (transfer full) (nullable): a snapshot with the study's part
 */
NablaSnapshot *nabla_study_run (const NablaStudy *self, const NablaStudyTask *task, GError **error);

/**
 * nabla_study_fork:
 * @experiment: to be trained from its beginning
 * @problem: its data
 * @steps: how far
 * @n_threads: 0 for one a core
 *
 * Trains and keeps moments on the way, for who has no run that is going on. A run that
 * diverges ends there.
 *
 * Returns: (transfer full) (nullable): the moments
 */
NablaRunFork *nabla_study_fork (NablaExperiment *experiment,
                                NablaProblem *problem,
                                gint64 steps,
                                guint n_threads,
                                const gint *cancel,
                                GError **error);

G_END_DECLS
