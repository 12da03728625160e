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

#include "nabla-marks.h"
#include "nabla-param.h"
#include "nabla-snapshot.h"

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * NablaFigureContext:
 * @width, @height: room in logical pixels, to the tile's edges; figures keep
 *   their own distance where they are no pictures
 * @theme: whose colors
 * @text_scale: 1; larger for a projector or large system text
 * @line_scale: 1; larger for a projector
 * @all_points: draw every point of a series instead of what a pixel can show
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
  const double *settings;
  PangoContext *pango;
} NablaFigureContext;

/**
 * NablaFigure:
 * @name: what the experiment file and the command line call it
 * @title: of its tile; marked N_()
 * @help: one sentence; marked N_()
 * @params: (nullable): its settings
 * @draw: adds marks that fill the context's room; a snapshot without the needed
 *   parts gives a sentence that says what is missing
 * @summary: (transfer full): one translated sentence, a finding, also for those
 *   who cannot see the figure
 */
typedef struct {
  const char *name;
  const char *title;
  const char *help;
  const NablaParamSpec *params;
  void (*draw) (const NablaSnapshot *snapshot,
                const NablaFigureContext *context,
                NablaMarks *marks);
  char *(*summary) (const NablaSnapshot *snapshot, const double *settings);
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

G_END_DECLS
