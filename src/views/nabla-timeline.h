/* The timeline: a run's cost in miniature, and where in it one is.
 *
 * The playhead stands at the step that is looked at; what the run has done since
 * is faded. Under the track are step numbers; where the pointer is, they give way
 * to the step and the cost there.
 *
 * Signal `seek` (gint64 step): the user asks for an earlier step, by dragging or
 * with the keys of a slider (arrows go one step, Page Up and Page Down a tenth). Small
 * marks say where something was changed; what it was is read where the pointer is.
 * It comes once a frame at most, and only while `seekable`; otherwise the timeline
 * shows progress. The playhead follows the hand at once.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define NABLA_TYPE_TIMELINE (nabla_timeline_get_type ())
G_DECLARE_FINAL_TYPE (NablaTimeline, nabla_timeline, NABLA, TIMELINE, GtkWidget)

GtkWidget *nabla_timeline_new (void);

/* How many steps the run is to make; at least one */
void nabla_timeline_set_steps_total (NablaTimeline *self, gint64 steps_total);
gint64 nabla_timeline_get_steps_total (NablaTimeline *self);

/* The last step that was made */
void nabla_timeline_set_step (NablaTimeline *self, gint64 step);
gint64 nabla_timeline_get_step (NablaTimeline *self);

/* The step that is looked at; a negative one looks at the last */
void nabla_timeline_set_looked_at (NablaTimeline *self, gint64 step);
gint64 nabla_timeline_get_looked_at (NablaTimeline *self);

void nabla_timeline_set_seekable (NablaTimeline *self, gboolean is_seekable);
gboolean nabla_timeline_get_seekable (NablaTimeline *self);

/**
 * nabla_timeline_set_curve:
 * @steps, @values: (array length=n): points in growing order of steps; copied
 *
 * A few hundred points are enough: the track is as wide as a window. A value that
 * is not finite leaves a gap. Positive values that differ by more than ten times
 * are drawn logarithmically, as the cost figure does.
 */
void
nabla_timeline_set_curve (NablaTimeline *self, const float *steps, const float *values, guint n);

/**
 * nabla_timeline_set_marks:
 * @steps: (array length=n): in growing order; copied
 * @texts: (array length=n): what happened there, such as `α = 0.003`; copied
 */
void nabla_timeline_set_marks (NablaTimeline *self,
                               const gint64 *steps,
                               const char *const *texts,
                               guint n);

G_END_DECLS
