/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-search-space.h"

#include "nabla-number.h"
#include "nabla-random.h"

#include <math.h>
#include <string.h>

#define DIGITS 6
/* A range so narrow, relative to its values, has no digits to give away. */
#define NARROW 1e-3

static gboolean
is_whole (const NablaSearchAxis *axis)
{
  return axis->scale != NABLA_SEARCH_CHOICE && axis->spec->type == NABLA_PARAM_INTEGER;
}

static guint
count_choices (const NablaSearchAxis *axis)
{
  return axis->choices != NULL ? g_strv_length (axis->choices) : 0;
}

NablaSearchRange
nabla_search_range_whole (const NablaSearchAxis *axis)
{
  NablaSearchRange range = { axis->low, axis->high, 0 };
  guint n = MIN (count_choices (axis), NABLA_SEARCH_MAX_CHOICES);
  for (guint i = 0; i < n; i++)
    range.choices |= G_GUINT64_CONSTANT (1) << i;
  return range;
}

NablaSearchRange
nabla_search_range_within (const NablaSearchAxis *axis, const NablaSearchRange *range)
{
  NablaSearchRange whole = nabla_search_range_whole (axis), cut = *range;
  if (axis->scale == NABLA_SEARCH_CHOICE)
    cut.choices &= whole.choices;
  else
    {
      cut.low = fmax (cut.low, whole.low);
      cut.high = fmin (cut.high, whole.high);
    }
  if (axis->scale == NABLA_SEARCH_CHOICE ? cut.choices == 0 : !(cut.low <= cut.high))
    return whole;
  return cut;
}

/* The scale on which draws are uniform. */
static double
to_scale (const NablaSearchAxis *axis, double value)
{
  if (axis->scale == NABLA_SEARCH_LOG)
    return log10 (value);
  if (axis->scale == NABLA_SEARCH_ONE_MINUS)
    return -log10 (1 - value);
  return value;
}

static double
from_scale (const NablaSearchAxis *axis, double scaled)
{
  if (axis->scale == NABLA_SEARCH_LOG)
    return pow (10, scaled);
  if (axis->scale == NABLA_SEARCH_ONE_MINUS)
    return 1 - pow (10, -scaled);
  return scaled;
}

static double
round_digits (const NablaSearchAxis *axis, const NablaSearchRange *range, double value)
{
  char buffer[64];
  double rounded;
  if (range->high - range->low <= NARROW * fmax (fabs (range->low), fabs (range->high))
      && axis->scale != NABLA_SEARCH_ONE_MINUS)
    return value;
  /* of 1 − 10^r the digits after the nines are those that count */
  if (axis->scale == NABLA_SEARCH_ONE_MINUS)
    {
      char format[16];
      int decimals = CLAMP ((int)ceil (-log10 (1 - value)) + DIGITS - 2, 1, 17);
      g_snprintf (format, sizeof format, "%%.%df", decimals);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
    }
  else
    g_ascii_formatd (buffer, sizeof buffer, "%." G_STRINGIFY (DIGITS) "g", value);
  return nabla_number_parse (buffer, -1, &rounded) ? rounded : value;
}

static double
place_choice (const NablaSearchRange *range, double u)
{
  guint n = __builtin_popcountll (range->choices);
  guint wanted = MIN ((guint)(u * n), n - 1);
  for (guint i = 0; i < NABLA_SEARCH_MAX_CHOICES; i++)
    if ((range->choices >> i & 1) != 0 && wanted-- == 0)
      return i;
  return 0;
}

double
nabla_search_place (const NablaSearchAxis *axis, const NablaSearchRange *range, double u)
{
  g_return_val_if_fail (axis != NULL && range != NULL, NAN);

  double value;
  if (axis->scale == NABLA_SEARCH_CHOICE)
    return range->choices != 0 ? place_choice (range, u) : 0;
  double low = range->low, high = range->high;
  if (axis->scale == NABLA_SEARCH_INTEGER)
    value = floor (low) + floor (u * (floor (high) - floor (low) + 1));
  else
    {
      double begin = to_scale (axis, low), end = to_scale (axis, high);
      value = from_scale (axis, begin + u * (end - begin));
      value = is_whole (axis) ? round (value) : round_digits (axis, range, value);
    }
  return fmin (fmax (value, low), high);
}

double
nabla_search_position (const NablaSearchAxis *axis, const NablaSearchRange *range, double value)
{
  g_return_val_if_fail (axis != NULL && range != NULL, NAN);

  if (axis->scale == NABLA_SEARCH_CHOICE)
    {
      guint n = count_choices (axis);
      return n > 0 ? (value + 0.5) / n : NAN;
    }
  double begin = to_scale (axis, range->low), end = to_scale (axis, range->high);
  return end > begin ? (to_scale (axis, value) - begin) / (end - begin) : 0.5;
}

/* FNV-1a with 64 bits (Fowler, Noll, Vo). */
static guint64
hash (const char *key)
{
  guint64 value = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  for (; *key != '\0'; key++)
    value = (value ^ (guchar)*key) * G_GUINT64_CONSTANT (0x100000001b3);
  return value;
}

double
nabla_search_draw (guint32 seed, guint trial, const char *key)
{
  g_return_val_if_fail (key != NULL, 0);

  guint64 name = hash (key);
  guint64 high = nabla_random_counter (seed, (guint32)name, trial, name >> 32, 0);
  guint64 low = nabla_random_counter (seed, (guint32)name, trial, name >> 32, 1);
  return ((high << 32 | low) >> 11) * 0x1p-53;
}

char *
nabla_search_format (const NablaSearchAxis *axis, double value)
{
  g_return_val_if_fail (axis != NULL, NULL);

  char buffer[NABLA_NUMBER_LENGTH];
  if (axis->scale == NABLA_SEARCH_CHOICE)
    return g_strdup (value >= 0 && value < count_choices (axis) ? axis->choices[(guint)value] : "");
  return g_strdup (nabla_number_format (value, buffer));
}

gboolean
nabla_search_parse (const NablaSearchAxis *axis, const char *text, double *value)
{
  g_return_val_if_fail (axis != NULL && text != NULL && value != NULL, FALSE);

  if (axis->scale != NABLA_SEARCH_CHOICE)
    return nabla_number_parse (text, -1, value);
  for (guint i = 0; axis->choices[i] != NULL; i++)
    if (g_str_equal (axis->choices[i], text))
      {
        *value = i;
        return TRUE;
      }
  return FALSE;
}

guint
nabla_search_range_count (const NablaSearchAxis *axis, const NablaSearchRange *range)
{
  g_return_val_if_fail (axis != NULL && range != NULL, 1);

  if (axis->scale == NABLA_SEARCH_CHOICE)
    return MAX (1, __builtin_popcountll (range->choices));
  if (range->low == range->high)
    return 1;
  double span = floor (range->high) - ceil (range->low) + 1;
  return is_whole (axis) && span < G_MAXINT ? MAX (1, (guint)span) : G_MAXUINT;
}

guint
nabla_search_grid_counts (
    const NablaSearchAxis *axes, const NablaSearchRange *box, guint n, guint budget, guint *counts)
{
  g_return_val_if_fail (counts != NULL && budget > 0, 0);

  guint64 product = 1;
  for (guint i = 0; i < n; i++)
    counts[i] = 1;
  for (;;)
    {
      /* the axis with the fewest values that can have one more */
      int next = -1;
      for (guint i = 0; i < n; i++)
        if (counts[i] < nabla_search_range_count (&axes[i], &box[i])
            && product / counts[i] * (counts[i] + 1) <= budget
            && (next < 0 || counts[i] < counts[next]))
          next = i;
      if (next < 0)
        return product;
      product = product / counts[next] * (counts[next] + 1);
      counts[next]++;
    }
}
