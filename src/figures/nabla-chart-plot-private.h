/* Charts as marks: what the figures of several instruments have in common.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "nabla-figure-private.h"

G_BEGIN_DECLS

/* Each is what NablaFigure wants, for the chart of the figure called @figure. */
void nabla_chart_draw (const char *figure,
                       const NablaSnapshot *snapshot,
                       const NablaFigureContext *context,
                       NablaMarks *marks);
char *nabla_chart_summary (const char *figure, const NablaSnapshot *snapshot);
void nabla_chart_hover (const char *figure,
                        const NablaSnapshot *snapshot,
                        const NablaFigureContext *context,
                        double x,
                        double y,
                        NablaMarks *overlay);
gboolean nabla_chart_axes (const char *figure,
                           const NablaSnapshot *snapshot,
                           const NablaFigureContext *context,
                           NablaAxis *x,
                           NablaAxis *y);
void nabla_chart_tabulate (const char *figure, const NablaSnapshot *snapshot, GString *csv);

/* Writes a figure that draws the chart of its own name. */
#define NABLA_CHART_FIGURE(word, chart_title, chart_help)                                          \
  static void draw_##word (const NablaSnapshot *snapshot, const NablaFigureContext *context,       \
                           NablaMarks *marks)                                                      \
  {                                                                                                \
    nabla_chart_draw (#word, snapshot, context, marks);                                            \
  }                                                                                                \
  static char *summary_##word (const NablaSnapshot *snapshot, const double *settings)              \
  {                                                                                                \
    return nabla_chart_summary (#word, snapshot);                                                  \
  }                                                                                                \
  static void hover_##word (const NablaSnapshot *snapshot, const NablaFigureContext *context,      \
                            double x, double y, NablaMarks *overlay)                               \
  {                                                                                                \
    nabla_chart_hover (#word, snapshot, context, x, y, overlay);                                   \
  }                                                                                                \
  static gboolean axes_##word (const NablaSnapshot *snapshot, const NablaFigureContext *context,   \
                               NablaAxis *x, NablaAxis *y)                                         \
  {                                                                                                \
    return nabla_chart_axes (#word, snapshot, context, x, y);                                      \
  }                                                                                                \
  static void tabulate_##word (const NablaSnapshot *snapshot, GString *csv)                        \
  {                                                                                                \
    nabla_chart_tabulate (#word, snapshot, csv);                                                   \
  }                                                                                                \
  const NablaFigure nabla_figure_##word = {                                                        \
    .name = #word,                                                                                 \
    .title = chart_title,                                                                          \
    .help = chart_help,                                                                            \
    .is_apart = TRUE,                                                                              \
    .draw = draw_##word,                                                                           \
    .summary = summary_##word,                                                                     \
    .hover = hover_##word,                                                                         \
    .axes = axes_##word,                                                                           \
    .tabulate = tabulate_##word,                                                                   \
  }

G_END_DECLS
