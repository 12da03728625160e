/* Figure frames: a figure drawn once, by any thread, ready to be shown.
 *
 * A frame has the marks of a figure, and pictures of those layers whose marks
 * would keep the main thread too long. It needs no GTK.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure.h"

G_BEGIN_DECLS

/**
 * NablaFigureRequest:
 * @figure, @snapshot, @settings: what is to be drawn
 * @context: size, theme and scales; its settings and pango are not looked at
 * @scale: device pixels a logical pixel
 * @wants_summary: whether to say in a sentence what is to be seen
 * @wants_axes: whether to say where values stand
 * @cursor_x, @cursor_y: where values are to be read; NAN if nowhere
 * @is_overlay: whether nothing is wanted but these values
 */
typedef struct
{
  const NablaFigure *figure;
  NablaSnapshot *snapshot;
  double settings[NABLA_MAX_PARAMS];
  NablaFigureContext context;
  int scale;
  gboolean wants_summary;
  gboolean wants_axes;
  double cursor_x, cursor_y;
  gboolean is_overlay;
} NablaFigureRequest;

/* Returns: (transfer full): @figure of @snapshot with its default settings, light */
NablaFigureRequest *nabla_figure_request_new (const NablaFigure *figure,
                                              const NablaSnapshot *snapshot,
                                              double width,
                                              double height);
void nabla_figure_request_free (NablaFigureRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaFigureRequest, nabla_figure_request_free)

/**
 * NablaFigurePart: one or more layers next to each other.
 * @first_layer, @n_layers: which ones
 * @generation: differs if anything in the layers does
 * @pixels: (nullable): the layers as a picture of the whole figure, cairo's
 *   ARGB32; NULL if they are to be shown as the marks that they are
 */
typedef struct
{
  guint first_layer;
  guint n_layers;
  guint64 generation;
  GBytes *pixels;
} NablaFigurePart;

/**
 * NablaFigureFrame:
 * @request: what was drawn
 * @marks: all marks; not to be changed any more
 * @columns, @rows, @stride: size of the parts' pictures in pixels, bytes a row
 * @parts: (element-type NablaFigurePart): from the lowest
 * @n_painted: layers that had to be painted for this frame; the others were
 *   known, or are shown as marks
 * @summary: (nullable): if it was wanted
 * @has_axes: whether @x_axis and @y_axis were wanted and there are such
 * @overlay: (nullable): the values at the cursor, to be shown over the figure
 */
typedef struct
{
  NablaFigureRequest *request;
  NablaMarks *marks;
  guint columns, rows;
  gsize stride;
  GArray *parts;
  guint n_painted;
  char *summary;
  gboolean has_axes;
  NablaAxis x_axis, y_axis;
  NablaMarks *overlay;
} NablaFigureFrame;

void nabla_figure_frame_free (NablaFigureFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaFigureFrame, nabla_figure_frame_free)

/**
 * NablaFigureStore:
 *
 * What one frame of a figure leaves to the next: layers that were painted, and
 * memory. For one thread at a time.
 */
typedef struct _NablaFigureStore NablaFigureStore;

NablaFigureStore *nabla_figure_store_new (void);
void nabla_figure_store_free (NablaFigureStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NablaFigureStore, nabla_figure_store_free)

/**
 * nabla_figure_frame_new:
 * @request: (transfer full): what to draw
 * @store: of this figure
 * @pango: lays out text; of the calling thread
 *
 * Returns: (transfer full): the frame
 */
NablaFigureFrame *
nabla_figure_frame_new (NablaFigureRequest *request, NablaFigureStore *store, PangoContext *pango);

/**
 * nabla_figure_layer_cost:
 *
 * Returns: about how many microseconds it takes to show the marks of a layer one
 *   by one in a window
 */
double nabla_figure_layer_cost (const NablaMarks *marks, guint layer);

G_END_DECLS
