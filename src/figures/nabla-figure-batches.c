/* Batches: the examples of this epoch in their order, a box for each mini-batch. Boxes that
 * were used show the cost that they had; the next one is framed.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-csv-private.h"
#include "nabla-field-picture.h"
#include "nabla-label.h"
#include "nabla-plot-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A box of this many pixels or more shows each example. */
#define LEAST_BOX 5.0
#define GAP 5.0

typedef struct
{
  const NablaBatchesPicture *batches;
  const NablaFigureContext *context;
  double line, top, cell_width, row; /* of a box with its words */
  guint columns, shown;
  guint first; /* the first box that is shown */
  gboolean has_words;
} Layout;

static gboolean
place (Layout *self, const NablaSnapshot *snapshot, const NablaFigureContext *context)
{
  *self = (Layout){ .batches = snapshot->batches, .context = context };
  if (self->batches == NULL || self->batches->n == 0)
    return FALSE;
  NablaTextStyle style
      = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
  double words;
  nabla_text_measure (context->pango, &style, "0.000", &words, &self->line);
  const double width = context->width - 2 * NABLA_SPACE;
  self->top = context->height > 6 * self->line ? NABLA_SPACE + 1.4 * self->line : 4;
  double height = MAX (context->height - self->top - NABLA_SPACE, 10);
  /* As many columns as make boxes about five lines wide and fill the height. */
  guint n = self->batches->n;
  double best = 0;
  for (guint columns = 1; columns <= MIN (n, 64); columns++)
    {
      guint rows = (n + columns - 1) / columns;
      double box = MIN (width / columns, 4 * height / rows);
      if (box <= best)
        continue;
      best = box;
      self->columns = columns;
    }
  double least = 1.6 * self->line;
  guint rows = (n + self->columns - 1) / self->columns;
  if (height / rows < least)
    {
      self->columns = (guint)MAX (width / (words + 2 * GAP), 1);
      rows = (guint)MAX (height / least, 1);
    }
  self->columns = MIN (self->columns, n);
  self->shown = MIN (n, self->columns * rows);
  /* The box that is next is in sight. */
  guint next = MIN (self->batches->next, n - 1);
  self->first = next < self->shown ? 0 : MIN (next / self->shown * self->shown, n - self->shown);
  self->cell_width = width / self->columns;
  self->row = MIN (height / MAX (rows, 1), 7 * self->line);
  self->has_words = self->cell_width >= words + GAP && self->row >= least;
  return TRUE;
}

static NablaColor
label_color (const NablaSnapshot *snapshot,
             const NablaFigureContext *context,
             const NablaValueScale *scale,
             float label)
{
  if (snapshot->n_classes > 0)
    return nabla_color_class (context->theme, (guint)MAX (label, 0), snapshot->n_classes);
  return nabla_value_scale_color (scale, context->theme, label);
}

/* The cost that a mini-batch of this epoch had; NAN if it is still to come or was not kept */
static double
cost_of (const NablaSnapshot *snapshot, guint batch)
{
  const NablaBatchesPicture *batches = snapshot->batches;
  if (batch >= batches->next || snapshot->curves == NULL || snapshot->curves->len == 0)
    return NAN;
  const NablaCostCurves *curves = snapshot->curves->pdata[0];
  if (curves->cost == NULL)
    return NAN;
  const gint64 step = batches->first_step + batch;
  gsize low = 0, high = nabla_series_length (curves->cost);
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (nabla_series_get (curves->cost, middle).step < step)
        low = middle + 1;
      else
        high = middle;
    }
  return low < nabla_series_length (curves->cost)
                 && nabla_series_get (curves->cost, low).step == step
             ? nabla_series_get (curves->cost, low).value
             : NAN;
}

/* A picture of one row: the colors of the examples, one after another. */
static void
draw_examples (const NablaSnapshot *snapshot,
               const Layout *self,
               guint batch,
               double x,
               double y,
               double width,
               double height,
               const NablaValueScale *scale,
               NablaMarks *marks)
{
  const NablaBatchesPicture *batches = self->batches;
  const guint64 begin = batches->starts[batch], count = batches->starts[batch + 1] - begin;
  const guint columns = (guint)CLAMP (count, 1, (guint64)MAX (width, 1));
  /* Examples that are not used yet are pale. */
  const double alpha = batch < batches->next ? 0.9 : batch == batches->next ? 1 : 0.35;
  guint8 *pixels = g_malloc0 ((gsize)columns * 4);
  for (guint i = 0; i < columns; i++)
    {
      NablaColor color = label_color (snapshot, self->context, scale,
                                      batches->labels[begin + i * count / columns]);
      pixels[4 * i] = (guint8)lroundf (255 * color.red);
      pixels[4 * i + 1] = (guint8)lroundf (255 * color.green);
      pixels[4 * i + 2] = (guint8)lroundf (255 * color.blue);
      pixels[4 * i + 3] = (guint8)lround (255 * alpha);
    }
  NablaMark *mark = nabla_marks_picture (marks, x, y, width, height, columns, 1,
                                         g_bytes_new_take (pixels, (gsize)columns * 4), FALSE);
  mark->series = (int)batch;
  mark->radius = 3;
}

static void
draw_batch (const NablaSnapshot *snapshot,
            const Layout *self,
            guint batch,
            const NablaValueScale *scale,
            NablaMarks *marks)
{
  const NablaBatchesPicture *batches = self->batches;
  const NablaFigureContext *context = self->context;
  guint at = batch - self->first;
  double x = NABLA_SPACE + at % self->columns * self->cell_width;
  double y = self->top + at / self->columns * self->row;
  guint64 count = batches->starts[batch + 1] - batches->starts[batch];
  /* The last one is as much shorter as it has fewer examples. */
  double full = self->cell_width - MIN (GAP, self->cell_width / 4);
  double width = MAX (full * MIN (1, (double)count / MAX (batches->batch_size, 1)), 2);
  double height = self->has_words ? self->row - self->line - 5 : self->row - MIN (4, self->row / 4);
  height = MAX (height, 1.5);
  draw_examples (snapshot, self, batch, x, y, width, height, scale, marks);
  if (batch == batches->next)
    {
      NablaMark *frame = nabla_marks_rectangle (marks, x - 1.5, y - 1.5, width + 3, height + 3, 4,
                                                (NablaColor){ 0 });
      frame->stroke = nabla_color (context->theme, NABLA_COLOR_TEXT);
      frame->line_width = (float)(2 * context->line_scale);
      frame->series = (int)batch;
    }
  if (!self->has_words)
    return;
  NablaTextStyle style = nabla_figure_text_style (
      context, NABLA_TEXT_CAPTION,
      batch == batches->next ? NABLA_COLOR_TEXT : NABLA_COLOR_SECONDARY_TEXT);
  style.bold = batch == batches->next;
  style.width = full;
  style.max_lines = 1;
  double cost = cost_of (snapshot, batch);
  char number[NABLA_LABEL_LENGTH];
  const char *text = isfinite (cost) ? nabla_label_value (cost, number)
                     : batch == batches->next
                         /* Translators: below the mini-batch that the next step takes */
                         ? C_ ("batch", "next")
                         : NULL;
  if (text != NULL)
    nabla_marks_text (marks, &style, x, y + height + 2, text)->series = (int)batch;
}

static void
draw (const NablaSnapshot *snapshot, const NablaFigureContext *context, NablaMarks *marks)
{
  Layout self;
  if (!place (&self, snapshot, context))
    {
      nabla_figure_message (context, marks, _ ("Nothing to Show Yet"),
                            _ ("Mini-batches appear when there are data to train on."));
      return;
    }
  const NablaBatchesPicture *batches = self.batches;
  NablaPoints labels = { .n = batches->m, .label = batches->labels };
  NablaValueScale scale = nabla_value_scale (NULL, &labels);
  if (self.top > NABLA_SPACE)
    {
      NablaTextStyle style
          = nabla_figure_text_style (context, NABLA_TEXT_CAPTION, NABLA_COLOR_SECONDARY_TEXT);
      char epoch[NABLA_LABEL_LENGTH], n[NABLA_LABEL_LENGTH], size[NABLA_LABEL_LENGTH];
      char m[NABLA_LABEL_LENGTH];
      /* Translators: above the mini-batches of an epoch */
      g_autofree char *text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "epoch %1$s: %2$s examples in %3$s mini-batch of %4$s, with their costs",
                       "epoch %1$s: %2$s examples in %3$s mini-batches of %4$s, with their costs",
                       batches->n),
          nabla_label_count (batches->epoch, epoch), nabla_label_count ((gint64)batches->m, m),
          nabla_label_count (batches->n, n), nabla_label_count (batches->batch_size, size));
      style.width = context->width - 2 * NABLA_SPACE;
      style.max_lines = 1;
      nabla_marks_text (marks, &style, NABLA_SPACE, 6, text);
    }
  for (guint i = self.first; i < self.first + self.shown; i++)
    draw_batch (snapshot, &self, i, &scale, marks);
}

static void
hover (const NablaSnapshot *snapshot,
       const NablaFigureContext *context,
       double x,
       double y,
       NablaMarks *overlay)
{
  Layout self;
  if (!place (&self, snapshot, context) || y < self.top || x < NABLA_SPACE)
    return;
  guint column = (guint)((x - NABLA_SPACE) / self.cell_width);
  guint at = (guint)((y - self.top) / self.row) * self.columns + column;
  if (column >= self.columns || at >= self.shown)
    return;
  guint batch = self.first + at;
  guint64 count = self.batches->starts[batch + 1] - self.batches->starts[batch];
  char number[NABLA_LABEL_LENGTH], examples[NABLA_LABEL_LENGTH], cost[NABLA_LABEL_LENGTH];
  double value = cost_of (snapshot, batch);
  g_autofree char *text
      = isfinite (value)
            ? g_strdup_printf (_ ("mini-batch %1$s: %2$s examples\ncost %3$s before its step"),
                               nabla_label_count (batch + 1, number),
                               nabla_label_count ((gint64)count, examples),
                               nabla_label_value (value, cost))
            : g_strdup_printf (_ ("mini-batch %1$s: %2$s examples"),
                               nabla_label_count (batch + 1, number),
                               nabla_label_count ((gint64)count, examples));
  nabla_figure_tip (context, overlay, x, y, text);
}

static char *
summary (const NablaSnapshot *snapshot, const double *settings)
{
  const NablaBatchesPicture *batches = snapshot->batches;
  if (batches == NULL || batches->n == 0)
    return g_strdup (_ ("There are no mini-batches yet."));
  if (batches->n == 1)
    return g_strdup_printf (_ ("Each step takes all %zu examples at once."),
                            (gsize) batches->m);
  guint64 last = batches->starts[batches->n] - batches->starts[batches->n - 1];
  if (last < batches->batch_size)
    return g_strdup_printf (_ ("Mini-batch %1$u of %2$u is next; the last one has %3$u examples, "
                               "not %4$u."),
                            batches->next + 1, batches->n, (guint)last, batches->batch_size);
  return g_strdup_printf (_ ("Mini-batch %1$u of %2$u is next."), batches->next + 1, batches->n);
}

static void
tabulate (const NablaSnapshot *snapshot, GString *csv)
{
  static const char *const names[] = { "batch", "example", "label", "cost", NULL };
  const NablaBatchesPicture *batches = snapshot->batches;
  nabla_csv_row (csv, names);
  for (guint b = 0; batches != NULL && b < batches->n; b++)
    for (guint64 i = batches->starts[b]; i < batches->starts[b + 1]; i++)
      {
        double cost = cost_of (snapshot, b);
        nabla_csv_index (csv, b + 1);
        nabla_csv_index (csv, batches->examples[i]);
        nabla_csv_float (csv, batches->labels[i]);
        if (isfinite (cost))
          nabla_csv_number (csv, cost);
        else
          nabla_csv_text (csv, "");
        nabla_csv_end_row (csv);
      }
}

const NablaFigure nabla_figure_batches = {
  .name = "batches",
  .title = N_ ("Mini-Batches"),
  .help = N_ ("The examples of this epoch, shuffled and cut into mini-batches, with the cost of "
              "each."),
  .section = NABLA_FIGURE_TRAINING,
  .draw = draw,
  .summary = summary,
  .hover = hover,
  .tabulate = tabulate,
};
