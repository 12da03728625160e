/* Batch sizes: seconds to a target cost by the size of mini-batches, and the two reasons
 * for it: how many passes that takes, and how many examples a second.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-label.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Below this a panel is too narrow to stand beside others. */
#define LEAST_PANEL 250.0

typedef enum
{
  SECONDS,
  PASSES,
  RATE,
  N_PANELS
} Panel;

static double
value_of (const NablaBatchTime *time, Panel panel)
{
  return panel == SECONDS ? time->seconds : panel == PASSES ? time->passes : time->rate;
}

static const char *
name_of (Panel panel)
{
  /* Translators: above three plots by batch size */
  return panel == SECONDS  ? C_ ("axis", "seconds to the target")
         : panel == PASSES ? C_ ("axis", "passes to the target")
                           : C_ ("axis", "examples a second");
}

static guint
n_panels (const NablaFigureContext *context)
{
  return CLAMP ((guint)(context->width / (LEAST_PANEL * MAX (context->text_scale, 1))), 1,
                N_PANELS);
}

/* Index of the quickest that got to the target; −1 if none did */
static int
quickest (const NablaBatchSizes *sizes)
{
  int best = -1;
  for (guint i = 0; i < sizes->n_sizes; i++)
    if (sizes->sizes[i].reached
        && (best < 0 || sizes->sizes[i].seconds < sizes->sizes[best].seconds))
      best = (int)i;
  return best;
}

static gboolean
place (NablaPlot *plot,
       const NablaBatchSizes *sizes,
       const NablaFigureContext *context,
       Panel panel)
{
  const guint panels = n_panels (context);
  double low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < sizes->n_sizes; i++)
    {
      double value = value_of (&sizes->sizes[i], panel);
      if (!isfinite (value) || !(value > 0))
        continue;
      low = MIN (low, value);
      high = MAX (high, value);
    }
  nabla_axis_init (&plot->x, 1, MAX (sizes->sizes[sizes->n_sizes - 1].batch_size, 2), TRUE);
  nabla_axis_init (&plot->y, low, high, TRUE);
  if (low <= high)
    {
      if (!plot->y.is_log || plot->y.high / plot->y.low < 10)
        {
          double middle = sqrt (low * high);
          plot->y.low = MIN (low, middle / 4);
          plot->y.high = MAX (high, middle * 4);
        }
      nabla_axis_pad (&plot->y, 0.08);
    }
  NablaFigureContext part = *context;
  part.width = context->width / panels;
  nabla_plot_place (plot, &part, 1, 10);
  nabla_plot_move (plot, panel * part.width);
  return low <= high;
}

static void
draw_panel (const NablaBatchSizes *sizes,
            const NablaFigureContext *context,
            Panel panel,
            NablaMarks *marks)
{
  NablaPlot plot = { 0 };
  gboolean has_values = place (&plot, sizes, context, panel);
  nabla_plot_draw (&plot, context, panel == 0 ? C_ ("axis", "batch size") : NULL, marks);
  NablaColor color = nabla_color_slot (context->theme, 0);
  NablaColor surface = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  NablaMark *line = nabla_marks_polyline (marks, color, 2.2 * context->line_scale);
  line->series = panel;
  for (guint i = 0; has_values && i < sizes->n_sizes; i++)
    {
      double value = value_of (&sizes->sizes[i], panel);
      if (isfinite (value) && value > 0)
        nabla_marks_point (marks, nabla_axis_place (&plot.x, sizes->sizes[i].batch_size),
                           nabla_axis_place (&plot.y, value), i);
      else
        nabla_marks_move (marks);
    }
  NablaMark *dots
      = nabla_marks_markers (marks, nabla_marker_slot (0), 3.6 * context->line_scale, color);
  dots->series = panel;
  dots->halo = surface;
  dots->halo_width = 1.1f;
  for (guint i = 0; has_values && i < sizes->n_sizes; i++)
    {
      double value = value_of (&sizes->sizes[i], panel);
      if (isfinite (value) && value > 0)
        nabla_marks_point (marks, nabla_axis_place (&plot.x, sizes->sizes[i].batch_size),
                           nabla_axis_place (&plot.y, value), i);
    }
  /* Those that did not get there stand at the top, as crosses. */
  NablaMark *crosses = nabla_marks_markers (marks, NABLA_MARKER_CROSS, 4.2 * context->line_scale,
                                            nabla_color (context->theme, NABLA_COLOR_ERROR));
  crosses->series = N_PANELS + panel;
  for (guint i = 0; panel != RATE && i < sizes->n_sizes; i++)
    if (!sizes->sizes[i].reached)
      nabla_marks_point (marks, nabla_axis_place (&plot.x, sizes->sizes[i].batch_size),
                         plot.y.end + 4, i);
  int best = quickest (sizes);
  if (panel == SECONDS && best >= 0)
    {
      NablaMark *ring = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 6.5 * context->line_scale,
                                             nabla_color_fade (color, 0));
      ring->stroke = nabla_color (context->theme, NABLA_COLOR_TEXT);
      ring->line_width = (float)(1.6 * context->line_scale);
      ring->series = 2 * N_PANELS;
      nabla_marks_point (marks, nabla_axis_place (&plot.x, sizes->sizes[best].batch_size),
                         nabla_axis_place (&plot.y, sizes->sizes[best].seconds), (guint32)best);
    }
  if (plot.is_small)
    return;
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.width = plot.x.end - plot.x.start + 8;
  style.max_lines = 1;
  nabla_marks_text (marks, &style, plot.x.start, plot.y.end - NABLA_PLOT_HEAD / 2, name_of (panel));
}

static gboolean
has_sizes (const NablaSnapshot *snapshot)
{
  return snapshot->batch_sizes != NULL && snapshot->batch_sizes->n_sizes > 0;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (!has_sizes (snapshot))
    {
      nabla_figure_message (context, marks, _ ("Not Measured Yet"),
                            _ ("“Compute” trains with mini-batches of each size from the beginning "
                               "and takes the time."));
      return;
    }
  for (guint panel = 0; panel < n_panels (context); panel++)
    draw_panel (snapshot->batch_sizes, context, (Panel)panel, marks);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  if (!has_sizes (snapshot))
    return;
  const NablaBatchSizes *sizes = snapshot->batch_sizes;
  Panel panel = (Panel)MIN ((guint)MAX (x / (context->width / n_panels (context)), 0),
                            n_panels (context) - 1);
  NablaPlot plot = { 0 };
  place (&plot, sizes, context, panel);
  guint nearest = 0;
  for (guint i = 1; i < sizes->n_sizes; i++)
    if (fabs (nabla_axis_place (&plot.x, sizes->sizes[i].batch_size) - x)
        < fabs (nabla_axis_place (&plot.x, sizes->sizes[nearest].batch_size) - x))
      nearest = i;
  const NablaBatchTime *time = &sizes->sizes[nearest];
  char size[NABLA_LABEL_LENGTH], seconds[NABLA_LABEL_LENGTH], passes[NABLA_LABEL_LENGTH];
  char steps[NABLA_LABEL_LENGTH], rate[NABLA_LABEL_LENGTH];
  nabla_label_count (time->batch_size, size);
  nabla_label_value (time->rate, rate);
  g_autofree char *text
      = time->reached
            ? g_strdup_printf (_ ("mini-batches of %1$s\n%2$s s, %3$s passes, %4$s steps\n%5$s "
                                  "examples a second"),
                               size, nabla_label_value (time->seconds, seconds),
                               nabla_label_value (time->passes, passes),
                               nabla_label_count ((gint64)time->steps, steps), rate)
            : g_strdup_printf (_ ("mini-batches of %1$s\nnot reached; the lowest cost was "
                                  "%2$s\n%3$s examples a second"),
                               size, nabla_label_value (time->lowest, seconds), rate);
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  if (!has_sizes (snapshot))
    return g_strdup (_ ("The times have not been measured yet."));
  const NablaBatchSizes *sizes = snapshot->batch_sizes;
  int best = quickest (sizes);
  char target[NABLA_LABEL_LENGTH], seconds[NABLA_LABEL_LENGTH];
  nabla_label_value (sizes->target, target);
  if (best < 0)
    return g_strdup_printf (_ ("No batch size got down to a cost of %s in the time it had."),
                            target);
  return g_strdup_printf (
      _ ("Mini-batches of %1$u get down to a cost of %2$s soonest, in %3$s seconds."),
      sizes->sizes[best].batch_size, target,
      nabla_label_value (sizes->sizes[best].seconds, seconds));
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[]
      = { "batch_size",          "reached",     "seconds", "passes", "steps",
          "examples_per_second", "lowest_cost", NULL };
  nabla_csv_row (csv, names);
  for (guint i = 0; has_sizes (snapshot) && i < snapshot->batch_sizes->n_sizes; i++)
    {
      const NablaBatchTime *time = &snapshot->batch_sizes->sizes[i];
      const double values[]
          = { time->seconds, time->passes, time->steps, time->rate, time->lowest };
      nabla_csv_index (csv, time->batch_size);
      nabla_csv_index (csv, time->reached);
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        if (isfinite (values[k]))
          nabla_csv_number (csv, values[k]);
        else
          nabla_csv_text (csv, "");
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_batch_sizes = {
  .name = "batch_sizes",
  .title = N_ ("Time by Batch Size"),
  .help = N_ ("How long training takes to a target cost with mini-batches of different sizes."),
  .section = NABLA_FIGURE_TRAINING,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
