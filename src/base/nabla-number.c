/* Copyright the Nabla contributors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "nabla-number.h"

#include <math.h>
#include <string.h>

gboolean
nabla_number_parse (const char *text, gssize length, double *value)
{
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  gsize size = length < 0 ? strlen (text) : (gsize) length;
  while (size > 0 && g_ascii_isspace (text[size - 1]))
    size--;
  while (size > 0 && g_ascii_isspace (*text))
    text++, size--;

  /* No number needs more; the copy gives strtod its NUL. */
  char copy[512];
  if (size == 0 || size >= sizeof copy)
    return FALSE;
  for (gsize i = 0; i < size; i++)
    {
      if (!g_ascii_isdigit (text[i]) && !strchr ("+-.eE", text[i]))
        return FALSE;
      copy[i] = text[i];
    }
  copy[size] = '\0';

  char *end = NULL;
  double parsed = g_ascii_strtod (copy, &end);
  if (end != copy + size || !isfinite (parsed))
    return FALSE;
  *value = parsed;
  return TRUE;
}

const char *
nabla_number_format (double value, char *buffer)
{
  g_return_val_if_fail (buffer != NULL, NULL);

  if (isnan (value))
    return memcpy (buffer, "nan", 4);
  if (isinf (value))
    return strcpy (buffer, value > 0 ? "inf" : "-inf");
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, NABLA_NUMBER_LENGTH, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  /* 4e+02 is short but nobody writes it. */
  if (fabs (value) < 1e15 && value == trunc (value))
    g_ascii_formatd (buffer, NABLA_NUMBER_LENGTH, "%.0f", value);
  return buffer;
}
