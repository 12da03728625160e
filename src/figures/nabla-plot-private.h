/* Plot: the ground of a curve: a horizontal grid, one baseline, few ticks.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-axis.h"
#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Room above the y axis, for a line of words, in logical pixels */
#define NABLA_PLOT_HEAD 24.0

/**
 * NablaPlot:
 * @x, @y: axes; their values are set by the figure, their pixels by
 *   nabla_plot_place ()
 * @is_small: a miniature, without any text
 */
typedef struct {
  NablaAxis x, y;
  gboolean is_small;

  /*< private >*/
  NablaTick x_ticks[NABLA_AXIS_MOST_TICKS], y_ticks[NABLA_AXIS_MOST_TICKS];
  guint n_x_ticks, n_y_ticks;
} NablaPlot;

/**
 * nabla_plot_place:
 * @reach: where on the x axis, as a share, something ends that needs
 * @room: logical pixels at its right, such as a label
 *
 * Gives both axes their place in the figure, beside room for numbers.
 */
void nabla_plot_place (NablaPlot *self,
                       const NablaFigureContext *context,
                       double reach,
                       double room);

/* Moves a placed plot to the right. */
void nabla_plot_move (NablaPlot *self, double x);

/**
 * nabla_plot_draw:
 * @x_name: (nullable): of the x axis, written at its right end
 */
void nabla_plot_draw (const NablaPlot *self,
                      const NablaFigureContext *context,
                      const char *x_name,
                      NablaMarks *marks);

/* Writes what the y axis is of above it, unless the plot is a miniature. */
void nabla_plot_draw_y_name (const NablaPlot *self,
                             const NablaFigureContext *context,
                             const char *y_name,
                             NablaMarks *marks);

G_END_DECLS
