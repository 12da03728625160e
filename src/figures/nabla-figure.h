/* Figures: from a snapshot to marks.
 *
 * A figure is a const struct: its names, its settings, a function that draws a
 * snapshot as marks, and one that says in a sentence what is to be seen. It
 * keeps nothing between calls, needs no window, and may be called on any
 * thread. To add one, write its file and its word in this folder's meson.build.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-axis.h"
#include "nabla-marks.h"
#include "nabla-param.h"
#include "nabla-snapshot.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * NablaFigureWindow:
 * @is_zoomed: whether the rest counts; otherwise all is shown
 * @x_minimum … @y_maximum: what is to be seen, in the data's own units (steps
 *   and cost of a curve, two features of a plane); a logarithmic axis needs a
 *   positive minimum
 *
 * What is not finite, or empty, is not looked at.
 */
typedef struct {
  gboolean is_zoomed;
  double x_minimum, x_maximum;
  double y_minimum, y_maximum;
} NablaFigureWindow;

/**
 * NablaFigureContext:
 * @width, @height: room in logical pixels, to the tile's edges; figures keep
 *   their own distance where they are no pictures
 * @theme: whose colors
 * @text_scale: 1; larger for a projector or large system text
 * @line_scale: 1; larger for a projector
 * @all_points: draw every point of a series instead of what a pixel can show
 * @window: part of the plane to show, by figures that have axes; others show all
 * @settings: values of the figure's params, in their order
 * @pango: lays out text; of the calling thread
 */
typedef struct {
  double width;
  double height;
  NablaTheme theme;
  double text_scale;
  double line_scale;
  gboolean all_points;
  NablaFigureWindow window;
  const double *settings;
  PangoContext *pango;
} NablaFigureContext;

/**
 * NablaFigureSection:
 *
 * Where the menu of views lists a figure
 */
typedef enum {
  NABLA_FIGURE_DATA_AND_MODEL,
  NABLA_FIGURE_TRAINING,
  NABLA_FIGURE_INSIDE,
  NABLA_FIGURE_CHECKS,
  NABLA_N_FIGURE_SECTIONS
} NablaFigureSection;

/* Returns: (transfer none): the translated heading of @section */
const char *nabla_figure_section_title (NablaFigureSection section);

/**
 * NablaFigure:
 * @name: what the experiment file and the command line call it
 * @title: of its tile; marked N_()
 * @help: one sentence; marked N_()
 * @section: where the menu of views lists it
 * @params: (nullable): its settings
 * @draw: adds marks that fill the context's room; a snapshot without the needed
 *   parts gives a sentence that says what is missing
 * @summary: (transfer full): one translated sentence, a finding, also for those
 *   who cannot see the figure
 * @is_apart: whether a page of its own shows it, such as the race; otherwise it is one of the
 *   views of a run, which the bench offers
 * @hover: (nullable): see nabla_figure_hover ()
 * @axes: (nullable): see nabla_figure_axes ()
 * @tabulate: (nullable): appends its table to @csv by nabla-csv-private.h, see
 *   nabla_figure_table (), which has those of the first figures
 */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  NablaFigureSection section;
  const NablaParamSpec *params;
  gboolean is_apart;
  void (*draw) (const NablaSnapshot *snapshot,
                const NablaFigureContext *context,
                NablaMarks *marks);
  char *(*summary) (const NablaSnapshot *snapshot, const double *settings);
  void (*hover) (const NablaSnapshot *snapshot,
                 const NablaFigureContext *context,
                 double x,
                 double y,
                 NablaMarks *overlay);
  gboolean (*axes) (const NablaSnapshot *snapshot,
                    const NablaFigureContext *context,
                    NablaAxis *x,
                    NablaAxis *y);
  void (*tabulate) (const NablaSnapshot *snapshot, GString *csv);
} NablaFigure;

/* Returns: (transfer none) (array zero-terminated=1): all figures */
const NablaFigure *const *nabla_figures (void);

/**
 * nabla_figure_find:
 * @name: such as `cost`
 * @error: names the nearest right word and what there is
 *
 * Returns: (transfer none) (nullable): the figure called @name
 */
const NablaFigure *nabla_figure_find (const char *name, GError **error);

/**
 * nabla_figure_draw:
 * @settings: (nullable): of the figure; its defaults if NULL
 * @context: the rest; its own settings are not looked at
 * @marks: emptied and filled
 */
void nabla_figure_draw (const NablaFigure *self,
                        const NablaSnapshot *snapshot,
                        const NablaFigureContext *context,
                        const double *settings,
                        NablaMarks *marks);

/**
 * nabla_figure_summary:
 * @settings: (nullable): of the figure; its defaults if NULL
 *
 * Returns: (transfer full): what is to be seen, in one sentence
 */
char *nabla_figure_summary (const NablaFigure *self,
                            const NablaSnapshot *snapshot,
                            const double *settings);

/**
 * nabla_figure_hover:
 * @settings: (nullable): of the figure; its defaults if NULL
 * @x, @y: where the pointer is, in logical pixels
 * @overlay: emptied, and filled with what to paint over the figure: a cursor
 *   line, dots, values; stays empty where there is nothing to say
 *
 * The snapshot, context and settings must be those that the figure was drawn with.
 */
void nabla_figure_hover (const NablaFigure *self,
                         const NablaSnapshot *snapshot,
                         const NablaFigureContext *context,
                         const double *settings,
                         double x,
                         double y,
                         NablaMarks *overlay);

/**
 * nabla_figure_axes:
 * @settings: (nullable): of the figure; its defaults if NULL
 * @x, @y: (out): where values stand: nabla_axis_place () and nabla_axis_value ()
 *   turn data into pixels and back
 *
 * Returns: whether the figure has axes, and so can be zoomed, and shows something
 */
gboolean nabla_figure_axes (const NablaFigure *self,
                            const NablaSnapshot *snapshot,
                            const NablaFigureContext *context,
                            const double *settings,
                            NablaAxis *x,
                            NablaAxis *y);

/**
 * nabla_figure_zoom:
 * @settings: (nullable): of the figure; its defaults if NULL
 * @x1, @y1, @x2, @y2: two opposite corners of a rectangle in logical pixels; it may reach
 *   beyond the figure, which zooms out, and may be the whole figure moved, which pans
 * @window: (out): the data in it; put in the context, it fills the figure
 *
 * The other way round, a context without a window shows all again.
 *
 * Returns: whether the figure has axes and the rectangle is wide and high enough
 *   for numbers to tell its sides apart; otherwise @window is left alone
 */
gboolean nabla_figure_zoom (const NablaFigure *self,
                            const NablaSnapshot *snapshot,
                            const NablaFigureContext *context,
                            const double *settings,
                            double x1,
                            double y1,
                            double x2,
                            double y2,
                            NablaFigureWindow *window);

G_END_DECLS
