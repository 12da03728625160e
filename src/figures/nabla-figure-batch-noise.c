/* Batch noise: the costs of short runs with mini-batches of different sizes, raw and
 * smoothed, with the deviation of their steps.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-curve.h"
#include "nabla-label-layout.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BETA 0.9
#define RAW_ALPHA 0.3

typedef struct
{
  NablaCurve *curves;
  guint n;
  NablaPlot plot;
} Layout;

static void
layout_clear (Layout *self)
{
  for (guint i = 0; i < self->n; i++)
    nabla_series_unref (self->curves[i].series);
  g_clear_pointer (&self->curves, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static char *
label_of (const NablaBatchNoise *noise, guint run)
{
  char size[NABLA_LABEL_LENGTH], deviation[NABLA_LABEL_LENGTH];
  return g_strdup_printf (
      "<i>B</i> = %s, <i>σ</i> = %s", nabla_label_count (noise->runs[run].batch_size, size),
      isfinite (noise->runs[run].noise) ? nabla_label_value (noise->runs[run].noise, deviation)
                                        : "–");
}

static NablaTextStyle
label_style (const NablaFigureContext *context)
{
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.is_markup = TRUE;
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

static gboolean
place (Layout *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  const NablaBatchNoise *noise = snapshot->batch_noise;
  double low = INFINITY, high = -INFINITY, positive = INFINITY, room = 0;
  if (noise == NULL)
    return FALSE;
  self->n = noise->n_runs;
  self->curves = g_new0 (NablaCurve, MAX (self->n, 1));
  NablaTextStyle style = label_style (context);
  for (guint r = 0; r < self->n; r++)
    {
      g_autoptr (NablaSeries) series = nabla_series_new ();
      for (guint i = 0; i < noise->runs[r].n; i++)
        nabla_series_append (series, i, noise->runs[r].costs[i]);
      nabla_curve_scan (&self->curves[r], series);
      self->curves[r].series = nabla_series_ref (series);
      if (self->curves[r].n_finite > 0)
        {
          low = MIN (low, self->curves[r].low);
          high = MAX (high, self->curves[r].high);
          positive = MIN (positive, self->curves[r].low_positive);
        }
      double width;
      g_autofree char *label = label_of (noise, r);
      nabla_text_measure (context->pango, &style, label, &width, NULL);
      room = MAX (room, width + 20 + 22 * MAX (context->text_scale, 1));
    }
  if (!isfinite (high))
    return FALSE;
  nabla_axis_init (&self->plot.x, 0, MAX (noise->steps, 2) - 1, FALSE);
  self->plot.x.is_whole = TRUE;
  nabla_axis_init (&self->plot.y, MIN (low, 0), high, FALSE);
  nabla_figure_apply_window (context, &self->plot.x, &self->plot.y);
  nabla_plot_place (&self->plot, context, 1, room < context->width / 2 ? room : 0);
  return TRUE;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  g_auto (Layout) self = { 0 };
  if (!place (&self, snapshot, context))
    {
      nabla_figure_message (
          context, marks, _ ("Not Measured Yet"),
          _ ("“Compute” trains a little with mini-batches of 1, of some and of all examples."));
      return;
    }
  const NablaBatchNoise *noise = snapshot->batch_noise;
  const NablaPlot *plot = &self.plot;
  nabla_plot_draw (plot, context, C_ ("training", "step"), marks);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, plot->x.start - 2, plot->y.end - 2, plot->x.end - plot->x.start + 4,
                         plot->y.start - plot->y.end + 4, 0);
  for (guint pass = 0; pass < 2; pass++)
    for (guint r = 0; r < self.n; r++)
      {
        NablaColor color = nabla_color_slot (context->theme, r);
        NablaMark *mark
            = nabla_marks_polyline (marks, pass == 0 ? nabla_color_fade (color, RAW_ALPHA) : color,
                                    (pass == 0 ? 1 : 2.2) * context->line_scale);
        mark->series = (int)r;
        nabla_curve_draw (&self.curves[r], &plot->x, &plot->y, 0, self.curves[r].n,
                          pass == 0 ? 0 : BETA, context->all_points, marks);
      }
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  if (plot->is_small)
    return;
  g_autoptr (NablaLabels) labels = nabla_labels_new ();
  NablaTextStyle style = label_style (context);
  for (guint r = 0; r < self.n; r++)
    {
      const NablaCurve *curve = &self.curves[r];
      if (curve->n_finite == 0)
        continue;
      double y = nabla_axis_place (&plot->y, nabla_curve_value (curve, curve->last, BETA));
      g_autofree char *label = label_of (noise, r);
      nabla_labels_add (labels, context->pango, &style,
                        plot->x.end + 8 + 16 * MAX (context->text_scale, 1),
                        CLAMP (y, plot->y.end, plot->y.start), label);
      nabla_labels_add_marker (labels, context->theme, r);
    }
  nabla_labels_draw (labels, plot->y.end - NABLA_PLOT_HEAD, plot->y.start, marks);
  NablaTextStyle caption
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  caption.y_align = NABLA_ALIGN_MIDDLE;
  caption.is_markup = TRUE;
  caption.width = plot->x.end - plot->x.start;
  nabla_marks_text (marks, &caption, plot->x.start, plot->y.end - NABLA_PLOT_HEAD / 2,
                    /* Translators: above curves; keep the markup */
                    _ ("cost of each mini-batch; smoothed, <i>β</i> = 0.9"));
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  g_auto (Layout) self = { 0 };
  if (!place (&self, snapshot, context) || x < self.plot.x.start || x > self.plot.x.end)
    return;
  const NablaBatchNoise *noise = snapshot->batch_noise;
  guint step = (guint)MAX (lround (nabla_axis_value (&self.plot.x, x)), 0);
  char number[NABLA_LABEL_LENGTH], cost[NABLA_LABEL_LENGTH];
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, _ ("step %s"), nabla_label_count (step, number));
  for (guint r = 0; r < noise->n_runs; r++)
    if (step < noise->runs[r].n)
      g_string_append_printf (text, "\nB = %s: %s",
                              nabla_label_count (noise->runs[r].batch_size, number),
                              nabla_label_value (noise->runs[r].costs[step], cost));
  nabla_marks_line (overlay, x, self.plot.y.end, x, self.plot.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  nabla_figure_tip (context, overlay, x, y, text->str);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  g_auto (Layout) self = { 0 };
  if (!place (&self, snapshot, context))
    return FALSE;
  *x = self.plot.x;
  *y = self.plot.y;
  return TRUE;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaBatchNoise *noise = snapshot->batch_noise;
  if (noise == NULL || noise->n_runs == 0)
    return g_strdup (_ ("The noise has not been measured yet."));
  const NablaNoisyRun *first = &noise->runs[0];
  const NablaNoisyRun *last = &noise->runs[noise->n_runs - 1];
  char one[NABLA_LABEL_LENGTH], other[NABLA_LABEL_LENGTH];
  if (first->has_diverged)
    return g_strdup_printf (
        _ ("With single examples the cost is not finite after %u steps at this learning rate."),
        first->n);
  return g_strdup_printf (
      _ ("From step to step the cost changes by %1$s with single examples, by %2$s with all."),
      nabla_label_value (first->noise, one), nabla_label_value (last->noise, other));
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  const NablaBatchNoise *noise = snapshot->batch_noise;
  nabla_csv_text (csv, "step");
  for (guint r = 0; noise != NULL && r < noise->n_runs; r++)
    {
      g_autofree char *name = g_strdup_printf ("batch_size_%u", noise->runs[r].batch_size);
      nabla_csv_text (csv, name);
    }
  nabla_csv_end_row (csv);
  for (guint i = 0; noise != NULL && i < noise->steps; i++)
    {
      nabla_csv_index (csv, i);
      for (guint r = 0; r < noise->n_runs; r++)
        if (i < noise->runs[r].n)
          nabla_csv_number (csv, noise->runs[r].costs[i]);
        else
          nabla_csv_text (csv, "");
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_batch_noise = {
  .name = "batch_noise",
  .title = N_ ("Noise of Mini-Batches"),
  .help = N_ ("The cost of each step with mini-batches of 1, of some and of all examples."),
  .section = NABLA_FIGURE_TRAINING,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
