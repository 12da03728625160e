/* Trials: two searched parameters against each other, every trial colored by its result.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-trial-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RADIUS 5.2
#define HANDLE 4.5
/* Trials of about the same result share a mark; no more than so many are drawn. */
#define SHADES 32
#define MOST_TRIALS 20000
/* How near to a trial the pointer reads it */
#define NEAR 14.0
#define KEY_WIDTH 62.0

enum { X, Y };

static const NablaParamSpec params[] = {
  { "x", N_ ("Parameter across"), NULL, N_ ("Which searched parameter lies across."),
    NABLA_PARAM_INTEGER, 0, NABLA_MAX_TRIAL_AXES - 1, 0, NABLA_SCALE_LINEAR },
  { "y", N_ ("Parameter upwards"), NULL, N_ ("Which searched parameter goes upwards."),
    NABLA_PARAM_INTEGER, 0, NABLA_MAX_TRIAL_AXES - 1, 1, NABLA_SCALE_LINEAR },
  { NULL }
};

typedef struct {
  const NablaTrialsPicture *trials;
  guint x, y;
  NablaPlot plot;
} Scatter;

static void
use_choices (const NablaTrialAxis *searched, const NablaAxis *axis, NablaTick *ticks, guint *n_ticks)
{
  if (searched->choices != NULL && *n_ticks > 0)
    *n_ticks = nabla_trial_axis_ticks (searched, axis, *n_ticks, ticks);
}

/* Names of choices may be wider than the numbers that room was made for. */
static void
make_room (NablaPlot *plot, const NablaFigureContext *context)
{
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double widest = 0;
  for (guint i = 0; i < plot->n_y_ticks; i++)
    {
      double width;
      nabla_text_measure (context->pango, &style, plot->y_ticks[i].label, &width, NULL);
      widest = MAX (widest, width);
    }
  double left = NABLA_SPACE + ceil (widest) + 8;
  if (left > plot->x.start && left < plot->x.end - 20)
    {
      plot->x.start = left;
      plot->n_x_ticks = nabla_axis_ticks (&plot->x, MAX (plot->n_x_ticks, 2), plot->x_ticks);
    }
}

static gboolean
begin (Scatter *self,
       const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       const double *settings)
{
  self->trials = snapshot->trials;
  if (self->trials == NULL || self->trials->n_axes == 0)
    return FALSE;
  guint last = self->trials->n_axes - 1;
  self->x = MIN ((guint) settings[X], last);
  self->y = MIN ((guint) settings[Y], last);
  const NablaTrialAxis *x = &self->trials->axes[self->x], *y = &self->trials->axes[self->y];
  nabla_trial_axis_init (x, &self->plot.x);
  nabla_trial_axis_init (y, &self->plot.y);
  nabla_figure_apply_window (context, &self->plot.x, &self->plot.y);
  nabla_plot_place (&self->plot, context, 0, 0);
  use_choices (y, &self->plot.y, self->plot.y_ticks, &self->plot.n_y_ticks);
  if (y->choices != NULL)
    make_room (&self->plot, context);
  use_choices (x, &self->plot.x, self->plot.x_ticks, &self->plot.n_x_ticks);
  return TRUE;
}

static void
place (const Scatter *self, guint trial, double *x, double *y)
{
  const double *values = self->trials->values + (gsize) trial * self->trials->n_axes;
  *x = nabla_axis_place (&self->plot.x,
                         nabla_trial_axis_shown (&self->trials->axes[self->x], values[self->x]));
  *y = nabla_axis_place (&self->plot.y,
                         nabla_trial_axis_shown (&self->trials->axes[self->y], values[self->y]));
}

/* From the best to the worst, with the two costs at its ends. */
static void
draw_key (const Scatter *self,
          const NablaResultScale *scale,
          const NablaFigureContext *context,
          NablaMarks *marks)
{
  char low[NABLA_LABEL_LENGTH], high[NABLA_LABEL_LENGTH];
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  g_autofree char *worst = g_strdup_printf ("%s %s", self->trials->result_name,
                                            nabla_label_value (scale->high, high));
  double name_width, best_width, worst_width, y = self->plot.y.end - NABLA_PLOT_HEAD / 2;
  nabla_label_value (scale->low, low);
  g_autofree char *name = nabla_trial_axis_name (&self->trials->axes[self->y], FALSE);
  nabla_text_measure (context->pango, &style, name, &name_width, NULL);
  nabla_text_measure (context->pango, &style, low, &best_width, NULL);
  nabla_text_measure (context->pango, &style, worst, &worst_width, NULL);
  double right = self->plot.x.end, bar = right - best_width - 6 - KEY_WIDTH;
  if (bar - 6 - worst_width < self->plot.x.start + name_width + NABLA_SPACE)
    return;
  style.y_align = NABLA_ALIGN_MIDDLE;
  style.x_align = 1;
  nabla_marks_text (marks, &style, right, y, low);
  nabla_marks_text (marks, &style, bar - 6, y, worst);
  guint8 *pixels = g_malloc (SHADES * 4);
  for (guint i = 0; i < SHADES; i++)
    {
      NablaColor color
          = nabla_result_scale_color (scale, context->theme, 1 - (double) i / (SHADES - 1));
      pixels[4 * i] = (guint8) (color.red * 255 + 0.5f);
      pixels[4 * i + 1] = (guint8) (color.green * 255 + 0.5f);
      pixels[4 * i + 2] = (guint8) (color.blue * 255 + 0.5f);
      pixels[4 * i + 3] = 255;
    }
  NablaMark *picture
      = nabla_marks_picture (marks, bar, y - 4, KEY_WIDTH, 8, SHADES, 1,
                             g_bytes_new_take (pixels, SHADES * 4), TRUE);
  picture->radius = 4;
}

static NablaMark *
begin_markers (const Scatter *self,
               guint round,
               NablaColor color,
               const NablaFigureContext *context,
               NablaMarks *marks)
{
  NablaMark *mark
      = nabla_marks_markers (marks, nabla_marker_slot (round == 1 ? 2 : round == 2 ? 1 : round),
                             RADIUS * context->line_scale, color);
  mark->series = (int) round;
  mark->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  mark->halo_width = 1;
  return mark;
}

/* All finished trials of one round and one shade. */
static void
draw_shade (const Scatter *self,
            const NablaResultScale *scale,
            guint round,
            guint shade,
            gsize stride,
            const NablaFigureContext *context,
            NablaMarks *marks)
{
  gboolean begun = FALSE;
  for (gsize i = 0; i < self->trials->n_trials; i += stride)
    {
      const NablaTrialPoint *trial = &self->trials->trials[i];
      if (trial->round != round || !isfinite (trial->result))
        continue;
      guint own = (guint) (nabla_result_scale_place (scale, trial->result) * (SHADES - 1) + 0.5);
      if (own != shade)
        continue;
      if (!begun)
        begin_markers (
            self, round,
            nabla_result_scale_color (scale, context->theme, (double) shade / (SHADES - 1)),
            context, marks);
      begun = TRUE;
      double x, y;
      place (self, (guint) i, &x, &y);
      nabla_marks_point (marks, x, y, (guint32) i);
    }
}

/* Trials without a result: diverged ones are crosses, running ones are rings. */
static void
draw_others (const Scatter *self, const NablaFigureContext *context, NablaMarks *marks)
{
  NablaColor grey = nabla_color (context->theme, NABLA_COLOR_SECONDARY_TEXT);
  for (guint i = 0; i < self->trials->n_trials; i++)
    {
      const NablaTrialPoint *trial = &self->trials->trials[i];
      if (isfinite (trial->result))
        continue;
      gboolean is_running = trial->state == NABLA_TRIAL_POINT_RUNNING;
      NablaMark *mark = nabla_marks_markers (
          marks, is_running ? NABLA_MARKER_CIRCLE : NABLA_MARKER_CROSS,
          (is_running ? RADIUS : 0.8 * RADIUS) * context->line_scale, grey);
      mark->series = (int) trial->round;
      if (is_running)
        {
          mark->fill = nabla_color (context->theme, NABLA_COLOR_SURFACE);
          mark->stroke = nabla_color (context->theme, NABLA_COLOR_ACCENT);
          mark->line_width = 1.6f;
        }
      double x, y;
      place (self, i, &x, &y);
      nabla_marks_point (marks, x, y, i);
    }
}

/* The corners of a range, the left and the upper one first. */
static void
box_corners (const Scatter *self, const double *box, double corners[4])
{
  double values[4];
  for (guint i = 0; i < 2; i++)
    {
      guint axis = i == 0 ? self->x : self->y;
      for (guint end = 0; end < 2; end++)
        values[2 * i + end] = nabla_axis_place (
            i == 0 ? &self->plot.x : &self->plot.y,
            nabla_trial_axis_shown (&self->trials->axes[axis], box[2 * axis + end]));
    }
  corners[0] = MIN (values[0], values[1]);
  corners[1] = MIN (values[2], values[3]);
  corners[2] = MAX (values[0], values[1]);
  corners[3] = MAX (values[2], values[3]);
}

static void
draw_box (const Scatter *self,
          const double *box,
          gboolean is_next,
          const NablaFigureContext *context,
          NablaMarks *marks)
{
  double corners[4];
  NablaColor accent = nabla_color (context->theme, NABLA_COLOR_ACCENT);
  box_corners (self, box, corners);
  NablaMark *area = nabla_marks_rectangle (marks, corners[0], corners[1], corners[2] - corners[0],
                                           corners[3] - corners[1], 0,
                                           nabla_color_fade (accent, 0.06));
  area->stroke = nabla_color_fade (accent, is_next ? 1 : 0.45);
  area->line_width = (float) ((is_next ? 2 : 1) * context->line_scale);
}

static void
draw_handles (const Scatter *self, const NablaFigureContext *context, NablaMarks *marks)
{
  double corners[4];
  NablaColor accent = nabla_color (context->theme, NABLA_COLOR_ACCENT);
  box_corners (self, self->trials->next_box, corners);
  NablaMark *handles = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, HANDLE,
                                            nabla_color (context->theme, NABLA_COLOR_SURFACE));
  handles->stroke = accent;
  handles->line_width = 2;
  for (guint i = 0; i < 4; i++)
    nabla_marks_point (marks, corners[i % 2 == 0 ? 0 : 2], corners[i < 2 ? 1 : 3], i);
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.6);
  style.halo_width = 3;
  g_autofree char *text
      = g_strdup_printf (_ ("round %u: drag the corners"), self->trials->n_rounds + 1);
  double width, height, x = MAX (corners[0], self->plot.x.start);
  nabla_text_measure (context->pango, &style, text, &width, &height);
  double y = corners[3] + HANDLE + 3;
  if (y + height > self->plot.y.start - 2)
    y = corners[3] - height - HANDLE - 3;
  if (x + width < self->plot.x.end && y > self->plot.y.end)
    nabla_marks_text (marks, &style, x, y, text);
}

static void
draw_chosen (const Scatter *self, const NablaFigureContext *context, NablaMarks *marks)
{
  gint64 index = self->trials->chosen;
  if (index < 0 || index >= self->trials->n_trials)
    return;
  double x, y, width;
  place (self, (guint) index, &x, &y);
  NablaMark *ring
      = nabla_marks_markers (marks, NABLA_MARKER_CIRCLE, 9 * context->line_scale, (NablaColor){ 0 });
  ring->stroke = nabla_color (context->theme, NABLA_COLOR_TEXT);
  ring->line_width = 1.8f;
  nabla_marks_point (marks, x, y, (guint32) index);
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.8);
  style.halo_width = 3;
  style.y_align = NABLA_ALIGN_MIDDLE;
  g_autofree char *text = nabla_trial_caption (self->trials, (guint) index);
  nabla_text_measure (context->pango, &style, text, &width, NULL);
  gboolean fits = x + 14 + width < context->width;
  style.x_align = fits ? 0 : 1;
  nabla_marks_text (marks, &style, x + (fits ? 14 : -14), y, text);
}

static void
draw_trials (const Scatter *self, const NablaFigureContext *context, NablaMarks *marks)
{
  NablaResultScale scale = nabla_result_scale (self->trials);
  gsize stride = self->trials->n_trials / MOST_TRIALS + 1;
  guint n_rounds = 1;
  for (guint i = 0; i < self->trials->n_trials; i++)
    n_rounds = MAX (n_rounds, self->trials->trials[i].round + 1);
  nabla_marks_begin_layer (marks);
  nabla_marks_push_clip (marks, self->plot.x.start - 2, self->plot.y.end - 8,
                         self->plot.x.end - self->plot.x.start + 10,
                         self->plot.y.start - self->plot.y.end + 10, 0);
  if (self->trials->n_rounds > 1)
    draw_box (self,
              self->trials->boxes + (gsize) (self->trials->n_rounds - 1) * self->trials->n_axes * 2,
              FALSE, context, marks);
  if (self->trials->next_box != NULL)
    draw_box (self, self->trials->next_box, TRUE, context, marks);
  /* The best ones lie on top. */
  for (guint shade = SHADES; shade-- > 0;)
    for (guint round = 0; round < n_rounds; round++)
      draw_shade (self, &scale, round, shade, stride, context, marks);
  draw_others (self, context, marks);
  nabla_marks_pop_clip (marks);
  nabla_marks_begin_layer (marks);
  if (self->trials->next_box != NULL && !self->plot.is_small)
    draw_handles (self, context, marks);
  if (!self->plot.is_small)
    draw_chosen (self, context, marks);
  if (!self->plot.is_small && scale.high > scale.low)
    draw_key (self, &scale, context, marks);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Scatter self = { 0 };
  if (!begin (&self, snapshot, context, context->settings))
    {
      nabla_trials_missing (context, marks);
      return;
    }
  g_autofree char *x_name = nabla_trial_axis_name (&self.trials->axes[self.x], FALSE);
  g_autofree char *y_name = nabla_trial_axis_name (&self.trials->axes[self.y], FALSE);
  nabla_plot_draw (&self.plot, context, x_name, marks);
  nabla_plot_draw_y_name (&self.plot, context, y_name, marks);
  draw_trials (&self, context, marks);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaTrialsPicture *trials = snapshot->trials;
  if (trials == NULL || trials->n_trials == 0)
    return g_strdup (_ ("Nothing was tried yet."));
  gint64 best = nabla_trials_picture_best (trials, trials->n_trials);
  if (best < 0)
    return g_strdup_printf (
        ngettext ("%u trial, none finished yet.", "%u trials, none finished yet.", trials->n_trials),
        trials->n_trials);
  char result[NABLA_LABEL_LENGTH];
  return g_strdup_printf (_ ("The best of %1$u trials is trial %2$u with a %3$s of %4$s."),
                          trials->n_trials, trials->trials[best].number, trials->result_name,
                          nabla_label_value (trials->trials[best].result, result));
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Scatter self = { 0 };
  if (!begin (&self, snapshot, context, context->settings))
    return;
  double nearest = NEAR, at_x = 0, at_y = 0;
  gint64 found = -1;
  for (guint i = 0; i < self.trials->n_trials; i++)
    {
      double px, py;
      place (&self, i, &px, &py);
      double distance = hypot (px - x, py - y);
      if (distance < nearest)
        {
          nearest = distance;
          found = i;
          at_x = px;
          at_y = py;
        }
    }
  if (found < 0)
    return;
  NablaMark *ring = nabla_marks_markers (overlay, NABLA_MARKER_CIRCLE, 9, (NablaColor){ 0 });
  ring->stroke = nabla_color (context->theme, NABLA_COLOR_TEXT);
  ring->line_width = 1.8f;
  nabla_marks_point (overlay, at_x, at_y, (guint32) found);
  g_autofree char *text = nabla_trial_describe (self.trials, (guint) found);
  nabla_figure_tip (context, overlay, at_x, at_y, text);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  Scatter self = { 0 };
  if (!begin (&self, snapshot, context, context->settings))
    return FALSE;
  *x = self.plot.x;
  *y = self.plot.y;
  return TRUE;
}

const NablaFigure nabla_figure_trials = {
  .name = "trials",
  .title = N_ ("Trials"),
  .help = N_ ("Two searched parameters against each other; each trial is colored by its result."),
  .params = params,
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .tabulate = nabla_trials_tabulate,
  .hover = hover,
  .axes = axes,
};
