/* What the sources of the figure view share.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-slot.h"
#include "nabla-figure-view-probe.h"

G_BEGIN_DECLS

struct _NablaFigureView
{
  GtkWidget parent_instance;

  const NablaFigure *figure;
  NablaSnapshot *snapshot; /* (nullable) the latest that was set */
  double settings[NABLA_MAX_PARAMS];
  NablaTheme theme;
  double text_scale, line_scale;
  NablaFigureWindow window; /* what was zoomed into */

  NablaFigureSlot *slot;
  NablaFigureSlot *overlay_slot;
  NablaFigureFrame *frame; /* (nullable) what is shown */
  guint n_frames;
  NablaSnapshotPainter *painter;

  char *summary;
  gint64 summary_time; /* when the last one came, in microseconds */
  guint summary_source;

  NablaFigureTool tool;
  NablaFigureWindow drag_window; /* what was shown when dragging began */
  double drag_x, drag_y;         /* where */
  gboolean is_dragging;

  double cursor_x, cursor_y; /* NAN without a cursor */
  gboolean is_cursor_moved_by_keys;
  NablaMarks *overlay; /* (nullable) what is shown at the cursor */
  char *told;          /* (nullable) what was told of it instead of the summary */

  gboolean has_whole; /* whether it is known where values stand when all is shown */
  NablaAxis whole_x, whole_y;
};

enum
{
  NABLA_FIGURE_VIEW_MARK_ACTIVATED,
  NABLA_FIGURE_VIEW_PRESSED_AT,
  NABLA_FIGURE_VIEW_DRAGGED_TO,
  NABLA_FIGURE_VIEW_RELEASED_AT,
  NABLA_FIGURE_VIEW_N_SIGNALS,
};
extern guint nabla_figure_view_signals[NABLA_FIGURE_VIEW_N_SIGNALS];

/* Asks for a frame of what is to be shown now, if the view is on the screen. */
void nabla_figure_view_request (NablaFigureView *self);

/* Returns: (transfer full): what is to be shown now, @width × @height in size */
NablaFigureRequest *
nabla_figure_view_make_request (NablaFigureView *self, double width, double height, int scale);

/* Puts the cursor, whose values are read, at a place; a NAN takes it away. */
void nabla_figure_view_set_cursor (NablaFigureView *self, double x, double y, gboolean by_keys);

/* Takes what a new frame says of the cursor, or asks for it. */
void nabla_figure_view_follow_cursor (NablaFigureView *self);

/* Called when the values at the cursor are there. */
void nabla_figure_view_overlay_ready (gpointer view);

/* Remembers where values stand when all is shown. */
void nabla_figure_view_keep_whole (NablaFigureView *self, const NablaAxis *x, const NablaAxis *y);

/* Makes what is around a place @factor times as large. Returns: whether there are
 * axes, and so something to zoom into */
gboolean nabla_figure_view_zoom_at (NablaFigureView *self, double x, double y, double factor);

/* Shows what lies @x, @y pixels beside @window. */
void
nabla_figure_view_pan (NablaFigureView *self, const NablaFigureWindow *window, double x, double y);

/* Shows the part of the plane in @window next. */
void nabla_figure_view_set_window (NablaFigureView *self, NablaFigureWindow window);

/* Adds the gestures and keys. */
void nabla_figure_view_init_input (NablaFigureView *self);

/**
 * nabla_figure_view_find_mark:
 * @x, @y: a place in the view
 * @point: (out): the one that is nearest to it
 *
 * Returns: (transfer none) (nullable): the uppermost mark of a series at the
 *   place, or near it
 */
const NablaMark *
nabla_figure_view_find_mark (NablaFigureView *self, double x, double y, NablaMarkPoint *point);

G_END_DECLS
