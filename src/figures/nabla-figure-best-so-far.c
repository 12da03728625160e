/* Best so far: the result of each trial in the order of trials, and under them the lowest that
 * there was until then.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trial-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RADIUS 2.6
#define MOST_POINTS 8000
#define NEAR 12.0

static gboolean
begin (const NablaTrialsPicture *trials, const NablaFigureContext *context, NablaPlot *plot)
{
  if (trials == NULL || trials->n_trials == 0)
    return FALSE;
  NablaResultScale scale = nabla_result_scale (trials);
  guint total = MAX (trials->n_planned, trials->n_trials);
  nabla_axis_init (&plot->x, 0, MAX (1, total), FALSE);
  plot->x.is_whole = TRUE;
  nabla_axis_init (&plot->y, scale.low, scale.high, scale.is_log);
  nabla_axis_pad (&plot->y, 0.06);
  nabla_figure_apply_window (context, &plot->x, &plot->y);
  nabla_plot_place (plot, context, 0, 0);
  return TRUE;
}

/* Every other round is tinted, and each says its number where there is room. */
static void
draw_rounds (const NablaTrialsPicture *trials,
             const NablaPlot *plot,
             const NablaFigureContext *context,
             NablaMarks *marks)
{
  NablaColor tint = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_ACCENT), 0.06);
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  guint first = 0;
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint i = 1; trials->n_rounds > 1 && i <= trials->n_trials; i++)
    {
      if (i < trials->n_trials && trials->trials[i].round == trials->trials[first].round)
        continue;
      guint round = trials->trials[first].round;
      gboolean is_last = i == trials->n_trials;
      double from = nabla_axis_place (&plot->x, first);
      double to = is_last ? plot->x.end : nabla_axis_place (&plot->x, i);
      double left = CLAMP (from, plot->x.start, plot->x.end);
      double right = CLAMP (to, left, plot->x.end), width;
      if (round % 2 == 1)
        nabla_marks_rectangle (marks, left, plot->y.end, right - left, plot->y.start - plot->y.end,
                               0, tint);
      g_autofree char *text = g_strdup_printf (_ ("round %u"), round + 1);
      nabla_text_measure (context->pango, &style, text, &width, NULL);
      if (width + 6 < right - left && !plot->is_small)
        nabla_marks_text (marks, &style, left + 3, plot->y.end - NABLA_PLOT_HEAD / 2, text);
      first = i;
    }
}

static void
draw_points (const NablaTrialsPicture *trials,
             const NablaPlot *plot,
             const NablaFigureContext *context,
             NablaMarks *marks)
{
  gsize stride = trials->n_trials / MOST_POINTS + 1;
  NablaColor grey = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT), 0.45);
  NablaMark *mark
      = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, RADIUS * context->line_scale, grey);
  mark->series = 0;
  for (gsize i = 0; i < trials->n_trials; i += stride)
    if (isfinite (trials->trials[i].result))
      nabla_marks_point (marks, nabla_axis_place (&plot->x, trials->trials[i].number),
                         nabla_axis_place (&plot->y, trials->trials[i].result), (guint32) i);
}

static void
draw_best (const NablaTrialsPicture *trials,
           const NablaPlot *plot,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  NablaColor accent = nabla_color (context->theme, NABLA_COLOR_ACCENT);
  double lowest = INFINITY, x = 0;
  NablaMark *line = nabla_marks_polyline (marks, accent, 2.2 * context->line_scale);
  line->series = 1;
  for (guint i = 0; i < trials->n_trials; i++)
    {
      const NablaTrialPoint *trial = &trials->trials[i];
      if (!isfinite (trial->result))
        continue;
      x = nabla_axis_place (&plot->x, trial->number);
      if (trial->result >= lowest)
        continue;
      if (isfinite (lowest))
        nabla_marks_point (marks, x, nabla_axis_place (&plot->y, lowest), i);
      lowest = trial->result;
      nabla_marks_point (marks, x, nabla_axis_place (&plot->y, lowest), i);
    }
  if (!isfinite (lowest))
    return;
  double y = nabla_axis_place (&plot->y, lowest);
  nabla_marks_point (marks, x, y, (guint32) nabla_trials_picture_best (trials, trials->n_trials));
  NablaMark *dot
      = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 4 * context->line_scale, accent);
  dot->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  dot->halo_width = 1.5f;
  nabla_marks_point (marks, x, y, 0);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  NablaPlot plot = { 0 };
  const NablaTrialsPicture *trials = snapshot->trials;
  if (!begin (trials, context, &plot))
    {
      nabla_trials_missing (context, marks);
      return;
    }
  draw_rounds (trials, &plot, context, marks);
  /* Translators: beside an axis: number of a trial */
  nabla_plot_draw (&plot, context, C_ ("axis", "trial"), marks);
  if (trials->n_rounds <= 1)
    nabla_plot_draw_y_name (&plot, context, trials->result_name, marks);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, plot.x.start - 5, plot.y.end - 5, plot.x.end - plot.x.start + 10,
                         plot.y.start - plot.y.end + 10, 0);
  draw_points (trials, &plot, context, marks);
  draw_best (trials, &plot, context, marks);
  nabla_marks_pop_clip (marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaTrialsPicture *trials = snapshot->trials;
  gint64 best = trials != NULL ? nabla_trials_picture_best (trials, trials->n_trials) : -1;
  if (best < 0)
    return g_strdup (_ ("No trial has a result yet."));
  char result[NABLA_LABEL_LENGTH];
  return g_strdup_printf (_ ("%1$s since trial %2$u."),
                          nabla_label_value (trials->trials[best].result, result),
                          trials->trials[best].number);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  NablaPlot plot = { 0 };
  const NablaTrialsPicture *trials = snapshot->trials;
  if (!begin (trials, context, &plot))
    return;
  double nearest = NEAR;
  gint64 found = -1;
  for (guint i = 0; i < trials->n_trials; i++)
    {
      double distance = fabs (nabla_axis_place (&plot.x, trials->trials[i].number) - x);
      if (isfinite (trials->trials[i].result) && distance < nearest)
        {
          nearest = distance;
          found = i;
        }
    }
  if (found < 0)
    return;
  double at_x = nabla_axis_place (&plot.x, trials->trials[found].number);
  double at_y = nabla_axis_place (&plot.y, trials->trials[found].result);
  NablaMark *dot = nabla_marks_markers (overlay, NABLA_MARKER_CIRCLE, 4,
                                        nabla_color (context->theme, NABLA_COLOR_TEXT));
  dot->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  dot->halo_width = 1.5f;
  nabla_marks_point (overlay, at_x, at_y, (guint32) found);
  g_autofree char *text = nabla_trial_describe (trials, (guint) found);
  nabla_figure_tip (context, overlay, at_x, at_y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  NablaPlot plot = { 0 };
  if (!begin (snapshot->trials, context, &plot))
    return FALSE;
  *x = plot.x;
  *y = plot.y;
  return TRUE;
}

const NablaFigure nabla_figure_best_so_far = {
  .name = "best_so_far",
  .title = N_ ("Best So Far"),
  .help = N_ ("The result of each trial, and the lowest one that there was until then."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = nabla_trials_tabulate,
  .hover = hover,
  .axes = axes,
};
