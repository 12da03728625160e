/* Batch norm: each unit's z before it and after it. Before, what training normalizes by
 * (the batch) stands beside what predictions use (the moving averages); after, what comes
 * of it in training beside what comes of it at test time.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 10.0
#define MEDIAN 2
#define MARKER_RADIUS 3.6
/* A difference of costs from which on the two modes are said to disagree. */
#define LARGE_DIFFERENCE 0.05

enum
{
  SETTING_LAYER
};

static const NablaParamSpec params[] = {
  [SETTING_LAYER] = {
    .name = "layer",
    .title = N_ ("Layer"),
    .help = N_ ("Which batch norm layer is shown, from 0."),
    .type = NABLA_PARAM_INTEGER,
    .maximum = 10000,
  },
  { NULL },
};

typedef struct
{
  const NablaBatchNorm *picture;
  const NablaBatchNormLayer *layer;
  const NablaFigureContext *context;
  NablaMarks *marks;
  gboolean is_small, has_numbers;
  guint n; /* units that have room */
  double line, top, bottom, pitch, names, numbers;
  NablaAxis before, after;
} Layout;

static const NablaBatchNormLayer *
choose (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaBatchNorm *picture = snapshot->batch_norm;
  if (picture == NULL || picture->n_layers == 0)
    return NULL;
  return &picture->layers[(guint)MIN (settings[SETTING_LAYER], picture->n_layers - 1)];
}

static void
widen (const float *values, guint n, double *low, double *high)
{
  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        *low = MIN (*low, values[i]);
        *high = MAX (*high, values[i]);
      }
}

static NablaTextStyle
caption (const Layout *self, NablaColorToken color)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, color);
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

static char *
format_numbers (const NablaBatchNormUnit *unit)
{
  char gamma[NABLA_LABEL_LENGTH], beta[NABLA_LABEL_LENGTH];
  return g_strdup_printf ("γ %s  β %s", nabla_label_value (unit->gamma, gamma),
                          nabla_label_value (unit->beta, beta));
}

static void
choose_ranges (Layout *self)
{
  double low = INFINITY, high = -INFINITY, low_after = INFINITY, high_after = -INFINITY;
  for (guint u = 0; u < self->layer->n_shown; u++)
    {
      const NablaBatchNormUnit *unit = &self->layer->units[u];
      widen (unit->before, NABLA_BATCH_NORM_PERCENTILES, &low, &high);
      widen (&unit->moving_mean, 1, &low, &high);
      widen (unit->after, NABLA_BATCH_NORM_PERCENTILES, &low_after, &high_after);
      widen (unit->at_test, NABLA_BATCH_NORM_PERCENTILES, &low_after, &high_after);
    }
  nabla_axis_init (&self->before, low, high, FALSE);
  nabla_axis_init (&self->after, low_after, high_after, FALSE);
  nabla_axis_pad (&self->before, 0.05);
  nabla_axis_pad (&self->after, 0.05);
}

/* Returns: whether there is anything to show */
static gboolean
place (Layout *self,
       const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       NablaMarks *marks)
{
  *self = (Layout){ .picture = snapshot->batch_norm, .context = context, .marks = marks };
  self->layer = choose (snapshot, context->settings);
  if (self->layer == NULL || self->layer->n_shown == 0)
    return FALSE;
  choose_ranges (self);
  NablaTextStyle style = caption (self, NABLA_COLOR_TEXT);
  nabla_text_measure (context->pango, &style, "00", &self->names, &self->line);
  self->is_small = context->width < 15 * self->line || context->height < 7 * self->line;
  double edge = self->is_small ? 4 : NABLA_SPACE;
  self->top = edge + (self->is_small ? 0 : 2.7 * self->line);
  self->bottom = context->height - edge - (self->is_small ? 0 : 1.4 * self->line);
  self->pitch = MIN ((self->bottom - self->top) / self->layer->n_shown, 3 * self->line);
  self->n = self->layer->n_shown;
  if (self->pitch < 7)
    {
      self->n = (guint)CLAMP ((self->bottom - self->top) / 7, 1, self->n);
      self->pitch = (self->bottom - self->top) / self->n;
    }
  for (guint u = 0; u < self->n; u++)
    {
      g_autofree char *numbers = format_numbers (&self->layer->units[u]);
      double width;
      nabla_text_measure (context->pango, &style, numbers, &width, NULL);
      self->numbers = MAX (self->numbers, width);
    }
  self->has_numbers = !self->is_small && self->pitch >= 1.05 * self->line
                      && self->numbers < 0.25 * context->width;
  double left = edge + (self->is_small ? 0 : self->names + GAP);
  double right = context->width - edge - (self->has_numbers ? self->numbers + GAP : 0);
  double middle = (left + right) / 2;
  self->before.start = left;
  self->before.end = MAX (middle - GAP, left + 1);
  self->after.start = middle + GAP;
  self->after.end = MAX (right, middle + GAP + 1);
  return TRUE;
}

/* 5 … 95 as a line, the middle half as a bar, the median as a marker. */
static void
draw_spread (const Layout *self,
             const NablaAxis *axis,
             const float *spread,
             double y,
             double height,
             guint slot,
             guint index)
{
  double x[NABLA_BATCH_NORM_PERCENTILES];
  NablaColor color = nabla_color_slot (self->context->theme, slot);
  for (guint i = 0; i < NABLA_BATCH_NORM_PERCENTILES; i++)
    if (!isfinite (x[i] = nabla_axis_place (axis, spread[i])))
      return;
  nabla_marks_line (self->marks, x[0], y, x[4], y, color, 1.2 * self->context->line_scale);
  nabla_marks_rectangle (self->marks, x[1], y - height / 2, MAX (x[3] - x[1], 1), height,
                         MIN (2, height / 2), nabla_color_fade (color, 0.5));
  NablaMark *mark = nabla_marks_markers (
      self->marks, nabla_marker_slot (slot),
      MIN (MARKER_RADIUS, 0.75 * height + 1) * self->context->line_scale, color);
  mark->series = (int)slot;
  mark->halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  mark->halo_width = 1;
  nabla_marks_point (self->marks, x[MEDIAN], y, index);
}

/* A mean with a deviation to both sides, as a bracket. */
static void
draw_moment (const Layout *self,
             double mean,
             double variance,
             double y,
             double height,
             guint slot,
             guint index)
{
  double deviation = sqrt (variance);
  double low = nabla_axis_place (&self->before,
                                 CLAMP (mean - deviation, self->before.low, self->before.high));
  double high = nabla_axis_place (&self->before,
                                  CLAMP (mean + deviation, self->before.low, self->before.high));
  double x = nabla_axis_place (&self->before, mean);
  NablaColor color = nabla_color_slot (self->context->theme, slot);
  if (!isfinite (low) || !isfinite (high) || !isfinite (x))
    return;
  nabla_marks_line (self->marks, low, y, high, y, color, 1.6 * self->context->line_scale);
  NablaMark *mark = nabla_marks_markers (
      self->marks, nabla_marker_slot (slot),
      MIN (MARKER_RADIUS, 0.75 * height + 1) * self->context->line_scale, color);
  mark->series = (int)slot + 2;
  mark->halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  mark->halo_width = 1;
  nabla_marks_point (self->marks, x, y, index);
}

static void
draw_unit (const Layout *self, guint u)
{
  const NablaBatchNormUnit *unit = &self->layer->units[u];
  double y = self->top + (u + 0.5) * self->pitch, height = MIN (0.28 * self->pitch, 9);
  double apart = 0.22 * MIN (self->pitch, 40);
  NablaTextStyle style = caption (self, NABLA_COLOR_SECONDARY_TEXT);
  draw_moment (self, unit->batch_mean, unit->batch_variance, y - apart, height, 0, u);
  draw_moment (self, unit->moving_mean, unit->moving_variance, y + apart, height, 1, u);
  draw_spread (self, &self->after, unit->after, y - apart, height, 0, u);
  draw_spread (self, &self->after, unit->at_test, y + apart, height, 1, u);
  if (self->is_small)
    return;
  guint stride = (guint)ceil (self->line / self->pitch);
  if (u % MAX (stride, 1) == 0)
    {
      char number[NABLA_LABEL_LENGTH];
      nabla_marks_text (self->marks, &style, NABLA_SPACE, y, nabla_label_count (u + 1, number));
    }
  if (!self->has_numbers)
    return;
  g_autofree char *numbers = format_numbers (unit);
  style.x_align = 1;
  nabla_marks_text (self->marks, &style, self->context->width - NABLA_SPACE, y, numbers);
}

static void
draw_axis (const Layout *self, const NablaAxis *axis, const char *name)
{
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  NablaTextStyle style = caption (self, NABLA_COLOR_SECONDARY_TEXT);
  double rows = self->top + self->n * self->pitch;
  guint n = nabla_axis_ticks (
      axis, (guint)CLAMP ((axis->end - axis->start) / (6 * self->line), 2, 5), ticks);
  for (guint i = 0; i < n; i++)
    {
      double x = floor (ticks[i].place) + 0.5, width;
      nabla_marks_line (self->marks, x, self->top, x, rows,
                        nabla_color (self->context->theme,
                                     ticks[i].value == 0 ? NABLA_COLOR_AXIS : NABLA_COLOR_GRID),
                        self->context->line_scale);
      nabla_text_measure (self->context->pango, &style, ticks[i].label, &width, NULL);
      style.x_align = 0.5;
      if (x - width / 2 >= axis->start - GAP / 2 && x + width / 2 <= axis->end + GAP / 2)
        nabla_marks_text (self->marks, &style, x, rows + 0.8 * self->line, ticks[i].label);
    }
  style.x_align = 0;
  style.width = axis->end - axis->start;
  style.color = nabla_color (self->context->theme, NABLA_COLOR_TEXT);
  nabla_marks_text (self->marks, &style, axis->start, NABLA_SPACE + 1.9 * self->line, name);
}

/* What the two markers mean, in a line above all. */
static void
draw_key (const Layout *self)
{
  const char *const names[]
      = { _ ("in training: this batch"), _ ("at test time: moving averages") };
  NablaTextStyle style = caption (self, NABLA_COLOR_SECONDARY_TEXT);
  double x = NABLA_SPACE, y = NABLA_SPACE + self->line / 2, radius = 4 * self->context->text_scale;
  for (guint i = 0; i < 2; i++)
    {
      double width;
      nabla_text_measure (self->context->pango, &style, names[i], &width, NULL);
      if (x + 3 * radius + width > self->context->width - NABLA_SPACE)
        return;
      nabla_marks_markers (self->marks, nabla_marker_slot (i), radius,
                           nabla_color_slot (self->context->theme, i));
      nabla_marks_point (self->marks, x + radius, y, 0);
      nabla_marks_text (self->marks, &style, x + 3 * radius, y, names[i]);
      x += 3 * radius + width + 2 * GAP;
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Layout self;
  if (!place (&self, snapshot, context, marks))
    {
      gboolean is_seen = snapshot->batch_norm != NULL;
      nabla_figure_message (
          context, marks, is_seen ? _ ("No Batch Norm") : _ ("Nothing to Show Yet"),
          is_seen ? _ ("No layer of this network is batch_norm.")
                  : _ ("Pre-activations appear when a batch has been looked at."));
      return;
    }
  if (!self.is_small)
    {
      draw_key (&self);
      /* Translators: above numbers before and after batch norm */
      draw_axis (&self, &self.before, _ ("z, its mean ± deviation"));
      draw_axis (&self, &self.after, _ ("γ ẑ + β"));
    }
  nabla_marks_begin_layer (marks);
  for (guint u = 0; u < self.n; u++)
    draw_unit (&self, u);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Layout self;
  if (!place (&self, snapshot, context, overlay))
    return;
  int u = (int)floor ((y - self.top) / self.pitch);
  if (u < 0 || u >= (int)self.n)
    return;
  const NablaBatchNormUnit *unit = &self.layer->units[u];
  char numbers[4][NABLA_LABEL_LENGTH];
  g_autofree char *scale = format_numbers (unit);
  /* Translators: number of a unit; mean and variance of the batch; the moving ones; γ, β */
  g_autofree char *text
      = g_strdup_printf (_ ("unit %1$u\nbatch: μ %2$s, σ² %3$s\nmoving: μ %4$s, σ² %5$s\n%6$s"),
                         (guint)u + 1, nabla_label_value (unit->batch_mean, numbers[0]),
                         nabla_label_value (unit->batch_variance, numbers[1]),
                         nabla_label_value (unit->moving_mean, numbers[2]),
                         nabla_label_value (unit->moving_variance, numbers[3]), scale);
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaBatchNorm *picture = snapshot->batch_norm;
  char train[NABLA_LABEL_LENGTH], test[NABLA_LABEL_LENGTH], largest[NABLA_LABEL_LENGTH];
  if (picture == NULL)
    return g_strdup (_ ("No batch has been looked at yet."));
  if (picture->n_layers == 0)
    return g_strdup (_ ("This network has no batch norm layer."));
  nabla_label_value (picture->train_cost, train);
  nabla_label_value (picture->test_cost, test);
  nabla_label_value (picture->largest_difference, largest);
  gboolean is_large = !(fabs (picture->test_cost - picture->train_cost)
                        <= LARGE_DIFFERENCE * MAX (fabs (picture->train_cost), 1e-6));
  const char *format
      = picture->has_dropout
            /* Translators: two costs of the same batch; a difference of predictions */
            ? _ ("The batch costs %1$s in training (with dropout), %2$s at test time; predictions "
                 "differ by up to %3$s.")
            : is_large
                  ? _ ("Training and test time disagree: the batch costs %1$s and %2$s; "
                       "predictions differ by up to %3$s.")
                  : _ ("Training and test time agree: the batch costs %1$s and %2$s; predictions "
                       "differ by up to %3$s.");
  return g_strdup_printf (format, train, test, largest);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[]
      = { "layer", "unit", "batch_mean", "batch_variance", "moving_mean", "moving_variance",
          "gamma", "beta", NULL };
  nabla_csv_row (csv, names);
  for (guint l = 0; snapshot->batch_norm != NULL && l < snapshot->batch_norm->n_layers; l++)
    for (guint u = 0; u < snapshot->batch_norm->layers[l].n_shown; u++)
      {
        const NablaBatchNormUnit *unit = &snapshot->batch_norm->layers[l].units[u];
        nabla_csv_text (csv, snapshot->batch_norm->layers[l].name);
        nabla_csv_index (csv, u);
        nabla_csv_float (csv, unit->batch_mean);
        nabla_csv_float (csv, unit->batch_variance);
        nabla_csv_float (csv, unit->moving_mean);
        nabla_csv_float (csv, unit->moving_variance);
        nabla_csv_float (csv, unit->gamma);
        nabla_csv_float (csv, unit->beta);
        nabla_csv_end_row (csv);
      }
}

const NablaFigure nabla_figure_batch_norm = {
  .name = "batch_norm",
  .title = N_ ("Batch Norm"),
  .help = N_ ("What batch norm makes of each unit's z, by the batch in training and by moving "
              "averages at test time."),
  .section = NABLA_FIGURE_INSIDE,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
