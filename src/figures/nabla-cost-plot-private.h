/* Cost plot: which runs the cost curve shows and where it shows them, for
 * drawing and for hovering.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-cost-runs.h"
#include "nabla-plot-private.h"

G_BEGIN_DECLS

/**
 * NablaCostEnd: where a curve of the live run stands at a step
 * @split: which curve; train stands for the solid line
 * @step, @index, @value: of its last point up to that step
 * @text: such as `dev 0.123`
 */
typedef struct {
  guint split;
  gint64 step;
  gsize index;
  double value;
  char text[128];
} NablaCostEnd;

/**
 * NablaCostPlot:
 * @runs: (array length=n_runs): the live one first
 * @plot: with its axes in place, zoomed if the context says so
 * @has_diverged: whether a value was not finite up to the snapshot's step
 * @ends: (array length=n_ends): of the live run's curves at the snapshot's step;
 *   none if it has diverged
 */
typedef struct {
  NablaCostRun *runs;
  guint n_runs;
  NablaPlot plot;
  gboolean has_diverged;
  NablaCostEnd ends[NABLA_SNAPSHOT_SPLITS];
  guint n_ends;
} NablaCostPlot;

/* Fills @self. Returns: whether there is anything to show */
gboolean nabla_cost_plot_init (NablaCostPlot *self,
                               const NablaSnapshot *snapshot,
                               const NablaFigureContext *context);
void nabla_cost_plot_clear (NablaCostPlot *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (NablaCostPlot, nabla_cost_plot_clear)

/* Fills @ends with those of @live at @step. Returns: how many there are */
guint nabla_cost_ends (const NablaCostRun *live, gint64 step, NablaCostEnd *ends);

/* Returns: the style of labels beside curves; the live run's are bold, at the right */
NablaTextStyle nabla_cost_label_style (const NablaFigureContext *context, gboolean is_live);

/* The hover function of the cost curve */
void nabla_cost_hover (const NablaSnapshot *snapshot,
                       const NablaFigureContext *context,
                       double x,
                       double y,
                       NablaMarks *overlay);

G_END_DECLS
