/* Progress: which steps of which lessons a student has done.
 *
 * Kept in a file of the user, lesson by lesson under the name of its folder, step by
 * step under its own name, so that lessons may change round it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

G_BEGIN_DECLS

typedef struct _NablaProgress NablaProgress;

/**
 * nabla_progress_new:
 * @path: (nullable): of the file; the user's own if %NULL. One that is not there, or
 *   that cannot be read, is no progress.
 */
NablaProgress *nabla_progress_new (const char *path);
void nabla_progress_free (NablaProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaProgress, nabla_progress_free)

/* Returns: the step to go on with: the last one visited, 0 at first */
guint nabla_progress_get_step (const NablaProgress *self, const NablaLesson *lesson);

/* Returns: how many steps of the lesson are done */
guint nabla_progress_count_done (const NablaProgress *self, const NablaLesson *lesson);

/* Returns: when the lesson was last open, in seconds since 1970; 0 if never */
gint64 nabla_progress_get_time (const NablaProgress *self, const NablaLesson *lesson);

/* The student is at step @step. */
void nabla_progress_visit (NablaProgress *self, const NablaLesson *lesson, guint step);

/* The student has done step @step. */
void nabla_progress_set_done (NablaProgress *self, const NablaLesson *lesson, guint step);

/* Forgets all. */
void nabla_progress_reset (NablaProgress *self);

G_END_DECLS
