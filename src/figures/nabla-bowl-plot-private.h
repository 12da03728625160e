/* Bowl plot: a cost of two weights as a map, with the ways of racers on it.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-axis.h"
#include "nabla-figure-private.h"

G_BEGIN_DECLS

/**
 * NablaBowlPlot:
 * @race: with a terrain
 * @x, @y: w across and b up; their pixels are the plot's room
 * @is_small: too small for any words
 * @names_start: whether words at the start say that it can be dragged
 */
typedef struct {
  const NablaRacePicture *race;
  const NablaFigureContext *context;
  NablaMarks *marks;
  NablaAxis x, y;
  gboolean is_small;
  gboolean names_start;

  /*< private >*/
  GArray *taken;  /* of double[4]: where words stand */
} NablaBowlPlot;

/* Returns: whether @race has terrain; if so, the axes fill @width pixels from @left and the
 * figure's height */
gboolean nabla_bowl_plot_init (NablaBowlPlot *self,
                               const NablaRacePicture *race,
                               const NablaFigureContext *context,
                               double left,
                               double width);
void nabla_bowl_plot_clear (NablaBowlPlot *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaBowlPlot, nabla_bowl_plot_clear)

/* Adds terrain and contour lines to the current layer of @marks. */
void nabla_bowl_plot_draw_ground (const NablaBowlPlot *self, NablaMarks *marks);

/* Adds the trails and wander circles of all racers, then, above the words, where they are. */
void nabla_bowl_plot_draw_racers (const NablaBowlPlot *self, NablaMarks *marks);
void nabla_bowl_plot_draw_markers (const NablaBowlPlot *self, NablaMarks *marks);

/* Adds start, minimum, axes and all words. */
void nabla_bowl_plot_draw_words (NablaBowlPlot *self, NablaMarks *marks);

/**
 * nabla_bowl_plot_place_text:
 *
 * Adds @text at a place if it covers no words that were placed before and stays inside.
 *
 * Returns: whether there was room
 */
gboolean nabla_bowl_plot_place_text (NablaBowlPlot *self,
                                     NablaMarks *marks,
                                     const NablaTextStyle *style,
                                     double x,
                                     double y,
                                     const char *text);

/* Returns: a style for words on the map, with a halo */
NablaTextStyle nabla_bowl_plot_style (const NablaFigureContext *context, NablaColorToken color);

/* Says what is at a pixel: a step of a racer, or the cost. */
void nabla_bowl_plot_hover (const NablaBowlPlot *self, double x, double y, NablaMarks *overlay);

G_END_DECLS
