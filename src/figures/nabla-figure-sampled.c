/* Where a parameter was tried: how many trials fell into each part of its range, beside how
 * many would have fallen there had it been drawn evenly, not on its scale.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trial-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_BINS 12

static const NablaParamSpec params[] = {
  { "axis", N_ ("Parameter"), NULL, N_ ("Which searched parameter is counted."),
    NABLA_PARAM_INTEGER, 0, NABLA_MAX_TRIAL_AXES - 1, 0, NABLA_SCALE_LINEAR },
  { NULL }
};

/* Bins are even on the scale that was drawn on: a decade each where there is one. */
typedef struct {
  const NablaTrialAxis *axis;
  guint n;
  double edges[MOST_BINS + 1]; /* shown values, growing */
  guint count[MOST_BINS];
  double even[MOST_BINS];      /* expected if the value itself had been drawn evenly */
  guint total;
  guint most;
} Bins;

static gboolean
is_log (const NablaTrialAxis *axis)
{
  return axis->scale != NABLA_SCALE_LINEAR;
}

static void
choose_edges (Bins *self)
{
  double a = nabla_trial_axis_shown (self->axis, self->axis->low);
  double b = nabla_trial_axis_shown (self->axis, self->axis->high);
  double low = MIN (a, b), high = MAX (a, b);
  if (self->axis->choices != NULL)
    {
      self->n = CLAMP (g_strv_length (self->axis->choices), 1, MOST_BINS);
      for (guint i = 0; i <= self->n; i++)
        self->edges[i] = i - 0.5;
      return;
    }
  if (is_log (self->axis) && low > 0)
    {
      double decades = log10 (high / low);
      self->n = (guint) CLAMP (round (decades >= 3 ? decades : 2 * decades), 2, MOST_BINS);
      for (guint i = 0; i <= self->n; i++)
        self->edges[i] = low * pow (high / low, (double) i / self->n);
      return;
    }
  self->n = self->axis->is_whole ? (guint) CLAMP (high - low + 1, 1, 8) : 6;
  if (self->axis->is_whole)
    {
      low -= 0.5;
      high += 0.5;
    }
  for (guint i = 0; i <= self->n; i++)
    self->edges[i] = low + (high - low) * i / self->n;
}

static gboolean
count (Bins *self, const NablaTrialsPicture *trials, const double *settings)
{
  if (trials == NULL || trials->n_axes == 0 || trials->n_trials == 0)
    return FALSE;
  guint index = MIN ((guint) settings[0], trials->n_axes - 1);
  *self = (Bins){ .axis = &trials->axes[index] };
  choose_edges (self);
  for (guint i = 0; i < trials->n_trials; i++)
    {
      double value = nabla_trial_axis_shown (self->axis,
                                             trials->values[(gsize) i * trials->n_axes + index]);
      guint bin = 0;
      while (bin + 1 < self->n && value >= self->edges[bin + 1])
        bin++;
      self->count[bin]++;
      self->total++;
      self->most = MAX (self->most, self->count[bin]);
    }
  double whole = self->edges[self->n] - self->edges[0];
  for (guint i = 0; i < self->n; i++)
    self->even[i] = self->total * (self->edges[i + 1] - self->edges[i]) / whole;
  return TRUE;
}

static gboolean
shows_even (const Bins *self)
{
  return is_log (self->axis) && self->axis->choices == NULL;
}

static void
place (const Bins *self, const NablaFigureContext *context, NablaPlot *plot)
{
  double most = self->most;
  for (guint i = 0; shows_even (self) && i < self->n; i++)
    most = MAX (most, self->even[i]);
  nabla_axis_init (&plot->x, self->edges[0], self->edges[self->n],
                   is_log (self->axis) && self->axis->choices == NULL);
  plot->x.is_whole = self->axis->is_whole || self->axis->choices != NULL;
  nabla_axis_init (&plot->y, 0, MAX (1, most * 1.12), FALSE);
  plot->y.is_whole = TRUE;
  nabla_plot_place (plot, context, 0, 0);
  if (self->axis->choices != NULL && plot->n_x_ticks > 0)
    plot->n_x_ticks
        = nabla_trial_axis_ticks (self->axis, &plot->x, NABLA_AXIS_MOST_TICKS, plot->x_ticks);
}

/* A number stands on its bar, if it fits between the neighbours. */
static void
draw_number (const NablaFigureContext *context,
             double x,
             double y,
             double room,
             gboolean is_bold,
             const char *text,
             NablaMarks *marks)
{
  NablaTextStyle style = nabla_figure_text_style (
      context, NABLA_TEXT_CAPTION, is_bold ? NABLA_COLOR_TEXT : NABLA_COLOR_SECONDARY_TEXT);
  double width, height;
  style.bold = is_bold;
  style.x_align = 0.5;
  style.y_align = NABLA_ALIGN_BOTTOM;
  nabla_text_measure (context->pango, &style, text, &width, &height);
  if (width <= room && y - 2 - height >= NABLA_PLOT_HEAD - 4)
    nabla_marks_text (marks, &style, x, y - 2, text);
}

static void
draw_bin (const Bins *self,
          guint i,
          const NablaPlot *plot,
          const NablaFigureContext *context,
          NablaMarks *marks)
{
  double left = nabla_axis_place (&plot->x, self->edges[i]);
  double right = nabla_axis_place (&plot->x, self->edges[i + 1]);
  double room = right - left, base = plot->y.start;
  gboolean pair = shows_even (self);
  double width = pair ? room * 0.36 : room * 0.7, x = left + room * (pair ? 0.1 : 0.15);
  double top = nabla_axis_place (&plot->y, self->count[i]);
  char buffer[NABLA_LABEL_LENGTH];
  NablaMark *bar = nabla_marks_rectangle (marks, x, top, width, base - top, MIN (3, width / 3),
                                          nabla_color (context->theme, NABLA_COLOR_ACCENT));
  bar->series = 0;
  nabla_marks_set_index (marks, i);
  if (!plot->is_small)
    draw_number (context, x + width / 2, top, pair ? room * 0.48 : room, TRUE,
                 nabla_label_count (self->count[i], buffer), marks);
  if (!pair)
    return;
  double even_top = nabla_axis_place (&plot->y, self->even[i]);
  NablaColor grey = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
  NablaMark *ghost = nabla_marks_rectangle (marks, x + width + room * 0.06, even_top, width,
                                            MAX (base - even_top, 1), MIN (3, width / 3),
                                            nabla_color_fade (grey, 0.16));
  ghost->series = 1;
  ghost->stroke = nabla_color_fade (grey, 0.7);
  ghost->line_width = 1;
  nabla_marks_set_index (marks, i);
  if (!plot->is_small)
    draw_number (context, x + width * 1.5 + room * 0.06, even_top, room * 0.48, FALSE,
                 nabla_label_value (self->even[i], buffer), marks);
}

/* Which bar is which, above the plot. */
static void
draw_key (const Bins *self,
          const NablaPlot *plot,
          const NablaFigureContext *context,
          NablaMarks *marks)
{
  if (plot->is_small || !shows_even (self))
    return;
  const char *words[] = { C_ ("sampling", "drawn on its scale"), C_ ("sampling", "if drawn evenly") };
  NablaColor colors[] = { nabla_color (context->theme, NABLA_COLOR_ACCENT),
                          nabla_color_fade (
                              nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT), 0.3) };
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.y_align = NABLA_ALIGN_MIDDLE;
  double x = plot->x.start, y = NABLA_PLOT_HEAD / 2;
  for (guint i = 0; i < 2; i++)
    {
      double width;
      nabla_text_measure (context->pango, &style, words[i], &width, NULL);
      if (x + 14 + width > context->width - 4)
        return;
      nabla_marks_rectangle (marks, x, y - 5, 10, 10, 2, colors[i]);
      nabla_marks_text (marks, &style, x + 14, y, words[i]);
      x += 14 + width + NABLA_SPACE;
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Bins self;
  NablaPlot plot = { 0 };
  if (!count (&self, snapshot->trials, context->settings))
    {
      nabla_trials_missing (context, marks);
      return;
    }
  place (&self, context, &plot);
  g_autofree char *name = nabla_trial_axis_name (self.axis, TRUE);
  nabla_plot_draw (&plot, context, name, marks);
  draw_key (&self, &plot, context, marks);
  nabla_marks_begin_layer (marks);
  for (guint i = 0; i < self.n; i++)
    draw_bin (&self, i, &plot, context, marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  Bins self;
  if (!count (&self, snapshot->trials, settings))
    return g_strdup (_ ("Nothing was tried yet."));
  if (!shows_even (&self))
    return g_strdup_printf (ngettext ("%u trial.", "%u trials.", self.total), self.total);
  char percent[NABLA_LABEL_LENGTH];
  return g_strdup_printf (_ ("Drawn evenly, %s%% of the trials would fall into the last bin."),
                          nabla_label_percent (self.even[self.n - 1] / self.total, percent));
}

const NablaFigure nabla_figure_sampled = {
  .name = "sampled",
  .title = N_ ("Where It Was Tried"),
  .help = N_ ("How many trials fell into each part of a parameter's range, and how many would have, "
              "had it been drawn evenly."),
  .params = params,
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = nabla_trials_tabulate,
};
