/* The range bar: from where to where something is tried, and the places where it was.
 *
 * Its two knobs are dragged, or moved with the keys of a slider: a hundredth with the arrows,
 * a tenth with Page Up and Page Down, to the end with Home and End. They do not pass each
 * other. Places are shares of the bar's length: whoever uses it knows the scale.
 *
 * Signal `changed` (double low, double high): the user moved a knob; once a frame at most.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_RANGE_BAR (nabla_range_bar_get_type ())
G_DECLARE_FINAL_TYPE (NablaRangeBar, nabla_range_bar, NABLA, RANGE_BAR, GtkWidget)

/* @label: what is tried, for those who do not see it. The range is the whole bar at first. */
GtkWidget *nabla_range_bar_new (const char *label);

/* 0 … 1, @low not above @high; emits nothing, and does nothing while a knob is dragged. */
void nabla_range_bar_set_range (NablaRangeBar *self, double low, double high);
void nabla_range_bar_get_range (NablaRangeBar *self, double *low, double *high);

/* @text: the range in words, for those who do not see it */
void nabla_range_bar_set_text (NablaRangeBar *self, const char *text);

/* Strokes above the bar: @places (array length=n) are copied, those outside 0 … 1 left out. */
void nabla_range_bar_set_ticks (NablaRangeBar *self, const float *places, guint n);

G_END_DECLS
