/* Predicted against true: a regression's examples, which would all lie on the
 * diagonal if every prediction were right. Filled points were trained on, hollow ones
 * were not.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define POINT_RADIUS 3.0
#define POINT_HALO 1.1
#define MANY_POINTS 1000

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  NablaPlot plot;
} Drawing;

static gboolean
is_point (const NablaFit *fit, gsize i)
{
  return isfinite (fit->truth[i]) && isfinite (fit->prediction[i]);
}

/* Both axes span the same, so that the diagonal is where both agree. */
static void
choose_axes (Drawing *self)
{
  const NablaFit *fit = self->snapshot->fit;
  double low = INFINITY, high = -INFINITY;
  for (gsize i = 0; i < fit->n; i++)
    if (is_point (fit, i))
      {
        low = MIN (low, MIN (fit->truth[i], fit->prediction[i]));
        high = MAX (high, MAX (fit->truth[i], fit->prediction[i]));
      }
  nabla_axis_init (&self->plot.x, low, high, FALSE);
  nabla_axis_pad (&self->plot.x, 0.04);
  self->plot.y = self->plot.x;
}

static void
draw_diagonal (const Drawing *self)
{
  const NablaPlot *plot = &self->plot;
  nabla_marks_line (self->marks, plot->x.start, plot->y.start, plot->x.end, plot->y.end,
                    nabla_color (self->context->theme, NABLA_COLOR_CURSOR), self->context->line_scale);
}

static void
draw_points (const Drawing *self, gboolean is_hollow)
{
  const NablaFit *fit = self->snapshot->fit;
  NablaTheme theme = self->context->theme;
  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE), color = nabla_color_slot (theme, 0);
  double shrink = fit->n > MANY_POINTS ? MAX (sqrt (MANY_POINTS / (double) fit->n), 0.4) : 1;
  NablaMark *mark = nabla_marks_markers (self->marks, NABLA_MARKER_CIRCLE,
                                         POINT_RADIUS * shrink * self->context->line_scale,
                                         is_hollow ? surface : color);
  mark->series = is_hollow ? NABLA_SNAPSHOT_DEV : NABLA_SNAPSHOT_TRAIN;
  mark->halo = surface;
  mark->halo_width = (float) (POINT_HALO * shrink);
  if (is_hollow)
    {
      mark->stroke = color;
      mark->line_width = (float) (1.5 * shrink);
    }
  for (gsize i = 0; i < fit->n; i++)
    if (is_point (fit, i) && (fit->split[i] != NABLA_SNAPSHOT_TRAIN) == is_hollow)
      nabla_marks_point (self->marks, nabla_axis_place (&self->plot.x, fit->truth[i]),
                         nabla_axis_place (&self->plot.y, fit->prediction[i]), (guint32) i);
}

/* The y name at the top, and how far the fit goes at the right. */
static void
draw_words (const Drawing *self)
{
  NablaTextStyle style
    = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double y = self->plot.y.end - NABLA_PLOT_HEAD / 2;
  style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_marks_text (self->marks, &style, NABLA_SPACE, y, C_("regression", "predicted"));

  const NablaMetrics *train = &self->snapshot->metrics[NABLA_SNAPSHOT_TRAIN];
  const NablaMetrics *dev = &self->snapshot->metrics[NABLA_SNAPSHOT_DEV];
  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH];
  if (train->m == 0)
    return;
  nabla_label_value (train->r2, first);
  nabla_label_value (dev->r2, second);
  g_autofree char *text = dev->m > 0 ? g_strdup_printf (_("R² train %1$s, dev %2$s"), first, second)
                                     : g_strdup_printf (_("R² train %s"), first);
  style.x_align = 1;
  style.bold = TRUE;
  style.color = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
  nabla_marks_text (self->marks, &style, self->context->width - NABLA_SPACE, y, text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (snapshot->n_classes > 0)
    {
      nabla_figure_message (context, marks, _("No Fit to Show"),
                            _("This view is for models that predict a number; this one tells classes apart."));
      return;
    }
  if (snapshot->fit == NULL || snapshot->fit->n == 0)
    {
      nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                            _("Predictions appear beside the truth when the model has been asked."));
      return;
    }
  Drawing self = { snapshot, context, marks };
  choose_axes (&self);
  nabla_plot_place (&self.plot, context, 0, 0);
  nabla_plot_draw (&self.plot, context, C_("regression", "true"), marks);
  draw_diagonal (&self);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, self.plot.x.start - 4, self.plot.y.end - 4,
                         self.plot.x.end - self.plot.x.start + 8,
                         self.plot.y.start - self.plot.y.end + 8, 0);
  draw_points (&self, FALSE);
  draw_points (&self, TRUE);
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  if (!self.plot.is_small)
    draw_words (&self);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaMetrics *train = &snapshot->metrics[NABLA_SNAPSHOT_TRAIN];
  const NablaMetrics *dev = &snapshot->metrics[NABLA_SNAPSHOT_DEV];
  char first[NABLA_LABEL_LENGTH], second[NABLA_LABEL_LENGTH];
  if (snapshot->n_classes > 0)
    return g_strdup (_("This model tells classes apart, so there is no number to compare."));
  if (train->m == 0)
    return g_strdup (_("The model has not been measured yet."));
  nabla_label_value (train->rmse, first);
  if (dev->m == 0)
    return g_strdup_printf (_("Typical distance from the diagonal: train %s."), first);
  return g_strdup_printf (_("Typical distance from the diagonal: train %1$s, dev %2$s."), first,
                          nabla_label_value (dev->rmse, second));
}

const NablaFigure nabla_figure_fit = {
  .name = "fit",
  .title = N_("Predicted Against True"),
  .help = N_("A regression's predictions beside the truth; on the diagonal they agree."),
  .draw = draw,
  .summary = summary,
};
