/* Parallel coordinates: a vertical axis for each searched parameter and one for the result,
 * and a line across them all for each trial. Those within the brush are colored by their
 * result, the others recede.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-parallel-axes.h"
#include "nabla-trial-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Trials of about the same result share a mark. */
#define SHADES 16
/* No more lines than this are drawn; they bend as long as there are few. */
#define MOST_LINES 4000
#define BENT_LINES 400
#define BENDS 10
#define BRUSH 9.0
#define NEAR 10.0

typedef struct {
  const NablaTrialsPicture *trials;
  NablaParallelAxes axes;
  NablaResultScale scale;
} Lines;

static gboolean
begin (Lines *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  self->trials = snapshot->trials;
  if (self->trials == NULL || self->trials->n_axes == 0 || self->trials->n_trials == 0)
    return FALSE;
  self->scale = nabla_result_scale (self->trials);
  return nabla_parallel_axes_place (&self->axes, self->trials, context);
}

static double
height_of (const Lines *self, guint trial, guint axis)
{
  double value = axis < self->trials->n_axes
                     ? self->trials->values[(gsize) trial * self->trials->n_axes + axis]
                     : self->trials->trials[trial].result;
  return nabla_parallel_axes_y (&self->axes, self->trials, axis, value);
}

static void
add_line (const Lines *self, guint trial, gboolean is_bent, NablaMarks *marks)
{
  double y = height_of (self, trial, 0);
  nabla_marks_point (marks, self->axes.x[0], y, trial);
  for (guint i = 1; i < self->axes.n; i++)
    {
      double next = height_of (self, trial, i), from = self->axes.x[i - 1], to = self->axes.x[i];
      for (guint b = 1; is_bent && b < BENDS; b++)
        {
          double t = (double) b / BENDS, ease = t * t * (3 - 2 * t);
          nabla_marks_point (marks, from + (to - from) * t, y + (next - y) * ease, trial);
        }
      nabla_marks_point (marks, to, next, trial);
      y = next;
    }
}

static guint
shade_of (const Lines *self, guint trial)
{
  double place = nabla_result_scale_place (&self->scale, self->trials->trials[trial].result);
  return (guint) (place * (SHADES - 1) + 0.5);
}

static void
draw_lines (const Lines *self, const NablaFigureContext *context, NablaMarks *marks)
{
  gsize stride = self->trials->n_trials / MOST_LINES + 1;
  gboolean is_bent = self->trials->n_trials / stride <= BENT_LINES;
  NablaColor faint = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_AXIS), 0.4);
  gboolean has_brush = self->trials->brush != NULL;
  nabla_marks_begin_layer (marks);
  if (has_brush)
    {
      NablaMark *mark = nabla_marks_polyline (marks, faint, context->line_scale);
      mark->series = 0;
      for (gsize i = 0; i < self->trials->n_trials; i += stride)
        if (isfinite (self->trials->trials[i].result)
            && !nabla_trials_picture_is_brushed (self->trials, (guint) i))
          {
            add_line (self, (guint) i, is_bent, marks);
            nabla_marks_move (marks);
          }
    }
  nabla_marks_begin_layer (marks);
  for (guint shade = SHADES; shade-- > 0;)
    {
      double place = (double) shade / (SHADES - 1);
      NablaColor color = nabla_result_scale_color (&self->scale, context->theme, place);
      /* Without a brush the good ones stand out by themselves. */
      double alpha = has_brush ? 0.85 : 0.2 + 0.7 * pow (1 - place, 2);
      NablaMark *mark = nabla_marks_polyline (marks, nabla_color_fade (color, alpha),
                                              (has_brush ? 1.6 : 1.3) * context->line_scale);
      mark->series = 1;
      for (gsize i = 0; i < self->trials->n_trials; i += stride)
        if (isfinite (self->trials->trials[i].result) && shade_of (self, (guint) i) == shade
            && nabla_trials_picture_is_brushed (self->trials, (guint) i))
          {
            add_line (self, (guint) i, is_bent, marks);
            nabla_marks_move (marks);
          }
    }
}

static void
draw_chosen (const Lines *self, const NablaFigureContext *context, NablaMarks *marks)
{
  gint64 chosen = self->trials->chosen;
  if (chosen < 0 || chosen >= self->trials->n_trials
      || !isfinite (self->trials->trials[chosen].result))
    return;
  NablaMark *mark = nabla_marks_polyline (marks, nabla_color (context->theme, NABLA_COLOR_ACCENT),
                                          2.6 * context->line_scale);
  mark->series = 2;
  add_line (self, (guint) chosen, TRUE, marks);
}

static void
draw_brush (const Lines *self, const NablaFigureContext *context, NablaMarks *marks)
{
  NablaColor accent = nabla_color (context->theme, NABLA_COLOR_ACCENT);
  for (guint i = 0; self->trials->brush != NULL && i < self->axes.n; i++)
    {
      const double *range = self->trials->brush + 2 * i;
      if (isnan (range[0]))
        continue;
      double a = nabla_parallel_axes_y (&self->axes, self->trials, i, range[0]);
      double b = nabla_parallel_axes_y (&self->axes, self->trials, i, range[1]);
      NablaMark *area = nabla_marks_rectangle (marks, self->axes.x[i] - BRUSH, MIN (a, b), 2 * BRUSH,
                                               fabs (a - b), 5, nabla_color_fade (accent, 0.25));
      area->stroke = accent;
      area->line_width = 2;
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Lines self = { 0 };
  if (!begin (&self, snapshot, context))
    {
      nabla_trials_missing (context, marks);
      return;
    }
  nabla_parallel_axes_draw (&self.axes, self.trials, context, marks);
  draw_lines (&self, context, marks);
  nabla_marks_begin_layer (marks);
  draw_chosen (&self, context, marks);
  draw_brush (&self, context, marks);
  nabla_marks_begin_layer (marks);
  nabla_parallel_axes_draw_words (&self.axes, self.trials, context, marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaTrialsPicture *trials = snapshot->trials;
  if (trials == NULL || trials->n_trials == 0)
    return g_strdup (_ ("Nothing was tried yet."));
  if (trials->brush == NULL)
    return g_strdup (_ ("Drag along an axis to stress the trials that pass there."));
  guint n = 0;
  for (guint i = 0; i < trials->n_trials; i++)
    n += isfinite (trials->trials[i].result) && nabla_trials_picture_is_brushed (trials, i);
  return g_strdup_printf (ngettext ("%1$u of %2$u trials passes through the brush.",
                                    "%1$u of %2$u trials pass through the brush.", n),
                          n, trials->n_trials);
}

/* How far (x, y) is from the line of a trial, between the two axes around it. */
static double
distance_to (const Lines *self, guint trial, double x, double y)
{
  for (guint i = 1; i < self->axes.n; i++)
    if (x >= self->axes.x[i - 1] - NEAR && x <= self->axes.x[i] + NEAR)
      {
        double t = CLAMP ((x - self->axes.x[i - 1]) / (self->axes.x[i] - self->axes.x[i - 1]), 0, 1);
        double from = height_of (self, trial, i - 1), to = height_of (self, trial, i);
        return fabs (from + (to - from) * t * t * (3 - 2 * t) - y);
      }
  return INFINITY;
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Lines self = { 0 };
  if (!begin (&self, snapshot, context))
    return;
  double nearest = NEAR;
  gint64 found = -1;
  for (guint i = 0; i < self.trials->n_trials; i++)
    {
      if (!isfinite (self.trials->trials[i].result)
          || !nabla_trials_picture_is_brushed (self.trials, i))
        continue;
      double distance = distance_to (&self, i, x, y);
      if (distance < nearest)
        {
          nearest = distance;
          found = i;
        }
    }
  if (found < 0)
    return;
  NablaMark *mark = nabla_marks_polyline (overlay, nabla_color (context->theme, NABLA_COLOR_ACCENT),
                                          2.6 * context->line_scale);
  mark->series = 1;
  add_line (&self, (guint) found, TRUE, overlay);
  g_autofree char *text = nabla_trial_describe (self.trials, (guint) found);
  nabla_figure_tip (context, overlay, x, y, text);
}

const NablaFigure nabla_figure_parallel = {
  .name = "parallel",
  .title = N_ ("Parallel Coordinates"),
  .help = N_ ("A line for each trial across all searched parameters and the result."),
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = nabla_trials_tabulate,
  .hover = hover,
};
