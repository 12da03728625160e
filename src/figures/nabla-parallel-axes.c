/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-parallel-axes.h"

#include "nabla-trial-plot-private.h"

#include <math.h>

#define EDGE 34.0

static NablaTextStyle
caption (const NablaFigureContext *context)
{
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 0.5;
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.85);
  style.halo_width = 3;
  return style;
}

static void
init_result (NablaAxis *axis, const NablaTrialsPicture *trials)
{
  NablaResultScale scale = nabla_result_scale (trials);
  nabla_axis_init (axis, scale.low, scale.high, scale.is_log);
}

gboolean
nabla_parallel_axes_place (NablaParallelAxes *self,
                           const NablaTrialsPicture *trials,
                           const NablaFigureContext *context)
{
  g_return_val_if_fail (self != NULL && trials != NULL && context != NULL, FALSE);

  if (trials->n_axes == 0 || trials->n_trials == 0)
    return FALSE;
  NablaTextStyle style = caption (context);
  double line;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  double edge = MIN (EDGE * context->text_scale, context->width / 6);
  double top = MIN (2 * NABLA_SPACE + line, context->height / 3);
  double bottom = MAX (context->height - NABLA_SPACE - line / 2, top + 1);
  self->n = trials->n_axes + 1;
  for (guint i = 0; i < self->n; i++)
    {
      self->x[i] = edge + (context->width - 2 * edge) * i / (self->n - 1);
      if (i < trials->n_axes)
        nabla_trial_axis_init (&trials->axes[i], &self->axis[i]);
      else
        init_result (&self->axis[i], trials);
      /* The best result stands at the top, as the mark of a good trial. */
      self->axis[i].start = i < trials->n_axes ? bottom : top;
      self->axis[i].end = i < trials->n_axes ? top : bottom;
    }
  return TRUE;
}

double
nabla_parallel_axes_y (const NablaParallelAxes *self,
                       const NablaTrialsPicture *trials,
                       guint axis,
                       double value)
{
  g_return_val_if_fail (self != NULL && trials != NULL && axis < self->n, 0);

  if (axis < trials->n_axes)
    value = nabla_trial_axis_shown (&trials->axes[axis], value);
  double y = nabla_axis_place (&self->axis[axis], value);
  double top = MIN (self->axis[axis].start, self->axis[axis].end);
  double bottom = MAX (self->axis[axis].start, self->axis[axis].end);
  return isfinite (y) ? CLAMP (y, top, bottom) : bottom;
}

double
nabla_parallel_axes_value (const NablaParallelAxes *self,
                           const NablaTrialsPicture *trials,
                           guint axis,
                           double y)
{
  g_return_val_if_fail (self != NULL && trials != NULL && axis < self->n, 0);

  double value = nabla_axis_value (&self->axis[axis], y);
  return axis < trials->n_axes ? nabla_trial_axis_value (&trials->axes[axis], value) : value;
}

void
nabla_parallel_axes_draw (const NablaParallelAxes *self,
                          const NablaTrialsPicture *trials,
                          const NablaFigureContext *context,
                          NablaMarks *marks)
{
  g_return_if_fail (self != NULL && trials != NULL && context != NULL && marks != NULL);

  NablaColor color = nabla_color (context->theme, NABLA_COLOR_AXIS);
  for (guint i = 0; i < self->n; i++)
    nabla_marks_line (marks, self->x[i], self->axis[i].start, self->x[i], self->axis[i].end, color,
                      1.2 * context->line_scale);
}

/* Where a word would leave the figure, it stands at the figure's edge. */
static void
put_word (const NablaFigureContext *context,
          NablaTextStyle *style,
          double x,
          double y,
          const char *text,
          NablaMarks *marks)
{
  double width;
  nabla_text_measure (context->pango, style, text, &width, NULL);
  style->x_align = 0.5;
  double left = CLAMP (x - width / 2, 3, MAX (3, context->width - 3 - width));
  style->x_align = 0;
  nabla_marks_text (marks, style, left, y, text);
}

/* Ticks that would lie under the name above are left out. */
static void
draw_ticks (const NablaParallelAxes *self,
            guint i,
            double room,
            const NablaTrialsPicture *trials,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  NablaTextStyle style = caption (context);
  const NablaAxis *axis = &self->axis[i];
  style.y_align = NABLA_ALIGN_MIDDLE;
  guint n = i < trials->n_axes ? nabla_trial_axis_ticks (&trials->axes[i], axis, 5, ticks)
                               : nabla_axis_ticks (axis, 5, ticks);
  double last = -INFINITY, height;
  nabla_text_measure (context->pango, &style, "0", NULL, &height);
  for (guint k = 0; k < n; k++)
    {
      double width;
      nabla_text_measure (context->pango, &style, ticks[k].label, &width, NULL);
      if (width + 4 > room || fabs (ticks[k].place - last) < height + 2)
        continue;
      last = ticks[k].place;
      put_word (context, &style, self->x[i], ticks[k].place, ticks[k].label, marks);
    }
}

void
nabla_parallel_axes_draw_words (const NablaParallelAxes *self,
                                const NablaTrialsPicture *trials,
                                const NablaFigureContext *context,
                                NablaMarks *marks)
{
  g_return_if_fail (self != NULL && trials != NULL && context != NULL && marks != NULL);

  double room = self->x[1] - self->x[0] - 6, line;
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.y_align = NABLA_ALIGN_BOTTOM;
  style.width = room;
  nabla_text_measure (context->pango, &style, "0", NULL, &line);
  double top = MIN (self->axis[0].start, self->axis[0].end);
  if (top < NABLA_SPACE + line || room < 2 * line)
    return;
  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *name = i < trials->n_axes ? nabla_trial_axis_name (&trials->axes[i], TRUE)
                                                 : g_strdup (trials->result_name);
      put_word (context, &style, self->x[i], top - line / 2 - 2, name, marks);
      draw_ticks (self, i, room, trials, context, marks);
    }
}
