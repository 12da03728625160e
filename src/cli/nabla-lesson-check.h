/* Whether what lessons say is so.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

G_BEGIN_DECLS

/**
 * nabla_lesson_check:
 * @lesson: that was read
 * @verbose: print what was computed
 *
 * Trains every experiment, computes the value that decides each question, and trains
 * each exercise's solution, which must meet the goal, and its wrong ones, which must
 * not at any time. What is not so becomes a problem of @lesson. Views are looked up.
 */
void nabla_lesson_check (NablaLesson *lesson, gboolean verbose);

G_END_DECLS
