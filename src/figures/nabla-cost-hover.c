/* Hovering over the cost curve: a line at the nearest step, a dot on each curve
 * there, and their values.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-cost-plot-private.h"
#include "nabla-label-layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DOT_RADIUS 4.0
#define DOT_RING 1.5
#define END_OFFSET 9.0

typedef struct
{
  const NablaFigureContext *context;
  const NablaCostPlot *cost;
  NablaMarks *marks;
  NablaLabels *labels;
  double x;
  gboolean is_left;  /* whether words stand left of the line */
  gboolean is_quiet; /* whether the live run's values stand there already */
} Hover;

static gboolean
is_inside (const NablaPlot *plot, double x, double y)
{
  return x >= plot->x.start - 1 && x <= plot->x.end + 1 && y >= plot->y.end - 1
         && y <= plot->y.start + 1;
}

/* A dot where a curve has @value at @step, and what it says beside the line */
static void
add_dot (const Hover *self,
         guint run,
         gint64 step,
         gsize index,
         double value,
         gboolean is_hollow,
         const char *text)
{
  const NablaPlot *plot = &self->cost->plot;
  double x = nabla_axis_place (&plot->x, (double)step), y = nabla_axis_place (&plot->y, value);
  if (!is_inside (plot, x, y))
    return;
  double scale = self->context->line_scale;
  NablaColor surface = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  NablaColor color = nabla_color_slot (self->context->theme, run);
  NablaMark *dot = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE, DOT_RADIUS * scale,
                                        is_hollow ? surface : color);
  if (is_hollow)
    {
      dot->stroke = color;
      dot->line_width = (float)(1.6 * scale);
      dot->radius -= dot->line_width / 2;
    }
  dot->halo = surface;
  dot->halo_width = (float)(DOT_RING * scale);
  dot->series = (int)run;
  nabla_marks_point (self->marks, x, y, (guint32)index);
  if (run == 0 && self->is_quiet)
    return;

  NablaTextStyle style = nabla_cost_label_style (self->context, TRUE);
  style.x_align = self->is_left ? 1 : 0;
  style.width = (plot->x.end - plot->x.start) / 2;
  double offset = (DOT_RADIUS + 5) * scale;
  nabla_labels_add (self->labels, self->context->pango, &style,
                    self->is_left ? self->x - offset : self->x + offset, y, text);
  if (run > 0)
    nabla_labels_add_marker (self->labels, self->context->theme, run);
}

static void
add_run (const Hover *self, guint run, gint64 step)
{
  const NablaCostRun *shown = &self->cost->runs[run];
  const NablaCurve *curve = &shown->train;
  gsize now = nabla_curve_after (curve, step);
  if (now == 0 || curve->n_finite == 0)
    return;
  gsize index = MIN (now - 1, curve->last);
  double value = nabla_curve_value (curve, index, shown->beta);
  if (!isfinite (value))
    return;
  char number[NABLA_LABEL_LENGTH];
  nabla_label_value (value, number);
  g_autofree char *text
      = shown->title != NULL ? g_strdup_printf ("%s %s", shown->title, number) : g_strdup (number);
  add_dot (self, run, nabla_series_get (curve->series, index).step, index, value, FALSE, text);
}

static double
widest_of (const Hover *self, const NablaCostEnd *ends, guint n)
{
  NablaTextStyle style = nabla_cost_label_style (self->context, TRUE);
  double width, widest = 0;
  for (guint i = 0; i < n; i++)
    {
      nabla_text_measure (self->context->pango, &style, ends[i].text, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/* Words keep out of those at the end of the live run's curves: before the end they stand left
 * of the line, from there on there is nothing new to say. */
static void
place_words (Hover *self, const NablaCostEnd *ends, guint n)
{
  const NablaCostPlot *cost = self->cost;
  double end = -INFINITY, offset = END_OFFSET * self->context->line_scale;
  self->is_left = self->x > (cost->plot.x.start + cost->plot.x.end) / 2;
  for (guint i = 0; i < cost->n_ends; i++)
    end = MAX (end, nabla_axis_place (&cost->plot.x, (double)cost->ends[i].step));
  if (!(end >= cost->plot.x.start && end <= cost->plot.x.end + 1))
    return;
  double own = widest_of (self, ends, n);
  if (self->x > end + 1)
    self->is_quiet = TRUE;
  else if (!self->is_left && self->x + own > end)
    {
      self->is_left = self->x - offset - own > cost->plot.x.start;
      self->is_quiet = !self->is_left && self->x + 1 >= end;
    }
}

void
nabla_cost_hover (const NablaSnapshot *snapshot,
                  const NablaFigureContext *context,
                  double x,
                  double y,
                  NablaMarks *overlay)
{
  g_auto (NablaCostPlot) cost = { 0 };
  if (!nabla_cost_plot_init (&cost, snapshot, context))
    return;
  const NablaPlot *plot = &cost.plot;
  if (x < plot->x.start || x > plot->x.end)
    return;

  gint64 step = llround (nabla_axis_value (&plot->x, x));
  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  Hover self = { context, &cost, overlay, labels };
  self.x = floor (nabla_axis_place (&plot->x, (double)step)) + 0.5;
  NablaCostEnd ends[NABLA_SNAPSHOT_SPLITS];
  guint n_ends = nabla_cost_ends (&cost.runs[0], step, ends);
  place_words (&self, ends, n_ends);
  nabla_marks_line (overlay, self.x, plot->y.end, self.x, plot->y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);

  for (guint i = 0; i < n_ends; i++)
    add_dot (&self, 0, ends[i].step, ends[i].index, ends[i].value,
             ends[i].split != NABLA_SNAPSHOT_TRAIN, ends[i].text);
  for (guint run = 1; run < cost.n_runs; run++)
    add_run (&self, run, step);

  char number[NABLA_LABEL_LENGTH];
  /* Translators: %s is the number of a step of training */
  g_autofree char *text = g_strdup_printf (_ ("step %s"), nabla_label_count (step, number));
  NablaTextStyle style = nabla_cost_label_style (context, TRUE);
  double width, height;
  nabla_text_measure (context->pango, &style, text, &width, &height);
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_BOTTOM;
  double middle
      = CLAMP (self.x, width / 2 + 3, MAX (context->width - width / 2 - 3, width / 2 + 3));
  /* A miniature has no head of its own: the line begins at its edge. */
  double top = MAX (plot->y.end - 2, height + 1);
  nabla_marks_text (overlay, &style, middle, top, text);
  nabla_labels_draw (labels, top, plot->y.start, overlay);
}
