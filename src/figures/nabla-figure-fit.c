/* Predicted against true: what a regression says of each example beside what is
 * so. On the line every answer is right; above it the answer is too large.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-label.h"
#include "nabla-plot-private.h"
#include "nabla-score-table-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POINT_RADIUS 3.3
#define POINT_HALO 1.1
#define HOLLOW_WIDTH 1.5
/* From so many points on they shrink, and no more than so many are drawn. */
#define MANY_POINTS 1000
#define MOST_POINTS 20000
#define LEAST_PLOT 150.0

static gboolean
is_shown (const NablaFit *fit, gsize i)
{
  return isfinite (fit->truth[i]) && isfinite (fit->prediction[i]);
}

/* Both axes have the same range, so that right answers lie on the diagonal. */
static gboolean
choose_range (const NablaFit *fit, NablaAxis *x, NablaAxis *y)
{
  double low = INFINITY, high = -INFINITY;
  for (gsize i = 0; fit != NULL && i < fit->n; i++)
    if (is_shown (fit, i))
      {
        low = MIN (low, MIN (fit->truth[i], fit->prediction[i]));
        high = MAX (high, MAX (fit->truth[i], fit->prediction[i]));
      }
  if (low > high)
    return FALSE;
  nabla_axis_init (x, low, high, FALSE);
  nabla_axis_pad (x, 0.04);
  *y = *x;
  return TRUE;
}

/* Whether the scores stand at the plot's right, which stays a square then */
static gboolean
has_scores (const NablaSnapshot *snapshot, const NablaFigureContext *context, double *width)
{
  double height;
  *width = nabla_score_table_measure (snapshot, context, &height) + 2 * NABLA_SPACE;
  return snapshot->metrics[NABLA_SNAPSHOT_TRAIN].m > 0
         && context->width - *width >= MAX (LEAST_PLOT * context->text_scale, 0.9 * context->height)
         && height + 2 * NABLA_SPACE <= context->height;
}

/* Gives the plot a square, or what the figure has of one. */
static gboolean
place_plot (NablaPlot *plot,
            const NablaSnapshot *snapshot,
            const NablaFigureContext *context,
            double *scores_x)
{
  double scores_width;
  gboolean is_table = has_scores (snapshot, context, &scores_width);
  double room = context->width - (is_table ? scores_width : 0);
  NablaFigureContext part = *context;
  part.width = room;
  nabla_figure_apply_window (context, &plot->x, &plot->y);
  nabla_plot_place (plot, &part, 0, 0);
  double surplus = (plot->x.end - plot->x.start) - (plot->y.start - plot->y.end);
  if (surplus > 0 && !plot->is_small)
    {
      part.width = room - surplus;
      nabla_plot_place (plot, &part, 0, 0);
      nabla_plot_move (plot, floor (surplus / 2));
    }
  *scores_x = plot->x.end + 2 * NABLA_SPACE;
  return is_table;
}

static void
draw_identity (const NablaPlot *plot, const NablaFigureContext *context, NablaMarks *marks)
{
  double low = MAX (plot->x.low, plot->y.low), high = MIN (plot->x.high, plot->y.high);
  if (low < high)
    nabla_marks_line (marks, nabla_axis_place (&plot->x, low), nabla_axis_place (&plot->y, low),
                      nabla_axis_place (&plot->x, high), nabla_axis_place (&plot->y, high),
                      nabla_color (context->theme, NABLA_COLOR_CURSOR), 1.2 * context->line_scale);
}

/* Points of one set; those that were not trained on are hollow, and the test set
 * has the diamond. */
static void
draw_split (const NablaFit *fit,
            guint split,
            const NablaPlot *plot,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  double shrink = fit->n > MANY_POINTS ? MAX (sqrt ((double)MANY_POINTS / fit->n), 0.4) : 1;
  NablaColor color = nabla_color_slot (context->theme, 0);
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  NablaMarker shape = split == NABLA_SNAPSHOT_TEST ? NABLA_MARKER_DIAMOND : NABLA_MARKER_CIRCLE;
  NablaMark *mark
      = nabla_marks_markers (marks, shape, POINT_RADIUS * shrink * context->line_scale, color);
  mark->series = (int)split;
  mark->halo = surface;
  mark->halo_width = (float)(POINT_HALO * shrink);
  if (split != NABLA_SNAPSHOT_TRAIN)
    {
      mark->fill = surface;
      mark->stroke = color;
      mark->line_width = (float)(HOLLOW_WIDTH * shrink);
      mark->radius *= 0.88f;
    }
  gsize stride = fit->n / MOST_POINTS + 1;
  for (gsize i = 0; i < fit->n; i += stride)
    if (fit->split[i] == split && is_shown (fit, i))
      nabla_marks_point (marks, nabla_axis_place (&plot->x, fit->truth[i]),
                         nabla_axis_place (&plot->y, fit->prediction[i]), (guint32)i);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  NablaPlot plot = { 0 };
  if (snapshot->n_classes > 0)
    {
      nabla_figure_message (context, marks, _ ("No Fit to Show"),
                            _ ("This view compares predicted numbers with true ones. This model "
                               "predicts classes."));
      return;
    }
  if (!choose_range (snapshot->fit, &plot.x, &plot.y))
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("Points appear when the model has predicted numbers."));
      return;
    }

  double scores_x;
  gboolean is_table = place_plot (&plot, snapshot, context, &scores_x);
  /* Translators: beside an axis: what is so, not what the model says */
  nabla_plot_draw (&plot, context, C_ ("axis", "true"), marks);
  draw_identity (&plot, context, marks);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, plot.x.start - 2, plot.y.end - 2, plot.x.end - plot.x.start + 4,
                         plot.y.start - plot.y.end + 4, 0);
  for (guint split = NABLA_SNAPSHOT_SPLITS; split-- > 0;)
    draw_split (snapshot->fit, split, &plot, context, marks);
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  /* Translators: beside an axis: what the model says */
  nabla_plot_draw_y_name (&plot, context, C_ ("axis", "predicted"), marks);
  guint stressed
      = snapshot->metrics[NABLA_SNAPSHOT_DEV].m > 0 ? NABLA_SNAPSHOT_DEV : NABLA_SNAPSHOT_TRAIN;
  if (is_table)
    nabla_score_table_draw (snapshot, context, stressed, scores_x, MIN (plot.y.end, NABLA_SPACE),
                            context->height - NABLA_SPACE, marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaMetrics *train = &snapshot->metrics[NABLA_SNAPSHOT_TRAIN];
  const NablaMetrics *dev = &snapshot->metrics[NABLA_SNAPSHOT_DEV];
  if (snapshot->n_classes > 0)
    return g_strdup (_ ("This model predicts classes, so there are no numbers to compare."));
  if (train->m == 0)
    return g_strdup (_ ("The model has not been measured yet."));
  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH], third[NABLA_LABEL_LENGTH];
  nabla_label_value (train->r2, first);
  if (dev->m == 0)
    /* Translators: R² is the share of variance explained, RMSE an error */
    return g_strdup_printf (_ ("Train R² is %1$s; predictions are off by %2$s (RMSE)."), first,
                            nabla_label_value (train->rmse, second));
  return g_strdup_printf (_ ("R² is %1$s on train, %2$s on dev; dev is off by %3$s (RMSE)."), first,
                          nabla_label_value (dev->r2, second),
                          nabla_label_value (dev->rmse, third));
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  NablaPlot plot = { 0 };
  double scores_x;
  if (snapshot->n_classes > 0 || !choose_range (snapshot->fit, &plot.x, &plot.y))
    return FALSE;
  place_plot (&plot, snapshot, context, &scores_x);
  *x = plot.x;
  *y = plot.y;
  return TRUE;
}

const NablaFigure nabla_figure_fit = {
  .name = "fit",
  .title = N_ ("Predicted against True"),
  .help = N_ ("What a regression predicts for each example beside what is true; on the line, both "
              "are the same."),
  .section = NABLA_FIGURE_DATA_AND_MODEL,
  .draw = draw,
  .summary = summary,
  .axes = axes,
};
