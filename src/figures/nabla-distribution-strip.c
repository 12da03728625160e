/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-distribution-strip-private.h"

#include <math.h>

#define MOST_BINS 64
#define MOST_COLUMNS 128
#define MOST_ROWS 96
#define SHADES 64
/* So many times as many numbers as if they were spread evenly have the full color. */
#define FULL_DENSITY 8.0

/* The shares below each edge of a distribution's bins or octaves. */
typedef struct
{
  const NablaDistribution *cell;
  gboolean is_log;
  guint n;
  float sums[NABLA_DISTRIBUTION_OCTAVES + 1];
} Cumulative;

static void
accumulate (Cumulative *self, const NablaDistribution *cell, gboolean is_log)
{
  const float *shares = is_log ? cell->octaves : cell->bins;
  self->cell = cell;
  self->is_log = is_log;
  self->n = is_log ? NABLA_DISTRIBUTION_OCTAVES : NABLA_DISTRIBUTION_BINS;
  self->sums[0] = 0;
  for (guint i = 0; i < self->n; i++)
    self->sums[i + 1] = self->sums[i] + shares[i];
}

/* The share of numbers, or of magnitudes, below @value. */
static double
share_below (const Cumulative *self, double value)
{
  double low = self->cell->low, high = self->cell->high;
  double at = self->is_log ? (value > 0 ? log2 (value) - NABLA_DISTRIBUTION_FIRST_OCTAVE : 0)
              : high > low ? (value - low) / (high - low) * self->n
                           : (value > low ? self->n : 0);
  if (!(at > 0))
    return 0;
  if (at >= self->n)
    return self->sums[self->n];
  guint bin = (guint)at;
  return self->sums[bin] + (at - bin) * (self->sums[bin + 1] - self->sums[bin]);
}

/* Shares in @n equal parts of the axis, from its low end. */
static void
count_parts (const NablaDistribution *cell, const NablaAxis *y, guint n, double *shares)
{
  Cumulative cumulative;
  accumulate (&cumulative, cell, y->is_log);
  double below = share_below (&cumulative, nabla_axis_value (y, y->start));
  for (guint i = 0; i < n; i++)
    {
      double edge = nabla_axis_value (y, y->start + (y->end - y->start) * (i + 1) / n);
      double above = share_below (&cumulative, edge);
      shares[i] = MAX (above - below, 0);
      below = above;
    }
}

static const NablaDistribution *
cell_of (const NablaStrip *self, guint column)
{
  return nabla_distribution_column_cell (self->picture->columns->pdata[column], self->layer,
                                         self->quantity);
}

static gboolean
is_empty (const NablaDistribution *cell)
{
  return cell->n == 0 || cell->share_not_finite >= 1;
}

/* A percentile's pixel; NAN where a logarithmic axis cannot say it, since signs are lost. */
static double
percentile_place (const NablaStrip *self, const NablaDistribution *cell, double share)
{
  if (is_empty (cell))
    return NAN;
  if (!self->y->is_log)
    {
      guint i = share < 0.5   ? 1
                : share > 0.5 ? NABLA_DISTRIBUTION_PERCENTILES - 2
                              : NABLA_DISTRIBUTION_MEDIAN;
      return nabla_axis_place (self->y, cell->percentiles[i]);
    }
  double sum = 0, all = 0;
  for (guint i = 0; i < NABLA_DISTRIBUTION_OCTAVES; i++)
    all += cell->octaves[i];
  for (guint i = 0; all > 0 && i < NABLA_DISTRIBUTION_OCTAVES; i++)
    {
      if (sum + cell->octaves[i] >= share * all)
        {
          double part = (share * all - sum) / MAX (cell->octaves[i], 1e-12f);
          return nabla_axis_place (self->y, exp2 (i + part + NABLA_DISTRIBUTION_FIRST_OCTAVE));
        }
      sum += cell->octaves[i];
    }
  return NAN;
}

void
nabla_strip_draw_histogram (const NablaStrip *self,
                            const NablaFigureContext *context,
                            NablaMarks *marks)
{
  g_return_if_fail (self != NULL && context != NULL && marks != NULL);

  const NablaDistribution *cell = cell_of (self, self->picture->columns->len - 1);
  double height = self->y->start - self->y->end, shares[MOST_BINS], largest = 0;
  guint n = (guint)CLAMP (height / 5, 8, MOST_BINS);
  NablaColor color = nabla_color_slot (context->theme, 0);
  if (is_empty (cell))
    return;
  count_parts (cell, self->y, n, shares);
  for (guint i = 0; i < n; i++)
    largest = MAX (largest, shares[i]);
  NablaMark *mark = nabla_marks_add (marks, NABLA_MARK_POLYGON);
  mark->series = (int)self->layer;
  mark->fill = nabla_color_fade (color, 0.6);
  nabla_marks_point (marks, self->x, self->y->start, 0);
  for (guint i = 0; i < n; i++)
    {
      double x = self->x + (largest > 0 ? shares[i] / largest : 0) * self->width;
      nabla_marks_point (marks, x, self->y->start - height * i / n, i);
      nabla_marks_point (marks, x, self->y->start - height * (i + 1) / n, i);
    }
  nabla_marks_point (marks, self->x, self->y->end, n);
  double median = percentile_place (self, cell, 0.5);
  if (isfinite (median) && median <= self->y->start && median >= self->y->end)
    nabla_marks_line (marks, self->x, median, self->x + self->width, median,
                      nabla_color (context->theme, NABLA_COLOR_CURSOR), 1.6 * context->line_scale)
        ->series
        = (int)self->layer;
}

guint
nabla_strip_column_at (const NablaDistributions *picture, guint from, double share)
{
  g_return_val_if_fail (picture != NULL && from < picture->columns->len, 0);

  const NablaDistributionColumn *first = picture->columns->pdata[from];
  const NablaDistributionColumn *last = picture->columns->pdata[picture->columns->len - 1];
  double step = first->step + CLAMP (share, 0, 1) * (double)(last->step - first->step);
  guint low = from, high = picture->columns->len - 1;
  while (low < high)
    {
      guint middle = (low + high + 1) / 2;
      const NablaDistributionColumn *column = picture->columns->pdata[middle];
      if ((double)column->step <= step)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

static void
fill_shades (NablaTheme theme, guint8 (*shades)[4])
{
  NablaColor surface = nabla_color (theme, NABLA_COLOR_SURFACE);
  NablaColor color = nabla_color_slot (theme, 0);
  for (guint i = 0; i < SHADES; i++)
    {
      NablaColor mixed = nabla_color_mix (surface, color, (double)i / (SHADES - 1));
      shades[i][0] = (guint8)lroundf (255 * mixed.red);
      shades[i][1] = (guint8)lroundf (255 * mixed.green);
      shades[i][2] = (guint8)lroundf (255 * mixed.blue);
      shades[i][3] = i == 0 ? 0 : 255;
    }
}

static void
draw_line (const NablaStrip *self,
           const NablaFigureContext *context,
           double share,
           double width,
           NablaMarks *marks)
{
  const NablaDistributionColumn *first = self->picture->columns->pdata[self->from];
  const NablaDistributionColumn *last
      = self->picture->columns->pdata[self->picture->columns->len - 1];
  double steps = MAX ((double)(last->step - first->step), 1);
  NablaMark *mark = nabla_marks_polyline (
      marks,
      nabla_color_fade (nabla_color (context->theme, NABLA_COLOR_TEXT), share == 0.5 ? 0.9 : 0.5),
      width * context->line_scale);
  mark->series = (int)self->layer;
  for (guint c = self->from; c < self->picture->columns->len; c++)
    {
      const NablaDistributionColumn *column = self->picture->columns->pdata[c];
      double y = percentile_place (self, cell_of (self, c), share);
      double x = self->x + self->width * (double)(column->step - first->step) / steps;
      if (isfinite (y))
        nabla_marks_point (marks, x, CLAMP (y, self->y->end, self->y->start), c);
      else
        nabla_marks_move (marks);
    }
}

void
nabla_strip_draw_history (const NablaStrip *self,
                          const NablaFigureContext *context,
                          NablaMarks *marks)
{
  g_return_if_fail (self != NULL && context != NULL && marks != NULL);

  double height = self->y->start - self->y->end, shares[MOST_ROWS];
  guint columns = (guint)CLAMP (self->width / 2, 1, MOST_COLUMNS);
  guint rows = (guint)CLAMP (height / 3, 4, MOST_ROWS);
  guint8 shades[SHADES][4];
  fill_shades (context->theme, shades);
  gsize size = (gsize)columns * rows * 4;
  guint8 *pixels = g_malloc0 (size);
  for (guint x = 0; x < columns; x++)
    {
      const NablaDistribution *cell
          = cell_of (self, nabla_strip_column_at (self->picture, self->from, (x + 0.5) / columns));
      if (is_empty (cell))
        continue;
      count_parts (cell, self->y, rows, shares);
      for (guint r = 0; r < rows; r++)
        {
          double t = MIN (sqrt (shares[r] * rows / FULL_DENSITY), 1);
          guint shade = (guint)lround (t * (SHADES - 1));
          guint8 *pixel = pixels + ((gsize)(rows - 1 - r) * columns + x) * 4;
          for (guint k = 0; k < 4; k++)
            pixel[k] = shades[shade][k];
        }
    }
  nabla_marks_picture (marks, self->x, self->y->end, self->width, height, columns, rows,
                       g_bytes_new_take (pixels, size), FALSE)
      ->series
      = (int)self->layer;
  draw_line (self, context, 0.5, 1.6, marks);
  draw_line (self, context, 0.05, 1, marks);
  draw_line (self, context, 0.95, 1, marks);
}
