/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-short-number.h"

#include <math.h>
#include <string.h>

/* Takes zeros off the end of what stands behind the point. */
static void
trim (char *digits)
{
  if (strchr (digits, '.') == NULL)
    return;
  char *end = digits + strlen (digits);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
}

const char *
nabla_short_number (double value, char *buffer)
{
  g_return_val_if_fail (buffer != NULL, NULL);

  double size = fabs (value);
  char digits[NABLA_SHORT_NUMBER_LENGTH / 2] = "";
  if (!isfinite (value))
    g_strlcpy (digits, isnan (value) ? "NaN" : "∞", sizeof digits);
  else if (size > 0 && (size < 1e-4 || size >= 1e7))
    {
      int power = (int)floor (log10 (size));
      char mantissa[NABLA_SHORT_NUMBER_LENGTH / 2];
      g_ascii_formatd (mantissa, sizeof mantissa, "%.2f", size / pow (10, power));
      trim (mantissa);
      g_snprintf (digits, sizeof digits, "%.5se%s%d", mantissa, power < 0 ? "−" : "", ABS (power));
    }
  else
    {
      int decimals = size >= 1000 ? 1 : size >= 1 || size == 0 ? 2 : 3 - (int)floor (log10 (size));
      char format[8];
      g_snprintf (format, sizeof format, "%%.%df", decimals);
      g_ascii_formatd (digits, sizeof digits, format, size);
      trim (digits);
    }
  g_snprintf (buffer, NABLA_SHORT_NUMBER_LENGTH, "%s%s", value < 0 ? "−" : "", digits);
  return buffer;
}

const char *
nabla_short_factor (double value, char *buffer)
{
  g_return_val_if_fail (buffer != NULL, NULL);

  char number[NABLA_SHORT_NUMBER_LENGTH];
  nabla_short_number (value, number);
  g_snprintf (buffer, NABLA_SHORT_NUMBER_LENGTH, value < 0 ? "(%.24s)" : "%.28s", number);
  return buffer;
}
