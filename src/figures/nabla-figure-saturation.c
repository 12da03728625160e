/* Saturation: the histogram of a layer's pre-activations under the derivative of its
 * activation. Where the derivative is low, gradients do not get through.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-label.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CURVE_POINTS 240
/* From this share on a layer is said to be saturated. */
#define LARGE_SHARE 0.5

enum
{
  SETTING_LAYER
};

static const NablaParamSpec params[] = {
  [SETTING_LAYER] = {
    .name = "layer",
    .title = N_ ("Layer"),
    .help = N_ ("Which layer with an activation is shown, from 0."),
    .type = NABLA_PARAM_INTEGER,
    .maximum = 10000,
  },
  { NULL },
};

static const NablaSaturatedLayer *
choose (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaSaturation *saturation = snapshot->saturation;
  if (saturation == NULL || saturation->n_layers == 0)
    return NULL;
  return &saturation->layers[(guint)MIN (settings[SETTING_LAYER], saturation->n_layers - 1)];
}

static double
steepest (const NablaSaturatedLayer *layer)
{
  return g_str_equal (layer->activation, "sigmoid") ? 0.25 : 1;
}

static void
place (const NablaSaturatedLayer *layer, const NablaFigureContext *context, NablaPlot *plot)
{
  /* The bend of the curve is seen even if z lies elsewhere. */
  nabla_axis_init (&plot->x, MIN (layer->low, -3), MAX (layer->high, 3), FALSE);
  nabla_axis_pad (&plot->x, 0.02);
  nabla_axis_init (&plot->y, 0, 1.08 * steepest (layer), FALSE);
  nabla_figure_apply_window (context, &plot->x, &plot->y);
  nabla_plot_place (plot, context, 0, 0);
}

static double
largest_bin (const NablaSaturatedLayer *layer)
{
  double largest = 0;
  for (guint i = 0; i < NABLA_SATURATION_BINS; i++)
    largest = MAX (largest, layer->bins[i]);
  return largest;
}

static double
bin_edge (const NablaSaturatedLayer *layer, guint i)
{
  return layer->low + (layer->high - layer->low) * i / NABLA_SATURATION_BINS;
}

/* Bars as high as the curve for the largest bin; those where the curve is low are hatched
 * by a line at their top, so that they differ by more than their color. */
static void
draw_bars (const NablaSaturatedLayer *layer,
           const NablaPlot *plot,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  double largest = largest_bin (layer), room = plot->y.start - plot->y.end;
  NablaColor color = nabla_color_slot (context->theme, 0);
  NablaColor flat_color = nabla_color_slot (context->theme, 2);
  for (guint i = 0; largest > 0 && i < NABLA_SATURATION_BINS; i++)
    {
      double low = bin_edge (layer, i), high = bin_edge (layer, i + 1);
      double slope
          = nabla_activation_derivative (layer->activation, layer->slope, (low + high) / 2);
      gboolean is_flat = slope < NABLA_SATURATION_FLAT;
      double left = nabla_axis_place (&plot->x, low), right = nabla_axis_place (&plot->x, high);
      double height = 0.92 * room * layer->bins[i] / largest;
      if (layer->bins[i] <= 0)
        continue;
      double width = MAX (right - left - (right - left > 4 ? 1 : 0), 1);
      NablaMark *mark
          = nabla_marks_rectangle (marks, left, plot->y.start - height, width, height, 0,
                                   nabla_color_fade (is_flat ? flat_color : color, 0.55));
      mark->series = is_flat;
      nabla_marks_set_index (marks, i);
      if (is_flat)
        nabla_marks_line (marks, left, plot->y.start - height, left + width, plot->y.start - height,
                          flat_color, 2 * context->line_scale);
    }
}

static void
draw_curve (const NablaSaturatedLayer *layer,
            const NablaPlot *plot,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  nabla_marks_polyline (marks, nabla_color (context->theme, NABLA_COLOR_TEXT),
                        2.2 * context->line_scale);
  double previous = NAN;
  for (guint i = 0; i <= CURVE_POINTS; i++)
    {
      double z = plot->x.low + (plot->x.high - plot->x.low) * i / CURVE_POINTS;
      double slope = nabla_activation_derivative (layer->activation, layer->slope, z);
      double x = nabla_axis_place (&plot->x, z);
      if (layer->activation[0] != 't' && layer->activation[0] != 's' && isfinite (previous)
          && fabs (slope - previous) > 0.1)
        {
          /* The jump of relu stands at 0. */
          double zero = nabla_axis_place (&plot->x, 0);
          nabla_marks_point (marks, zero, nabla_axis_place (&plot->y, previous), i);
          nabla_marks_point (marks, zero, nabla_axis_place (&plot->y, slope), i);
        }
      nabla_marks_point (marks, x, nabla_axis_place (&plot->y, slope), i);
      previous = slope;
    }
}

static void
draw_head (const NablaSaturatedLayer *layer,
           const NablaPlot *plot,
           const NablaFigureContext *context,
           NablaMarks *marks)
{
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double y = plot->y.end - NABLA_PLOT_HEAD / 2, right = context->width - NABLA_SPACE;
  double width, needed;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.italic = TRUE;
  nabla_marks_text (marks, &style, plot->x.start, y, "g′(z)");
  nabla_text_measure (context->pango, &style, "g′(z)", &width, NULL);
  style.italic = FALSE;
  style.color = nabla_color (context->theme, NABLA_COLOR_TEXT);
  style.x_align = 1;
  char share[NABLA_LABEL_LENGTH];
  nabla_label_percent (layer->share_flat, share);
  /* Translators: a percentage; g′ is the derivative of an activation */
  g_autofree char *flat = g_strdup_printf (_ ("%s%% where g′ < 0.05"), share);
  g_autofree char *whole = g_strdup_printf ("%s · %s · %s", layer->name, layer->activation, flat);
  nabla_text_measure (context->pango, &style, whole, &needed, NULL);
  gboolean has_room = needed + width + 3 * NABLA_SPACE < right - plot->x.start;
  style.width = right - plot->x.start - width - NABLA_SPACE;
  nabla_marks_text (marks, &style, right, y, has_room ? whole : flat);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  const NablaSaturatedLayer *layer = choose (snapshot, context->settings);
  if (layer == NULL)
    {
      nabla_figure_message (
          context, marks,
          snapshot->saturation == NULL ? _ ("Nothing to Show Yet") : _ ("Nothing Can Saturate"),
          snapshot->saturation == NULL
              ? _ ("Pre-activations appear when a batch has been looked at.")
              : _ ("No layer has the activation tanh, sigmoid, relu or leaky_relu."));
      return;
    }
  NablaPlot plot = { 0 };
  place (layer, context, &plot);
  nabla_plot_draw (&plot, context, "z", marks);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, plot.x.start, plot.y.end - 2, plot.x.end - plot.x.start,
                         plot.y.start - plot.y.end + 2, 0);
  draw_bars (layer, &plot, context, marks);
  draw_curve (layer, &plot, context, marks);
  nabla_marks_pop_clip (marks);
  if (!plot.is_small)
    draw_head (layer, &plot, context, marks);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  const NablaSaturatedLayer *layer = choose (snapshot, context->settings);
  NablaPlot plot = { 0 };
  if (layer == NULL)
    return;
  place (layer, context, &plot);
  if (x < plot.x.start || x > plot.x.end)
    return;
  double z = nabla_axis_value (&plot.x, x);
  double slope = nabla_activation_derivative (layer->activation, layer->slope, z);
  double width = layer->high - layer->low;
  double bin = width > 0 ? (z - layer->low) / width * NABLA_SATURATION_BINS : -1;
  double share = bin >= 0 && bin < NABLA_SATURATION_BINS ? layer->bins[(guint)bin] : 0;
  nabla_marks_line (overlay, x, plot.y.end, x, plot.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  NablaMark *dot = nabla_marks_markers (overlay, NABLA_MARKER_CIRCLE, 4 * context->line_scale,
                                        nabla_color (context->theme, NABLA_COLOR_TEXT));
  dot->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  dot->halo_width = 1.5f;
  nabla_marks_point (overlay, x,
                     CLAMP (nabla_axis_place (&plot.y, slope), plot.y.end, plot.y.start), 0);
  char at[NABLA_LABEL_LENGTH], derivative[NABLA_LABEL_LENGTH], part[NABLA_LABEL_LENGTH];
  /* Translators: z and g′(z) as numbers; a percentage of all z */
  g_autofree char *text
      = g_strdup_printf (_ ("z %1$s, g′ %2$s\n%3$s%% of z here"), nabla_label_value (z, at),
                         nabla_label_value (slope, derivative), nabla_label_percent (share, part));
  nabla_figure_tip (context, overlay, x, y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  const NablaSaturatedLayer *layer = choose (snapshot, context->settings);
  NablaPlot plot = { 0 };
  if (layer == NULL)
    return FALSE;
  place (layer, context, &plot);
  *x = plot.x;
  *y = plot.y;
  return TRUE;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaSaturatedLayer *layer = choose (snapshot, settings);
  char share[NABLA_LABEL_LENGTH], dead[NABLA_LABEL_LENGTH], units[NABLA_LABEL_LENGTH];
  if (layer == NULL)
    return g_strdup (snapshot->saturation == NULL
                         ? _ ("No batch has been looked at yet.")
                         : _ ("No layer has an activation that can saturate."));
  nabla_label_percent (layer->share_flat, share);
  nabla_label_count (layer->n_dead, dead);
  nabla_label_count (layer->units, units);
  if (layer->share_not_finite > 0)
    return g_strdup_printf (_ ("Some z of layer “%s” are not finite."), layer->name);
  if (layer->n_dead > 0)
    /* Translators: a layer; a number of units and of how many in all */
    return g_strdup_printf (
        _ ("Dead units in “%1$s”: %2$s of %3$s give 0 for every example and get no gradient."),
        layer->name, dead, units);
  if (g_str_equal (layer->activation, "relu"))
    return g_strdup_printf (
        _ ("“%1$s” is off for %2$s%% of its inputs; each of its units is on for some example."),
        layer->name, share);
  if (layer->share_flat >= LARGE_SHARE)
    return g_strdup_printf (
        _ ("“%1$s” is saturated: %2$s%% of z lie where g′ < 0.05, so gradients vanish there."),
        layer->name, share);
  return g_strdup_printf (
      _ ("“%1$s” lets gradients through: only %2$s%% of z lie where g′ < 0.05."), layer->name,
      share);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "layer", "activation", "z_from", "z_to", "share", NULL };
  nabla_csv_row (csv, names);
  for (guint l = 0; snapshot->saturation != NULL && l < snapshot->saturation->n_layers; l++)
    for (guint i = 0; i < NABLA_SATURATION_BINS; i++)
      {
        const NablaSaturatedLayer *layer = &snapshot->saturation->layers[l];
        nabla_csv_text (csv, layer->name);
        nabla_csv_text (csv, layer->activation);
        nabla_csv_number (csv, bin_edge (layer, i));
        nabla_csv_number (csv, bin_edge (layer, i + 1));
        nabla_csv_float (csv, layer->bins[i]);
        nabla_csv_end_row (csv);
      }
}

const NablaFigure nabla_figure_saturation = {
  .name = "saturation",
  .title = N_ ("Saturation"),
  .help = N_ ("Where the pre-activations of a layer lie on the derivative of its activation; dead "
              "units of relu are counted."),
  .section = NABLA_FIGURE_INSIDE,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
