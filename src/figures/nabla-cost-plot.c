/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-cost-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

NablaTextStyle
nabla_cost_label_style (const NablaFigureContext *context, gboolean is_live)
{
  NablaTextStyle style = nabla_figure_text_style (
      context, NABLA_TEXT_CAPTION, is_live ? NABLA_COLOR_TEXT : NABLA_COLOR_SECONDARY_TEXT);
  style.bold = is_live;
  style.x_align = is_live ? 0 : 1;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 2.5;
  return style;
}

guint
nabla_cost_ends (const NablaCostRun *live, gint64 step, NablaCostEnd *ends)
{
  g_return_val_if_fail (live != NULL && ends != NULL, 0);

  /* Translators: the three sets, at the ends of curves: keep them short. %s is a cost. */
  const char *const formats[] = {
    [NABLA_SNAPSHOT_TRAIN] = _ ("train %s"),
    [NABLA_SNAPSHOT_DEV] = _ ("dev %s"),
    [NABLA_SNAPSHOT_TEST] = _ ("test %s"),
  };
  guint n = 0;
  for (guint s = 0; s < NABLA_SNAPSHOT_SPLITS; s++)
    {
      NablaCostEnd *end = &ends[n];
      gboolean is_train = s == NABLA_SNAPSHOT_TRAIN;
      const NablaCurve *curve = is_train ? &live->train : &live->splits[s];
      gsize now = nabla_curve_after (curve, step);
      if (now == 0)
        continue;
      end->split = s;
      end->index = MIN (now - 1, curve->last);
      end->value = nabla_curve_value (curve, end->index, is_train ? live->beta : live->split_beta);
      if (!isfinite (end->value))
        continue;
      end->step = nabla_series_get (curve->series, end->index).step;
      char number[NABLA_LABEL_LENGTH];
      g_snprintf (end->text, sizeof end->text, formats[s], nabla_label_value (end->value, number));
      n++;
    }
  return n;
}

/* The widest label at the right of the live run's ends needs this much room. */
static double
room_for_ends (const NablaCostPlot *self, const NablaFigureContext *context)
{
  NablaTextStyle style = nabla_cost_label_style (context, TRUE);
  double widest = 0;
  for (guint i = 0; i < self->n_ends; i++)
    {
      double width;
      nabla_text_measure (context->pango, &style, self->ends[i].text, &width, NULL);
      widest = MAX (widest, width);
    }
  return self->n_ends > 0 ? widest + NABLA_SPACE : 0;
}

gboolean
nabla_cost_plot_init (NablaCostPlot *self,
                      const NablaSnapshot *snapshot,
                      const NablaFigureContext *context)
{
  g_return_val_if_fail (self != NULL && snapshot != NULL && context != NULL, FALSE);

  *self = (NablaCostPlot){ 0 };
  self->runs = nabla_cost_runs_scan (snapshot, context->settings, &self->n_runs);
  if (self->runs == NULL)
    return FALSE;

  NablaAxis *x = &self->plot.x;
  *x = nabla_cost_runs_x_axis (self->runs, self->n_runs, snapshot);
  self->plot.y = nabla_cost_runs_y_axis (self->runs, self->n_runs, context->settings);
  nabla_figure_apply_window (context, x, &self->plot.y);
  self->has_diverged
      = snapshot->diverged_step >= 0 && snapshot->step >= snapshot->diverged_step - 1;
  if (!self->has_diverged)
    self->n_ends = nabla_cost_ends (&self->runs[0], snapshot->step, self->ends);
  double reach = ((double)snapshot->step - x->low) / (x->high - x->low);
  /* Of a part of the curve, the end may lie outside: it needs no room there. */
  nabla_plot_place (&self->plot, context, CLAMP (reach, 0, 1),
                    reach >= 0 && reach <= 1 ? room_for_ends (self, context) : 0);
  return TRUE;
}

void
nabla_cost_plot_clear (NablaCostPlot *self)
{
  g_clear_pointer (&self->runs, g_free);
}
