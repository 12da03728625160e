/* Lesson list: the lessons that there are, and where the student left off.
 *
 * Signals:
 *  - `open-lesson (const char *folder, guint step)`
 *  - `bench-requested`: the student would rather go to the free bench
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-progress.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_LESSON_LIST (nabla_lesson_list_get_type ())
G_DECLARE_FINAL_TYPE (NablaLessonList, nabla_lesson_list, NABLA, LESSON_LIST, GtkWidget)

/**
 * nabla_lesson_list_new:
 * @folder: that holds the lessons
 * @progress: must outlive the list
 */
GtkWidget *nabla_lesson_list_new (const char *folder, NablaProgress *progress);

/* Reads the lessons and the progress anew. */
void nabla_lesson_list_refresh (NablaLessonList *self);

/* @widget: (nullable): shown below the lessons */
void nabla_lesson_list_set_below (NablaLessonList *self, GtkWidget *widget);

/* @card: (nullable): shown beside "Continue" */
void nabla_lesson_list_set_side (NablaLessonList *self, GtkWidget *card);

G_END_DECLS
