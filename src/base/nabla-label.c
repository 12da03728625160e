/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-label.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\u2212"

/* Copies the digits of @number into @buffer, with the right minus sign and
 * commas between thousands. */
static const char *
with_commas (const char *number, char *buffer)
{
  gsize length = 0;
  if (*number == '-')
    {
      length = strlen (MINUS);
      memcpy (buffer, MINUS, length);
      number++;
    }
  gsize n_digits = strspn (number, "0123456789");
  for (gsize i = 0; number[i] != '\0' && length + 2 < NABLA_LABEL_LENGTH; i++)
    {
      if (i > 0 && i < n_digits && (n_digits - i) % 3 == 0)
        buffer[length++] = ',';
      buffer[length++] = number[i];
    }
  buffer[length] = '\0';
  return buffer;
}

/* `1.5e−4` with @digits digits after the point */
static const char *
exponential (double value, int digits, char *buffer)
{
  char format[16], text[NABLA_LABEL_LENGTH];
  g_snprintf (format, sizeof format, "%%.%de", CLAMP (digits, 0, 15));
  g_ascii_formatd (text, sizeof text, format, value);
  char *e = strchr (text, 'e');
  int exponent = atoi (e + 1);
  *e = '\0';
  const char *mantissa = *text == '-' ? text + 1 : text;
  g_snprintf (buffer, NABLA_LABEL_LENGTH, "%s%se%s%d", *text == '-' ? MINUS : "", mantissa,
              exponent < 0 ? MINUS : "", abs (exponent));
  return buffer;
}

/* @value with @digits digits after the point; zero has no sign */
static const char *
plain (double value, int digits, char *buffer)
{
  char format[16], text[NABLA_LABEL_LENGTH];
  g_snprintf (format, sizeof format, "%%.%df", CLAMP (digits, 0, 15));
  g_ascii_formatd (text, sizeof text, format, value);
  gboolean is_zero = strspn (text, "-0.") == strlen (text);
  return with_commas (is_zero && *text == '-' ? text + 1 : text, buffer);
}

static gboolean
write_not_finite (double value, char *buffer)
{
  if (isfinite (value))
    return FALSE;
  g_strlcpy (buffer, isnan (value) ? "NaN" : value > 0 ? "∞" : MINUS "∞", NABLA_LABEL_LENGTH);
  return TRUE;
}

static int
magnitude (double value)
{
  return value == 0 ? 0 : (int) floor (log10 (fabs (value)) + 1e-12);
}

const char *
nabla_label_value (double value, char *buffer)
{
  if (write_not_finite (value, buffer))
    return buffer;
  if (value == 0)
    return g_strlcpy (buffer, "0", NABLA_LABEL_LENGTH), buffer;
  if (fabs (value) < 9.995e-4 || fabs (value) >= 999999.5)
    return exponential (value, 2, buffer);
  return plain (value, MAX (0, 2 - magnitude (value)), buffer);
}

const char *
nabla_label_short (double value, char *buffer)
{
  if (write_not_finite (value, buffer))
    return buffer;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.6g", value);
  const char *e = strchr (number, 'e');
  if (e == NULL)
    {
      g_snprintf (buffer, NABLA_LABEL_LENGTH, "%s%s", value < 0 ? MINUS : "",
                  number + (value < 0));
      return buffer;
    }
  int exponent = atoi (e + 1);
  g_snprintf (buffer, NABLA_LABEL_LENGTH, "%s%.*se%s%d", value < 0 ? MINUS : "",
              (int) (e - number) - (value < 0), number + (value < 0), exponent < 0 ? MINUS : "",
              abs (exponent));
  return buffer;
}

const char *
nabla_label_count (gint64 count, char *buffer)
{
  char text[NABLA_LABEL_LENGTH];
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, count);
  return with_commas (text, buffer);
}

const char *
nabla_label_percent (double share, char *buffer)
{
  if (write_not_finite (share, buffer))
    return buffer;
  double percent = CLAMP (100 * share, 0, 100);
  if (share < 1)
    percent = MIN (percent, 99.9);
  if (share > 0)
    percent = MAX (percent, 0.1);
  return plain (percent, 1, buffer);
}

const char *
nabla_label_tick (double value, double step, double largest, char *buffer)
{
  if (value == 0)
    return g_strlcpy (buffer, "0", NABLA_LABEL_LENGTH), buffer;
  int digits = -magnitude (step);
  /* 2.5 needs one more digit than 2. */
  if (fabs (step * pow (10, digits) - round (step * pow (10, digits))) > 1e-6)
    digits++;
  if (largest >= 1e7 || largest < 1e-3)
    return exponential (value, digits + magnitude (value), buffer);
  return plain (value, MAX (0, digits), buffer);
}

const char *
nabla_label_log_tick (double value, char *buffer)
{
  int exponent = magnitude (value);
  if (exponent < -3 || exponent > 5)
    return exponential (value, 0, buffer);
  return plain (value, MAX (0, -exponent), buffer);
}
