/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-curve.h"

#include <float.h>
#include <math.h>

/* So few points are not too many to be seen as they are. */
#define FEW_POINTS 200

/* The average that gives each value β times the weight of the one after it */
typedef struct {
  double beta;
  double sum;     /* vₜ */
  double weight;  /* βᵗ */
} Average;

/* Once βᵗ no longer changes 1 − βᵗ it is set to 0, for it would go on to numbers
 * so small that processors compute with them slowly. */
static inline double
average_add (Average *self, double value)
{
  if (self->beta <= 0)
    return value;
  self->sum = self->beta * self->sum + (1 - self->beta) * value;
  if (self->weight == 0)
    return self->sum;
  self->weight *= self->beta;
  if (self->weight < DBL_EPSILON / 4)
    self->weight = 0;
  return self->sum / (1 - self->weight);
}

void
nabla_curve_scan (NablaCurve *self, NablaSeries *series)
{
  g_return_if_fail (self != NULL);

  *self = (NablaCurve) {
    .series = series, .low = INFINITY, .high = -INFINITY, .low_positive = INFINITY,
  };
  if (series == NULL)
    return;

  self->n = nabla_series_length (series);
  double previous = NAN;
  for (gsize i = 0; i < self->n; i++)
    {
      double value = nabla_series_get (series, i).value;
      if (!isfinite (value))
        continue;
      if (self->n_finite > 0)
        self->variation += fabs (value - previous);
      previous = value;
      self->n_finite++;
      self->last = i;
      self->low = MIN (self->low, value);
      self->high = MAX (self->high, value);
      if (value > 0)
        self->low_positive = MIN (self->low_positive, value);
    }
}

double
nabla_curve_automatic_beta (const NablaCurve *self)
{
  g_return_val_if_fail (self != NULL, 0);

  static const double betas[] = { 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999 };
  if (self->n_finite < FEW_POINTS || !(self->variation > 3 * (self->high - self->low)))
    return 0;
  double beta = betas[0];
  for (guint i = 1; i < G_N_ELEMENTS (betas); i++)
    if (1 / (1 - betas[i]) <= self->n_finite / 60.0)
      beta = betas[i];
  return beta;
}

void
nabla_curve_smoothed_range (const NablaCurve *self,
                            double beta,
                            double *low,
                            double *high,
                            double *low_positive)
{
  g_return_if_fail (self != NULL && low != NULL && high != NULL && low_positive != NULL);

  if (beta <= 0)
    {
      *low = MIN (*low, self->low);
      *high = MAX (*high, self->high);
      *low_positive = MIN (*low_positive, self->low_positive);
      return;
    }
  Average average = { beta, 0, 1 };
  for (gsize i = 0; i < self->n; i++)
    {
      double value = nabla_series_get (self->series, i).value;
      if (!isfinite (value))
        continue;
      value = average_add (&average, value);
      *low = MIN (*low, value);
      *high = MAX (*high, value);
      if (value > 0)
        *low_positive = MIN (*low_positive, value);
    }
}

gsize
nabla_curve_after (const NablaCurve *self, gint64 step)
{
  g_return_val_if_fail (self != NULL, 0);

  gsize low = 0, high = self->n;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (nabla_series_get (self->series, middle).step <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

double
nabla_curve_value (const NablaCurve *self, gsize index, double beta)
{
  g_return_val_if_fail (self != NULL && index < self->n, NAN);

  /* What lies forty times further back than the average reaches weighs e⁻⁴⁰. */
  double reach = beta > 0 ? 40 / (1 - beta) : 0;
  gsize from = index > reach ? index - (gsize) reach : 0;
  while (from > 0 && !isfinite (nabla_series_get (self->series, from).value))
    from--;
  Average average = { beta, 0, 1 };
  double smoothed = NAN;
  for (gsize i = from; i <= index; i++)
    {
      double value = nabla_series_get (self->series, i).value;
      if (isfinite (value))
        smoothed = average_add (&average, value);
    }
  return smoothed;
}

/* The points of one column of pixels, by their indices. Places are computed only
 * for those that are drawn: a million of them would take longer than all else. */
typedef struct {
  guint n;
  gsize first, low, high, last;
  double first_value, low_value, high_value, last_value;
  double end;  /* the step at which the next column begins */
} Column;

static void
column_add (Column *self, gsize index, double value)
{
  if (self->n++ == 0)
    {
      self->first = self->low = self->high = index;
      self->first_value = self->low_value = self->high_value = value;
    }
  else if (value < self->low_value)
    {
      self->low = index;
      self->low_value = value;
    }
  else if (value > self->high_value)
    {
      self->high = index;
      self->high_value = value;
    }
  self->last = index;
  self->last_value = value;
}

/* Returns: the column of pixels in which @step lies. What rounding puts a hair
 * left of a pixel's border belongs to its right. */
static double
column_of (const NablaAxis *x, gint64 step)
{
  return floor (nabla_axis_place (x, (double) step) + 1e-6);
}

/* Draws each different point of the column once, in their order. */
static void
column_flush (Column *self,
              const NablaCurve *curve,
              const NablaAxis *x,
              const NablaAxis *y,
              NablaMarks *marks)
{
  if (self->n == 0)
    return;
  gboolean falls = self->low > self->high;
  const gsize indices[] = { self->first, falls ? self->high : self->low,
                            falls ? self->low : self->high, self->last };
  const double values[] = { self->first_value, falls ? self->high_value : self->low_value,
                            falls ? self->low_value : self->high_value, self->last_value };
  for (guint i = 0; i < G_N_ELEMENTS (indices); i++)
    if (i == 0 || indices[i] > indices[i - 1])
      {
        gint64 step = nabla_series_get (curve->series, indices[i]).step;
        nabla_marks_point (marks, nabla_axis_place (x, (double) step),
                           nabla_axis_place (y, values[i]), (guint32) indices[i]);
      }
  self->n = 0;
}

void
nabla_curve_draw (const NablaCurve *self,
                  const NablaAxis *x,
                  const NablaAxis *y,
                  gsize from,
                  gsize to,
                  double beta,
                  gboolean all_points,
                  NablaMarks *marks)
{
  g_return_if_fail (self != NULL && x != NULL && y != NULL && marks != NULL);

  Average average = { beta, 0, 1 };
  Column column = { .n = 0 };
  gboolean is_open = FALSE;
  for (gsize i = beta > 0 ? 0 : from; i < MIN (to, self->n); i++)
    {
      NablaPoint point = nabla_series_get (self->series, i);
      gboolean is_finite = isfinite (point.value);
      double value = is_finite ? average_add (&average, point.value) : NAN;
      if (i < from)
        continue;
      if (!is_finite)
        {
          column_flush (&column, self, x, y, marks);
          if (is_open)
            nabla_marks_move (marks);
          is_open = FALSE;
          continue;
        }
      if (column.n > 0 && (all_points || (double) point.step >= column.end))
        column_flush (&column, self, x, y, marks);
      if (column.n == 0 && !all_points)
        column.end = nabla_axis_value (x, column_of (x, point.step) + 1);
      column_add (&column, i, value);
      is_open = TRUE;
    }
  column_flush (&column, self, x, y, marks);
}

/* Draws the lowest and the highest point of the column, in its middle. */
static void
column_flush_range (Column *self,
                    const NablaCurve *curve,
                    const NablaAxis *x,
                    const NablaAxis *y,
                    NablaMarks *marks)
{
  if (self->n == 0)
    return;
  gint64 step = nabla_series_get (curve->series, self->first).step;
  double middle = column_of (x, step) + 0.5;
  nabla_marks_point (marks, middle, nabla_axis_place (y, self->low_value), (guint32) self->low);
  nabla_marks_point (marks, middle, nabla_axis_place (y, self->high_value), (guint32) self->high);
  self->n = 0;
}

void
nabla_curve_draw_range (const NablaCurve *self,
                        const NablaAxis *x,
                        const NablaAxis *y,
                        gsize from,
                        gsize to,
                        NablaMarks *marks)
{
  g_return_if_fail (self != NULL && x != NULL && y != NULL && marks != NULL);

  Column column = { .n = 0 };
  for (gsize i = from; i < MIN (to, self->n); i++)
    {
      NablaPoint point = nabla_series_get (self->series, i);
      if (!isfinite (point.value))
        continue;
      if (column.n > 0 && (double) point.step >= column.end)
        column_flush_range (&column, self, x, y, marks);
      if (column.n == 0)
        column.end = nabla_axis_value (x, column_of (x, point.step) + 1);
      column_add (&column, i, point.value);
    }
  column_flush_range (&column, self, x, y, marks);
}
