/* The cost curve: the objective of every step, smoothed where it is noisy, the
 * costs over the dev and test sets, and other runs for comparison.
 *
 * Color says which run, dashes say which split. What lies after the snapshot's
 * step, when a run is revisited in its past, is faded.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-cost-plot-private.h"
#include "nabla-label-layout.h"
#include "nabla-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LIVE_WIDTH 2.2
#define SPLIT_WIDTH 2.0
#define OTHER_WIDTH 1.6
#define RAW_WIDTH 1.0
#define RAW_ALPHA 0.25
#define FUTURE_ALPHA 0.35

static const char *const scales[] = { "automatic", "linear", "logarithmic", NULL };

static const NablaParamSpec params[] = {
  [NABLA_COST_SCALE] = {
    .name = "scale",
    .title = N_("Scale of the cost axis"),
    .help = N_("Automatic takes a logarithmic axis if the largest cost is over twenty times the "
               "smallest."),
    .type = NABLA_PARAM_CHOICE,
    .initial = NABLA_COST_SCALE_AUTOMATIC,
    .choices = scales,
  },
  [NABLA_COST_AUTOMATIC_SMOOTHING] = {
    .name = "automatic_smoothing",
    .title = N_("Automatic smoothing"),
    .help = N_("Smooths only a noisy curve, over about a sixtieth of its points."),
    .type = NABLA_PARAM_BOOLEAN,
    .initial = TRUE,
  },
  [NABLA_COST_BETA] = {
    .name = "beta",
    .title = N_("Smoothing"),
    .symbol = "β",
    .help = N_("Weight of the past in the exponentially weighted average with bias correction; "
               "0 does not smooth."),
    .type = NABLA_PARAM_REAL,
    .maximum = 0.9999,
    .initial = 0.9,
    .scale = NABLA_SCALE_ONE_MINUS,
  },
  { NULL },
};

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  const NablaCostRun *runs;
  guint n_runs;
  NablaPlot plot;
  NablaLabels *labels;
} Drawing;

static NablaColor
run_color (const Drawing *self, guint run)
{
  return nabla_color_slot (self->context->theme, run);
}

/* Whether a place is in what is shown of the plane; all is, without zoom. */
static gboolean
is_visible (const Drawing *self, double x, double y)
{
  return !self->context->window.is_zoomed
         || (x >= self->plot.x.start - 1 && x <= self->plot.x.end + 1 && y >= self->plot.y.end - 1
             && y <= self->plot.y.start + 1);
}

static void
draw_part (const Drawing *self,
           guint run,
           const NablaCurve *curve,
           gsize from,
           gsize to,
           double beta,
           double width,
           double alpha,
           NablaDash dash)
{
  if (to <= from + 1)
    return;
  NablaMark *mark = nabla_marks_polyline (self->marks,
                                          nabla_color_fade (run_color (self, run), alpha),
                                          width * self->context->line_scale);
  mark->dash = dash;
  mark->series = (int) run;
  nabla_curve_draw (curve, &self->plot.x, &self->plot.y, from, to, beta,
                    self->context->all_points, self->marks);
}

/* A curve of the live run, faded from the snapshot's step on */
static void
draw_live (const Drawing *self,
           const NablaCurve *curve,
           double beta,
           double width,
           double alpha,
           NablaDash dash)
{
  gsize now = nabla_curve_after (curve, self->snapshot->step);
  draw_part (self, 0, curve, now > 0 ? now - 1 : 0, curve->n, beta, width, alpha * FUTURE_ALPHA,
             dash);
  draw_part (self, 0, curve, 0, now, beta, width, alpha, dash);
}

static void
draw_columns (const Drawing *self, const NablaCurve *curve, gsize from, gsize to, double alpha)
{
  if (to <= from)
    return;
  NablaMark *mark = nabla_marks_add (self->marks, NABLA_MARK_COLUMNS);
  mark->stroke = nabla_color_fade (run_color (self, 0), alpha);
  mark->line_width = (float) RAW_WIDTH;
  mark->series = 0;
  nabla_curve_draw_range (curve, &self->plot.x, &self->plot.y, from, to, self->marks);
}

/* A series as it is, behind the lines: columns where it is dense */
static void
draw_raw (const Drawing *self, const NablaCurve *curve)
{
  double pixels = self->plot.x.end - self->plot.x.start;
  if (curve->n <= 2 * pixels || self->context->all_points)
    {
      draw_live (self, curve, 0, RAW_WIDTH, RAW_ALPHA, NABLA_DASH_NONE);
      return;
    }
  gsize now = nabla_curve_after (curve, self->snapshot->step);
  draw_columns (self, curve, now, curve->n, RAW_ALPHA * FUTURE_ALPHA);
  draw_columns (self, curve, 0, now, RAW_ALPHA);
}

/* Keeps labels off the last part of a curve, which ends at @x. */
static void
keep_clear (const Drawing *self, const NablaCostRun *run, double x)
{
  double left = MAX (x - 90, self->plot.x.start), top = INFINITY, bottom = -INFINITY;
  for (guint i = 0; i <= 4; i++)
    {
      double step = nabla_axis_value (&self->plot.x, left + i * (x - left) / 4);
      gsize after = nabla_curve_after (&run->train, (gint64) step);
      gsize index = MIN (MAX (after, 1) - 1, run->train.last);
      double cost = nabla_curve_value (&run->train, index, run->beta);
      double y = nabla_axis_place (&self->plot.y, cost);
      top = MIN (top, y);
      bottom = MAX (bottom, y);
    }
  nabla_labels_add_obstacle (self->labels, left, x, top - 2, bottom + 2);
}

static void
draw_others (const Drawing *self)
{
  for (guint r = 1; r < self->n_runs; r++)
    draw_part (self, r, &self->runs[r].train, 0, self->runs[r].train.n, self->runs[r].beta,
               OTHER_WIDTH, 1, NABLA_DASH_NONE);
}

static double
end_of (const Drawing *self, const NablaCostRun *run)
{
  gint64 step = nabla_series_get (run->train.series, run->train.last).step;
  return nabla_axis_place (&self->plot.x, (double) step);
}

static void
label_others (const Drawing *self)
{
  NablaTextStyle style = nabla_cost_label_style (self->context, FALSE);
  double line_height;
  nabla_text_measure (self->context->pango, &style, "0", NULL, &line_height);
  /* In a small tile, names of other runs would cover all the curves. */
  if (self->plot.x.end - self->plot.x.start < 14 * line_height)
    return;

  style.width = (self->plot.x.end - self->plot.x.start) / 2;
  for (guint r = 1; r < self->n_runs; r++)
    if (self->runs[r].train.n_finite > 0)
      keep_clear (self, &self->runs[r], end_of (self, &self->runs[r]));
  for (guint r = 1; r < self->n_runs; r++)
    {
      const NablaCostRun *run = &self->runs[r];
      if (run->train.n_finite == 0 || run->title == NULL)
        continue;
      double y = nabla_axis_place (&self->plot.y,
                                   nabla_curve_value (&run->train, run->train.last, run->beta));
      if (!is_visible (self, end_of (self, run), y))
        continue;
      nabla_labels_add (self->labels, self->context->pango, &style, end_of (self, run),
                        y - 0.7 * line_height, run->title);
      nabla_labels_add_marker (self->labels, self->context->theme, r);
    }
}

static void
draw_ends (const Drawing *self, const NablaCostEnd *ends, guint n_ends)
{
  NablaTextStyle style = nabla_cost_label_style (self->context, TRUE);
  NablaColor surface = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  double scale = self->context->line_scale;
  /* Train comes first and is drawn last: it must not lie under the others. */
  for (guint i = n_ends; i-- > 0;)
    {
      double x = nabla_axis_place (&self->plot.x, (double) ends[i].step);
      double y = nabla_axis_place (&self->plot.y, ends[i].value);
      if (!is_visible (self, x, y))
        continue;
      gboolean is_train = ends[i].split == NABLA_SNAPSHOT_TRAIN;
      NablaMark *dot = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE,
                                            (is_train ? 4 : 3.2) * scale,
                                            is_train ? run_color (self, 0) : surface);
      if (!is_train)
        {
          dot->stroke = run_color (self, 0);
          dot->line_width = (float) (1.6 * scale);
        }
      dot->halo = surface;
      dot->halo_width = (float) (1.5 * scale);
      dot->series = 0;
      nabla_marks_point (self->marks, x, y, (guint32) ends[i].index);
      nabla_labels_add (self->labels, self->context->pango, &style, x + 9 * scale, y, ends[i].text);
    }
}

/* The raw series says what it is where it is not what the train line smooths. */
static void
label_raw (const Drawing *self)
{
  const NablaCostRun *live = &self->runs[0];
  if (live->raw.n_finite == 0 || live->raw.series == live->train.series)
    return;
  gsize now = nabla_curve_after (&live->raw, self->snapshot->step);
  if (now == 0)
    return;
  gsize index = MIN (now - 1, live->raw.last);
  double beta = nabla_curve_automatic_beta (&live->raw);
  double y = nabla_axis_place (&self->plot.y, nabla_curve_value (&live->raw, index, beta));
  gint64 step = nabla_series_get (live->raw.series, index).step;
  if (!is_visible (self, nabla_axis_place (&self->plot.x, (double) step), y))
    return;
  NablaTextStyle style = nabla_cost_label_style (self->context, FALSE);
  style.x_align = 0;
  /* Translators: what is minimized, with penalty and dropout, at the end of its
   * curve: keep it short */
  nabla_labels_add (self->labels, self->context->pango, &style,
                    nabla_axis_place (&self->plot.x, (double) step) + 9 * self->context->line_scale,
                    CLAMP (y, self->plot.y.end, self->plot.y.start), C_("curve", "objective"));
}

/* A cross at the last finite value, and a line down to the step */
static void
draw_divergence (const Drawing *self)
{
  const NablaCostRun *live = &self->runs[0];
  if (live->train.n_finite == 0)
    return;

  NablaColor color = nabla_color (self->context->theme, NABLA_COLOR_ERROR);
  double scale = self->context->line_scale, arm = 5 * scale;
  double x = nabla_axis_place (&self->plot.x, (double) self->snapshot->diverged_step);
  double y = nabla_axis_place (&self->plot.y,
                               nabla_curve_value (&live->train, live->train.last, live->beta));
  if (!is_visible (self, x, y))
    return;
  nabla_marks_line (self->marks, x, y, x, self->plot.y.start, color, 1.4 * scale)->dash
    = NABLA_DASH_LONG;
  nabla_marks_line (self->marks, x - arm, y - arm, x + arm, y + arm, color, 2.4 * scale);
  nabla_marks_line (self->marks, x - arm, y + arm, x + arm, y - arm, color, 2.4 * scale);

  char step[NABLA_LABEL_LENGTH];
  /* Translators: beside the cross on a cost curve; %s is a step */
  g_autofree char *text = g_strdup_printf (
    _("not finite at step %s"), nabla_label_count (self->snapshot->diverged_step, step));
  NablaTextStyle style = nabla_cost_label_style (self->context, TRUE);
  gboolean is_right = x > (self->plot.x.start + self->plot.x.end) / 2;
  style.x_align = is_right ? 1 : 0;
  double width, room = is_right ? x - self->plot.x.start : self->context->width - x;
  nabla_text_measure (self->context->pango, &style, text, &width, NULL);
  if (width + 2 * arm <= room)
    nabla_labels_add (self->labels, self->context->pango, &style,
                      is_right ? x - 2 * arm : x + 2 * arm, y, text);
}

/* A ring where early stopping found the lowest dev cost, and a line where it stopped. */
static void
draw_early_stopping (const Drawing *self)
{
  const NablaSnapshot *snapshot = self->snapshot;
  if (snapshot->best_step < 0 || !isfinite (snapshot->best_cost))
    return;
  double scale = self->context->line_scale;
  NablaColor color = run_color (self, 0);
  if (snapshot->stopped_step >= 0)
    {
      double x = floor (nabla_axis_place (&self->plot.x, (double) snapshot->stopped_step)) + 0.5;
      if (x <= self->plot.x.end + 1 && x >= self->plot.x.start - 1)
        nabla_marks_line (self->marks, x, self->plot.y.end, x, self->plot.y.start,
                          nabla_color (self->context->theme, NABLA_COLOR_SECONDARY_TEXT), scale)
            ->dash = NABLA_DASH_DOT;
    }
  double x = nabla_axis_place (&self->plot.x, (double) snapshot->best_step);
  double y = nabla_axis_place (&self->plot.y, snapshot->best_cost);
  if (!is_visible (self, x, y))
    return;
  NablaMark *ring = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, 4.5 * scale,
                                         nabla_color (self->context->theme, NABLA_COLOR_SURFACE));
  ring->stroke = color;
  ring->line_width = (float) (2 * scale);
  ring->series = 0;
  nabla_marks_point (self->marks, x, y, (guint32) snapshot->best_step);
  if (self->plot.is_small)
    return;

  char cost[NABLA_LABEL_LENGTH], step[NABLA_LABEL_LENGTH];
  nabla_label_value (snapshot->best_cost, cost);
  nabla_label_count (snapshot->best_step, step);
  /* Translators: beside the lowest point of a curve: a cost and a step */
  g_autofree char *text = g_strdup_printf (_("best dev cost %1$s at step %2$s"), cost, step);
  NablaTextStyle style = nabla_cost_label_style (self->context, FALSE);
  gboolean is_right = x > (self->plot.x.start + self->plot.x.end) / 2;
  style.x_align = is_right ? 1 : 0;
  double width, height, room = is_right ? x - self->plot.x.start : self->plot.x.end - x;
  nabla_text_measure (self->context->pango, &style, text, &width, &height);
  /* Below the curve, which has its lowest place there. */
  if (width <= room)
    nabla_labels_add (self->labels, self->context->pango, &style, x,
                      MIN (y + height + 3 * scale, self->plot.y.start - height / 2), text);
}

static void
draw_cursor (const Drawing *self)
{
  double x = floor (nabla_axis_place (&self->plot.x, (double) self->snapshot->step)) + 0.5;
  if (x < self->plot.x.end - 1 && x > self->plot.x.start + 1)
    nabla_marks_line (self->marks, x, self->plot.y.end, x, self->plot.y.start,
                      nabla_color (self->context->theme, NABLA_COLOR_CURSOR),
                      self->context->line_scale);
}

/* Says by how much the curves are smoothed, if they are. */
static void
label_smoothing (const Drawing *self)
{
  const NablaCostRun *live = &self->runs[0];
  if (live->beta <= 0 && live->split_beta <= 0)
    return;
  gboolean has_splits = live->splits[NABLA_SNAPSHOT_DEV].n_finite > 0
                        || live->splits[NABLA_SNAPSHOT_TEST].n_finite > 0;
  char train[NABLA_NUMBER_LENGTH], others[NABLA_NUMBER_LENGTH];
  nabla_number_format (live->beta, train);
  nabla_number_format (live->split_beta, others);
  g_autofree char *text = NULL;
  if (!has_splits || live->beta == live->split_beta)
    /* Translators: how curves were smoothed; keep the markup */
    text = g_strdup_printf (_("smoothed, <i>β</i> = %s"), train);
  else if (live->split_beta <= 0)
    text = g_strdup_printf (_("train smoothed, <i>β</i> = %s"), train);
  else if (live->beta <= 0)
    text = g_strdup_printf (_("dev and test smoothed, <i>β</i> = %s"), others);
  else
    text = g_strdup_printf (_("smoothed, <i>β</i> = %1$s; dev and test %2$s"), train, others);

  NablaTextStyle style = nabla_cost_label_style (self->context, FALSE);
  style.is_markup = TRUE;
  nabla_labels_add (self->labels, self->context->pango, &style,
                    self->context->width - NABLA_SPACE,
                    self->plot.y.end - NABLA_PLOT_HEAD / 2, text);
}

static void
draw_curves (const Drawing *self)
{
  const NablaCostRun *live = &self->runs[0];
  nabla_marks_push_clip (self->marks, self->plot.x.start - 2, self->plot.y.end - 2,
                         self->plot.x.end - self->plot.x.start + 4,
                         self->plot.y.start - self->plot.y.end + 4, 0);
  const NablaCurve *dev = &live->splits[NABLA_SNAPSHOT_DEV];
  const NablaCurve *test = &live->splits[NABLA_SNAPSHOT_TEST];
  draw_raw (self, &live->raw);
  if (live->split_beta > 0)
    {
      draw_raw (self, dev);
      draw_raw (self, test);
    }
  draw_others (self);
  draw_live (self, test, live->split_beta, SPLIT_WIDTH, 1, NABLA_DASH_DOT);
  draw_live (self, dev, live->split_beta, SPLIT_WIDTH, 1, NABLA_DASH_LONG);
  draw_live (self, &live->train, live->beta, LIVE_WIDTH, 1, NABLA_DASH_NONE);
  nabla_marks_pop_clip (self->marks);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  g_auto (NablaCostPlot) cost = { 0 };
  if (!nabla_cost_plot_init (&cost, snapshot, context))
    {
      nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                            _("The curve begins with the first step of training."));
      return;
    }

  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  Drawing self = { snapshot, context, marks, cost.runs, cost.n_runs, cost.plot, labels };
  nabla_plot_draw (&self.plot, context, C_("training", "step"), marks);
  nabla_marks_begin_layer (marks);
  draw_curves (&self);
  nabla_marks_begin_layer (marks);
  if (cost.has_diverged)
    draw_divergence (&self);
  else if (!self.plot.is_small)
    {
      draw_cursor (&self);
      draw_ends (&self, cost.ends, cost.n_ends);
      label_raw (&self);
    }
  draw_early_stopping (&self);
  label_smoothing (&self);
  label_others (&self);
  if (!self.plot.is_small)
    nabla_labels_draw (self.labels, self.plot.y.end - NABLA_PLOT_HEAD, self.plot.y.start, marks);
}

static gboolean
axes (const NablaSnapshot *snapshot,
      const NablaFigureContext *context,
      NablaAxis *x,
      NablaAxis *y)
{
  g_auto (NablaCostPlot) cost = { 0 };
  if (!nabla_cost_plot_init (&cost, snapshot, context))
    return FALSE;
  *x = cost.plot.x;
  *y = cost.plot.y;
  return TRUE;
}

const NablaFigure nabla_figure_cost = {
  .name = "cost",
  .title = N_("Cost"),
  .help = N_("The cost over the steps of training, for each set, and of other runs to compare."),
  .section = NABLA_FIGURE_TRAINING,
  .params = params,
  .draw = draw,
  .summary = nabla_cost_summary,
  .hover = nabla_cost_hover,
  .axes = axes,
};
