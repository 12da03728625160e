/* Lesson page: the text of one step, to be scrolled.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_LESSON_PAGE (nabla_lesson_page_get_type ())
G_DECLARE_FINAL_TYPE (NablaLessonPage, nabla_lesson_page, NABLA, LESSON_PAGE, GtkBox)

/**
 * nabla_lesson_page_new:
 * @step: must outlive the page
 * @instrument: an instrument that is shown elsewhere and left out here; or %NULL
 *
 * Signals: `exercise-met`, for the first time; `answered (gboolean right)`.
 */
GtkWidget *nabla_lesson_page_new (const NablaLessonStep *step, const NablaLessonBlock *instrument);

/* Tells quizzes and exercises what the run has come to. */
void nabla_lesson_page_set_values (NablaLessonPage *self, const NablaRunValues *values);

/* Returns: whether a quiz or an exercise is still to be done */
gboolean nabla_lesson_page_is_open (NablaLessonPage *self);

G_END_DECLS
