/* Weight decay: how far the next step moves the weights of each layer, how much of that
 * is the penalty's, and what factor shrinks them.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-figure-private.h"
#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 10.0
#define WIDEST 760.0
#define MOST_BARS 3

enum
{
  BAR_GRADIENT,
  BAR_L2,
  BAR_DECOUPLED
};

typedef struct
{
  const NablaDecay *decay;
  const NablaFigureContext *context;
  NablaMarks *marks;
  guint bars[MOST_BARS], n_bars;
  guint n;      /* layers that have room */
  guint stride; /* so many layers share a place for words */
  gboolean is_small, has_names, has_numbers, has_factors;
  double line, left, top, start, end, pitch, row, largest;
} Layout;

static double
move_of (const NablaDecayLayer *layer, guint bar)
{
  double move = bar == BAR_GRADIENT ? layer->gradient_move
                : bar == BAR_L2     ? layer->l2_move
                                    : layer->decoupled_move;
  return isfinite (move) ? MAX (move, 0) : 0;
}

static const char *
bar_name (const NablaDecay *decay, guint bar)
{
  return bar == BAR_GRADIENT       ? C_ ("decay", "gradient")
         : bar == BAR_L2           ? _ ("L2 in the cost")
         : decay->weight_decay > 0 ? _ ("weight decay")
                                   : _ ("the same λ as weight decay");
}

/* Where an optimizer divides by √s, L2 in the cost and decay beside it are two things. */
static void
choose_bars (Layout *self)
{
  const NablaDecay *decay = self->decay;
  self->bars[self->n_bars++] = BAR_GRADIENT;
  if (decay->l2 > 0 || decay->weight_decay <= 0)
    self->bars[self->n_bars++] = BAR_L2;
  if (decay->weight_decay > 0 || (decay->is_adaptive && decay->l2 > 0))
    self->bars[self->n_bars++] = BAR_DECOUPLED;
}

/* What one step multiplies the layer's weights by, as words. */
static char *
format_factor (const NablaDecay *decay, const NablaDecayLayer *layer)
{
  char low[NABLA_LABEL_LENGTH], high[NABLA_LABEL_LENGTH];
  double factor = decay->weight_decay > 0 && decay->l2 <= 0
                      ? 1 - decay->learning_rate * decay->weight_decay
                      : layer->factor_median;
  if (decay->l2 > 0 && layer->factor_high - layer->factor_low > 1e-9)
    return g_strdup_printf ("× %s … %s",
                            g_ascii_formatd (low, sizeof low, "%.6g", layer->factor_low),
                            g_ascii_formatd (high, sizeof high, "%.6g", layer->factor_high));
  return g_strdup_printf ("× %s", g_ascii_formatd (low, sizeof low, "%.7g", factor));
}

static NablaTextStyle
caption (const Layout *self, NablaColorToken color)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, NABLA_TEXT_CAPTION, color);
  style.y_align = NABLA_ALIGN_MIDDLE;
  return style;
}

static char *
format_head (const NablaDecayLayer *layer)
{
  char norm[NABLA_LABEL_LENGTH];
  return g_strdup_printf ("%s  ‖W‖ %s", layer->name, nabla_label_value (layer->norm, norm));
}

static void
measure (Layout *self, double *heads, double *numbers, double *factors)
{
  NablaTextStyle style = caption (self, NABLA_COLOR_TEXT);
  *heads = *numbers = *factors = 0;
  for (guint l = 0; l < self->decay->n_layers; l++)
    {
      const NablaDecayLayer *layer = &self->decay->layers[l];
      g_autofree char *head = format_head (layer), *factor = format_factor (self->decay, layer);
      double width;
      nabla_text_measure (self->context->pango, &style, head, &width, &self->line);
      *heads = MAX (*heads, width);
      nabla_text_measure (self->context->pango, &style, factor, &width, NULL);
      *factors = MAX (*factors, width);
      for (guint b = 0; b < self->n_bars; b++)
        {
          char number[NABLA_LABEL_LENGTH];
          double move = move_of (layer, self->bars[b]);
          nabla_text_measure (self->context->pango, &style, nabla_label_value (move, number),
                              &width, NULL);
          *numbers = MAX (*numbers, width);
          self->largest = MAX (self->largest, move);
        }
    }
}

/* Returns: whether there is anything to show */
static gboolean
place (Layout *self,
       const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       NablaMarks *marks)
{
  double heads, numbers, factors;
  *self = (Layout){ .decay = snapshot->decay, .context = context, .marks = marks };
  if (self->decay == NULL || self->decay->n_layers == 0)
    return FALSE;
  choose_bars (self);
  measure (self, &heads, &numbers, &factors);
  double right = MIN (context->width, WIDEST) - NABLA_SPACE;
  self->is_small = context->width < 15 * self->line || context->height < 7 * self->line;
  self->left = self->top = NABLA_SPACE;
  if (self->is_small)
    {
      self->left = self->top = MIN (NABLA_SPACE, MIN (context->width, context->height) / 8);
      right = context->width - self->left;
    }
  else
    self->top += 1.6 * self->line;
  double room = MAX (context->height - self->top - NABLA_SPACE, 1);
  /* Rows are as high as they like, then lower, then some layers are left out. */
  double wanted = 1.5 * (self->n_bars + 0.8) * self->line;
  self->pitch = MIN (room / self->decay->n_layers, wanted);
  self->n = self->decay->n_layers;
  if (self->pitch < 3)
    {
      self->pitch = 3;
      self->n = (guint)MAX (room / 3, 1);
    }
  self->row = self->pitch * 0.8 / self->n_bars;
  self->stride = (guint)ceil (1.05 * self->line / self->pitch);
  self->has_names = !self->is_small && heads + 2 * GAP < 0.45 * (right - self->left);
  self->has_numbers = !self->is_small && self->row >= 0.95 * self->line;
  self->start = self->left + (self->has_names ? ceil (heads) + GAP : 0);
  self->end = right - (self->has_numbers ? ceil (numbers) + 6 : 0);
  self->has_factors
      = self->has_names && self->end - factors - 2 * GAP - self->start > 0.3 * (right - self->left);
  if (self->has_factors)
    self->end -= ceil (factors) + 2 * GAP;
  self->end = MAX (self->end, self->start + 1);
  return TRUE;
}

/* Markers and words for the bars, in one line above them, as many as have room. */
static void
draw_key (const Layout *self)
{
  NablaTextStyle style = caption (self, NABLA_COLOR_SECONDARY_TEXT);
  double x = self->left, y = NABLA_SPACE + self->line / 2,
         right = self->context->width - NABLA_SPACE;
  double radius = 4 * self->context->text_scale;
  for (guint b = 0; b < self->n_bars; b++)
    {
      const char *name = bar_name (self->decay, self->bars[b]);
      double width;
      nabla_text_measure (self->context->pango, &style, name, &width, NULL);
      if (x + 3 * radius + width > right)
        return;
      nabla_marks_markers (self->marks, nabla_marker_slot (self->bars[b]), radius,
                           nabla_color_slot (self->context->theme, self->bars[b]));
      nabla_marks_point (self->marks, x + radius, y, 0);
      nabla_marks_text (self->marks, &style, x + 3 * radius, y, name);
      x += 3 * radius + width + 2 * GAP;
    }
}

static void
draw_layer (const Layout *self, guint l)
{
  const NablaDecayLayer *layer = &self->decay->layers[l];
  double top = self->top + l * self->pitch, middle = top + self->row * self->n_bars / 2;
  NablaTextStyle style = caption (self, NABLA_COLOR_TEXT);
  for (guint b = 0; b < self->n_bars; b++)
    {
      guint bar = self->bars[b];
      double move = move_of (layer, bar), y = top + b * self->row;
      double width = self->largest > 0 ? move / self->largest * (self->end - self->start) : 0;
      double height = MAX (0.7 * self->row, 1);
      char number[NABLA_LABEL_LENGTH];
      NablaMark *mark = nabla_marks_rectangle (self->marks, self->start,
                                               y + (self->row - height) / 2, MAX (width, 1), height,
                                               0, nabla_color_slot (self->context->theme, bar));
      mark->series = (int)bar;
      nabla_marks_set_index (self->marks, l);
      if (self->has_numbers)
        nabla_marks_text (self->marks, &style, self->start + MAX (width, 1) + 5, y + self->row / 2,
                          nabla_label_value (move, number))
            ->series
            = (int)bar;
    }
  /* The last one may have no room below itself. */
  if (!self->has_names || l % self->stride != 0 || (l > 0 && l + self->stride > self->n))
    return;
  middle = MAX (middle, self->top + self->line / 2);
  g_autofree char *head = format_head (layer);
  nabla_marks_text (self->marks, &style, self->left, middle, head);
  if (!self->has_factors)
    return;
  g_autofree char *factor = format_factor (self->decay, layer);
  style.x_align = 1;
  style.color = nabla_color (self->context->theme, NABLA_COLOR_SECONDARY_TEXT);
  nabla_marks_text (self->marks, &style, MIN (self->context->width, WIDEST) - NABLA_SPACE, middle,
                    factor);
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Layout self;
  if (!place (&self, snapshot, context, marks))
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("Bars appear when the next step has been looked at."));
      return;
    }
  if (!self.is_small)
    draw_key (&self);
  for (guint l = 0; l < self.n; l++)
    draw_layer (&self, l);
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
  int l = (int)floor ((y - self.top) / self.pitch);
  if (l < 0 || l >= (int)self.n)
    return;
  const NablaDecayLayer *layer = &self.decay->layers[l];
  GString *text = g_string_new (NULL);
  g_autofree char *head = format_head (layer), *factor = format_factor (self.decay, layer);
  g_string_append_printf (text, "%s  %s", head, factor);
  for (guint b = 0; b < self.n_bars; b++)
    {
      char number[NABLA_LABEL_LENGTH];
      g_string_append_printf (text, "\n%s %s", bar_name (self.decay, self.bars[b]),
                              nabla_label_value (move_of (layer, self.bars[b]), number));
    }
  nabla_figure_tip (context, overlay, x, y, text->str);
  g_string_free (text, TRUE);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaDecay *decay = snapshot->decay;
  char ratio[NABLA_LABEL_LENGTH];
  if (decay == NULL || decay->n_layers == 0)
    return g_strdup (_ ("No step has been looked at yet."));
  const NablaDecayLayer *layer = &decay->layers[0];
  g_autofree char *factor = format_factor (decay, layer);
  if (decay->l2 <= 0 && decay->weight_decay <= 0)
    return g_strdup (
        _ ("There is no penalty (λ = 0): nothing but the gradient moves the weights."));
  guint bar = decay->l2 > 0 ? BAR_L2 : BAR_DECOUPLED;
  double share = move_of (layer, BAR_GRADIENT) / move_of (layer, bar);
  nabla_label_value (share, ratio);
  if (decay->l2 > 0 && decay->is_adaptive)
    {
      double times = move_of (layer, BAR_L2) / MAX (move_of (layer, BAR_DECOUPLED), G_MINDOUBLE);
      nabla_label_value (times, ratio);
      /* Translators: a layer; how many times as far; what weights are multiplied by */
      return g_strdup_printf (_ ("L2 in the cost is divided by √s: in “%1$s” it pulls %2$s times "
                                 "as far as weight decay "
                                 "with the same λ (%3$s)."),
                              layer->name, ratio, factor);
    }
  /* Translators: a layer; a factor such as “× 0.9998”; how many times as far */
  return g_strdup_printf (_ ("Each step shrinks the weights of “%1$s” by %2$s; the gradient moves "
                             "them %3$s times as far."),
                          layer->name, factor, ratio);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[]
      = { "layer",          "weights",    "norm",          "gradient_move", "l2_move",
          "decoupled_move", "factor_low", "factor_median", "factor_high",   NULL };
  nabla_csv_row (csv, names);
  for (guint l = 0; snapshot->decay != NULL && l < snapshot->decay->n_layers; l++)
    {
      const NablaDecayLayer *layer = &snapshot->decay->layers[l];
      nabla_csv_text (csv, layer->name);
      nabla_csv_index (csv, (gint64)layer->n);
      nabla_csv_number (csv, layer->norm);
      nabla_csv_number (csv, layer->gradient_move);
      nabla_csv_number (csv, layer->l2_move);
      nabla_csv_number (csv, layer->decoupled_move);
      nabla_csv_number (csv, layer->factor_low);
      nabla_csv_number (csv, layer->factor_median);
      nabla_csv_number (csv, layer->factor_high);
      nabla_csv_end_row (csv);
    }
}

const NablaFigure nabla_figure_decay = {
  .name = "decay",
  .title = N_ ("Weight Decay"),
  .help = N_ ("How far the next step moves each layer's weights, how much of that is the "
              "penalty's, and what it multiplies them by."),
  .section = NABLA_FIGURE_INSIDE,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
