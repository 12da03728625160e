/* The course: which lessons there are, and where.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * nabla_course_folder:
 *
 * Returns: (transfer full): the folder of the lessons that ship: `lessons` of the
 *   source while Nabla runs from its build folder, else where they were installed;
 *   the environment's NABLA_LESSONS comes first
 */
char *nabla_course_folder (void);

/**
 * nabla_course_list:
 * @folder: that holds lessons
 *
 * Returns: (transfer full) (array zero-terminated=1): paths of the folders in it that
 *   have a lesson.md, in the order of their names; empty if there is none
 */
char **nabla_course_list (const char *folder);

G_END_DECLS
