/* Segments: a few words of which one is chosen, such as Train, Dev, Test.
 *
 * Signal `changed` (int index): the user chose another.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_SEGMENTS (nabla_segments_get_type ())
G_DECLARE_FINAL_TYPE (NablaSegments, nabla_segments, NABLA, SEGMENTS, GtkWidget)

/**
 * nabla_segments_new:
 * @label: what is chosen, for those who do not see it
 * @words: NULL-terminated; translated
 *
 * The first is active.
 */
GtkWidget *nabla_segments_new (const char *label, const char *const *words);

/* Emits nothing; an index beyond the words is passed over. */
void nabla_segments_set_active (NablaSegments *self, int index);
int nabla_segments_get_active (NablaSegments *self);

/* Whether this word can be chosen (a run may have no dev set) */
void nabla_segments_set_enabled (NablaSegments *self, int index, gboolean is_enabled);

G_END_DECLS
