/* Ranges may span all of double (−1e308 … 1e308), so differences are taken of
 * halves, which cannot overflow.
 *
 * Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "nabla-axis.h"

#include <float.h>
#include <math.h>

/* A range narrower than this share of its values cannot be told from a point. */
#define NARROW 1e-9
#define FARTHEST 1048576.0

void
nabla_axis_init (NablaAxis *self, double low, double high, gboolean is_log)
{
  g_return_if_fail (self != NULL);

  if (!isfinite (low) || !isfinite (high) || low > high)
    {
      low = 0;
      high = 1;
    }
  double largest = MAX (fabs (low), fabs (high));
  if (high / 2 - low / 2 <= NARROW * largest)
    {
      double room = largest == 0 ? 0.5 : MAX (largest / 4, DBL_MIN);
      low = MAX (low - room, -DBL_MAX);
      high = MIN (high + room, DBL_MAX);
    }
  *self = (NablaAxis) { .low = low, .high = high, .is_log = is_log && low > 0 };
}

void
nabla_axis_pad (NablaAxis *self, double share)
{
  g_return_if_fail (self != NULL);

  if (self->is_log)
    {
      double factor = exp (share * (log (self->high) - log (self->low)));
      self->low = MAX (self->low / factor, DBL_MIN);
      self->high = MIN (self->high * factor, DBL_MAX);
      return;
    }
  double room = 2 * share * (self->high / 2 - self->low / 2);
  self->low = MAX (self->low - room, -DBL_MAX);
  self->high = MIN (self->high + room, DBL_MAX);
}

double
nabla_axis_place (const NablaAxis *self, double value)
{
  if (!isfinite (value))
    return NAN;
  double t;
  if (self->is_log)
    t = value <= 0 ? 0 : (log (value) - log (self->low)) / (log (self->high) - log (self->low));
  else
    t = (value / 2 - self->low / 2) / (self->high / 2 - self->low / 2);
  double place = self->start + t * (self->end - self->start);
  return CLAMP (place, -FARTHEST, FARTHEST);
}

double
nabla_axis_value (const NablaAxis *self, double place)
{
  double t = (place - self->start) / (self->end - self->start);
  if (self->is_log)
    return exp (log (self->low) + t * (log (self->high) - log (self->low)));
  return 2 * (self->low / 2 + t * (self->high / 2 - self->low / 2));
}

static guint
count_steps (const NablaAxis *self, double step)
{
  double n = floor (self->high / step + NARROW) - ceil (self->low / step - NARROW) + 1;
  return (guint) CLAMP (n, 0, 1000);
}

static double
linear_step (const NablaAxis *self, guint most)
{
  double rough = (self->high / 2 - self->low / 2) / most * 2;
  double power = pow (10, floor (log10 (rough)));
  static const double steps[] = { 1, 2, 5, 10, 20, 50 };
  for (guint i = 0; i < G_N_ELEMENTS (steps) && steps[i] < DBL_MAX / power; i++)
    {
      double step = steps[i] * power;
      guint n = count_steps (self, step);
      if (n > most || (self->is_whole && step < 1))
        continue;
      /* Two ticks are too few: halves of five give three or four. */
      if (n < 3 && steps[i] == 5 && !self->is_whole && count_steps (self, step / 2) <= most)
        return step / 2;
      return step;
    }
  return power < DBL_MAX / 100 ? 100 * power : DBL_MAX;
}

static guint
linear_ticks (const NablaAxis *self, guint most, NablaTick *ticks)
{
  double step = linear_step (self, most);
  double first = ceil (self->low / step - NARROW);
  double largest = MAX (fabs (self->low), fabs (self->high));
  guint n = 0;
  for (; n < most && first + n <= self->high / step + NARROW; n++)
    {
      ticks[n].value = (first + n) * step;
      nabla_label_tick (ticks[n].value, step, largest, ticks[n].label);
    }
  return n;
}

/* The ticks of the decades low … high at the given first digits. */
static guint
log_ticks (const NablaAxis *self, const double *digits, guint n_digits, int stride, guint most,
           NablaTick *ticks)
{
  guint n = 0;
  int low = (int) floor (log10 (self->low)), high = (int) floor (log10 (self->high));
  for (int decade = low; decade <= high; decade++)
    {
      if (decade % stride != 0)
        continue;
      for (guint i = 0; i < n_digits; i++)
        {
          double value = digits[i] * pow (10, decade);
          if (value < self->low * (1 - NARROW) || value > self->high * (1 + NARROW))
            continue;
          if (n == most)
            return most + 1;
          ticks[n].value = value;
          nabla_label_log_tick (value, ticks[n].label);
          n++;
        }
    }
  return n;
}

static guint
best_log_ticks (const NablaAxis *self, guint most, NablaTick *ticks)
{
  static const double digits[] = { 1, 2, 5 }, thirds[] = { 1, 3 };
  static const int strides[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500 };

  guint n = log_ticks (self, digits, 3, 1, most, ticks);
  if (n > most)
    n = log_ticks (self, thirds, 2, 1, most, ticks);
  for (guint i = 0; n > most && i < G_N_ELEMENTS (strides); i++)
    n = log_ticks (self, digits, 1, strides[i], most, ticks);
  /* Within a decade or so, round numbers as on a linear axis tell more. */
  gboolean is_short = self->high / 20 < self->low;
  return n < 3 && (is_short || n == 0) ? linear_ticks (self, most, ticks) : n;
}

guint
nabla_axis_ticks (const NablaAxis *self, guint most, NablaTick *ticks)
{
  g_return_val_if_fail (self != NULL && ticks != NULL, 0);

  most = CLAMP (most, 2, NABLA_AXIS_MOST_TICKS);
  guint n = self->is_log ? best_log_ticks (self, most, ticks) : linear_ticks (self, most, ticks);
  for (guint i = 0; i < n; i++)
    ticks[i].place = nabla_axis_place (self, ticks[i].value);
  return n;
}
