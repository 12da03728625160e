/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-param-track.h"

#include "nabla-number.h"

#include <math.h>
#include <string.h>

/* Powers of two are the stops only of what spans few of them: batches, units. */
#define MOST_DOUBLINGS 12
/* On a decades track, zero and a word stand this far from their neighbours. */
#define END_GAP 0.5
#define SMALLEST_ONE_MINUS 1e-4

/* What 0.1 * 3 should have been */
static double
clean (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.12g", value);
  return g_ascii_strtod (text, NULL);
}

static double
round_digits (double value, int digits)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
  g_snprintf (format, sizeof format, "%%.%dg", digits);
  g_ascii_formatd (text, sizeof text, format, value);
  return g_ascii_strtod (text, NULL);
}

/* 1, 2 or 5 times a power of ten, about @value */
static double
round_step (double value)
{
  double power = pow (10, floor (log10 (value)));
  double factor = value / power;
  return clean ((factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10) * power);
}

static double
unit (const NablaParamTrack *self, double value)
{
  switch (self->kind)
    {
    case NABLA_PARAM_TRACK_DECADES:
      return log10 (value);
    case NABLA_PARAM_TRACK_BINARY:
      return log2 (value);
    case NABLA_PARAM_TRACK_ONE_MINUS:
      return -log10 (1 - value);
    default:
      return value;
    }
}

static double
gap (const NablaParamTrack *self)
{
  double span = unit (self, self->high) - unit (self, self->low);
  return self->kind == NABLA_PARAM_TRACK_BINARY   ? 1
         : self->kind == NABLA_PARAM_TRACK_LINEAR ? span * 0.1
                                                  : END_GAP;
}

/* The stop next to a place, not bounded by the ends */
static double
stop (const NablaParamTrack *self, double place)
{
  double value = place;
  switch (self->kind)
    {
    case NABLA_PARAM_TRACK_DECADES:
      value = round_digits (pow (10, place), 2);
      break;
    case NABLA_PARAM_TRACK_BINARY:
      value = exp2 (round (place));
      break;
    case NABLA_PARAM_TRACK_ONE_MINUS:
      value = clean (1 - round_digits (pow (10, -place), 2));
      break;
    default:
      value = clean (round (place / self->step) * self->step);
    }
  if (self->is_whole)
    value = round (value);
  return CLAMP (value, self->minimum, self->maximum);
}

static void
choose_kind (NablaParamTrack *self)
{
  if (self->kind == NABLA_PARAM_TRACK_DECADES || self->kind == NABLA_PARAM_TRACK_BINARY)
    {
      gboolean is_binary = self->is_whole && log2 (self->high / self->low) <= MOST_DOUBLINGS
                           && log2 (self->low) == floor (log2 (self->low));
      self->kind = is_binary ? NABLA_PARAM_TRACK_BINARY : NABLA_PARAM_TRACK_DECADES;
      self->has_least = self->minimum <= 0;
    }
  if (self->kind == NABLA_PARAM_TRACK_LINEAR)
    {
      self->step = round_step ((self->high - self->low) / 100);
      if (self->is_whole)
        self->step = MAX (1, round (self->step));
    }
}

gboolean
nabla_param_track_init (NablaParamTrack *self, const NablaParamSpec *spec)
{
  g_return_val_if_fail (self != NULL && spec != NULL, FALSE);

  memset (self, 0, sizeof *self);
  if (spec->type != NABLA_PARAM_REAL && spec->type != NABLA_PARAM_INTEGER)
    return FALSE;
  double initial = spec->initial;
  double range = spec->maximum - spec->minimum;
  self->is_whole = spec->type == NABLA_PARAM_INTEGER;
  self->minimum = self->low = spec->minimum;
  self->maximum = self->high = spec->maximum;
  gboolean is_log = spec->scale == NABLA_SCALE_LOG;
  if (self->is_whole && spec->scale == NABLA_SCALE_LINEAR && range > 1e6 && initial < 100)
    return FALSE;

  /* An even spread over a range that is a hundred times what is usual would leave
   * the usual a pixel or two. */
  gboolean is_wide
      = spec->scale == NABLA_SCALE_LINEAR && spec->minimum >= 0 && range > 100 * MAX (initial, 1);
  if (spec->scale == NABLA_SCALE_ONE_MINUS)
    {
      self->kind = NABLA_PARAM_TRACK_ONE_MINUS;
      self->high = MIN (self->maximum, 1 - SMALLEST_ONE_MINUS);
    }
  else if (is_log || is_wide)
    {
      self->kind = NABLA_PARAM_TRACK_DECADES;
      if (self->is_whole && is_log)
        {
          self->low = MAX (spec->minimum, 1);
          self->high = MIN (spec->maximum, MAX (initial, 1) * 8);
        }
      else if (initial > 0)
        {
          self->low = initial * (is_log ? 1e-3 : 1e-2);
          self->high = initial * 1e2;
        }
      else
        {
          self->low = 1e-3;
          self->high = 10;
        }
    }
  self->low = MAX (self->low, self->minimum);
  self->high = MIN (self->high, self->maximum);
  if (self->is_whole && self->kind == NABLA_PARAM_TRACK_DECADES)
    self->low = MAX (self->low, 1);
  if (!(self->low < self->high))
    return FALSE;
  choose_kind (self);
  return TRUE;
}

void
nabla_param_track_set_range (NablaParamTrack *self, double low, double high)
{
  g_return_if_fail (self != NULL && low < high);

  gboolean is_log
      = self->kind == NABLA_PARAM_TRACK_DECADES || self->kind == NABLA_PARAM_TRACK_BINARY;
  double most = self->kind == NABLA_PARAM_TRACK_ONE_MINUS ? 1 - 1e-9 : self->maximum;
  double from = MAX (low, self->minimum), to = MIN (MIN (high, self->maximum), most);
  g_return_if_fail (from < to && (!is_log || from > 0));
  self->low = from;
  self->high = to;
  choose_kind (self);
}

void
nabla_param_track_set_word (NablaParamTrack *self, double word)
{
  g_return_if_fail (self != NULL);
  self->has_word = TRUE;
  self->word = word;
}

void
nabla_param_track_ends (const NablaParamTrack *self, double *first, double *last)
{
  g_return_if_fail (self != NULL && first != NULL && last != NULL);
  *first = unit (self, self->low) - (self->has_least ? gap (self) : 0);
  *last = unit (self, self->high) + (self->has_word ? gap (self) : 0);
}

double
nabla_param_track_place (const NablaParamTrack *self, double value)
{
  double first, last;
  nabla_param_track_ends (self, &first, &last);
  if (self->has_word && value == self->word)
    return last;
  if (self->has_least && value <= 0)
    return first;
  if (self->kind == NABLA_PARAM_TRACK_ONE_MINUS && value >= 1)
    return last;
  return CLAMP (unit (self, value), first, last);
}

double
nabla_param_track_value (const NablaParamTrack *self, double place)
{
  double low = unit (self, self->low), high = unit (self, self->high);
  if (self->has_word && place > high + gap (self) / 2)
    return self->word;
  if (self->has_least && place < low - gap (self) / 2)
    return self->minimum;
  /* The ends themselves need not be round. */
  if (place <= low)
    return self->low;
  if (place >= high)
    return self->high;
  return CLAMP (stop (self, place), self->low, self->high);
}

double
nabla_param_track_step (const NablaParamTrack *self, double value, int n, gboolean is_page)
{
  static const double strides[][2] = {
    [NABLA_PARAM_TRACK_LINEAR] = { 1, 10 },
    [NABLA_PARAM_TRACK_DECADES] = { 0.02, 1 },
    [NABLA_PARAM_TRACK_BINARY] = { 1, 2 },
    [NABLA_PARAM_TRACK_ONE_MINUS] = { 0.02, 1 },
  };
  gboolean is_log
      = self->kind == NABLA_PARAM_TRACK_DECADES || self->kind == NABLA_PARAM_TRACK_BINARY;
  if (self->has_word && value == self->word)
    return n < 0 ? self->high : value;
  if (is_log && value <= 0)
    return n > 0 ? self->low : value;
  if (self->has_word && n > 0 && value >= self->high)
    return self->word;

  double stride = strides[self->kind][is_page] * (n < 0 ? -1 : 1);
  if (self->kind == NABLA_PARAM_TRACK_LINEAR)
    stride *= self->step;
  for (int i = 0; i < ABS (n); i++)
    {
      double place
          = self->kind == NABLA_PARAM_TRACK_ONE_MINUS && value >= 1 ? 16 : unit (self, value);
      double next = value;
      /* Two digits may be the same again one stride on. */
      for (int k = 0; k <= 50 && next == value; k++)
        {
          next = stop (self, place + k * stride);
          /* Between stops, the next one is the one that lies ahead. */
          if ((n > 0) != (next > value) && next != value)
            next = value;
        }
      value = next;
    }
  if (self->has_least && n < 0 && value < self->low)
    return self->minimum;
  return value;
}

guint
nabla_param_track_ticks (const NablaParamTrack *self, double *places)
{
  g_return_val_if_fail (self != NULL && places != NULL, 0);
  if (self->kind == NABLA_PARAM_TRACK_LINEAR)
    return 0;
  double low = unit (self, self->low), high = unit (self, self->high);
  double first, last;
  nabla_param_track_ends (self, &first, &last);
  guint n = 0;
  if (self->has_least)
    places[n++] = first;
  for (double place = ceil (low - 1e-9); place <= high + 1e-9; place++)
    if (n < NABLA_PARAM_TRACK_MOST_TICKS - 1)
      places[n++] = place;
  if (self->has_word)
    places[n++] = last;
  return n;
}
