/* Lesson view: the text of one step, beside what it talks about.
 *
 * At the left the column of text, with quizzes and exercises and the way to the next
 * step; at the right the bench, or, on steps without an experiment that have one, an
 * instrument. Below 1000 px the column is narrower; below 720 there is room for one of
 * them, and a button changes between the two.
 *
 * Signals:
 *  - `bench-wanted (gpointer bench)`: the step wants this #NablaLessonBench; it belongs
 *    to the lesson and stays as long as the lesson is shown
 *  - `step-leaving`: another step is about to be shown
 *  - `step-changed (guint step)`
 *  - `exercise-met (guint step)`: of this step, for the first time
 *  - `finished`: the student has done the last step
 *  - `link-activated (const char *uri)`: `lesson:…`, `view:…` or `control:…`
 *
 * Actions: `lesson.previous` (Alt+Left), `lesson.next` (Alt+Right), `lesson.text` (F9) shows and
 * hides the column.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_LESSON_VIEW (nabla_lesson_view_get_type ())
G_DECLARE_FINAL_TYPE (NablaLessonView, nabla_lesson_view, NABLA, LESSON_VIEW, GtkWidget)

GtkWidget *nabla_lesson_view_new (void);

/**
 * nabla_lesson_view_set_lesson:
 * @lesson: (transfer full) (nullable): to show; %NULL for none
 * @step: to begin with
 */
void nabla_lesson_view_set_lesson (NablaLessonView *self, NablaLesson *lesson, guint step);

/* Returns: (transfer none) (nullable): the lesson that is shown */
const NablaLesson *nabla_lesson_view_get_lesson (NablaLessonView *self);

void nabla_lesson_view_set_step (NablaLessonView *self, guint step);
guint nabla_lesson_view_get_step (NablaLessonView *self);

/* Returns: whether the step has a quiz that was not answered, or an exercise that was not met */
gboolean nabla_lesson_view_is_step_open (NablaLessonView *self);

/* @bench: (nullable): shown at the right of steps with an experiment */
void nabla_lesson_view_set_bench (NablaLessonView *self, GtkWidget *bench);

/**
 * nabla_lesson_view_set_values:
 * @values: what the run on the bench has come to
 *
 * To be called as often as there is news.
 */
void nabla_lesson_view_set_values (NablaLessonView *self, const NablaRunValues *values);

/* Shows or hides the column of text; without it, all the room is the bench's. */
void nabla_lesson_view_set_text_visible (NablaLessonView *self, gboolean visible);

G_END_DECLS
