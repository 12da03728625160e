/* The opener: what a file is that was dropped, chosen or named on the command line.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-import-plan.h"
#include "nabla-model-file.h"

G_BEGIN_DECLS

/**
 * NablaOpenedKind:
 * @NABLA_OPENED_EXPERIMENT: an experiment, to be put on the bench
 * @NABLA_OPENED_MODEL: a trained network with its experiment
 * @NABLA_OPENED_DATA: data, for the import sheet
 * @NABLA_OPENED_LESSON: a folder with a lesson
 */
typedef enum {
  NABLA_OPENED_EXPERIMENT,
  NABLA_OPENED_MODEL,
  NABLA_OPENED_DATA,
  NABLA_OPENED_LESSON,
} NablaOpenedKind;

/**
 * NablaOpened:
 * @path: of the file, or of the lesson's folder
 * @title: its last part, to be shown
 * @experiment: (nullable): of an experiment or a model
 * @model: (nullable): of a model
 * @plan: (nullable): of data
 */
typedef struct {
  NablaOpenedKind kind;
  char *path;
  char *title;
  NablaExperiment *experiment;
  NablaModelFile *model;
  NablaImportPlan *plan;
} NablaOpened;

void nabla_opened_free (NablaOpened *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaOpened, nabla_opened_free)

/**
 * nabla_opener_open_async:
 * @files: (array length=n_files): what was given; one at a time can be opened
 * @cancellable: (nullable): looked at every few milliseconds
 * @progress: (nullable): told about twenty times a second, on the main thread, how far
 *   it is, from 0 to 1
 * @progress_data: for @progress; must live until @callback is called
 *
 * Finds out by its content what a file is and reads it, on a thread. A file that holds
 * data is read whole, and what could be trained on it is prepared, so that a file which
 * is of no use is found out before any window opens. Nothing is changed anywhere.
 */
void nabla_opener_open_async (GFile *const *files,
                              gsize n_files,
                              GCancellable *cancellable,
                              NablaProgressFunc progress,
                              gpointer progress_data,
                              GAsyncReadyCallback callback,
                              gpointer data);

/**
 * nabla_opener_open_finish:
 * @error: one translated sentence that names the file and says what is wrong with it;
 *   %G_IO_ERROR_CANCELLED if @cancellable was cancelled
 *
 * Returns: (transfer full) (nullable): what it is
 */
NablaOpened *nabla_opener_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
