/* Lesson text: paragraphs, lists, tables, code and formulas as widgets.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-lesson.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * nabla_lesson_text_new:
 * @block: any block that is not live
 *
 * Links activate the action `lesson.follow` with their address; those to the web are
 * left to the system.
 *
 * Returns: (transfer floating): a widget as wide as it is given room, one label a block
 */
GtkWidget *nabla_lesson_text_new (const NablaLessonBlock *block);

/* Appends a widget for each of @blocks (of NablaLessonBlock) to @box; live ones are
 * passed over. */
void nabla_lesson_text_append (GtkBox *box, const GPtrArray *blocks);

/* Returns: (transfer floating): a wrapping label that shows Pango markup */
GtkWidget *nabla_lesson_text_label (const char *markup, const char *css_class);

G_END_DECLS
