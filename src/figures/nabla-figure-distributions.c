/* How the numbers of each layer are spread: layers stand side by side, from the input's
 * end to the output's, over one axis, so that what shrinks, grows or piles up on its way
 * through the network is seen at once; now, or since the run began.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-distribution-strip-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GAP 7.0
/* Shares of numbers that an axis leaves out at its ends. */
#define LEAST_OCTAVE_SHARE 0.002f
/* From here on gradients are said to vanish or to explode over the depth. */
#define LARGE_RATIO 100

enum
{
  SETTING_QUANTITY,
  SETTING_LAYER,
  SETTING_TIME,
  SETTING_SCALE
};
enum
{
  SCALE_AUTOMATIC,
  SCALE_LINEAR,
  SCALE_LOG
};

static const char *const quantities[]
    = { "pre_activations", "activations", "gradients", "weights", NULL };
static const char *const times[] = { "this_step", "over_time", NULL };
static const char *const scales[] = { "automatic", "linear", "log", NULL };
/* As the course writes them */
static const char *const letters[NABLA_N_LAYER_QUANTITIES] = { "z", "a", "dJ/dz", "W" };

static const NablaParamSpec params[] = {
  [SETTING_QUANTITY] = {
    .name = "quantity",
    .title = N_ ("Quantity"),
    .help = N_ ("Pre-activations z, activations a, gradients dJ/dz or weights W."),
    .type = NABLA_PARAM_CHOICE,
    .choices = quantities,
  },
  [SETTING_LAYER] = {
    .name = "layer",
    .title = N_ ("Layer"),
    .help = N_ ("Which layer is shown, from 0; −1 shows all, side by side."),
    .type = NABLA_PARAM_INTEGER,
    .minimum = -1,
    .maximum = 10000,
    .initial = -1,
  },
  [SETTING_TIME] = {
    .name = "time",
    .title = N_ ("Time"),
    .help = N_ ("The numbers of this step, or of all steps that were seen."),
    .type = NABLA_PARAM_CHOICE,
    .choices = times,
  },
  [SETTING_SCALE] = {
    .name = "scale",
    .title = N_ ("Scale"),
    .help = N_ ("Logarithmic shows magnitudes, without their sign; automatic takes it for "
                "gradients."),
    .type = NABLA_PARAM_CHOICE,
    .choices = scales,
  },
  { NULL },
};

typedef struct
{
  const NablaDistributions *picture;
  const NablaDistributionColumn *now;
  const NablaFigureContext *context;
  NablaMarks *marks;
  NablaLayerQuantity quantity;
  guint first, n; /* layers shown */
  guint from;     /* first column shown */
  gboolean is_log;
  gboolean is_small;
  NablaAxis y;
  double left, pitch, line;
} Drawing;

static const NablaDistribution *
cell_of (const Drawing *self, guint column, guint layer)
{
  return nabla_distribution_column_cell (self->picture->columns->pdata[column], layer,
                                         self->quantity);
}

/* Widens @low … @high by what is to be seen of @cell. */
static void
widen (const NablaDistribution *cell, gboolean is_log, double *low, double *high)
{
  if (cell->n == 0 || cell->share_not_finite >= 1)
    return;
  if (!is_log)
    {
      double p1 = cell->percentiles[0], p99 = cell->percentiles[NABLA_DISTRIBUTION_PERCENTILES - 1];
      double room = 0.15 * (p99 - p1);
      *low = MIN (*low, MAX (p1 - room, cell->low));
      *high = MAX (*high, MIN (p99 + room, cell->high));
      return;
    }
  for (int i = 0; i < NABLA_DISTRIBUTION_OCTAVES; i++)
    if (cell->octaves[i] > LEAST_OCTAVE_SHARE)
      {
        *low = MIN (*low, ldexp (1, i + NABLA_DISTRIBUTION_FIRST_OCTAVE));
        *high = MAX (*high, ldexp (1, i + 1 + NABLA_DISTRIBUTION_FIRST_OCTAVE));
      }
}

/* Returns: whether there is anything to show */
static gboolean
choose (Drawing *self, const NablaSnapshot *snapshot)
{
  const NablaDistributions *picture = snapshot->distributions;
  const double *settings = self->context->settings;
  if (picture == NULL || picture->n_layers == 0 || picture->columns->len == 0)
    return FALSE;
  guint last = picture->columns->len - 1;
  double layer = settings[SETTING_LAYER], scale = settings[SETTING_SCALE];
  self->picture = picture;
  self->now = picture->columns->pdata[last];
  self->quantity = (NablaLayerQuantity)settings[SETTING_QUANTITY];
  self->first = layer < 0 ? 0 : (guint)MIN (layer, picture->n_layers - 1);
  self->n = layer < 0 ? picture->n_layers : 1;
  self->from = settings[SETTING_TIME] == 0 ? last : 0;
  self->is_log
      = scale == SCALE_LOG || (scale == SCALE_AUTOMATIC && self->quantity == NABLA_LAYER_GRADIENT);

  double low = INFINITY, high = -INFINITY;
  for (guint c = self->from; c <= last; c++)
    for (guint l = self->first; l < self->first + self->n; l++)
      widen (cell_of (self, c, l), self->is_log, &low, &high);
  if (low > high && self->is_log)
    {
      /* Nothing but zeros */
      self->is_log = FALSE;
      low = high = 0;
    }
  nabla_axis_init (&self->y, low, high, self->is_log);
  if (!self->is_log)
    nabla_axis_pad (&self->y, 0.04);
  return TRUE;
}

static NablaTextStyle
caption (const Drawing *self, NablaColorToken color)
{
  return nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, color);
}

/* Chooses the places of axis and strips, and the numbers beside the axis. */
static guint
place (Drawing *self, NablaTick *ticks)
{
  const NablaFigureContext *context = self->context;
  NablaTextStyle style = caption (self, NABLA_COLOR_SECONDARY_TEXT);
  nabla_text_measure (context->pango, &style, "0", NULL, &self->line);
  self->is_small = context->width < 15 * self->line || context->height < 7 * self->line;
  self->left = NABLA_SPACE;
  self->y.start = context->height - NABLA_SPACE;
  self->y.end = MIN (NABLA_SPACE, self->y.start - 1);
  guint n_ticks = 0;
  if (!self->is_small)
    {
      double widest = 0, width;
      self->y.start -= 1.5 * self->line + 2;
      self->y.end += 1.5 * self->line + 2;
      guint most = (guint)CLAMP ((self->y.start - self->y.end) / 36, 2, 6);
      n_ticks = nabla_axis_ticks (&self->y, most, ticks);
      for (guint i = 0; i < n_ticks; i++)
        {
          nabla_text_measure (context->pango, &style, ticks[i].label, &width, NULL);
          widest = MAX (widest, width);
        }
      nabla_text_measure (context->pango, &style, C_ ("distribution", "rms"), &width, NULL);
      widest = MAX (widest, width);
      nabla_text_measure (context->pango, &style, "|dJ/dz|", &width, NULL);
      self->left += ceil (MAX (widest, width)) + GAP;
    }
  self->pitch = MAX (context->width - NABLA_SPACE - self->left, 1) / self->n;
  return n_ticks;
}

static double
strip_width (const Drawing *self)
{
  return self->pitch - MIN (8, 0.2 * self->pitch);
}

/* So many strips share a place for words. */
static guint
word_stride (const Drawing *self)
{
  guint stride = 1;
  while (stride < self->n && self->pitch * stride < 4.6 * self->line)
    stride++;
  return stride;
}

static void
draw_axis (const Drawing *self, const NablaTick *ticks, guint n_ticks)
{
  NablaColor grid = nabla_color (self->context->theme, NABLA_COLOR_GRID);
  NablaColor axis = nabla_color (self->context->theme, NABLA_COLOR_AXIS);
  NablaTextStyle style = caption (self, NABLA_COLOR_SECONDARY_TEXT);
  double right = self->context->width - NABLA_SPACE;
  style.x_align = 1;
  style.y_align = NABLA_ALIGN_MIDDLE;
  for (guint i = 0; i < n_ticks; i++)
    {
      double y = floor (ticks[i].place) + 0.5;
      nabla_marks_line (self->marks, self->left, y, right, y,
                        !self->is_log && ticks[i].value == 0 ? axis : grid,
                        self->context->line_scale);
      nabla_marks_text (self->marks, &style, self->left - GAP, y, ticks[i].label);
    }
  if (self->is_small)
    return;
  g_autofree char *name = g_strdup_printf (self->is_log ? "|%s|" : "%s", letters[self->quantity]);
  style.italic = TRUE;
  style.y_align = NABLA_ALIGN_TOP;
  nabla_marks_text (self->marks, &style, self->left - GAP, NABLA_SPACE, name);
  style.italic = FALSE;
  style.y_align = NABLA_ALIGN_BOTTOM;
  double bottom = self->context->height - NABLA_SPACE;
  if (self->from == self->picture->columns->len - 1)
    {
      /* Translators: root mean square, beside numbers */
      nabla_marks_text (self->marks, &style, self->left - GAP, bottom, C_ ("distribution", "rms"));
      return;
    }
  const NablaDistributionColumn *first = self->picture->columns->pdata[self->from];
  char from[NABLA_LABEL_LENGTH], to[NABLA_LABEL_LENGTH];
  /* Translators: two numbers of steps */
  g_autofree char *text = g_strdup_printf (
      self->n > 1 ? _ ("each from step %1$s to %2$s") : _ ("from step %1$s to %2$s"),
      nabla_label_count (first->step, from), nabla_label_count (self->now->step, to));
  style.width = right - self->left;
  nabla_marks_text (self->marks, &style, right, bottom, text);
}

static void
draw_words (const Drawing *self)
{
  guint stride = word_stride (self);
  gboolean is_now = self->from == self->picture->columns->len - 1;
  NablaTextStyle style = caption (self, NABLA_COLOR_TEXT);
  style.width = self->pitch * stride - 4;
  for (guint i = 0; i < self->n; i += stride)
    {
      guint layer = self->first + i;
      const NablaDistribution *cell
          = nabla_distribution_column_cell (self->now, layer, self->quantity);
      double x = self->left + i * self->pitch;
      char rms[NABLA_LABEL_LENGTH];
      if (i + stride > self->n && i > 0 && (self->n - i) * self->pitch < 4.6 * self->line)
        return;
      style.bold = FALSE;
      style.y_align = NABLA_ALIGN_TOP;
      nabla_marks_text (self->marks, &style, x, NABLA_SPACE, self->picture->names[layer]);
      if (!is_now)
        continue;
      style.bold = TRUE;
      style.y_align = NABLA_ALIGN_BOTTOM;
      nabla_marks_text (self->marks, &style, x, self->context->height - NABLA_SPACE,
                        cell->n > 0 ? nabla_label_value (cell->rms, rms) : "–");
    }
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Drawing self = { .context = context, .marks = marks };
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  if (!choose (&self, snapshot))
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("Histograms appear when the numbers of a layer have been looked "
                               "at."));
      return;
    }
  guint n_ticks = place (&self, ticks);
  draw_axis (&self, ticks, n_ticks);
  nabla_marks_begin_layer (marks);
  for (guint i = 0; i < self.n; i++)
    {
      NablaStrip strip = {
        .picture = self.picture,
        .layer = self.first + i,
        .quantity = self.quantity,
        .from = self.from,
        .y = &self.y,
        .x = self.left + i * self.pitch,
        .width = strip_width (&self),
      };
      if (self.from == self.picture->columns->len - 1)
        nabla_strip_draw_histogram (&strip, context, marks);
      else
        nabla_strip_draw_history (&strip, context, marks);
    }
  nabla_marks_begin_layer (marks);
  if (!self.is_small)
    draw_words (&self);
}

/* Says what the strip under the pointer holds. */
static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Drawing self = { .context = context, .marks = overlay };
  NablaTick ticks[NABLA_AXIS_MOST_TICKS];
  if (!choose (&self, snapshot))
    return;
  place (&self, ticks);
  double at = (x - self.left) / self.pitch;
  if (at < 0 || at >= self.n)
    return;
  guint layer = self.first + (guint)at, column = self.picture->columns->len - 1;
  double share = (at - floor (at)) * self.pitch / strip_width (&self);
  if (self.from != column)
    {
      column = nabla_strip_column_at (self.picture, self.from, share);
      double place_x = self.left + floor (at) * self.pitch + MIN (share, 1) * strip_width (&self);
      nabla_marks_line (overlay, place_x, self.y.end, place_x, self.y.start,
                        nabla_color (context->theme, NABLA_COLOR_CURSOR), context->line_scale);
    }
  const NablaDistribution *cell = cell_of (&self, column, layer);
  const NablaDistributionColumn *seen = self.picture->columns->pdata[column];
  char step[NABLA_LABEL_LENGTH], low[NABLA_LABEL_LENGTH], median[NABLA_LABEL_LENGTH],
      high[NABLA_LABEL_LENGTH], rms[NABLA_LABEL_LENGTH], zero[NABLA_LABEL_LENGTH];
  /* Translators: a layer; a number of steps; percentiles of numbers; their root mean
   * square; how many of them are zero, in percent */
  g_autofree char *text = g_strdup_printf (
      _ ("%1$s, step %2$s\nmedian %3$s, 5–95%%: %4$s … %5$s\nrms %6$s, zero %7$s%%"),
      self.picture->names[layer], nabla_label_count (seen->step, step),
      nabla_label_value (cell->percentiles[NABLA_DISTRIBUTION_MEDIAN], median),
      nabla_label_value (cell->percentiles[1], low),
      nabla_label_value (cell->percentiles[NABLA_DISTRIBUTION_PERCENTILES - 2], high),
      nabla_label_value (cell->rms, rms), nabla_label_percent (cell->share_zero, zero));
  nabla_figure_tip (context, overlay, x, y, text);
}

/* What gradients do from the last layer to the first. */
static char *
summarize_gradients (const NablaDistributions *picture, double first, double last)
{
  const char *name = picture->names[0], *end = picture->names[picture->n_layers - 1];
  char a[NABLA_LABEL_LENGTH], b[NABLA_LABEL_LENGTH];
  nabla_label_value (first, a);
  nabla_label_value (last, b);
  if (first == 0 && last == 0)
    return g_strdup (_ ("All gradients are exactly zero: nothing is learned."));
  const char *format
      = first < last / LARGE_RATIO
            /* Translators: a size and a layer, another size and another layer */
            ? _ ("Gradients vanish on their way back: %1$s in “%2$s”, %3$s in “%4$s”.")
            : first > last * LARGE_RATIO
                  ? _ ("Gradients explode on their way back: %1$s in “%2$s”, %3$s in “%4$s”.")
                  : _ ("Gradients keep their size on their way back: %1$s in “%2$s”, %3$s in "
                       "“%4$s”.");
  return g_strdup_printf (format, a, name, b, end);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaDistributions *picture = snapshot->distributions;
  if (picture == NULL || picture->n_layers == 0 || picture->columns->len == 0)
    return g_strdup (_ ("No layer has been looked at yet."));
  NablaLayerQuantity quantity = (NablaLayerQuantity)settings[SETTING_QUANTITY];
  const NablaDistributionColumn *now = picture->columns->pdata[picture->columns->len - 1];
  const NablaDistribution *first = nabla_distribution_column_cell (now, 0, quantity);
  const NablaDistribution *last
      = nabla_distribution_column_cell (now, picture->n_layers - 1, quantity);
  char a[NABLA_LABEL_LENGTH], b[NABLA_LABEL_LENGTH];
  for (guint l = 0; l < picture->n_layers; l++)
    if (nabla_distribution_column_cell (now, l, quantity)->share_not_finite > 0)
      /* Translators: the letter of a quantity; a layer */
      return g_strdup_printf (_ ("Some %1$s of layer “%2$s” are not finite."), letters[quantity],
                              picture->names[l]);
  if (quantity == NABLA_LAYER_GRADIENT && picture->n_layers > 1)
    return summarize_gradients (picture, first->rms, last->rms);
  const NablaDistributionColumn *begin = picture->columns->pdata[0];
  if (quantity == NABLA_LAYER_WEIGHTS && begin->step < now->step)
    /* Translators: a layer; two sizes; a number of steps */
    return g_strdup_printf (
        _ ("The weights of “%1$s” went from %2$s to %3$s (rms) since step %4$s."),
        picture->names[0],
        nabla_label_value (nabla_distribution_column_cell (begin, 0, quantity)->rms, a),
        nabla_label_value (first->rms, b),
        nabla_label_count (begin->step, (char[NABLA_LABEL_LENGTH]){ 0 }));
  if (picture->n_layers == 1)
    /* Translators: the letter of a quantity; a layer; a size */
    return g_strdup_printf (_ ("The %1$s of “%2$s” have the size %3$s (rms)."), letters[quantity],
                            picture->names[0], nabla_label_value (first->rms, a));
  /* The output's size is the cost's affair, not the depth's. */
  guint deepest = picture->n_layers > 2 ? picture->n_layers - 2 : picture->n_layers - 1;
  last = nabla_distribution_column_cell (now, deepest, quantity);
  const char *format
      = last->rms < first->rms / 3
            /* Translators: the letter of a quantity; a layer and a size, twice */
            ? _ ("The %1$s shrink with depth: %3$s in “%2$s”, %5$s in “%4$s” (rms).")
            : last->rms > first->rms * 3
                  ? _ ("The %1$s grow with depth: %3$s in “%2$s”, %5$s in “%4$s” (rms).")
                  : _ ("The %1$s keep their size over the depth: %3$s in “%2$s”, %5$s in “%4$s” "
                       "(rms).");
  return g_strdup_printf (format, letters[quantity], picture->names[0],
                          nabla_label_value (first->rms, a), picture->names[deepest],
                          nabla_label_value (last->rms, b));
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[]
      = { "step", "layer", "quantity", "numbers", "mean", "deviation", "rms", "zero", "low",
          "p1",   "p5",    "p25",      "p50",     "p75",  "p95",       "p99", "high", NULL };
  const NablaDistributions *picture = snapshot->distributions;
  nabla_csv_row (csv, names);
  for (guint c = 0; picture != NULL && c < picture->columns->len; c++)
    for (guint l = 0; l < picture->n_layers; l++)
      for (guint q = 0; q < NABLA_N_LAYER_QUANTITIES; q++)
        {
          const NablaDistributionColumn *column = picture->columns->pdata[c];
          const NablaDistribution *cell
              = nabla_distribution_column_cell (column, l, (NablaLayerQuantity)q);
          nabla_csv_index (csv, column->step);
          nabla_csv_text (csv, picture->names[l]);
          nabla_csv_text (csv, quantities[q]);
          nabla_csv_index (csv, cell->n);
          nabla_csv_float (csv, cell->mean);
          nabla_csv_float (csv, cell->deviation);
          nabla_csv_float (csv, cell->rms);
          nabla_csv_float (csv, cell->share_zero);
          nabla_csv_float (csv, cell->low);
          for (guint i = 0; i < NABLA_DISTRIBUTION_PERCENTILES; i++)
            nabla_csv_float (csv, cell->percentiles[i]);
          nabla_csv_float (csv, cell->high);
          nabla_csv_end_row (csv);
        }
}

const NablaFigure nabla_figure_distributions = {
  .name = "distributions",
  .title = N_ ("Distributions"),
  .help = N_ ("Histograms of pre-activations, activations, gradients or weights of each layer, "
              "now and over time."),
  .section = NABLA_FIGURE_INSIDE,
  .params = params,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
