/* Learn page: the list of lessons, and the lesson that is open.
 *
 * Property `in-lesson` (boolean, read-only, notifies): whether a lesson is shown, so that
 * the header bar can offer to go back.
 *
 * Signals:
 *  - `bench-wanted (gpointer bench)`: the step wants this #NablaLessonBench: open its text
 *    (relative data sets are found from its path), show its views, have its controls at
 *    hand; it stays valid until the next of these signals, or nabla_learn_page_go_back ()
 *  - `bench-requested`: the student would rather go to the free bench
 *  - `step-changed (guint step)`, `exercise-met (guint step)`
 *  - `link-activated (const char *uri)`: `view:…` or `control:…`; lessons open by themselves
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"
#include "nabla-snapshot.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_LEARN_PAGE (nabla_learn_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaLearnPage, nabla_learn_page, NABLA, LEARN_PAGE, GtkWidget)

/**
 * nabla_learn_page_new:
 * @folder: (nullable): that holds the lessons; that of the course if %NULL
 * @progress_path: (nullable): where progress is kept; the user's own file if %NULL
 */
GtkWidget *nabla_learn_page_new (const char *folder, const char *progress_path);

/**
 * nabla_learn_page_open:
 * @folder: of any lesson, as one that was dropped on the window
 * @step: to begin with
 * @error: if there is no lesson to be read
 *
 * Returns: whether it is open now; if not, everything is as before
 */
gboolean
nabla_learn_page_open (NablaLearnPage *self, const char *folder, guint step, GError **error);

/* Back to the list; progress is kept. */
void nabla_learn_page_go_back (NablaLearnPage *self);
gboolean nabla_learn_page_is_in_lesson (NablaLearnPage *self);

/* Returns: (transfer none) (nullable): the lesson that is open */
const NablaLesson *nabla_learn_page_get_lesson (NablaLearnPage *self);

/* @bench: (nullable): shown at the right of a lesson; of the caller's making */
void nabla_learn_page_set_bench (NablaLearnPage *self, GtkWidget *bench);

/* @card: (nullable): shown beside "Continue": where files are dropped */
void nabla_learn_page_set_side (NablaLearnPage *self, GtkWidget *card);

/* @widget: (nullable): shown below the list of lessons */
void nabla_learn_page_set_below (NablaLearnPage *self, GtkWidget *widget);

/**
 * nabla_learn_page_set_values:
 * @values: what the run on the bench has come to
 *
 * Tells quizzes and exercises; to be called with each snapshot of the bench's run. See
 * nabla_learn_page_set_snapshot ().
 */
void nabla_learn_page_set_values (NablaLearnPage *self, const NablaRunValues *values);

/**
 * nabla_learn_page_set_snapshot:
 * @snapshot: of the run on the bench
 * @experiment: (nullable): what is being trained, with changes made since the start
 *
 * The same, with the values that are in a snapshot.
 */
void nabla_learn_page_set_snapshot (NablaLearnPage *self,
                                    const NablaSnapshot *snapshot,
                                    const NablaExperiment *experiment);

/* Forgets which steps were done. */
void nabla_learn_page_reset_progress (NablaLearnPage *self);

G_END_DECLS
