/* The costs of a race over each other, against steps or against seconds: who leads, and who
 * has reached the finish line.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-curve.h"
#include "nabla-label-layout.h"
#include "nabla-plot-private.h"
#include "nabla-race-words-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CURVE_WIDTH 2.0
#define MARKER_RADIUS 5.0
#define DOT_RADIUS 4.0
/* The axis ends so far below the finish line, or below the highest cost, and so far above the
 * cost at the start: what converges or diverges further is of no interest. */
#define BELOW_FINISH 100
#define BELOW_HIGHEST 1e8
#define ABOVE_START 100
/* Time is told by series of this many ticks a second. */
#define TICKS 1e6

enum { ACROSS, IS_LOG };
enum { STEPS, SECONDS };

static const char *const across[] = { N_("steps"), N_("seconds"), NULL };

static const NablaParamSpec params[] = {
  { "across", N_("Across"), NULL, N_("Whether costs are drawn against steps or against seconds."),
    NABLA_PARAM_CHOICE, 0, 0, STEPS, NABLA_SCALE_LINEAR, across },
  { "log", N_("Logarithmic axis"), NULL, N_("Whether equal steps upwards multiply the cost."),
    NABLA_PARAM_BOOLEAN, 0, 1, 1 },
  { NULL },
};

/* @curve: the racer's costs; its steps are ticks of time if seconds are across
 * @beta: by which it is smoothed
 * @n_shown: how many points there are up to the racer's step */
typedef struct {
  const NablaRacer *racer;
  NablaSeries *series;
  NablaCurve curve;
  double beta;
  gsize n_shown;
} Line;

typedef struct {
  const NablaRacePicture *race;
  const NablaFigureContext *context;
  NablaPlot plot;
  NablaAxis ticks;  /* @plot.x in the steps of the lines */
  gboolean has_seconds;
  Line *lines;
  guint n_lines;
} RaceCost;

static void
race_cost_clear (RaceCost *self)
{
  for (guint i = 0; i < self->n_lines; i++)
    nabla_series_unref (self->lines[i].series);
  g_clear_pointer (&self->lines, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RaceCost, race_cost_clear)

/* Returns: (transfer full): the costs with the ticks of their seconds as steps */
static NablaSeries *
against_time (const NablaRacer *racer)
{
  NablaSeries *series = nabla_series_new ();
  gsize n = MIN (nabla_series_length (racer->time_curve), nabla_series_length (racer->cost_curve));
  gint64 last = 0;
  for (gsize i = 0; i < n; i++)
    {
      double seconds = nabla_series_get (racer->time_curve, i).value;
      if (isfinite (seconds))
        last = MAX (last, (gint64) llround (CLAMP (seconds, 0, 1e9) * TICKS));
      nabla_series_append (series, last, nabla_series_get (racer->cost_curve, i).value);
    }
  return series;
}

static void
add_line (RaceCost *self, const NablaRacer *racer)
{
  if (racer->cost_curve == NULL || (self->has_seconds && racer->time_curve == NULL))
    return;
  Line *line = &self->lines[self->n_lines++];
  line->racer = racer;
  line->series = self->has_seconds ? against_time (racer) : nabla_series_ref (racer->cost_curve);
  nabla_curve_scan (&line->curve, line->series);
  line->beta = self->race->terrain == NULL ? nabla_curve_automatic_beta (&line->curve) : 0;
  NablaCurve steps = { .series = racer->cost_curve, .n = line->curve.n };
  line->n_shown = nabla_curve_after (&steps, racer->step);
}

static double
place_of (const Line *line, gsize i)
{
  return (double) nabla_series_get (line->series, i).step;
}

static void
set_axes (RaceCost *self)
{
  double low = INFINITY, high = -INFINITY, low_positive = INFINITY, start = -INFINITY, end = 0;
  for (guint i = 0; i < self->n_lines; i++)
    {
      const Line *line = &self->lines[i];
      if (line->curve.n == 0)
        continue;
      nabla_curve_smoothed_range (&line->curve, line->beta, &low, &high, &low_positive);
      end = MAX (end, place_of (line, line->curve.n - 1));
      double first = nabla_series_get (line->series, 0).value;
      if (isfinite (first))
        start = MAX (start, first);
    }
  double finish = self->race->finish_cost;
  if (!self->has_seconds)
    end = self->race->steps_total > 0 ? (double) self->race->steps_total : end;
  if (isfinite (start) && start > 0)
    high = MIN (high, start * ABOVE_START);
  gboolean is_log = self->context->settings[IS_LOG] != 0 && low >= 0 && isfinite (low_positive);
  if (finish > 0 && isfinite (finish) && low_positive < finish)
    low_positive = MAX (low_positive, finish / BELOW_FINISH);
  low_positive = MAX (low_positive, high / BELOW_HIGHEST);
  nabla_axis_init (&self->plot.y, is_log ? low_positive : low, high, is_log);
  nabla_axis_pad (&self->plot.y, 0.05);
  nabla_axis_init (&self->plot.x, 0, MAX (self->has_seconds ? end / TICKS : end, 1e-6), FALSE);
  self->plot.x.is_whole = !self->has_seconds;
  nabla_figure_apply_window (self->context, &self->plot.x, &self->plot.y);
  nabla_plot_place (&self->plot, self->context, 1, 0);
  self->ticks = self->plot.x;
  if (self->has_seconds)
    {
      self->ticks.low *= TICKS;
      self->ticks.high *= TICKS;
    }
}

static gboolean
race_cost_init (RaceCost *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (RaceCost) { .race = snapshot->race, .context = context };
  if (self->race == NULL)
    return FALSE;
  self->has_seconds = context->settings[ACROSS] == SECONDS;
  self->lines = g_new0 (Line, MAX (self->race->racers->len, 1));
  gsize n_finite = 0;
  for (guint i = 0; i < self->race->racers->len; i++)
    add_line (self, self->race->racers->pdata[i]);
  for (guint i = 0; i < self->n_lines; i++)
    n_finite += self->lines[i].curve.n_finite;
  if (n_finite == 0)
    return FALSE;
  set_axes (self);
  return TRUE;
}

static int
series_of (const RaceCost *self, const Line *line)
{
  guint index = 0;
  g_ptr_array_find (self->race->racers, line->racer, &index);
  return (int) index;
}

static void
draw_finish (const RaceCost *self, NablaMarks *marks)
{
  const NablaFigureContext *context = self->context;
  double y = nabla_axis_place (&self->plot.y, self->race->finish_cost);
  if (!(y < self->plot.y.start && y > self->plot.y.end))
    return;
  NablaMark *line = nabla_marks_line (marks, self->plot.x.start, y, self->plot.x.end, y,
                                      nabla_color (context->theme, NABLA_COLOR_CURSOR),
                                      context->line_scale);
  line->dash = NABLA_DASH_DOT;
  if (self->plot.is_small)
    return;
  NablaTextStyle style
    = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 1;
  style.is_markup = TRUE;
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.7);
  style.halo_width = 3;
  char number[NABLA_LABEL_LENGTH];
  /* Translators: Pango markup; the cost at which a racer has finished */
  g_autofree char *text = g_strdup_printf (_("finish line: <i>J</i> = %s"),
                                           nabla_label_short (self->race->finish_cost, number));
  double height;
  nabla_text_measure (context->pango, &style, text, NULL, &height);
  gboolean is_below = y + height + 4 < self->plot.y.start;
  style.y_align = is_below ? NABLA_ALIGN_TOP : NABLA_ALIGN_BOTTOM;
  nabla_marks_text (marks, &style, self->plot.x.end - 2, is_below ? y + 3 : y - 3, text);
}

static void
draw_line (const RaceCost *self, const Line *line, NablaMarks *marks)
{
  NablaColor color = nabla_color_slot (self->context->theme, line->racer->slot);
  NablaMark *mark = nabla_marks_polyline (marks, color, CURVE_WIDTH * self->context->line_scale);
  mark->series = series_of (self, line);
  nabla_curve_draw (&line->curve, &self->ticks, &self->plot.y, 0, line->n_shown, line->beta,
                    self->context->all_points, marks);
}

/* Returns: whether a line has a finite value up to where it is shown, and which */
static gboolean
find_end (const Line *line, gsize *index, double *value)
{
  for (gsize i = line->n_shown; i > 0; i--)
    {
      *value = line->beta > 0 ? nabla_curve_value (&line->curve, i - 1, line->beta)
                              : nabla_series_get (line->series, i - 1).value;
      *index = i - 1;
      if (isfinite (*value) && isfinite (nabla_series_get (line->series, i - 1).value))
        return TRUE;
    }
  return FALSE;
}

static void
draw_end (const RaceCost *self, const Line *line, NablaMarks *marks)
{
  gsize index;
  double value;
  if (!find_end (line, &index, &value))
    return;
  const NablaFigureContext *context = self->context;
  double x = nabla_axis_place (&self->ticks, place_of (line, index));
  double y = CLAMP (nabla_axis_place (&self->plot.y, value), self->plot.y.end, self->plot.y.start);
  NablaMark *mark
    = nabla_marks_markers (marks, nabla_marker_slot (line->racer->slot),
                           MARKER_RADIUS * context->line_scale * (self->plot.is_small ? 0.7 : 1),
                           nabla_color_slot (context->theme, line->racer->slot));
  mark->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
  mark->halo_width = (float) (1.5 * context->line_scale);
  mark->series = series_of (self, line);
  nabla_marks_point (marks, x, y, (guint32) index);
  if (line->racer->state != NABLA_RACER_DIVERGED)
    return;
  mark = nabla_marks_markers (marks, NABLA_MARKER_CROSS, 5 * context->line_scale,
                              nabla_color (context->theme, NABLA_COLOR_ERROR));
  mark->series = series_of (self, line);
  nabla_marks_point (marks, x + 6 * context->line_scale, y - 6 * context->line_scale, (guint32) index);
}

static void
draw_nothing (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  if (snapshot->race == NULL)
    nabla_figure_message (context, marks, _("No Race to Show"),
                          _("The costs of a race of optimizers are drawn here."));
  else if (context->settings[ACROSS] == SECONDS)
    nabla_figure_message (context, marks, _("No Seconds Yet"),
                          _("Seconds are measured where networks race."));
  else
    nabla_figure_message (context, marks, _("Nothing to Show Yet"),
                          _("Curves begin with the first step."));
}

/* What was smoothed says so. */
static void
draw_beta (const RaceCost *self, NablaMarks *marks)
{
  double beta = 0;
  for (guint i = 0; i < self->n_lines; i++)
    beta = MAX (beta, self->lines[i].beta);
  if (beta == 0 || self->plot.is_small)
    return;
  NablaTextStyle style
    = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  style.x_align = 1;
  char number[NABLA_LABEL_LENGTH], *text;
  /* Translators: curves are averaged with this β */
  text = g_strdup_printf (_("smoothed, β = %s"), nabla_label_value (beta, number));
  nabla_marks_text (marks, &style, self->plot.x.end, 4, text);
  g_free (text);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  g_auto (RaceCost) self = { NULL };
  if (!race_cost_init (&self, snapshot, context))
    {
      draw_nothing (snapshot, context, marks);
      return;
    }
  nabla_plot_draw (&self.plot, context, self.has_seconds ? _("seconds") : C_("axis", "step"), marks);
  draw_finish (&self, marks);
  draw_beta (&self, marks);

  nabla_marks_begin_layer (marks);
  const double top = self.plot.y.end, bottom = self.plot.y.start;
  if (!self.has_seconds)
    {
      double x = floor (nabla_axis_place (&self.plot.x, (double) self.race->step)) + 0.5;
      if (x >= self.plot.x.start && x <= self.plot.x.end)
        nabla_marks_line (marks, x, top, x, bottom, nabla_color (context->theme, NABLA_COLOR_AXIS),
                          context->line_scale);
    }
  nabla_marks_push_clip (marks, self.plot.x.start - 1, top - 1, self.plot.x.end - self.plot.x.start + 2,
                         bottom - top + 2, 0);
  for (guint i = 0; i < self.n_lines; i++)
    draw_line (&self, &self.lines[i], marks);
  nabla_marks_pop_clip (marks);

  nabla_marks_begin_layer (marks);
  for (guint i = 0; i < self.n_lines; i++)
    draw_end (&self, &self.lines[i], marks);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  g_auto (RaceCost) self = { NULL };
  if (!race_cost_init (&self, snapshot, context) || x < self.plot.x.start || x > self.plot.x.end)
    return;
  double at = nabla_axis_value (&self.ticks, x);
  gint64 step = (gint64) llround (at);
  if (!self.has_seconds)
    x = nabla_axis_place (&self.plot.x, (double) step);
  nabla_marks_line (overlay, x, self.plot.y.end, x, self.plot.y.start,
                    nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
  NablaLabels *labels = nabla_labels_new ();
  NablaTextStyle style = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  style.y_align = NABLA_ALIGN_MIDDLE;
  gboolean is_left = x > (self.plot.x.start + self.plot.x.end) / 2;
  style.x_align = is_left ? 1 : 0;
  style.width = (self.plot.x.end - self.plot.x.start) / 2;
  style.halo = nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_SURFACE), 0.85);
  style.halo_width = 3;
  for (guint i = 0; i < self.n_lines; i++)
    {
      const Line *line = &self.lines[i];
      gsize n = MIN (nabla_curve_after (&line->curve, step), line->n_shown);
      if (n == 0)
        continue;
      double value = nabla_curve_value (&line->curve, n - 1, line->beta);
      if (!isfinite (value))
        continue;
      double dot_y = CLAMP (nabla_axis_place (&self.plot.y, value), self.plot.y.end, self.plot.y.start);
      NablaMark *dot = nabla_marks_markers (overlay, NABLA_MARKER_CIRCLE, DOT_RADIUS * context->line_scale,
                                            nabla_color_slot (context->theme, line->racer->slot));
      dot->halo = nabla_color (context->theme, NABLA_COLOR_SURFACE);
      dot->halo_width = (float) (1.5 * context->line_scale);
      dot->series = series_of (&self, line);
      nabla_marks_point (overlay, nabla_axis_place (&self.ticks, place_of (line, n - 1)), dot_y,
                         (guint32) (n - 1));
      char number[NABLA_LABEL_LENGTH];
      g_autofree char *text
        = g_strdup_printf ("%s %s", line->racer->name, nabla_label_value (value, number));
      double offset = (DOT_RADIUS + 5) * context->line_scale;
      nabla_labels_add (labels, context->pango, &style, is_left ? x - offset : x + offset, dot_y, text);
      nabla_labels_add_marker (labels, context->theme, line->racer->slot);
    }
  nabla_labels_draw (labels, self.plot.y.end, self.plot.y.start, overlay);
  nabla_labels_free (labels);
}

static gboolean
axes (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaAxis *x, NablaAxis *y)
{
  g_auto (RaceCost) self = { NULL };
  if (!race_cost_init (&self, snapshot, context))
    return FALSE;
  *x = self.plot.x;
  *y = self.plot.y;
  return TRUE;
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  return nabla_race_summary (snapshot->race);
}

/* A row a step and racer, with its seconds where they were measured */
static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "racer", "step", "seconds", "cost", NULL };
  nabla_csv_row (csv, names);
  for (guint r = 0; snapshot->race != NULL && r < snapshot->race->racers->len; r++)
    {
      const NablaRacer *racer = snapshot->race->racers->pdata[r];
      gsize n = racer->cost_curve != NULL ? nabla_series_length (racer->cost_curve) : 0;
      gsize n_times = racer->time_curve != NULL ? nabla_series_length (racer->time_curve) : 0;
      for (gsize i = 0; i < n; i++)
        {
          NablaPoint point = nabla_series_get (racer->cost_curve, i);
          if (point.step > racer->step)
            break;
          nabla_csv_text (csv, racer->name);
          nabla_csv_index (csv, point.step);
          if (i < n_times)
            nabla_csv_number (csv, nabla_series_get (racer->time_curve, i).value);
          else
            nabla_csv_text (csv, "");
          nabla_csv_number (csv, point.value);
          nabla_csv_end_row (csv);
        }
    }
}

const NablaFigure nabla_figure_race_cost = {
  .name = "race_cost",
  .title = N_("Cost"),
  .help = N_("The costs of all racers over each other, against steps or seconds."),
  .params = params,
  .is_apart = TRUE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .axes = axes,
  .tabulate = tabulate,
};
