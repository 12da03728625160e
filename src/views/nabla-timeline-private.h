/* The timeline's insides, which its drawing sees.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-colors.h"
#include "nabla-timeline.h"

G_BEGIN_DECLS

/* Something happened at a step. */
typedef struct {
  gint64 step;
  char *text;
} NablaTimelineMark;

struct _NablaTimeline {
  GtkWidget parent_instance;
  gint64 total;
  gint64 step;
  gint64 looked_at; /* -1: the last */
  gboolean is_seekable;

  graphene_point_t *points; /* steps and values */
  guint n;

  GArray *marks; /* of NablaTimelineMark */

  GskRenderNode *curve; /* of points, at a width, in a theme */
  int curve_width;
  NablaTheme curve_theme;

  double pointer; /* where it hovers; negative if it does not */
  guint pending;
  gint64 sought; /* to be told in the next frame, whatever a run that trains says until then */
  gint64 announced;
};

/* Returns: where the playhead stands */
gint64 nabla_timeline_shown_step (NablaTimeline *self);

/* Returns: the step at a pixel, no later than the last that was made */
gint64 nabla_timeline_step_at (NablaTimeline *self, double x);

/* To be called when points, steps or colors changed. */
void nabla_timeline_forget_curve (NablaTimeline *self);

void nabla_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
void nabla_timeline_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline);

G_END_DECLS
