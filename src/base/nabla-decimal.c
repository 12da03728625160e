/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-decimal.h"

#include "nabla-number.h"

#include <string.h>

typedef unsigned __int128 Wide;

enum { MAX_DIGITS = 19, MAX_POWER = 27, MAX_EXACT_POWER = 22 };

static const guint64 powers_of_5[MAX_POWER + 1] = {
  1ull, 5ull, 25ull, 125ull, 625ull, 3125ull, 15625ull, 78125ull, 390625ull, 1953125ull,
  9765625ull, 48828125ull, 244140625ull, 1220703125ull, 6103515625ull, 30517578125ull,
  152587890625ull, 762939453125ull, 3814697265625ull, 19073486328125ull, 95367431640625ull,
  476837158203125ull, 2384185791015625ull, 11920928955078125ull, 59604644775390625ull,
  298023223876953125ull, 1490116119384765625ull, 7450580596923828125ull,
};

/* The powers of ten that a double holds exactly. */
static const double powers_of_10[MAX_EXACT_POWER + 1] = {
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static int
bit_length (Wide number)
{
  guint64 high = (guint64) (number >> 64), low = (guint64) number;
  return high != 0 ? 128 - __builtin_clzll (high) : 64 - __builtin_clzll (low);
}

/* (number + a bit more, if more) · 2^power, rounded to nearest, ties to even. */
static double
round_to_double (Wide number, gboolean more, int power)
{
  int shift = bit_length (number) - 53;
  guint64 fraction = (guint64) number;
  if (shift > 0)
    {
      Wide half = (Wide) 1 << (shift - 1);
      Wide rest = number & (2 * half - 1);
      fraction = (guint64) (number >> shift);
      if (rest > half || (rest == half && (more || (fraction & 1))))
        fraction++;
      power += shift;
    }
  guint64 bits = (guint64) (power + 1023) << 52;
  double scale;
  memcpy (&scale, &bits, sizeof scale);
  return (double) fraction * scale;
}

static double
scale_by_10 (guint64 number, int power)
{
  if (number >> 53 == 0 && power >= -MAX_EXACT_POWER && power <= MAX_EXACT_POWER)
    return power < 0 ? (double) number / powers_of_10[-power]
                     : (double) number * powers_of_10[power];
  if (power >= 0)
    return round_to_double ((Wide) number * powers_of_5[power], FALSE, power);

  /* Shifted so far that the quotient has 63 or 64 bits. */
  guint64 divisor = powers_of_5[-power];
  int shift = 63 + bit_length (divisor) - bit_length (number);
  Wide dividend = (Wide) number << shift;
  Wide quotient = dividend / divisor;
  return round_to_double (quotient, quotient * divisor != dividend, power - shift);
}

static gboolean
parse_slowly (const char *text, gsize length, char point, double *value)
{
  char copy[512];
  if (length >= sizeof copy)
    return FALSE;
  memcpy (copy, text, length);
  if (point != '.')
    {
      if (memchr (copy, '.', length) != NULL)
        return FALSE;
      char *found = memchr (copy, point, length);
      if (found != NULL)
        *found = '.';
    }
  return nabla_number_parse (copy, (gssize) length, value);
}

gboolean
nabla_decimal_parse (const char *text, gsize length, char point, double *value)
{
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  const char *p = text, *end = text + length;
  gboolean negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+'))
    p++;

  guint64 number = 0;
  int n_significant = 0, power = 0;
  gboolean any = FALSE, after_point = FALSE;
  for (; p < end; p++)
    {
      guint digit = (guint) (guchar) *p - '0';
      if (digit > 9)
        {
          if (*p != point || after_point)
            break;
          after_point = TRUE;
          continue;
        }
      any = TRUE;
      if (n_significant > 0 || digit > 0)
        n_significant++;
      if (n_significant > MAX_DIGITS)
        return parse_slowly (text, length, point, value);
      number = 10 * number + digit;
      power -= after_point;
    }
  if (!any)
    return FALSE;

  if (p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      gboolean down = p < end && *p == '-';
      if (p < end && (*p == '-' || *p == '+'))
        p++;
      if (p == end)
        return FALSE;
      int exponent = 0;
      for (; p < end && g_ascii_isdigit (*p); p++)
        exponent = MIN (10 * exponent + (*p - '0'), 100000);
      power += down ? -exponent : exponent;
    }
  if (p != end)
    return FALSE;
  if (number != 0 && (power < -MAX_POWER || power > MAX_POWER))
    return parse_slowly (text, length, point, value);

  double size = number == 0 ? 0 : scale_by_10 (number, power);
  *value = negative ? -size : size;
  return TRUE;
}
