/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-network-marks.h"
#include "nabla-network-unit-private.h"

#include "nabla-label.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define LEAST_WIDTH 128.0
#define MOST_WIDTH 142.0
#define MOST_BARS 8
#define BAR 5.0
#define BAR_PITCH 7.0

typedef struct {
  const NablaSnapshot *snapshot;
  const NablaFigureContext *context;
  NablaMarks *marks;
  const NablaLayerPicture *picture;
  guint layer, unit;
  double x, y, width;
} Arithmetic;

gboolean
nabla_network_mark_find (
    const NablaSnapshot *snapshot, int series, guint32 index, guint *layer, guint *unit, int *previous)
{
  g_return_val_if_fail (snapshot != NULL && layer != NULL && unit != NULL && previous != NULL, FALSE);

  gboolean is_edge = series >= NABLA_NETWORK_EDGE_SERIES;
  int l = is_edge ? series - NABLA_NETWORK_EDGE_SERIES : series;
  if (snapshot->layers == NULL || l < 0 || l >= (int) snapshot->layers->len)
    return FALSE;
  const NablaLayerPicture *picture = snapshot->layers->pdata[l];
  if (is_edge && picture->n_previous == 0)
    return FALSE;
  *layer = (guint) l;
  *unit = is_edge ? index / picture->n_previous : index;
  *previous = is_edge ? (int) (index % picture->n_previous) : -1;
  return *unit < picture->units;
}

static NablaTextStyle
text_style (const Arithmetic *self, double size, NablaColorToken color)
{
  NablaTextStyle style = nabla_figure_text_style (self->context, size, color);
  style.y_align = NABLA_ALIGN_TOP;
  style.width = self->width;
  /* Edges may end beside the words. */
  style.halo = nabla_color (self->context->theme, NABLA_COLOR_SURFACE);
  style.halo_width = 3;
  return style;
}

static void
add_line (Arithmetic *self, const NablaTextStyle *style, const char *text)
{
  double height;
  nabla_text_measure (self->context->pango, style, text, NULL, &height);
  nabla_marks_text (self->marks, style, self->x, self->y, text);
  self->y += height + 2;
}

typedef struct {
  double value;
  double size;
} Term;

/* The largest first */
static int
compare_terms (gconstpointer a, gconstpointer b)
{
  double x = ((const Term *) a)->size, y = ((const Term *) b)->size;
  return (y > x) - (y < x);
}

static double
term (const Arithmetic *self, guint j)
{
  const float *before = self->snapshot->example->a[self->layer - 1];
  return (double) self->picture->weights[self->unit * self->picture->n_previous + j] * before[j];
}

/* The terms that are drawn: all of a few, else the largest, the last one being the sum
 * of all others. In their order, so that bars stand still while they grow. */
static guint
choose_terms (const Arithmetic *self, double *values)
{
  guint n = self->picture->n_previous;
  if (n <= MOST_BARS)
    {
      for (guint j = 0; j < n; j++)
        values[j] = term (self, j);
      return n;
    }
  g_autofree Term *terms = g_new (Term, n);
  double rest = 0;
  for (guint j = 0; j < n; j++)
    terms[j] = (Term) { term (self, j), fabs (term (self, j)) };
  qsort (terms, n, sizeof *terms, compare_terms);
  for (guint j = 0; j < n; j++)
    if (j < MOST_BARS - 1)
      values[j] = terms[j].value;
    else
      rest += terms[j].value;
  values[MOST_BARS - 1] = rest;
  return MOST_BARS;
}

static void
draw_bar (const Arithmetic *self, double zero, double y, double length, guint index)
{
  NablaColor color = nabla_color (self->context->theme, length < 0 ? NABLA_COLOR_CLASS_0 : NABLA_COLOR_CLASS_1);
  NablaMark *mark = nabla_marks_rectangle (self->marks, MIN (zero, zero + length), y, MAX (fabs (length), 0.5), BAR,
                                           1, color);
  mark->series = -1;
  nabla_marks_set_index (self->marks, index);
}

static void
draw_bars (Arithmetic *self)
{
  double values[MOST_BARS + 1], largest = 0, names;
  guint n = choose_terms (self, values);
  gboolean has_bias = self->picture->biases != NULL;
  if (has_bias)
    values[n] = self->picture->biases[self->unit];
  guint n_bars = n + has_bias;
  for (guint i = 0; i < n_bars; i++)
    largest = isfinite (values[i]) ? MAX (largest, fabs (values[i])) : largest;

  NablaTextStyle style = text_style (self, NABLA_TEXT_CAPTION, NABLA_COLOR_TEXT);
  style.is_markup = TRUE;
  style.width = 0;
  style.y_align = NABLA_ALIGN_MIDDLE;
  nabla_text_measure (self->context->pango, &style, "<i>w<sub>i</sub> a<sub>i</sub></i>", &names, NULL);
  double left = self->x + names + 8, zero = floor (left + (self->width - names - 8) / 2) + 0.5;
  double scale = largest > 0 ? (self->width - names - 8) / 2 / largest : 0;
  double end = self->y + n_bars * BAR_PITCH + (has_bias ? 3 : 0);
  nabla_marks_text (self->marks, &style, self->x, self->y + n * BAR_PITCH / 2,
                    "<i>w<sub>i</sub> a<sub>i</sub></i>");
  if (has_bias)
    nabla_marks_text (self->marks, &style, self->x, end - BAR_PITCH / 2, "<i>b</i>");
  for (guint i = 0; i < n_bars; i++)
    if (isfinite (values[i]))
      draw_bar (self, zero, self->y + i * BAR_PITCH + (i == n ? 3 : 0), scale * values[i], i);
  nabla_marks_line (self->marks, zero, self->y - 2, zero, end + 1, nabla_color (self->context->theme, NABLA_COLOR_AXIS),
                    self->context->line_scale);
  self->y = end + 6;
}

static void
draw_sums (Arithmetic *self)
{
  const NablaExample *example = self->snapshot->example;
  NablaTextStyle style = text_style (self, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  char z[NABLA_LABEL_LENGTH], a[NABLA_LABEL_LENGTH];
  style.is_markup = TRUE;
  nabla_label_value (example->z[self->layer][self->unit], z);
  nabla_label_value (example->a[self->layer][self->unit], a);
  g_autofree char *sum = g_strdup_printf ("<i>z</i> = Σ <i>w<sub>i</sub> a<sub>i</sub></i> + <i>b</i> = %s", z);
  add_line (self, &style, sum);
  if (self->picture->activation == NULL)
    return;
  g_autofree char *name = g_markup_escape_text (self->picture->activation, -1);
  g_autofree char *value = g_strdup_printf ("<i>a</i> = %s(<i>z</i>) = <b>%s</b>", name, a);
  add_line (self, &style, value);
}

/* Input units have no arithmetic: they are the example. */
static gboolean
has_arithmetic (const NablaSnapshot *snapshot, guint layer, guint unit)
{
  const NablaExample *example = snapshot->example;
  const NablaLayerPicture *picture = snapshot->layers->pdata[layer];
  return layer > 0 && example != NULL && layer < example->n_layers && example->z[layer] != NULL
         && example->a[layer] != NULL && example->a[layer - 1] != NULL && picture->weights != NULL
         && unit < picture->units;
}

static void
draw_arithmetic (Arithmetic *self)
{
  NablaTextStyle style = text_style (self, NABLA_TEXT_BODY, NABLA_COLOR_TEXT);
  style.bold = TRUE;
  g_autofree char *title = g_strdup_printf (_("Layer %1$u, unit %2$u"), self->layer, self->unit + 1);
  add_line (self, &style, title);
  style = text_style (self, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  g_autofree char *where
    = self->snapshot->example->index < 0
        ? g_strdup (_("at the typed example"))
        : g_strdup_printf (_("at example %d"), (int) self->snapshot->example->index);
  add_line (self, &style, where);
  self->y += 6;
  draw_bars (self);
  draw_sums (self);
}

static void
draw_ring (const NablaNetworkColumn *column, guint unit, const NablaFigureContext *context, NablaMarks *marks)
{
  for (guint k = 0; k < column->n_shown; k++)
    {
      if (nabla_network_column_unit (column, k) != unit)
        continue;
      double half = column->size / 2 + 3;
      NablaMark *mark
        = nabla_marks_rectangle (marks, column->x - half, nabla_network_column_y (column, k) - half, 2 * half,
                                 2 * half, column->has_maps ? 8 : half, (NablaColor) { 0 });
      mark->stroke = nabla_color (context->theme, NABLA_COLOR_ACCENT);
      mark->line_width = (float) (2.5 * context->line_scale);
    }
}

static double
bottom_of (const NablaNetworkColumn *output)
{
  return nabla_network_column_y (output, output->n_shown - 1) + output->size / 2;
}

/* How much room the arithmetic of a unit needs */
static double
height_of (const NablaLayerPicture *picture, const NablaFigureContext *context)
{
  return 84 * context->text_scale + (MIN (picture->n_previous, MOST_BARS) + 1) * BAR_PITCH + 12;
}

void
nabla_network_unit_make_room (const NablaSnapshot *snapshot,
                              NablaNetworkColumn *columns,
                              guint n,
                              guint layer,
                              guint unit,
                              double top,
                              const NablaFigureContext *context)
{
  g_return_if_fail (snapshot != NULL && columns != NULL && context != NULL);

  NablaNetworkColumn *output = &columns[n - 1];
  if (n < 2 || layer >= n || !has_arithmetic (snapshot, layer, unit))
    return;
  double missing = bottom_of (output) + NABLA_SPACE + height_of (columns[layer].layer, context) - context->height;
  double above = nabla_network_column_y (output, 0) - output->size / 2 - top;
  if (missing > 0 && missing <= above)
    output->middle -= missing;
}

void
nabla_network_unit_draw (const NablaSnapshot *snapshot,
                         const NablaNetworkColumn *columns,
                         guint n,
                         guint layer,
                         guint unit,
                         const NablaFigureContext *context,
                         NablaMarks *marks)
{
  g_return_if_fail (snapshot != NULL && columns != NULL && context != NULL && marks != NULL);

  if (layer >= n || unit >= columns[layer].layer->units)
    return;
  draw_ring (&columns[layer], unit, context, marks);
  if (!has_arithmetic (snapshot, layer, unit) || n < 2)
    return;

  /* Under the output, beside the last hidden layer: where no edge goes. */
  const NablaNetworkColumn *output = &columns[n - 1];
  double text_scale = context->text_scale;
  double left = columns[n - 2].x + columns[n - 2].size / 2 + 24;
  Arithmetic self = { snapshot, context, marks, columns[layer].layer, layer, unit };
  self.width = MIN (context->width - NABLA_SPACE - left, MOST_WIDTH * text_scale);
  self.x = context->width - NABLA_SPACE - self.width;
  self.y = bottom_of (output) + NABLA_SPACE;
  if (self.width < LEAST_WIDTH * text_scale
      || self.y + height_of (self.picture, context) > context->height)
    return;
  draw_arithmetic (&self);
}
